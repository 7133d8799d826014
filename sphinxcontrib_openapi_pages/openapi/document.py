"""One API as a bundled OpenAPI 3 document, in which every reference is local."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from .bundle import UNRESOLVED, Bundler, FaultError
from .diagnostics import Place, Subtype, cut, warn
from .incremental import EMPTY_RECORD, BuildRecord, Digests, Incremental, kept_parts, part_digests, unchanged_parts
from .origins import Origins
from .parsing.reader import LoadError
from .parsing.scalars import scalar_text
from .source.locations import SourceError
from .source.store import Store
from .spec_tables import METHODS, PATHS, SECTIONS_BEFORE, SECTIONS_V2, SECTIONS_V3, V2, V3
from .upgrade import upgrade

if TYPE_CHECKING:
    from .parsing.parser import DocumentParser


@dataclass(frozen=True)
class Endpoint:
    """The place of an operation in a document. The section is one of :data:`.PATHS`, or ``callbacks``."""

    section: str
    path: str
    """The path, or the name of the webhook."""
    method: str
    """The name of the field with the operation: ``get``, or as written in ``additionalOperations`` (3.2)."""

    @property
    def is_webhook(self) -> bool:
        return self.section in ("webhooks", "x-webhooks")

    @property
    def is_outgoing(self) -> bool:
        """Whether the service sends the request, as for a webhook or a callback."""
        return self.section not in ("paths", "x-ms-paths")


@dataclass
class Document:
    """A bundled OpenAPI 3 document."""

    data: dict[str, Any]
    place: Place
    incremental: Incremental = field(default_factory=Incremental)
    """Facts about its parts from the last build."""
    origins: Origins | None = None

    def place_of(self, pointer: str) -> Place:
        """Return where the author wrote the value at *pointer*, which may be in another file."""
        return self.place.at(pointer) if self.origins is None else self.origins.of(pointer)

    def operations(self) -> Iterator[tuple[Endpoint, dict[str, Any], dict[str, Any]]]:
        """Yield endpoint, Path Item Object and Operation Object of every operation, in the document's order."""
        return operations_of(self.data)

    def holes(self) -> dict[str, str]:
        """Return, by path, each reference in place of a Path Item Object that has no target."""
        items = self.data.get("paths", {}).items()
        return {path: item[UNRESOLVED] for path, item in items if isinstance(item, dict) and UNRESOLVED in item}


def operations_of(data: Mapping[str, Any]) -> Iterator[tuple[Endpoint, dict[str, Any], dict[str, Any]]]:
    """Yield endpoint, Path Item Object and Operation Object of every operation of the OpenAPI Object *data*."""
    for section in PATHS:
        for path, item in data.get(section, {}).items():
            if not isinstance(item, dict) or ("paths" in section and path.startswith("x-")):
                continue
            for method, operation in _methods(item):
                yield Endpoint(section, path, method), item, operation


def _methods(item: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for key, value in item.items():
        if key in METHODS and isinstance(value, dict):
            yield key, value
        elif key == "additionalOperations":
            yield from value.items()


def open_document(
    location: str,
    store: Store,
    validation: str = "off",
    last: BuildRecord = EMPTY_RECORD,
    *,
    check_examples: bool = False,
    prepare: Callable[[DocumentParser], None] | None = None,
) -> Document:
    """Read, parse, check and bundle the document at *location*.

    *prepare* may change the document once it is parsed.
    *validation* is ``off``, ``warn`` or ``error``. *last* is the record of the last build. With *check_examples*,
    examples that do not match their schemas get a warning. Raises :exc:`~.parsing.reader.LoadError`.
    """
    # Imported here because prance is slow to import, and a build in which nothing changed parses nothing.
    from .parsing.parser import parse_file

    try:
        with store.phases.timed("parse"):
            parser = parse_file(location, store)
    except SourceError as error:
        raise LoadError(f"cannot be read: {error}", Place(location), Subtype.SOURCE) from error
    if prepare is not None:
        prepare(parser)
    data, place = parser.specification, parser.place
    major = _major_version(data, place)
    if validation != "off":
        _validate(parser, validation)
    digests = Digests()
    # A YAML alias shares one value among several parts. To bundle one part would change the others.
    has_own_parts = major == 3 and parser.parsed.is_json
    before = part_digests(data, digests) if has_own_parts else {}
    unchanged = unchanged_parts(data, before, last) if has_own_parts else frozenset()
    bundler, data = _bundle(parser, major, unchanged)
    digests.forget(bundler.known)
    if check_examples:
        # Imported here because it is slow to import, and a build in which nothing changed checks nothing.
        from .example_checks import warn_of_misfits

        warn_of_misfits(data, place, bundler.table, bundler.origins)
    if major == 2:
        return Document(upgrade(data), place, Incremental(last), bundler.all_origins(data, SECTIONS_BEFORE))
    parts = kept_parts(data, digests, before) if has_own_parts and bundler.is_clean else {}
    return Document(data, place, Incremental(last, digests, parts), bundler.all_origins(data))


def _bundle(parser: DocumentParser, major: int, unchanged: AbstractSet[int]) -> tuple[Bundler, dict[str, Any]]:
    """Bundle the document without the *unchanged* parts; return the bundler and the bundle.

    If any other part has a fault, bundle the whole document, so that all warnings are printed again.
    """
    table, sections = (V2, SECTIONS_V2) if major == 2 else (V3, SECTIONS_V3)
    try:
        bundler = Bundler(parser, table, sections, unchanged)
        return bundler, bundler.run()
    except FaultError:
        bundler = Bundler(parser, table, sections)
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
        warn(Subtype.STRUCTURE, f"OpenAPI {cut(version)} is not known; the document is read as 3.2", place / key)
    elif "openapi" not in data:
        message = (
            f"the field 'swagger' has the version {cut(version)}; it is read as the field 'openapi' of 3.0 and later"
        )
        warn(Subtype.STRUCTURE, message, place / "swagger")
    data.setdefault("openapi", version)
    return 3


def _validate(parser: DocumentParser, validation: str) -> None:
    try:
        parser.validate()
    except LoadError as error:
        if validation == "error":
            raise
        warn(Subtype.VALIDATION, f"the document {error}", error.place)
