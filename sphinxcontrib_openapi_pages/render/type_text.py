"""The type of a value in words: ``array of FeatureFlag``, ``integer, 1 to 100``, ``string or null``."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any

from ..locale import _, filled, ngettext
from ..openapi.number_limits import NumberLimits
from ..openapi.schema import Schema
from .budget import DOCUMENT, MAX_ITEMS, more_message
from .translation import spec_text

MAX_NESTING = 6
"""How many types within one another are named."""

MAX_TYPES = 3
"""How many alternatives with fields or words a type names before it only counts them."""

MAX_PLAIN = 8
"""How many plain alternatives a type names before it only counts them."""

MAX_ALTERNATIVES = 50
"""How many alternatives stand in a sentence with "or" between them."""

MAX_VALUES = 3
"""How many allowed values stand in the place of the type of an alternative."""


@dataclass(frozen=True)
class Word:
    """A piece of text in a line: plain, a value (``code``), a ``link``, the name of a ``schema``, or a ``title``.

    A word of the kind ``document`` is the link text for the published document.
    """

    text: str
    kind: str = ""
    name: str = ""
    """The name of the schema, where the text is its title."""
    target: str = ""
    """Where a link leads, if that is not its text."""


Words = tuple[Word, ...]


def plain(text: str) -> Word:
    """Return plain text."""
    return Word(text)


@lru_cache(maxsize=1000)
def same(*words: Word) -> Words:
    """Return *words*, each time the same tuple of them: a document is pickled faster that has many like it."""
    return words


def schema_word(schema: Schema) -> Word:
    """Return the name or the title of a component schema."""
    text = schema.title or schema.name or ""
    return Word(text, "schema", "" if text == schema.name else schema.name or "")


def value(content: Any) -> Word:
    """Return a JSON value."""
    return Word(value_text(content), "code")


def sentence(message: str, **parts: Iterable[Word]) -> Words:
    """Return *message* with *parts* in the places of its placeholders."""
    return tuple(Word(part) if isinstance(part, str) else part for part in filled(message, **parts))


def joined(items: Iterable[Words], left: int = 0) -> Words:
    """Return the first of *items* as a list within a sentence, with the number of all others and *left* more."""
    result: list[Word] = []
    for number, item in enumerate(items):
        if number < MAX_ITEMS:
            result += [*([Word(_(", "))] if result else []), *item]
        else:
            left = max(left, 0) + 1
    if left <= 0:
        return tuple(result)
    return sentence(more_message(left), items=result, document=[Word(str(DOCUMENT), "document")])


def alternatives(items: Iterable[Words]) -> Words:
    """Return *items* as alternatives, or as a list where they are many."""
    found = [*items]
    if len(found) > MAX_ALTERNATIVES:
        return joined(found)
    return reduce(lambda first, second: sentence(_("{first} or {second}"), first=first, second=second), found)


def in_brackets(words: Words) -> Words:
    """Return *words*, in brackets if they are alternatives: so one sees where these end."""
    separators = filled(_("{first} or {second}"), first=[], second=[])
    depth = 0
    for word in words:
        if word.kind == "":
            if depth == 0 and word.text in separators:
                return (Word("("), *words, Word(")"))
            depth += word.text.count("(") - word.text.count(")")
    return words


def value_text(content: Any) -> str:
    """Return a JSON value as one line: a text without its quotes, unless it is empty or reads as another value."""
    if isinstance(content, str) and content.strip() == content and content and not _reads_as_json(content):
        return content
    return json.dumps(content, ensure_ascii=False)


def _reads_as_json(text: str) -> bool:
    return re.fullmatch(r"null|true|false|-?\d+(\.\d+)?", text) is not None


def type_words(schema: Schema, seen: frozenset[Any] = frozenset(), depth: int = 0, *, is_named: bool = True) -> Words:
    """Return the type of *schema* in words. *seen* are the arrays and maps that it is an element of.

    *depth* counts the types around it: beyond :data:`MAX_NESTING`, it is left out. *is_named* says whether its own name
    is said, if it has one.
    """
    if depth > MAX_NESTING:
        return (schema_word(schema) if schema.name else Word("…"),)
    base = _base_type(schema, seen, depth + 1, is_named=is_named)
    words = joined([base, *((Word(text),) for text in constraints(schema))])
    if schema.is_nullable and (schema.types or schema.alternatives or schema.is_left_out):
        return alternatives([words, (Word("null"),)])
    return words


def _base_type(schema: Schema, seen: frozenset[Any], depth: int, *, is_named: bool) -> Words:
    if schema.unresolved:
        return sentence(_("unresolved reference {reference}"), reference=[value(schema.unresolved)])
    if schema.is_impossible:
        # Translators: the type of a value of which there can be none.
        return (Word(_("nothing")),)
    if "const" in schema.data:
        return sentence(_("always {value}"), value=[value(schema.data["const"])])
    if schema.name and (schema.is_left_out or schema.identity in seen):
        return (schema_word(schema),)
    known = seen | ({schema.identity} if schema.identity else set())
    is_new = schema.identity not in seen
    if schema.types == ["array"] and is_new and schema.items is not None and not schema.prefix_items:
        return sentence(_("array of {type}"), type=in_brackets(type_words(schema.items, known, depth)))
    is_map = schema.types == ["object"] and is_new and not schema.properties and "" in schema.patterns
    if is_map and not schema.alternatives:
        words = sentence(_("map of {type}"), type=in_brackets(type_words(schema.patterns[""], known, depth)))
        return _with_name(words, schema) if is_named else words
    is_said = _is_sayable(schema, has_name=bool(schema.name and is_named))
    if schema.name and is_named and ("object" in schema.types or (schema.alternatives and not is_said)):
        return (schema_word(schema),)
    if schema.alternatives and not schema.properties:
        if is_said:
            parts = (with_type(part, schema) for part in schema.alternatives)
            words = alternatives(dict.fromkeys(alternative_words(part, known, depth) for part in parts))
            return _with_name(words, schema) if is_named else words
        return (Word(_alternative_count(len(schema.alternatives), is_exclusive=schema.choices[0].is_exclusive)),)
    return _json_type(schema, is_named=is_named)


def with_type(part: Schema, schema: Schema) -> Schema:
    """Return *part*, an alternative of *schema*, with the type that all of them have."""
    given = schema.data.get("type")
    return part if given is None or part.types or part.name or part.alternatives else part.narrowed({"type": given})


def _is_sayable(schema: Schema, *, has_name: bool) -> bool:
    """Return whether a type names the alternatives of *schema*; of one that *has a name*, if that says all of them."""
    is_all = all(map(is_plain, schema.alternatives))
    return len(schema.alternatives) <= (MAX_PLAIN if is_all else MAX_TYPES) and (is_all or not has_name)


def _with_name(words: Words, schema: Schema) -> Words:
    """Return *words*, a type, with the name of the schema, if it has one."""
    # Translators: a JSON type and, in brackets, the name of the schema.
    return sentence(_("{type} ({name})"), type=words, name=[schema_word(schema)]) if schema.name else words


def is_plain(schema: Schema) -> bool:
    """Return whether the type of an alternative says all of it."""
    return not (
        schema.name
        or schema.properties
        or schema.patterns.keys() - {""}
        or schema.alternatives
        or schema.prefix_items
        or schema.description
        or ("enum" in schema.data and not _is_short_enumeration(schema))
        or "pattern" in schema.data
        or any(not (part.name or is_plain(part)) for part in (schema.items, schema.patterns.get("")) if part)
    )


def _is_short_enumeration(schema: Schema) -> bool:
    values = schema.allowed_values
    return bool(values) and len(values) <= MAX_VALUES and not any(item.name or item.description for item in values)


def alternative_words(schema: Schema, seen: frozenset[Any] = frozenset(), depth: int = 0) -> Words:
    """Return the type of one of several alternatives: its values where they are few."""
    if schema.name or schema.types == ["array"] or depth > MAX_NESTING:
        return type_words(schema, seen, depth)
    if "const" in schema.data:
        return (value(schema.data["const"]),)
    if _is_short_enumeration(schema):
        return alternatives((value(item.value),) for item in schema.allowed_values)
    return type_words(schema, seen, depth)


def _json_type(schema: Schema, *, is_named: bool) -> Words:
    # Translators: the type of a value that may be anything.
    names = dict.fromkeys(schema.types or ["null" if schema.is_nullable else _("any")])
    words = alternatives((Word(name),) for name in names)
    if schema.data.get("format"):
        words = joined([words, (Word(schema.data["format"]),)])
    if schema.name:
        return _with_name(words, schema) if is_named else words
    title = _title(schema)
    return sentence(_("{type} ({name})"), type=words, name=[Word(title, "title")]) if title else words


def _title(schema: Schema) -> str:
    """Return the title of an object that has no name."""
    title = schema.data.get("title") if schema.properties else ""
    return spec_text(" ".join(title.split())) if title else ""


def without_title(words: Words, name: str) -> Words:
    """Return *words*, the type of a property, without a title that says no more than the *name* of the property."""
    found = [
        index for index, word in enumerate(words) if word.kind == "title" and _letters(word.text) == _letters(name)
    ]
    if not found:
        return words
    index = found[0]
    before, after = words[index - 1].text.rpartition(" (")[0], words[index + 1].text.removeprefix(")")
    middle = tuple(Word(text) for text in (before, after) if text)
    return (*words[: index - 1], *middle, *words[index + 2 :])


def says_more(title: str, name: str) -> bool:
    """Return whether *title* says more than the *name* of what it is the title of."""
    return bool(title.strip()) and _letters(title) != _letters(name)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


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
        _number_range(schema.number_limits),
        _("multiple of {number}").format(number=data["multipleOf"]) if "multipleOf" in data else "",
        _count_range(data, "Length", _character_count),
        _count_range(data, "Items", item_count) if is_list else "",
        _("unique items") if data.get("uniqueItems") and is_list else "",
        _count_range(data, "Properties", property_count),
        _content(data.get("contentMediaType", ""), data.get("contentEncoding", "")),
    ]
    return [text for text in words if text]


def _content(media_type: str, encoding: str) -> str:
    """Return what a text holds, and how that is encoded."""
    if media_type and encoding:
        return _("{media_type} encoded as {encoding}").format(media_type=media_type, encoding=encoding)
    return _("encoded as {encoding}").format(encoding=encoding) if encoding else media_type


def _number_range(limits: NumberLimits) -> str:
    low, high = limits.at_least, limits.at_most
    if low is not None and high is not None:
        return _("{low} to {high}").format(low=low, high=high)
    found = [
        (_("more than {number}"), limits.more_than),
        (_("at least {number}"), low),
        (_("less than {number}"), limits.less_than),
        (_("at most {number}"), high),
    ]
    words = [message.format(number=limit) for message, limit in found if limit is not None]
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


def item_count(count: Any) -> str:
    """Return *count* items in words."""
    return ngettext("{count} item", "{count} items", count).format(count=count)


def property_count(count: Any) -> str:
    """Return *count* properties in words."""
    return ngettext("{count} property", "{count} properties", count).format(count=count)
