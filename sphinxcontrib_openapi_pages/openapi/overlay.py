"""Overlays: documents that change an OpenAPI document before it is read (OpenAPI Overlay 1.0 and 1.1).

See https://spec.openapis.org/overlay/v1.1.0.html.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from .diagnostics import MovedLines, OneLine, Place, Subtype, cut, more_places, quoted, warn
from .parsing.reader import MAX_DEPTH, LoadError, parse_text
from .references import escape
from .source.locations import SourceError
from .source.python_objects import PythonObject, as_json
from .source.store import Store

if TYPE_CHECKING:
    from jsonpath_rfc9535 import JSONPathEnvironment

    from .parsing.parser import DocumentParser

VERSIONS = ("1.0", "1.1")

Overlay: TypeAlias = tuple[dict[str, Any], Place]
"""An overlay, and the place of all of it."""

Location: TypeAlias = tuple[str | int, ...]
"""The keys and indexes that lead from the document to a value in it."""


@dataclass(frozen=True)
class Overlays:
    """The overlays of a document, in the order in which they are applied."""

    given: Sequence[str | PythonObject]
    """Absolute paths, and mappings."""
    store: Store
    """Reads them."""
    conf: Place
    """The place where ``conf.py`` names them."""
    checks_extends: bool = True
    """Whether the document is the one for which they were written, and not one that a variable names in its place."""

    def apply(self, parser: DocumentParser) -> None:
        """Change the document that *parser* has parsed. A fault in an overlay is a warning at its line."""
        if not self.given or not isinstance(parser.specification, dict):
            return
        document = _Overlaid(parser)
        for given in self.given:
            overlay = self._read(given)
            if overlay is not None:
                if self.checks_extends:
                    _check_extends(overlay, parser)
                _apply(overlay, document)
        parser.specification = document.data
        parser.lines = MovedLines(parser.lines, document.moved())

    def _read(self, given: str | PythonObject) -> Overlay | None:
        # Imported here, as in document.py: the parser takes long to import.
        from .parsing.parser import parse_file

        try:
            if isinstance(given, PythonObject):
                value, place = _value_of(given), Place(self.conf.file, lines=OneLine(self.conf.line or 1))
            else:
                parser = parse_file(given, self.store)
                value, place = parser.specification, parser.place
        except SourceError as error:
            name = given.name if isinstance(given, PythonObject) else given
            warn(Subtype.OVERLAY, f"the overlay {name} cannot be read: {error}; it is left out", self.conf)
            return None
        except LoadError as error:
            warn(Subtype.OVERLAY, f"the overlay {error}; it is left out", error.place)
            return None
        return (value, place) if _is_overlay(value, place) else None


def _value_of(given: PythonObject) -> Any:
    return parse_text(as_json(given.value).decode(), given.name).value


def _is_overlay(value: Any, place: Place) -> bool:
    version = str(value.get("overlay", "")) if isinstance(value, dict) else ""
    if not version:
        warn(Subtype.OVERLAY, "this is not an overlay: it has no field 'overlay' with a version; it is left out", place)
        return False
    if not version.startswith(VERSIONS):
        warn(Subtype.OVERLAY, f"Overlay {cut(version)} is not known; it is read as 1.1", place / "overlay")
    if not isinstance(value.get("actions"), list):
        warn(Subtype.OVERLAY, "the overlay has no list 'actions'; it is left out", place)
        return False
    return True


def _check_extends(overlay: Overlay, parser: DocumentParser) -> None:
    """Warn if the overlay was written for another document. The name of the file is enough: it may be a copy."""
    value, place = overlay
    extends = value.get("extends")
    if not isinstance(extends, str) or parser.store.made is not None:
        return
    try:
        location, _ = parser.store.join(place.file, extends)
    except SourceError:
        location = extends
    if location != parser.url and posixpath.basename(location) != posixpath.basename(parser.url):
        message = f"the overlay extends {quoted(extends)}, but it is applied to {parser.url}"
        warn(Subtype.OVERLAY, f"{message}; correct 'extends', or apply the overlay to that document", place / "extends")


def _apply(overlay: Overlay, document: _Overlaid) -> None:
    value, place = overlay
    for index, action in enumerate(value["actions"]):
        here = place / "actions" / index
        try:
            _Action(action, here, document).apply()
        except _ActionError as error:
            warn(Subtype.OVERLAY, f"{error}; the action is left out", error.place)


class _ActionError(Exception):
    """An action cannot be applied; the message explains why."""

    def __init__(self, message: str, place: Place) -> None:
        super().__init__(message)
        self.place = place


class _Action:
    """One Action Object."""

    def __init__(self, action: Any, place: Place, document: _Overlaid) -> None:
        if not isinstance(action, dict) or not isinstance(action.get("target"), str):
            raise _ActionError("the action has no string 'target'", place)
        self.action = action
        self.place = place
        self.document = document

    def apply(self) -> None:
        target = self.action["target"]
        locations = self._found(target, "target")
        kind = next((kind for kind in ("update", "copy") if kind in self.action), "")
        if not locations:
            raise _ActionError(f"the target {quoted(target)} matches nothing", self.place / "target")
        if self.action.get("remove") is True:
            if () in locations:
                raise _ActionError("the whole document cannot be removed", self.place / "target")
            self.document.remove(locations)
        elif not kind:
            raise _ActionError("the action has neither 'update' nor 'copy', and 'remove' is not true", self.place)
        else:
            source = self._copied() if kind == "copy" else (self.action["update"], self.place / "update")
            self._merge_into(locations, source, self.place / kind)

    def _found(self, query: str, name: str) -> list[Location]:
        from jsonpath_rfc9535 import JSONPathError

        try:
            return [tuple(node.location) for node in self.document.environment.find(query, self.document.data)]
        except JSONPathError as error:
            reason = error.args[0] if error.args else error
            raise _ActionError(f"{quoted(query)} is not a JSONPath of RFC 9535: {reason}", self.place / name) from error

    def _copied(self) -> tuple[Any, Place]:
        """Return a copy of the value that ``copy`` names, and its place."""
        query = self.action["copy"]
        if not isinstance(query, str):
            raise _ActionError("'copy' is not a string", self.place / "copy")
        found = self._found(query, "copy")
        if len(found) != 1:
            words = f"{len(found)} values" if found else "nothing"
            raise _ActionError(f"{quoted(query)} matches {words}; it must match one value", self.place / "copy")
        return copied(self.document.value(found[0])), self.document.place(found[0])

    def _merge_into(self, locations: Iterable[Location], source: tuple[Any, Place], place: Place) -> None:
        value, origin = source
        misfits = [
            misfit for location in locations for misfit in self.document.merge(location, copied(value), origin, place)
        ]
        if misfits:
            message, where = misfits[0]
            more = more_places(len(misfits) - 1)
            warn(Subtype.OVERLAY, f"{message}; it is left out{more}", where)


class _Overlaid:
    """The document while overlays change it, and the origin of its changed parts."""

    def __init__(self, parser: DocumentParser) -> None:
        # In YAML, an alias puts one value into several places. A change of one must not change the others.
        self.data: Any = copied(parser.specification)
        self.root = parser.place
        self.places: dict[int, dict[str | int, Place]] = {}
        """By id of a container, the original places of members that the document has at other places."""
        self.gone: list[Any] = []
        """What was removed. It is held so that no other value gets its id."""

    @property
    def environment(self) -> JSONPathEnvironment:
        from jsonpath_rfc9535 import JSONPathEnvironment

        environment = JSONPathEnvironment()
        environment.max_recursion_depth = MAX_DEPTH + 1
        return environment

    def value(self, location: Location) -> Any:
        """Return the value at *location*."""
        value = self.data
        for key in location:
            value = value[key]
        return value

    def place(self, location: Location) -> Place:
        """Return where the author wrote the value at *location*."""
        value, place = self.data, self.root
        for key in location:
            place = self._place_in(value, key, place)
            value = value[key]
        return place

    def _place_in(self, container: Any, key: str | int, place: Place) -> Place:
        return self.places.get(id(container), {}).get(key) or place / key

    def moved(self) -> dict[str, Place]:
        """Return the original places, by pointer, of all values that the document has at other places."""
        found = {}
        todo: list[tuple[Any, str]] = [(self.data, "")]
        while todo:
            value, pointer = todo.pop()
            places = self.places.get(id(value), {})
            found.update({f"{pointer}/{escape(str(key))}": place for key, place in places.items()})
            members = value.items() if isinstance(value, dict) else enumerate(value)
            todo += [(m, f"{pointer}/{escape(str(key))}") for key, m in members if isinstance(m, (dict, list))]
        return found

    def remove(self, locations: Iterable[Location]) -> None:
        """Remove the values at *locations*."""
        doomed: dict[int, tuple[Any, Place, set[Any]]] = {}
        for location in locations:
            parent = self.value(location[:-1])
            doomed.setdefault(id(parent), (parent, self.place(location[:-1]), set()))[2].add(location[-1])
        for parent, place, keys in doomed.values():
            self.gone += [parent[key] for key in keys]
            if isinstance(parent, list):
                left = [index for index in range(len(parent)) if index not in keys]
                self.places[id(parent)] = {new: self._place_in(parent, old, place) for new, old in enumerate(left)}
                parent[:] = [parent[index] for index in left]
            else:
                for key in keys:
                    del parent[key]
                    self.places.get(id(parent), {}).pop(key, None)

    def merge(self, location: Location, value: Any, origin: Place, place: Place) -> Iterator[tuple[str, Place]]:
        """Merge *value*, which comes from *origin*, into the value at *location*.

        Yield a message and its place for each part that does not fit. *place* is that of the action.
        """
        target = self.value(location)
        if isinstance(target, list):
            self._append(target, value, origin)
        elif isinstance(target, dict) and isinstance(value, dict):
            yield from self._merge_objects(target, value, origin)
        elif isinstance(target, dict) or isinstance(value, (dict, list)):
            yield f"{_kind(value)} cannot be merged into {_kind(target)}", place
        elif location:
            self._put(self.value(location[:-1]), location[-1], value, origin)

    def _merge_objects(self, target: Any, value: Any, origin: Place) -> Iterator[tuple[str, Place]]:
        todo = [(target, value, origin)]
        while todo:
            target, value, origin = todo.pop()
            for key, new in value.items():
                old = target.get(key)
                if key not in target:
                    self._put(target, key, new, origin / key)
                elif isinstance(old, dict) and isinstance(new, dict):
                    todo.append((old, new, origin / key))
                elif isinstance(old, list) and isinstance(new, list):
                    self._append(old, new, origin / key)
                elif isinstance(old, (dict, list)) or isinstance(new, (dict, list)):
                    yield f"{_kind(new)} cannot be merged into {_kind(old)}", origin / key
                else:
                    self._put(target, key, new, origin / key)

    def _append(self, target: list[Any], value: Any, origin: Place) -> None:
        added = {index: origin / index for index in range(len(value))} if isinstance(value, list) else {0: origin}
        self.places.setdefault(id(target), {}).update({len(target) + index: place for index, place in added.items()})
        target += value if isinstance(value, list) else [value]

    def _put(self, target: Any, key: Any, value: Any, place: Place) -> None:
        if isinstance(target, list) or key in target:
            self.gone.append(target[key])
        target[key] = value
        self.places.setdefault(id(target), {})[key] = place


def copied(value: Any) -> Any:
    """Return a copy of a JSON value in which no part is shared."""
    if isinstance(value, dict):
        return {key: copied(item) for key, item in value.items()}
    return [copied(item) for item in value] if isinstance(value, list) else value


def _kind(value: Any) -> str:
    return {dict: "an object", list: "a list", str: "a text", type(None): "null"}.get(type(value), "a number or flag")
