"""Finds what two versions of a document have in common, so that unchanged schemas are not compared."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property

from ..component_graph import ComponentGraph, with_users
from ..direction import Direction
from ..document import Document, Endpoint
from ..operation import Operation
from ..references import SCHEMAS, component_of, pointer_name
from ..schema import Components
from .contract import Contract
from .schemas import SchemaComparer


class Version:
    """One version of a document."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.graph = ComponentGraph(document)
        self.contract = Contract(self.graph)
        self.components = Components(document.data)
        self.operations = {
            (endpoint.section, endpoint.path, endpoint.method): (endpoint, item, data)
            for endpoint, item, data in document.operations()
        }

    def operation(self, endpoint: Endpoint) -> Operation:
        """Return the operation at *endpoint*."""
        _, item, data = self.operations[endpoint.section, endpoint.path, endpoint.method]
        return Operation(endpoint, data, item, self.document.data, self.components)

    def references(self, operation: Operation) -> list[str]:
        """Return the components to which *operation* refers."""
        found = self.graph.references(operation.endpoint, dict(operation.item), dict(operation.data)).values()
        return [component_of(pointer) for pointers in found for pointer in pointers]

    def digest(self, operation: Operation) -> str:
        """Return the short text that identifies the state of *operation*."""
        return self.contract.digest(operation.endpoint, dict(operation.item), dict(operation.data))

    def component(self, pointer: str) -> object:
        """Return the component at *pointer*; ``None`` if there is none."""
        section, name = pointer.split("/")[2], pointer_name(pointer)
        return self.document.data.get("components", {}).get(section, {}).get(name)


@dataclass
class Versions:
    """An old and a new version of a document."""

    old: Version
    new: Version
    _comparers: dict[tuple[Direction, bool], SchemaComparer] = field(default_factory=dict, repr=False)

    @cached_property
    def touched(self) -> AbstractSet[str]:
        """The components that only one version has, that changed, or that refer to such."""
        pointers = self.old.graph.edges.keys() | self.new.graph.edges.keys()
        changed = [pointer for pointer in pointers if self.old.component(pointer) != self.new.component(pointer)]
        return with_users(changed, self.old.graph, self.new.graph)

    @cached_property
    def same_schemas(self) -> AbstractSet[str]:
        """The names of the component schemas that are the same, with all that they refer to."""
        pointers = self.new.graph.edges.keys() - self.touched
        return {pointer_name(pointer) for pointer in pointers if pointer.startswith(SCHEMAS)}

    def comparer(self, direction: Direction, *, is_xml: bool = False) -> SchemaComparer:
        """Return what compares the schemas of bodies and parameters that go in *direction*."""
        key = (direction, is_xml)
        if key not in self._comparers:
            contracts = (self.old.contract, self.new.contract)
            self._comparers[key] = SchemaComparer(direction, self.same_schemas, contracts, is_xml=is_xml)
        return self._comparers[key]

    def is_touched(self, pointers: Iterable[str]) -> bool:
        """Return whether any of the components at *pointers* differs between the versions."""
        return not self.touched.isdisjoint(pointers)
