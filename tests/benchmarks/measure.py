"""Time and memory of a command with all the processes that it starts (Linux)."""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Run:
    """What a command took."""

    seconds: float
    processor: float
    """Seconds of processor time of all processes together, which other work on the machine changes least."""
    memory: float
    """Most megabytes that all processes held at once, what they share counted once (PSS)."""


def sphinx_build(source: Path, output: Path, *, theme: str, jobs: int = 1, fresh: bool = False) -> Run:
    """Build the project at *source* into *output*. Raises :exc:`RuntimeError` where that fails."""
    flags = ["-q", "-b", "html", "-D", f"html_theme={theme}", "-j", str(jobs), *(["-E", "-a"] if fresh else [])]
    return measure([sys.executable, "-m", "sphinx", *flags, str(source), str(output)])


def measure(command: Sequence[str]) -> Run:
    """Run *command* and return what it took."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    # What is installed has been compiled; what is measured here may lie in a checkout.
    env = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True, env=env
    )
    sampler = _Sampler(process.pid)
    sampler.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - started
    sampler.is_done.set()
    sampler.join()
    if process.returncode:
        raise RuntimeError(errors.decode(errors="replace")[-2000:])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Run(seconds, processor, sampler.peak / 1024)


def median(runs: Iterable[Run]) -> Run:
    """Return the median of each value of *runs*."""
    given = list(runs)
    return Run(
        statistics.median(run.seconds for run in given),
        statistics.median(run.processor for run in given),
        statistics.median(run.memory for run in given),
    )


class _Sampler(threading.Thread):
    """Looks at the memory of all processes of a session, again and again."""

    def __init__(self, session: int) -> None:
        super().__init__(daemon=True)
        self.session = session
        self.is_done = threading.Event()
        self.peak = 0.0
        """Kilobytes."""

    def run(self) -> None:
        while not self.is_done.wait(0.25):
            self.peak = max(self.peak, sum(map(self._memory, Path("/proc").iterdir())))

    def _memory(self, process: Path) -> int:
        with suppress(OSError, ValueError):
            if os.getsid(int(process.name)) == self.session:
                for line in (process / "smaps_rollup").read_text().splitlines():
                    if line.startswith("Pss:"):
                        return int(line.split()[1])
        return 0
