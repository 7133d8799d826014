"""Compares an operation in two versions of a document: parameters, request body, responses and callbacks."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from ..direction import Direction
from ..operation import Operation, Parameter, Response
from .bodies import compare_contents, compare_encodings
from .change import Change, Kind, Part
from .effect import Difference, Effect, set_or_changed
from .requirements import compare_security, compare_servers
from .schemas import SchemaComparer
from .version import Versions
from .words import words_of

_PARAMETERS = {
    "path": Part.PATH_PARAMETER,
    "query": Part.QUERY_PARAMETER,
    "querystring": Part.QUERYSTRING_PARAMETER,
    "header": Part.HEADER_PARAMETER,
    "cookie": Part.COOKIE_PARAMETER,
}

_STYLES = {"query": "form", "cookie": "form"}
"""The default of ``style`` by location; for all others it is ``simple``."""

#: Fields of a Path Item Object that apply to all of its operations.
_SHARED = frozenset({"summary", "description", "parameters", "servers"})


def compare_operations(old: Operation, new: Operation, versions: Versions) -> list[Change]:
    """Return the changes from *old* to *new*, each once."""
    changes = [
        *_operation(old, new),
        *compare_servers(old.servers, new.servers),
        *compare_security(old, new),
        *_parameters(old, new, versions),
        *_request(old, new, versions),
        *_responses(old, new, versions),
        *_callbacks(old, new, versions),
        *_words(old, new),
    ]
    return sorted(dict.fromkeys(changes), key=lambda change: change.kind is Kind.WORDS)


def _words(old: Operation, new: Operation) -> Iterator[Change]:
    """Yield a change if text for readers has changed in an operation, outside its schemas."""
    first, second = (
        [words_of(each.data, "Operation", each.document), words_of(each.item, "PathItem", each.document)]
        for each in (_without_callbacks(old), _without_callbacks(new))
    )
    if first != second:
        yield Change(Kind.WORDS, Part.OPERATION)


def _without_callbacks(operation: Operation) -> Operation:
    """Return *operation* without its callbacks, which are compared as separate operations."""
    data = {key: value for key, value in operation.data.items() if key != "callbacks"}
    item = {key: value for key, value in operation.item.items() if key in _SHARED}
    return replace(operation, data=data, item=item)


def _operation(old: Operation, new: Operation) -> Iterator[Change]:
    before, now = old.endpoint, new.endpoint
    if before.method.lower() != now.method.lower():
        yield Change(Kind.CHANGED, Part.OPERATION, "", True, "", "method", before.method.upper(), now.method.upper())
    if path_key(before.path) != path_key(now.path):
        yield Change(Kind.CHANGED, Part.OPERATION, "", True, "", "path", before.path, now.path)
    if old.id != new.id:
        difference = set_or_changed("operationId", Effect.NONE, old.id or None, new.id or None)
        yield _change(difference, Part.OPERATION, "", is_sent=True)
    if old.is_deprecated != new.is_deprecated:
        yield Change(Kind.DEPRECATED if new.is_deprecated else Kind.NOT_DEPRECATED, Part.OPERATION)
    before_tags, now_tags = (", ".join(map(str, each.data.get("tags", []))) for each in (old, new))
    if before_tags != now_tags:
        difference = set_or_changed("tags", Effect.NONE, before_tags or None, now_tags or None)
        yield _change(difference, Part.OPERATION, "", is_sent=True)


def path_key(path: str) -> str:
    """Return *path* without the names of its variables, which clients do not see."""
    return re.sub(r"\{[^{}]*\}", "{}", path)


def _change(difference: Difference, part: Part, name: str, *, is_sent: bool, status: str = "") -> Change:
    if difference.kind is Kind.WORDS:
        return Change(Kind.WORDS, Part.OPERATION)
    is_breaking = difference.effect.breaks(is_sent=is_sent)
    return Change(difference.kind, part, name, is_breaking, status, difference.keyword, difference.old, difference.new)


# Parameters


def _parameters(old: Operation, new: Operation, versions: Versions) -> Iterator[Change]:
    before, now = _by_name(old), _by_name(new)
    for key, parameter in before.items():
        part = _PARAMETERS.get(parameter.location, Part.QUERY_PARAMETER)
        if key in now:
            yield from _parameter(parameter, now[key], part, versions, is_sent=not new.endpoint.is_outgoing)
        else:
            yield Change(Kind.REMOVED, part, parameter.name, is_breaking=True)
    for key, parameter in now.items():
        if key not in before:
            part = _PARAMETERS.get(parameter.location, Part.QUERY_PARAMETER)
            kind = Kind.ADDED_REQUIRED if parameter.is_required else Kind.ADDED
            is_breaking = parameter.is_required and not new.endpoint.is_outgoing
            yield Change(kind, part, parameter.name, is_breaking)


def _by_name(operation: Operation) -> dict[tuple[str, str], Parameter]:
    """Return the parameters by location and name; those of the path by position, because their names do not matter."""
    places = {name: str(index) for index, name in enumerate(re.findall(r"\{([^{}]*)\}", operation.endpoint.path))}
    found = {}
    for parameter in operation.parameters:
        if not parameter.unresolved:
            name = parameter.name.lower() if parameter.location == "header" else parameter.name
            if parameter.location == "path":
                name = places.get(parameter.name, parameter.name)
            found[parameter.location, name] = parameter
    return found


def _parameter(old: Parameter, new: Parameter, part: Part, versions: Versions, *, is_sent: bool) -> Iterator[Change]:
    if old.data is new.data:
        return
    for difference in (*_requiredness(old, new), *_style(old, new)):
        yield _change(difference, part, new.name, is_sent=is_sent)
    comparer = versions.comparer(Direction.REQUEST)
    for difference in _value(old, new, comparer):
        name = f"{new.name}{_below(difference.path)}"
        change = _change(difference, part, name, is_sent=is_sent)
        if difference.keyword == "default" and not difference.path and not new.is_required:
            # A client that leaves the parameter out gets another value.
            change = replace(change, is_breaking=is_sent)
        yield change


def _requiredness(old: Parameter, new: Parameter) -> Iterator[Difference]:
    if new.is_required and not old.is_required:
        yield Difference(Kind.REQUIRED, Effect.NARROWER)
    if old.is_required and not new.is_required:
        yield Difference(Kind.OPTIONAL, Effect.WIDER)
    was, is_ = (bool(each.data.get("deprecated")) for each in (old, new))
    if was != is_:
        yield Difference(Kind.DEPRECATED if is_ else Kind.NOT_DEPRECATED, Effect.NONE)


def _style(old: Parameter, new: Parameter) -> Iterator[Difference]:
    if old.schema is None or new.schema is None:
        return
    before, now = (str(each.data.get("style", _STYLES.get(each.location, "simple"))) for each in (old, new))
    if before != now:
        yield set_or_changed("style", Effect.OTHER, before, now)
    was, is_ = (_flag(each.data.get("explode", style == "form")) for each, style in ((old, before), (new, now)))
    if was != is_:
        is_compound = not {"array", "object"}.isdisjoint([*old.schema.types, *new.schema.types])
        yield set_or_changed("explode", Effect.OTHER if is_compound else Effect.NONE, was, is_)
    for keyword in ("allowReserved", "allowEmptyValue"):
        first, second = (_flag(each.data.get(keyword, False)) for each in (old, new))
        if first != second:
            yield set_or_changed(keyword, Effect.WIDER if second == "true" else Effect.NARROWER, first, second)


def _flag(value: Any) -> str:
    return "true" if value else "false"


def _value(old: Parameter, new: Parameter, comparer: SchemaComparer) -> Iterator[Difference]:
    if old.schema is not None and new.schema is not None:
        yield from comparer.compare(old.schema, new.schema)
        return
    before, now = ({media.name: media for media in each.content} for each in (old, new))
    if list(before) != list(now):
        was, is_ = (", ".join(each) or None for each in (before, now))
        yield set_or_changed("content", Effect.OTHER, was, is_)
    for name in before.keys() & now.keys():
        first, second = before[name].main_schema, now[name].main_schema
        if first is not None and second is not None:
            yield from comparer.compare(first, second)


def _below(path: str) -> str:
    return f".{path}" if path and path[0] not in "[." else path


# Bodies


def _request(old: Operation, new: Operation, versions: Versions) -> Iterator[Change]:
    before, now = old.request_body, new.request_body
    is_sent = not new.endpoint.is_outgoing
    if before is None and now is not None:
        kind = Kind.ADDED_REQUIRED if now.is_required else Kind.ADDED
        yield Change(kind, Part.REQUEST_BODY, is_breaking=is_sent and now.is_required)
    elif before is not None and now is None:
        yield Change(Kind.REMOVED, Part.REQUEST_BODY, is_breaking=True)
    elif before is not None and now is not None:
        if now.is_required != before.is_required:
            kind = Kind.REQUIRED if now.is_required else Kind.OPTIONAL
            effect = Effect.NARROWER if now.is_required else Effect.WIDER
            yield _change(Difference(kind, effect), Part.REQUEST_BODY, "", is_sent=is_sent)
        parts = (Part.REQUEST_BODY, Part.REQUEST_FIELD, Part.REQUEST_MEDIA_TYPE)
        differences = compare_contents(before.content, now.content, versions, Direction.REQUEST)
        for part, difference in (*differences, *compare_encodings(before.content, now.content)):
            yield _change(difference, parts[part], difference.path, is_sent=is_sent)


def _responses(old: Operation, new: Operation, versions: Versions) -> Iterator[Change]:
    before, now = _by_status(old.responses), _by_status(new.responses)
    is_sent = new.endpoint.is_outgoing
    for status, response in before.items():
        if status not in now:
            yield Change(Kind.REMOVED, Part.RESPONSE, status, is_breaking=status[:1] in ("2", "d"))
        elif not (response.unresolved or now[status].unresolved):
            yield from _response(response, now[status], versions, is_sent=is_sent)
    for status in now:
        if status not in before:
            yield Change(Kind.ADDED, Part.RESPONSE, status)


def _by_status(responses: Iterable[Response]) -> dict[str, Response]:
    return {response.status: response for response in responses}


def _response(old: Response, new: Response, versions: Versions, *, is_sent: bool) -> Iterator[Change]:
    before, now = ({header.name.lower(): header for header in each.headers} for each in (old, new))
    for name, header in before.items():
        if name in now:
            yield from _header(header, now[name], new.status, versions, is_sent=is_sent)
        else:
            yield Change(Kind.REMOVED, Part.RESPONSE_HEADER, header.name, is_breaking=True, status=new.status)
    for name, header in now.items():
        if name not in before:
            kind = Kind.ADDED_REQUIRED if header.is_required else Kind.ADDED
            is_breaking = is_sent and header.is_required
            yield Change(kind, Part.RESPONSE_HEADER, header.name, is_breaking, status=new.status)
    parts = (Part.RESPONSE_BODY, Part.RESPONSE_FIELD, Part.RESPONSE_MEDIA_TYPE)
    for part, difference in compare_contents(old.content, new.content, versions, Direction.RESPONSE):
        yield _change(difference, parts[part], difference.path, is_sent=is_sent, status=new.status)


def _header(old: Parameter, new: Parameter, status: str, versions: Versions, *, is_sent: bool) -> Iterator[Change]:
    comparer = versions.comparer(Direction.RESPONSE)
    for difference in (*_requiredness(old, new), *_value(old, new, comparer)):
        name = f"{new.name}{_below(difference.path)}"
        yield _change(difference, Part.RESPONSE_HEADER, name, is_sent=is_sent, status=status)


# Callbacks


def _callbacks(old: Operation, new: Operation, versions: Versions) -> Iterator[Change]:
    before, now = _called(old), _called(new)
    for key, operation in before.items():
        if key in now:
            for change in compare_operations(operation, now[key], versions):
                yield replace(change, callback=_callback_name(key))
        else:
            yield Change(Kind.REMOVED, Part.CALLBACK, _callback_name(key), is_breaking=True)
    for key in now:
        if key not in before:
            yield Change(Kind.ADDED, Part.CALLBACK, _callback_name(key))


def _called(operation: Operation) -> Mapping[tuple[str, str, str], Operation]:
    return {
        (callback.name, callback.expression, called.endpoint.method): called
        for callback in operation.callbacks
        for called in callback.operations
    }


def _callback_name(key: tuple[str, str, str]) -> str:
    name, expression, method = key
    return f"{name} ({method.upper()} {expression})"
