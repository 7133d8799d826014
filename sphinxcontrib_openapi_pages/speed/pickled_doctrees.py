"""The bytes that doctrees of pages were loaded from, dropped once the page is written.

Sphinx keeps those of all documents until the build ends: a fifth of the memory of a build of thousands of pages, as
``python -m tests.benchmarks full`` shows.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from ..sphinx.project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def drop_pickled_doctree(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop the bytes of a page (event ``doctree-resolved``)."""
    if docname in page_project(app.env).pages:
        with suppress(AttributeError):
            app.env._pickled_doctree_cache.pop(docname, None)
