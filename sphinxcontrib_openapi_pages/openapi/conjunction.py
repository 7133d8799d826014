"""What holds where several schemas hold at once: the parts of an ``allOf``, and what stands beside a ``$ref``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from math import lcm
from typing import Any

from .enumerations import is_aligned
from .number_limits import LIMITS, number_limits

Data = Mapping[str, Any]

CHOICES = ("oneOf", "anyOf")

MORE_CHOICES = "x-openapi-pages-choices"
"""Keyword for further choices: each part may have one."""

ALSO = "x-openapi-pages-also"
"""Keyword for groups of keywords that hold beside those of the schema, and cannot be joined with them."""

LATER_FIRST = "x-openapi-pages-later-first"
"""Keyword of an ``allOf`` of which later parts extend earlier ones: of words, the last ones count."""

IMPOSSIBLE: Data = {"not": {}}
"""A schema that no value fits."""

#: Keywords that are about one another, by one of them: they hold or are kept apart together.
_GROUPS = {
    "pattern": ("pattern",),
    "not": ("not",),
    "if": ("if", "then", "else"),
    "contains": ("contains", "minContains", "maxContains"),
    "contentSchema": ("contentSchema",),
}
_GROUPED = frozenset().union(*_GROUPS.values())


def conjoin(merged: dict[str, Any], part: Data, *, overrides: Callable[[str], bool]) -> None:
    """Make *merged* hold what *part* says as well.

    *overrides* says of a keyword whether the words of *part* replace those of *merged*.
    """
    if not LIMITS.isdisjoint(merged) and not LIMITS.isdisjoint(part):
        limits = number_limits(merged, part).keywords()
        for name in LIMITS:
            merged.pop(name, None)
        merged.update(limits)
        part = {key: value for key, value in part.items() if key not in LIMITS}
    if part.get("enum") and merged.get("enum"):
        part = _with_common_values(merged, part)
    elif "const" in part and merged.get("enum"):
        part = {**part, **_with_common_values(merged, {"enum": [part["const"]]})}
    for main, names in _GROUPS.items():
        if main in merged and main in part and any(merged.get(name) != part.get(name) for name in names):
            group = {name: part[name] for name in names if name in part}
            merged[ALSO] = [*merged.get(ALSO, []), group]
            part = {key: value for key, value in part.items() if key not in names}
    for key, value in part.items():
        _join_keyword(merged, key, value, overrides)


def _join_keyword(merged: dict[str, Any], key: str, value: Any, overrides: Callable[[str], bool]) -> None:
    if key not in merged:
        merged[key] = value
    elif key in CHOICES:
        if value != merged[key]:
            merged[MORE_CHOICES] = [*merged.get(MORE_CHOICES, []), (key, value)]
    elif key == "type":
        _join_types(merged, value)
    elif key == "const":
        if merged[key] != value:
            merged.update(IMPOSSIBLE)
    elif key in _JOINS:
        merged[key] = _JOINS[key](merged[key], value)
    elif key not in _GROUPED and overrides(key):
        merged[key] = value


# Values and types


def _with_common_values(merged: dict[str, Any], part: Data) -> Data:
    """Leave in *merged* the values that *part* has, too; return *part* without what is said of other values."""
    common = [value for value in merged["enum"] if _is_among(value, part["enum"])]
    rest = {**part, "enum": common}
    for data in (merged, rest):
        old = merged["enum"] if data is merged else part["enum"]
        for key in filter(is_aligned, [*data]):
            if isinstance(data[key], list):
                texts = [(value, text) for value, text in zip(old, data[key], strict=False)]
                found = [next((text for other, text in texts if _is_same(other, value)), "") for value in common]
                data[key] = found
    merged["enum"] = common
    if not common:
        merged.update(IMPOSSIBLE)
    return {key: value for key, value in rest.items() if key != "enum"}


def _is_among(value: Any, values: list[Any]) -> bool:
    return any(_is_same(value, other) for other in values)


def _is_same(one: Any, other: Any) -> bool:
    """Return whether two JSON values are equal; 1 and ``true`` are not."""
    return one == other and isinstance(one, bool) == isinstance(other, bool)


def _names(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _join_types(merged: dict[str, Any], value: Any) -> None:
    """Leave the types that both have; an integer is a number."""
    first, second = _names(merged["type"]), _names(value)
    common = [name for name in first if name in second or (name == "integer" and "number" in second)]
    common += [name for name in second if name == "integer" and "number" in first and name not in common]
    if common:
        merged["type"] = common[0] if len(common) == 1 else common
    else:
        merged.update(IMPOSSIBLE)


# Schemas within the schema


def both(first: Data | bool, second: Data | bool) -> Data | bool:
    """Return a schema of what fits *first* and *second*, which extends it."""
    if first is False or second is False:
        return False
    if first is True or first == second or not first:
        return second
    if second is True or not second:
        return first
    parts = _parts(first)
    for part in _parts(second):
        if part not in parts:
            parts.append(part)
    return {"allOf": parts, LATER_FIRST: True} if len(parts) > 1 else parts[0]


def _parts(schema: Data | bool) -> list[Any]:
    """Return the different schemas that *schema* is made of."""
    is_joined = isinstance(schema, Mapping) and LATER_FIRST in schema
    return list(schema["allOf"]) if is_joined else [schema]  # type: ignore[index]


def _both_maps(first: Data, second: Data) -> dict[str, Any]:
    return {**first, **{name: both(first[name], value) if name in first else value for name, value in second.items()}}


def _both_lists(first: list[Any], second: list[Any]) -> list[Any]:
    common = min(len(first), len(second))
    return [*map(both, first, second), *first[common:], *second[common:]]


def _united(first: list[Any], second: list[Any]) -> list[Any]:
    return list(dict.fromkeys([*first, *second]))


def _united_lists(first: Data, second: Data) -> dict[str, Any]:
    return {name: _united(first.get(name, []), second.get(name, [])) for name in dict.fromkeys([*first, *second])}


def _common_multiple(first: Any, second: Any) -> Any:
    if not (first and second):
        return first or second
    one, other = Fraction(str(first)), Fraction(str(second))
    found = Fraction(lcm(one.numerator * other.denominator, other.numerator * one.denominator))
    found /= one.denominator * other.denominator
    return int(found) if found.denominator == 1 else float(found)


def _either(first: Any, second: Any) -> bool:
    return bool(first or second)


_JOINS: dict[str, Callable[[Any, Any], Any]] = {
    "properties": _both_maps,
    "patternProperties": _both_maps,
    "dependentSchemas": _both_maps,
    "additionalProperties": both,
    "unevaluatedProperties": both,
    "propertyNames": both,
    "items": both,
    "unevaluatedItems": both,
    "prefixItems": _both_lists,
    "required": _united,
    "dependentRequired": _united_lists,
    "multipleOf": _common_multiple,
    **dict.fromkeys(("minLength", "minItems", "minProperties"), max),
    **dict.fromkeys(("maxLength", "maxItems", "maxProperties"), min),
    **dict.fromkeys(("uniqueItems", "readOnly", "writeOnly"), _either),
    ALSO: lambda first, second: [*first, *second],
    MORE_CHOICES: lambda first, second: [*first, *second],
}
