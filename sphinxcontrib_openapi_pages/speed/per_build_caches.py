"""What Sphinx does for each page, where once would do.

On a page of a few kilobytes that is much of the work; the result is the same for thousands of them.
"""

from __future__ import annotations

import logging
import posixpath
from collections.abc import Callable, Hashable
from copy import copy
from functools import cache
from typing import TYPE_CHECKING, Any

import sphinx.util.docutils
from docutils import nodes
from docutils.utils import DependencyList

from ..sphinx.page_parser import PageParser

if TYPE_CHECKING:
    from sphinx.application import Sphinx


def remember_stems(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Stem each word for the search index once in a build, not once a page (event ``doctree-resolved``)."""
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None and not hasattr(indexer.lang.stem, "cache_info"):
        indexer.lang.stem = cache(indexer.lang.stem)


def remember_titles(app: Sphinx) -> None:
    """Render each title once in a process (event ``builder-inited``).

    Sphinx does so for each page that shows it: those of the pages around and above. A title with more than text in it
    may differ from page to page: formulas as images have relative addresses.
    """
    render = getattr(app.builder, "render_partial", None)
    if render is not None:
        rendered = cache(lambda title: dict(render(title)))  # Sphinx 8 puts all that it renders into one dict
        app.builder.render_partial = lambda node: (rendered if _is_plain_title(node) else render)(node)  # type: ignore[attr-defined]


def _is_plain_title(node: nodes.Node | None) -> bool:
    return isinstance(node, nodes.title) and all(isinstance(child, nodes.Text) for child in node.children)


def prune_quickly(app: Sphinx) -> list[tuple[str, dict[str, Any], str]]:
    """Let the search index look up documents in a set (event ``html-collect-pages``, before it is written).

    Sphinx gives it a map of them, in which it goes through all documents for each word.
    """
    indexer = getattr(app.builder, "indexer", None)
    if indexer is not None:
        prune = indexer.prune
        indexer.prune = lambda docnames: prune(frozenset(docnames))
    return []


class Tags:
    """The tags of style sheets and scripts, made once for all pages of a folder."""

    def __init__(self) -> None:
        self.made: dict[Hashable, str] = {}

    def remember(
        self, app: Sphinx, pagename: str, template: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Let the template have them from here (event ``html-page-context``).

        For each tag, Sphinx looks where its file really is, to put what tells its version into the address.
        """
        place = posixpath.dirname(pagename), context.get("content_root", "")
        for name in {"css_tag", "js_tag"} & context.keys():
            context[name] = self._remembering(context[name], (name, *place))

    def _remembering(self, make: Callable[[Hashable], str], place: tuple[str, ...]) -> Callable[[Hashable], str]:
        def tag(asset: Hashable) -> str:
            key = (*place, asset)
            if key not in self.made:
                self.made[key] = make(asset)
            return self.made[key]

        return tag


GET_SETTINGS: Callable[..., Any] | None = getattr(sphinx.util.docutils, "_get_settings", None)
"""What works out, in Sphinx 9, what docutils is set to for a document."""


class Settings:
    """What docutils is set to for a page, worked out once in a process.

    Sphinx 9 makes docutils' parser of options, with all of them, for each document that it reads.
    """

    def __init__(self) -> None:
        self.defaults: dict[str, Any] = {}
        self.settings: Any = None

    def remember(self, app: Sphinx, *_: object) -> None:
        """Let Sphinx have them from here (event ``env-before-read-docs``)."""
        if GET_SETTINGS is not None:
            sphinx.util.docutils._get_settings = self._get  # type: ignore[assignment]

    def _get(self, *components: Any, defaults: dict[str, Any], **options: Any) -> Any:
        assert GET_SETTINGS is not None
        if not isinstance(components[-1], PageParser):
            return GET_SETTINGS(*components, defaults=defaults, **options)
        if self.defaults != defaults:
            self.defaults = dict(defaults)
            self.settings = GET_SETTINGS(*components, defaults=defaults, **options)
        settings = copy(self.settings)
        settings.record_dependencies = DependencyList()
        return settings

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Let Sphinx work them out by itself again (event ``build-finished``)."""
        if GET_SETTINGS is not None:
            sphinx.util.docutils._get_settings = GET_SETTINGS


EVENT_LOGGER = "sphinx.sphinx.events"
"""The logger to which Sphinx says, for each event, that it happens: several times a page."""


def leave_out(app: Sphinx) -> None:
    """Leave out messages that nobody sees, and style sheets of docutils (event ``builder-inited``).

    docutils looks for these for each page, but Sphinx does not link them.
    """
    if app.builder.format == "html":
        app.env.settings["stylesheet_path"] = ""
    if app.verbosity < 2:
        logging.getLogger(EVENT_LOGGER).setLevel(logging.INFO)


def _say_events(app: Sphinx, exception: Exception | None) -> None:
    logging.getLogger(EVENT_LOGGER).setLevel(logging.NOTSET)


def setup_once(app: Sphinx) -> None:
    """Connect to the events."""
    settings = Settings()
    app.connect("builder-inited", remember_titles)
    app.connect("builder-inited", leave_out)
    app.connect("env-before-read-docs", settings.remember)
    app.connect("doctree-resolved", remember_stems)
    app.connect("html-page-context", Tags().remember)
    app.connect("html-collect-pages", prune_quickly)
    app.connect("build-finished", settings.end)
    app.connect("build-finished", _say_events)
