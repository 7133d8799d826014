"""Measures how much of an operation is described in its document.

An aspect of an operation is covered, missing, or not applicable. For example, an operation without parameters cannot
describe any. Aspects that are not applicable do not count.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum

from .operation import MediaType, Operation, Response
from .schema import Schema

#: Media types whose values a schema can describe. Other types, such as images, have an empty Media Type Object in 3.1.
DESCRIBABLE = re.compile(r"json|xml|yaml|x-www-form-urlencoded|multipart|\*/\*")

#: Successful responses that often have no body (RFC 9110 §15.3). A response with 200 should have one.
MAY_BE_EMPTY = frozenset({"201", "202", "204", "205"})


class Aspect(Enum):
    """What an operation should contain, each with the heading of its column and its meaning for the documentation."""

    DESCRIPTION = "description", "Described", "It has a summary or a description."
    PARAMETERS = "parameters", "Parameters", "Each parameter has a description."
    REQUEST = "request", "Request", "The request body has a schema that describes more than an object."
    RESPONSES = (
        "responses",
        "Responses",
        "Each successful response has such a schema. Responses `201`, `202`, `204` and `205` do not need a body.",
    )
    ERRORS = "errors", "Errors", "There is an error response: `4xx`, `5xx`, or `default` together with another one."
    EXAMPLES = (
        "examples",
        "Examples",
        "The request body and successful responses have an example, directly or in their schema.",
    )
    OVERRIDE = (
        "override",
        "Override",
        (
            "The page has an override; with `review_overrides`, one for the current state of the operation. Not part "
            "of the total."
        ),
    )

    def __init__(self, code: str, heading: str, meaning: str) -> None:
        self.code = code
        self.heading = heading
        self.meaning = meaning


Missing = list[str] | None
"""Names of what is missing in an aspect; an empty list if nothing is, ``None`` if the aspect does not apply."""


@dataclass(frozen=True)
class Figure:
    """How many of several things are covered."""

    covered: int
    of: int

    @property
    def percent(self) -> float | None:
        """The covered share in percent; ``None`` if there is nothing to cover."""
        return 100 * self.covered / self.of if self.of else None

    def __str__(self) -> str:
        # Round down, so that 100 % means that nothing is missing.
        return "–" if self.percent is None else f"{int(self.percent)} %"


def missing_in(operation: Operation) -> dict[Aspect, Missing]:
    """Return what is missing in each aspect that can be covered by the document of *operation*."""
    return {aspect: check(operation) for aspect, check in CHECKS.items()}


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
    """Return the successful responses without a schema. Responses to webhooks do not count: the client writes them."""
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
    """Return the successful responses: those with 2xx or, if it is the only response, ``default``."""
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
    """Return whether *schema* contains more than ``type: object``."""
    members = (schema.properties, schema.patterns, schema.choices, schema.items, schema.prefix_items)
    return any(members) or not {"enum", "const"}.isdisjoint(schema.data) or not {"object"}.issuperset(schema.types)


def _has_example(content: Iterable[MediaType]) -> bool:
    return any(
        media.examples or (media.main_schema and not {"example", "examples"}.isdisjoint(media.main_schema.data))
        for media in content
    )
