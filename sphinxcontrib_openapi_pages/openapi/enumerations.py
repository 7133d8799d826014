"""Allowed values with their names and descriptions, in all the forms that documents use.

The specification has ``oneOf`` of ``const`` with ``title`` and ``description`` (OpenAPI 3.1.1, "Annotated
Enumerations"); generators have extensions beside ``enum``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

Data = Mapping[str, Any]

VALUES = "x-openapi-pages-values"
"""Keyword for name and description of each value of ``enum``, in the order of these, and whether it is deprecated."""

_NAMES = re.compile(r"x-([a-z]+-)?enum(s|-?(var-?)?(names?|labels|titles|keys|members|aliases))", re.IGNORECASE)

_DESCRIPTIONS = re.compile(r"x-([a-z]+-)?enum-?(descriptions?|docs|comments|summaries)", re.IGNORECASE)

_ELEMENTS = ("x-enum-elements", "x-ms-enum", "x-fern-enum", "x-apifox-enum", "x-apidog-enum")

_TEXT = "x-go-enum-desc"

EXTENSIBLE = "x-extensible-enum"
"""Keyword for values to which others may be added."""

_REASON = re.compile(
    r"x-([a-z]+-)?deprecat(ed|ion)(-?(message|reason|description|notes?|notice|info|details|text|comment|warning))?",
    re.IGNORECASE,
)

_OF_REASON = ("message", "description", "reason", "text", "note", "notice", "details")


@lru_cache(maxsize=1024)
def is_about_values(key: str) -> bool:
    """Return whether the keyword *key* is about the values of ``enum``, or that itself."""
    return key in ("enum", EXTENSIBLE, _TEXT, *_ELEMENTS) or is_aligned(key)


@lru_cache(maxsize=1024)
def is_aligned(key: str) -> bool:
    """Return whether the keyword *key* may have a list with something for each value of ``enum``."""
    return key == VALUES or _kind(key) is not None


def _kind(key: str) -> str | None:
    """Return whether the keyword *key* has names or descriptions of values, in the manner of a generator."""
    if not key.startswith("x-") or key in _ELEMENTS:
        return None
    return "names" if _NAMES.fullmatch(key) else "descriptions" if _DESCRIPTIONS.fullmatch(key) else None


@dataclass(frozen=True)
class AllowedValue:
    """One of the values of an enumeration."""

    value: Any
    name: str = ""
    description: str = ""
    """CommonMark."""
    is_deprecated: bool = False


def allowed_values(data: Data) -> list[AllowedValue]:
    """Return the values of ``enum`` in the Schema Object *data* with all that is said of each."""
    values = data.get("enum", [])
    names = [""] * len(values)
    descriptions = [""] * len(values)
    for key in sorted((key for key in data if key not in ("enum", EXTENSIBLE) and is_about_values(key)), key=_order):
        for index, (name, description) in enumerate(_said(key, data[key], values, names)):
            names[index] = names[index] or name
            descriptions[index] = descriptions[index] or description
    deprecated = [bool(given[2:]) for given in data.get(VALUES, [])] + [False] * len(values)
    return [
        AllowedValue(value, "" if name == text_of(value) else name, description, is_deprecated)
        for value, name, description, is_deprecated in zip(values, names, descriptions, deprecated, strict=False)
    ]


def known_values(data: Data) -> list[AllowedValue]:
    """Return the values that the Schema Object *data* is known to have, where others may be added."""
    given = data.get(EXTENSIBLE)
    found = []
    for item in given if isinstance(given, list) and "enum" not in data else ():
        if isinstance(item, Mapping):
            if "value" in item:
                found.append(AllowedValue(item["value"], _text(item.get("name")), _text(item.get("description"))))
        else:
            found.append(AllowedValue(item))
    return found


def _order(key: str) -> int:
    """Return when what the keyword *key* says is looked at: descriptions may be by name."""
    return 0 if key == VALUES else 2 if _kind(key) == "descriptions" else 1


def _said(key: str, given: Any, values: Sequence[Any], names: Sequence[str]) -> list[tuple[str, str]]:
    """Return name and description of each of *values*, whose *names* may be known, as the keyword *key* gives them."""
    if key == VALUES:
        found = [(texts[0], texts[1]) if texts else ("", "") for texts in given]
        return [*found, *[("", "")] * len(values)][: len(values)]
    if key in _ELEMENTS:
        elements = _elements(given.get("values", given) if isinstance(given, Mapping) else given)
        return [elements.get(text_of(value), ("", "")) for value in values]
    if key == _TEXT:
        lines = str(given).splitlines()
        words = {line.split(" ", 1)[0]: line.split(" ", 1)[-1].strip() for line in lines if " " in line}
        return [("", words.get(text_of(value), "")) for value in values]
    if _kind(key) == "names":
        return [(text, "") for text in _by_value(given, values, values)]
    return [("", text) for text in _by_value(given, values, names)]


def _by_value(given: Any, values: Sequence[Any], names: Sequence[Any]) -> list[str]:
    """Return the texts of a list, or of an object whose members are called as *values* are, or have their *names*."""
    if isinstance(given, Mapping):
        known = {str(key): text for key, text in given.items()}
        pairs = zip(values, names, strict=False)
        return [_text(known.get(text_of(value), known.get(text_of(name)))) for value, name in pairs]
    if isinstance(given, list):
        return [_text(text) for text in [*given, *[""] * len(values)][: len(values)]]
    return [""] * len(values)


def _elements(given: Any) -> dict[str, tuple[str, str]]:
    """Return name and description of each of the elements *given*, by its value."""
    if isinstance(given, Mapping):
        given = [{"value": str(key), **element} for key, element in given.items() if isinstance(element, Mapping)]
    found: dict[str, tuple[str, str]] = {}
    for element in given if isinstance(given, list) else ():
        if isinstance(element, Mapping):
            text = text_of(element.get("value", element.get("name")))
            found.setdefault(text, (_text(element.get("name")), _text(element.get("description"))))
    return found


def _text(value: Any) -> str:
    return "" if value is None else str(value)


def text_of(value: Any) -> str:
    """Return a value as a text that generators use for it."""
    return value if isinstance(value, str) else json.dumps(value)


def deprecation_reason(data: Data) -> str:
    """Return why something is deprecated, as far as the document says so."""
    for key in data:
        if key.startswith("x-") and _REASON.fullmatch(key):
            found = data[key]
            if isinstance(found, Mapping):
                found = next((found[name] for name in _OF_REASON if name in found), "")
            if found and isinstance(found, str):
                return found
    return ""


def is_deprecated(data: Data) -> bool:
    """Return whether something is deprecated; OpenAPI 2.0 has only extensions to say so of a field."""
    return bool(data.get("deprecated") or data.get("x-deprecated"))


# Choices of constants


def constant(part: Data) -> AllowedValue | None:
    """Return the one value that *part*, references followed, permits, if it says nothing more of it."""
    if "const" in part:
        value = part["const"]
    elif isinstance(part.get("enum"), list) and len(part["enum"]) == 1:
        value = part["enum"][0]
    else:
        return None
    if not is_enumeration(part):
        return None
    known = allowed_values({**part, "enum": [value]})[0]
    return AllowedValue(
        value,
        str(part.get("title") or known.name),
        str(part.get("description") or known.description),
        bool(part.get("deprecated")),
    )


def is_enumeration(part: Data) -> bool:
    """Return whether *part* says nothing but which values it permits."""
    return all(key[:2] == "x-" for key in part.keys() - _OF_CONSTANTS)


_OF_CONSTANTS = frozenset({"const", "enum", "type", "title", "description", "deprecated", "format", "default"}) | {
    "example",
    "examples",
    "nullable",
}

_TYPES = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array"), (dict, "object"))


def type_of(value: Any) -> str:
    """Return the name of the type of a JSON value."""
    return next((name for kind, name in _TYPES if isinstance(value, kind)), "null")


def enumeration(values: Sequence[AllowedValue]) -> dict[str, Any]:
    """Return keywords of a schema that permits *values*; ``null`` among them makes it nullable.

    It is among the values that are listed only if there are words about it.
    """
    kept = [item for item in values if item.value is not None or item.name or item.description]
    types = list(dict.fromkeys(type_of(item.value) for item in kept if item.value is not None))
    types = [name for name in types if name != "integer" or "number" not in types]
    return {
        "type": types[0] if len(types) == 1 else types,
        "enum": [item.value for item in kept],
        VALUES: [[item.name, item.description, *[True] * item.is_deprecated] for item in kept],
        **({"nullable": True} if any(item.value is None for item in values) else {}),
    }
