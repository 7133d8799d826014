"""Renders Tag Objects: the page of a group, and lists of endpoints in other documents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from sphinx import addnodes

from ..locale import _, ngettext, number
from ..site.api_index import OperationEntry
from ..site.page_sources import GroupEntry, GroupPage
from .cross_references import external_docs, page_link
from .elements import chip, paragraph
from .markdown import render_markdown
from .page import Page
from .signature import signature

STATES = {
    "new": _("new"),
    "removed": _("removed"),
    "deprecated": _("deprecated"),
    "breaking": _("breaking"),
}
"""Marks of operations."""


def render_group(group: GroupPage, page: Page) -> Iterator[nodes.Node]:
    """Yield the content of the page of a group: description, endpoints, further pages, nested groups."""
    if group.number == 1:
        yield from render_markdown(group.tag.get("description", ""))
        if group.tag.get("externalDocs", {}).get("url"):
            yield external_docs(group.tag["externalDocs"])
    if group.operations:
        yield endpoint_list(group.operations)
    yield from _pager(group)
    if group.children:
        yield group_list(group.children)
    own = [operation.docname for operation in group.own_operations]
    further = group.pages[1:] if group.number == 1 else []
    yield hidden_toctree(page.docname, [*own, *further, *(child.docname for child in group.children)])


def endpoint_list(operations: Iterable[OperationEntry]) -> nodes.bullet_list:
    """Return endpoints as a list, with a line for each: method, path, linked title, deprecation."""
    items = []
    for entry in operations:
        method, space, *path = signature(entry.method, entry.path, is_webhook=entry.is_webhook)
        title = nodes.inline("", "", page_link(entry.docname), *_marks(entry))
        line = paragraph(method, space, nodes.inline("", "", *path), " ", title, classes="openapi-endpoint")
        items.append(nodes.list_item("", line))
    return nodes.bullet_list("", *items, classes=["openapi-endpoints"])


def _marks(entry: OperationEntry) -> Iterator[nodes.Node]:
    for state, holds in (("new", entry.is_new), ("deprecated", entry.is_deprecated)):
        if holds:
            yield from (nodes.Text(" "), state_chip(state))


def state_chip(state: str) -> nodes.inline:
    """Return the mark of an operation in one of :data:`STATES`."""
    return chip(str(STATES[state]), state)


def group_list(groups: Iterable[GroupEntry]) -> nodes.definition_list:
    """Return groups as a list: linked title, number of endpoints, description."""
    items = []
    for group in groups:
        term = nodes.term("", "", page_link(group.docname))
        for words in _counts(group):
            term += [nodes.Text(" "), chip(words, "count")]
        definition = nodes.definition("", *render_markdown(group.description)[:1])
        items.append(nodes.definition_list_item("", term, definition))
    return nodes.definition_list("", *items, classes=["simple", "openapi-groups"])


def _counts(group: GroupEntry) -> Iterator[str]:
    """Yield how many endpoints and how many webhooks *group* has."""
    webhooks, endpoints = group.webhook_count, group.count - group.webhook_count
    if endpoints:
        yield ngettext("{count} endpoint", "{count} endpoints", endpoints).format(count=number(endpoints))
    if webhooks:
        yield ngettext("{count} webhook", "{count} webhooks", webhooks).format(count=number(webhooks))


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
    # Sphinx does so with toctrees that a parser has read, and themes read what it keeps. Ours may come later.
    toctree.preserve_original_messages()
    return nodes.compound("", toctree, classes=["toctree-wrapper"])


def _pager(group: GroupPage) -> Iterator[nodes.Node]:
    pages, position = group.pages, group.number
    if len(pages) == 1:
        return
    parts: list[nodes.Node | str] = [_("Page {number} of {count}").format(number=position, count=len(pages))]
    if position > 1:
        parts += [" · ", page_link(pages[position - 2], _("Previous endpoints"))]
    if position < len(pages):
        parts += [" · ", page_link(pages[position], _("Next endpoints"))]
    yield paragraph(*parts, classes="openapi-pager")
