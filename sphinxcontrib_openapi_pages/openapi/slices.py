"""Slices: an operation or a schema as a separate OpenAPI document, with the components that it needs.

A slice lists its components. Their contents are in the whole document, from which a
:class:`~.component_store.ComponentStore` reads them.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, NamedTuple

from .component_graph import ComponentGraph, shared_fields, with_users
from .component_store import FACTS
from .document import Endpoint
from .document_writer import JsonWriter, YamlWriter
from .incremental import REST, BuildRecord, WrittenText
from .references import (
    SCHEMAS,
    component_of,
    component_pointer,
    followed,
    pointer_name,
    pointer_of,
    reached,
    reference_to,
)
from .spec_tables import METHODS, V3

BUNDLE = "openapi.json"
"""Name of the published file with the whole document, in the folder of the API."""

MAX_SIZE = 1_000_000
"""How many bytes a slice would have with the contents of its components."""

MAX_SHARE = 13
"""How many times the size of the document the schemas in all slices take together."""

MIN_SHARE = 5_000_000
"""How many bytes they may take for a document of any size."""


@dataclass(frozen=True)
class Slice:
    """A standalone part of a document, in JSON."""

    digest: str
    """Two slices have the same digest if they and their components have the same text."""
    is_whole: bool
    """Whether it contains every component that it refers to."""
    schemas_size: int
    """How many bytes its schemas take."""
    _write: Callable[[], str] = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """The JSON. It is written on demand, because few slices of a large document change between builds."""
        return self._write()


class _Component(NamedTuple):
    """The properties of a component that a slice needs."""

    size: int
    """Length of its text in bytes."""
    digest: str
    has_directions: bool


class Slicer:
    """Cuts slices out of a document. A slice contains as many of the closest schemas as fit into *max_size* bytes."""

    def __init__(self, graph: ComponentGraph, max_size: int = MAX_SIZE) -> None:
        self.graph = graph
        self.document = graph.document
        self.incremental = graph.document.incremental
        self.max_size = max_size
        self.max_schemas = max_size
        """How many of them schemas take."""
        self._components: dict[str, _Component] = {}
        self._slices: dict[str, tuple[str, bool, int]] = {}

    def slice(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any]) -> Slice:
        """Return the operation as a standalone OpenAPI document.

        It contains one path with one method, and the components that these need, directly or through others. Of the
        schemas, it contains as many of the closest as fit into :attr:`max_size` bytes.
        """
        pointers = self._pointers(endpoint, item, operation)

        def written() -> Slice:
            return self._slice(self._head(endpoint, item, operation), pointers)

        limits = f"{self.max_size} {self.max_schemas}"
        key = f"{endpoint.section} {endpoint.method} {self.incremental.digests.of(endpoint.path, item)} {limits}"
        if key in self._former_slices and self._touched.isdisjoint(map(component_of, pointers)):
            digest, is_whole, size = self._former_slices[key]
            found = Slice(digest, is_whole, size, lambda: written().text)
        else:
            found = written()
        self._slices[key] = found.digest, found.is_whole, found.schemas_size
        return found

    def whole(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
        """Return the operation as an OpenAPI document that has every component that it reaches."""
        components: dict[str, dict[str, Any]] = {}
        for pointer in self.graph.nearest(self._pointers(endpoint, item, operation)):
            section = components.setdefault(pointer.split("/")[2], {})
            section[pointer_name(pointer)] = followed(self.document.data, pointer)
        return self._head(endpoint, item, operation) | {"components": components}

    def _pointers(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any]) -> list[str]:
        """Return references to the components to which an operation refers."""
        general = None if "security" in operation else self.document.data.get("security")
        found = self.graph.references(endpoint, item, operation).values()
        return [*reached(general, ["SecurityRequirement"], V3), *chain.from_iterable(found)]

    def share_out(self, slices: Iterable[Slice]) -> bool:
        """Lower :attr:`max_schemas` if *slices* take too much together; return whether they have to be cut again.

        Where everything reaches everything, the slices of a small document would be a thousand times its size.
        """
        sizes = sorted((part.schemas_size for part in slices), reverse=True)
        excess = sum(sizes) - max(MIN_SHARE, MAX_SHARE * len(self._written.text))
        for count, (size, smaller) in enumerate(zip(sizes, [*sizes, 0][1:], strict=True), 1):
            if excess <= 0:
                return False
            # The largest *count* of them are cut down to the size of the next, or as far as is needed.
            self.max_schemas = max(smaller, size - excess // count)
            excess -= count * (size - self.max_schemas)
            if self.max_schemas > smaller:
                break
        return bool(sizes)

    def _head(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
        """Return the slice of an operation without its components."""
        data = self.document.data
        kept = ("openapi", "$self", "info", "jsonSchemaDialect", "servers")
        head: dict[str, Any] = {key: data[key] for key in kept if key in data}
        if "security" not in operation and "security" in data:
            head["security"] = data["security"]
        names = operation.get("tags", [])
        if tags := [tag for tag in data.get("tags", []) if tag.get("name") in names]:
            head["tags"] = tags
        shared = shared_fields(item)
        member = {endpoint.method: operation}
        path_item = {**shared, **(member if endpoint.method in METHODS else {"additionalOperations": member})}
        head[endpoint.section] = {endpoint.path: path_item}
        return head

    @cached_property
    def _former_slices(self) -> Mapping[str, Sequence[Any]]:
        """The slices of the last build; none if something changed that every slice may contain, such as ``info``."""
        return self.incremental.last.slices if self.incremental.is_as_before(REST) else {}

    @cached_property
    def _touched(self) -> AbstractSet[str]:
        """The components that changed or were removed since the last build, and all components that refer to them."""
        before = {reference_to(part) for part in self.incremental.last.parts if part.startswith("/components/")}
        is_as_before = self.incremental.is_as_before
        changed = [pointer for pointer in before | self.graph.edges.keys() if not is_as_before(pointer_of(pointer))]
        return with_users([*changed, *self.graph.with_other_heirs()], self.graph)

    def schema_slice(self, name: str, extra: dict[str, Any]) -> Slice:
        """Return the component schema *name* as a standalone document, with the members *extra*.

        It always contains the schema itself. Of the schemas that this needs, it contains as many as fit into
        :attr:`max_size` bytes.
        """
        head: dict[str, Any] = {
            key: value
            for key in ("openapi", "$self", "info", "jsonSchemaDialect")
            if (value := self.document.data.get(key)) is not None
        }
        pointer = component_pointer("schemas", name)
        return self._slice({**head, **extra}, [pointer], subject=pointer)

    def named(self, head: dict[str, Any], pointers: Iterable[str]) -> dict[str, Any]:
        """Return *head*, with the list of the components at *pointers* and all that these need."""
        facts, _ = self._facts(_written(head), pointers, math.inf)
        return {**head, FACTS: facts}

    def _slice(self, head: dict[str, Any], pointers: Iterable[str], *, subject: str = "") -> Slice:
        if head["openapi"].startswith("3.0"):
            head.setdefault("paths", {})
        written = _written(head)
        facts, taken = self._facts(written, pointers, min(self.max_size - len(written), self.max_schemas), subject)
        text = _written({**head, FACTS: facts})
        return Slice(hashlib.sha256(text).hexdigest(), facts["is_whole"], taken, text.decode)

    def _facts(
        self, head: bytes, pointers: Iterable[str], room: float, subject: str = ""
    ) -> tuple[dict[str, Any], int]:
        """Return the components of a slice with *head*, and how many bytes of it are schemas."""
        references = list(dict.fromkeys(map(component_of, pointers)))
        held: dict[str, str] = {}
        is_whole, taken, has_directions = True, 0, _has_directions(head)
        for pointer in self.graph.nearest(references):
            component = self._component(pointer)
            size = component.size if pointer.startswith(SCHEMAS) else 0
            if taken + size > room and pointer != subject:
                is_whole = False
                break
            held[pointer] = component.digest
            has_directions = has_directions or component.has_directions
            taken += size
        digest = hashlib.sha256(json.dumps(held).encode()).hexdigest()
        facts = {"references": references, "held": len(held), "is_whole": is_whole, "has_directions": has_directions}
        return {**facts, "digest": digest}, taken

    def _component(self, pointer: str) -> _Component:
        if pointer not in self._components:
            name, value = pointer_name(pointer), followed(self.document.data, pointer)
            text, digest = self._json.piece(name, value, 3), self.incremental.digests.of(name, value)
            self._components[pointer] = _Component(len(text), digest, _has_directions(text))
        return self._components[pointer]

    def record(self) -> BuildRecord:
        """Return what the next build can reuse of this document, with its text in JSON and in YAML."""
        written = self._written
        try:
            writer = YamlWriter(self.incremental.digests, self.incremental.last.texts[1])
            texts = [written, writer.write(self.document.data)]
        except RecursionError:  # The document is nested very deeply. JSON is YAML too.
            texts = [written, WrittenText(written.text)]
        return BuildRecord(self.incremental.parts, self.graph.found, self._slices, texts)

    @cached_property
    def _written(self) -> WrittenText:
        return self._json.write(self.document.data)

    @cached_property
    def _json(self) -> JsonWriter:
        return JsonWriter(self.incremental.digests, self.incremental.last.texts[0])


def _written(value: dict[str, Any]) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode()


def _has_directions(text: bytes) -> bool:
    """Return whether *text* in JSON has a schema that is only read or only written."""
    return b'"readOnly": true' in text or b'"writeOnly": true' in text
