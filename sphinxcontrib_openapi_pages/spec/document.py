"""One API as a bundled OpenAPI 3 document, and standalone slices of it."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import yaml

from ..addresses import BUNDLE
from ..reports import Place, Subtype, warn
from .bundle import Bundler
from .loader import LoadError, decode, parse, scalar_text, validate
from .objects import METHODS, SECTIONS_V2, SECTIONS_V3, V2, V3
from .refs import escape, lookup, reached
from .source import SourceError, Store
from .upgrade import upgrade


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

    def as_json(self) -> str:
        """Return the whole document as JSON."""
        return json.dumps(self.data, indent=2, ensure_ascii=False) + "\n"

    def as_yaml(self) -> str:
        """Return the whole document as YAML."""
        text: str = yaml.dump(self.data, Dumper=_YamlDumper, sort_keys=False, allow_unicode=True, width=120)
        return text

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

    def _component_text(self, pointer: str) -> str:
        if pointer not in self._pretty:
            name = json.dumps(pointer_name(pointer), ensure_ascii=False)
            value = json.dumps(lookup(self.data, pointer[1:]), indent=2, ensure_ascii=False)
            self._pretty[pointer] = f"      {name}: " + value.replace("\n", "\n      ")
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


class _YamlDumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes every value where it stands: an alias would hide the names that references have."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_SCHEMAS = "#/components/schemas/"


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


def open_document(location: str, store: Store, validation: str = "off") -> Document:
    """Read, parse, check and bundle the document at *location*.

    *validation* is ``off``, ``warn`` or ``error``. Raises :exc:`LoadError`.
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
    Bundler(data, location, store, table, sections).run()
    if major == 2:
        data = upgrade(data)
    return Document(data, place)


def _major_version(data: Any, place: Place) -> int:
    if not isinstance(data, dict):
        found = "empty" if data is None else "not a map" if isinstance(data, list) else "a text, not a map"
        raise LoadError(f"is not an OpenAPI document: it is {found}", place)
    version = scalar_text(data.get("openapi", data.get("swagger")))
    if version.startswith("2"):
        return 2
    if not version.startswith("3"):
        if version == "null":
            raise LoadError(
                "is not an OpenAPI document: it has no 'openapi' (or 'swagger') field with a version", place
            )
        warn(Subtype.STRUCTURE, f"OpenAPI {version} is not known; the document is read as 3.2", place / "openapi")
    return 3


def _validate(data: Any, location: str, validation: str) -> None:
    try:
        validate(data, location)
    except LoadError as error:
        if validation == "error":
            raise
        warn(Subtype.VALIDATION, f"the document {error}", error.place)
