"""Renders the coverage of an API: a table with a row and a bar for each group, and what is missing in operations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from ..locale import _, filled
from ..openapi.coverage import Aspect, Figure
from ..site.api_coverage import ApiCoverage, Coverage, OperationCoverage
from .cross_references import page_link
from .elements import Cell, code, joined, paragraph
from .nodes import bar, details, line_break, summary
from .signature import signature
from .translation import spec_text

HEADINGS = {
    Aspect.DESCRIPTION: _("Described"),
    Aspect.PARAMETERS: _("Parameters"),
    Aspect.REQUEST: _("Request"),
    Aspect.RESPONSES: _("Responses"),
    Aspect.ERRORS: _("Errors"),
    Aspect.EXAMPLES: _("Examples"),
    Aspect.OVERRIDE: _("Override"),
}
"""The headings of the columns."""

WANTED = {"request": _("request"), "success": _("success"), "4xx or 5xx": _("4xx or 5xx")}
"""Messages for missing things that are not named after something in the document."""

MARKS = {True: "✓", False: "✕", None: "–"}

TELLING = frozenset(Aspect) - {Aspect.DESCRIPTION, Aspect.OVERRIDE}
"""The aspects for which the table names what is missing."""

BAR_WIDTH = 20
"""The relative width of the column with the bar. The column of names has 25, the others have 9 each."""


def render_coverage(coverage: ApiCoverage, *, has_operations: bool) -> Iterator[nodes.Node]:
    """Yield the table and, if *has_operations*, one table for each group with the coverage of its operations."""
    head = [_("Group"), _("Operations"), _("Total"), *map(str, HEADINGS.values())]
    rows: list[list[Cell]] = [
        _row([page_link(coverage.api.groups[tag][0], spec_text(group.title))], group)
        for tag, group in coverage.groups.items()
    ]
    rows.append(_row([nodes.strong("", _("All"))], coverage.whole))
    yield _table(head, rows, [25, 9, BAR_WIDTH, *[9] * len(Aspect)])
    if has_operations:
        for group in coverage.groups.values():
            yield _operations(group)


def _row(title: Cell, coverage: Coverage) -> list[Cell]:
    figures = [[str(coverage.figure(aspect))] for aspect in Aspect]
    return [title, [str(len(coverage.operations))], _total(coverage.total), *figures]


def _total(figure: Figure) -> Cell:
    return [nodes.inline("", "", bar(percent=figure.percent or 0), nodes.Text(f" {figure}"), classes=["openapi-total"])]


def _operations(group: Coverage) -> nodes.Node:
    rows = [_operation_row(operation) for operation in group.operations]
    head = [_("Operation"), *map(str, HEADINGS.values()), _("Missing")]
    title = _("{group}: {percentage}").format(group=spec_text(group.title), percentage=group.total)
    return details("", summary("", title), _table(head, rows, [30, *[8] * len(Aspect), 30]))


def _operation_row(operation: OperationCoverage) -> list[Cell]:
    entry = operation.entry
    marks = [[MARKS[None if missing is None else not missing]] for missing in operation.missing.values()]
    words = [_words(aspect, names) for aspect, names in operation.missing.items() if names and aspect in TELLING]
    name: Cell = [page_link(entry.docname), " ", *signature(entry.method, entry.path, is_webhook=entry.is_webhook)]
    lines = [part for line in words for part in (line_break(), *line)]
    return [name, *marks, lines[1:]]


def _words(aspect: Aspect, missing: list[str]) -> Cell:
    is_name = aspect is Aspect.PARAMETERS
    names = joined(code(name) if is_name else nodes.Text(str(WANTED.get(name, name))) for name in missing)
    return filled(_("{aspect}: {missing}"), aspect=[str(HEADINGS[aspect])], missing=names)


def _table(head: Iterable[str], rows: Iterable[list[Cell]], widths: Iterable[int]) -> nodes.table:
    columns = [nodes.colspec(colwidth=width) for width in widths]
    group = nodes.tgroup("", *columns, cols=len(columns))
    group += nodes.thead("", _table_row([[text] for text in head]))
    group += nodes.tbody("", *map(_table_row, rows))
    return nodes.table("", group, classes=["longtable", "colwidths-given"])  # for PDF


def _table_row(cells: Iterable[Cell]) -> nodes.row:
    return nodes.row("", *(nodes.entry("", paragraph(*cell)) for cell in cells))
