"""References to places instead of references by names: ``$id``, anchors, and what depends on the way to a schema.

A page shows a schema without the way that led to it. So a schema that means something else on another way, as a generic
one does by ``$dynamicRef``, becomes a component of its own for each meaning.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from .diagnostics import Place, Subtype, warn
from .references import escape, fields, is_reference, reference_to, tokens
from .schema_resources import TABLE, Resources, Scope, identifier, schema_names
from .spec_tables import ANNOTATIONS, SCHEMA, Shape

MAX_MEANINGS = 1000
"""How many components are made of schemas with several meanings."""

WORDS = ("$id", "$anchor", "$dynamicAnchor", "$dynamicRef", "$recursiveRef")
"""Without any of them, there is nothing to do."""

_NAMES = frozenset({"$id", "$anchor", "$dynamicAnchor", "$recursiveAnchor"})
_BESIDE = ANNOTATIONS | _NAMES | {"$ref", "$schema", "$comment", "$defs", "definitions"}
"""Keywords beside a reference that leave its meaning as it is."""

Bindings = Mapping[str, str]


class _Meaning(NamedTuple):
    """A schema, and what its dynamic references lead to by name."""

    pointer: str
    bindings: frozenset[tuple[str, str]]


def with_places(document: Any, place: Place) -> Any:
    """Return *document*, the content of the file at *place*, with references to places in it, as far as it has them."""
    if not isinstance(document, dict) or "swagger" in document or str(document.get("openapi")).startswith("3.0"):
        return document
    return _Rewriter(document, _shape_of(document), place).run()


def _shape_of(document: Mapping[str, Any]) -> Shape:
    if not document.keys().isdisjoint({"openapi", "paths", "components"}):
        return "OpenAPI"
    return "Schema" if not document.keys().isdisjoint({"$id", "$schema", "$defs", *SCHEMA}) else {"*": "Schema"}


class _Rewriter:
    def __init__(self, document: dict[str, Any], shape: Shape, place: Place) -> None:
        self.document = document
        self.shape = shape
        self.place = place
        self.resources = Resources(document, shape, place.file)
        self.users = self._users()
        self.meanings: dict[_Meaning, str] = {}
        """The pointers of schemas that were made, or will be."""
        self.todo: deque[_Meaning] = deque()
        self.has_warned = False
        self.section = {"OpenAPI": "/components/schemas", "Schema": "/$defs"}.get(str(shape), "")

    def run(self) -> Any:
        made = self._copy(self.document, self.shape, "", None)
        section = made
        for step in tokens(self.section) if self.todo else ():
            held = section.get(step)
            section[step] = dict(held) if isinstance(held, dict) else {}
            section = section[step]
        while self.todo:
            meaning = self.todo.popleft()
            section[tokens(self.meanings[meaning])[-1]] = self._instance(meaning)
        return made

    def _users(self) -> dict[str, set[str]]:
        """Return the schemas on the way from which references by each dynamic name are reached."""
        users: dict[str, list[str]] = {}
        starts: dict[str, list[str]] = {}
        for pointer, schema in self.resources.schemas.items():
            scope = self.resources.scopes[pointer]
            target, name = self.resources.dynamic_target(schema, scope)
            if name is not None:
                starts.setdefault(name, []).append(pointer)
            static = self.resources.target(schema["$ref"], scope) if is_reference(schema) else None
            for reached in filter(None, (target, static)):
                users.setdefault(reached, []).append(pointer)
        return {name: self._above(found, users) for name, found in starts.items()}

    def _above(self, pointers: Iterable[str], users: Mapping[str, list[str]]) -> set[str]:
        found: set[str] = set()
        todo = [*pointers]
        while todo:
            pointer = todo.pop()
            if pointer not in found:
                found.add(pointer)
                todo += users.get(pointer, [])
                parent = pointer.rpartition("/")[0]
                while parent and parent not in self.resources.schemas:
                    parent = parent.rpartition("/")[0]
                todo += [parent] if parent in self.resources.schemas else []
        return found

    def _copy(self, value: Any, shape: Shape, pointer: str, bindings: Bindings | None) -> Any:
        """Return *value* with all references settled, in the meaning of *bindings*."""
        if not isinstance(value, (dict, list)):
            return value
        if shape == "Schema" and isinstance(value, dict):
            if bindings is None:
                bindings = self.resources.bindings(pointer)
            elif self.resources.scopes[pointer].resources[-1] == pointer:
                bindings = self.resources.bindings(pointer, bindings)
        made: Any = dict(value) if isinstance(value, dict) else [*value]
        for key, item, kind in fields(value, shape, TABLE):
            if isinstance(item, (dict, list)):
                made[key] = self._copy(item, kind, f"{pointer}/{escape(str(key))}", bindings)
        if shape == "Schema" and isinstance(value, dict) and bindings is not None:
            return self._settled(value, made, pointer, bindings)
        if isinstance(value, dict):
            self._settle_names(made, shape, pointer)
        return made

    def _settle_names(self, made: dict[str, Any], shape: Shape, pointer: str) -> None:
        """Settle the values of a discriminator that are references."""
        for key, name in [*schema_names(made, shape)]:
            scope = self._scope_around(pointer)
            target = self.resources.target(name, scope) if scope and ("#" in name or "/" in name) else None
            if target is not None:
                made[key] = reference_to(target)

    def _scope_around(self, pointer: str) -> Scope | None:
        while pointer and pointer not in self.resources.scopes:
            pointer = pointer.rpartition("/")[0]
        return self.resources.scopes.get(pointer)

    def _settled(self, schema: Any, made: dict[str, Any], pointer: str, bindings: Bindings) -> dict[str, Any]:
        """Return *made*, a copy of *schema*, whose own references and names are settled."""
        scope = self.resources.scopes[pointer]
        if identifier(schema, scope.dialect):
            made.pop("$id", None)
        target, name = self.resources.dynamic_target(schema, scope)
        word = next((word for word in ("$dynamicRef", "$recursiveRef") if isinstance(schema.get(word), str)), "")
        dynamic = None
        if word:
            del made[word]
            bound = bindings.get(name, target) if name is not None else target
            dynamic = schema[word] if bound is None else self._reference(self._end(bound), bindings)
        if is_reference(schema) and (static := self.resources.target(schema["$ref"], scope)) is not None:
            meaning = self._meaning(static, bindings)
            if meaning is not None and meaning not in self.meanings and self._gives_name(schema, pointer):
                self.meanings[meaning] = pointer
                inherited = {key: item for key, item in self._instance(meaning).items() if key not in _NAMES}
                return {**inherited, **{key: item for key, item in made.items() if key != "$ref"}}
            made["$ref"] = self._reference(static, bindings)
        if dynamic is not None:
            if "$ref" in made:
                parts = made.get("allOf")
                made["allOf"] = [*(parts if isinstance(parts, list) else []), {"$ref": dynamic}]
            else:
                made = {"$ref": dynamic, **made}
        return made

    def _gives_name(self, schema: Mapping[str, Any], pointer: str) -> bool:
        """Return whether *schema* is a component that says nothing but what it refers to."""
        return pointer.rpartition("/")[0] == self.section and schema.keys() <= _BESIDE

    def _meaning(self, target: str, bindings: Bindings) -> _Meaning | None:
        """Return what the schema at *target* means to one that refers to it; ``None`` if what it means by itself."""
        if target not in self.resources.schemas:
            return None
        usual, here = (self.resources.bindings(target, before) for before in (None, bindings))
        names = [name for name, users in self.users.items() if target in users and name in here]
        if all(here[name] == usual.get(name) for name in names):
            return None
        return _Meaning(target, frozenset((name, here[name]) for name in names))

    def _reference(self, target: str, bindings: Bindings) -> str:
        """Return the reference to the schema at *target* in the meaning of *bindings*."""
        meaning = self._meaning(target, bindings)
        if meaning is None:
            return reference_to(target)
        if meaning not in self.meanings:
            if len(self.meanings) >= MAX_MEANINGS:
                self._warn_of_meanings(target)
                return reference_to(target)
            self.meanings[meaning] = f"{self.section}/{escape(self._name(meaning))}"
            self.todo.append(meaning)
        return reference_to(self.meanings[meaning])

    def _warn_of_meanings(self, target: str) -> None:
        if not self.has_warned:
            words = f"schemas with '$dynamicRef' have more than {MAX_MEANINGS} meanings; further ones are not shown"
            warn(Subtype.STRUCTURE, words, self.place.at(target))
        self.has_warned = True

    def _end(self, target: str) -> str:
        """Return the pointer of what the schema at *target* leads to, if it is a mere reference."""
        for _ in range(10):
            schema = self.resources.schemas.get(target)
            if schema is None or not is_reference(schema) or not schema.keys() <= _NAMES | {"$ref"}:
                break
            target = self.resources.target(schema["$ref"], self.resources.scopes[target]) or target
        return target

    def _name(self, meaning: _Meaning) -> str:
        names = [self.resources.name(self._end(pointer)) for _, pointer in sorted(meaning.bindings)]
        base = name = "_".join([self.resources.name(meaning.pointer), *names])
        held = _members(self.document, self.section)
        taken = {*held, *(tokens(pointer)[-1] for pointer in self.meanings.values())}
        number = 2
        while name in taken:
            name = f"{base}-{number}"
            number += 1
        return name

    def _instance(self, meaning: _Meaning) -> dict[str, Any]:
        """Return the schema with *meaning*. What it defines for others stays where it is."""
        schema = self.resources.schemas[meaning.pointer]
        own = {key: item for key, item in schema.items() if key not in {"$defs", "definitions"}}
        made = self._copy(own, "Schema", meaning.pointer, dict(meaning.bindings))
        return {key: item for key, item in made.items() if key not in _NAMES}


def _members(document: Any, section: str) -> Mapping[str, Any]:
    """Return the members of *section* of *document*."""
    for step in tokens(section):
        document = document.get(step) if isinstance(document, dict) else None
    return document if isinstance(document, dict) else {}
