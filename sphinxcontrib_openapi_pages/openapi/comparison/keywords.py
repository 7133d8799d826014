"""Compares the keywords of two schemas, except those that contain fields, items and alternatives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ..conjunction import ALSO
from ..enumerations import text_of, type_of
from ..schema import Requirements, Schema
from .change import Kind
from .contract import Contract
from .effect import Difference, Effect, gained_or_lost, of_limit, of_presence, of_sets, set_or_changed

MAX_TEXT = 60
"""The longest value in a line, in characters."""

#: Limits by whether they are upper ones, with the value that says the same as no limit.
_LIMITS = {
    "minLength": (False, 0),
    "maxLength": (True, None),
    "minItems": (False, 0),
    "maxItems": (True, None),
    "minProperties": (False, 0),
    "maxProperties": (True, None),
    "minContains": (False, 1),
    "maxContains": (True, None),
}

#: Formats of which the second has all values of the first.
_WIDER_FORMATS = {("int32", "int64"), ("float", "double")}

#: Keywords that contain schemas and restrict values.
_RESTRICTIONS = ("not", "if", "then", "else", "contains", "dependentSchemas", "propertyNames", "contentSchema")

#: Keywords that restrict values if they have this value.
_FLAGS = {"additionalProperties": False, "unevaluatedProperties": False, "unevaluatedItems": False, "uniqueItems": True}

_CONTENTS = ("contentMediaType", "contentEncoding")


def type_names(schema: Schema) -> frozenset[str]:
    """Return the types that a value may have; none if it may have any."""
    if schema.types:
        return frozenset(schema.types)
    if values := _values(schema):
        return frozenset(map(type_of, values))
    parts = [type_names(part) for part in schema.alternatives if not part.alternatives]
    is_known = len(parts) == len(schema.alternatives) and all(parts)
    return frozenset().union(*parts) if is_known else frozenset()


def compare_types(old: Schema, new: Schema) -> Iterator[Difference]:
    """Yield the difference of the types, without ``null``."""
    before, now = type_names(old), type_names(new)
    if before != now:
        yield Difference(Kind.CHANGED, _of_types(before, now), "type", _type_text(before), _type_text(now))


def _of_types(old: frozenset[str], new: frozenset[str]) -> Effect:
    if not old or not new:
        return Effect.NARROWER if new else Effect.WIDER
    # An integer is a number.
    return of_sets(*(names | {"integer"} if "number" in names else names for names in (old, new)))


def _type_text(names: frozenset[str]) -> str:
    return " or ".join(sorted(names)) or "any"


def compare_keywords(old: Schema, new: Schema, contracts: tuple[Contract, Contract]) -> Iterator[Difference]:
    """Yield the differences of all other keywords. *contracts* show whether nested schemas are equal."""
    if old.data == new.data:
        yield from _restrictions(old, new, contracts)
        return
    for compare in _COMPARISONS:
        yield from compare(old, new)
    yield from _restrictions(old, new, contracts)


def _nullability(old: Schema, new: Schema) -> Iterator[Difference]:
    if (_is_free(old) or _is_free(new)) or _may_be_null(old) == _may_be_null(new):
        return
    if _may_be_null(new):
        yield Difference(Kind.NULLABLE, Effect.WIDER)
    else:
        yield Difference(Kind.NOT_NULLABLE, Effect.NARROWER)


def _is_free(schema: Schema) -> bool:
    """Return whether a value may have any type, so that it may be ``null`` as well."""
    return not type_names(schema) and not schema.is_nullable


def _may_be_null(schema: Schema) -> bool:
    return schema.is_nullable or (not schema.types and None in schema.data.get("enum", ()))


def _values(schema: Schema) -> list[Any] | None:
    """Return the only permitted values without ``null``; ``None`` if there is no such list."""
    values = [schema.data["const"]] if "const" in schema.data else schema.data.get("enum")
    return None if not values else [value for value in values if value is not None]


def _enumeration(old: Schema, new: Schema) -> Iterator[Difference]:
    before, now = _values(old), _values(new)
    if before is None or now is None:
        if before != now:
            texts = (_list_text(before or []), _list_text(now or []))
            yield set_or_changed("enum", of_presence(before, now), before, now, *texts)
        return
    texts_before, texts_now = ({json.dumps(value, sort_keys=True): value for value in vs} for vs in (before, now))
    for text, value in texts_before.items():
        if text not in texts_now:
            yield Difference(Kind.VALUE_REMOVED, Effect.NARROWER, "enum", old=short(text_of(value)))
    for text, value in texts_now.items():
        if text not in texts_before:
            yield Difference(Kind.VALUE_ADDED, Effect.WIDER, "enum", new=short(text_of(value)))


def _list_text(values: list[Any]) -> str:
    return ", ".join(short(text_of(value)) for value in values)


def _format(old: Schema, new: Schema) -> Iterator[Difference]:
    before, now = old.data.get("format"), new.data.get("format")
    if before != now:
        effect = of_presence(before, now)
        if (before, now) in _WIDER_FORMATS:
            effect = Effect.WIDER
        elif (now, before) in _WIDER_FORMATS:
            effect = Effect.NARROWER
        yield set_or_changed("format", effect, before, now)


def _number_limits(old: Schema, new: Schema) -> Iterator[Difference]:
    before, now = old.number_limits, new.number_limits
    for is_upper, names in ((False, ("at_least", "more_than")), (True, ("at_most", "less_than"))):
        (was, was_excluded), (is_, is_excluded) = ([getattr(each, name) for name in names] for each in (before, now))
        if (was, was_excluded) == (is_, is_excluded):
            continue
        first, second = (a if a is not None else b for a, b in ((was, was_excluded), (is_, is_excluded)))
        effect = of_limit(first, second, is_upper=is_upper)
        if effect is Effect.NONE:  # the same limit, which is included or not
            effect = Effect.NARROWER if is_excluded is not None else Effect.WIDER
        texts = (_limit_text(was, was_excluded, is_upper), _limit_text(is_, is_excluded, is_upper))
        yield set_or_changed("maximum" if is_upper else "minimum", effect, first, second, *texts)


def _sizes(old: Schema, new: Schema) -> Iterator[Difference]:
    for keyword, (is_upper, default) in _LIMITS.items():
        limits = [each.data.get(keyword, default) for each in (old, new)]
        before, now = (None if limit == default else limit for limit in limits)
        if before != now:
            yield set_or_changed(keyword, of_limit(*limits, is_upper=is_upper), before, now)


def _limit_text(included: Any, excluded: Any, is_upper: bool) -> str:
    if excluded is not None:
        return f"{'<' if is_upper else '>'} {excluded}"
    return str(included)


def _pattern(old: Schema, new: Schema) -> Iterator[Difference]:
    before, now = old.data.get("pattern"), new.data.get("pattern")
    if before != now:
        yield set_or_changed("pattern", of_presence(before, now), before, now)


def _multiples(old: Schema, new: Schema) -> Iterator[Difference]:
    before, now = old.data.get("multipleOf"), new.data.get("multipleOf")
    if before != now:
        effect = of_presence(before, now)
        if before and now:
            effect = Effect.NARROWER if now % before == 0 else Effect.WIDER if before % now == 0 else effect
        yield set_or_changed("multipleOf", effect, before, now)


def _flags(old: Schema, new: Schema) -> Iterator[Difference]:
    """Yield the differences of keywords that restrict values by one value alone."""
    for keyword, value in _FLAGS.items():
        before, now = (value if each.data.get(keyword) is value else None for each in (old, new))
        if before is not now:
            yield set_or_changed(keyword, of_presence(before, now), before, now, *[json.dumps(value)] * 2)


def _contents(old: Schema, new: Schema) -> Iterator[Difference]:
    for keyword in _CONTENTS:
        before, now = old.data.get(keyword), new.data.get(keyword)
        if before != now:
            yield set_or_changed(keyword, Effect.OTHER, before, now)


def _presence(old: Schema, new: Schema) -> Iterator[Difference]:
    """Yield the differences of keywords about which properties are required."""
    before, now = old.data.get("dependentRequired"), new.data.get("dependentRequired")
    if before != now:
        yield gained_or_lost("dependentRequired", of_presence(before, now), before, now)
    first, second = old.requirements or None, new.requirements or None
    if first != second:
        keyword = "oneOf" if (second or first or [])[0].is_exclusive else "anyOf"
        effect = Effect.NONE if _has_one_of(old, second) or _has_one_of(new, first) else of_presence(first, second)
        yield gained_or_lost(keyword, effect, first, second)


def _has_one_of(schema: Schema, requirements: list[Requirements] | None) -> bool:
    """Return whether an object that *schema* permits has what *requirements* ask for, if these are new or gone."""
    is_only = requirements is not None and not schema.requirements
    return is_only and all(
        not each.is_exclusive and any(set(group.names) <= set(schema.required) for group in each.groups)
        for each in requirements or ()
    )


def _annotations(old: Schema, new: Schema) -> Iterator[Difference]:
    """Yield the differences of what does not restrict values."""
    before, now = _default(old), _default(new)
    if before != now:
        yield set_or_changed("default", Effect.NONE, before, now)
    before, now = old.data.get("discriminator"), new.data.get("discriminator")
    if before != now:
        yield gained_or_lost("discriminator", Effect.NONE, before, now)
    if old.is_deprecated != new.is_deprecated:
        yield Difference(Kind.DEPRECATED if new.is_deprecated else Kind.NOT_DEPRECATED, Effect.NONE)


def _default(schema: Schema) -> str | None:
    return short(json.dumps(schema.data["default"], ensure_ascii=False)) if "default" in schema.data else None


def _restrictions(old: Schema, new: Schema, contracts: tuple[Contract, Contract]) -> Iterator[Difference]:
    for keyword in _RESTRICTIONS:
        was, is_ = old.data.get(keyword), new.data.get(keyword)
        if was is None and is_ is None:
            continue
        shape: Any = {"*": "Schema"} if keyword == "dependentSchemas" else "Schema"
        first, second = (
            None if value is None else contract.of(value, shape)
            for value, contract in zip((was, is_), contracts, strict=True)
        )
        if first != second:
            yield gained_or_lost(keyword, of_presence(first, second), first, second)
    if old.data.get(ALSO) != new.data.get(ALSO):
        yield gained_or_lost("allOf", Effect.OTHER, old.data.get(ALSO), new.data.get(ALSO))


_COMPARISONS = (
    _nullability,
    _enumeration,
    _format,
    _number_limits,
    _sizes,
    _pattern,
    _multiples,
    _flags,
    _contents,
    _presence,
    _annotations,
)


def short(text: str) -> str:
    """Return *text* in one line, shortened at the end if it is long."""
    line = " ".join(text.split()) or '""'
    return line if len(line) <= MAX_TEXT else f"{line[: MAX_TEXT - 1]}…"
