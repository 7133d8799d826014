"""What changed since an older version of an API, by group and operation."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes

from ..changes import Change, ChangedGroup, ChangedOperation
from .common import Cell, chip, code, page_link, paragraph
from .signature import signature


def render_changes(groups: list[ChangedGroup], since: str) -> Iterator[nodes.Node]:
    """Yield a line that counts and, for each group, a list of its changed operations. *since* names the old version."""
    yield paragraph(_summary([operation for group in groups for operation in group.operations], since))
    for group in groups:
        yield nodes.rubric("", "", page_link(group.docname) if group.docname else nodes.Text(group.title))
        items = [nodes.list_item("", *_operation(operation)) for operation in group.operations]
        yield nodes.bullet_list("", *items, classes=["openapi-endpoints"])


def _summary(operations: list[ChangedOperation], since: str) -> str:
    if not operations:
        return f"Nothing changed since {since}."
    counts = {
        "added": sum(operation.is_added for operation in operations),
        "removed": sum(operation.is_removed for operation in operations),
        "deprecated": sum(operation.is_now_deprecated for operation in operations),
        "changed": sum(bool(operation.changes) for operation in operations),
    }
    words = ", ".join(f"{count} {word}" for word, count in counts.items() if count)
    breaking = sum(operation.is_breaking for operation in operations)
    tail = f"{breaking} of them may break clients" if breaking else "None of them breaks clients"
    return f"Operations since {since}: {words}. {tail}."


def _operation(operation: ChangedOperation) -> Iterator[nodes.Node]:
    entry = operation.entry
    title = nodes.Text(entry.title) if operation.is_removed else page_link(entry.docname)
    states = {
        "new": operation.is_added,
        "removed": operation.is_removed,
        "deprecated": operation.is_now_deprecated,
        "breaking": operation.is_breaking,
    }
    marks = [part for state, holds in states.items() if holds for part in (nodes.Text(" "), chip(state, state))]
    yield paragraph(title, *marks)
    yield paragraph(*signature(entry.method, entry.path, is_webhook=entry.is_webhook))
    if operation.changes:
        yield nodes.bullet_list("", *(nodes.list_item("", _change(change)) for change in operation.changes))


def _change(change: Change) -> nodes.paragraph:
    part = "Field" if change.status else change.part.capitalize()
    name: Cell = [" ", code(change.name)] if change.name else []
    place = f" of response {change.status}" if change.status else ""
    what = f"{place}: {change.kind.value}{', required' if change.is_required else ''}"
    marks: Cell = [" ", chip("breaking", "breaking")] if change.is_breaking else []
    return paragraph(part, *name, what, *marks)
