"""Allowed values with their names and descriptions, in all the forms that documents use.

The specification has ``oneOf`` of ``const`` with ``title`` and ``description`` (OpenAPI 3.1.1, "Annotated
Enumerations"); generators have extensions beside ``enum``.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Data = Mapping[str, Any]

VALUES = "x-openapi-pages-values"
"""Keyword for name and description of each value of ``enum``, in the order of these, and whether it is deprecated."""

_NAMES = ("x-enum-varnames", "x-enumNames", "x-enum-names", "x-enum-varNames")

_DESCRIPTIONS = ("x-enumDescriptions", "x-enum-descriptions", "x-google-enum-descriptions")

_ELEMENTS = ("x-enum-elements", "x-ms-enum")

ALIGNED = frozenset({VALUES, *_NAMES, *_DESCRIPTIONS})
"""Keywords that may have a list with something for each value of ``enum``."""

COMPANIONS = ALIGNED | {*_ELEMENTS, "x-go-enum-desc", "enum"}
"""Keywords that are about the values of ``enum``."""

_REASONS = (
    "x-deprecatedMessage",
    "x-deprecated-message",
    "x-deprecationMessage",
    "x-deprecation-message",
    "x-deprecated-reason",
    "x-deprecatedReason",
    "x-deprecation-reason",
    "x-deprecationReason",
    "x-deprecated-description",
    "x-deprecation",
)


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
    for key in (VALUES, *_ELEMENTS, "x-go-enum-desc", *_NAMES, *_DESCRIPTIONS):
        if key not in data:
            continue
        for index, (name, description) in enumerate(_said(key, data[key], values)):
            names[index] = names[index] or name
            descriptions[index] = descriptions[index] or description
    deprecated = [bool(given[2:]) for given in data.get(VALUES, [])] + [False] * len(values)
    return [
        AllowedValue(value, "" if name == text_of(value) else name, description, is_deprecated)
        for value, name, description, is_deprecated in zip(values, names, descriptions, deprecated, strict=False)
    ]


def _said(key: str, given: Any, values: Sequence[Any]) -> list[tuple[str, str]]:
    """Return name and description of each value, as the keyword *key* gives them."""
    if key == VALUES:
        found = [(texts[0], texts[1]) if texts else ("", "") for texts in given]
        return [*found, *[("", "")] * len(values)][: len(values)]
    if key in _ELEMENTS:
        elements = _elements(given.get("values") if isinstance(given, Mapping) else given)
        return [elements.get(text_of(value), ("", "")) for value in values]
    if key == "x-go-enum-desc":
        lines = str(given).splitlines()
        words = {line.split(" ", 1)[0]: line.split(" ", 1)[-1].strip() for line in lines if " " in line}
        return [("", words.get(text_of(value), "")) for value in values]
    texts = _by_value(given, values)
    return [(text, "") if key in _NAMES else ("", text) for text in texts]


def _by_value(given: Any, values: Sequence[Any]) -> list[str]:
    if isinstance(given, Mapping):
        return [_text(given.get(text_of(value))) for value in values]
    if isinstance(given, list):
        return [_text(text) for text in [*given, *[""] * len(values)][: len(values)]]
    return [""] * len(values)


def _elements(given: Any) -> dict[str, tuple[str, str]]:
    """Return name and description of each of the elements *given*, by its value."""
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
    found = next((data[name] for name in _REASONS if name in data), "")
    if isinstance(found, Mapping):
        found = next((found[name] for name in ("message", "description", "reason") if name in found), "")
    return found if isinstance(found, str) else ""


# Choices of constants


def constant(part: Data) -> AllowedValue | None:
    """Return the one value that *part*, references followed, permits, if it says nothing more of it."""
    if "const" in part:
        value = part["const"]
    elif isinstance(part.get("enum"), list) and len(part["enum"]) == 1:
        value = part["enum"][0]
    else:
        return None
    if not part.keys() <= _OF_CONSTANTS and any(key[:2] != "x-" for key in part.keys() - _OF_CONSTANTS):
        return None
    known = allowed_values({**part, "enum": [value]})[0]
    return AllowedValue(
        value,
        str(part.get("title") or known.name),
        str(part.get("description") or known.description),
        bool(part.get("deprecated")),
    )


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
    """Return keywords of a schema that permits *values*; ``null`` among them makes it nullable."""
    kept = [item for item in values if item.value is not None]
    types = list(dict.fromkeys(type_of(item.value) for item in kept))
    types = [name for name in types if name != "integer" or "number" not in types]
    return {
        "type": types[0] if len(types) == 1 else types,
        "enum": [item.value for item in kept],
        VALUES: [[item.name, item.description, *[True] * item.is_deprecated] for item in kept],
        **({"nullable": True} if len(kept) < len(values) else {}),
    }
