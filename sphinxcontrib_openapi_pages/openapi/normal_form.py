"""Brings Schema Objects that mean the same into one form: optional values, lists of constants, misplaced enums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .conjunction import CHOICES, Data
from .enumerations import AllowedValue, allowed_values, constant, enumeration, is_about_values, is_enumeration
from .local_references import LocalReferences
from .references import is_reference

_ANY_NAME: tuple[Any, ...] = ({"type": "string"}, {}, True)
"""What says nothing of the names of properties, which are texts anyway."""


def normalised(data: Data, references: LocalReferences) -> Data:
    """Return the Schema Object *data* in the one form that the other modules know."""
    if data.get("propertyNames") in _ANY_NAME:
        data = {key: item for key, item in data.items() if key != "propertyNames"}
    for keyword in CHOICES:
        if data.get(keyword) and "properties" not in data:
            targets = [_followed(value, references) for value in data[keyword]]
            data = _with_choice(data, keyword, targets)
    return _with_enum_on_items(data)


def _followed(value: Any, references: LocalReferences) -> Any:
    """Return what the alternative *value* is, or refers to."""
    for _ in range(10):
        if not is_reference(value):
            break
        value = {**references.target(value["$ref"]), **references.siblings(value)}
    return value


def _with_choice(data: Data, keyword: str, targets: list[Any]) -> Data:
    """Return *data* with the choice in *keyword*, which leads to *targets*, in a simpler form where there is one.

    ``oneOf: [X, {type: null}]`` becomes ``allOf: [X]`` that is nullable, which says the same; a choice of one is that
    one. A choice of constants becomes ``enum``.
    """
    nulls = [_is_plain_null(target) for target in targets]
    left = [value for value, is_plain_null in zip(data[keyword], nulls, strict=True) if not is_plain_null]
    rest = {key: item for key, item in data.items() if key != keyword}
    if len(left) == 1 and not _is_named_constant(left[0]):
        if any(nulls):
            rest = {key: item for key, item in rest.items() if key != "discriminator"} | {"nullable": True}
        return {**rest, "allOf": [*data.get("allOf", []), *left]}
    made = _enumeration(targets) if "enum" not in data else None
    if made is not None:
        return {**made, **{key: item for key, item in rest.items() if key != "discriminator"}}
    return {**data, keyword: [*left, {"type": "null"}]} if any(nulls) else data


def _is_plain_null(value: Any) -> bool:
    """Return whether *value* permits ``null`` alone, and says nothing of it."""
    return is_null(value) and not _is_named_constant(value)


def _is_named_constant(value: Any) -> bool:
    """Return whether *value* is a constant with words of its own: they are about the value, not about the schema."""
    found = constant(value) if isinstance(value, Mapping) else None
    return found is not None and bool(found.name or found.description)


def _enumeration(targets: list[Any]) -> Data | None:
    """Return the schema of what fits one of *targets*, if each is a constant.

    One of them may have several values: frameworks write so that it may be empty, or ``null``, as well.
    """
    found: list[AllowedValue] = []
    several: Data = {}
    for target in targets:
        items = _constants(target)
        if len(items) > 1 and not several:
            several = target
        elif len(items) != 1:
            return None
        found += items
    if all(item.value is None for item in found):
        return None
    if several and any(item.value not in (None, "") for item in found if item not in allowed_values(several)):
        return None
    made = dict(enumeration(found))
    if "description" in several:
        made["description"] = several["description"]
    given = [target.get("type") for target in targets if not is_null(target)]
    if all(isinstance(name, str) for name in given):
        types = list(dict.fromkeys(given))
        made["type"] = types[0] if len(types) == 1 else types
    return made


def _constants(value: Any) -> list[AllowedValue]:
    """Return the values that an alternative permits, if it is a constant or an enumeration, and nothing else."""
    if not isinstance(value, Mapping):
        return []
    if _is_plain_null(value):
        return [AllowedValue(None)]
    one = constant(value)
    if one is None and value.get("enum") and is_enumeration(value):
        return allowed_values(value)
    return [] if one is None else [one]


def _with_enum_on_items(data: Data) -> Data:
    """Return *data*, an array, with an ``enum`` that lists no arrays as that of its items, which is meant."""
    if data.get("type") != "array" or not data.get("enum") or any(isinstance(v, list) for v in data["enum"]):
        return data
    moved = {key: item for key, item in data.items() if is_about_values(key)}
    items = data.get("items")
    rest = {key: item for key, item in data.items() if not is_about_values(key)}
    return {**rest, "items": {"allOf": [items, moved]} if isinstance(items, Mapping) and items else moved}


def is_null(value: Any) -> bool:
    """Return whether ``null`` is all that fits the Schema Object *value*."""
    return isinstance(value, Mapping) and (value.get("type") == "null" or value.get("enum") == [None])
