"""Titles rendered once in a build, not for each page that shows them: those of the pages around and above it.

It saves a twentieth of a build of thousands of pages: ``python -m tests.benchmarks full``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def cache_titles(app: Sphinx) -> None:
    """Cache what ``render_partial`` of an HTML builder returns for titles (event ``builder-inited``).

    A title with more than text in it may differ from page to page: formulas as images have relative addresses.
    """
    render = getattr(app.builder, "render_partial", None)
    if render is not None:
        rendered = cache(lambda title: dict(render(title)))  # Sphinx 8 puts all that it renders into one dict
        app.builder.render_partial = lambda node: (rendered if _is_plain_title(node) else render)(node)  # type: ignore[attr-defined]


def _is_plain_title(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.title) and all(isinstance(child, nodes.Text) for child in node.children)
