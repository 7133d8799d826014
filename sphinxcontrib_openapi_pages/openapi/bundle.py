"""Bundles many files into one document, in which every part has the kind that the specification requires.

The bundler walks through the document once, guided by the tables of :mod:`.spec_tables`, and builds a new document.
References into other files become components with the names that people gave them. If the specification has no
components of that kind, they are replaced by their targets. Parts of the wrong kind are left out with a warning, so
later code does not have to check types again.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from .component_names import ComponentNames
from .diagnostics import Place, Subtype, more_places, quoted, warn
from .external_values import BINARY
from .files import CIRCLE, Files, Found, NotFoundError, check_circle
from .origins import Origins
from .other_versions import adapted
from .parsing.reader import MAX_DEPTH, MAX_VALUES, LoadError
from .parsing.scalars import WrittenFloat, WrittenInt, scalar_text
from .references import PointerError, escape, fields, followed, is_reference, lookup, reference_to, tokens, unescape
from .server_urls import is_absolute
from .source.locations import is_url
from .spec_tables import METHODS, PATHS, SECTIONS_V3, Leaf, Shape, Table

if TYPE_CHECKING:
    from .parsing.parser import DocumentParser

UNRESOLVED = "x-openapi-pages-unresolved"
"""Replaces a reference without a target; the value is the reference."""


@dataclass(frozen=True)
class _Visit:
    made: Any
    """What becomes of the value: so far, a copy of it."""
    shape: Shape
    found: Found


@dataclass(frozen=True)
class _Component:
    """A component that is the target of a reference, or a part of one."""

    pointer: str
    """In the bundle."""
    part: Found | None = None
    """What was read of the part."""


@dataclass(frozen=True)
class _Import:
    """A value that becomes a component because of a reference."""

    pointer: str
    kind: str
    found: Found
    reference: str


_USUAL = {Leaf.TEXT: str, Leaf.FLAG: bool, Leaf.NUMBER: int, Leaf.TYPES: str}
"""Types of values that need no second look."""

_GONE = object()
"""Replaces a value that is left out until all members are settled."""


_EXAMPLE_VALUES = ("value", "dataValue", "serializedValue")


class _Dropped(Exception):  # noqa: N818
    """A value has the wrong kind. There was a warning about it, and it is left out."""


class FaultError(Exception):
    """A part that was skipped because it had no faults must be checked as well."""


class Bundler:
    """Makes a bundle of the document that *parser* has parsed, without changing that document.

    Parts with the ids *known* are already in a bundle. They are used as long as all other parts are without faults.
    """

    def __init__(
        self,
        parser: DocumentParser,
        table: Table,
        sections: dict[str, str],
        known: AbstractSet[int] = frozenset(),
    ) -> None:
        self.file = parser.url
        self.table = table
        self.sections = sections
        self.known = known
        self.is_clean = True
        """Whether all references are to whole components of this document, and nothing is wrong."""
        self.files = Files(parser, self._note_fault)
        self.names = ComponentNames(self.files, sections)
        self.origins: dict[int, Place] = {}
        """Original places, by id, of the objects and lists that are now at other places."""
        self.todo: deque[_Visit] = deque()
        self.imports: deque[_Import] = deque()
        self.imported: dict[str, Any] = {}
        """Components made of what references lead to, by pointer."""
        self.parts: list[tuple[dict[str, Any], str, _Component]] = []
        """References to parts of components, with their kinds."""
        self.operation_links: list[tuple[dict[str, Any], Place]] = []
        """Link Objects with an ``operationRef``, and the place of that field."""
        self.made: dict[int, tuple[str, Any, Any]] = {}
        """The first kind of every map and list, what was made of it, and itself, by its id."""
        self.made_otherwise: dict[tuple[int, str], Any] = {}
        """What was made of them as other kinds."""
        self.dropped: set[tuple[str, str]] = set()
        """Places of values of the wrong kind: one fault, even if several references lead to it."""
        self.holes: dict[tuple[str, str], list[tuple[str, Place]]] = {}
        """Messages and places of references without a target, by target: one fault for each target."""
        self.oddities: dict[str, list[Place]] = {}
        """Places that are read as if they said something else, by what is said of them."""
        self.inlined: dict[tuple[int, Any], Place] = {}
        """References in the place of which a map or list was put that stands elsewhere too."""

    def run(self) -> dict[str, Any]:
        """Return the bundle. Raises :exc:`FaultError`, before any warning."""
        bundle: dict[str, Any] = self._make(self.files.root, "OpenAPI")
        self._work()
        while self._import_lost_parts(bundle):
            self._work()
        self._add_imported(bundle)
        self._break_circles(bundle)
        if self.inlined:
            self._check_inlined(bundle)
        self._settle_operation_links(bundle)
        self._report()
        return bundle

    def all_origins(self, bundle: dict[str, Any], sections: Mapping[str, str] | None = None) -> Origins:
        """Return where all parts of *bundle* come from; *sections* are those of the document that is made of it."""
        here = self.files.root.place
        components = {key: found.place for key, found in self.names.sources.items() if found.place != here.at(key)}
        return Origins(here, bundle, self.origins, components, sections or {})

    def _work(self) -> None:
        while self.todo or self.imports:
            if self.todo:
                self._settle_members(self.todo.popleft())
            else:
                self._settle_import(self.imports.popleft())

    def _settle_members(self, visit: _Visit) -> None:
        made, found = visit.made, visit.found
        if isinstance(visit.shape, str):
            found = self._adapted(made, visit.shape, found)
        has_gone = False
        for key, value, shape in list(fields(made, visit.shape, self.table)):
            is_usual = isinstance(shape, Leaf) and type(value) is _USUAL.get(shape)
            if is_usual or id(value) in self.known or (key == "$ref" and isinstance(value, str)):
                continue
            member = found.member(key, value)
            try:
                settled, place = self._settle(member, shape)
            except _Dropped:
                made[key], has_gone = _GONE, True
                continue
            made[key] = settled
            if isinstance(settled, (dict, list)) and not isinstance(shape, Leaf):
                if place != member.place:
                    self.inlined[id(made), key] = member.place
                if place != visit.found.place / key:
                    self.origins[id(settled)] = place
            elif shape is Leaf.OPERATION:
                self._note_fault()
                self.operation_links.append((made, member.place))
        if has_gone:
            _mend(made)

    def _adapted(self, made: Any, kind: str, found: Found) -> Found:
        """Convert *made* to the form of this version, and return the places of its members."""
        if kind == "Schema" and made.get("type") == "string":
            _write_out(made)
        if kind == "Example" and "externalValue" in made:
            self._read_external(made, found.place_of("externalValue"))
        words, others = adapted(made, kind, found, self.table)
        for oddity in words:
            self._note_oddity(oddity, found.place)
        return replace(found, others={**found.others, **others}) if others else found

    def _make(self, found: Found, shape: Shape) -> Any:
        """Return *found*, a map or list, converted to *shape*: a copy whose members are settled later."""
        kind, key = str(shape), id(found.value)
        first, made, _ = self.made.get(key, ("", None, None))
        if first == kind:
            return made
        if (key, kind) in self.made_otherwise:
            return self.made_otherwise[key, kind]
        made = dict(found.value) if isinstance(found.value, dict) else list(found.value)
        if first:
            self.made_otherwise[key, kind] = made
        else:
            # The value is held so that no other gets its id.
            self.made[key] = kind, made, found.value
        self.todo.append(_Visit(made, shape, found))
        return made

    def _made_before(self, value: Any, kind: str) -> Any:
        """Return what was made of *value* as *kind*; ``None`` if nothing was."""
        first, made, _ = self.made.get(id(value), ("", None, None))
        return made if first == kind else self.made_otherwise.get((id(value), kind))

    def _settle(self, found: Found, shape: Shape) -> tuple[Any, Place]:
        """Return *found* converted to *shape*, with its references followed, and its origin. Raises :exc:`_Dropped`."""
        seen: dict[tuple[str, str], None] = {}
        while is_reference(found.value) and shape is not Leaf.ANY:
            try:
                check_circle(found.place, seen)
                if isinstance(shape, str) and shape in self.sections:
                    target = self._component(found, shape)
                else:
                    target = self._inline(found, shape)
            except NotFoundError as error:
                return self._hole(found, shape, error), found.place
            if isinstance(target, _Component):
                return self._reference(found, str(shape), target), found.place
            found = target
        value = self._fit(found, shape)
        if isinstance(value, (dict, list)) and not isinstance(shape, Leaf):
            value = self._make(replace(found, value=value), shape)
        return value, found.place

    def _read_external(self, example: dict[str, Any], place: Place) -> None:
        """Replace the relative URL in *example* with the value in the separate file."""
        address = example["externalValue"]
        if not isinstance(address, str) or is_absolute(address) or not example.keys().isdisjoint(_EXAMPLE_VALUES):
            return
        try:
            value = self.files.external_value(address, place.file)
        except NotFoundError as error:
            message = f"the example {quoted(address)} cannot be read: {error}; the page shows its address"
            self._note_fault()
            warn(Subtype.REFERENCE, message, place)
            return
        if value is not BINARY:
            del example["externalValue"]
            example["value"] = value

    # References

    def _follow(self, found: Found) -> Found:
        """Return the target of the reference *found*. Raises :exc:`NotFoundError`."""
        try:
            return self.files.follow(found)
        except NotFoundError:
            file = found.place.file
            if file == self.file or not found.value["$ref"].startswith("#/"):
                raise
            try:
                target = self.files.follow(found, self.file)
            except NotFoundError:
                target = None
            if target is None:
                raise
            words = "the reference has no target in its own file; its target in the main document is used"
            self._note_oddity(words, found.place)
            return target

    def _inline(self, found: Found, shape: Shape) -> Found:
        """Return the target of a reference if the specification has no components of that kind."""
        self._note_fault()
        target = (self.files.text(found) if shape is Leaf.TEXT else None) or self._follow(found)
        if _is_around(target.place, found.place):
            raise NotFoundError(CIRCLE, target.place.file, target.place.pointer)
        return found.beside(target, "parameters" if shape == "PathItem" else "")

    def _component(self, found: Found, kind: str, *, is_whole: bool = False) -> Found | _Component:
        """Return the component that a reference refers to, or its replacement.

        It may refer to a part of a component unless it *is_whole*.
        """

        def has_name(target: Found) -> bool:
            return self.names.pointer(target.place, kind) is not None

        target = self.files.end(self._follow(found), has_name)
        pointer, own = (self.names.pointer(place, kind) for place in (target.place, found.place))
        if pointer is not None and pointer == own:  # its target gets its name
            self._note_fault()
            return found.beside(self.files.end(target))
        is_here = found.place.file == target.place.file == self.file
        if pointer is not None:
            if not is_here or target.place.pointer != pointer:
                self._note_fault()
            return _Component(pointer)
        self._note_fault()
        # Except for schemas, things that are renamed or moved later (in 2.0) cannot be targets of references.
        has_parts = not is_whole and (kind == "Schema" or self.sections is SECTIONS_V3)
        if has_parts and target.place.file == self.file and target.place.pointer.startswith(f"/{self.sections[kind]}/"):
            return _Component(target.place.pointer, target)
        is_other = id(target.value) in self.made and self._made_before(target.value, kind) is None
        if _is_around(target.place, found.place) and is_other:
            raise NotFoundError(CIRCLE, target.place.file, target.place.pointer)
        return _Component(self._import(target, kind, found.value["$ref"]))

    def _reference(self, found: Found, kind: str, target: _Component) -> dict[str, Any]:
        """Return the reference *found* leading to the component *target*."""
        reference = reference_to(target.pointer)
        value: dict[str, Any] = found.value
        if reference == value["$ref"] and len(value) == 1 and target.part is None:
            return value
        made = {**value, "$ref": reference}
        if target.part is not None:
            self.parts.append((made, kind, target))
        if len(made) > 1:
            self.todo.append(_Visit(made, kind, found))
        return made

    def _hole(self, found: Found, shape: Shape, error: NotFoundError) -> dict[str, Any]:
        """Return the replacement of a reference that cannot be followed, if *shape* permits one."""
        broken = error.reference or found
        is_object = isinstance(shape, str)
        self._note_hole(broken, error, "the page shows a note instead" if is_object else "it is left out")
        if not is_object:
            raise _Dropped
        made = {UNRESOLVED: broken.value["$ref"], **{key: item for key, item in found.value.items() if key != "$ref"}}
        if len(made) > 1:
            self.todo.append(_Visit(made, shape, found))
        return made

    def _import(self, target: Found, kind: str, reference: str) -> str:
        """Make *target* a component and return its pointer."""
        pointer = self.names.add(target, kind)
        self.imported[pointer] = {}
        # Settled later, not within this import: chains of files may be long.
        self.imports.append(_Import(pointer, kind, target, reference))
        return pointer

    def _settle_import(self, new: _Import) -> None:
        try:
            value, place = self._settle(new.found, new.kind)
        except _Dropped:
            self.imported[new.pointer] = {UNRESOLVED: new.reference}
            return
        self.imported[new.pointer] = value
        if isinstance(value, dict) and not is_reference(value):
            self.origins[id(value)] = place

    def _import_lost_parts(self, bundle: dict[str, Any]) -> bool:
        """Make components of those parts of components that are not, in *bundle*, what references to them want."""
        parts, self.parts = self.parts, []
        for made, kind, target in parts:
            assert target.part is not None
            value = target.part.value
            try:
                found = lookup(bundle, target.pointer)
            except PointerError:
                found = _GONE
            wanted = self._made_before(value, kind) if isinstance(value, (dict, list)) else value
            if found is not wanted:
                pointer = self.names.pointer(target.part.place, kind)
                made["$ref"] = reference_to(pointer or self._import(target.part, kind, made["$ref"]))
        return bool(self.imports)

    def _add_imported(self, bundle: dict[str, Any]) -> None:
        for section in self.sections.values():
            begin = f"/{section}/"
            values = {tokens(key)[-1]: value for key, value in self.imported.items() if key.startswith(begin)}
            parent = bundle
            for step in section.split("/") if values else []:
                held = parent.get(step)
                # A copy: it may be the fields of a schema as well.
                child = dict(held) if isinstance(held, dict) else {}
                if id(held) in self.origins:
                    self.origins[id(child)] = self.origins[id(held)]
                parent[step] = parent = child
            parent.update(values)

    def _break_circles(self, bundle: dict[str, Any]) -> None:
        """Replace components that refer to one another and to nothing else."""
        ending: set[str] = set()
        for pointer, source in self.names.sources.items():
            if is_reference(source.value) and _is_circle(bundle, pointer, ending):
                parent, _, step = pointer.rpartition("/")
                lookup(bundle, parent)[unescape(step)] = {UNRESOLVED: source.value["$ref"]}
                error = NotFoundError(CIRCLE, source.place.file, source.place.pointer)
                self._note_hole(source, error, "the page shows a note instead")

    def _check_inlined(self, bundle: dict[str, Any]) -> None:
        """Remove values that contain themselves, and check that the written *bundle* has a limited size.

        Raises :exc:`LoadError` if it does not.
        """
        sizes: dict[int, tuple[int, int]] = {}
        path: list[tuple[Any, Iterator[Any], list[int]]] = []
        on_path: set[int] = set()

        def enter(value: Any) -> None:
            on_path.add(id(value))
            path.append((value, iter(list(value if isinstance(value, dict) else range(len(value)))), [1, 0]))

        enter(bundle)
        while path:
            container, keys, measure = path[-1]
            for key in keys:
                value = container[key]
                if not isinstance(value, (dict, list)):
                    measure[0] += 1
                elif id(value) in on_path:
                    place = self.inlined.get((id(container), key), self.files.root.place)
                    warn(Subtype.REFERENCE, "the reference leads in a circle; it is left out", place)
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
                raise LoadError(f"{words.format(bound)} once its references are written out", self.files.root.place)

    def _settle_operation_links(self, bundle: dict[str, Any]) -> None:
        """Make references to operations, in files or not, references to those of *bundle*."""
        if not self.operation_links:
            return
        operations = dict(_operations(bundle))
        pointers = {id(operation): pointer for pointer, operation in reversed(operations.items())}
        for link, place in self.operation_links:
            reference = Found({"$ref": link["operationRef"]}, place)
            if is_url(reference.value["$ref"]):
                continue
            try:
                target = self.files.follow(reference)
                made = self._made_before(target.value, "Operation")
                if id(made) not in pointers:
                    raise NotFoundError(
                        "it is not an operation of the document", target.place.file, target.place.pointer
                    )
            except NotFoundError as error:
                self._note_hole(reference, error, "it is shown as it is written")
                continue
            is_here = target.place.file == self.file and operations.get(target.place.pointer) is made
            link["operationRef"] = reference_to(target.place.pointer if is_here else pointers[id(made)])

    # Kinds

    def _fit(self, found: Found, shape: Shape) -> Any:
        """Return *found* as the kind *shape*, or warn and raise :exc:`_Dropped`."""
        value, place = found.value, found.place
        if isinstance(shape, Leaf):
            return self._fit_leaf(value, shape, place)
        if isinstance(shape, list):
            if isinstance(value, list):
                return value
            expected = "a list"
        else:
            if isinstance(value, dict):
                return self._without_faulty_reference(found, shape)
            if shape == "Schema" and isinstance(value, bool):
                return value
            article = "an" if isinstance(shape, str) and shape[0] in "AEIO" else "a"
            expected = f"{article} {shape} object" if isinstance(shape, str) else "a map"
        self._warn_of_kind(value, expected, place)
        raise _Dropped

    def _without_faulty_reference(self, found: Found, shape: Shape) -> dict[str, Any]:
        """Return the value of *found* without a ``$ref`` that is not a string, if it cannot be the name of a member."""
        value: dict[str, Any] = found.value
        if "$ref" not in value or not isinstance(shape, str):
            return value
        if shape not in self.sections and "*" in self.table.get(shape, {}):
            return value
        self._warn_of_kind(value["$ref"], "a text", found.place_of("$ref"))
        return {key: item for key, item in value.items() if key != "$ref"}

    def _fit_leaf(self, value: Any, leaf: Leaf, place: Place) -> Any:
        if leaf is Leaf.TEXT and isinstance(value, (bool, int, float)):
            return scalar_text(value)
        if leaf is Leaf.TEXT and value is None and place.pointer.rpartition("/")[2].isdecimal():
            return scalar_text(value)
        if (
            leaf in (Leaf.NUMBER, Leaf.LIMIT)
            and isinstance(value, str)
            and re.fullmatch(r"-?\d{1,300}(\.\d{1,300})?", value)
        ):
            return float(value) if "." in value else int(value)
        if leaf is Leaf.TYPES and isinstance(value, (list, type(None))):
            return self._fit_types(value, place)
        fits = {
            Leaf.TEXT: isinstance(value, str),
            Leaf.TYPES: isinstance(value, str),
            Leaf.SCHEMA_NAME: isinstance(value, str),
            Leaf.OPERATION: isinstance(value, str),
            Leaf.FLAG: isinstance(value, bool),
            Leaf.NUMBER: isinstance(value, (int, float)) and not isinstance(value, bool),
            Leaf.LIMIT: isinstance(value, (bool, int, float)),
            Leaf.ANY: True,
        }
        if not fits[leaf]:
            self._warn_of_kind(value, leaf.value, place)
            raise _Dropped
        if leaf is Leaf.SCHEMA_NAME:
            return self._fit_schema_name(value, place)
        return value

    def _fit_types(self, value: list[Any] | None, place: Place) -> Any:
        """Return *value* with the name of the type ``null`` in the place of YAML's null."""
        if value is None:
            self._note_oddity("null instead of the string 'null'; it is read as the string", place)
            return "null"
        types = []
        for index, name in enumerate(value):
            if isinstance(name, str):
                types.append(name)
            elif name is None:
                types.append(self._fit_types(None, place / index))
            else:
                self._warn_of_kind(name, "the name of a type", place / index)
        if value and not types:
            raise _Dropped
        return types

    def _fit_schema_name(self, value: str, place: Place) -> str:
        if self.names.has("Schema", value) and not value.startswith("#"):
            return value
        found = Found({"$ref": value}, place)
        try:
            target = self._component(found, "Schema", is_whole=True)
            if isinstance(target, Found):
                raise NotFoundError(CIRCLE, place.file, place.pointer)
        except NotFoundError as error:
            self._note_hole(error.reference or found, error, "it is left out")
            raise _Dropped from error
        return reference_to(target.pointer)

    # Warnings

    def _note_fault(self) -> None:
        self.is_clean = False
        if self.known:
            raise FaultError

    def _note_oddity(self, words: str, place: Place) -> None:
        self._note_fault()
        self.oddities.setdefault(words, []).append(place)

    def _warn_of_kind(self, value: Any, expected: str, place: Place) -> None:
        self._note_fault()
        if (place.file, place.pointer) in self.dropped:
            return
        self.dropped.add((place.file, place.pointer))
        kind = {dict: "an object", list: "a list", str: "a text", type(None): "null", bool: "true or false"}
        found = kind.get(type(value), "a number")
        warn(Subtype.STRUCTURE, f"{found} where the specification requires {expected}; it is left out", place)

    def _note_hole(self, found: Found, error: NotFoundError, instead: str) -> None:
        self._note_fault()
        message = f"the reference {quoted(found.value['$ref'])} cannot be followed: {error}; {instead}"
        self.holes.setdefault(error.missing, []).append((message, found.place))

    def _report(self) -> None:
        for (message, place), *others in self.holes.values():
            more = (
                f"; the same applies to {len(others)} more references to it"
                if others[1:]
                else "; the same applies to 1 more reference to it"
            )
            warn(Subtype.REFERENCE, message + (more if others else ""), place)
        for words, places in self.oddities.items():
            warn(Subtype.STRUCTURE, words + more_places(len(places) - 1), places[0])


