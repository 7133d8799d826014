"""The coverage of an API, by group: how much of each operation is described by the document and the author."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field

from ..openapi.coverage import Aspect, Figure, Missing, missing_in
from ..openapi.operation import read_operation
from .api_index import MountedApi, OperationEntry
from .menu import entry_matches
from .page_sources import OperationPage, PageContent


@dataclass(frozen=True)
class OperationCoverage:
    """What is missing in an operation, by aspect."""

    entry: OperationEntry
    missing: Mapping[Aspect, Missing]


@dataclass(frozen=True)
class Coverage:
    """The coverage of the operations of a group or of an API."""

    title: str
    operations: list[OperationCoverage]

    def figure(self, aspect: Aspect) -> Figure:
        """Return how many operations cover *aspect*, of those to which it applies."""
        found = [operation.missing[aspect] for operation in self.operations]
        return Figure(found.count([]), len(found) - found.count(None))

    @property
    def total(self) -> Figure:
        """All aspects together, without overrides, because these are optional."""
        figures = [self.figure(aspect) for aspect in Aspect if aspect is not Aspect.OVERRIDE]
        return Figure(sum(figure.covered for figure in figures), sum(figure.of for figure in figures))


@dataclass(frozen=True)
class ApiCoverage:
    """The coverage of an API."""

    api: MountedApi
    whole: Coverage
    groups: dict[str, Coverage] = field(default_factory=dict)
    """The coverage of each group by tag, in the order of the menu; groups without counted operations are left out."""


def api_coverage(api: MountedApi, read: Callable[[str], PageContent], overridden: Container[str]) -> ApiCoverage:
    """Return the coverage of *api*.

    *read* returns what a page shows. *overridden* are the docnames of the pages for which the author wrote a file.
    """
    operations = [_coverage(entry, read(entry.docname), overridden) for entry in covered_entries(api)]
    groups = {
        tag: Coverage(title, [operation for operation in operations if operation.entry.group == tag])
        for tag, title in api.group_titles.items()
    }
    return ApiCoverage(
        api, Coverage(api.title, operations), {tag: group for tag, group in groups.items() if group.operations}
    )


def covered_entries(api: MountedApi) -> list[OperationEntry]:
    """Return the operations of *api* without those that the option ``coverage_exclude`` names."""
    return [entry for entry in api.operations if not any(entry_matches(p, entry) for p in api.options.coverage_exclude)]


def _coverage(entry: OperationEntry, content: PageContent, overridden: Container[str]) -> OperationCoverage:
    found: dict[Aspect, Missing] = dict.fromkeys(Aspect)
    if isinstance(content, OperationPage):
        found = missing_in(read_operation(content.document))
    found[Aspect.OVERRIDE] = [] if entry.docname in overridden else [entry.docname]
    return OperationCoverage(entry, found)
