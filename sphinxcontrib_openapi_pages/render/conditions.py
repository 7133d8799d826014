"""What a schema asks for beyond types and fields, in words: ``if``, ``not``, ``contains`` and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..locale import _
from ..openapi.model import Requirements, Schema
from .type_text import Word, Words, alternatives, item_count, joined, plain, schema_word, sentence, type_words, value

MAX_DEPTH = 4
"""How many conditions within one another are put into words."""

MAX_PHRASES = 12
"""How many phrases about one value stand in a sentence."""


@dataclass(frozen=True)
class Condition:
    """A line about a value: what it begins with, and the rest."""

    label: str
    words: Words
    items: Sequence[Words] = ()
    """The words one by one, where they are a list of values."""


def conditions(schema: Schema, depth: int = 0) -> Iterator[Condition]:
    """Yield what *schema*, within *depth* others, asks for beyond types, limits and fields."""
    for requirements in schema.requirements:
        label = _("Exactly one of") if requirements.is_exclusive else _("At least one of")
        yield Condition(label, _groups(requirements))
    yield from _names_without_property(schema)
    yield from _conditions(schema, depth)


def _conditions(schema: Schema, depth: int) -> Iterator[Condition]:
    if schema.is_impossible:
        return
    for data in (schema.data, *schema.also):
        for keyword, to_words in _CONDITIONS.items():
            if keyword in data:
                yield from to_words(_Context(schema, data, depth))


@dataclass(frozen=True)
class _Context:
    schema: Schema
    data: Mapping[str, Any]
    depth: int

    def part(self, keyword: str) -> Schema:
        return self.schema.part(self.data[keyword])


def _groups(requirements: Requirements) -> Words:
    groups = []
    for title, names in requirements.groups:
        words = _names(names)
        message = _("{title} ({names})")
        groups.append(sentence(message, title=[plain(title)], names=words) if title else words)
    return _listed(groups)


def _listed(items: list[Words]) -> Words:
    result: list[Word] = []
    for item in items[:MAX_PHRASES]:
        result += [*([Word(_("; "))] if result else []), *item]
    return (*result, Word("…")) if len(items) > MAX_PHRASES else tuple(result)


def _names(names: list[str]) -> Words:
    return joined((Word(name, "code"),) for name in names)


def _names_without_property(schema: Schema) -> Iterator[Condition]:
    unnamed = [name for name in schema.required if name not in schema.properties]
    known = [set(part.required) & {*part.properties} for part in schema.alternatives] if unnamed else []
    if names := [name for name in unnamed if not known or any(name not in part for part in known)]:
        yield Condition(_("Also required"), _names(names))


def _if(context: _Context) -> Iterator[Condition]:
    branches = [context.data.get(name) for name in ("then", "else")]
    condition = predicate(context.part("if"), context.depth + 1, is_asked=False)
    then, otherwise = [
        predicate(context.schema.part(branch), context.depth + 1) if branch not in (None, True, {}) else ()
        for branch in branches
    ]
    if then and otherwise:
        message = _("{condition}: {then}. Otherwise: {otherwise}")
        yield Condition(_("If"), sentence(message, condition=condition, then=then, otherwise=otherwise))
    elif then:
        yield Condition(_("If"), sentence(_("{condition}: {then}"), condition=condition, then=then))
    elif otherwise:
        yield Condition(_("Unless"), sentence(_("{condition}: {then}"), condition=condition, then=otherwise))


def _dependent_required(context: _Context) -> Iterator[Condition]:
    for name, names in context.data["dependentRequired"].items():
        if isinstance(names, list) and names:
            words = sentence(_("{name}, {names} must be there too"), name=[Word(name, "code")], names=_names(names))
            yield Condition(_("With"), words)


def _dependent_schemas(context: _Context) -> Iterator[Condition]:
    for name, part in context.data["dependentSchemas"].items():
        then = predicate(context.schema.part(part), context.depth + 1)
        yield Condition(_("With"), sentence(_("{condition}: {then}"), condition=[Word(name, "code")], then=then))


def _property_names(context: _Context) -> Iterator[Condition]:
    part = context.part("propertyNames")
    values = _values(part)
    words = joined(values) or _named_or_plain(part, context.depth)
    yield Condition(_("Names of properties"), words, values)


def _values(part: Schema) -> list[Words]:
    return [(value(item.value),) for item in part.allowed_values]


def _named_or_plain(part: Schema, depth: int) -> Words:
    """Return what a name is; that it is a text goes without saying."""
    if "const" in part.data:
        return (value(part.data["const"]),)
    return predicate(part, depth + 1)


def _contains(context: _Context) -> Iterator[Condition]:
    part = predicate(context.part("contains"), context.depth + 1)
    least, most = context.data.get("minContains", 1), context.data.get("maxContains")
    if most is None and least == 1:
        yield Condition(_("At least one item"), part)
        return
    if most is None:
        label = _("At least {items}").format(items=item_count(least))
    elif least == most:
        label = _("Exactly {items}").format(items=item_count(most))
    elif least <= 0:
        label = _("At most {items}").format(items=item_count(most))
    else:
        label = _("{low} to {high}").format(low=least, high=item_count(most))
    yield Condition(label, part)


def _not(context: _Context) -> Iterator[Condition]:
    part = context.part("not")
    if part.allowed_values:
        yield Condition(_("None of"), joined(_values(part)), _values(part))
    elif "const" in part.data:
        yield Condition(_("Not"), (value(part.data["const"]),))
    elif set(part.data) == {"required"}:
        message = _("{names} together") if len(part.required) > 1 else _("with {names}")
        yield Condition(_("Not"), sentence(message, names=_names(part.required)))
    else:
        yield Condition(_("Not"), predicate(part, context.depth + 1))


def _unevaluated_items(context: _Context) -> Iterator[Condition]:
    yield from _further_items(context, "unevaluatedItems")


def _items(context: _Context) -> Iterator[Condition]:
    if context.data["items"] is False:
        yield from _further_items(context, "items")


def _further_items(context: _Context, keyword: str) -> Iterator[Condition]:
    part = context.part(keyword)
    if part.is_impossible:
        yield Condition(_("Further items"), (plain(_("none")),))
    elif context.data[keyword] not in (True, {}):
        yield Condition(_("Further items"), predicate(part, context.depth + 1))


def _content(context: _Context) -> Iterator[Condition]:
    yield Condition(_("Holds"), predicate(context.part("contentSchema"), context.depth + 1))


_CONDITIONS: dict[str, Callable[[_Context], Iterator[Condition]]] = {
    "not": _not,
    "if": _if,
    "dependentRequired": _dependent_required,
    "dependentSchemas": _dependent_schemas,
    "propertyNames": _property_names,
    "contains": _contains,
    "items": _items,
    "unevaluatedItems": _unevaluated_items,
    "contentSchema": _content,
}


# What a value must be, within a sentence


def predicate(schema: Schema, depth: int = 0, *, is_asked: bool = True) -> Words:
    """Return what fits *schema*, as words that go on after a colon: what *is asked* of a value, or may be the case."""
    if depth > MAX_DEPTH:
        return (Word("…"),)
    if schema.name and (schema.properties or schema.alternatives):
        return (schema_word(schema),)
    if "const" in schema.data:
        return (value(schema.data["const"]),)
    # One more than are shown, so that it is known whether there are more.
    return _listed([*islice(_phrases(schema, depth, is_asked=is_asked), MAX_PHRASES + 1)]) or type_words(schema)


def _phrases(schema: Schema, depth: int, *, is_asked: bool) -> Iterator[Words]:
    yield from _own_phrases(schema)
    yield from _property_phrases(schema, depth)
    presence = _("{name} is required") if is_asked else _("{name} is there")
    for name in schema.required:
        yield sentence(presence, name=[Word(name, "code")])
    for condition in conditions(schema, depth):
        if condition.label != _("Also required"):
            yield _condition_phrase(condition)
    for choice in schema.choices:
        yield alternatives(predicate(part, depth + 1) for part in choice.schemas)


def _condition_phrase(condition: Condition) -> Words:
    return sentence(_("{label}: {words}"), label=[plain(condition.label)], words=condition.words)


def _own_phrases(schema: Schema) -> Iterator[Words]:
    is_plain_object = schema.types == ["object"] or not schema.types
    has_limits = not schema.properties and len(type_words(schema)) > 1
    if schema.allowed_values:
        yield alternatives((value(item.value),) for item in schema.allowed_values)
    elif has_limits or schema.is_impossible or not is_plain_object:
        yield type_words(schema)
    if schema.data.get("pattern"):
        yield sentence(_("matches {pattern}"), pattern=[Word(schema.data["pattern"], "code")])


def _property_phrases(schema: Schema, depth: int) -> Iterator[Words]:
    for name, part in schema.properties.items():
        named = [Word(name, "code")]
        if part.is_impossible:
            yield sentence(_("{name} is not there"), name=named)
        elif part.data:
            yield sentence(_("{name} is {words}"), name=named, words=predicate(part, depth + 1))
