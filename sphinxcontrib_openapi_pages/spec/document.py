"""One API as a bundled OpenAPI 3 document, and standalone slices of it."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from ..addresses import BUNDLE
from ..reports import Place, Subtype, warn
from .bundle import UNRESOLVED, Bundler
from .loader import LoadError, decode, parse, validate
from .locations import SourceError
from .objects import METHODS, SECTIONS_V2, SECTIONS_V3, V2, V3
from .refs import escape, is_reference, lookup, reached
from .scalars import scalar_text
from .source import Store
from .upgrade import upgrade
from .yaml_writer import DocumentWriter


@dataclass(frozen=True)
class Endpoint:
    """Where an operation stands: below ``paths``, ``webhooks``, ``x-webhooks`` or ``callbacks``."""

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
        return self.section != "paths"


LEFT_OUT = f"../{BUNDLE}#"
"""What references to schemas begin with that a slice has no room for: the published bundle, as seen from the twins."""


@dataclass(frozen=True)
class Slice:
    """A standalone part of a document, in JSON."""

    text: str
    is_whole: bool
    """Whether it holds every component that it reaches; if not, some references begin with :data:`LEFT_OUT`."""


@dataclass
class Document:
    """A bundled OpenAPI 3 document: every reference in it is local."""

    data: dict[str, Any]
    place: Place
    _pretty: dict[str, str] = field(default_factory=dict)

    def operations(self) -> Iterator[tuple[Endpoint, dict[str, Any], dict[str, Any]]]:
        """Yield endpoint, Path Item Object and Operation Object of every operation, in the document's order."""
        for section in ("paths", "webhooks", "x-webhooks"):
            for path, item in self.data.get(section, {}).items():
                if not isinstance(item, dict) or (section == "paths" and path.startswith("x-")):
                    continue
                for method, operation in _methods(item):
                    yield Endpoint(section, path, method), item, operation

    def holes(self) -> dict[str, str]:
        """Return the references that lead nowhere in the place of a Path Item Object, by path."""
        items = self.data.get("paths", {}).items()
        return {path: item[UNRESOLVED] for path, item in items if isinstance(item, dict) and UNRESOLVED in item}

    def as_json(self) -> str:
        """Return the whole document as JSON."""
        members = [
            _member(name, value, 1) if name != "components" else self._all_components()
            for name, value in self.data.items()
        ]
        return "{\n" + ",\n".join(members) + "\n}\n"

    def as_yaml(self, writer: DocumentWriter) -> str:
        """Return the whole document as YAML; one that is nested very deeply as JSON, which is YAML too."""
        try:
            return writer.text(self.data)
        except RecursionError:
            return self.as_json()

    def slice(self, endpoint: Endpoint, item: dict[str, Any], operation: dict[str, Any], size: int) -> Slice:
        """Return the operation as a standalone OpenAPI document.

        It holds the one path with the one method and every component that it reaches, recursively; of the schemas
        the nearest, as many as fit into *size* bytes.
        """
        data = self.data
        kept = ("openapi", "$self", "info", "jsonSchemaDialect", "servers")
        head: dict[str, Any] = {key: data[key] for key in kept if key in data}
        if "security" not in operation and "security" in data:
            head["security"] = data["security"]
        if tags := [tag for tag in data.get("tags", []) if tag.get("name") in operation.get("tags", [])]:
            head["tags"] = tags
        shared = {key: value for key, value in item.items() if key not in (*METHODS, "additionalOperations")}
        member = {endpoint.method: operation}
        path_item = {**shared, **(member if endpoint.method in METHODS else {"additionalOperations": member})}
        head[endpoint.section] = {endpoint.path: path_item}
        pointers = [*reached(head.get("security"), ["SecurityRequirement"], V3), *reached(path_item, "PathItem", V3)]
        return self._slice(head, pointers, size)

    def schema_slice(self, name: str, extra: dict[str, Any], size: int) -> Slice:
        """Return the component schema *name* as a standalone document, with the members *extra*."""
        head: dict[str, Any] = {
            key: self.data[key] for key in ("openapi", "$self", "info", "jsonSchemaDialect") if key in self.data
        }
        return self._slice({**head, **extra}, [component_pointer("schemas", name)], size)

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
                todo += map(_component_of, self._edges.get(pointer, ()))
        return list(found)

    def unused_schemas(self) -> list[str]:
        """Return the names of the component schemas that nothing but other unused ones leads to.

        A schema that extends a used one with a ``discriminator`` is used: values of the one may be of the other.
        """
        schemas = self.data.get("components", {}).get("schemas", {})
        used = set(self.nearest(reached({**self.data, "components": {}}, "OpenAPI", V3)))
        heirs = {
            component_pointer("schemas", name): [p for p in self._bases(schema) if self._has_discriminator(p)]
            for name, schema in schemas.items()
        }
        while more := [heir for heir, bases in heirs.items() if heir not in used and not used.isdisjoint(bases)]:
            used |= set(self.nearest(more))
        return [name for name in schemas if component_pointer("schemas", name) not in used]

    def _has_discriminator(self, pointer: str) -> bool:
        schema = lookup(self.data, pointer[1:])
        return isinstance(schema, dict) and "discriminator" in schema

    def _bases(self, schema: Any) -> list[str]:
        """Return the references to the component schemas that *schema* extends."""
        parts = schema.get("allOf", []) if isinstance(schema, dict) else []
        return [pointer for part in parts if is_reference(part) and (pointer := part["$ref"]) in self._edges]

    def _slice(self, head: dict[str, Any], pointers: Iterable[str], size: int) -> Slice:
        if head["openapi"].startswith("3.0"):
            head.setdefault("paths", {})
        text = json.dumps(head, indent=2, ensure_ascii=False)
        left = size - len(text.encode())
        held: set[str] = set()
        for pointer in self.nearest(pointers):
            left -= len(self._component_text(pointer).encode()) if pointer.startswith(_SCHEMAS) else 0
            if left < 0:
                return Slice(_refer_elsewhere(self._document_text(text, held), held), is_whole=False)
            held.add(pointer)
        return Slice(self._document_text(text, held), is_whole=True)

    def _document_text(self, head: str, pointers: Iterable[str]) -> str:
        """Return *head* with the components at *pointers*; each component is written out only once for all slices."""
        text = head.removesuffix("\n}")
        sections: dict[str, list[str]] = {}
        for pointer in sorted(pointers):
            section = pointer.split("/")[2]
            sections.setdefault(section, []).append(self._component_text(pointer))
        if sections:
            blocks = [f'    "{section}": {{\n' + ",\n".join(texts) + "\n    }" for section, texts in sections.items()]
            text += ',\n  "components": {\n' + ",\n".join(blocks) + "\n  }"
        return text + "\n}"

    def _all_components(self) -> str:
        """Return the member ``components`` of the document in JSON, made of the same texts as those of the slices."""
        blocks = []
        for section, values in self.data["components"].items():
            pointers = [component_pointer(section, name) for name in values] if isinstance(values, dict) else []
            if pointers and self._edges.keys() >= set(pointers):
                blocks.append(f'    "{section}": {{\n' + ",\n".join(map(self._component_text, pointers)) + "\n    }")
            else:
                blocks.append(_member(section, values, 2))
        return '  "components": {\n' + ",\n".join(blocks) + "\n  }" if blocks else '  "components": {}'

    def _component_text(self, pointer: str) -> str:
        if pointer not in self._pretty:
            self._pretty[pointer] = _member(pointer_name(pointer), lookup(self.data, pointer[1:]), 3)
        return self._pretty[pointer]

    def nearest(self, pointers: Iterable[str]) -> Iterator[str]:
        """Yield the components (``#/components/…/…``) that *pointers* reach, themselves included.

        Schemas come last, the nearest first: they refer to nothing but schemas.
        """
        found: set[str] = set()
        others: deque[str] = deque()
        schemas: deque[str] = deque()

        def add(references: Iterable[str]) -> None:
            for pointer in map(_component_of, references):
                (schemas if pointer.startswith(_SCHEMAS) else others).append(pointer)

        add(pointers)
        while others or schemas:
            pointer = (others or schemas).popleft()
            if pointer not in found and pointer in self._edges:
                found.add(pointer)
                yield pointer
                add(self._edges[pointer])

    @cached_property
    def _edges(self) -> dict[str, list[str]]:
        kinds = {section.removeprefix("components/"): kind for kind, section in SECTIONS_V3.items()}
        return {
            component_pointer(section, name): list(dict.fromkeys(reached(value, kinds[section], V3)))
            for section, values in self.data.get("components", {}).items()
            if section in kinds and isinstance(values, dict)
            for name, value in values.items()
        }


