"""The parts of a schema that need a list, because its type and sentences about it are not enough."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..locale import _
from ..openapi.schema import Schema
from .containers import element_of, is_cut, unwrapped
from .type_text import MAX_PLAIN, MAX_TYPES, is_plain, property_count, type_words

MAX_NESTING = 8
"""How many lists of fields are nested; deeper ones are below, with a link."""

#: Keywords of a property that no sentence covers.
_WORDY = frozenset({"description", "default", "example", "examples", "externalDocs"})


@dataclass(frozen=True)
class ConditionalPart:
    """A schema that applies under a condition, or to a part of a value, and has something to list."""

    data: Mapping[str, Any]
    """The keywords beside it."""
    keyword: str
    name: str
    """The property that it depends on (``dependentSchemas``)."""
    schema: Schema


def conditional_parts(schema: Schema, depth: int = 0) -> Iterator[ConditionalPart]:
    """Yield the parts of the conditions of *schema*, within *depth* others, that need a list of their own."""
    for data in (schema.data, *schema.also):
        for keyword, name, value in islice(_conditional(data), MAX_PARTS if depth else None):
            part = schema.part(value)
            if _is_listed(part, schema, depth + 1):
                is_of_whole = keyword in ("then", "else", "dependentSchemas")
                yield ConditionalPart(data, keyword, name, with_types(part, schema) if is_of_whole else part)


MAX_CONDITIONS = 4
"""How many conditions within one another are looked into."""

MAX_PARTS = 5
"""How many parts of each condition within others are looked into."""


def _conditional(data: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    if "if" in data:
        yield from ((keyword, "", data[keyword]) for keyword in ("then", "else") if keyword in data)
    yield from (("dependentSchemas", name, value) for name, value in data.get("dependentSchemas", {}).items())
    for keyword in ("propertyNames", "contains", "unevaluatedItems", "contentSchema"):
        if keyword in data:
            yield keyword, "", data[keyword]


def _is_listed(part: Schema, schema: Schema, depth: int) -> bool:
    """Return whether *part*, which applies to *schema* under a condition, needs a list of its own."""
    if part.is_impossible or depth > MAX_CONDITIONS:
        return False
    element = element_of(part)
    if part.description or "if" in element.data or (element.name and has_fields(element, depth)):
        return True
    if any(_is_telling(item, depth) or name not in schema.properties for name, item in element.properties.items()):
        return True
    alternatives = (part for choice in element.choices for part in choice.schemas[:MAX_PARTS])
    return any(_is_listed(part, schema, depth + 1) for part in alternatives) or any(conditional_parts(element, depth))


def with_types(part: Schema, schema: Schema) -> Schema:
    """Return *part*, which holds of *schema* as well, with the types that properties have there."""
    known = {name: schema.properties[name] for name in part.properties if name in schema.properties}
    types = {
        name: {"type": known[name].data["type"]}
        for name, item in part.properties.items()
        if name in known and not (item.types or item.name) and "type" in known[name].data
    }
    return part.narrowed({"properties": types}) if types else part


def _is_telling(item: Schema, depth: int) -> bool:
    """Return whether a property needs more than a sentence."""
    is_wordy = not _WORDY.isdisjoint(item.data) and not item.name
    return not item.is_impossible and (is_wordy or has_fields(item, depth))


def has_fields(schema: Schema, depth: int = 0) -> bool:
    """Return whether *schema*, within *depth* others, needs more than its type."""
    if depth > MAX_NESTING:
        return True
    around = [*unwrapped(schema)]
    element = around[-1]
    if element.unresolved or element.properties or element.patterns or element.prefix_items:
        return True
    if element.is_left_out or is_cut(around) or any(any(conditional_parts(part, depth)) for part in around):
        return True
    parts = [part for choice in element.choices for part in choice.schemas]
    has_words = _has_words(parts)
    if len(element.choices) == 1 and all(map(is_plain, parts)):
        return has_words or len(parts) > MAX_PLAIN
    is_long = len(element.choices) > 1 or len(parts) > MAX_TYPES
    return has_words or is_long or any(_is_wordy(part) or has_fields(part, depth + 1) for part in parts)


def _has_words(parts: list[Schema]) -> bool:
    """Return whether alternatives have words beside their types: examples, or titles that tell several types apart."""
    if any(not _WORDY.isdisjoint(part.data) and not part.name for part in parts):
        return True
    return any(part.data.get("title") and not part.name for part in parts) and len(set(map(type_words, parts))) > 1


def _is_wordy(part: Schema) -> bool:
    """Return whether there is more to say of an alternative than its type."""
    return bool(part.name or part.description) or not part.data.keys().isdisjoint({"enum", "pattern"})


def count_words(schema: Schema) -> str:
    """Return the label of the collapsed list of the fields of *schema*."""
    if schema.properties:
        return property_count(len(schema.properties))
    if schema.choices and not schema.discriminator:
        return _("One of:") if schema.choices[0].is_exclusive else _("Any of:")
    if schema.choices:
        return _("Alternatives")
    if schema.prefix_items:
        return _("Items")
    return _("Properties") if schema.patterns or schema.types == ["object"] else _("Conditions")
