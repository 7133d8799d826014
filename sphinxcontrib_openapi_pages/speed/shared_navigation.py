"""Draws navigation once for all pages whose navigation differs only in the current entry.

Some themes, such as furo, list every page on every page, so the time of a build grows with the square of the number of
pages. The measure saves nine tenths of a build with furo. To measure it:
``python -m tests.benchmarks full --themes furo``.
"""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, Any

from ..outputs.navigation import CURRENT, Draw, Drawings
from ..sphinx.environment import parents, toctrees

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder


@dataclass
class _Drawing:
    """Navigation as drawn for one page. For its siblings, only the marks of the current entry differ."""

    builder: StandaloneHTMLBuilder
    docname: str
    html: str

    def moved(self, html: str, docname: str) -> str:
        """Return *html*, this navigation or what a theme made of it, with *docname* marked as the current page."""
        current = CURRENT.search(html)
        if current is None or docname == self.docname:
            return html
        marked = current["marks"]
        unmarked = html.replace(marked, self._link(docname, self.docname))
        return unmarked.replace(self._link(self.docname, docname), marked)

    def _link(self, origin: str, target: str) -> str:
        """Return what stands in the place of the marks in the entry of *target*, on the page *origin*."""
        return f'"><a class="reference internal" href="{escape(self.builder.get_relative_uri(origin, target))}">'


class SharedDrawings(Drawings):
    """Draws the navigation of the pages of one build, and shares it among siblings."""

    def __init__(self, app: Sphinx) -> None:
        self.env = app.env
        self.builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
        self.drawings: dict[tuple[Any, ...], _Drawing] = {}
        self.at_root: dict[tuple[tuple[str, Any], ...], str] = {}
        """The navigation of pages that are no documents, such as the search page. Sphinx writes them in each build."""
        self.given: _Drawing | None = None
        """The navigation that the theme has got for the present page."""

    def draw(self, toctree: Draw, docname: str, arguments: Mapping[str, Any]) -> str:
        drawing = self._drawing(toctree, docname, arguments)
        return drawing.moved(drawing.html, docname)

    def give(self, toctree: Draw, docname: str, arguments: Mapping[str, Any]) -> str:
        """Return the same text for all pages that share navigation: furo caches what it makes of each text."""
        self.given = self._drawing(toctree, docname, arguments)
        return self.given.html

    def finish(self, docname: str, html: str) -> str:
        given, self.given = self.given, None
        return given.moved(html, docname) if given is not None else html

    def draw_at_root(self, toctree: Draw, arguments: Mapping[str, Any]) -> str:
        key = tuple(sorted(arguments.items()))
        if key not in self.at_root:
            self.at_root[key] = str(toctree(**arguments))
        return self.at_root[key]

    def _drawing(self, toctree: Draw, docname: str, arguments: Mapping[str, Any]) -> _Drawing:
        """Return the navigation that *docname* shares with its siblings; draw it for the first of them."""
        folder, name = posixpath.split(docname)
        if name == "index" or toctrees(self.env).get(docname):
            return _Drawing(self.builder, docname, str(toctree(**arguments)))
        key = (self._parents.get(docname), folder, *sorted(arguments.items()))
        if key not in self.drawings:
            self.drawings[key] = _Drawing(self.builder, docname, str(toctree(**arguments)))
        return self.drawings[key]

    @cached_property
    def _parents(self) -> dict[str, str]:
        return parents(self.env)
