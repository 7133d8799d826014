"""The type of a value in words: ``array of FeatureFlag``, ``integer, 1 to 100``, ``string or null``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from ..model import Schema

MAX_NESTING = 6
"""How many types within one another are named."""

MAX_TYPES = 3
"""How many alternatives a type names before it only counts them."""


@dataclass(frozen=True)
class Word:
    """A piece of text in a line: plain, a value (``code``), a ``link``, the name of a ``schema``, or a ``title``."""

    text: str
    kind: str = ""


Words = tuple[Word, ...]


def plain(text: str) -> Word:
    """Return plain text."""
    return Word(text)


def value(content: Any) -> Word:
    """Return a JSON value."""
    return Word(value_text(content), "code")


def joined(items: Iterable[Words], separator: str = ", ") -> Words:
    """Return *items* with *separator* between them."""
    result: list[Word] = []
    for item in items:
        result += [*([Word(separator)] if result else []), *item]
    return tuple(result)


def value_text(content: Any) -> str:
    """Return a JSON value as one line: a text without its quotes, unless it is empty or reads as another value."""
    if isinstance(content, str) and content.strip() == content and content and not _reads_as_json(content):
        return content
    return json.dumps(content, ensure_ascii=False)


def _reads_as_json(text: str) -> bool:
    return re.fullmatch(r"null|true|false|-?\d+(\.\d+)?", text) is not None


def type_words(schema: Schema, seen: frozenset[str] = frozenset(), depth: int = 0) -> Words:
    """Return the type of *schema* in words. *seen* are the names of the arrays that it is an element of.

    *depth* counts the types around it: beyond :data:`MAX_NESTING`, it is left out.
    """
    if depth > MAX_NESTING:
        return (Word("…"),)
    words = [*_base_type(schema, seen, depth + 1), *(Word(f", {text}") for text in constraints(schema))]
    if schema.is_nullable and schema.types + schema.alternatives:
        words.append(Word(" or null"))
    return tuple(words)


def _base_type(schema: Schema, seen: frozenset[str], depth: int) -> Words:
    if schema.unresolved:
        return (Word("unresolved reference "), value(schema.unresolved))
    if schema.is_impossible:
        return (Word("nothing"),)
    if "const" in schema.data:
        return (Word("always "), value(schema.data["const"]))
    is_array = schema.types == ["array"] and schema.identity not in seen
    if is_array and schema.items is not None and not schema.prefix_items:
        known = seen | ({schema.identity} if schema.identity else set())
        return (Word("array of "), *type_words(schema.items, known, depth))
    if schema.data.get("title") and not schema.name and (schema.properties or schema.alternatives):
        return (Word(" ".join(schema.data["title"].split()), "title"),)
    is_telling = schema.identity in seen or not schema.types or "object" in schema.types or schema.alternatives
    if schema.name and not is_array and is_telling:
        return (Word(schema.name, "schema"),)
    if schema.alternatives and not schema.properties:
        if len(schema.alternatives) <= MAX_TYPES:
            return joined((type_words(part, seen, depth) for part in schema.alternatives), " or ")
        return (
            Word(f"{'one' if schema.choices[0].is_exclusive else 'any'} of {len(schema.alternatives)} alternatives"),
        )
    if schema.types == ["object"] and not schema.properties and "" in schema.patterns:
        return (Word("map of "), *type_words(schema.patterns[""], seen, depth))
    text = " or ".join(schema.types) or ("null" if schema.is_nullable else "any")
    words = Word(f"{text}, {schema.data['format']}" if schema.data.get("format") else text)
    return (words, Word(" ("), Word(schema.name, "schema"), Word(")")) if schema.name else (words,)


def constraints(schema: Schema) -> list[str]:
    """Return the limits of a value in words (JSON Schema Validation §6)."""
    data = schema.data
    is_list = not schema.types or "array" in schema.types  # Kubernetes says of texts, too, that items are unique
    words = [
        _number_range(data),
        f"multiple of {data['multipleOf']}" if "multipleOf" in data else "",
        _count_range(data, "Length", "character"),
        _count_range(data, "Items", "item") if is_list else "",
        "unique items" if data.get("uniqueItems") and is_list else "",
        _count_range(data, "Properties", "property", "properties"),
        data.get("contentMediaType", ""),
        data.get("contentEncoding", ""),
    ]
    return [text for text in words if text]


def _number_range(data: Any) -> str:
    low, high = data.get("minimum"), data.get("maximum")
    above, below = data.get("exclusiveMinimum"), data.get("exclusiveMaximum")
    above = low if above is True else above if above is not False else None
    below = high if below is True else below if below is not False else None
    low, high = (None if above is not None else low), (None if below is not None else high)
    if low is not None and high is not None:
        return f"{low} to {high}"
    parts = [("more than", above), ("at least", low), ("less than", below), ("at most", high)]
    return " and ".join(f"{words} {number}" for words, number in parts if number is not None)


def _count_range(data: Any, suffix: str, one: str, many: str = "") -> str:
    low, high = data.get(f"min{suffix}") or 0, data.get(f"max{suffix}")
    many = many or f"{one}s"
    if high is None:
        return f"at least {low} {one if low == 1 else many}" if low else ""
    if low == high:
        return f"{low} {one if low == 1 else many}"
    return f"{low} to {high} {many}" if low else f"at most {high} {one if high == 1 else many}"
