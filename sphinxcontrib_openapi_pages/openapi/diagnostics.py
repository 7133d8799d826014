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

from .parsing.line_numbers import line_of

logger = logging.getLogger(__name__)

TYPE = "openapi_pages"


class Subtype(Enum):
    """The subtypes of the extension's warnings, each with what it means and an example."""

    CONFIG = (
        "config",
        "An option of `openapi_pages` is unknown or has a value of the wrong kind.",
        "conf.py:7: openapi_pages['api']: there is no option 'group_sise'; did you mean 'group_size'?",
    )
    SOURCE = (
        "source",
        "The OpenAPI document, or a file it refers to, cannot be read.",
        (
            "https://api.example.com/schema/:1: https://api.example.com/schema/ cannot be fetched: "
            "there was no answer within 30 seconds; its last copy is used"
        ),
    )
    PARSE = (
        "parse",
        "A file is neither YAML nor JSON, or not an OpenAPI document.",
        (
            "openapi.yaml:12: the document is not YAML: mapping values are not allowed in this context; "
            "the API at 'api' has no pages"
        ),
    )
    STRUCTURE = (
        "structure",
        "A part of the document is not what the specification says it must be.",
        "openapi.yaml:31: a text where the specification has a list; it is left out (at #/paths/~1hives/get/tags)",
    )
    REFERENCE = (
        "reference",
        "A `$ref` leads nowhere, in a circle, or out of the permitted folders.",
        (
            "openapi.yaml:40: the reference '#/components/schemas/Hvie' cannot be followed: there is nothing at that "
            "place; the page shows a hole (at #/paths/~1hives/get/responses/200/content/application~1json/schema)"
        ),
    )
    ADDRESS = (
        "address",
        "Two operations or groups would have the same page; one got a suffix.",
        (
            "openapi.yaml:52: the page name 'hives_list' of POST /hives is taken or reserved; it gets 'hives_list-2'; "
            "give the operation an operationId of its own (at #/paths/~1hives/post)"
        ),
    )
    VALIDATION = (
        "validation",
        "The validator found a fault (only with the option `validate`).",
        "openapi.yaml:2: the document is not valid: 'version' is a required property (at #/info)",
    )
    DIRECTIVE = (
        "directive",
        "A directive names an API, an operation or another thing that does not exist.",
        "guide.md:9: there is no group 'hvies' in the API 'api'; did you mean 'hives'?",
    )
    EXAMPLE = (
        "example",
        "An example, a default or a value of an enum does not fit its schema (see `check_examples`).",
        (
            "openapi.yaml:77: the default does not fit its schema: 'days' is not one of 'day', 'week'; it is shown "
            "all the same (at #/components/schemas/Rota/properties/unit/default)"
        ),
    )
    COVERAGE = (
        "coverage",
        "The coverage is below a minimum (only with the builder `openapi-coverage`).",
        "conf.py:7: the coverage of the API 'api' is 61 %, below the minimum of 80 % that 'coverage_minimum' asks for",
    )
    PLACEMENT = (
        "placement",
        "A file that no toctree leads to lies where the pages of a group lie, but at the address of none.",
        (
            "api/hives/hive_list.md:1: there is no page at 'api/hives/hive_list', the closest is "
            "'api/hives/hives_list'; rename the file, or add it to a toctree"
        ),
    )
    TARGET = (
        "target",
        "A role names something that several APIs have or, in nitpicky mode, that none has.",
        "guide.md:14: openapi:op reference target not found: 'hives_lst'; did you mean 'hives_list'?",
    )

    def __init__(self, code: str, meaning: str, example: str) -> None:
        self.code = code
        self.meaning = meaning
        self.example = example


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
    # Names of a document may have line breaks; a warning is one line.
    message, place = (" ".join(str(text).splitlines()) for text in (message, place))
    if lasts:
        for faults in _recordings:
            faults.append([subtype.code, message, str(place)])
    logger.warning(message, type=TYPE, subtype=subtype.code, location=str(place))


def note(message: str, place: Place | str) -> None:
    """Say what the author may want to know, though nothing has to be changed."""
    logger.info("[openapi] %s", " ".join(f"{place}: {message}".splitlines()))


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
