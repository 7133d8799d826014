"""Schemas that extend one with a discriminator, as far as its mapping does not name them (Discriminator Object)."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from .references import SCHEMAS, is_reference, pointer_name

_NAMES_OF_HEIRS = ("x-ms-discriminator-value", "x-discriminator-value")

NAMES_OF_HEIRS = frozenset(_NAMES_OF_HEIRS)
"""Keywords of an heir for the value that stands for it, where no mapping names one."""


def name_of_heir(schema: Mapping[str, Any]) -> str | None:
    """Return the value that stands for the heir *schema*, if it has one of :data:`NAMES_OF_HEIRS`."""
    return next((str(schema[key]) for key in _NAMES_OF_HEIRS if schema.get(key)), None)


def implied_heirs(schemas: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return the names of the heirs, and of theirs in turn, of each of *schemas* that tells heirs apart unnamed.

    The mapping may name some: then the others have their own names for values, but for those between a schema and heirs
    that are named.
    """
    parents = [name for name, schema in schemas.items() if _tells_heirs_apart(schema)]
    if not parents:
        return {}
    children: dict[str, list[str]] = {}
    for name, schema in schemas.items():
        for base in _bases(schema):
            children.setdefault(base, []).append(name)
    return {name: found for name in parents if (found := _unnamed(name, schemas[name], children))}


def _tells_heirs_apart(schema: Any) -> bool:
    if not isinstance(schema, Mapping) or not isinstance(schema.get("discriminator"), Mapping):
        return False
    return not (schema.get("oneOf") or schema.get("anyOf"))


def _unnamed(name: str, schema: Mapping[str, Any], children: Mapping[str, list[str]]) -> list[str]:
    named = {pointer_name(target) for target in (schema["discriminator"].get("mapping") or {}).values()}
    heirs = _below(name, children)
    return [heir for heir in heirs if heir not in named and (not named or named.isdisjoint(_below(heir, children)))]


def _bases(schema: Any) -> list[str]:
    if not isinstance(schema, Mapping):
        return []
    parts = [*schema.get("allOf", []), *([schema] if len(schema) > 1 else [])]  # a reference alone is another name
    return [pointer_name(p["$ref"]) for p in parts if is_reference(p) and p["$ref"].startswith(SCHEMAS)]


def _below(name: str, children: Mapping[str, list[str]]) -> list[str]:
    found: dict[str, None] = {}
    todo = deque(children.get(name, ()))
    while todo:
        heir = todo.popleft()
        if heir != name and heir not in found:
            found[heir] = None
            todo += children.get(heir, ())
    return list(found)
