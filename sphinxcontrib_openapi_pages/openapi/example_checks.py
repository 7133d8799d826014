"""Every example of a bundled document against its schema: of bodies, parameters, headers and schemas.

Values that are no examples but have to fit as well are among them: ``default``, and the members of ``enum``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .diagnostics import Place, Subtype, note, quoted, warn
from .direction import Direction
from .json_schema import Dialect, TooManyStepsError
from .references import PointerError, escape, fields, is_reference, lookup, pointer_of
from .spec_tables import V2, Shape, Table

#: The media types whose examples are JSON values; elsewhere a text may be the body as it is sent.
JSON = re.compile(r"application/json\b|.+[/+]json\b|\*/\*")

#: A patch that has only what changes, and so need not fit the schema of what it changes (RFC 7396).
MERGE_PATCH = "application/merge-patch+json"

MAX_TOO_LONG = 10
"""How many schemas may take too long before no more examples are checked."""

#: Objects whose schemas describe what goes one way only.
DIRECTIONS = {"RequestBody": Direction.REQUEST, "Parameter": Direction.REQUEST, "Response": Direction.RESPONSE}

#: Fields of the document and of operations where the service sends the requests.
OUTGOING = ("webhooks", "x-webhooks", "callbacks")


MAX_NOTES = 10
"""How many patterns that are not checked get a line each."""


@dataclass(frozen=True)
class _Visit:
    value: Any
    shape: Shape
    pointer: str
    """JSON pointer in the bundled document."""
    place: Place
    """Where the author wrote it."""
    direction: Direction = Direction.EITHER
    is_outgoing: bool = False
    media_type: str = ""

    def member(self, key: object) -> _Visit:
        """Return the visit of what is no object of the table, such as an example."""
        return replace(
            self, value=self.value[key], pointer=f"{self.pointer}/{escape(str(key))}", place=self.place / key
        )


def warn_of_misfits(document: dict[str, Any], place: Place, table: Table, origins: Mapping[int, Place]) -> None:
    """Warn of every example in *document* that does not match its schema, once.

    *table* is that of the document's version. *origins* are the places of values that come from other files, by id.
    """
    _Examples(document, place, table, origins).check()


class _Examples:
    def __init__(self, document: dict[str, Any], place: Place, table: Table, origins: Mapping[int, Place]) -> None:
        self.document = document
        self.table = table
        self.origins = origins
        self.root = place
        self.dialect = Dialect(document)
        self.faulty: set[Place] = set()
        self.too_long: set[str] = set()
        """Pointers of the schemas that take too long to compare values with."""

    def check(self) -> None:
        for visit in self._visits():
            if visit.shape == "Schema":
                self._check_schema(visit)
            elif self.table is V2:
                self._check_v2(visit)
            elif visit.shape in ("MediaType", "Parameter", "Header"):
                self._check_examples(visit)
        self._tell_of_patterns()

    def _tell_of_patterns(self) -> None:
        unchecked = list(self.dialect.unchecked.items())
        for pattern, reason in unchecked[:MAX_NOTES]:
            note(
                Subtype.EXAMPLE, f"examples are not checked against the pattern {quoted(pattern)}: {reason}", self.root
            )
        if len(unchecked) > MAX_NOTES:
            note(
                Subtype.EXAMPLE,
                f"examples are not checked against {len(unchecked) - MAX_NOTES:,} more patterns either",
                self.root,
            )

    def _visits(self) -> Iterator[_Visit]:
        """Yield every object of the document once, in its order."""
        todo = [_Visit(self.document, "OpenAPI", "", self.root)]
        while todo:
            visit = todo.pop()
            yield visit
            members = [
                self._member(visit, key, value, shape)
                for key, value, shape in fields(visit.value, visit.shape, self.table)
            ]
            todo.extend(reversed([member for member in members if isinstance(member.value, (dict, list))]))

    def _member(self, visit: _Visit, key: Any, value: Any, shape: Shape) -> _Visit:
        is_outgoing = visit.is_outgoing or key in OUTGOING
        direction = (
            DIRECTIONS.get(shape, visit.direction) if isinstance(shape, str) and not is_outgoing else visit.direction
        )
        return _Visit(
            value,
            shape,
            f"{visit.pointer}/{escape(str(key))}",
            self.origins.get(id(value)) or visit.place / key,
            direction,
            is_outgoing,
            str(key) if shape == "MediaType" else "",
        )

    # Objects with examples

    def _check_schema(self, visit: _Visit) -> None:
        """Check what a Schema Object says of its own values."""
        if not isinstance(visit.value, dict):
            return
        for key in ("default", "example"):
            if key in visit.value:
                self._check(visit.member(key), visit.pointer, key)
        for key, word in (("examples", "example"), ("enum", "value of the enum")):
            if isinstance(visit.value.get(key), list):
                values = visit.member(key)
                for index in range(len(values.value)):
                    self._check(values.member(index), visit.pointer, word)

    def _check_examples(self, visit: _Visit) -> None:
        """Check ``example`` and ``examples`` of a Media Type, Parameter or Header Object of OpenAPI 3."""
        for example, word in self._given(visit):
            if "schema" in visit.value:
                self._check(example, f"{visit.pointer}/schema", word)
            elif "itemSchema" in visit.value and isinstance(example.value, list):
                for index in range(len(example.value)):
                    item = replace(example.member(index), media_type="")  # a text is one, not the item as it is sent
                    self._check(item, f"{visit.pointer}/itemSchema", f"item of the {word}")

    def _given(self, visit: _Visit) -> Iterator[tuple[_Visit, str]]:
        """Yield the examples of an object, each with what a warning calls it."""
        if "example" in visit.value:
            yield visit.member("example"), "example"
        if isinstance(visit.value.get("examples"), dict):
            examples = visit.member("examples")
            for name in examples.value:
                example = self._target(examples.member(name))
                for key in ("value", "dataValue"):
                    if isinstance(example.value, dict) and key in example.value:
                        yield example.member(key), f"example {quoted(name)}"

    def _check_v2(self, visit: _Visit) -> None:
        """Check a parameter, a header or the examples of a response of OpenAPI 2.0."""
        if visit.shape in ("Parameter", "Header"):
            self._check_schema(visit)  # they hold the keywords of a schema themselves
        elif visit.shape == "Response" and "schema" in visit.value and isinstance(visit.value.get("examples"), dict):
            examples = visit.member("examples")
            for name in examples.value:
                example = replace(examples.member(name), media_type=name)
                self._check(example, f"{visit.pointer}/schema", f"example of {name}")

    def _target(self, visit: _Visit) -> _Visit:
        """Return the visit of what the Reference Object of *visit* points to."""
        for _ in range(10):
            if not is_reference(visit.value):
                break
            pointer = pointer_of(visit.value["$ref"])
            try:
                value = lookup(self.document, pointer)
            except PointerError:
                break
            place = self.origins.get(id(value)) or replace(self.root, pointer=pointer)
            visit = replace(visit, value=value, pointer=pointer, place=place)
        return visit

    def _check(self, visit: _Visit, schema: str, word: str) -> None:
        """Warn if the value of *visit* does not fit the schema at the pointer *schema*."""
        if visit.place in self.faulty or _is_encoded(visit) or visit.media_type == MERGE_PATCH:
            return
        if schema in self.too_long or len(self.too_long) > MAX_TOO_LONG:
            return
        try:
            reason = self.dialect.misfit(visit.value, schema, visit.direction)
        except TooManyStepsError:
            self._note_length(visit, schema, word)
            return
        if reason:
            self.faulty.add(visit.place)
            warn(Subtype.EXAMPLE, f"the {word} does not match its schema: {reason}; it is shown anyway", visit.place)

    def _note_length(self, visit: _Visit, schema: str, word: str) -> None:
        self.too_long.add(schema)
        rest = "; no further examples are checked" if len(self.too_long) > MAX_TOO_LONG else ""
        message = f"the {word} is not checked: its schema has alternatives within alternatives, which takes too long"
        note(Subtype.EXAMPLE, f"{message}{rest}", visit.place)


def _is_encoded(visit: _Visit) -> bool:
    """Return whether the example is a text that stands for its value as it is sent."""
    return isinstance(visit.value, str) and bool(visit.media_type) and JSON.match(visit.media_type) is None
