"""Prevents other extensions that write Markdown and ``llms.txt`` from writing them for pages of APIs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..sphinx.project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

EXCLUDES = {"sphinx_llm.txt": "llms_txt_exclude", "sphinx_llm_friendly": "llm_friendly_exclude"}
"""The option of each extension that names documents which it leaves out."""


def exclude_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Add the pages to what other extensions leave out (event ``env-before-read-docs``)."""
    project = page_project(env)
    for extension, option in EXCLUDES.items():
        if extension in app.extensions and project.pages:
            given = getattr(app.config, option, None) or []
            setattr(app.config, option, [*given, *_patterns(env)])


def _patterns(env: BuildEnvironment) -> list[str]:
    """Return patterns for all pages: a folder where nothing else is in it, since each pattern costs time."""
    project = page_project(env)
    patterns: list[str] = []
    for folder, api in project.apis.items():
        inside = {name for name in env.found_docs if name.startswith(f"{folder}/")}
        patterns += [f"{folder}/**"] if inside <= api.docnames else sorted(api.docnames)
    return patterns