_SCHEMAS = "#/components/schemas/"


def _member(name: str, value: Any, depth: int) -> str:
    """Return a member of an object in JSON, as it stands *depth* objects deep."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    start = "  " * depth
    return f"{start}{json.dumps(name, ensure_ascii=False)}: " + text.replace("\n", f"\n{start}")


def _refer_elsewhere(text: str, held: set[str]) -> str:
    """Return *text*, a document in JSON, with references to schemas that are not in *held* leading to the bundle."""

    def changed(found: re.Match[str]) -> str:
        reference: str = json.loads(found[0])
        return found[0] if _component_of(reference) in held else f'"{LEFT_OUT}{found[0][2:]}'

    return re.sub(rf'"{_SCHEMAS}[^"]*"', changed, text)


def component_pointer(section: str, name: str) -> str:
    """Return the reference to the component *name* of *section*."""
    return f"#/components/{section}/{escape(name)}"


def _component_of(pointer: str) -> str:
    """Return the reference to the component that *pointer* leads to or into."""
    return "/".join(pointer.split("/")[:4])


def pointer_name(pointer: str) -> str:
    """Return the name of the component at *pointer*."""
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")


def _methods(item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in item.items():
        if key in METHODS and isinstance(value, dict):
            yield key, value
        elif key == "additionalOperations":
            yield from value.items()


def open_document(location: str, store: Store, validation: str = "off", *, check_examples: bool = False) -> Document:
    """Read, parse, check and bundle the document at *location*.

    *validation* is ``off``, ``warn`` or ``error``. *check_examples* warns of examples that do not fit their schemas.
    Raises :exc:`LoadError`.
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
    table, sections = (V2, SECTIONS_V2) if major == 2 else (V3, SECTIONS_V3)
    bundler = Bundler(data, location, store, table, sections)
    bundler.run()
    if check_examples:
        # Imported here, since it is slow to import and a build in which nothing changed checks nothing.
        from .examples import warn_of_misfits

        warn_of_misfits(data, place, table, bundler.origins)
    if major == 2:
        data = upgrade(data)
    return Document(data, place)


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
