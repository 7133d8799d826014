"""Diagnostics: every problem with a document or an option is reported in one form, with subtype, place and advice.

A sink receives the diagnostics. By default it is Python's logging; the extension plugs in Sphinx's logger.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Protocol, TypeAlias

from .references import escape


class Subtype(Enum):
    """The subtypes of the extension's warnings, each with its meaning and an example for the documentation."""

    CONFIG = (
        "config",
        "An option of `openapi_pages` is unknown or has a value of the wrong type.",
        "conf.py:7: openapi_pages['api']: there is no option 'group_sise'; did you mean 'group_size'?",
    )
    SOURCE = (
        "source",
        "The spec, or a file that it refers to, cannot be read.",
        (
            "https://api.example.com/schema/:1: https://api.example.com/schema/ cannot be fetched: "
            "there was no answer within 30 seconds; its last copy is used"
        ),
    )
    PARSE = (
        "parse",
        "A file is neither YAML nor JSON, or not an OpenAPI spec.",
        (
            "openapi.yaml:12: the document is not YAML: mapping values are not allowed in this context; "
            "the API at 'api' has no pages"
        ),
    )
    STRUCTURE = (
        "structure",
        "A part of the spec is not valid OpenAPI.",
        "openapi.yaml:31: a text where the specification requires a list; it is left out (at #/paths/~1hives/get/tags)",
    )
    REFERENCE = (
        "reference",
        "A `$ref` has no target, refers to itself, or leaves the permitted folders or hosts.",
        (
            "openapi.yaml:40: the reference '#/components/schemas/Hvie' cannot be followed: there is nothing at that "
            "place; the page shows a note instead "
            "(at #/paths/~1hives/get/responses/200/content/application~1json/schema)"
        ),
    )
    OVERLAY = (
        "overlay",
        "An overlay cannot be read, or one of its actions matches nothing or has the wrong type (see `overlays`).",
        (
            "mend.overlay.yaml:9: the target '$.paths['/hive']' matches nothing; the action is left out "
            "(at #/actions/0/target)"
        ),
    )
    ADDRESS = (
        "address",
        "Two pages would have the same address, so one gets a suffix. Or two documents would be in the same file.",
        (
            "openapi.yaml:52: the page name 'hives_list' of POST /hives is taken by GET /hives; it gets "
            "'hives_list-2'; give the operation another operationId (at #/paths/~1hives/post)"
        ),
    )
    VALIDATION = (
        "validation",
        "The spec is not valid (only with the option `validate`).",
        "openapi.yaml:2: the document is not valid: 'version' is a required property (at #/info)",
    )
    DIRECTIVE = (
        "directive",
        "A directive names an API, an operation or something else that does not exist.",
        "guide.md:9: there is no group 'hvies' in the API 'api'; did you mean 'hives'?",
    )
    EXAMPLE = (
        "example",
        "An example, a default or an enum value does not match its schema (see `check_examples`).",
        (
            "openapi.yaml:77: the default does not match its schema: 'days' is not one of ['day', 'week']; it is shown "
            "anyway (at #/components/schemas/Rota/properties/unit/default)"
        ),
    )
    COVERAGE = (
        "coverage",
        "The coverage is below a minimum (only with the builder `openapi-coverage`).",
        "conf.py:7: the coverage of the API 'api' is 61 %, below the minimum of 80 % that 'coverage_minimum' asks for",
    )
    CHANGES = (
        "changes",
        "There are changes that the options do not accept (only with the builder `openapi-changes`).",
        (
            "conf.py:7: the API 'api' has 2 breaking changes since 'v1.0'; undo them, or add their lines to "
            "'accepted_changes'"
        ),
    )
    REVIEW = (
        "review",
        "An operation has changed since its override was written (only with the option `review_overrides`).",
        (
            "api/hives/hives_list.md:2: the operation has changed since this text was written: Query parameter "
            "limit: now required; review the text, and write 'openapi_reviewed: r1f0c83ab2'"
        ),
    )
    PLACEMENT = (
        "placement",
        "A file is in the folder of a group, but it is not at the address of a page and not in a toctree.",
        (
            "api/hives/hive_list.md:1: there is no page at 'api/hives/hive_list', the closest is "
            "'api/hives/hives_list'; rename the file, or add it to a toctree"
        ),
    )
    TARGET = (
        "target",
        "A role names something that exists in several APIs or, in nitpicky mode, in none.",
        "guide.md:14: openapi:op reference target not found: 'hives_lst'; did you mean 'hives_list'?",
    )

    def __init__(self, code: str, meaning: str, example: str) -> None:
        self.code = code
        self.meaning = meaning
        self.example = example


class Lines(Protocol):
    """Returns the line of each value in a file."""

    def line(self, pointer: str) -> int:
        """Return the line, from 1, of the value at the JSON pointer *pointer*."""


@dataclass(frozen=True)
class OneLine:
    """The line numbers of a document from Python: all of it is at one line of ``conf.py``."""

    number: int

    def line(self, pointer: str) -> int:
        return self.number


