"""What has to be in the output of a build, and what tools for its format say of it."""

from __future__ import annotations

import html
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from .builds import DOCS, Build

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

SUFFIXES = {
    "html": ".html",
    "dirhtml": ".html",
    "singlehtml": ".html",
    "latex": ".tex",
    "epub": ".xhtml",
    "man": ".1",
    "text": ".txt",
    "texinfo": ".texi",
    "gettext": ".pot",
    "json": ".fjson",
    "xml": ".xml",
}
"""Suffix of what each builder writes."""

PAGED = ("html", "dirhtml", "epub", "text", "json", "xml")
"""Builders that write a file for each page."""

MAX_OVERFULL = 15
"""Points by which a line of the PDF may run into the margin: half a centimetre."""


def check(build: Build) -> None:
    """Add to *build* what is missing in it, and what a tool for its format reports."""
    suffix = SUFFIXES.get(build.builder)
    if suffix is not None:
        build.missing = list(_missing(build, suffix))
    if build.builder == "latex":
        _check_pdf(build)
    elif build.builder == "epub":
        _check_epub(build)
    elif build.builder == "linkcheck":
        build.remark = "links within the site"


# Nothing is lost


def operations() -> dict[str, tuple[str, list[str]]]:
    """Return summary and names of parameters of each operation of the site's example, by operationId."""
    document = yaml.safe_load((DOCS / "lighthouse.yaml").read_text("utf-8"))
    parameters = document["components"].get("parameters", {})
    found = {}
    for item in document["paths"].values():
        for method in METHODS:
            if method in item:
                operation = item[method]
                given = [*item.get("parameters", ()), *operation.get("parameters", ())]
                names = [_resolved(parameter, parameters)["name"] for parameter in given]
                found[operation["operationId"]] = (operation.get("summary", ""), names)
    return found


def _resolved(parameter: Mapping[str, Any], parameters: Mapping[str, Any]) -> Mapping[str, Any]:
    return parameters[parameter["$ref"].rpartition("/")[2]] if "$ref" in parameter else parameter


def _missing(build: Build, suffix: str) -> Iterator[str]:
    files = {path: _plain(path.read_text("utf-8")) for path in build.output.rglob(f"*{suffix}")}
    whole = "" if build.builder in PAGED else "\n".join(files.values())
    for name, (summary, names) in operations().items():
        text = whole
        if build.builder in PAGED:
            text = next((text for path, text in files.items() if name in (path.stem, path.parent.name)), "")
        wanted = [summary] if build.builder == "gettext" else [name, summary, *names]
        yield from (f"{name}: {word}" for word in wanted if word not in text)


def _plain(text: str) -> str:
    r"""Return *text* without what formats write for line ends within words and for underscores and hyphens (``\_``)."""
    text = re.sub(r"\\penalty900\{\}|\\sphinxhyphen\{\}", lambda found: "-" if "hyphen" in found[0] else "", text)
    return html.unescape(text).replace("\\_", "_").replace("\\-", "-").replace("\\u00a0", " ")


# Tools


def _check_pdf(build: Build) -> None:
    if shutil.which("latexmk") is None:
        build.remark = "not compiled: there is no latexmk"
        return
    command = ["make", "LATEXOPTS=-interaction=nonstopmode"]
    run = subprocess.run(command, cwd=build.output, capture_output=True)
    log = next(build.output.glob("*.log")).read_text("utf-8", "replace")
    if run.returncode:
        build.problems.append("latexmk fails")
    widths = [float(width) for width in re.findall(r"Overfull \\hbox \(([\d.]+)pt", log)]
    build.problems += [f"a line is {width:.0f} pt too wide" for width in widths if width > MAX_OVERFULL]
    build.problems += re.findall(r"LaTeX Warning: Hyper reference [^\n]*|Missing character: [^\n]*", log)
    pages = re.findall(r"Output written on .*?\((\d+) pages", log, re.DOTALL)
    build.remark = f"{pages[-1] if pages else 0} pages, the widest line {max(widths, default=0):.0f} pt too wide"


def _check_epub(build: Build) -> None:
    tool = shutil.which("epubcheck")
    if tool is None:
        build.remark = "not checked: there is no epubcheck"
        return
    # Debian's is a JAR, which not every kernel runs by itself.
    command = ["java", "-jar", tool] if Path(tool).read_bytes().startswith(b"PK") else [tool]
    run = subprocess.run([*command, str(next(build.output.glob("*.epub")))], capture_output=True, text=True)
    found = [line for line in (run.stdout + run.stderr).splitlines() if re.match(r"(ERROR|WARNING|FATAL)\(", line)]
    build.problems += found or ([run.stderr[-300:]] if run.returncode else [])
    build.remark = "epubcheck"
