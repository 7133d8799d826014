"""Arrays and maps, and what they are of: a list of fields has those of the elements."""

from __future__ import annotations

from collections.abc import Iterator

from ..locale import _
from ..openapi.model import Schema
from .type_text import MAX_PLAIN, is_plain, property_count

MAX_LEVELS = 20
"""How many arrays and maps are looked into for the fields of their elements."""

MAX_NESTING = 8
"""How many lists of fields stand within one another; deeper ones stand below, and are linked."""


def unwrapped(schema: Schema) -> Iterator[Schema]:
    """Yield *schema*, what it is an array or a map of, and so on; ends where a schema is an array of itself."""
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
    """Return *schema*, or what it is an array or a map of."""
    *_, element = unwrapped(schema)
    return element


def has_fields(schema: Schema, depth: int = 0) -> bool:
    """Return whether there is more to list of *schema*, within *depth* others, than its type says."""
    if depth > MAX_NESTING:
        return True
    around = [*unwrapped(schema)]
    element = around[-1]
    if element.unresolved or element.properties or element.patterns or element.prefix_items:
        return True
    if element.is_left_out or is_cut(around):
        return True
    parts = [part for choice in element.choices for part in choice.schemas]
    if len(element.choices) == 1 and all(map(is_plain, parts)):
        return len(parts) > MAX_PLAIN
    return len(element.choices) > 1 or any(
        part.name or has_fields(part, depth + 1) or part.description or part.data.keys() & {"enum", "pattern"}
        for part in parts
    )


def count_words(schema: Schema) -> str:
    """Return what the folded list of the fields of *schema* is called."""
    count = len(schema.properties)
    if not count:
        return _("Alternatives") if schema.alternatives else _("Items") if schema.prefix_items else _("Properties")
    return property_count(count)
