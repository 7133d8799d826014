"""Writes fewer pages again after another page changed.

Sphinx writes a document again if a document in its toctree was read again, since a toctree may show its sections. But
the pages of APIs, groups and schemas show only the titles of other pages.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from ..sphinx.environment import do_not_rewrite, title_of
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment


def keep_titles(app: Sphinx, env: BuildEnvironment, docnames: Collection[str]) -> None:
    """Remember the titles of the pages that will be read again (event ``env-before-read-docs``)."""
    project = page_project(env)
    project.former_titles = {docname: title_of(env, docname) for docname in docnames if docname in project.pages}


def leave_parents(app: Sphinx, builder: Builder) -> None:
    """If no title changed, do not write the parents of changed pages (event ``write-started``).

    If one did, do as Sphinx does: the neighbours of a page show its title too, and Sphinx writes some of them together
    with the parents.
    """
    env = builder.env
    project = page_project(env)
    if any(former is None or title_of(env, docname) != former for docname, former in project.former_titles.items()):
        return
    for docname in project.former_titles:
        # This affects only the present build, because the environment has been saved already.
        do_not_rewrite(env, docname, project.pages.keys())
