"""Compares an operation in two versions of a document.

It compares parameters, request bodies, responses, and the fields of bodies. A change is breaking if a client that
worked with the old version may fail with the new one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum

from .direction import Direction
from .model import MediaType, Operation, Parameter, Response, Schema

MAX_DEPTH = 30
"""The deepest level of nested fields that is compared."""


class Kind(Enum):
    """How a part of an operation changed."""

    ADDED = "added"
    REMOVED = "removed"
    REQUIRED = "now required"


@dataclass(frozen=True)
class Change:
    """One change of one part of an operation."""

    kind: Kind
    part: str
    """The kind of the part, such as ``query parameter``."""
    name: str
    """A name, a status, or a path of fields (``filters.groups[].id``); empty for the request body."""
    is_breaking: bool
    is_required: bool = False
    """Whether the part was added and is required."""
    status: str = ""
    """The status of the response, if the part is a field of a response."""


def compare_operations(old: Operation, new: Operation) -> list[Change]:
    """Return the changes from *old* to *new*, each once."""
    return list(dict.fromkeys([*_parameters(old, new), *_request(old, new), *_responses(old, new)]))


# Parts of an operation


def _parameters(old: Operation, new: Operation) -> Iterator[Change]:
    before, now = _by_name(old.parameters), _by_name(new.parameters)
    is_sent = not new.endpoint.is_outgoing
    for (location, name), parameter in before.items():
        if (location, name) not in now:
            yield _change(Kind.REMOVED, f"{location} parameter", name, is_sent)
        elif now[location, name].is_required and not parameter.is_required:
            yield _change(Kind.REQUIRED, f"{location} parameter", name, is_sent)
    for (location, name), parameter in now.items():
        if (location, name) not in before:
            yield _change(Kind.ADDED, f"{location} parameter", name, is_sent, parameter.is_required)


def _by_name(parameters: Iterable[Parameter]) -> dict[tuple[str, str], Parameter]:
    """Return *parameters* without path parameters: these change only together with the path."""
    return {(p.location, p.name): p for p in parameters if p.location != "path"}


def _request(old: Operation, new: Operation) -> Iterator[Change]:
    before, now = old.request_body, new.request_body
    is_sent = not new.endpoint.is_outgoing
    if before is None and now is not None:
        yield _change(Kind.ADDED, "request body", "", is_sent, now.is_required)
    elif before is not None and now is None:
        yield _change(Kind.REMOVED, "request body", "", is_sent)
    elif before is not None and now is not None:
        if now.is_required and not before.is_required:
            yield _change(Kind.REQUIRED, "request body", "", is_sent)
        for kind, name, is_required in _contents(before.content, now.content, Direction.REQUEST):
            yield _change(kind, "request field", name, is_sent, is_required)


def _responses(old: Operation, new: Operation) -> Iterator[Change]:
    before, now = _by_status(old.responses), _by_status(new.responses)
    is_sent = new.endpoint.is_outgoing
    for status, response in before.items():
        if status not in now:
            yield Change(Kind.REMOVED, "response", status, is_breaking=status[:1] in ("2", "d"))
            continue
        for kind, name, is_required in _contents(response.content, now[status].content, Direction.RESPONSE):
            yield replace(_change(kind, "response field", name, is_sent, is_required), status=status)
    for status in now:
        if status not in before:
            yield Change(Kind.ADDED, "response", status, is_breaking=False)


def _by_status(responses: Iterable[Response]) -> dict[str, Response]:
    return {response.status: response for response in responses}


def _change(kind: Kind, part: str, name: str, is_sent: bool, is_required: bool = False) -> Change:
    """Return the change of something that clients send (*is_sent*) or receive."""
    is_breaking = kind is Kind.REMOVED or (is_sent and (kind is Kind.REQUIRED or is_required))
    return Change(kind, part, name, is_breaking, is_required and kind is Kind.ADDED)


# Fields

FieldChange = tuple[Kind, str, bool]
"""Kind, path of the field, and whether it is required."""


def _contents(old: list[MediaType], new: list[MediaType], direction: Direction) -> Iterator[FieldChange]:
    """Compare two bodies by media type. Where both have only one media type, compare these, whatever their names."""
    now = {media.name: media for media in new}
    for media in old:
        other = now.get(media.name) or (new[0] if len(old) == len(new) == 1 else None)
        if other is not None and media.schema is not None and other.schema is not None:
            yield from _Fields(direction).compare(media.schema, other.schema, "", 0)


class _Fields:
    """Compares the fields of two schemas. It ignores fields that are not sent in *direction* (``readOnly``, …)."""

    def __init__(self, direction: Direction) -> None:
        self.direction = direction
        self.seen: set[tuple[str, str]] = set()

    def compare(self, old: Schema, new: Schema, path: str, depth: int) -> Iterator[FieldChange]:
        if any(schema.unresolved or schema.is_left_out or schema.is_partial for schema in (old, new)):
            return
        if self._is_known(old, new) or depth > MAX_DEPTH:
            return
        before, now = self._shown(old), self._shown(new)
        was_required, is_required_now = set(old.required), set(new.required)
        for name in dict.fromkeys([*before, *now]):
            inner = f"{path}.{name}" if path else name
            is_required = name in is_required_now
            if name not in now:
                yield Kind.REMOVED, inner, False
            elif name not in before:
                yield Kind.ADDED, inner, is_required
            else:
                if is_required and name not in was_required:
                    yield Kind.REQUIRED, inner, True
                yield from self.compare(before[name], now[name], inner, depth + 1)
        for suffix, part, other in _parts(old, new):
            yield from self.compare(part, other, path + suffix, depth + 1)

    def _is_known(self, old: Schema, new: Schema) -> bool:
        """Return whether the two are compared already."""
        key = (old.identity, new.identity)
        is_known = key in self.seen
        self.seen.add(key)
        return is_known

    def _shown(self, schema: Schema) -> dict[str, Schema]:
        return {name: part for name, part in schema.properties.items() if not self.direction.hides(part.data)}


def _parts(old: Schema, new: Schema) -> Iterator[tuple[str, Schema, Schema]]:
    """Yield suffix, old and new part for the items, further properties and alternatives that both schemas have."""
    if old.items is not None and new.items is not None:
        yield "[]", old.items, new.items
    if "" in old.patterns and "" in new.patterns:
        yield ".*", old.patterns[""], new.patterns[""]
    for one, other in zip(old.choices, new.choices, strict=False):
        named = {part.name: part for part in other.schemas if part.name}
        unnamed = [part for part in other.schemas if not part.name]
        for part in one.schemas:
            match = named.get(part.name) if part.name else (unnamed.pop(0) if unnamed else None)
            if match is not None:
                yield "", part, match
