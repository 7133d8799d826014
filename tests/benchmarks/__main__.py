"""Compare builds with the extension to builds of the same reference without it.

    python -m tests.benchmarks full        the whole of an API, against hand-written pages
    python -m tests.benchmarks rebuild     when nothing, one operation or one schema changed
    python -m tests.benchmarks growth      documents of 300 to 10,000 operations
    python -m tests.benchmarks peers       the whole of an API, against other tools (--peer "NAME=COMMAND")

The yardstick is a project that a script writes from the same document: one page for each operation, with plain
Sphinx. Both sides are built in turn, and medians are printed as a table of Markdown.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from .documents import load, resized
from .measure import Run, median, sphinx_build
from .peers import Output, Peer

SHARED = Path(os.environ.get("OPENAPI_PAGES_SHARED", Path(__file__).parents[3] / "shared"))
CONF = "extensions = ['sphinxcontrib_openapi_pages']\nopenapi_pages = {{'api': {settings!r}}}\n"
INDEX = "Home\n====\n\n.. toctree::\n\n   api/index\n"
SIZES = (300, 1200, 4800, 10000)
VARIANTS: dict[str, dict[str, Any]] = {"ours": {}, "ours, no pages of schemas": {"schema_pages": False}}
"""What is built, with its options; the second has no other pages than the yardstick has: of operations and groups."""


def write_project(folder: Path, document: dict[str, Any], options: Mapping[str, Any] | None = None) -> Path:
    """Write a project around *document*."""
    folder.mkdir()
    settings = {"spec": "openapi.json", **(options or {})}
    (folder / "conf.py").write_text(CONF.format(settings=settings), "utf-8")
    (folder / "index.rst").write_text(INDEX, "utf-8")
    (folder / "openapi.json").write_text(json.dumps(document), "utf-8")
    return folder


def write_yardstick(folder: Path, arguments: argparse.Namespace) -> Path:
    """Write the same reference as pages for plain Sphinx."""
    script = [sys.executable, str(arguments.yardstick), str(arguments.document), str(folder)]
    subprocess.run(script, check=True, stdout=subprocess.DEVNULL)
    return folder


def compare_full(work: Path, arguments: argparse.Namespace) -> None:
    """Print what a full build takes on both sides."""
    document = load(arguments.document)
    sides = {"plain": write_yardstick(work / "plain", arguments)}
    sides |= {name: write_project(work / name, document, options) for name, options in VARIANTS.items()}
    for theme in arguments.themes:
        for jobs in arguments.jobs:
            outputs = {name: work / f"{name}-{theme}" for name in sides}
            builds = {
                name: partial(sphinx_build, source, outputs[name], theme=theme, jobs=jobs, fresh=True)
                for name, source in sides.items()
            }
            runs = in_turn(builds, arguments.repeat)
            for name, run in runs.items():
                page_row(f"{name}, {theme}, -j {jobs}", run, outputs[name])
            for name in VARIANTS:
                ratios(runs[name], runs["plain"])


def compare_rebuilds(work: Path, arguments: argparse.Namespace) -> None:
    """Print what a build takes after small changes, against one after none, with and without the extension."""
    document = load(arguments.document)
    ours, plain = write_project(work / "ours", document), write_yardstick(work / "plain", arguments)
    operations = [item["get"] for item in document["paths"].values() if "get" in item]
    schemas = [schema for schema in document["components"]["schemas"].values() if "properties" in schema]

    def changed(things: list[dict[str, Any]], build: Callable[[], Run]) -> Run:
        thing = things.pop(0)
        things.append(thing)
        thing["description"] = f"{thing.get('description', '')} Changed."
        (ours / "openapi.json").write_text(json.dumps(document), "utf-8")
        return build()

    for theme in arguments.themes:
        build_ours = partial(sphinx_build, ours, work / f"ours-{theme}", theme=theme)
        build_plain = partial(sphinx_build, plain, work / f"plain-{theme}", theme=theme)
        build_ours()
        build_plain()
        builds = {
            "plain, nothing changed": build_plain,
            "ours, nothing changed": build_ours,
            "ours, one operation changed": partial(changed, operations, build_ours),
            "ours, one schema changed": partial(changed, schemas, build_ours),
        }
        runs = in_turn(builds, arguments.repeat)
        for name, run in runs.items():
            row(f"{name}, {theme}", run)
        ratios(runs["ours, nothing changed"], runs["plain, nothing changed"])
        ratios(runs["ours, one operation changed"], runs["ours, nothing changed"])


def compare_sizes(work: Path, arguments: argparse.Namespace) -> None:
    """Print what one page takes in documents of several sizes."""
    document = load(arguments.document)
    sources = {
        f"{size:,} operations, {name}": write_project(work / f"{size}-{name}", resized(document, size), options)
        for name, options in VARIANTS.items()
        for size in arguments.sizes
    }
    jobs = arguments.jobs[0]
    for theme in arguments.themes:
        outputs = {name: work / f"{name}-{theme}" for name in sources}
        builds = {
            name: partial(sphinx_build, source, outputs[name], theme=theme, jobs=jobs, fresh=True)
            for name, source in sources.items()
        }
        for name, run in in_turn(builds, arguments.repeat).items():
            page_row(f"{name}, {theme}, -j {jobs}", run, outputs[name])


def compare_peers(work: Path, arguments: argparse.Namespace) -> None:
    """Print what a full build takes and writes, beside those of other tools."""
    source, jobs = write_project(work / "ours", load(arguments.document)), arguments.jobs[0]
    outputs = {f"ours, {theme}, -j {jobs}": work / f"ours-{theme}" for theme in arguments.themes}
    builds = {
        name: partial(sphinx_build, source, outputs[name], theme=theme, jobs=jobs, fresh=True)
        for name, theme in zip([*outputs], arguments.themes, strict=True)
    }
    for number, peer in enumerate(arguments.peer):
        outputs[peer.name] = work / f"peer-{number}"
        builds[peer.name] = partial(peer.build, arguments.document.absolute(), outputs[peer.name])
    for name, run in in_turn(builds, arguments.repeat).items():
        row(name, run)
        output = Output.of(outputs[name], without=[".doctrees"])
        print(f"| *output* | {output.megabytes:.0f} MB | {output.pages:,} pages | {output.kilobytes_a_page:.0f} kB | |")


def in_turn(sides: Mapping[str, Callable[[], Run]], repeat: int) -> dict[str, Run]:
    """Return the medians of *repeat* runs of each side, one after another so that all meet the same machine."""
    runs: dict[str, list[Run]] = {name: [] for name in sides}
    for _ in range(repeat):
        for name, side in sides.items():
            runs[name].append(side())
    return {name: median(taken) for name, taken in runs.items()}


def page_row(name: str, run: Run, output: Path) -> None:
    """Print a row of the table, with what it took for each page of the API in *output*."""
    pages = sum(1 for _ in (output / "api").rglob("*.html"))
    row(f"{name}, {pages:,} pages", run, f"{run.processor / pages * 1000:.0f} ms")


def row(name: str, run: Run, page: str = "") -> None:
    """Print a row of the table."""
    print(f"| {name} | {run.seconds:.1f} s | {run.processor:.1f} s | {page} | {run.memory:.0f} MB |", flush=True)


def ratios(one: Run, other: Run) -> None:
    """Print how two runs compare."""
    print(f"| *ratio* | {one.seconds / other.seconds:.2f} | {one.processor / other.processor:.2f} | | |", flush=True)


EXPERIMENTS = {"full": compare_full, "rebuild": compare_rebuilds, "growth": compare_sizes, "peers": compare_peers}


def main() -> None:
    """Run one experiment."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=(__doc__ or "").splitlines()[0])
    parser.add_argument("experiment", choices=EXPERIMENTS)
    parser.add_argument("--document", type=Path, default=SHARED / "specs/github/api.github.com.json")
    parser.add_argument("--yardstick", type=Path, default=SHARED / "bench/plain_pages.py", help="writes plain pages")
    parser.add_argument("--themes", nargs="+", default=["alabaster", "furo"])
    parser.add_argument("--jobs", nargs="+", type=int, default=[4], help="for sphinx-build -j")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--sizes", nargs="+", type=int, default=SIZES, help="numbers of operations")
    words = "NAME=COMMAND of another tool, with {document} and {output}; may be given again"
    parser.add_argument("--peer", action="append", type=Peer.read, default=[], metavar="NAME=COMMAND", help=words)
    arguments = parser.parse_args()
    print(f"{os.cpu_count()} processors, Python {platform.python_version()}, {platform.platform()}\n")
    print("| build | time | processor | a page | memory |\n| --- | --- | --- | --- | --- |")
    with tempfile.TemporaryDirectory() as folder:
        EXPERIMENTS[arguments.experiment](Path(folder), arguments)


if __name__ == "__main__":
    main()
