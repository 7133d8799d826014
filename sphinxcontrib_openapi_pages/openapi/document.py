"""One API as a bundled OpenAPI 3 document, and standalone slices of it."""

from __future__ import annotations

import hashlib
import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import chain
from typing import Any, NamedTuple

from ..site.addresses import BUNDLE
from .bundle import UNRESOLVED, Bundler, FaultError
from .diagnostics import Place, Subtype, warn
from .document_writer import JsonWriter, YamlWriter
from .incremental import NOTHING, PARTS, REST, Digests, Known, Text, parts
from .parsing.line_numbers import is_json
from .parsing.parser import LoadError, decode, parse, validate
from .parsing.scalars import scalar_text
from .references import component_pointer, escape, followed, is_reference, pointer_name, reached, reference_to
from .source.locations import SourceError
from .source.store import Store
from .spec_tables import METHODS, PATHS, SECTIONS_V2, SECTIONS_V3, V2, V3
from .upgrade import upgrade


@dataclass(frozen=True)
class Endpoint:
    """Where an operation stands: below a field of :data:`.PATHS`, or ``callbacks``."""

    section: str
    path: str
    """The path, or the name of the webhook."""
    method: str
    """In lower case for the fixed methods; as written below ``additionalOperations`` (3.2)."""

    @property
    def is_webhook(self) -> bool:
        return self.section in ("webhooks", "x-webhooks")

    @property
    def is_outgoing(self) -> bool:
        """Whether the service sends the request: a webhook or a callback."""
        return self.section not in ("paths", "x-ms-paths")


LEFT_OUT = f"../{BUNDLE}#"
"""What references to schemas begin with that a slice has no room for: the published bundle, as seen from the twins."""


@dataclass(frozen=True)
class Slice:
    """A standalone part of a document, in JSON."""

    digest: str
    """What tells it from slices with another text."""
    is_whole: bool
    """Whether it holds every component that it reaches; if not, some references begin with :data:`LEFT_OUT`."""
    _write: Callable[[], str] = field(repr=False, compare=False)

    @property
    def text(self) -> str:
        """The JSON, written only now: few slices of a large document change from build to build."""
        return self._write()


class _Component(NamedTuple):
    """A component as it stands in a slice."""

    text: str
    size: int
    """How many bytes it takes."""
    digest: str


