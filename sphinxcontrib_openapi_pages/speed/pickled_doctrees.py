"""Drops the pickled doctree of a page when the page is written.

Sphinx keeps the pickled doctrees of all documents until the build ends. With thousands of pages, they take a fifth of
the memory of a build. To measure it: ``python -m tests.benchmarks full``.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ..sphinx.project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def drop_pickled_doctree(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop the pickled doctree of a page (event ``doctree-resolved``)."""
    if docname in page_project(app.env).pages:
        with suppress(AttributeError):
            app.env._pickled_doctree_cache.pop(docname, None)
