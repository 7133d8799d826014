"""Tag Objects: the page of a group, and lists of endpoints anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..locale import _, ngettext
from .elements import Page, chip, external_docs, page_link, paragraph
from .markdown import render_markdown
from .signature import signature

Data = Mapping[str, Any]

STATES = {
    "new": _("new"),
    "removed": _("removed"),
    "deprecated": _("deprecated"),
    "breaking": _("breaking"),
}
"""Marks of operations."""


def render_group(data: Data, page: Page) -> Iterator[nodes.Node]:
    """Yield what the page of a group shows: description, endpoints, its other pages, groups within it."""
    if data["number"] == 1:
        yield from render_markdown(data["tag"].get("description", ""))
        if data["tag"].get("externalDocs", {}).get("url"):
            yield external_docs(data["tag"]["externalDocs"])
    if data["operations"]:
        yield endpoint_list(data["operations"])
    yield from _pager(data)
    if data["children"]:
        yield group_list(data["children"])
    own = [operation["docname"] for operation in data["operations"] if operation["is_home"]]
    further = data["pages"][1:] if data["number"] == 1 else []
    children = [child["docname"] for child in data["children"]]
    yield hidden_toctree(page.docname, [*own, *further, *children])


def endpoint_list(operations: Iterable[Data]) -> nodes.bullet_list:
    """Return endpoints as a list: method, path, linked title, deprecation."""
    items = []
    for entry in operations:
        line = paragraph(*signature(entry["method"], entry["path"], is_webhook=entry["is_webhook"]))
        title = paragraph(page_link(entry["docname"]), *_marks(entry))
        items.append(nodes.list_item("", title, line))
    return nodes.bullet_list("", *items, classes=["openapi-endpoints"])


def _marks(entry: Data) -> Iterator[nodes.Node | str]:
    for state in ("new", "deprecated"):
        if entry[f"is_{state}"]:
            yield from (" ", state_chip(state))


def state_chip(state: str) -> nodes.inline:
    """Return the mark of an operation in one of :data:`STATES`."""
    return chip(str(STATES[state]), state)


def group_list(groups: Iterable[Data]) -> nodes.definition_list:
    """Return groups as a list: linked title, number of endpoints, description."""
    items = []
    for group in groups:
        term = nodes.term("", "", page_link(group["docname"]))
        count = group["count"]
        if count:
            words = ngettext("{count} endpoint", "{count} endpoints", count).format(count=count)
            term += [nodes.Text(" "), chip(words, "count")]
        definition = nodes.definition("", *render_markdown(group["description"])[:1])
        items.append(nodes.definition_list_item("", term, definition))
    return nodes.definition_list("", *items, classes=["simple", "openapi-groups"])


def hidden_toctree(
    docname: str, entries: Iterable[str], caption: str = "", maxdepth: int = -1, *, is_listed: bool = True
) -> nodes.Node:
    """Return a toctree that shows in the navigation only (https://www.sphinx-doc.org/en/master/extdev/nodes.html).

    Entries that are not *is_listed* do not show there either: they only have their place in the order of pages.
    """
    names = list(entries)
    toctree = addnodes.toctree(
        parent=docname,
        entries=[(None, name) for name in names if is_listed],
        includefiles=names,
        maxdepth=maxdepth,
        caption=caption or None,
        glob=False,
        hidden=True,
        includehidden=False,
        numbered=0,
        titlesonly=True,
    )
    return nodes.compound("", toctree, classes=["toctree-wrapper"])


def _pager(data: Data) -> Iterator[nodes.Node]:
    pages, number = data["pages"], data["number"]
    if len(pages) == 1:
        return
    parts: list[nodes.Node | str] = [_("Page {number} of {count}").format(number=number, count=len(pages))]
    if number > 1:
        parts += [" · ", page_link(pages[number - 2], _("Previous endpoints"))]
    if number < len(pages):
        parts += [" · ", page_link(pages[number], _("Next endpoints"))]
    yield paragraph(*parts, classes="openapi-pager")
