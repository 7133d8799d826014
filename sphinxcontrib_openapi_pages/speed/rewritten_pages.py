"""Which pages are written again because another one changed.

Sphinx writes a document again when one in its toctree was read, since it may show more of it. The pages of
groups, APIs and schemas show nothing of theirs but titles.
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
    """Remember the titles of the pages that are read again (event ``env-before-read-docs``)."""
    project = page_project(env)
    project.former_titles = {docname: title_of(env, docname) for docname in docnames if docname in project.pages}


def leave_parents(app: Sphinx, builder: Builder) -> None:
    """Let pages be written without those above them if all titles are what they were (event ``write-started``).

    A new title is shown by the neighbours of its page, too, of which Sphinx writes some along with those above.
    """
    env = builder.env
    project = page_project(env)
    if any(former is None or title_of(env, docname) != former for docname, former in project.former_titles.items()):
        return
    for docname in project.former_titles:
        # The environment is on disk already, so this holds for one build only.
        do_not_rewrite(env, docname, project.pages.keys())
