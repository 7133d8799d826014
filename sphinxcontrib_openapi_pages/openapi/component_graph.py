"""The references between components, and which components an operation or a schema needs."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import chain
from typing import Any

from .document import Document, Endpoint
from .heirs import implied_heirs
from .incremental import PARTS
from .references import (
    SCHEMAS,
    component_of,
    component_pointer,
    escape,
    followed,
    is_reference,
    pointer_name,
    reached,
    reference_to,
)
from .spec_tables import METHODS, SECTIONS_V3, V3

HEIRS = "heirs"
"""Key of :attr:`ComponentGraph.found` for the heirs of each schema that has some without naming them."""


def with_users(pointers: Iterable[str], *graphs: ComponentGraph) -> set[str]:
    """Return the components at *pointers*, and all that refer to them in one of *graphs*, directly or not."""
    users: dict[str, list[str]] = {}
    for graph in graphs:
        for pointer, targets in graph.edges.items():
            for target in targets:
                users.setdefault(target, []).append(pointer)
    todo = [*pointers]
    found: set[str] = set()
    while todo:
        pointer = todo.pop()
        if pointer not in found:
            found.add(pointer)
            todo += users.get(pointer, [])
    return found


def nearest(
    pointers: Iterable[str], edges: Mapping[str, Iterable[str]], has_room: Callable[[str], bool] | None = None
) -> Iterator[str]:
    """Yield the components (``#/components/…/…``) at *pointers* and everything that they refer to through *edges*.

    Schemas come last, ordered by their distance in references. Schemas refer only to schemas. A component that does not
    fit is left out, together with what only it refers to.
    """
    found: set[str] = set()
    others: deque[str] = deque()
    schemas: deque[str] = deque()

    def add(components: Iterable[str]) -> None:
        for pointer in components:
            (schemas if pointer.startswith(SCHEMAS) else others).append(pointer)

    add(map(component_of, pointers))
    while others or schemas:
        pointer = (others or schemas).popleft()
        if pointer not in found and pointer in edges:
            found.add(pointer)
            if has_room is None or has_room(pointer):
                yield pointer
                add(edges[pointer])


class ComponentGraph:
    """The components of *document* and the references between them."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.found: dict[str, Any] = {}
        """All references found so far, as :attr:`.BuildRecord.references` keeps them."""

    def references(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any]) -> dict[str, list[str]]:
        """Return the references in an operation, by the field of the Operation Object that contains them.

        References in the parameters of the Path Item Object are listed under ``parameters``, those in its other shared
        fields under ``""``.
        """
        key = f"{endpoint.section} {self.document.incremental.digests.of(endpoint.path, item)}"
        if key not in self.found:
            self.found[key] = dict(self.document.incremental.last.references.get(key, {}))
        found: dict[str, dict[str, list[str]]] = self.found[key]
        if endpoint.method not in found:
            found[endpoint.method] = _references(item, operation)
        return found[endpoint.method]

    def direct_schemas(self, pointers: Iterable[str]) -> list[str]:
        """Return the names of the schemas that *pointers* reach without going through another schema, each once."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        todo = [component_of(pointer) for pointer in pointers]
        while todo:
            pointer = todo.pop(0)
            if pointer.startswith(SCHEMAS):
                found[pointer_name(pointer)] = None
            elif pointer not in seen:
                seen.add(pointer)
                todo += self.edges.get(pointer, ())
        return list(found)

    def unused_schemas(self) -> list[str]:
        """Return the names of the component schemas that no operation or other part of the document uses.

        A schema that extends a used schema with a ``discriminator`` counts as used: the discriminator may choose it.
        """
        schemas = self.document.data.get("components", {}).get("schemas", {})
        used = set(self.nearest(self._references_outside_components()))
        heirs = {
            component_pointer("schemas", name): [p for p in self._bases(schema) if self._has_discriminator(p)]
            for name, schema in schemas.items()
        }
        while more := [heir for heir, bases in heirs.items() if heir not in used and not used.isdisjoint(bases)]:
            used |= set(self.nearest(more))
        return [name for name in schemas if component_pointer("schemas", name) not in used]

    def _references_outside_components(self) -> Iterator[str]:
        rest = {**self.document.data, "components": {}}
        rest |= {section: dict(rest[section]) for section in PARTS if section in rest}
        for endpoint, item, operation in self.document.operations():
            yield from chain.from_iterable(self.references(endpoint, item, operation).values())
            rest[endpoint.section].pop(endpoint.path, None)
        yield from reached(rest, "OpenAPI", V3)

    def _has_discriminator(self, pointer: str) -> bool:
        schema = followed(self.document.data, pointer)
        return isinstance(schema, dict) and "discriminator" in schema

    def _bases(self, schema: Any) -> list[str]:
        """Return the references to the component schemas that *schema* extends with ``allOf``."""
        parts = schema.get("allOf", []) if isinstance(schema, dict) else []
        return [pointer for part in parts if is_reference(part) and (pointer := part["$ref"]) in self.edges]

    def nearest(self, pointers: Iterable[str]) -> Iterator[str]:
        """Yield the components at *pointers* and all that they reach; see :func:`nearest`."""
        return nearest(pointers, self.edges)

    def schema_references(self, name: str) -> list[str]:
        """Return the components to which the component schema *name* refers."""
        return self.edges[component_pointer("schemas", name)]

    @cached_property
    def edges(self) -> dict[str, list[str]]:
        """The components to which each component refers."""
        found = {}
        for kind, section in SECTIONS_V3.items():
            members = self.document.data.get("components", {}).get(section.removeprefix("components/"))
            for name, value in members.items() if isinstance(members, dict) else ():
                key = f"{section} {self.document.incremental.digests.of(name, value)}"
                if (references := self.document.incremental.last.references.get(key)) is None:
                    references = list(dict.fromkeys(map(component_of, reached(value, kind, V3))))
                found[reference_to(f"/{section}/{escape(name)}")] = self.found[key] = references
        schemas = self.document.data.get("components", {}).get("schemas", {})
        heirs = {component_pointer("schemas", name): names for name, names in implied_heirs(schemas).items()}
        pointers = {parent: [component_pointer("schemas", name) for name in names] for parent, names in heirs.items()}
        self.found[HEIRS] = pointers
        return {**found, **{p: list(dict.fromkeys([*found[p], *more])) for p, more in pointers.items()}}

    def with_other_heirs(self) -> set[str]:
        """Return the schemas of which other ones are the heirs than in the last build."""
        now, before = self.found.get(HEIRS, {}), self.document.incremental.last.references.get(HEIRS, {})
        return {pointer for pointer in {*now, *before} if now.get(pointer) != before.get(pointer)}


def shared_fields(item: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a Path Item Object that apply to all of its operations."""
    return {key: value for key, value in item.items() if key not in (*METHODS, "additionalOperations")}


def _references(item: dict[str, Any], operation: dict[str, Any]) -> dict[str, list[str]]:
    shared = shared_fields(item)
    parameters = reached(shared.pop("parameters", None), ["Parameter"], V3)
    found = {"": list(reached(shared, "PathItem", V3)), "parameters": list(parameters)}
    for name, value in operation.items():
        found.setdefault(name, []).extend(reached({name: value}, "Operation", V3))
    return {name: pointers for name, pointers in found.items() if pointers}
