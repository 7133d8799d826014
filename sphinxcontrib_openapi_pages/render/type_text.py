"""The type of a value in words: ``array of FeatureFlag``, ``integer, 1 to 100``, ``string or null``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from itertools import islice
from typing import Any

from ..locale import _, filled, ngettext
from ..openapi.model import Schema
from .budget import DOCUMENT, MAX_ITEMS, more_message
from .translation import spec_text

MAX_NESTING = 6
"""How many types within one another are named."""

MAX_TYPES = 3
"""How many alternatives a type names before it only counts them."""


@dataclass(frozen=True)
class Word:
    """A piece of text in a line: plain, a value (``code``), a ``link``, the name of a ``schema``, or a ``title``.

    One of the kind ``document`` is what the link to the published document is called.
    """

    text: str
    kind: str = ""


Words = tuple[Word, ...]


def plain(text: str) -> Word:
    """Return plain text."""
    return Word(text)


@lru_cache(maxsize=1000)
def same(*words: Word) -> Words:
    """Return *words*, each time the same tuple of them: a document is pickled faster that has many like it."""
    return words


def value(content: Any) -> Word:
    """Return a JSON value."""
    return Word(value_text(content), "code")


def sentence(message: str, **parts: Iterable[Word]) -> Words:
    """Return *message* with *parts* in the places of its placeholders."""
    return tuple(Word(part) if isinstance(part, str) else part for part in filled(message, **parts))


def joined(items: Iterable[Words], left: int = 0) -> Words:
    """Return *items* as a list within a sentence, and that there are *left* more, if there are."""
    result: list[Word] = []
    for item in items:
        result += [*([Word(_(", "))] if result else []), *item]
    if left <= 0:
        return tuple(result)
    return sentence(more_message(left), items=result, document=[Word(str(DOCUMENT), "document")])


def alternatives(items: Iterable[Words]) -> Words:
    """Return *items* as alternatives."""
    return reduce(lambda first, second: sentence(_("{first} or {second}"), first=first, second=second), items)


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
        return (Word(schema.name, "schema") if schema.name else Word("…"),)
    words = joined([_base_type(schema, seen, depth + 1), *((Word(text),) for text in constraints(schema))])
    if schema.is_nullable and schema.types + schema.alternatives:
        return alternatives([words, (Word("null"),)])
    return words


def _base_type(schema: Schema, seen: frozenset[str], depth: int) -> Words:
    if schema.unresolved:
        return sentence(_("unresolved reference {reference}"), reference=[value(schema.unresolved)])
    if schema.is_impossible:
        # Translators: the type of a value of which there can be none.
        return (Word(_("nothing")),)
    if "const" in schema.data:
        return sentence(_("always {value}"), value=[value(schema.data["const"])])
    is_array = schema.types == ["array"] and schema.identity not in seen
    if is_array and schema.items is not None and not schema.prefix_items:
        known = seen | ({schema.identity} if schema.identity else set())
        return sentence(_("array of {type}"), type=type_words(schema.items, known, depth))
    if schema.data.get("title") and not schema.name and (schema.properties or schema.alternatives):
        return (Word(spec_text(" ".join(schema.data["title"].split())), "title"),)
    is_telling = schema.identity in seen or not schema.types or "object" in schema.types or schema.alternatives
    if schema.name and not is_array and is_telling:
        return (Word(schema.name, "schema"),)
    if schema.alternatives and not schema.properties:
        if len(schema.alternatives) <= MAX_TYPES:
            return alternatives(type_words(part, seen, depth) for part in schema.alternatives)
        return (Word(_alternative_count(len(schema.alternatives), is_exclusive=schema.choices[0].is_exclusive)),)
    if schema.types == ["object"] and not schema.properties and "" in schema.patterns:
        return sentence(_("map of {type}"), type=type_words(schema.patterns[""], seen, depth))
    return _json_type(schema)


def _json_type(schema: Schema) -> Words:
    # Translators: the type of a value that may be anything.
    names = dict.fromkeys(schema.types or ["null" if schema.is_nullable else _("any")])
    words = alternatives((Word(name),) for name in islice(names, MAX_ITEMS))
    if schema.data.get("format"):
        words = joined([words, (Word(schema.data["format"]),)])
    # Translators: a JSON type and, in brackets, the name of the schema.
    return sentence(_("{type} ({name})"), type=words, name=[Word(schema.name, "schema")]) if schema.name else words


def _alternative_count(count: int, *, is_exclusive: bool) -> str:
    if is_exclusive:
        message = ngettext("one of {count} alternative", "one of {count} alternatives", count)
    else:
        message = ngettext("any of {count} alternative", "any of {count} alternatives", count)
    return message.format(count=count)


def constraints(schema: Schema) -> list[str]:
    """Return the limits of a value in words (JSON Schema Validation §6)."""
    data = schema.data
    is_list = not schema.types or "array" in schema.types  # Kubernetes says of texts, too, that items are unique
    words = [
        _number_range(data),
        _("multiple of {number}").format(number=data["multipleOf"]) if "multipleOf" in data else "",
        _count_range(data, "Length", _character_count),
        _count_range(data, "Items", _item_count) if is_list else "",
        _("unique items") if data.get("uniqueItems") and is_list else "",
        _count_range(data, "Properties", property_count),
        data.get("contentMediaType", ""),
        data.get("contentEncoding", ""),
    ]
    return [text for text in words if text]


_LIMITS = ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum")


def _number_range(data: Any) -> str:
    if data.keys().isdisjoint(_LIMITS):
        return ""
    low, high = data.get("minimum"), data.get("maximum")
    above, below = data.get("exclusiveMinimum"), data.get("exclusiveMaximum")
    above = low if above is True else above if above is not False else None
    below = high if below is True else below if below is not False else None
    low, high = (None if above is not None else low), (None if below is not None else high)
    if low is not None and high is not None:
        return _("{low} to {high}").format(low=low, high=high)
    limits = [
        (_("more than {number}"), above),
        (_("at least {number}"), low),
        (_("less than {number}"), below),
        (_("at most {number}"), high),
    ]
    words = [message.format(number=limit) for message, limit in limits if limit is not None]
    return _("{first} and {second}").format(first=words[0], second=words[1]) if words[1:] else "".join(words)


def _count_range(data: Any, suffix: str, counted: Callable[[Any], str]) -> str:
    low, high = data.get(f"min{suffix}") or 0, data.get(f"max{suffix}")
    if high is None:
        return _("at least {number}").format(number=counted(low)) if low else ""
    if low == high:
        return counted(low)
    if low:
        return _("{low} to {high}").format(low=low, high=counted(high))
    return _("at most {number}").format(number=counted(high))


def _character_count(count: Any) -> str:
    return ngettext("{count} character", "{count} characters", count).format(count=count)


def _item_count(count: Any) -> str:
    return ngettext("{count} item", "{count} items", count).format(count=count)


def property_count(count: Any) -> str:
    """Return *count* properties in words."""
    return ngettext("{count} property", "{count} properties", count).format(count=count)
