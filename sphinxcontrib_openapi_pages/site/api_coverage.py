"""How much of each operation the document and the author describe.

An aspect of an operation is covered, missing, or of no concern to it: an operation without parameters cannot describe
any. What is of no concern is left out of all figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from ..openapi.model import MediaType, Operation, Response, Schema, read_operation
from ..sphinx.environment import read_documents
from ..sphinx.project import PagesProject, find_moved
from .api_index import MountedApi, OperationEntry
from .menu import matches
from .page_sources import read_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

NOTED = "openapi-coverage"
"""Metadatum of the documents that show a coverage."""

#: Media types whose values a schema can describe; of others, OpenAPI 3.1 says nothing with an empty Media Type Object.
DESCRIBABLE = re.compile(r"json|xml|yaml|x-www-form-urlencoded|multipart|\*/\*")

#: Success without a body is usual (RFC 9110 §15.3); with 200, a body is expected.
MAY_BE_EMPTY = frozenset({"201", "202", "204", "205"})


class Aspect(Enum):
    """What an operation should have, each with its heading and what it means."""

    DESCRIPTION = "description", "Described", "It has a summary or a description."
    PARAMETERS = "parameters", "Parameters", "Each parameter has a description."
    REQUEST = "request", "Request", "The request body has a schema that says more than that it is an object."
    RESPONSES = (
        "responses",
        "Responses",
        "Each successful response has such a schema; `201`, `202`, `204` and `205` may have no body.",
    )
    ERRORS = "errors", "Errors", "There is a response for errors: `4xx`, `5xx`, or `default` beside another."
    EXAMPLES = (
        "examples",
        "Examples",
        "Request body and successful responses have an example, of their own or of their schema.",
    )
    OVERRIDE = "override", "Override", "The author has written a file for the page. Not part of the total."

    def __init__(self, code: str, heading: str, meaning: str) -> None:
        self.code = code
        self.heading = heading
        self.meaning = meaning


Missing = list[str] | None
"""What is missing in an aspect, in words; an empty list if nothing is, ``None`` if the aspect is of no concern."""


@dataclass(frozen=True)
class OperationCoverage:
    """What an operation has and what it lacks."""

    entry: OperationEntry
    missing: Mapping[Aspect, Missing]


@dataclass(frozen=True)
class Figure:
    """A part of a whole."""

    covered: int
    of: int

    @property
    def percent(self) -> float | None:
        """The part in percent; ``None`` where the whole is nothing."""
        return 100 * self.covered / self.of if self.of else None

    def __str__(self) -> str:
        # Rounded down: 100 % means that nothing is missing.
        return "–" if self.percent is None else f"{int(self.percent)} %"


@dataclass(frozen=True)
class Coverage:
    """The coverage of some operations: of a group, or of an API."""

    title: str
    operations: list[OperationCoverage]

    def figure(self, aspect: Aspect) -> Figure:
        """Return in how many operations *aspect* is covered, of those that it concerns."""
        found = [operation.missing[aspect] for operation in self.operations]
        return Figure(found.count([]), len(found) - found.count(None))

    @property
    def total(self) -> Figure:
        """All aspects together, but for overrides: nobody has to write them."""
        figures = [self.figure(aspect) for aspect in Aspect if aspect is not Aspect.OVERRIDE]
        return Figure(sum(figure.covered for figure in figures), sum(figure.of for figure in figures))


@dataclass(frozen=True)
class ApiCoverage:
    """The coverage of an API."""

    api: MountedApi
    whole: Coverage
    groups: dict[str, Coverage] = field(default_factory=dict)
    """By tag, in the order of the menu; groups of which nothing is counted are not in it."""


def api_coverage(project: PagesProject, api: MountedApi) -> ApiCoverage:
    """Return the coverage of *api*, read from the sources of its pages."""
    operations = [_coverage(project, entry) for entry in covered_entries(api)]
    groups = {
        tag: Coverage(title, [operation for operation in operations if operation.entry.group == tag])
        for tag, title in api.group_titles.items()
    }
    return ApiCoverage(
        api, Coverage(api.title, operations), {tag: group for tag, group in groups.items() if group.operations}
    )


def covered_entries(api: MountedApi) -> list[OperationEntry]:
    """Return the operations of *api* that its coverage counts (see the option ``coverage_exclude``)."""
    return [entry for entry in api.operations if not any(_matches(p, entry) for p in api.options.coverage_exclude)]


def _matches(pattern: str, entry: OperationEntry) -> bool:
    return matches(pattern, entry.method, entry.path, entry.id, entry.is_deprecated)


def _coverage(project: PagesProject, entry: OperationEntry) -> OperationCoverage:
    _, data = read_page(project.page_source(entry.docname))
    operation = read_operation(data)
    found = {aspect: check(operation) for aspect, check in CHECKS.items()}
    found[Aspect.OVERRIDE] = [] if entry.docname in project.overridden else [entry.docname]
    return OperationCoverage(entry, found)


def _description(operation: Operation) -> Missing:
    return [] if operation.data.get("summary") or operation.description else ["summary or description"]


def _parameters(operation: Operation) -> Missing:
    parameters = operation.parameters
    return [p.name for p in parameters if not p.description.strip()] if parameters else None


def _request(operation: Operation) -> Missing:
    body = operation.request_body
    if body is None:
        return None
    return [] if _has_schema(body.content) else ["request"]


def _responses(operation: Operation) -> Missing:
    """Return the successful responses without a schema; what the receiver of a webhook answers is its own affair."""
    if operation.endpoint.method == "head" or operation.endpoint.is_outgoing:
        return None
    successes = _successes(operation)
    expected = [response for response in successes if response.content or response.status not in MAY_BE_EMPTY]
    if successes and not expected:
        return None
    return [response.status for response in expected if not _has_schema(response.content)] if expected else ["success"]


def _errors(operation: Operation) -> Missing:
    if operation.endpoint.is_outgoing:
        return None
    statuses = [response.status for response in operation.responses]
    is_told = any(status[:1] in ("4", "5") for status in statuses) or ("default" in statuses and len(statuses) > 1)
    return [] if is_told else ["4xx or 5xx"]


def _examples(operation: Operation) -> Missing:
    body = operation.request_body
    bodies = {"request": body.content if body is not None else []}
    bodies |= {response.status: response.content for response in _successes(operation)}
    with_content = {name: content for name, content in bodies.items() if content}
    return [name for name, content in with_content.items() if not _has_example(content)] if with_content else None


CHECKS: dict[Aspect, Callable[[Operation], Missing]] = {
    Aspect.DESCRIPTION: _description,
    Aspect.PARAMETERS: _parameters,
    Aspect.REQUEST: _request,
    Aspect.RESPONSES: _responses,
    Aspect.ERRORS: _errors,
    Aspect.EXAMPLES: _examples,
}


def _successes(operation: Operation) -> list[Response]:
    """Return the responses for success: those with 2xx, else ``default`` if it stands alone."""
    found = [response for response in operation.responses if response.status.startswith("2")]
    if not found and len(operation.responses) == 1:
        found = [response for response in operation.responses if response.status == "default"]
    return found


def _has_schema(content: Iterable[MediaType]) -> bool:
    return any(
        _is_telling(media.main_schema) if media.main_schema is not None else DESCRIBABLE.search(media.name) is None
        for media in content
    )


def _is_telling(schema: Schema) -> bool:
    """Return whether *schema* says more than that there is an object, or anything."""
    members = (schema.properties, schema.patterns, schema.choices, schema.items, schema.prefix_items)
    return any(members) or not {"enum", "const"}.isdisjoint(schema.data) or not {"object"}.issuperset(schema.types)


def _has_example(content: Iterable[MediaType]) -> bool:
    return any(
        media.examples or (media.main_schema and not {"example", "examples"}.isdisjoint(media.main_schema.data))
        for media in content
    )


def note_coverage(env: BuildEnvironment, docname: str) -> None:
    """Note that the document shows a coverage, and so has to be read again when an override comes or goes."""
    env.metadata[docname][NOTED] = True


def find_uncovered(app: Sphinx, env: BuildEnvironment, *_: object) -> set[str]:
    """Return the documents that show a coverage, if an override came or went (event ``env-get-outdated``)."""
    shown = {docname for docname in read_documents(env) if NOTED in env.metadata[docname]}
    return shown if shown and find_moved(app, env) else set()
