"""The builder ``openapi-coverage``: reports how much of each API is described, and fails below a minimum.

It resembles ``sphinx.ext.coverage`` (https://www.sphinx-doc.org/en/master/usage/extensions/coverage.html).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.builders import Builder
from sphinx.locale import __
from sphinx.util import logging

from ..config import conf_place, suggest
from ..openapi.coverage import Aspect, Figure
from ..openapi.diagnostics import Subtype, warn
from ..site.api_coverage import ApiCoverage, Coverage, OperationCoverage, api_coverage
from ..site.api_index import MountedApi
from ..sphinx.mount import COVERAGE_BUILDER
from ..sphinx.project import page_project
from ..sphinx.reviews import counted_overrides
from ..sphinx.toctree_checks import stale_overrides

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)

TOTAL = "total"
"""The key of the figure for all aspects together."""

OTHERS = "*"
"""The key of the minimum for groups without a minimum of their own."""


@dataclass(frozen=True)
class Leftovers:
    """Further lists in a report, after the figures."""

    stale_overrides: dict[str, str]
    """Overrides whose page was removed or renamed, each with the page that has the most similar docname."""
    unused_schemas: list[str]
    misfits: list[tuple[str, str]]
    """Place, relative to ``conf.py``, and message of each example that does not match its schema."""

    def text(self) -> Iterator[str]:
        """Yield the lines of one list for each kind, without empty lists."""
        lists = {
            "Overrides that match no operation": [
                f"{old} (closest: {new})" for old, new in self.stale_overrides.items()
            ],
            "Schemas that nothing uses": self.unused_schemas,
            "Examples that do not match their schemas": [f"{place}: {message}" for place, message in self.misfits],
        }
        for title, lines in lists.items():
            if lines:
                yield from [*_heading(title, "-"), *(f"* {line}" for line in lines), ""]

    def json(self) -> dict[str, Any]:
        """Return the same lists as values for JSON."""
        return {
            "stale_overrides": [{"docname": old, "closest": new} for old, new in self.stale_overrides.items()],
            "unused_schemas": self.unused_schemas,
            "misfits": [{"place": place, "message": message} for place, message in self.misfits],
        }


class CoverageBuilder(Builder):
    """Writes ``coverage.txt`` and ``coverage.json``, and prints the figures of each group."""

    name = COVERAGE_BUILDER
    epilog = __("The coverage of each operation is in %(outdir)s/coverage.txt.")
    allow_parallel = True
    is_short = False
    """Whether any figure is below its minimum."""

    def get_outdated_docs(self) -> str:
        """Return a description of the output. The builder always writes its reports, whichever documents changed."""
        return "coverage of the APIs"

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        return ""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write the reports, and compare the figures with the minimums in the options."""
        project = page_project(self.env)
        found = [api_coverage(api, project.read_page, counted_overrides(project, api)) for api in project.apis.values()]
        texts, data = [], {}
        for coverage in found:
            folder = coverage.api.folder
            heading = _heading(f"{coverage.api.title} ({folder})", "=")
            figures = [*heading, *_figures(coverage), ""]
            logger.info("\n%s", "\n".join(figures))
            leftovers = self._leftovers(coverage.api)
            texts += [*figures, *_operations(coverage), *leftovers.text()]
            data[folder] = _json(coverage) | leftovers.json()
        Path(self.outdir, "coverage.txt").write_text("\n".join(texts) + "\n", "utf-8")
        text = json.dumps({"apis": data}, indent=2, ensure_ascii=False)
        Path(self.outdir, "coverage.json").write_text(text + "\n", "utf-8")
        self.is_short = bool([coverage for coverage in found if self._hold(coverage)])

    def _leftovers(self, api: MountedApi) -> Leftovers:
        misfits = [(place.removeprefix(f"{self.confdir}/"), message) for message, place in api.misfits]
        return Leftovers(stale_overrides(self.env, api), list(api.unused_schemas), misfits)

    def _hold(self, coverage: ApiCoverage) -> bool:
        """Warn of each figure of *coverage* that is below its minimum; return whether there is one."""
        options, folder = coverage.api.options, coverage.api.folder
        columns = {TOTAL: coverage.whole.total, **{a.code: coverage.whole.figure(a) for a in Aspect}}
        least = _minimums(options.coverage_minimum, TOTAL)
        self._warn_of_unknown(folder, "coverage_minimum", least, columns)
        held = [
            (f"the API {folder!r}" + ("" if name == TOTAL else f", column {name!r}"), columns[name], minimum)
            for name, minimum in least.items()
            if name in columns
        ]
        least = _minimums(options.coverage_group_minimum, OTHERS)
        self._warn_of_unknown(folder, "coverage_group_minimum", least, [*coverage.api.groups, OTHERS])
        held += [
            (f"the group {tag!r} of the API {folder!r}", group.total, least.get(tag, least.get(OTHERS, 0)))
            for tag, group in coverage.groups.items()
        ]
        # Nothing is missing in an aspect that applies to no operation. But an API without operations has 0 %.
        default = 100 if coverage.whole.operations else 0
        percents = [
            (what, default if figure.percent is None else figure.percent, least) for what, figure, least in held
        ]
        below = [entry for entry in percents if entry[1] < entry[2]]
        for what, percent, minimum in below:
            message = f"the coverage of {what} is {percent:.2f} %, below the minimum of {minimum:g} %"
            warn(Subtype.COVERAGE, message, conf_place(Path(self.confdir)))
        return bool(below)

    def _warn_of_unknown(self, folder: str, option: str, given: Iterable[str], known: Iterable[str]) -> None:
        names = list(known)
        for name in given:
            if name not in names:
                hint = suggest(name, names, f"there are {', '.join(map(repr, names))}")
                message = f"openapi_pages[{folder!r}][{option!r}] contains {name!r}; {hint}"
                warn(Subtype.CONFIG, message, conf_place(Path(self.confdir)))


