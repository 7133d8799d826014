"""Renders the changes since an older version of an API, by group and operation."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ..locale import _, filled, ngettext
from ..openapi.comparison import Change, Kind
from ..site.api_changes import ChangedGroup, ChangedOperation
from .cross_references import page_link
from .elements import Cell, code, paragraph
from .group import state_chip
from .signature import signature

PARTS = {
    "query parameter": _("Query parameter {name}"),
    "querystring parameter": _("Query string parameter {name}"),
    "header parameter": _("Header parameter {name}"),
    "cookie parameter": _("Cookie parameter {name}"),
    "request body": _("Request body"),
    "request field": _("Request field {name}"),
    "response": _("Response {name}"),
    "response field": _("Field {name} of response {status}"),
}
"""Names of the parts of an operation, by :attr:`~sphinxcontrib_openapi_pages.openapi.comparison.Change.part`."""

KINDS = {
    Kind.ADDED: _("{part}: added"),
    Kind.REMOVED: _("{part}: removed"),
    Kind.REQUIRED: _("{part}: now required"),
}
"""Messages for the kinds of changes."""


def render_changes(groups: list[ChangedGroup], since: str) -> Iterator[nodes.Node]:
    """Yield a line with the number of changes and, for each group, its changed operations.

    *since* is the name of the old version.
    """
    yield paragraph(_summary([operation for group in groups for operation in group.operations], since))
    for group in groups:
        yield nodes.rubric("", "", page_link(group.docname) if group.docname else nodes.Text(group.title))
        items = [nodes.list_item("", *_operation(operation)) for operation in group.operations]
        yield nodes.bullet_list("", *items, classes=["openapi-endpoints"])


def _summary(operations: list[ChangedOperation], since: str) -> str:
    if not operations:
        return _("Nothing changed since {since}.").format(since=since)
    added = sum(operation.is_added for operation in operations)
    removed = sum(operation.is_removed for operation in operations)
    deprecated = sum(operation.is_now_deprecated for operation in operations)
    changed = sum(bool(operation.changes) for operation in operations)
    breaking = sum(operation.is_breaking for operation in operations)
    counts = [
        (added, ngettext("{count} added", "{count} added", added)),
        (removed, ngettext("{count} removed", "{count} removed", removed)),
        (deprecated, ngettext("{count} deprecated", "{count} deprecated", deprecated)),
        (changed, ngettext("{count} changed", "{count} changed", changed)),
    ]
    words = _(", ").join(message.format(count=count) for count, message in counts if count)
    may_break = ngettext("{count} of them may break clients.", "{count} of them may break clients.", breaking)
    tail = may_break.format(count=breaking) if breaking else _("None of them breaks clients.")
    return _("Operations since {since}: {counts}. {breaking}").format(since=since, counts=words, breaking=tail)


def _operation(operation: ChangedOperation) -> Iterator[nodes.Node]:
    entry = operation.entry
    title = nodes.Text(entry.title) if operation.is_removed else page_link(entry.docname)
    states = {
        "new": operation.is_added,
        "removed": operation.is_removed,
        "deprecated": operation.is_now_deprecated,
        "breaking": operation.is_breaking,
    }
    marks: Cell = [part for state, holds in states.items() if holds for part in (" ", state_chip(state))]
    yield paragraph(title, *marks)
    yield paragraph(*signature(entry.method, entry.path, is_webhook=entry.is_webhook))
    if operation.changes:
        yield nodes.bullet_list("", *(nodes.list_item("", _change(change)) for change in operation.changes))


def _change(change: Change) -> nodes.paragraph:
    part = filled(PARTS.get(change.part, change.part.capitalize()), name=[code(change.name)], status=[change.status])
    message = _("{part}: added, required") if change.is_required else KINDS[change.kind]
    marks: Cell = [" ", state_chip("breaking")] if change.is_breaking else []
    return paragraph(*filled(message, part=part), *marks)
