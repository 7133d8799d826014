"""Compares two versions of a document outside operations, and matches their operations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..operation import Operation
from ..references import component_pointer
from .change import Change, Kind, Part
from .effect import Difference, Effect, set_or_changed
from .operations import compare_operations
from .requirements import compare_servers
from .version import Versions

#: Fields of a Security Scheme Object that requests depend on, and those with the URLs for tokens.
_OF_REQUESTS = ("type", "name", "in", "scheme")
_OF_TOKENS = ("bearerFormat", "openIdConnectUrl", "oauth2MetadataUrl")

_WORDS = ("tags", "externalDocs", "x-tagGroups")


def operation_changes(old: Operation, new: Operation, versions: Versions) -> list[Change]:
    """Return the changes of an operation."""
    if _is_same(old, new, versions):
        return []
    return compare_operations(old, new, versions)


def _is_same(old: Operation, new: Operation, versions: Versions) -> bool:
    """Return whether the pages of both have the same content."""
    if old.endpoint != new.endpoint or old.data != new.data:
        return False
    for name in ("summary", "description", "parameters", "servers"):
        if old.item.get(name) != new.item.get(name):
            return False
    if old.security != new.security:
        return False
    return not versions.is_touched([*versions.old.references(old), *versions.new.references(new)])


def general_changes(versions: Versions, shown: Iterable[str]) -> list[Change]:
    """Return the changes of what belongs to no operation.

    *shown* are the components that the operations with pages reach in either version: their changes are told there.
    """
    old, new = versions.old.document.data, versions.new.document.data
    return [
        *_info(old, new),
        *compare_servers(old.get("servers", []), new.get("servers", [])),
        *_security_schemes(old, new),
        *_schemas(versions, frozenset(shown)),
    ]


def _info(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, now = ({**data.get("info", {})} for data in (old, new))
    title, other = before.pop("title", None), now.pop("title", None)
    if title != other:
        yield _change(set_or_changed("title", Effect.NONE, title, other), Part.API)
    for info in (before, now):
        info.pop("version", None)
    first, second = ([{**server, "url": ""} for server in data.get("servers", [])] for data in (old, new))
    is_same_servers = first == second or len(first) != len(second)
    if before != now or not is_same_servers or any(old.get(name) != new.get(name) for name in _WORDS):
        yield Change(Kind.WORDS, Part.API)


def _security_schemes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    before, now = (data.get("components", {}).get("securitySchemes", {}) for data in (old, new))
    for name in dict.fromkeys([*before, *now]):
        if name not in now:
            yield Change(Kind.REMOVED, Part.SECURITY_SCHEME, name)  # operations that need it tell whether that breaks
        elif name not in before:
            yield Change(Kind.ADDED, Part.SECURITY_SCHEME, name)
        elif before[name] != now[name]:
            changes = list(_security_scheme(name, before[name], now[name]))
            yield from changes or [Change(Kind.WORDS, Part.SECURITY_SCHEME, name)]


def _security_scheme(name: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for keyword in (*_OF_REQUESTS, *_OF_TOKENS):
        if old.get(keyword) != new.get(keyword):
            effect = Effect.OTHER if keyword in _OF_REQUESTS else Effect.NONE
            difference = set_or_changed(keyword, effect, old.get(keyword), new.get(keyword))
            yield _change(difference, Part.SECURITY_SCHEME, name)
    before, now = (_flows(data) for data in (old, new))
    for keyword in dict.fromkeys([*before, *now]):
        if before.get(keyword) != now.get(keyword):
            is_lost_scope = " scope " in keyword and keyword not in now
            effect = Effect.OTHER if is_lost_scope else Effect.NONE
            difference = set_or_changed(keyword, effect, before.get(keyword), now.get(keyword))
            yield _change(difference, Part.SECURITY_SCHEME, name)


def _flows(scheme: Mapping[str, Any]) -> dict[str, str]:
    """Return the URLs of the flows of *scheme* by flow and field, and its scopes."""
    found: dict[str, str] = {}
    for flow, data in scheme.get("flows", {}).items():
        found |= {f"{flow} {key}": str(value) for key, value in data.items() if key.endswith("Url")}
        found |= {f"{flow} scope {scope}": scope for scope in data.get("scopes", {})}
    return found


def _schemas(versions: Versions, shown: frozenset[str]) -> Iterator[Change]:
    """Yield the changes of schemas that no operation uses, because they have pages too."""
    before, now = (
        version.document.data.get("components", {}).get("schemas", {}) for version in (versions.old, versions.new)
    )
    for name in dict.fromkeys([*before, *now]):
        pointer = component_pointer("schemas", name)
        if pointer in shown or pointer not in versions.touched:
            continue
        if name not in now:
            yield Change(Kind.REMOVED, Part.SCHEMA, name)
        elif name not in before:
            yield Change(Kind.ADDED, Part.SCHEMA, name)
        else:
            contracts = (v.contract.of({"$ref": pointer}, "Schema") for v in (versions.old, versions.new))
            is_words = next(contracts) == next(contracts)
            kind = Kind.WORDS if is_words else Kind.DIFFERS
            yield Change(kind, Part.SCHEMA, name, keyword="" if is_words else "definition")


def _change(difference: Difference, part: Part, name: str = "") -> Change:
    is_breaking = difference.effect.breaks(is_sent=True)
    return Change(difference.kind, part, name, is_breaking, "", difference.keyword, difference.old, difference.new)


def shown_components(versions: Versions, operations: Iterable[tuple[Operation | None, Operation | None]]) -> set[str]:
    """Return the components that *operations*, each in its old and new version, reach."""
    found: set[str] = set()
    pairs = list(operations)
    for index, version in enumerate((versions.old, versions.new)):
        pointers = [p for pair in pairs if (each := pair[index]) is not None for p in version.references(each)]
        found |= set(version.graph.nearest(pointers))
    return found
