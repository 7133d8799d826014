"""One document out of many files, every part of it what the specification says it is.

The bundler walks the document once, led by the tables of :mod:`.objects`. References into
other files become components with the names people gave them (or are replaced by what they
point to, where the specification knows no component of that kind); parts of the wrong kind
are warned about and taken out. What comes after it need not check types again.
"""

from __future__ import annotations

import posixpath
import re
from collections import deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from ..reports import Place, Subtype, warn
from .loader import LoadError, decode, parse, scalar_text
from .objects import Leaf, Shape, Table
from .refs import PointerError, escape, fields, is_reference, lookup, tokens
from .source import SourceError, Store, is_url

UNRESOLVED = "x-openapi-pages-unresolved"
"""Stands in the place of a reference that leads nowhere, with the reference as its value."""

MAX_HOPS = 50


@dataclass(frozen=True)
class _Visit:
    value: Any
    shape: Shape
    place: Place


class _Dropped(Exception):  # noqa: N818
    """A value is of the wrong kind, has been warned about, and is to be taken out."""


class Bundler:
    """Turns the parsed document *root* into a bundle, in place."""

    def __init__(self, root: dict[str, Any], file: str, store: Store, table: Table, sections: dict[str, str]) -> None:
        self.root = root
        self.file = file
        self.store = store
        self.table = table
        self.sections = sections
        self.documents: dict[str, Any] = {file: root}
        self.imported: dict[tuple[str, str, str], str] = {}
        self.origins: dict[int, Place] = {}
        """Places of the objects and lists that stand in other places than the author wrote them, by id."""
        self.todo: deque[_Visit] = deque()
        self.unreadable: set[str] = set()
        """Files that were warned about: one fault, however many references meet it."""

    def run(self) -> None:
        """Check and bundle the whole document."""
        self.todo.append(_Visit(self.root, "OpenAPI", Place(self.file)))
        seen: set[tuple[int, str]] = set()
        while self.todo:
            visit = self.todo.popleft()
            key = (id(visit.value), str(visit.shape))
            if key not in seen:
                seen.add(key)
                self._members(visit)

    def _members(self, visit: _Visit) -> None:
        container = visit.value
        dropped = []
        for key, value, shape in list(fields(container, visit.shape, self.table)):
            try:
                settled, place = self._settle(value, shape, visit.place / key)
            except _Dropped:
                dropped.append(key)
                continue
            container[key] = settled
            if isinstance(settled, (dict, list)) and not is_reference(settled):
                if place != visit.place / key:
                    self.origins[id(settled)] = place
                self.todo.append(_Visit(settled, shape, place))
        for key in reversed(dropped):
            del container[key]

    def _settle(self, value: Any, shape: Shape, place: Place) -> tuple[Any, Place]:
        """Return *value* with its reference followed and its kind right, and where it comes from."""
        for _ in range(MAX_HOPS):
            if not is_reference(value) or shape is Leaf.ANY:
                return self._fit(value, shape, place), place
            if isinstance(shape, str) and shape in self.sections:
                return self._component(value, shape, place), place
            value, place = self._inline(value, shape, place)
        self._fault(Subtype.REFERENCE, "its references lead in a circle; it is left out", place)
        raise _Dropped

    # References

    def _inline(self, value: dict[str, Any], shape: Shape, place: Place) -> tuple[Any, Place]:
        """Return what a reference points to where the specification has no components of that kind."""
        reference = value["$ref"]
        location, fragment = self.store.join(place.file, reference)
        try:
            target = self._text(location) if shape is Leaf.TEXT and not fragment else self._target(location, fragment)
        except (SourceError, LoadError, PointerError) as error:
            self._unresolved(reference, error, place)
            if not isinstance(shape, str):
                raise _Dropped from error
            return {UNRESOLVED: reference}, place
        siblings = {key: item for key, item in value.items() if key != "$ref"}
        if siblings and isinstance(target, dict):
            if shape == "PathItem" and isinstance(target.get("parameters"), list) and "parameters" in siblings:
                siblings["parameters"] = [*target["parameters"], *siblings["parameters"]]
            target = {**target, **siblings}
        return target, Place(location, fragment)

    def _component(self, value: dict[str, Any], kind: str, place: Place) -> dict[str, Any]:
        """Return a reference to a component of this document in place of one to anywhere."""
        reference = value["$ref"]
        location, fragment = self.store.join(place.file, reference)
        pointer = "/" + "/".join(map(escape, tokens(fragment))) if fragment.startswith("/") else fragment
        try:
            target = self._target(location, fragment)
            if location == self.file and pointer.startswith(f"/{self.sections[kind]}/"):
                self._follow_chain(target, {pointer})
                return {**value, "$ref": f"#{pointer}"}
            pointer = self._import(target, location, pointer, kind)
        except (SourceError, LoadError, PointerError) as error:
            self._unresolved(reference, error, place)
            siblings = {key: item for key, item in value.items() if key != "$ref"}
            return {UNRESOLVED: reference, **siblings}
        return {**value, "$ref": f"#{pointer}"}

    def _follow_chain(self, target: Any, seen: set[str]) -> None:
        while is_reference(target) and target["$ref"].startswith("#/"):
            pointer = target["$ref"][1:]
            if pointer in seen:
                raise PointerError("it leads in a circle")
            seen.add(pointer)
            target = lookup(self.root, pointer)

    def _import(self, target: Any, location: str, pointer: str, kind: str) -> str:
        """Make *target* a component of this document and return its pointer."""
        key = (location, pointer, kind)
        if key not in self.imported:
            names: Any = self.root
            for step in self.sections[kind].split("/"):
                if not isinstance(names.get(step), dict):
                    names[step] = {}
                names = names[step]
            name = self._free_name(location, pointer, names)
            self.imported[key] = f"/{self.sections[kind]}/{escape(name)}"
            names[name] = {}
            try:
                names[name], place = self._settle(target, kind, Place(location, pointer))
            except _Dropped:
                return self.imported[key]
            if isinstance(names[name], dict) and not is_reference(names[name]):
                self.origins[id(names[name])] = place
                self.todo.append(_Visit(names[name], kind, place))
        return self.imported[key]

    def _free_name(self, location: str, pointer: str, names: dict[str, Any]) -> str:
        path = urlsplit(location).path if is_url(location) else location.replace("\\", "/")
        stem = posixpath.basename(path).split(".")[0]
        parent = posixpath.basename(posixpath.dirname(path))
        last = tokens(pointer)[-1] if pointer.startswith("/") else pointer.strip("#")
        base = re.sub(r"[^A-Za-z0-9._-]+", "_", last or (stem if stem != "index" else parent)) or "unnamed"
        name = base
        number = 2
        while name in names:
            name = f"{base}-{number}"
            number += 1
        return name

    def _target(self, location: str, fragment: str) -> Any:
        if location not in self.documents:
            text = self._text(location)
            self.documents[location] = parse(text, location)
        return lookup(self.documents[location], fragment)

    def _text(self, location: str) -> str:
        return decode(self.store.read(location), location)

    # Kinds

    def _fit(self, value: Any, shape: Shape, place: Place) -> Any:
        """Return *value* as the kind *shape*, or warn and raise :exc:`_Dropped`."""
        if isinstance(shape, Leaf):
            return self._fit_leaf(value, shape, place)
        if isinstance(shape, list):
            if isinstance(value, list):
                return value
            expected = "a list"
        else:
            if isinstance(value, dict):
                return value
            if shape == "Schema" and isinstance(value, bool):
                return value
            article = "an" if isinstance(shape, str) and shape[0] in "AEIO" else "a"
            expected = f"{article} {shape} object" if isinstance(shape, str) else "a map"
        self._wrong_kind(value, expected, place)
        raise _Dropped

    def _fit_leaf(self, value: Any, leaf: Leaf, place: Place) -> Any:
        if leaf is Leaf.TEXT and isinstance(value, (bool, int, float)):
            return scalar_text(value)
        if leaf is Leaf.TEXT and value is None and place.pointer.rpartition("/")[2].isdecimal():
            return scalar_text(value)
        if leaf is Leaf.NUMBER and isinstance(value, str) and re.fullmatch(r"-?\d+(\.\d+)?", value):
            return float(value) if "." in value else int(value)
        fits = {
            Leaf.TEXT: isinstance(value, str),
            Leaf.SCHEMA_NAME: isinstance(value, str),
            Leaf.FLAG: isinstance(value, bool),
            Leaf.NUMBER: isinstance(value, (int, float)) and not isinstance(value, bool),
            Leaf.TYPES: isinstance(value, str) or (isinstance(value, list) and all(isinstance(t, str) for t in value)),
            Leaf.ANY: True,
        }
        if not fits[leaf]:
            self._wrong_kind(value, leaf.value, place)
            raise _Dropped
        if leaf is Leaf.SCHEMA_NAME:
            return self._fit_schema_name(value, place)
        return value

    def _fit_schema_name(self, value: str, place: Place) -> str:
        schemas = self.root.get("components", {}).get("schemas", {}) if "components" in self.root else {}
        if value in schemas and not value.startswith("#"):
            return value
        settled = self._component({"$ref": value}, "Schema", place)
        if "$ref" not in settled:
            raise _Dropped
        return str(settled["$ref"])

    # Warnings

    def _wrong_kind(self, value: Any, expected: str, place: Place) -> None:
        kind = {dict: "an object", list: "a list", str: "a text", type(None): "null", bool: "true or false"}
        found = kind.get(type(value), "a number")
        self._fault(Subtype.STRUCTURE, f"{found} where the specification has {expected}; it is left out", place)

    def _unresolved(self, reference: str, error: Exception, place: Place) -> None:
        if isinstance(error, PointerError):
            reason = "there is nothing at that place"
        else:
            location, _ = self.store.join(place.file, reference)
            if location in self.unreadable:
                return
            self.unreadable.add(location)
            reason = f"the file {error}" if isinstance(error, LoadError) else str(error)
        self._fault(Subtype.REFERENCE, f"the reference {reference!r} cannot be followed: {reason}", place)

    def _fault(self, subtype: Subtype, message: str, place: Place) -> None:
        warn(subtype, f"{message} (at #{place.pointer})" if place.line else message, place)
