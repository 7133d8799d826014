"""The index of all operations of the site by path (https://www.sphinx-doc.org/en/master/extdev/domainapi.html)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.domains import Index, IndexEntry

from ..locale import _
from ..render.all_endpoints import INDEX
from ..site.addresses import page_anchor
from ..site.api_index import OperationEntry
from .environment import title_of
from .project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.config import Config

TEMPLATES = Path(__file__).parent / "templates"


class RoutesIndex(Index):
    """The index of all operations by path, with method and title."""

    name = "routes"
    localname = "All endpoints by path"
    shortname = "endpoints"

    def generate(self, docnames: Iterable[str] | None = None) -> tuple[list[tuple[str, list[IndexEntry]]], bool]:
        """Return the entries of each API, sorted by path; in a large one, under the beginnings of paths."""
        env = self.domain.env
        apis = page_project(env).apis
        wanted = None if docnames is None else set(docnames)
        content: dict[str, list[IndexEntry]] = {}
        for api in apis.values():
            name = title_of(env, api.index) or api.full_title
            for beginning, operation in by_path(api.operations):
                if wanted is None or operation.docname in wanted:
                    heading = beginning if beginning and len(apis) == 1 else f"{name}: {beginning}".removesuffix(": ")
                    title = title_of(env, operation.docname) or operation.title
                    content.setdefault(heading, []).append(_route(operation, title))
        return [*content.items()], False


MAX_TOGETHER = 50
"""An API with more operations has a heading in the index for each beginning of paths."""

METHODS = ("get", "post", "put", "patch", "delete")


def by_path(operations: Sequence[OperationEntry]) -> Iterator[tuple[str, OperationEntry]]:
    """Yield *operations* by path, webhooks last, each with what the heading above it says beside the name of the API.

    That is the first part in which the paths of a large API differ.
    """
    routes = [operation.path.split("/") for operation in operations if not operation.is_webhook]
    shared = takewhile(lambda parts: len(set(parts)) == 1, zip(*routes, strict=False))
    depth = len([*shared]) + 1 if len(operations) > MAX_TOGETHER else 0
    for operation in sorted(operations, key=_order):
        beginning = "/".join(operation.path.split("/")[:depth])
        yield (_("Webhooks") if operation.is_webhook else beginning), operation


def _order(operation: OperationEntry) -> tuple[bool, list[str], int, str]:
    method = operation.method.lower()
    rank = METHODS.index(method) if method in METHODS else len(METHODS)
    return operation.is_webhook, operation.path.split("/"), rank, method


def _route(operation: OperationEntry, title: str) -> IndexEntry:
    kind = _("webhook") if operation.is_webhook else ""
    qualifier = _("Deprecated") if operation.is_deprecated else ""
    anchor = page_anchor("op", operation.docname)
    return IndexEntry(operation.route, 0, operation.docname, anchor, kind, qualifier, title)


def add_templates(app: Sphinx, config: Config) -> None:
    """Add our folder of templates to those of the site (event ``config-inited``)."""
    # A new list, because all builds of a process share the default one.
    config.templates_path = [*config.templates_path, str(TEMPLATES)]


def name_routes_safely(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> str | None:
    """Escape the titles of groups in the index of operations (event ``html-page-context``).

    The templates of themes use the titles as ids and as HTML without escaping them. In EPUB, no title would be a valid
    id even then; so EPUB gets a template of our own.
    """
    if pagename != INDEX:
        return None
    is_epub = app.builder.name == "epub"
    space = " " if is_epub else "\N{NO-BREAK SPACE}"
    context["content"] = [(escape(title).replace(" ", space), entries) for title, entries in context["content"]]
    return "openapi-routes.html" if is_epub else None


def translate_index(app: Sphinx, config: Config) -> None:
    """Translate the titles of the index at once, since the builder ``json`` cannot write lazy texts.

    Event ``config-inited``.
    """
    RoutesIndex.localname, RoutesIndex.shortname = _("All endpoints by path"), _("endpoints")
