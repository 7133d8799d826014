"""Leaves out the responses in the option ``exclude_responses``, and the schemas that only they use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from ..openapi.component_graph import ComponentGraph
from ..openapi.document import Document
from ..openapi.references import PointerError, followed, is_reference
from ..openapi.spec_tables import METHODS


def leave_out_responses(document: Document, patterns: Sequence[str]) -> None:
    """Remove the responses whose statuses match one of *patterns* from all operations of *document*."""
    if not patterns:
        return
    unused = set(ComponentGraph(document).unused_schemas())
    for _, _, operation in document.operations():
        _leave_out(operation, document.data, patterns)
    document.incremental.forget()
    schemas = document.data.get("components", {}).get("schemas", {})
    for name in set(ComponentGraph(document).unused_schemas()) - unused:
        del schemas[name]


def _leave_out(operation: dict[str, Any], data: Mapping[str, Any], patterns: Sequence[str]) -> None:
    todo, seen = [operation], set()
    while todo:
        operation = todo.pop()
        if id(operation) in seen:
            continue
        seen.add(id(operation))
        responses = operation.get("responses", {})
        operation["responses"] = {s: response for s, response in responses.items() if not _matches(s, patterns)}
        todo += _callbacks(operation, data)


def _callbacks(operation: Mapping[str, Any], data: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the operations of the callbacks of *operation*."""
    for callback in operation.get("callbacks", {}).values():
        for item in _target(callback, data).values():
            if isinstance(item, dict):
                yield from (value for key, value in item.items() if key in METHODS and isinstance(value, dict))


def _target(value: Any, data: Mapping[str, Any]) -> Mapping[str, Any]:
    try:
        found = followed(data, value["$ref"]) if is_reference(value) else value
    except PointerError:
        return {}
    return found if isinstance(found, Mapping) else {}


def _matches(status: str, patterns: Sequence[str]) -> bool:
    return any(fnmatchcase(status.lower(), pattern.strip().lower()) for pattern in patterns)