@dataclass
class Document:
    """A bundled OpenAPI 3 document: every reference in it is local."""

    data: dict[str, Any]
    place: Place
    digests: Digests = field(default_factory=Digests)
    known: Known = NOTHING
    """What the last build found out about the document."""
    parts: Mapping[str, str] = field(default_factory=dict)
    """Digests of those parts that the next build need not check unless they change, see :class:`.Known`."""
    _references: dict[str, Any] = field(default_factory=dict)
    _components: dict[str, _Component] = field(default_factory=dict)
    _slices: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def operations(self) -> Iterator[tuple[Endpoint, dict[str, Any], dict[str, Any]]]:
        """Yield endpoint, Path Item Object and Operation Object of every operation, in the document's order."""
        for section in PATHS:
            for path, item in self.data.get(section, {}).items():
                if not isinstance(item, dict) or ("paths" in section and path.startswith("x-")):
                    continue
                for method, operation in _methods(item):
                    yield Endpoint(section, path, method), item, operation

    def holes(self) -> dict[str, str]:
        """Return the references that lead nowhere in the place of a Path Item Object, by path."""
        items = self.data.get("paths", {}).items()
        return {path: item[UNRESOLVED] for path, item in items if isinstance(item, dict) and UNRESOLVED in item}

    def known_next(self) -> Known:
        """Return what the next build can know of this document, with its text in JSON and in YAML."""
        written = self._json.write(self.data)
        try:
            texts = [written, YamlWriter(self.digests, self.known.texts[1]).write(self.data)]
        except RecursionError:  # it is nested very deeply; JSON is YAML too
            texts = [written, Text(written.text)]
        return Known(self.parts, self._references, self._slices, texts)

    @cached_property
    def _json(self) -> JsonWriter:
        return JsonWriter(self.digests, self.known.texts[0])

    def forget_known(self) -> None:
        """Forget what is known: the data may have been changed."""
        self.known = NOTHING
        self.digests.forget()

    def slice(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any], size: int) -> Slice:
        """Return the operation as a standalone OpenAPI document.

        It holds the one path with the one method and every component that it reaches, recursively; of the schemas
        the nearest, as many as fit into *size* bytes.
        """
        general = None if "security" in operation else self.data.get("security")
        pointers = [*reached(general, ["SecurityRequirement"], V3)]
        pointers += chain.from_iterable(self.references(endpoint, item, operation).values())

        def written() -> Slice:
            return self._slice(self._head(endpoint, item, operation), pointers, size)

        key = f"{endpoint.section} {endpoint.method} {self.digests.of(endpoint.path, item)} {size}"
        if key in self._former_slices and self._touched.isdisjoint(map(_component_of, pointers)):
            digest, is_whole = self._former_slices[key]
            found = Slice(digest, is_whole, lambda: written().text)
        else:
            found = written()
        self._slices[key] = found.digest, found.is_whole
        return found

    def _head(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any]) -> dict[str, Any]:
        """Return an operation as a document without components."""
        data = self.data
        kept = ("openapi", "$self", "info", "jsonSchemaDialect", "servers")
        head: dict[str, Any] = {key: data[key] for key in kept if key in data}
        if "security" not in operation and "security" in data:
            head["security"] = data["security"]
        names = operation.get("tags", [])
        if tags := [tag for tag in data.get("tags", []) if tag.get("name") in names]:
            head["tags"] = tags
        shared = _shared(item)
        member = {endpoint.method: operation}
        path_item = {**shared, **(member if endpoint.method in METHODS else {"additionalOperations": member})}
        head[endpoint.section] = {endpoint.path: path_item}
        return head

    @cached_property
    def _former_slices(self) -> Mapping[str, Sequence[Any]]:
        """The slices of the last build, unless something has changed that may be in all of them."""
        return self.known.slices if self._is_as_before(REST) else {}

    @cached_property
    def _touched(self) -> AbstractSet[str]:
        """The components that are not what they were in the last build, or are no more, and those that reach them."""
        users: dict[str, list[str]] = {}
        for pointer, targets in self._edges.items():
            for target in targets:
                users.setdefault(target, []).append(pointer)
        before = {f"#{part}" for part in self.known.parts if part.startswith("/components/")}
        todo = [pointer for pointer in before | self._edges.keys() if not self._is_as_before(pointer[1:])]
        found: set[str] = set()
        while todo:
            pointer = todo.pop()
            if pointer not in found:
                found.add(pointer)
                todo += users.get(pointer, [])
        return found

    def _is_as_before(self, part: str) -> bool:
        return bool(self.parts.get(part)) and self.parts[part] == self.known.parts.get(part)

    def schema_slice(self, name: str, extra: dict[str, Any], size: int) -> Slice:
        """Return the component schema *name* as a standalone document, with the members *extra*.

        It holds the schema, whatever its size, and what this reaches as far as that fits into *size* bytes.
        """
        head: dict[str, Any] = {
            key: self.data[key] for key in ("openapi", "$self", "info", "jsonSchemaDialect") if key in self.data
        }
        pointer = component_pointer("schemas", name)
        return self._slice({**head, **extra}, [pointer], size, subject=pointer)

    def references(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any]) -> dict[str, list[str]]:
        """Return the references in an operation, by the field of the Operation Object in which they stand.

        The parameters of its path are among its parameters; what else belongs to its path is in no field (``""``).
        """
        key = f"{endpoint.section} {self.digests.of(endpoint.path, item)}"
        if key not in self._references:
            self._references[key] = dict(self.known.references.get(key, {}))
        found: dict[str, dict[str, list[str]]] = self._references[key]
        if endpoint.method not in found:
            found[endpoint.method] = _references(item, operation)
        return found[endpoint.method]

    def direct_schemas(self, pointers: Iterable[str]) -> list[str]:
        """Return the names of the schemas that *pointers* reach without a schema in between, each once."""
        found: dict[str, None] = {}
        seen: set[str] = set()
        todo = [_component_of(pointer) for pointer in pointers]
        while todo:
            pointer = todo.pop(0)
            if pointer.startswith(_SCHEMAS):
                found[pointer_name(pointer)] = None
            elif pointer not in seen:
                seen.add(pointer)
                todo += self._edges.get(pointer, ())
        return list(found)

    def unused_schemas(self) -> list[str]:
        """Return the names of the component schemas that nothing but other unused ones leads to.

        A schema that extends a used one with a ``discriminator`` is used: values of the one may be of the other.
        """
        schemas = self.data.get("components", {}).get("schemas", {})
        used = set(self.nearest(self._references_outside_components()))
        heirs = {
            component_pointer("schemas", name): [p for p in self._bases(schema) if self._has_discriminator(p)]
            for name, schema in schemas.items()
        }
        while more := [heir for heir, bases in heirs.items() if heir not in used and not used.isdisjoint(bases)]:
            used |= set(self.nearest(more))
        return [name for name in schemas if component_pointer("schemas", name) not in used]

    def _references_outside_components(self) -> Iterator[str]:
        rest = {**self.data, "components": {}}
        rest |= {section: dict(rest[section]) for section in PARTS if section in rest}
        for endpoint, item, operation in self.operations():
            yield from chain.from_iterable(self.references(endpoint, item, operation).values())
            rest[endpoint.section].pop(endpoint.path, None)
        yield from reached(rest, "OpenAPI", V3)

    def _has_discriminator(self, pointer: str) -> bool:
        schema = followed(self.data, pointer)
        return isinstance(schema, dict) and "discriminator" in schema

    def _bases(self, schema: Any) -> list[str]:
        """Return the references to the component schemas that *schema* extends."""
        parts = schema.get("allOf", []) if isinstance(schema, dict) else []
        return [pointer for part in parts if is_reference(part) and (pointer := part["$ref"]) in self._edges]

    def _slice(self, head: dict[str, Any], pointers: Iterable[str], size: int, *, subject: str = "") -> Slice:
        if head["openapi"].startswith("3.0"):
            head.setdefault("paths", {})
        text = json.dumps(head, indent=2, ensure_ascii=False)
        written = text.encode()
        digest, left = hashlib.sha256(written), size - len(written)
        held: dict[str, str] = {}
        is_whole = True
        for pointer in self.nearest(pointers):
            component = self._component(pointer)
            left -= component.size if pointer.startswith(_SCHEMAS) else 0
            if left < 0 and pointer != subject:
                is_whole = False
                break
            held[pointer] = component.digest
        digest.update(json.dumps([held, is_whole]).encode())
        return Slice(digest.hexdigest(), is_whole, partial(self._slice_text, text, held.keys(), is_whole=is_whole))

    def _slice_text(self, head: str, held: AbstractSet[str], *, is_whole: bool) -> str:
        text = self._document_text(head, held)
        return text if is_whole else _refer_elsewhere(text, held)

    def _document_text(self, head: str, pointers: Iterable[str]) -> str:
        """Return *head* with the components at *pointers*; each component is written out only once for all slices."""
        text = head.removesuffix("\n}")
        sections: dict[str, list[str]] = {}
        for pointer in sorted(pointers):
            section = pointer.split("/")[2]
            sections.setdefault(section, []).append(self._component(pointer).text)
        if sections:
            blocks = [f'    "{section}": {{\n' + ",\n".join(texts) + "\n    }" for section, texts in sections.items()]
            text += ',\n  "components": {\n' + ",\n".join(blocks) + "\n  }"
        return text + "\n}"

    def _component(self, pointer: str) -> _Component:
        if pointer not in self._components:
            name, value = pointer_name(pointer), followed(self.data, pointer)
            text = self._json.piece(name, value, 3)
            self._components[pointer] = _Component(text.decode(), len(text), self.digests.of(name, value))
        return self._components[pointer]

    def nearest(self, pointers: Iterable[str]) -> Iterator[str]:
        """Yield the components (``#/components/…/…``) that *pointers* reach, themselves included.

        Schemas come last, the nearest first: they refer to nothing but schemas.
        """
        found: set[str] = set()
        others: deque[str] = deque()
        schemas: deque[str] = deque()

        def add(components: Iterable[str]) -> None:
            for pointer in components:
                (schemas if pointer.startswith(_SCHEMAS) else others).append(pointer)

        add(map(_component_of, pointers))
        while others or schemas:
            pointer = (others or schemas).popleft()
            if pointer not in found and pointer in self._edges:
                found.add(pointer)
                yield pointer
                add(self._edges[pointer])

    def schema_references(self, name: str) -> list[str]:
        """Return the components to which the component schema *name* refers."""
        return self._edges[component_pointer("schemas", name)]

    @cached_property
    def _edges(self) -> dict[str, list[str]]:
        """The components to which each component refers."""
        found = {}
        for kind, section in SECTIONS_V3.items():
            members = self.data.get("components", {}).get(section.removeprefix("components/"))
            for name, value in members.items() if isinstance(members, dict) else ():
                key = f"{section} {self.digests.of(name, value)}"
                if (references := self.known.references.get(key)) is None:
                    references = list(dict.fromkeys(map(_component_of, reached(value, kind, V3))))
                found[reference_to(f"/{section}/{escape(name)}")] = self._references[key] = references
        return found


