"""Builds of the documentation site with every builder, those for web pages with every theme."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs"

THEMES = ("furo", "pydata_sphinx_theme", "sphinx_book_theme", "sphinx_rtd_theme", "alabaster")

WEB_BUILDERS = ("html", "dirhtml", "singlehtml")

OTHER_BUILDERS = ("latex", "epub", "man", "text", "texinfo", "gettext", "linkcheck", "json", "xml")

#: A line in which Sphinx reports a warning or an error.
PROBLEM = re.compile(r"\b(?:WARNING|ERROR|CRITICAL): ")

SETTINGS = {"linkcheck": ["linkcheck_ignore=https?://"], "man": ["man_show_urls=0"], "epub": ["epub_show_urls=no"]}
"""Settings of single builders: links to other sites are not asked."""


@dataclass
class Build:
    """One build, and what came of it."""

    builder: str
    theme: str
    output: Path
    problems: list[str] = field(default_factory=list)
    """Warnings and errors, of Sphinx or of the tools that checked the output."""
    missing: list[str] = field(default_factory=list)
    """Operations of which something is not in the output."""
    remark: str = ""


def build(builder: str, theme: str, work: Path) -> Build:
    """Build the site into a folder below *work*; all builds share the documents that the first one reads."""
    output = work / f"{builder}-{theme}"
    # Message catalogues want documents of their own (``set_versioning_method``).
    doctrees = work / ("doctrees-gettext" if builder == "gettext" else "doctrees")
    settings = [f"html_theme={theme}", *SETTINGS.get(builder, ())]
    flags = [part for setting in settings for part in ("-D", setting)]
    command = [sys.executable, "-m", "sphinx", "-q", "-n", "-b", builder, "-d", str(doctrees), *flags]
    run = subprocess.run(
        [*command, str(DOCS), str(output)], capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"}
    )
    problems = [line for line in run.stderr.splitlines() if PROBLEM.search(line)]
    if run.returncode:
        problems.append(run.stderr[-500:])
    return Build(builder, theme, output, problems)
