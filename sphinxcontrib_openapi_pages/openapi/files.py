"""The files of a document as they were read. Follows the references in them."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

from .diagnostics import Place
from .external_values import external_value
from .parsing.reader import LoadError, decode
from .references import PointerError, anchor_pointer, is_reference, member, reference_to, unescape
from .source.locations import SourceError

if TYPE_CHECKING:
    from .parsing.parser import DocumentParser

MAX_HOPS = 1000
"""How many references may be followed on the way to one target."""

CIRCLE = "it leads in a circle"


T = TypeVar("T")

_NONE: Mapping[Any, Any] = {}


@dataclass(frozen=True)
class Found:
    """A value as it was read, and its place."""

    value: Any
    place: Place
    others: Mapping[Any, Place] = field(default_factory=lambda: _NONE)
    """The places of members that are beside a reference to the value."""
    items: Mapping[Any, Mapping[Any, Place]] = field(default_factory=lambda: _NONE)
    """By member, the places of items that come from elsewhere, if the member is a list joined from two places."""

    def place_of(self, key: Any) -> Place:
        """Return the place of the member *key*."""
        return self.others.get(key) or self.place / key

    @property
    def is_alias(self) -> bool:
        """Whether the value is a Reference Object without other members."""
        return is_reference(self.value) and len(self.value) == 1

    def member(self, key: Any, value: Any) -> Found:
        """Return the member *key* with its *value*."""
        return Found(value, self.place_of(key), self.items.get(key, _NONE))

    def beside(self, target: Found, joined: str = "") -> Found:
        """Return *target*, to which the value refers, with the members beside the reference.

        The lists in the member *joined* are concatenated: first that of the target, then that beside the reference.
        """
        own = {key: item for key, item in self.value.items() if key != "$ref"}
        if not own or not isinstance(target.value, dict):
            return target
        others = {key: self.place_of(key) for key in own}
        items = {key: places for key, places in self.items.items() if key in own}
        first, second = target.value.get(joined), own.get(joined)
        if isinstance(first, list) and isinstance(second, list):
            own[joined] = [*first, *second]
            here = self.member(joined, second)
            items[joined] = {len(first) + index: here.place_of(index) for index in range(len(second))}
            others[joined] = target.place / joined
        return Found({**target.value, **own}, target.place, others, items)


class NotFoundError(Exception):
    """A reference cannot be followed; the message says why.

    *missing* is location and pointer of the value that does not exist. *reference* is the reference that failed, if it
    is not the one from which the caller started.
    """

    def __init__(self, reason: str, location: str, pointer: str = "", reference: Found | None = None) -> None:
        super().__init__(reason)
        self.missing = location, pointer
        self.reference = reference


class Files:
    """The document of *parser*, and the files to which it refers. Their values are never changed.

    *before_reading* is called before each further file is read.
    """

    def __init__(self, parser: DocumentParser, before_reading: Callable[[], None]) -> None:
        self.file = parser.url
        self.store = parser.store
        self.before_reading = before_reading
        self._parsers = {self.file: parser}
        self._faults: dict[str, NotFoundError] = {}

    @property
    def root(self) -> Found:
        """The whole document."""
        return self._whole(self.file)

    def follow(self, found: Found, base: str = "") -> Found:
        """Return the target of the reference *found*, which is relative to the file *base*.

        References on the way to the target are followed. Raises :exc:`NotFoundError`.
        """
        location, fragment = self._join(base or found.place.file, found.value["$ref"])
        steps = deque(self._steps(location, fragment))
        if not steps and location == self.file:
            raise NotFoundError("it leads to the document itself", location)  # no component is an OpenAPI Object
        here = self._whole(location)
        hops = 0
        while steps:
            try:
                key = _key(here.value, steps[0])
            except PointerError as error:
                if not is_reference(here.value) or hops > MAX_HOPS:
                    reason = CIRCLE if hops > MAX_HOPS else str(error)
                    raise NotFoundError(reason, location, f"{here.place.pointer}/{'/'.join(steps)}") from error
                hops += 1
                location, fragment = self._join(location, here.value["$ref"])
                steps.extendleft(reversed(self._steps(location, fragment)))
                here = self._whole(location)
            else:
                here = here.member(key, here.value[key])
                steps.popleft()
        return here

    def end(self, found: Found, is_end: Callable[[Found], bool] | None = None) -> Found:
        """Follow the reference *found* to the first value for which *is_end* is true, or that is not just a reference.

        That may be *found* itself. Raises :exc:`NotFoundError`.
        """
        seen: dict[tuple[str, str], None] = {}
        while found.is_alias and not (is_end is not None and is_end(found)):
            check_circle(found.place, seen)
            try:
                found = self.follow(found)
            except NotFoundError as error:
                raise NotFoundError(str(error), *error.missing, reference=found) from error
        return found

    def text(self, found: Found) -> Found | None:
        """Return the text of the file that is the target of *found*; ``None`` if the target is a part of a file."""
        location, fragment = self._join(found.place.file, found.value["$ref"])
        if fragment or location == self.file:
            return None
        return Found(self._read(location, lambda: decode(self.store.read(location), location)), Place(location))

    def external_value(self, address: str, base: str) -> Any:
        """Return the value of an example in the file at *address*, as seen from the file *base*; maybe ``BINARY``.

        Raises :exc:`NotFoundError`.
        """
        location, _ = self._join(base, address)
        return self._read(location, lambda: external_value(self.store.read(location), location))

    def _join(self, base: str, reference: str) -> tuple[str, str]:
        try:
            return self.store.join(base, reference)
        except SourceError as error:
            raise NotFoundError(str(error), base, reference) from error

    def _steps(self, location: str, fragment: str) -> list[str]:
        """Return the tokens of *fragment*, a JSON pointer or the name of an anchor, still escaped."""
        if fragment and not fragment.startswith("/"):
            try:
                fragment = reference_to(anchor_pointer(self._whole(location).value, unquote(fragment)))[1:]
            except PointerError as error:
                raise NotFoundError(str(error), location, fragment) from error
        return fragment.split("/")[1:]

    def _whole(self, location: str) -> Found:
        """Return the parsed file at *location*. Raises :exc:`NotFoundError`."""
        if location not in self._parsers:
            self._parsers[location] = self._read(location, lambda: self._parsers[self.file].beside(location))
        return Found(self._parsers[location].specification, self._parsers[location].place)

    def _read(self, location: str, read: Callable[[], T]) -> T:
        """Return the result of *read* for the file at *location*. If it failed before, do not try again.

        Raises :exc:`NotFoundError`.
        """
        if location in self._faults:
            raise self._faults[location]
        self.before_reading()
        try:
            return read()
        except (SourceError, LoadError) as error:
            reason = f"the file {error}" if isinstance(error, LoadError) else str(error)
            self._faults[location] = NotFoundError(reason, location)
            raise self._faults[location] from error


def check_circle(place: Place, seen: dict[tuple[str, str], None]) -> None:
    """Add *place*, the place of a reference, to *seen*. Raises :exc:`NotFoundError` if it is there already."""
    here = (place.file, place.pointer)
    if here in seen:
        # A circle is one fault, so each of its references must give the same message.
        circle = list(seen)
        raise NotFoundError(CIRCLE, *min(circle[circle.index(here) :]))
    seen[here] = None


def _key(value: Any, step: str) -> Any:
    """Return the key in *value* for a *step* of a fragment. Some authors do not escape percent signs."""
    try:
        return member(value, unescape(unquote(step)))
    except PointerError:
        return member(value, unescape(step))
