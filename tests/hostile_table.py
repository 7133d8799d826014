"""Builds a site for each hostile input and prints a table: outcome, peak memory, time.

Run ``python tests/hostile_table.py [words…]``; with words, only the cases whose names have one of them.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import yaml
from conftest import SHARED
from hostile_cases import CASES

BUILD = ("-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html")


@dataclass(frozen=True)
class Outcome:
    """What became of one build."""

    name: str
    status: int
    warnings: int
    is_traceback: bool
    pages: int
    megabytes: int
    seconds: float


def inputs() -> dict[str, dict[str, bytes]]:
    """Return the files of every case, by its name; the first is the document."""
    found = {}
    for path in sorted((SHARED / "bad").glob("*.*")):
        if path.suffix != ".md":
            found[path.name] = {path.name: path.read_bytes()}
    for name, case in CASES.items():
        files = {"openapi.yaml": case.spec, **case.files}
        found[name] = {
            file: (content if isinstance(content, str) else yaml.safe_dump(content, sort_keys=False)).encode()
            for file, content in files.items()
        }
    return found


def build(name: str, files: dict[str, bytes]) -> Outcome:
    """Build a site around the document, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        for file, content in files.items():
            (source / file).parent.mkdir(parents=True, exist_ok=True)
            (source / file).write_bytes(content)
        document = next(iter(files))
        conf = f"extensions = ['sphinxcontrib_openapi_pages']\nopenapi_pages = {{'api': {document!r}}}\n"
        (source / "conf.py").write_text(conf)
        (source / "index.rst").write_text("Home\n====\n\n.. toctree::\n\n   api/index\n")
        started = time.monotonic()
        with (source / "stderr").open("wb") as errors:
            process = subprocess.Popen([sys.executable, *BUILD, folder, f"{folder}/out"], stderr=errors)
            _, status, usage = os.wait4(process.pid, 0)
        said = (source / "stderr").read_text("utf-8", errors="replace")
        return Outcome(
            name,
            os.waitstatus_to_exitcode(status),
            said.count("WARNING:"),
            "Traceback" in said or "threw an exception" in said,
            len(list((source / "out" / "api").rglob("*.html"))),
            usage.ru_maxrss // 1024,
            time.monotonic() - started,
        )


def main(words: list[str]) -> None:
    """Print the table."""
    chosen = {name: files for name, files in inputs().items() if not words or any(word in name for word in words)}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda item: build(*item), chosen.items()))
    print("| case | exit status with -W | warnings | traceback | pages | peak MB | seconds |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for outcome in outcomes:
        traceback = "YES" if outcome.is_traceback else "no"
        print(
            f"| {outcome.name} | {outcome.status} | {outcome.warnings} | {traceback} | {outcome.pages} "
            f"| {outcome.megabytes} | {outcome.seconds:.1f} |"
        )
    worst = max(outcomes, key=lambda outcome: outcome.megabytes)
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    print(f"\n{len(outcomes)} cases; most memory: {worst.megabytes} MB ({worst.name}); ", end="")
    print(f"most time: {slowest.seconds:.1f} s ({slowest.name})")


if __name__ == "__main__":
    main(sys.argv[1:])