def _is_around(outer: Place, inner: Place) -> bool:
    """Return whether *inner* is in the value at *outer*, or there."""
    return outer.file == inner.file and f"{inner.pointer}/".startswith(f"{outer.pointer}/")


def _is_circle(bundle: dict[str, Any], pointer: str, ending: set[str]) -> bool:
    """Return whether references lead from the component at *pointer* back to it; those that end go to *ending*."""
    seen: dict[str, None] = {}
    value: Any = {"$ref": reference_to(pointer)}
    while is_reference(value) and value["$ref"] not in ending:
        if value["$ref"] in seen:
            return bool(value["$ref"] == reference_to(pointer))
        seen[value["$ref"]] = None
        try:
            value = followed(bundle, value["$ref"])
        except PointerError:
            break
    ending.update(seen)
    return False


def _operations(bundle: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Yield pointer and value of every operation of *bundle*."""
    for section in PATHS:
        for path, item in bundle.get(section, {}).items():
            for key, value in item.items() if isinstance(item, dict) else ():
                pointer = f"/{section}/{escape(path)}/{escape(key)}"
                if key in METHODS:
                    yield pointer, value
                elif key == "additionalOperations" and isinstance(value, dict):
                    yield from ((f"{pointer}/{escape(method)}", operation) for method, operation in value.items())


def _mend(container: Any) -> None:
    """Take :data:`_GONE` out of *container*."""
    if isinstance(container, list):
        container[:] = [item for item in container if item is not _GONE]
    else:
        for key in [key for key, item in container.items() if item is _GONE]:
            del container[key]


def _write_out(schema: dict[str, Any]) -> None:
    """For a *schema* of strings, convert values written without quotes, such as ``1.10``, to these strings."""
    for key in ("default", "example", "const"):
        if isinstance(schema.get(key), (WrittenFloat, WrittenInt)):
            schema[key] = schema[key].text
    for key in ("enum", "examples"):
        if isinstance(schema.get(key), list):
            schema[key] = [v.text if isinstance(v, (WrittenFloat, WrittenInt)) else v for v in schema[key]]
