"""What a schema asks for beyond types and fields, in words: ``if``, ``not``, ``contains`` and the like."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from ..locale import _, ngettext
from ..openapi.schema import Presence, Requirements, Schema
from .listing import ConditionalPart, conditional_parts
from .type_text import (
    Word,
    Words,
    alternatives,
    constraints,
    item_count,
    joined,
    plain,
    schema_word,
    sentence,
    type_words,
    value,
)

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
    phrase: Words = ()
    """What may be the case, if not label and words."""


def conditions(schema: Schema, depth: int = 0) -> Iterator[Condition]:
    """Yield what *schema*, within *depth* others, asks for beyond types, limits and fields.

    What there is more to list of, :func:`listed_conditions` has, but for conditions within others.
    """
    for requirements in schema.requirements:
        label = _("Exactly one of") if requirements.is_exclusive else _("At least one of")
        yield Condition(label, _groups(requirements))
    yield from _names_without_property(schema)
    yield from _conditions(schema, depth)


def _requirement_phrase(requirements: Requirements, *, is_asked: bool) -> Words:
    """Return which properties there must be, or are, within a sentence."""
    groups = [presence_words(group) for group in requirements.groups]
    has_lists = any(group.title or len(group.names) > 1 for group in requirements.groups)
    names = _listed(groups) if has_lists else joined(groups)
    if requirements.is_exclusive:
        message = _("exactly one of {names} is required") if is_asked else _("exactly one of {names} is present")
    else:
        message = _("at least one of {names} is required") if is_asked else _("at least one of {names} is present")
    return sentence(message, names=names)


def _conditions(schema: Schema, depth: int) -> Iterator[Condition]:
    if schema.is_impossible:
        return
    listed = [] if depth else [(id(part.data), part.keyword, part.name) for part in conditional_parts(schema)]
    for data in (schema.data, *schema.also):
        gone = frozenset(name or keyword for place, keyword, name in listed if place == id(data))
        for keyword, to_words in _CONDITIONS.items():
            if keyword in data and (id(data), keyword, "") not in listed:
                yield from to_words(_Context(schema, data, depth, gone))


@dataclass(frozen=True)
class _Context:
    schema: Schema
    data: Mapping[str, Any]
    depth: int
    listed: frozenset[str]
    """Keywords, or names of properties, that stand in lists instead."""

    def part(self, keyword: str) -> Schema:
        return self.schema.part(self.data[keyword])


@dataclass(frozen=True)
class ListedCondition:
    """A condition under which a schema holds that has something to list."""

    heading: Words
    schema: Schema


def listed_conditions(schema: Schema) -> Iterator[ListedCondition]:
    """Yield those conditions of *schema* that there is more to list of than a sentence says."""
    for part in conditional_parts(schema):
        yield ListedCondition(_heading(schema, part), part.schema)


def _heading(schema: Schema, part: ConditionalPart) -> Words:
    """Return what stands above the list of *part*."""
    if part.keyword in ("then", "else"):
        message = _("If {condition}:") if part.keyword == "then" else _("Unless {condition}:")
        condition = predicate(schema.part(part.data["if"]), 1, is_asked=False)
        return _with_name(sentence(message, condition=condition), part.schema)
    if part.keyword == "dependentSchemas":
        return _with_name(sentence(_("If {name} is present:"), name=[Word(part.name, "code")]), part.schema)
    label = {
        "propertyNames": _("Names of properties"),
        "unevaluatedItems": _("Further items"),
        "contentSchema": _("Content"),
    }.get(part.keyword) or _item_count(part.data)
    words = type_words(part.schema) if part.schema.types and part.keyword != "propertyNames" else ()
    return sentence(_("{label}: {words}"), label=[plain(label)], words=words)


def _with_name(words: Words, part: Schema) -> Words:
    return (*words, plain(" "), schema_word(part)) if part.name else words


def _groups(requirements: Requirements) -> Words:
    return _listed([presence_words(group) for group in requirements.groups])


def presence_words(presence: Presence) -> Words:
    """Return properties that an object has together, in words."""
    words = _names(presence.names)
    message = _("{title} ({names})")
    return sentence(message, title=[plain(presence.title)], names=words) if presence.title else words


def _listed(items: list[Words]) -> Words:
    result: list[Word] = []
    for item in items[:MAX_PHRASES]:
        result += [*([Word(_("; "))] if result else []), *item]
    return (*result, Word("…")) if len(items) > MAX_PHRASES else tuple(result)


def _names(names: list[str]) -> Words:
    return joined((Word(name, "code"),) for name in names)


def _all_names(names: list[str]) -> Words:
    """Return *names* as a list that ends with "and"."""
    if len(names) == 1 or len(names) > MAX_PHRASES:
        return _names(names)
    return sentence(_("{first} and {second}"), first=_names(names[:-1]), second=_names(names[-1:]))


def _names_without_property(schema: Schema) -> Iterator[Condition]:
    unnamed = [name for name in schema.required if name not in schema.properties]
    known = [set(part.required) & {*part.properties} for part in schema.alternatives] if unnamed else []
    if names := [name for name in unnamed if not known or any(name not in part for part in known)]:
        yield Condition(_("Also required"), _names(names))


def _if(context: _Context) -> Iterator[Condition]:
    branches = [context.data.get(name, True) if name not in context.listed else True for name in ("then", "else")]
    condition = predicate(context.part("if"), context.depth + 1, is_asked=False)
    then, otherwise = [
        predicate(context.schema.part(branch), context.depth + 1) if branch not in (True, {}) else ()
        for branch in branches
    ]
    if then and otherwise:
        message = _("If {condition}: {then}. Otherwise: {otherwise}")
        yield Condition("", sentence(message, condition=condition, then=then, otherwise=otherwise))
    elif then:
        yield Condition("", sentence(_("If {condition}: {then}"), condition=condition, then=then))
    elif otherwise:
        yield Condition("", sentence(_("Unless {condition}: {then}"), condition=condition, then=otherwise))


def _dependent_required(context: _Context) -> Iterator[Condition]:
    for name, names in context.data["dependentRequired"].items():
        if isinstance(names, list) and names:
            message = ngettext(
                "If {name} is present, {names} is required as well",
                "If {name} is present, {names} are required as well",
                len(names),
            )
            yield Condition("", sentence(message, name=[Word(name, "code")], names=_all_names(names)))


def _dependent_schemas(context: _Context) -> Iterator[Condition]:
    for name, part in context.data["dependentSchemas"].items():
        if name not in context.listed:
            then = predicate(context.schema.part(part), context.depth + 1)
            yield Condition("", sentence(_("If {name} is present: {then}"), name=[Word(name, "code")], then=then))


def _property_names(context: _Context) -> Iterator[Condition]:
    part = context.part("propertyNames")
    values = _values(part)
    words = joined(values) or _named_or_plain(part, context.depth)
    yield Condition(_("Names of properties"), words, values)


def _values(part: Schema) -> list[Words]:
    return [(value(item.value),) for item in part.allowed_values]


def _named_or_plain(part: Schema, depth: int) -> Words:
    """Return what a name is; that it is a text goes without saying, but for its format."""
    if "const" in part.data:
        return (value(part.data["const"]),)
    has_format = "format" in part.data and not part.types
    return predicate(part.narrowed({"type": "string"}) if has_format else part, depth + 1)


def _contains(context: _Context) -> Iterator[Condition]:
    part = predicate(context.part("contains"), context.depth + 1)
    yield Condition(_item_count(context.data), part)


def _item_count(data: Mapping[str, Any]) -> str:
    """Return how many items fit ``contains``."""
    least, most = data.get("minContains", 1), data.get("maxContains")
    if most is None and least == 1:
        return _("At least one item must fit")
    if most is None:
        return _("At least {items} must fit").format(items=item_count(least))
    if least == most:
        return _("Exactly {items} must fit").format(items=item_count(most))
    if least <= 0:
        return _("At most {items} may fit").format(items=item_count(most))
    return _("{low} to {high} must fit").format(low=least, high=item_count(most))


def _not(context: _Context) -> Iterator[Condition]:
    part = context.part("not")
    if part.allowed_values:
        yield Condition(_("None of"), joined(_values(part)), _values(part))
    elif "const" in part.data:
        yield Condition(_("Not"), (value(part.data["const"]),))
    elif set(part.data) == {"required"}:
        yield _absence(part.required)
    elif part.data.keys() <= {"pattern", "type"} and "pattern" in part.data:
        yield Condition(_("Must not match"), (Word(part.data["pattern"], "code"),))
    elif names := _any_of(part):
        message, phrase = _("None of these may be present: {names}"), _("none of {names} is present")
        words = _names(names)
        yield Condition("", sentence(message, names=words), phrase=sentence(phrase, names=words))
    else:
        yield Condition(_("Not"), predicate(part, context.depth + 1))


def _absence(required: list[str]) -> Condition:
    """Return that not all of *required* properties may be present."""
    names = _names(required)
    if len(required) == 1:
        message, phrase = _("{name} must not be present"), _("{name} is not present")
        return Condition("", sentence(message, name=names), phrase=sentence(phrase, name=names))
    message, phrase = _("These must not be present together: {names}"), _("not all of {names} are present")
    return Condition("", sentence(message, names=names), phrase=sentence(phrase, names=names))


def _any_of(part: Schema) -> list[str]:
    """Return the properties of which *part*, which says nothing else, asks for at least one."""
    groups = [group.names for requirements in part.requirements for group in requirements.groups]
    is_all = part.data.keys() == {"anyOf"} and all(len(names) == 1 for names in groups)
    return [names[0] for names in groups] if is_all else []


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
    yield Condition(_("Content"), predicate(context.part("contentSchema"), context.depth + 1))


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
        words: Words = (schema_word(schema),)
        return words if is_asked else sentence(_("it is {words}"), words=words)
    if "const" in schema.data:
        words = (value(schema.data["const"]),)
        return words if is_asked else sentence(_("it is {words}"), words=words)
    # One more than are shown, so that it is known whether there are more.
    return _listed([*islice(_phrases(schema, depth, is_asked=is_asked), MAX_PHRASES + 1)]) or type_words(schema)


def _phrases(schema: Schema, depth: int, *, is_asked: bool) -> Iterator[Words]:
    yield from _own_phrases(schema, is_asked=is_asked)
    yield from _member_phrases(schema, depth, is_asked=is_asked)
    for requirements in schema.requirements:
        yield _requirement_phrase(requirements, is_asked=is_asked)
    for condition in _conditions(schema, depth):
        yield condition.phrase if condition.phrase and not is_asked else _condition_phrase(condition)
    for choice in schema.choices:
        yield alternatives(predicate(part, depth + 1) for part in choice.schemas)


def _condition_phrase(condition: Condition) -> Words:
    if not condition.label:
        return condition.words
    return sentence(_("{label}: {words}"), label=[plain(condition.label)], words=condition.words)


def _own_phrases(schema: Schema, *, is_asked: bool) -> Iterator[Words]:
    is_plain_object = schema.types == ["object"] or not schema.types
    limits = [] if schema.properties else constraints(schema)
    words: Words = ()
    message = _("it is {words}")
    if schema.allowed_values:
        words = alternatives((value(item.value),) for item in schema.allowed_values)
    elif not schema.types and limits and not (schema.name or schema.choices):
        words = joined((plain(limit),) for limit in limits)
        message = _("it has {words}") if _is_counted(schema) else message
    elif limits or schema.is_impossible or not is_plain_object:
        words = type_words(schema)
        message = _("it is of type {words}")
    if words:
        yield words if is_asked else sentence(message, words=words)
    if schema.data.get("pattern"):
        message = _("matches {pattern}") if is_asked else _("it matches {pattern}")
        yield sentence(message, pattern=[Word(schema.data["pattern"], "code")])


_COUNTS = frozenset(f"{end}{of}" for end in ("min", "max") for of in ("Length", "Items", "Properties")) | {
    "uniqueItems"
}


def _is_counted(schema: Schema) -> bool:
    """Return whether *schema* limits only how many characters, items or properties a value has."""
    return schema.data.keys() <= _COUNTS


def _member_phrases(schema: Schema, depth: int, prefix: str = "", *, is_asked: bool) -> Iterator[Words]:
    """Yield what is said of each property, and that it is required, or present."""
    said = set()
    for name, part in schema.properties.items():
        path = f"{prefix}{name}"
        if not part.is_impossible and _OBJECT.issuperset(part.data) and (part.properties or part.required):
            if depth < MAX_DEPTH:
                said.add(name)
                yield from _member_phrases(part, depth + 1, f"{path}.", is_asked=is_asked)
        elif part.data:
            said.add(name)
            yield _property_phrase(path, part, depth)
    presence = _("{name} is required") if is_asked else _("{name} is present")
    for name in schema.required:
        if is_asked or name not in said:
            yield sentence(presence, name=[Word(f"{prefix}{name}", "code")])


_OBJECT = frozenset({"properties", "required", "type"})


def _property_phrase(path: str, part: Schema, depth: int) -> Words:
    """Return what is said of the property at *path*."""
    name = [Word(path, "code")]
    if part.is_impossible:
        return sentence(_("{name} is not present"), name=name)
    if part.data.keys() == {"not"}:
        words = predicate(part.part(part.data["not"]), depth + 1)
        return sentence(_("{name} is not {words}"), name=name, words=words)
    if part.data.keys() == {"pattern"}:
        return sentence(_("{name} matches {pattern}"), name=name, pattern=[Word(part.data["pattern"], "code")])
    return sentence(_property_message(part), name=name, words=predicate(part, depth + 1))


def _property_message(part: Schema) -> str:
    if part.name or "const" in part.data or part.allowed_values:
        return _("{name} is {words}")
    if _is_counted(part):
        return _("{name} has {words}")
    if any(True for _condition in conditions(part)) or (part.choices and not part.types):
        return _("{name} fits ({words})")
    return _("{name} is of type {words}") if part.types else _("{name} is {words}")
