"""Arrays and maps, and their elements, whose fields they show."""

from __future__ import annotations

from collections.abc import Iterator

from ..openapi.schema import Schema

MAX_LEVELS = 20
"""How many arrays and maps are looked into for the fields of their elements."""


def unwrapped(schema: Schema) -> Iterator[Schema]:
    """Yield *schema*, the schema of its elements, and so on; ends if a schema is an array of itself."""
    seen: set[str] = set()
    current: Schema | None = schema
    while current is not None and current.identity not in seen and len(seen) < MAX_LEVELS:
        yield current
        seen.add(current.identity)
        current = _inner(current)


def _inner(schema: Schema) -> Schema | None:
    """Return what *schema* is an array or a map of, if it is one and nothing else."""
    if schema.types == ["array"] and not schema.prefix_items:
        return schema.items
    if schema.types == ["object"] and not schema.properties and set(schema.patterns) == {""}:
        return schema.patterns[""]
    return None


def is_cut(around: list[Schema]) -> bool:
    """Return whether arrays and maps are nested too deeply for *around* to have their element."""
    return len(around) == MAX_LEVELS and _inner(around[-1]) is not None


def element_of(schema: Schema) -> Schema:
    """Return *schema*, or the schema of its elements if it is an array or a map."""
    *_, element = unwrapped(schema)
    return element