_SCHEMAS = "#/components/schemas/"


def _shared(item: dict[str, Any]) -> dict[str, Any]:
    """Return what a Path Item Object holds for all of its operations."""
    return {key: value for key, value in item.items() if key not in (*METHODS, "additionalOperations")}


def _references(item: dict[str, Any], operation: dict[str, Any]) -> dict[str, list[str]]:
    shared = _shared(item)
    parameters = reached(shared.pop("parameters", None), ["Parameter"], V3)
    found = {"": list(reached(shared, "PathItem", V3)), "parameters": list(parameters)}
    for name, value in operation.items():
        found.setdefault(name, []).extend(reached({name: value}, "Operation", V3))
    return {name: pointers for name, pointers in found.items() if pointers}


def _refer_elsewhere(text: str, held: AbstractSet[str]) -> str:
    """Return *text*, a document in JSON, with references to schemas that are not in *held* leading to the bundle."""

    def changed(found: re.Match[str]) -> str:
        reference: str = json.loads(found[0])
        return found[0] if _component_of(reference) in held else f'"{LEFT_OUT}{found[0][2:]}'

    return re.sub(rf'"{_SCHEMAS}[^"]*"', changed, text)


def _component_of(pointer: str) -> str:
    """Return the reference to the component that *pointer* leads to or into."""
    return "/".join(pointer.split("/")[:4])


