"""Compares two schemas: their keywords, and the fields, items and alternatives within them, at every depth."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

from ..direction import Direction
from ..schema import Schema
from ..spec_tables import V3, Leaf
from .change import Kind
from .contract import Contract
from .effect import Difference, Effect, gained_or_lost, of_presence
from .keywords import compare_keywords, compare_types, short, type_names
from .words import words_of_schema

MAX_DEPTH = 30
"""The deepest level of nested fields that is compared."""

#: Kinds of values that can have schemas.
_NESTING = frozenset(key for key, shape in V3["Schema"].items() if not isinstance(shape, Leaf) and shape != [Leaf.ANY])


@dataclass(frozen=True)
class Nested:
    """Two component schemas at a path of fields in two others."""

    path: str
    old: Schema
    new: Schema


class SchemaComparer:
    """Compares the schemas of bodies and parameters that go in *direction*.

    *same* are the names of the component schemas that are the same in both versions, with all that they refer to.
    *contracts* are those of the two versions. *is_xml* tells whether the values are written in XML.

    Many bodies hold the same component schemas: what differs between two of these is found once.
    """

    def __init__(
        self,
        direction: Direction,
        same: AbstractSet[str],
        contracts: tuple[Contract, Contract],
        *,
        is_xml: bool = False,
    ) -> None:
        self.direction = direction
        self.same = same
        self.contracts = contracts
        self.is_xml = is_xml
        self._known: dict[tuple[str, str], list[Difference | Nested]] = {}

    def compare(self, old: Schema, new: Schema) -> Iterator[Difference]:
        """Yield the differences, each with its path of fields. Of two schemas that are met again, it yields none."""
        yield from self._expanded(Nested("", old, new), set(), 0)

    def _expanded(self, pair: Nested, seen: set[tuple[str, str]], depth: int) -> Iterator[Difference]:
        key = (pair.old.identity, pair.new.identity)
        if key in seen or depth > MAX_DEPTH:
            return
        seen.add(key)
        if pair.old.name and pair.old.name == pair.new.name and pair.old.name in self.same:
            return
        for found in self._differences(pair.old, pair.new):
            path = _joined(pair.path, found.path)
            if isinstance(found, Nested):
                yield from self._expanded(replace(found, path=path), seen, depth + 1)
            else:
                yield replace(found, path=path)

    def _differences(self, old: Schema, new: Schema) -> list[Difference | Nested]:
        if not (old.name and new.name):
            return list(self._compare(old, new, "", 0))
        key = (old.name, new.name)
        if key not in self._known:
            self._known[key] = list(self._compare(old, new, "", 0))
        return self._known[key]

    def _inner(self, old: Schema, new: Schema, path: str, depth: int) -> Iterator[Difference | Nested]:
        """Yield the differences of two schemas within others; those of components come later."""
        if old.name and old.name == new.name and old.name in self.same:
            return
        if old.name and new.name:
            yield Nested(path, old, new)
        else:
            yield from self._compare(old, new, path, depth + 1)

    def _compare(self, old: Schema, new: Schema, path: str, depth: int) -> Iterator[Difference | Nested]:
        if any(schema.unresolved or schema.is_left_out or schema.is_partial for schema in (old, new)):
            if old.data != new.data:  # its other content is unknown
                keyword = "$ref" if old.unresolved or new.unresolved else "allOf"
                yield Difference(Kind.DIFFERS, Effect.OTHER, keyword, path=path)
            return
        if depth > MAX_DEPTH or (old.data == new.data and _NESTING.isdisjoint(old.data)):
            return
        if old.data != new.data and words_of_schema(old) != words_of_schema(new):
            yield Difference(Kind.WORDS, Effect.NONE)
        types = list(compare_types(old, new)) if old.data != new.data else []
        before, now = type_names(old), type_names(new)
        is_another_type = bool(types and before and now and before.isdisjoint(now))
        others = [] if is_another_type else [*compare_keywords(old, new, self.contracts), *self._xml(old, new)]
        for difference in (*types, *others):
            yield replace(difference, path=path)
        if not is_another_type:
            yield from self._fields(old, new, path, depth)
            yield from self._elements(old, new, path, depth)
            yield from self._choices(old, new, path, depth, is_other_type=bool(types))

    def _xml(self, old: Schema, new: Schema) -> Iterator[Difference]:
        before, now = old.data.get("xml"), new.data.get("xml")
        if self.is_xml and before != now:
            yield gained_or_lost("xml", Effect.OTHER, before, now)

    # Fields

    def _fields(self, old: Schema, new: Schema, path: str, depth: int) -> Iterator[Difference | Nested]:
        before, now = self._shown(old), self._shown(new)
        was_required, is_required_now = set(old.required), set(new.required)
        for name in dict.fromkeys([*before, *now]):
            inner = f"{path}.{name}" if path else name
            if name not in now:
                yield self._gone(old, new, name, inner)
            elif name not in before:
                yield self._come(old, new, name, inner)
            else:
                if name in is_required_now and name not in was_required:
                    yield Difference(Kind.REQUIRED, Effect.NARROWER, path=inner)
                elif name in was_required and name not in is_required_now:
                    yield Difference(Kind.OPTIONAL, Effect.WIDER, path=inner)
                yield from self._directions(before[name], now[name], inner)
                yield from self._inner(before[name], now[name], inner, depth)
        for name in sorted(was_required ^ is_required_now):
            if not any(name in schema.properties for schema in (old, new)):
                inner = f"{path}.{name}" if path else name
                is_now = name in is_required_now
                yield Difference(
                    Kind.REQUIRED if is_now else Kind.OPTIONAL, Effect.NARROWER if is_now else Effect.WIDER, path=inner
                )

    def _shown(self, schema: Schema) -> dict[str, Schema]:
        return {name: part for name, part in schema.properties.items() if not self.direction.hides(part.data)}

    def _gone(self, old: Schema, new: Schema, name: str, path: str) -> Difference:
        """Return the difference of a field that only *old* has: it was removed, or goes the other way now."""
        if name in new.properties:
            return Difference(Kind.GAINED, Effect.OTHER, self.direction.value[0], path=path)
        return Difference(Kind.REMOVED, Effect.OTHER, path=path)

    def _come(self, old: Schema, new: Schema, name: str, path: str) -> Difference:
        """Return the difference of a field that only *new* has."""
        effect = Effect.NARROWER if name in new.required else Effect.NONE
        if name in old.properties:
            return Difference(Kind.LOST, effect, self.direction.value[0], path=path)
        return Difference(Kind.ADDED_REQUIRED if name in new.required else Kind.ADDED, effect, path=path)

    def _directions(self, old: Schema, new: Schema, path: str) -> Iterator[Difference]:
        """Yield what changed in the words that do not keep the field from going this way."""
        for keyword in ("readOnly", "writeOnly"):
            was, is_ = (each.data.get(keyword) is True or None for each in (old, new))
            if was != is_:
                yield replace(gained_or_lost(keyword, Effect.NONE, was, is_), path=path)

    # Elements of arrays, further properties

    def _elements(self, old: Schema, new: Schema, path: str, depth: int) -> Iterator[Difference | Nested]:
        if old.items is not None and new.items is not None:
            yield from self._inner(old.items, new.items, f"{path}[]", depth)
        elif (old.items is None) != (new.items is None) and "array" in type_names(old) & type_names(new):
            yield replace(gained_or_lost("items", of_presence(old.items, new.items), old.items, new.items), path=path)
        for index, (part, other) in enumerate(zip(old.prefix_items, new.prefix_items, strict=False)):
            yield from self._inner(part, other, f"{path}[{index}]", depth)
        many, few = len(new.prefix_items), len(old.prefix_items)
        for index in range(min(many, few), max(many, few)):
            kind, effect = (Kind.ADDED, Effect.WIDER) if many > few else (Kind.REMOVED, Effect.NARROWER)
            yield Difference(kind, effect, path=f"{path}[{index}]")
        for pattern in dict.fromkeys([*old.patterns, *new.patterns]):
            inner = f"{path}.{pattern or '*'}" if path else pattern or "*"
            was, is_ = old.patterns.get(pattern), new.patterns.get(pattern)
            if was is not None and is_ is not None:
                yield from self._inner(was, is_, inner, depth)
            elif pattern:
                kind = Kind.ADDED if was is None else Kind.REMOVED
                yield Difference(kind, of_presence(was, is_), path=inner)
            else:
                yield from self._further(old, new, path)

    def _further(self, old: Schema, new: Schema, path: str) -> Iterator[Difference]:
        """Yield the difference of ``additionalProperties`` where only one version has a schema for them."""
        if old.is_closed or new.is_closed:  # which has been reported already
            return
        was, is_ = old.patterns.get(""), new.patterns.get("")
        if any(schema is not None and _says_something(schema) for schema in (was, is_)):
            yield replace(gained_or_lost("additionalProperties", of_presence(was, is_), was, is_), path=path)

    # Alternatives

    def _choices(
        self, old: Schema, new: Schema, path: str, depth: int, *, is_other_type: bool
    ) -> Iterator[Difference | Nested]:
        if not old.choices and not new.choices:
            return
        is_in_both = bool(old.choices and new.choices)
        before, now = _choice_of(old), _choice_of(new)
        pairs, gone, come = _matched(before, now, with_objects=is_in_both)
        for part, other in pairs:
            for found in self._inner(part, other, path, depth):
                if is_in_both or not _is_of_the_whole(found, path):
                    yield found
        if is_other_type and not is_in_both:  # the types cover the rest
            return
        if not pairs and not is_in_both:
            keyword = "oneOf" if (old.choices or new.choices)[0].is_exclusive else "anyOf"
            yield replace(gained_or_lost(keyword, Effect.OTHER, old.choices or None, new.choices or None), path=path)
            return
        for part in gone:
            yield Difference(Kind.ALTERNATIVE_REMOVED, Effect.NARROWER, old=label(part), path=path)
        for part in come:
            yield Difference(Kind.ALTERNATIVE_ADDED, Effect.WIDER, new=label(part), path=path)


def _is_of_the_whole(found: Difference | Nested, path: str) -> bool:
    """Return whether *found* is about the schema itself, not about its alternatives."""
    if isinstance(found, Nested) or found.path not in ("", path):
        return False
    return found.kind in _OF_THE_WHOLE or found.keyword == "default"


_OF_THE_WHOLE = (Kind.NULLABLE, Kind.NOT_NULLABLE, Kind.DEPRECATED, Kind.NOT_DEPRECATED, Kind.WORDS)


def _joined(path: str, inner: str) -> str:
    return f"{path}.{inner}" if path and inner and inner[0] not in ".[" else path + inner


def _says_something(schema: Schema) -> bool:
    return bool(schema.types or schema.choices or schema.properties or "enum" in schema.data)


def _choice_of(schema: Schema) -> list[Schema]:
    """Return the alternatives of *schema*, of all its choices; a schema without any is the only one."""
    parts: list[Schema] = [part for choice in schema.choices for part in choice.schemas]
    return parts or [schema]


def _matched(
    old: list[Schema], new: list[Schema], *, with_objects: bool
) -> tuple[list[tuple[Schema, Schema]], list[Schema], list[Schema]]:
    """Return the alternatives that are the same ones, and those that only one version has.

    Those that are only alike are taken for the same ones, objects only *with_objects*.
    """
    pairs: list[tuple[Schema, Schema]] = []
    gone, come = list(old), list(new)

    def is_alike(first: Schema, second: Schema) -> bool:
        return _is_alike(first, second) and (with_objects or "object" not in type_names(first))

    for is_same in (_has_same_name, _says_the_same, _has_same_title, is_alike):
        for part in [*gone]:
            other = next((each for each in come if is_same(part, each)), None)
            if other is not None:
                pairs.append((part, other))
                gone.remove(part)
                come.remove(other)
    return pairs, gone, come


def _has_same_name(old: Schema, new: Schema) -> bool:
    return old.name is not None and old.name == new.name


def _says_the_same(old: Schema, new: Schema) -> bool:
    return old.digest == new.digest


def _has_same_title(old: Schema, new: Schema) -> bool:
    return bool(old.data.get("title")) and old.data.get("title") == new.data.get("title")


def _is_alike(old: Schema, new: Schema) -> bool:
    """Return whether two schemas without names may be versions of one: they have a type and, if objects, a field."""
    if (old.name and new.name) or type_names(old) != type_names(new) or not type_names(old):
        return False
    return not (old.properties or new.properties) or not old.properties.keys().isdisjoint(new.properties)


def label(schema: Schema) -> str:
    """Return what an alternative is called in a line."""
    title = str(schema.data.get("title", "")) or " or ".join(sorted(type_names(schema)))
    if schema.name or "title" in schema.data or not schema.properties:
        return short(schema.name or title or "of any type")
    return short(f"{title} with {', '.join(schema.properties)}")
