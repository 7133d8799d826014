"""One document out of many files, every part of it what the specification says it is.

The bundler walks the document once, led by the tables of :mod:`.spec_tables`. References into
other files become components with the names people gave them (or are replaced by what they
point to, where the specification knows no component of that kind); parts of the wrong kind
are warned about and taken out. What comes after it need not check types again.
"""

from __future__ import annotations

import posixpath
import re
from collections import deque
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from copy import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from .diagnostics import Place, Subtype, warn
from .external_values import BINARY, external_value
from .parsing.reader import MAX_DEPTH, MAX_VALUES, LoadError, decode
from .parsing.scalars import WrittenFloat, WrittenInt, scalar_text
from .references import PointerError, escape, fields, is_reference, lookup, tokens
from .server_urls import is_absolute
from .source.locations import SourceError, is_url
from .spec_tables import Leaf, Shape, Table

if TYPE_CHECKING:
    from .parsing.parser import DocumentParser

UNRESOLVED = "x-openapi-pages-unresolved"
"""Stands in the place of a reference that leads nowhere, with the reference as its value."""

MAX_HOPS = 50

CIRCLE = "the reference leads in a circle"


@dataclass(frozen=True)
class _Visit:
    value: Any
    shape: Shape
    place: Place


@dataclass(frozen=True)
class _Import:
    """A value that becomes the component *name* among *names*."""

    names: dict[str, Any]
    name: str
    value: Any
    kind: str
    place: Place
    asked: Place
    """Where the reference to it stands."""


_USUAL = {Leaf.TEXT: str, Leaf.FLAG: bool, Leaf.NUMBER: int, Leaf.TYPES: str}
"""Types of values that need no second look."""

_GONE = object()
"""Stands in the place of what was taken out until all is settled."""


_EXAMPLE_VALUES = ("value", "dataValue", "serializedValue")


class _Dropped(Exception):  # noqa: N818
    """A value is of the wrong kind, has been warned about, and is to be taken out."""


class FaultError(Exception):
    """What was left out because nothing was wrong in it has to be looked at as well."""


