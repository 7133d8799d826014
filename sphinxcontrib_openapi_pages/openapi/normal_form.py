"""Brings Schema Objects that mean the same into one form: optional values, lists of constants, misplaced enums."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .conjunction import CHOICES
from .enumerations import COMPANIONS, AllowedValue, constant, enumeration
from .local_references import LocalReferences
from .references import is_reference

Data = Mapping[str, Any]


def normalised(data: Data, references: LocalReferences) -> Data:
    """Return the Schema Object *data* in the one form that the other modules know."""
    return _with_enum_on_items(_with_enumeration(_without_null_choice(data), references))


def _without_null_choice(data: Data) -> Data:
    """Return *data* with ``oneOf: [X, {type: null}]`` as ``allOf: [X]`` that is nullable, which says the same.

    A choice of one is that one.
    """
    for keyword in CHOICES:
        values = data.get(keyword)
        if values and "properties" not in data:
            left = [value for value in values if not is_null(value)]
            if len(left) == 1 and not _is_named_constant(left[0]):
                rest = {key: item for key, item in data.items() if key != keyword}
                if len(left) < len(values):
                    rest = {key: item for key, item in rest.items() if key != "discriminator"} | {"nullable": True}
                return {**rest, "allOf": [*data.get("allOf", []), *left]}
    return data


def _is_named_constant(value: Any) -> bool:
    """Return whether *value* is a constant with words of its own: they are about the value, not about the schema."""
    found = constant(value) if isinstance(value, Mapping) else None
    return found is not None and bool(found.name or found.description)


def _with_enumeration(data: Data, references: LocalReferences) -> Data:
    """Return *data* with a choice of constants as ``enum``."""
    for keyword in CHOICES:
        values = data.get(keyword)
        if not values or "properties" in data or "enum" in data:
            continue
        found = [_constant(value, references) for value in values]
        if all(found) and any(item.value is not None for item in found if item):
            made = enumeration([item for item in found if item])
            rest = {key: item for key, item in data.items() if key not in (keyword, "discriminator")}
            return {**made, **rest}
    return data


def _constant(value: Any, references: LocalReferences) -> AllowedValue | None:
    """Return the constant that the alternative *value* is, or refers to."""
    for _ in range(10):
        if not is_reference(value):
            break
        value = {**references.target(value["$ref"]), **references.siblings(value)}
    if is_null(value):
        return AllowedValue(None)
    return constant(value) if isinstance(value, Mapping) else None


def _with_enum_on_items(data: Data) -> Data:
    """Return *data*, an array, with an ``enum`` that lists no arrays as that of its items, which is meant."""
    if data.get("type") != "array" or not data.get("enum") or any(isinstance(v, list) for v in data["enum"]):
        return data
    moved = {key: item for key, item in data.items() if key in COMPANIONS}
    items = data.get("items")
    rest = {key: item for key, item in data.items() if key not in COMPANIONS}
    return {**rest, "items": {"allOf": [items, moved]} if isinstance(items, Mapping) and items else moved}


def is_null(value: Any) -> bool:
    """Return whether ``null`` is all that fits the Schema Object *value*."""
    return isinstance(value, Mapping) and (value.get("type") == "null" or value.get("enum") == [None])
