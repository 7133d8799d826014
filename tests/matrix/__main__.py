"""Build the documentation site with every builder and theme, and write what came of it into the documentation."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from .builds import DOCS, OTHER_BUILDERS, THEMES, WEB_BUILDERS, Build, build
from .checks import SUFFIXES, check, operations
from .pictures import take_pictures

TABLE = DOCS / "_generated" / "builds.md"
PICTURES = DOCS / "images"


def table(builds: Iterable[Build]) -> Iterator[str]:
    """Yield the lines of a Markdown table with a row for each build."""
    count = len(operations())
    yield "| Builder | Theme | Warnings | Operations | Remarks |"
    yield "| --- | --- | ---: | ---: | --- |"
    for one in builds:
        theme = one.theme if one.builder in WEB_BUILDERS else ""
        lost = len({name.partition(":")[0] for name in one.missing})
        found = f"{count - lost} of {count}" if one.builder in SUFFIXES else ""
        yield f"| `{one.builder}` | {theme} | {len(one.problems)} | {found} | {one.remark} |"


def main() -> int:
    """Build, check, write; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.matrix", description=__doc__)
    parser.add_argument("--builders", nargs="+", default=[*WEB_BUILDERS, *OTHER_BUILDERS])
    parser.add_argument("--themes", nargs="+", default=THEMES)
    parser.add_argument("--keep", type=Path, help="folder to build into, which is kept")
    parser.add_argument("--chromium", default=shutil.which("chromium"), help="takes the pictures")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        work = arguments.keep or Path(folder)
        builds = []
        for builder in arguments.builders:
            for theme in arguments.themes if builder in WEB_BUILDERS else arguments.themes[:1]:
                one = build(builder, theme, work)
                check(one)
                builds.append(one)
                print(builder, theme, *one.problems, *one.missing, one.remark, sep="\n  ", flush=True)
        TABLE.parent.mkdir(exist_ok=True)
        TABLE.write_text("\n".join([*table(builds), ""]), "utf-8")
        pages = [one for one in builds if one.builder == "html"]
        if pages and arguments.chromium:
            take_pictures(pages, PICTURES, arguments.chromium)
    return int(any(one.problems or one.missing for one in builds))


if __name__ == "__main__":
    sys.exit(main())