def _methods(item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in item.items():
        if key in METHODS and isinstance(value, dict):
            yield key, value
        elif key == "additionalOperations":
            yield from value.items()


def open_document(
    location: str, store: Store, validation: str = "off", known: Known = NOTHING, *, check_examples: bool = False
) -> Document:
    """Read, parse, check and bundle the document at *location*.

    *validation* is ``off``, ``warn`` or ``error``. *known* is what the last build found out. *check_examples* warns of
    examples that do not fit their schemas. Raises :exc:`LoadError`.
    """
    place = Place(location)
    try:
        text = decode(store.read(location), location)
    except SourceError as error:
        raise LoadError(f"cannot be read: {error}", place, Subtype.SOURCE) from error
    data = parse(text, location)
    major = _major_version(data, place)
    if validation != "off":
        _validate(data, location, validation)
    digests = Digests()
    # In YAML, the same value may stand in several parts.
    has_own_parts = major == 3 and is_json(location)
    before = _part_digests(data, digests) if has_own_parts else {}
    unchanged = _unchanged(data, before, known) if has_own_parts else frozenset()
    bundler, data = _bundle(data, location, store, major, unchanged)
    digests.forget(bundler.known)
    if check_examples:
        # Imported here, since it is slow to import and a build in which nothing changed checks nothing.
        from .example_checks import warn_of_misfits

        warn_of_misfits(data, place, bundler.table, bundler.origins)
    if major == 2:
        return Document(upgrade(data), place, known=known)
    after = _part_digests(data, digests) if has_own_parts and bundler.is_clean else {}
    left = {pointer: digest if digest == before.get(pointer) else "" for pointer, digest in after.items()}
    if left:
        left[REST] = digests.of(REST, {name: value for name, value in data.items() if name not in PARTS})
    return Document(data, place, digests, known, left)


def _part_digests(data: Any, digests: Digests) -> dict[str, str]:
    return {pointer: digests.of(name, value) for pointer, name, value in parts(data)}


def _unchanged(data: Any, digests: Mapping[str, str], known: Known) -> AbstractSet[int]:
    """Return the ids of the parts of *data* that are bundled already, as the last build knows.

    What refers to a component that is no more has to be looked at again.
    """
    if not digests.keys() >= {pointer for pointer in known.parts if pointer.startswith("/components/")}:
        return frozenset()
    return {
        id(value)
        for pointer, _, value in parts(data)
        if isinstance(value, dict) and digests[pointer] == known.parts.get(pointer)
    }


def _bundle(data: Any, location: str, store: Store, major: int, unchanged: AbstractSet[int]) -> tuple[Bundler, Any]:
    """Return what bundles *data*, and the bundle: all of it if anything is wrong in what is not *unchanged*."""
    table, sections = (V2, SECTIONS_V2) if major == 2 else (V3, SECTIONS_V3)
    try:
        bundler = Bundler(data, location, store, table, sections, unchanged)
        return bundler, bundler.run()
    except FaultError:
        bundler = Bundler(data, location, store, table, sections)
        return bundler, bundler.run()


def _major_version(data: Any, place: Place) -> int:
    if not isinstance(data, dict):
        found = "empty" if data is None else "not a map" if isinstance(data, list) else "a text, not a map"
        raise LoadError(f"is not an OpenAPI document: it is {found}", place)
    given = data.get("openapi", data.get("swagger"))
    version = "null" if isinstance(given, (dict, list)) else scalar_text(given)
    if version.startswith("2"):
        return 2
    if not version.startswith("3"):
        if version == "null":
            raise LoadError(
                "is not an OpenAPI document: it has no 'openapi' (or 'swagger') field with a version", place
            )
        key = "openapi" if "openapi" in data else "swagger"
        warn(Subtype.STRUCTURE, f"OpenAPI {version} is not known; the document is read as 3.2", place / key)
    elif "openapi" not in data:
        message = (
            f"the field 'swagger' has the version {version}; it is read as the field 'openapi', as 3.0 and later have"
        )
        warn(Subtype.STRUCTURE, message, place / "swagger")
    data.setdefault("openapi", version)
    return 3


def _validate(data: Any, location: str, validation: str) -> None:
    try:
        validate(data, location)
    except LoadError as error:
        if validation == "error":
            raise
        warn(Subtype.VALIDATION, f"the document {error}", error.place)
