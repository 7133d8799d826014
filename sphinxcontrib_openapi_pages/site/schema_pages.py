"""The component schemas of an API that get a page, and who uses each."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from ..config import ApiOptions
from ..openapi.diagnostics import Place, Subtype, warn
from ..openapi.document import Document
from ..openapi.references import component_pointer
from .addresses import Names, file_name
from .menu import Menu, Operation

USES = ("requestBody", "parameters", "responses", "callbacks")
"""The fields of an Operation Object that hold schemas."""


@dataclass
class SchemaEntry:
    """A component schema with its page, and what refers to it directly."""

    name: str
    docname: str
    data: Any
    operations: dict[str, list[Operation]] = field(default_factory=dict)
    """Operations, by the field in which they use the schema."""
    users: list[str] = field(default_factory=list)
    """Names of the schemas that refer to it, other than as their parent."""
    parents: list[str] = field(default_factory=list)
    """Names of the schemas that it extends (``allOf``)."""
    children: list[str] = field(default_factory=list)
    """Names of the schemas that extend it."""

    @property
    def is_used(self) -> bool:
        return bool(self.operations or self.users or self.children)


def build_schemas(document: Document, menu: Menu, folder: str, options: ApiOptions) -> list[SchemaEntry]:
    """Return the schemas of *document* that get a page, in its order."""
    if not options.schema_pages:
        return []
    schemas = document.data.get("components", {}).get("schemas", {})
    used = None if options.unused_schemas else _used(document, menu)
    files = Names("index")
    entries: dict[str, SchemaEntry] = {}
    for name, data in schemas.items():
        if used is None or component_pointer("schemas", name) in used:
            docname = f"{folder}/schemas/{_claim(files, name, document.place)}"
            entries[name] = SchemaEntry(name, docname, data)
    _note_operations(entries, document, menu.operations())
    _note_schemas(entries, document)
    return list(entries.values())


def _claim(files: Names, name: str, place: Place) -> str:
    wanted = file_name(name)
    claimed = files.claim(wanted)
    if claimed != wanted:
        warn(
            Subtype.ADDRESS,
            f"the page name {wanted!r} of the schema {name!r} is taken or reserved; it gets {claimed!r}",
            place / "components" / "schemas" / name,
        )
    return claimed


def _used(document: Document, menu: Menu) -> set[str]:
    references = (_references(document, operation).values() for operation in menu.operations())
    return set(document.nearest(chain.from_iterable(chain.from_iterable(references))))


def _references(document: Document, operation: Operation) -> dict[str, list[str]]:
    return document.references(operation.endpoint, operation.item, operation.data)


def _note_operations(entries: dict[str, SchemaEntry], document: Document, operations: Iterable[Operation]) -> None:
    for operation in operations:
        references = _references(document, operation)
        for use in USES:
            for name in document.direct_schemas(references.get(use, ())):
                if name in entries:
                    entries[name].operations.setdefault(use, []).append(operation)


def _note_schemas(entries: dict[str, SchemaEntry], document: Document) -> None:
    for entry in entries.values():
        entry.parents = [name for name in _extended(entry.data, document) if name in entries and name != entry.name]
        for parent in entry.parents:
            entries[parent].children.append(entry.name)
    for entry in entries.values():
        for name in document.direct_schemas(document.schema_references(entry.name)):
            if name in entries and name not in entry.parents and entry.name not in entries[name].parents:
                entries[name].users.append(entry.name)


def _extended(data: Any, document: Document) -> list[str]:
    """Return the named parts of an ``allOf`` that is more than another name for its only part."""
    parts = data.get("allOf", []) if isinstance(data, dict) else []
    if len(parts) == 1 and "properties" not in data:
        return []
    named = [part["$ref"] for part in parts if isinstance(part, dict) and isinstance(part.get("$ref"), str)]
    return document.direct_schemas(named)
