"""Renders the changes since an older version of an API, by group and operation."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from ..locale import _, filled, ngettext, number
from ..openapi.comparison.change import IN_CALLBACK, Change
from ..site.api_changes import NOW_DEPRECATED, ApiChanges, ChangedOperation
from .cross_references import page_link
from .elements import Cell, code, paragraph
from .group import state_chip
from .signature import signature


def render_changes(changes: ApiChanges, since: str) -> Iterator[nodes.Node]:
    """Yield a line with the number of changes, what changed in the whole API and, by group, the changed operations.

    *since* is the name of the old version.
    """
    yield paragraph(_summary(changes, since))
    if changes.general:
        yield nodes.rubric("", _("The whole API"))
        yield _list(changes.general)
    for group in changes.groups:
        yield nodes.rubric("", "", page_link(group.docname) if group.docname else nodes.Text(group.title))
        items = [nodes.list_item("", *_operation(operation)) for operation in group.operations]
        yield nodes.bullet_list("", *items, classes=["openapi-endpoints"])


def _summary(changes: ApiChanges, since: str) -> str:
    operations, breaking = changes.operations, changes.breaking_count
    tail = _breaking(breaking)
    if not operations:
        message = _("No operations changed since {since}.") if changes.general else _("Nothing changed since {since}.")
        return " ".join([message.format(since=since), *([tail] if breaking else [])])
    added = sum(operation.is_added for operation in operations)
    removed = sum(operation.is_removed for operation in operations)
    deprecated = sum(operation.is_now_deprecated for operation in operations)
    changed = sum(bool(_listed(operation)) for operation in operations)
    counts = [
        (added, ngettext("{count} added", "{count} added", added)),
        (removed, ngettext("{count} removed", "{count} removed", removed)),
        (deprecated, ngettext("{count} deprecated", "{count} deprecated", deprecated)),
        (changed, ngettext("{count} changed", "{count} changed", changed)),
    ]
    words = _(", ").join(message.format(count=count) for count, message in counts if count)
    return _("Operations since {since}: {counts}. {breaking}").format(since=since, counts=words, breaking=tail)


def _breaking(count: int) -> str:
    if not count:
        return _("No breaking changes.")
    return ngettext("{count} breaking change.", "{count} breaking changes.", count).format(count=number(count))


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
    if changes := _listed(operation):
        yield _list(changes)


def _listed(operation: ChangedOperation) -> list[Change]:
    """Return the changes of *operation*, except its deprecation, for which there is a mark."""
    return [change for change in operation.changes if change != NOW_DEPRECATED]


def _list(changes: Iterable[Change]) -> nodes.bullet_list:
    return nodes.bullet_list("", *(nodes.list_item("", _change(change)) for change in changes))


def _change(change: Change) -> nodes.paragraph:
    part = filled(_(change.part.value), name=[code(change.name)], status=[change.status])
    texts = {name: [code(getattr(change, name))] for name in ("keyword", "old", "new")}
    line = filled(_(change.kind.value), part=part, **texts)
    if change.callback:
        line = filled(_(IN_CALLBACK), callback=[code(change.callback)], change=line)
    marks: Cell = [" ", state_chip("breaking")] if change.is_breaking else []
    return paragraph(*line, *marks)
