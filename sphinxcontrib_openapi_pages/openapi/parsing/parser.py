"""The parser for every file: a subclass of prance's parser, with our own code to read files, YAML and JSON."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import prance
from jsonschema.exceptions import ValidationError as JSONSchemaError
from packaging.version import InvalidVersion, Version
from prance.util import default_validation_backend
from referencing.exceptions import Unresolvable

from ..diagnostics import Lines, OneLine, Place, Subtype, cut, silenced
from ..patterns import with_patterns, without_patterns
from ..schema_references import WORDS, with_places
from ..source.locations import SourceError, is_url
from ..source.store import Store
from .reader import LoadError, ParsedText, decode, parse_text


class DocumentParser(prance.BaseParser):  # type: ignore[misc]
    """Parses the file at *location*, a path or URL; *store* reads it.

    ``specification``, ``version``, ``version_parsed`` and ``valid`` are as in :class:`prance.BaseParser`. References
    are not resolved, because pages show the names in them.
    """

    def __init__(self, location: str, store: Store) -> None:
        # No super(): prance's constructor looks for a validation backend at once, and fails where none is installed.
        self.url = location
        self.store = store
        self.options: dict[str, Any] = {}
        self.specification: Any = None
        self.version: str | None = None
        self.version_name: str | None = None
        self.version_parsed: tuple[int, ...] = ()
        self.valid = False

    def parse(self) -> None:
        """Read and parse the file. Raises :exc:`~.locations.SourceError` and :exc:`~.reader.LoadError`."""
        text = self.read()
        self.parsed: ParsedText = parse_text(text, self.url)
        self.specification = self.parsed.value
        made = self.store.made if self.url == self.store.root else None
        self.lines: Lines = self.parsed.lines if made is None else OneLine(made.line)
        if any(word in text for word in WORDS):
            self.specification = with_places(self.specification, self.place)
        self._find_version()

    def read(self) -> str:
        """Return the text of the file. Raises the same exceptions as :meth:`parse`."""
        return decode(self.store.read(self.url), self.url)

    @property
    def place(self) -> Place:
        """The place of the whole file, with its line numbers."""
        return Place(self.url, lines=self.lines)

    def _find_version(self) -> None:
        """Set the version from the field ``openapi`` or ``swagger``."""
        document = self.specification if isinstance(self.specification, dict) else {}
        for field, name in (("openapi", self.SPEC_VERSION_3_PREFIX), ("swagger", self.SPEC_VERSION_2_PREFIX)):
            try:
                release = Version(document[field]).release
            except (KeyError, TypeError, ValueError):
                continue
            self.version_name, self.version_parsed = name, release
            self.version = f"{name} {document[field]}"
            return

    def validate(self) -> None:
        """Validate the document with prance's backend. Raises :exc:`~.reader.LoadError` with the first fault."""
        for field in ("openapi", "swagger"):
            if isinstance(self.specification.get(field), (int, float)):
                words = f"is not valid: the value of {field!r} is a number; put it in quotes, as a text"
                raise LoadError(words, self.place / field, Subtype.VALIDATION)
        try:
            self.backend = default_validation_backend()
            self._validate()
        except prance.ValidationError as error:
            cause = error.__cause__ or error
            pointer = self.place
            for token in getattr(cause, "absolute_path", ()):
                pointer /= with_patterns(str(token))
            message = str(getattr(cause, "message", cause))
            value = repr(getattr(cause, "instance", ""))
            message = with_patterns(message.replace(value, cut(value))).splitlines()[0]
            raise LoadError(f"is not valid: {message[:300]}", pointer, Subtype.VALIDATION) from error
        except RuntimeError as error:
            if isinstance(error, RecursionError):
                raise self._unvalidated("it is nested too deeply") from error
            advice = "install the extra 'validate', or set 'validate' to 'off'"
            raise LoadError(f"cannot be validated: {advice}", self.place) from error
        except Exception as error:  # what validators raise of documents that are nothing they know is anything
            words = str(error)[:300]
            if not words or isinstance(error, InvalidVersion):
                words = f"the validator does not know OpenAPI {self._written_version}"
            raise self._unvalidated(words) from error

    def _unvalidated(self, reason: str) -> LoadError:
        return LoadError(f"cannot be validated: {reason}", self.place, Subtype.VALIDATION)

    @property
    def _written_version(self) -> str:
        return str(self.specification.get("openapi", self.specification.get("swagger")))[:20]

    def _validate_openapi_spec_validator(self, spec_version: Version) -> None:
        """Let the validator check a document whose patterns cost no time, and read through the store.

        Prance's own would let it open every address that the document refers to.
        """
        from jsonschema_path import SchemaPath
        from openapi_spec_validator.shortcuts import get_validator_cls

        document = without_patterns(self.specification)
        base = self.url if is_url(self.url) else Path(self.url).as_uri()
        handlers = dict.fromkeys(("http", "https", "file", "<all_urls>"), self._read_for_validator)
        try:
            get_validator_cls(document)(SchemaPath.from_dict(document, base_uri=base, handlers=handlers)).validate()
        except JSONSchemaError as error:
            raise prance.ValidationError(str(error)) from error
        except Unresolvable as error:
            raise prance.ValidationError(f"the reference {error.ref!r} cannot be followed") from None

    def _read_for_validator(self, uri: str) -> Any:
        """Return the content of the file at *uri*. Faults in it are reported when the references are followed."""
        location = url2pathname(urlsplit(uri).path) if uri.startswith("file:") else uri
        try:
            text = DocumentParser(location, self.store).read()
            with silenced():
                return without_patterns(parse_text(text, location).value)
        except (SourceError, LoadError) as error:
            raise LookupError(str(error)) from error

    def beside(self, location: str) -> DocumentParser:
        """Parse another file from the same store and return its parser. Raises the same exceptions as :meth:`parse`."""
        return parse_file(location, self.store)


def parse_file(location: str, store: Store) -> DocumentParser:
    """Parse the file at *location* and return its parser. Raises the exceptions of :meth:`DocumentParser.parse`."""
    parser = DocumentParser(location, store)
    parser.parse()
    return parser
