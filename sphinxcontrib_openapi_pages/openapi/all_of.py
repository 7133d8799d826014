"""The keywords of a Schema Object with its references followed and its ``allOf`` merged."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .conjunction import IMPOSSIBLE, LATER_FIRST, Data, conjoin
from .heirs import NAMES_OF_HEIRS
from .local_references import LEFT_OUT, LocalReferences
from .normal_form import normalised
from .references import is_reference, pointer_name

PARENT = "x-openapi-pages-parent"
"""Keyword for the Discriminator Object of a schema that a merged ``allOf`` extends."""

#: Keywords that make a schema more than another name for its only named part.
STRUCTURE = frozenset({"properties", "patternProperties", "additionalProperties", "items", "oneOf", "anyOf", "enum"})

#: Those of them that do so beside a reference: a choice among its values leaves them values of that schema.
_FURTHER = STRUCTURE - {"enum"}

_ANNOTATIONS = NAMES_OF_HEIRS | {
    "title", "description", "default", "example", "examples", "externalDocs", "deprecated", "x-deprecated",
    "discriminator",
}  # fmt: skip

_EXAMPLES = frozenset({"example", "examples"})

MAX_PARTS = 200
"""How deep the parts of an ``allOf`` are nested; of a schema with deeper ones, it is known that they are left out."""


def merged(value: Data, references: LocalReferences, seen: set[str], depth: int = 0) -> tuple[str | None, Data]:
    """Return name and keywords of a schema, those of its ``allOf`` and of what stands beside a ``$ref`` among them.

    *seen* are the references to its parts so far: the same part again adds nothing.
    """
    name: str | None = None
    layers: list[Data] = []
    while is_reference(value):
        reference = value["$ref"]
        name = name or pointer_name(reference)
        layers.append(references.siblings(value))
        if reference in seen:
            value = {}
            break
        seen.add(reference)
        value = references.target(reference)
    part = _Conjunction(references, seen, depth)
    part.add_schema(value)
    for siblings in reversed(layers):
        part.add_siblings(siblings)
    is_alias = not layers or layers[0].keys().isdisjoint(_FURTHER)
    return (name or part.alias if is_alias else None), part.data


class _Conjunction:
    """The parts of one schema, combined."""

    def __init__(self, references: LocalReferences, seen: set[str], depth: int) -> None:
        self.references = references
        self.seen = seen
        self.depth = depth
        self.data: dict[str, Any] = {}
        self.alias: str | None = None
        """The name of the only named part, if the schema says no more than that."""
        self.ranks: dict[str, int] = {}
        """Which keywords are from what extends others: the words of a higher rank count."""

    def add_schema(self, value: Data) -> None:
        """Add a schema that is no reference."""
        data = normalised(value, self.references)
        if "allOf" not in data or self.depth > MAX_PARTS:
            self._add({**data, LEFT_OUT: True} if "allOf" in data else data, 2)
            return
        is_later_first = LATER_FIRST in data
        own = {key: item for key, item in data.items() if key not in ("allOf", LATER_FIRST)}
        names: list[str] = []
        has_more = not own.keys().isdisjoint(_FURTHER)
        parts = [
            merged(part, self.references, self.seen, self.depth + 1) if isinstance(part, Mapping) else (None, part)
            for part in data["allOf"]
        ]
        for name, part in parts:
            names += [name] if name else []
            has_more = has_more or (name is None and part is not True and not _is_mere_limit(part))
        is_alias = len(names) == 1 and not has_more
        nullables = [isinstance(part, Mapping) and _is_nullable(part) for _, part in parts]
        for number, (name, part) in enumerate(parts):
            if name and isinstance(part, Mapping) and "discriminator" in part:
                self.data.setdefault(PARENT, part["discriminator"])
            self._add_part(name, part, number if is_later_first else int(name is None), is_alias=is_alias)
        if not (is_alias or all(nullables)):
            self.data.pop("nullable", None)
        if "type" in own and "nullable" not in own:
            self.data.pop("nullable", None)
        self._add(own, len(parts) + 2)
        self.alias = names[0] if is_alias else None

    def _add_part(self, name: str | None, part: Any, rank: int, *, is_alias: bool) -> None:
        if part is True:
            return
        if part is False:
            part = IMPOSSIBLE
        if name is not None and not is_alias:
            # What is said of one of several parts, or of what is extended, is not said of the whole.
            part = {key: item for key, item in part.items() if key not in _ANNOTATIONS}
        self._add(part, rank)

    def add_siblings(self, siblings: Data) -> None:
        """Add what stands beside a reference, which extends what it refers to."""
        if not siblings:
            return
        if not siblings.keys().isdisjoint(_FURTHER):
            if "discriminator" in self.data:
                self.data.setdefault(PARENT, self.data["discriminator"])
            self.data = {key: item for key, item in self.data.items() if key not in _ANNOTATIONS}
        _, siblings = merged(siblings, self.references, self.seen, self.depth + 1)
        self._add(siblings, MAX_PARTS + 3)

    def _add(self, part: Data, rank: int) -> None:
        if not _EXAMPLES.isdisjoint(part):
            # Whichever of the two keywords an heir has, its examples come before those of what it extends.
            for key in _EXAMPLES & self.data.keys():
                if rank > self.ranks.get(key, 0):
                    del self.data[key]
        conjoin(self.data, part, overrides=lambda key: rank > self.ranks.get(key, 0))
        for key in part:
            self.ranks[key] = max(rank, self.ranks.get(key, 0))


def _is_mere_limit(part: Any) -> bool:
    return isinstance(part, Mapping) and part.keys().isdisjoint(STRUCTURE)


def _is_nullable(data: Data) -> bool:
    given = data.get("type")
    return bool(data.get("nullable")) or given == "null" or (isinstance(given, list) and "null" in given)