def _minimums(value: float | Mapping[str, float], key: str) -> Mapping[str, float]:
    return value if isinstance(value, Mapping) else {key: value}


# Text

MARKS = {True: "yes", False: "no", None: "–"}


def _figures(coverage: ApiCoverage) -> Iterator[str]:
    """Yield the lines of a table with a row for each group and one for the whole API."""
    head = ["", "operations", *(aspect.heading.lower() for aspect in Aspect), TOTAL]
    rows = [_row(group.title, group) for group in coverage.groups.values()]
    return _table(head, [*rows, _row("All", coverage.whole)])


def _row(title: str, coverage: Coverage) -> list[str]:
    figures = [str(coverage.figure(aspect)) for aspect in Aspect]
    return [title, str(len(coverage.operations)), *figures, str(coverage.total)]


def _operations(coverage: ApiCoverage) -> Iterator[str]:
    for group in coverage.groups.values():
        yield from _heading(group.title, "-")
        head = ["", *(aspect.heading.lower() for aspect in Aspect), "missing"]
        yield from _table(head, [_operation_row(operation) for operation in group.operations], last_left=True)
        yield ""


def _operation_row(operation: OperationCoverage) -> list[str]:
    entry = operation.entry
    marks = [MARKS[state] for state in _states(operation).values()]
    missing = [f"{name}: {', '.join(words)}" for name, words in _missing(operation).items()]
    return [f"{entry.route} ({entry.id})" if entry.id else entry.route, *marks, "; ".join(missing)]


def _heading(title: str, underline: str) -> list[str]:
    return [title, underline * len(title), ""]


def _table(head: list[str], rows: list[list[str]], *, last_left: bool = False) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(head, *rows, strict=True)]
    for row in (head, *rows):
        cells = [
            cell.ljust(width) if not i else cell.rjust(width)
            for i, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        if last_left:
            cells[-1] = row[-1]
        yield "  ".join(cells).rstrip()


# JSON


def _json(coverage: ApiCoverage) -> dict[str, Any]:
    api = coverage.api
    return {
        "title": api.title,
        **_figures_json(coverage.whole),
        "groups": [
            {"tag": tag, "title": group.title, **_figures_json(group)} for tag, group in coverage.groups.items()
        ],
        "operations": [_operation_json(operation) for operation in coverage.whole.operations],
        "excluded": len(api.operations) - len(coverage.whole.operations),
    }


def _figures_json(coverage: Coverage) -> dict[str, Any]:
    aspects = {aspect.code: _figure_json(coverage.figure(aspect)) for aspect in Aspect}
    return {"count": len(coverage.operations), TOTAL: _figure_json(coverage.total), "aspects": aspects}


def _figure_json(figure: Figure) -> dict[str, Any]:
    percent = figure.percent
    return {"covered": figure.covered, "of": figure.of, "percent": None if percent is None else round(percent, 2)}


def _operation_json(operation: OperationCoverage) -> dict[str, Any]:
    entry = operation.entry
    return {
        "docname": entry.docname,
        "operationId": entry.id,
        "method": entry.method,
        "path": entry.path,
        "group": entry.group,
        "aspects": _states(operation),
        "missing": _missing(operation),
    }


def _states(operation: OperationCoverage) -> dict[str, bool | None]:
    return {a.code: None if missing is None else not missing for a, missing in _in_order(operation)}


def _missing(operation: OperationCoverage) -> dict[str, list[str]]:
    """Return what is missing by aspect, without overrides: the docname of the page shows where to put one."""
    return {a.code: missing for a, missing in _in_order(operation) if missing and a is not Aspect.OVERRIDE}


def _in_order(operation: OperationCoverage) -> list[tuple[Aspect, list[str] | None]]:
    return [(aspect, operation.missing[aspect]) for aspect in Aspect]


def fail_below_minimum(app: Sphinx, exception: Exception | None) -> None:
    """Make ``sphinx-build`` exit with 1 if a figure is below its minimum (event ``build-finished``)."""
    if isinstance(app.builder, CoverageBuilder) and app.builder.is_short:
        app.statuscode = 1