@dataclass(frozen=True)
class MovedLines:
    """The line numbers of a document that overlays have changed."""

    lines: Lines
    moved: Mapping[str, Place]
    """The origin, by pointer, of values that the document does not contain or has at another place."""

    def line(self, pointer: str) -> int:
        return self.lines.line(pointer)

    def origin(self, pointer: str) -> Place | None:
        """Return where the value at *pointer* comes from, if it is not from that place of the document."""
        around = pointer
        while around and around not in self.moved:
            around = around.rpartition("/")[0]
        found = self.moved.get(around)
        return found.at(found.pointer + pointer.removeprefix(around)) if found is not None else None


@dataclass(frozen=True)
class Place:
    """A place in a document: the file (path or URL) and a JSON pointer (RFC 6901) in it."""

    file: str
    pointer: str = ""
    line: int | None = None
    lines: Lines | None = field(default=None, repr=False, compare=False)
    """The line numbers of the file, if it has been parsed."""

    def __truediv__(self, token: object) -> Place:
        """Return the place of the member *token* of the value at this place."""
        return self.at(f"{self.pointer}/{escape(str(token))}")

    def at(self, pointer: str) -> Place:
        """Return the place of *pointer* in the same file."""
        return Place(self.file, pointer, lines=self.lines)

    @property
    def origin(self) -> Place:
        """The place where the author wrote the value: in an overlay, if it comes from there."""
        found = self.lines.origin(self.pointer) if isinstance(self.lines, MovedLines) else None
        return found or self

    def __str__(self) -> str:
        if self.line is None and self.pointer:
            return f"{self.file}:#{self.pointer}"
        return f"{self.file}:{self.line or 1}"


@dataclass(frozen=True)
class Diagnostic:
    """One problem: *message* explains what is wrong and what to do, *place* is ``file:line``."""

    subtype: Subtype
    message: str
    place: str
    lasts: bool = True
    """Whether builds in which nothing has changed report it again."""
    is_note: bool = False
    """Whether it is only information, and nothing has to be changed."""


Sink: TypeAlias = Callable[[Diagnostic], None]


def _log(diagnostic: Diagnostic) -> None:
    level = logging.INFO if diagnostic.is_note else logging.WARNING
    logging.getLogger(__name__).log(level, "%s: %s", diagnostic.place, diagnostic.message)


_sinks: list[Sink] = [_log]


def plug_in(sink: Sink) -> None:
    """Let *sink* receive all diagnostics from now on."""
    _sinks[:] = [sink]


@contextmanager
def silenced() -> Iterator[None]:
    """Drop all diagnostics within the context."""
    sinks = [*_sinks]
    _sinks.clear()
    try:
        yield
    finally:
        _sinks[:] = sinks


@contextmanager
def recorded() -> Iterator[list[Diagnostic]]:
    """Yield a list that receives the lasting diagnostics within the context; :func:`replay` can repeat them."""
    found: list[Diagnostic] = []

    def record(diagnostic: Diagnostic) -> None:
        if diagnostic.lasts:
            found.append(diagnostic)

    _sinks.append(record)
    try:
        yield found
    finally:
        _sinks.remove(record)


def replay(diagnostics: Iterable[Diagnostic]) -> None:
    """Report diagnostics of an earlier build again: this build skipped the checks, but the problems are still there."""
    for diagnostic in diagnostics:
        _report(diagnostic)


MAX_QUOTED = 80
"""The longest value in a message, in characters."""


def cut(text: str) -> str:
    """Return *text*, a name or another value of a document. If it is long, leave out its middle."""
    half = MAX_QUOTED // 2
    return text if len(text) <= MAX_QUOTED else f"{text[: half - 1]}…{text[-half:]}"


def quoted(text: str) -> str:
    """Return *text* in quotes, shortened if it is long."""
    return repr(cut(text))


def more_places(count: int) -> str:
    """Return the end of a message that also applies to *count* more places."""
    return f"; also at {count} more place{'s' if count > 1 else ''}" if count else ""


def warn(subtype: Subtype, message: str, place: Place | str, *, lasts: bool = True) -> None:
    """Report one problem. *place* is where the author has to change something."""
    place = place.origin if isinstance(place, Place) else place
    if isinstance(place, Place) and place.pointer and place.line is None and place.lines is not None:
        message, place = f"{message} (at #{place.pointer})", replace(place, line=place.lines.line(place.pointer))
    _report(Diagnostic(subtype, _line(message), _line(place), lasts))


def note(subtype: Subtype, message: str, place: Place) -> None:
    """Report something that the author may want to know, but does not have to change."""
    _report(Diagnostic(subtype, _line(message), _line(place), lasts=False, is_note=True))


def _line(text: object) -> str:
    """Return *text* as one line: names of a document may have line breaks."""
    return " ".join(str(text).splitlines())


def _report(diagnostic: Diagnostic) -> None:
    for sink in [*_sinks]:
        sink(diagnostic)
