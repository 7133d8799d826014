"""Schema resources: where ``$id`` and ``$anchor`` stand, and what references by these names lead to.

See JSON Schema Core 2020-12, section 8. Which keywords name a schema depends on its dialect, as ``$schema`` or
``jsonSchemaDialect`` says; ``referencing`` knows the dialects.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urljoin

from referencing import Specification
from referencing.jsonschema import DRAFT202012, DynamicAnchor, specification_with

from .references import PointerError, escape, fields, lookup, tokens
from .spec_tables import V3, Leaf, Shape, Table

RECURSIVE = ""
"""Stands for the name of an anchor that ``$recursiveAnchor`` makes; drafts before 2020-12 have one without a name."""

TABLE: Table = {**V3, "Schema": {**V3["Schema"], "definitions": {"*": "Schema"}}}
"""With the word that drafts before 2019-09 have for ``$defs``."""


@dataclass(frozen=True)
class Scope:
    """What surrounds a schema in the text."""

    base: str
    """The URI against which its references are resolved."""
    dialect: Specification[Any]
    resources: tuple[str, ...] = ()
    """The pointers of the resources around it, outermost first. The schemas of OpenAPI objects are some, too."""

    def join(self, reference: str) -> tuple[str, str]:
        """Return the URI and the fragment of *reference*."""
        address, _, fragment = reference.partition("#")
        return (_joined(self.base, address) if address else self.base), unquote(fragment)


@dataclass
class Resources:
    """The schemas in *document*, all of which is of *shape* and was read at *location*."""

    document: Any
    shape: Shape
    location: str
    scopes: dict[str, Scope] = field(default_factory=dict)
    """The scope of each schema, by pointer. It includes the schema itself."""
    schemas: dict[str, dict[str, Any]] = field(default_factory=dict)
    dynamic: dict[str, dict[str, str]] = field(default_factory=dict)
    """By resource, the pointers of its dynamic anchors by name."""
    _resources: dict[str, str] = field(default_factory=dict)
    _anchors: dict[tuple[str, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        document = self.document
        own = document.get("$self")
        base = _joined(self.location, own) if isinstance(own, str) else self.location
        dialect = _dialect(document.get("jsonSchemaDialect"), DRAFT202012)
        self._resources[base] = ""
        todo = [(document, self.shape, "", Scope(base, dialect))]
        while todo:
            value, shape, pointer, scope = todo.pop()
            if shape == "Schema" and isinstance(value, dict):
                scope = self._add(value, pointer, scope)
            todo += [
                (item, kind, f"{pointer}/{escape(str(key))}", scope)
                for key, item, kind in fields(value, shape, TABLE)
                if isinstance(item, (dict, list))
            ]

    def _add(self, schema: dict[str, Any], pointer: str, around: Scope) -> Scope:
        """Note the names of *schema*; return the scope of what stands in it."""
        dialect = _dialect(schema.get("$schema"), around.dialect)
        scope = Scope(around.base, dialect, around.resources)
        if own := identifier(schema, dialect):
            base = _joined(around.base, own).partition("#")[0]
            self._resources.setdefault(base, pointer)
            scope = Scope(base, dialect, (*around.resources, pointer))
        elif not around.resources:
            scope = Scope(around.base, dialect, (pointer,))
        self.schemas[pointer], self.scopes[pointer] = schema, scope
        dynamic = self.dynamic.setdefault(scope.resources[-1], {})
        for name, is_dynamic in _anchors(schema, dialect):
            if name:
                self._anchors.setdefault((scope.base, name), pointer)
            if is_dynamic:
                dynamic.setdefault(name, pointer)
        return scope

    def target(self, reference: str, scope: Scope) -> str | None:
        """Return the pointer of what *reference* leads to within the document; ``None`` if nothing.

        A pointer that leads to nothing in its resource is taken as one into the document: authors of components
        often mean that.
        """
        base, fragment = scope.join(reference)
        resource = self._resources.get(base)
        if resource is None:
            return None
        if fragment and not fragment.startswith("/"):
            return self._anchors.get((base, fragment))
        return next(filter(self._exists, dict.fromkeys((resource + fragment, fragment))), None)

    def _exists(self, pointer: str) -> bool:
        try:
            lookup(self.document, pointer)
        except PointerError:
            return False
        return True

    def dynamic_target(self, schema: Mapping[str, Any], scope: Scope) -> tuple[str | None, str | None]:
        """Return what the dynamic reference in *schema* leads to at first, and the name by which that may change."""
        if isinstance(reference := schema.get("$dynamicRef"), str):
            target = self.target(reference, scope)
            name = scope.join(reference)[1]
        elif isinstance(reference := schema.get("$recursiveRef"), str):
            target, name = self.target(reference, scope), RECURSIVE
        else:
            return None, None
        is_dynamic = target in self.scopes and self._dynamic_names(target or "").get(name) == target
        return target, name if is_dynamic else None

    def _dynamic_names(self, pointer: str) -> Mapping[str, str]:
        return self.dynamic[self.scopes[pointer].resources[-1]]

    def bindings(self, pointer: str, before: Mapping[str, str] | None = None) -> Mapping[str, str]:
        """Return what dynamic references by each name lead to in the schema at *pointer*.

        That is what they lead to *before*, where a reference leads from, and then what the resource says. Without
        *before*, it is what the resources around the schema say.
        """
        resources = self.scopes[pointer].resources
        bindings = dict(before or {})
        for resource in resources if before is None else resources[-1:]:
            bindings = {**self.dynamic[resource], **bindings}
        return bindings

    def name(self, pointer: str) -> str:
        """Return a name for the schema at *pointer*: that of its component, if it stands in one."""
        steps = tokens(pointer)
        return steps[2] if steps[:2] == ["components", "schemas"] and len(steps) > 2 else (steps or ["schema"])[-1]


_NAMES = frozenset({"$id", "id", "$anchor", "$dynamicAnchor", "$ref"})


def _names(schema: Mapping[str, Any]) -> dict[str, str]:
    """Return the keywords of *schema* that may name it, and ``$ref``, beside which they do not in old drafts."""
    return {key: schema[key] for key in _NAMES & schema.keys() if isinstance(schema[key], str)}


def identifier(schema: Mapping[str, Any], dialect: Specification[Any]) -> str | None:
    """Return the identifier of *schema* in *dialect*, if it has one."""
    found = dialect.id_of(_names(schema))
    return found if found and not found.startswith("#") else None


def _anchors(schema: Mapping[str, Any], dialect: Specification[Any]) -> Iterator[tuple[str, bool]]:
    """Yield name of each anchor of *schema*, and whether it is dynamic."""
    if schema.get("$recursiveAnchor") is True:
        yield RECURSIVE, True
    for anchor in dialect.anchors_in(_names(schema)):
        yield anchor.name, isinstance(anchor, DynamicAnchor)


def _joined(base: str, address: str) -> str:
    """Return *address* as seen from *base*; as it is, if it is no address that can be read."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _dialect(address: Any, default: Specification[Any]) -> Specification[Any]:
    return specification_with(address, default=default) if isinstance(address, str) else default


def schema_names(value: Any, shape: Shape) -> Iterator[tuple[Any, str]]:
    """Yield key and value of those members of *value* that name a schema, as in a discriminator."""
    for key, item, kind in fields(value, shape, TABLE):
        if kind is Leaf.SCHEMA_NAME and isinstance(item, str):
            yield key, item
