"""What goes wrong, in one form: a Sphinx warning with type, subtype, place and advice.

Every warning of the extension has the type ``openapi_pages`` and one of the subtypes
below, so that :confval:`suppress_warnings` can silence it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

from sphinx.util import logging

from .spec.positions import line_of

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
    DIRECTIVE = "directive", "A directive names an API, an operation or another thing that does not exist."
    TARGET = "target", "A role names something that several APIs have or, in nitpicky mode, that none has."

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
        if self.line is None and self.pointer:
            return f"{self.file}:#{self.pointer}"
        return f"{self.file}:{self.line or 1}"


def warn(subtype: Subtype, message: str, place: Place | str, *, lasts: bool = True) -> None:
    """Emit one Sphinx warning. *place* is where the reader has to change something.

    A fault that *lasts* is told again by builds in which nothing has changed, see :func:`replay`.
    """
    if isinstance(place, Place) and place.pointer and place.line is None:
        line = line_of(place.file, place.pointer)
        if line is not None:
            message, place = f"{message} (at #{place.pointer})", replace(place, line=line)
    if lasts:
        for faults in _recordings:
            faults.append([subtype.code, message, str(place)])
    logger.warning(message, type=TYPE, subtype=subtype.code, location=str(place))


_recordings: list[list[list[str]]] = []


@contextmanager
def recorded() -> Iterator[list[list[str]]]:
    """Yield a list that receives subtype, message and place of each warning, for :func:`replay`."""
    faults: list[list[str]] = []
    _recordings.append(faults)
    try:
        yield faults
    finally:
        _recordings.remove(faults)


def replay(faults: Iterable[list[str]]) -> None:
    """Emit warnings of an earlier build again: a fault does not go away by not being looked at."""
    subtypes = {subtype.code: subtype for subtype in Subtype}
    for code, message, place in faults:
        warn(subtypes[code], message, place)


def conf_place(confdir: Path) -> Place:
    """Return the line of ``conf.py`` where ``openapi_pages`` is set."""
    path = confdir / "conf.py"
    text = path.read_text("utf-8", errors="replace") if path.is_file() else ""
    found = re.search(r"^openapi_pages\b", text, re.MULTILINE)
    return Place(str(path), line=text.count("\n", 0, found.start()) + 1 if found else 1)
