"""Builds a site for each hostile input and writes a table: outcome, peak memory, time of the processor.

Run ``python tests/hostile_table.py [--write FILE] [words…]``; with words, only the cases whose names have one of them.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from conftest import SHARED
from hostile_cases import CASES

BUILD = ("-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html")

MEASURE = """
import resource, subprocess, sys
status = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
print(status, usage.ru_maxrss // 1024, usage.ru_utime + usage.ru_stime)
"""
"""Runs a command in a small process, since the peak of a process is at least that of the one that starts it."""


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


def options(name: str) -> dict[str, Any]:
    """Return the options of the case *name*."""
    return CASES[name].options if name in CASES else {}


def build(name: str, files: dict[str, bytes]) -> Outcome:
    """Build a site around the document, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder)
        for file, content in files.items():
            (source / file).parent.mkdir(parents=True, exist_ok=True)
            (source / file).write_bytes(content)
        settings = {"spec": next(iter(files)), **options(name)}
        conf = f"extensions = ['sphinxcontrib_openapi_pages']\nopenapi_pages = {{'api': {settings!r}}}\n"
        (source / "conf.py").write_text(conf)
        (source / "index.rst").write_text("Home\n====\n\n.. toctree::\n\n   api/index\n")
        command = [sys.executable, "-c", MEASURE, sys.executable, *BUILD, folder, f"{folder}/out"]
        result = subprocess.run(command, capture_output=True, check=True, text=True, errors="replace")
        status, megabytes, seconds = result.stdout.split()
        said = result.stderr
        return Outcome(
            name,
            int(status),
            said.count("WARNING:"),
            "Traceback" in said or "threw an exception" in said,
            len(list((source / "out" / "api").rglob("*.html"))),
            int(megabytes),
            float(seconds),
        )


def table(outcomes: list[Outcome]) -> Iterator[str]:
    """Yield the lines of the table, in Markdown."""
    worst = max(outcomes, key=lambda outcome: outcome.megabytes)
    slowest = max(outcomes, key=lambda outcome: outcome.seconds)
    yield f"{len(outcomes)} cases. The most memory takes `{worst.name}`: {worst.megabytes} MB; the most time"
    yield f"`{slowest.name}`: {slowest.seconds:.1f} s. Tracebacks: {sum(outcome.is_traceback for outcome in outcomes)}."
    yield ""
    yield "| Case | Exit status with `-W` | Warnings | Pages | Memory | Time |"
    yield "| --- | --- | --- | --- | --- | --- |"
    for outcome in outcomes:
        status = f"{outcome.status}{' (traceback)' if outcome.is_traceback else ''}"
        counts = f"{status} | {outcome.warnings} | {outcome.pages}"
        yield f"| `{outcome.name}` | {counts} | {outcome.megabytes} MB | {outcome.seconds:.1f} s |"


def main() -> None:
    """Build all and show the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", type=Path, help="the file for the table")
    parser.add_argument("words", nargs="*")
    arguments = parser.parse_args()
    words = arguments.words
    chosen = {name: files for name, files in inputs().items() if not words or any(word in name for word in words)}
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        outcomes = list(pool.map(lambda item: build(*item), chosen.items()))
    text = "\n".join([*table(outcomes), ""])
    print(text)
    if arguments.write:
        arguments.write.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
