"""What goes wrong, in one form: a Sphinx warning with type, subtype, place and advice.

Every warning of the extension has the type ``openapi_pages`` and one of the subtypes
below, so that :confval:`suppress_warnings` can silence it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from sphinx.util import logging

logger = logging.getLogger(__name__)

TYPE = "openapi_pages"


class Subtype(Enum):
    """The subtypes of the extension's warnings, each with what it means."""

    CONFIG = "config", "An option of `openapi_pages` is unknown or has a value of the wrong kind."
    SOURCE = "source", "The OpenAPI document, or a file it refers to, cannot be read."
    PARSE = "parse", "A file is neither YAML nor JSON, or not an OpenAPI document."
    STRUCTURE = "structure", "A part of the document is not what the specification says it must be."
    REFERENCE = "reference", "A `$ref` leads nowhere, in a circle, or out of the permitted folders."
    ADDRESS = "address", "Two operations or groups would have the same page; one got a suffix."
    VALIDATION = "validation", "The validator found a fault (only with the option `validate`)."
    DIRECTIVE = "directive", "A directive names an API, a group or an option value that does not exist."

    def __init__(self, code: str, meaning: str) -> None:
        self.code = code
        self.meaning = meaning


@dataclass(frozen=True)
class Place:
    """A place in a document: the file (path or URL) and a JSON pointer (RFC 6901) in it."""

    file: str
    pointer: str = ""
    line: int | None = None

    def __truediv__(self, token: object) -> Place:
        """Return the place of the member *token* of the value at this place."""
        escaped = str(token).replace("~", "~0").replace("/", "~1")
        return Place(self.file, f"{self.pointer}/{escaped}")

    def __str__(self) -> str:
        if self.line is not None:
            return f"{self.file}:{self.line}"
        return f"{self.file}:#{self.pointer}"


def warn(subtype: Subtype, message: str, place: Place | str | None = None) -> None:
    """Emit one Sphinx warning. *place* is where the reader has to change something."""
    location = str(place) if place is not None else None
    logger.warning(message, type=TYPE, subtype=subtype.code, location=location)
