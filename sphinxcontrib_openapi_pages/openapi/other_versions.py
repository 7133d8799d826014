"""Reads fields of other versions of OpenAPI and of JSON Schema, so that mixed documents lose nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from .diagnostics import Place
from .files import Found
from .spec_tables import V2, V3, Table
from .upgrade import JSON, is_value_keyword, security_scheme, servers

#: By kind of object, the fields of 3.x that 2.0 lacks.
NEWER = {
    kind: frozenset(key for key in V3[kind].keys() - V2[kind].keys() if not key.startswith(("x-", "$", "*")))
    for kind in V2.keys() & V3.keys()
} | {"OpenAPI": frozenset({"servers", "webhooks"}), "Schema": frozenset()}

_Adapted = tuple[list[str], Mapping[Any, Place]]
"""Messages about an object, and the places of the members that were added to it."""


def adapted(made: dict[str, Any], kind: str, found: Found, table: Table) -> _Adapted:
    """Convert *made*, a copy of the object *found* of *kind*, to the version of *table*."""
    if kind == "Schema":
        return _without_tuple(made, found)
    if table is V2:
        return _without_newer(made, kind), {}
    adapt = _OLDER.get(kind)
    return adapt(made, found) if adapt is not None else _NOTHING


def _without_tuple(made: dict[str, Any], found: Found) -> _Adapted:
    """Write a list in ``items`` as ``prefixItems``, as draft 2020-12 of JSON Schema does."""
    if not isinstance(made.get("items"), list):
        return _NOTHING
    others = {"prefixItems": found.place_of("items")}
    made["prefixItems"] = made.pop("items")
    if "additionalItems" in made:
        made["items"] = made.pop("additionalItems")
        others["items"] = found.place_of("additionalItems")
    return ["'items' is a list, as in draft 4 of JSON Schema; it is read as 'prefixItems'"], others


def _without_newer(made: dict[str, Any], kind: str) -> list[str]:
    newer = [key for key in made if key in NEWER.get(kind, ())]
    for key in newer:
        del made[key]
    return [f"{key!r} is not a field of this object in OpenAPI 2.0; it is left out" for key in newer]


def _document(made: dict[str, Any], found: Found) -> _Adapted:
    if "servers" in made or not isinstance(made.get("host", made.get("basePath")), str):
        return _NOTHING
    key = "host" if "host" in made else "basePath"
    texts = {name: made[name] for name in ("host", "basePath") if isinstance(made.get(name), str)}
    schemes = made.get("schemes")
    texts["schemes"] = [scheme for scheme in schemes if isinstance(scheme, str)] if isinstance(schemes, list) else []
    made["servers"] = servers(texts)
    return [_older(key, "'servers'")], {"servers": found.place_of(key)}


def _response(made: dict[str, Any], found: Found) -> _Adapted:
    if "schema" not in made or "content" in made:
        return _NOTHING
    made["content"] = {JSON: {"schema": made.pop("schema")}}
    return [_older("schema", f"the schema of {JSON} in 'content'")], {"content": found.place_of("schema")}


def _value(made: dict[str, Any], found: Found) -> _Adapted:
    """Move the ``type`` of a parameter or header, and keywords like it, into a ``schema``."""
    key = next((key for key in ("type", "items", "enum") if key in made), "")
    if not key or "schema" in made or "content" in made:
        return _NOTHING
    made["schema"] = {name: made.pop(name) for name in [*made] if is_value_keyword(name)}
    return [_older(key, "a part of 'schema'")], {"schema": found.place}


def _parameter(made: dict[str, Any], found: Found) -> _Adapted:
    return _value(made, found) if "in" in made else _NOTHING


def _scheme(made: dict[str, Any], found: Found) -> _Adapted:
    key = next((key for key in ("authorizationUrl", "tokenUrl", "scopes") if key in made), "")
    if not key or made.get("type") != "oauth2" or "flows" in made:
        return _NOTHING
    changed = security_scheme(made)
    made.clear()
    made.update(changed)
    return [_older(key, "a part of 'flows'")], {"flows": found.place}


def _older(key: str, new: str) -> str:
    return f"{key!r} belongs here in OpenAPI 2.0 only; it is read as {new}"


_OLDER: Mapping[str, Callable[[dict[str, Any], Found], _Adapted]] = {
    "OpenAPI": _document,
    "Response": _response,
    "Parameter": _parameter,
    "Header": _value,
    "SecurityScheme": _scheme,
}

_NOTHING: _Adapted = ([], {})
