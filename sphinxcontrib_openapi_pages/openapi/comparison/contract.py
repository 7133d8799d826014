"""The contract of an operation: its content in the document, without text that is only for readers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from typing import Any

from ..component_graph import ComponentGraph
from ..document import Endpoint
from ..references import component_of, fields, followed, reached
from ..spec_tables import SECTIONS_V3, V3, Shape
from .words import WORDS

DIGEST_LENGTH = 9

#: Fields of a Schema Object whose order does not matter.
_SETS = frozenset({"required", "enum", "type"})

_KINDS = {section.removeprefix("components/"): kind for kind, section in SECTIONS_V3.items()}


class Contract:
    """The contract of a document, computed in pieces."""

    def __init__(self, graph: ComponentGraph) -> None:
        self.graph = graph
        self.document = graph.document.data
        self._components: dict[str, Any] = {}

    def of(self, value: Any, shape: Shape) -> list[Any]:
        """Return the part of *value*, an object of kind *shape*, that affects clients, with the components that it
        uses.
        """
        return [plain(value, shape), self._reached(reached(value, shape, V3))]

    def digest(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any]) -> str:
        """Return a short text that identifies the state of an operation."""
        outgoing = [] if endpoint.is_outgoing else self.document.get("security", [])
        security = operation.get("security", outgoing)
        whole = [
            endpoint.section,
            endpoint.method,
            endpoint.path,
            plain(operation, "Operation"),
            plain(item.get("parameters", []), ["Parameter"]),
            operation.get("servers") or item.get("servers"),
            security,
        ]
        pointers = [*reached(security, ["SecurityRequirement"], V3)]
        for found in self.graph.references(endpoint, item, operation).values():
            pointers += found
        text = json.dumps([whole, self._reached(pointers)], sort_keys=True, ensure_ascii=False)
        # With a letter in front, no reader of YAML takes it for a number.
        return "r" + hashlib.sha256(text.encode()).hexdigest()[:DIGEST_LENGTH]

    def _reached(self, pointers: Iterable[str]) -> dict[str, Any]:
        return {pointer: self._component(pointer) for pointer in self.graph.nearest(map(component_of, pointers))}

    def _component(self, pointer: str) -> Any:
        if pointer not in self._components:
            kind = _KINDS.get(pointer.split("/")[2], "Schema")
            value = followed(self.document, pointer)
            self._components[pointer] = {} if kind in ("Example", "Link") else plain(value, kind)
        return self._components[pointer]


def plain(value: Any, shape: Shape) -> Any:
    """Return *value*, an object of kind *shape*, without words and extensions, and with sets in one order."""
    if isinstance(value, list):
        found = [plain(item, kind) for _, item, kind in fields(value, shape, V3)] or value
        return sorted(found, key=_text) if shape == ["Parameter"] else found
    if not isinstance(value, Mapping):
        return value
    kinds = {key: kind for key, _, kind in fields(value, shape, V3)}
    is_object = isinstance(shape, str)
    members: dict[str, Any] = {}
    for key, item in value.items():
        if is_object and (key in WORDS or key in ("tags", "operationId") or key[:2] == "x-"):
            continue
        if key == "title" and shape == "Schema":
            continue
        member = plain(item, kinds[key]) if key in kinds else item
        is_set = shape == "Schema" and key in _SETS and isinstance(member, list)
        members[key] = sorted(member, key=_text) if is_set else member
        if key == "scopes" and shape == "OAuthFlow":
            members[key] = sorted(item)
    return members


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True)