class Bundler:
    """Turns the document that *parser* has parsed into a bundle, in place.

    Parts with the ids *known* are those of a bundle already, as long as nothing is wrong in the others.
    """

    def __init__(
        self,
        parser: DocumentParser,
        table: Table,
        sections: dict[str, str],
        known: AbstractSet[int] = frozenset(),
    ) -> None:
        self.root: dict[str, Any] = parser.specification
        self.file = parser.url
        self.store = parser.store
        self.table = table
        self.sections = sections
        self.known = known
        self.is_clean = True
        """Whether all references are to whole components of this document, and nothing is wrong."""
        self.parsers: dict[str, DocumentParser] = {self.file: parser}
        """The files that were parsed, by location."""
        self.imported: dict[tuple[str, str, str], str] = {}
        self.origins: dict[int, Place] = {}
        """Places of the objects and lists that stand in other places than the author wrote them, by id."""
        self.todo: deque[_Visit] = deque()
        self.imports: deque[_Import] = deque()
        self.later: deque[tuple[Any, Any, Shape, Place]] = deque()
        """Members that are references to what is put in their place: container, key, kind, and where they stand."""
        self.kinds: dict[int, tuple[str, Any]] = {}
        """Kind of every map and list, by id; held so that no other gets its id."""
        self.copies: dict[tuple[int, str], Any] = {}
        """Copies of them that are of another kind."""
        self.visited: set[int] = set()
        self.torn: list[Any] = []
        """Maps and lists of which something was taken out."""
        self.holes: dict[tuple[str, str], list[tuple[str, Place]]] = {}
        """References that lead nowhere, in words and with their place, by what is missing: it is one fault."""
        self.dropped: set[tuple[str, str]] = set()
        """Places of what was taken out: a reference to it is no further fault."""
        self.inlined: dict[tuple[int, Any], Place] = {}
        """References in the place of which a map or list was put that stands elsewhere too."""

    def run(self) -> None:
        """Check and bundle the whole document. Raises :exc:`FaultError`, before any warning."""
        self._visit_later(self.root, "OpenAPI", self._place(self.file))
        # What references lead to comes after all that stands in its own place: see _visit_later.
        while self.todo or self.imports or self.later:
            if self.todo:
                self._members(self.todo.popleft())
            elif self.imports:
                self._settle_import(self.imports.popleft())
            else:
                self._settle_member(*self.later.popleft())
        for container in self.torn:
            _mend(container)
        self._break_circles_of_imports()
        if self.inlined:
            self._check_inlined()
        self._report_holes()

    def _members(self, visit: _Visit) -> None:
        container = visit.value
        if visit.shape == "Schema" and container.get("type") == "string":
            _write_out(container)
        if visit.shape == "Example" and "externalValue" in container:
            self._read_external(container, visit.place / "externalValue")
        for key, value, shape in list(fields(container, visit.shape, self.table)):
            is_usual = isinstance(shape, Leaf) and type(value) is _USUAL.get(shape)
            if is_usual or value is _GONE or id(value) in self.known:
                continue
            member = (container, key, shape, visit.place / key)
            is_inline = is_reference(value) and not (isinstance(shape, str) and shape in self.sections)
            if is_inline and shape is not Leaf.ANY:
                self.later.append(member)
            else:
                self._settle_member(*member)

    def _settle_member(self, container: Any, key: Any, shape: Shape, asked: Place) -> None:
        """Make the member *key* of *container* what the specification has there, or take it out."""
        value = container[key]
        try:
            settled, place = self._settle(value, shape, asked)
        except _Dropped:
            container[key] = _GONE
            self.torn.append(container)
            self.dropped.add((asked.file, asked.pointer))
            return
        if isinstance(settled, (dict, list)) and not is_reference(settled):
            if is_reference(value):
                self.inlined[id(container), key] = asked
            settled = self._visit_later(settled, shape, place)
            if place != asked:
                self.origins[id(settled)] = place
        container[key] = settled

    def _visit_later(self, value: Any, shape: Shape, place: Place) -> Any:
        """Return *value*, to be checked as *shape*; a copy of it if it is something else in another place.

        What is wrong as one thing is taken out, and would be missing in the other.
        """
        kind = str(shape)
        first, owner = self.kinds.setdefault(id(value), (kind, value))
        if first != kind:
            if (id(value), kind) not in self.copies:
                made = copy(owner)
                _mend(made)
                self.copies[id(value), kind] = made
                self.kinds[id(made)] = (kind, made)
                self.todo.append(_Visit(made, shape, place))
            return self.copies[id(value), kind]
        if id(value) not in self.visited:
            self.visited.add(id(value))
            self.todo.append(_Visit(value, shape, place))
        return value

    def _settle(self, value: Any, shape: Shape, place: Place) -> tuple[Any, Place]:
        """Return *value* with its reference followed and its kind right, and where it comes from."""
        for _ in range(MAX_HOPS):
            if not is_reference(value) or shape is Leaf.ANY:
                return self._fit(value, shape, place), place
            if isinstance(shape, str) and shape in self.sections:
                return self._component(value, shape, place), place
            value, place = self._inline(value, shape, place)
        warn(Subtype.REFERENCE, f"{CIRCLE}; it is left out", place)
        raise _Dropped

    def _read_external(self, example: dict[str, Any], place: Place) -> None:
        """Put the value of *example* in the place of the relative address where it stands in a file of its own."""
        address = example["externalValue"]
        if not isinstance(address, str) or is_absolute(address) or not example.keys().isdisjoint(_EXAMPLE_VALUES):
            return
        self._note_fault()
        try:
            location, _ = self.store.join(place.file, address)
            value = external_value(self.store.read(location), location)
        except (SourceError, LoadError) as error:
            reason = f"the file {error}" if isinstance(error, LoadError) else error
            message = f"the example {address!r} cannot be read: {reason}; the page shows its address"
            warn(Subtype.REFERENCE, message, place)
            return
        if value is not BINARY:
            del example["externalValue"]
            example["value"] = value

    # References

    def _inline(self, value: dict[str, Any], shape: Shape, place: Place) -> tuple[Any, Place]:
        """Return what a reference points to where the specification has no components of that kind."""
        self._note_fault()
        reference = value["$ref"]
        location, fragment = place.file, ""
        try:
            location, fragment = self.store.join(place.file, reference)
            target = self._text(location) if shape is Leaf.TEXT and not fragment else self._target(location, fragment)
            if _is_around(place, location, fragment):
                raise PointerError("it leads in a circle")
        except (SourceError, LoadError, PointerError) as error:
            is_object = isinstance(shape, str)
            self._unresolved(reference, location, fragment, error, place, is_shown=is_object)
            if not is_object:
                raise _Dropped from error
            return {UNRESOLVED: reference}, place
        siblings = {key: item for key, item in value.items() if key != "$ref"}
        if siblings and isinstance(target, dict):
            if shape == "PathItem" and isinstance(target.get("parameters"), list) and "parameters" in siblings:
                siblings["parameters"] = [*target["parameters"], *siblings["parameters"]]
            target = {**target, **siblings}
        return target, self._place(location, fragment)

    def _component(self, value: dict[str, Any], kind: str, place: Place, *, is_shown: bool = True) -> dict[str, Any]:
        """Return a reference to a component of this document in place of one to anywhere."""
        reference = value["$ref"]
        location, fragment = place.file, ""
        try:
            location, fragment = self.store.join(place.file, reference)
            pointer = "/" + "/".join(map(escape, tokens(fragment))) if fragment.startswith("/") else fragment
            target = self._target(location, fragment)
            if location == self.file and pointer.startswith(f"/{self.sections[kind]}/"):
                if pointer.count("/") > self.sections[kind].count("/") + 2:
                    self._note_fault()
                self._follow_chain(target, {pointer})
                return {**value, "$ref": f"#{pointer}"}
            if _is_around(place, location, pointer) and self.kinds.get(id(target), (kind, None))[0] != kind:
                raise PointerError("it leads in a circle")
            pointer = self._import(target, location, pointer, kind, place)
        except (SourceError, LoadError, PointerError) as error:
            self._unresolved(reference, location, fragment, error, place, is_shown=is_shown)
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

    def _import(self, target: Any, location: str, pointer: str, kind: str, asked: Place) -> str:
        """Make *target* a component of this document and return its pointer."""
        self._note_fault()
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
            # Settled later, not within this import: chains of files may be long.
            self.imports.append(_Import(names, name, target, kind, self._place(location, pointer), asked))
        return self.imported[key]

    def _settle_import(self, new: _Import) -> None:
        try:
            value, place = self._settle(new.value, new.kind, new.place)
        except _Dropped:
            return
        if isinstance(value, dict) and not is_reference(value):
            value = self._visit_later(value, new.kind, place)
            self.origins[id(value)] = place
        new.names[new.name] = value
        self.inlined[id(new.names), new.name] = new.asked

    def _break_circles_of_imports(self) -> None:
        """Replace imported references that lead to one another and nowhere else."""
        for (location, fragment, _), pointer in self.imported.items():
            try:
                self._follow_chain(lookup(self.root, pointer), {pointer})
            except PointerError as error:
                parent, _, name = pointer.rpartition("/")
                names = lookup(self.root, parent)
                reference = names[tokens(f"/{name}")[0]]["$ref"]
                names[tokens(f"/{name}")[0]] = {UNRESOLVED: reference}
                self._unresolved(reference, location, fragment, error, self._place(location, fragment))

    def _check_inlined(self) -> None:
        """Take out what contains itself; see that the document has bounds once all is written out.

        Raises :exc:`LoadError` where it has none.
        """
        sizes: dict[int, tuple[int, int]] = {}
        path: list[tuple[Any, Iterator[Any], list[int]]] = []
        on_path: set[int] = set()

        def enter(value: Any) -> None:
            on_path.add(id(value))
            path.append((value, iter(list(value if isinstance(value, dict) else range(len(value)))), [1, 0]))

        enter(self.root)
        while path:
            container, keys, measure = path[-1]
            for key in keys:
                value = container[key]
                if not isinstance(value, (dict, list)):
                    measure[0] += 1
                elif id(value) in on_path:
                    place = self.inlined.get((id(container), key), Place(self.file))
                    warn(Subtype.REFERENCE, f"{CIRCLE}; it is left out", place)
                    container[key] = {} if isinstance(value, dict) else []
                elif id(value) in sizes:
                    self._add_measure(measure, sizes[id(value)])
                else:
                    enter(value)
                    break
            else:
                path.pop()
                on_path.discard(id(container))
                sizes[id(container)] = (measure[0], measure[1])
                if path:
                    self._add_measure(path[-1][2], sizes[id(container)])

    def _add_measure(self, measure: list[int], part: tuple[int, int]) -> None:
        """Add the size and the height of a *part* to those of the whole."""
        measure[0] += part[0]
        measure[1] = max(measure[1], part[1] + 1)
        for value, bound, words in (
            (measure[0], MAX_VALUES, "has more than {:,} values"),
            (measure[1], MAX_DEPTH, "is nested more than {} levels deep"),
        ):
            if value > bound:
                raise LoadError(f"{words.format(bound)} once its references are written out", Place(self.file))

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
        if location == self.file and not fragment:
            raise PointerError("it leads to the document itself")  # which is no object of any other kind
        if location not in self.parsers:
            self.parsers[location] = self.parsers[self.file].beside(location)
        target = lookup(self.parsers[location].specification, fragment)
        if target is _GONE:
            raise PointerError
        return target

    def _text(self, location: str) -> str:
        return decode(self.store.read(location), location)

    def _place(self, location: str, pointer: str = "") -> Place:
        parser = self.parsers.get(location)
        return parser.place.at(pointer) if parser is not None else Place(location, pointer)

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
                return self._without_faulty_reference(value, shape, place)
            if shape == "Schema" and isinstance(value, bool):
                return value
            article = "an" if isinstance(shape, str) and shape[0] in "AEIO" else "a"
            expected = f"{article} {shape} object" if isinstance(shape, str) else "a map"
        self._wrong_kind(value, expected, place)
        raise _Dropped

    def _without_faulty_reference(self, value: dict[str, Any], shape: Shape, place: Place) -> dict[str, Any]:
        """Return *value* without a ``$ref`` that is no text, where the specification permits a reference."""
        if "$ref" not in value or is_reference(value) or not isinstance(shape, str) or shape not in self.sections:
            return value
        self._wrong_kind(value["$ref"], "a text", place / "$ref")
        return {key: item for key, item in value.items() if key != "$ref"}

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
        components = self.root.get("components")
        schemas = components.get("schemas") if isinstance(components, dict) else None
        if isinstance(schemas, dict) and value in schemas and not value.startswith("#"):
            return value
        settled = self._component({"$ref": value}, "Schema", place, is_shown=False)
        if "$ref" not in settled:
            raise _Dropped
        return str(settled["$ref"])

    # Warnings

    def _note_fault(self) -> None:
        self.is_clean = False
        if self.known:
            raise FaultError

    def _wrong_kind(self, value: Any, expected: str, place: Place) -> None:
        self._note_fault()
        kind = {dict: "an object", list: "a list", str: "a text", type(None): "null", bool: "true or false"}
        found = kind.get(type(value), "a number")
        warn(Subtype.STRUCTURE, f"{found} where the specification has {expected}; it is left out", place)

    def _unresolved(
        self, reference: str, location: str, fragment: str, error: Exception, place: Place, *, is_shown: bool = True
    ) -> None:
        self._note_fault()
        missing = fragment if isinstance(error, PointerError) else ""
        if (location, missing) in self.dropped:
            return
        reason = f"the file {error}" if isinstance(error, LoadError) else str(error)
        instead = "the page shows a hole" if is_shown else "it is left out"
        message = f"the reference {reference!r} cannot be followed: {reason}; {instead}"
        self.holes.setdefault((location, missing), []).append((message, place))

    def _report_holes(self) -> None:
        for (message, place), *others in self.holes.values():
            more = f"; so are {len(others)} more references to it" if others else ""
            warn(Subtype.REFERENCE, message + more, place)


def _is_around(place: Place, location: str, pointer: str) -> bool:
    """Return whether *place* is in the value at *pointer* of *location*."""
    return place.file == location and f"{place.pointer}/".startswith(f"{pointer}/")


def _mend(container: Any) -> None:
    """Take :data:`_GONE` out of *container*."""
    if isinstance(container, list):
        container[:] = [item for item in container if item is not _GONE]
    else:
        for key in [key for key, item in container.items() if item is _GONE]:
            del container[key]


def _write_out(schema: dict[str, Any]) -> None:
    """Make the values of a *schema* of texts those texts that the author wrote without quotes, such as ``1.10``."""
    for key in ("default", "example", "const"):
        if isinstance(schema.get(key), (WrittenFloat, WrittenInt)):
            schema[key] = schema[key].text
    for key in ("enum", "examples"):
        if isinstance(schema.get(key), list):
            schema[key] = [v.text if isinstance(v, (WrittenFloat, WrittenInt)) else v for v in schema[key]]
