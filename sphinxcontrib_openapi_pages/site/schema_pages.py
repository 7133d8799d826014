"""The component schemas of an API that have a page, and what uses them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ..config import ApiOptions
from ..openapi.component_graph import ComponentGraph
from ..openapi.diagnostics import Subtype, quoted, warn
from ..openapi.document import Document
from ..openapi.references import component_pointer, escape
from .addresses import Names, file_name
from .menu import Menu, MenuOperation

USES = ("requestBody", "parameters", "responses", "callbacks")
"""The fields of an Operation Object that contain schemas."""


@dataclass
class UsedSchema:
    """A component schema with its page, and what refers to it directly."""

    name: str
    docname: str
    data: Any
    operations: dict[str, list[MenuOperation]] = field(default_factory=dict)
    """Operations, by the field in which they use the schema."""
    users: list[str] = field(default_factory=list)
    """Names of the schemas that refer to it, other than as their parent."""
    parents: list[str] = field(default_factory=list)
    """Names of the schemas that it extends (``allOf``)."""
    children: list[str] = field(default_factory=list)
    """Names of the schemas that extend it."""

    @property
    def description(self) -> str:
        return str(self.data.get("description", "")) if isinstance(self.data, dict) else ""


def build_schemas(graph: ComponentGraph, menu: Menu, folder: str, options: ApiOptions) -> list[UsedSchema]:
    """Return the schemas of the document that get a page, in its order."""
    if not options.schema_pages:
        return []
    document = graph.document
    schemas = document.data.get("components", {}).get("schemas", {})
    used = None if options.unused_schemas else _used(graph, menu)
    files = Names({"index": "the list of schemas"})
    entries: dict[str, UsedSchema] = {}
    for name, data in schemas.items():
        if used is None or component_pointer("schemas", name) in used:
            docname = f"{folder}/schemas/{_claim(files, name, document)}"
            entries[name] = UsedSchema(name, docname, data)
    _note_operations(entries, graph, menu.operations())
    _note_schemas(entries, graph)
    return list(entries.values())


def _claim(files: Names, name: str, document: Document) -> str:
    wanted, owner = file_name(name), f"the schema {quoted(name)}"
    claimed, reason = files.claim(wanted, owner)
    if reason:
        message = f"the page name {quoted(wanted)} of {owner} {reason}; it gets {quoted(claimed)}"
        warn(Subtype.ADDRESS, message, document.place_of(f"/components/schemas/{escape(name)}"))
    return claimed


def _used(graph: ComponentGraph, menu: Menu) -> set[str]:
    references = (_references(graph, operation).values() for operation in menu.operations())
    return set(graph.nearest(chain.from_iterable(chain.from_iterable(references))))


def _references(graph: ComponentGraph, operation: MenuOperation) -> dict[str, list[str]]:
    return graph.references(operation.endpoint, operation.item, operation.data)


def _note_operations(
    entries: dict[str, UsedSchema], graph: ComponentGraph, operations: Iterable[MenuOperation]
) -> None:
    for operation in operations:
        references = _references(graph, operation)
        for use in USES:
            for name in graph.direct_schemas(references.get(use, ())):
                if name in entries:
                    entries[name].operations.setdefault(use, []).append(operation)


def _note_schemas(entries: dict[str, UsedSchema], graph: ComponentGraph) -> None:
    for entry in entries.values():
        entry.parents = [name for name in _extended(entry.data, graph) if name in entries and name != entry.name]
        for parent in entry.parents:
            entries[parent].children.append(entry.name)
    for entry in entries.values():
        for name in graph.direct_schemas(graph.schema_references(entry.name)):
            if name in entries and name not in entry.parents and entry.name not in entries[name].parents:
                entries[name].users.append(entry.name)


def _extended(data: Any, graph: ComponentGraph) -> list[str]:
    """Return the named parts of an ``allOf`` that is more than another name for its only part."""
    parts = data.get("allOf", []) if isinstance(data, dict) else []
    if len(parts) == 1 and "properties" not in data:
        return []
    named = [part["$ref"] for part in parts if isinstance(part, dict) and isinstance(part.get("$ref"), str)]
    return graph.direct_schemas(named)
