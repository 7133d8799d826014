"""Lists of fields as data, which :mod:`.fields_html` and :mod:`.fields_nodes` write."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from ..locale import _, ngettext, number
from .budget import VALUE
from .type_text import Word, Words

T = TypeVar("T")

MAX_OPEN_VALUES = 20
"""Longer lists of values are folded."""

FIRST_VALUES = 10
"""How many values of these lists are seen at once."""

MAX_WORDS = 30
"""How many words a field usually has; more than that take more room than their characters."""


def labelled(label: str) -> str:
    """Return *label* as text before a value."""
    return _("{label}:").format(label=label)


@dataclass
class Note:
    """A line about a value, such as its default, or a *block* of code if it is long."""

    label: str
    """The beginning of the line, without a colon; empty if the text is a complete sentence."""
    words: Words = ()
    block: Any = None
    has_block: bool = False
    folded: Words = ()
    """What goes on after the words, and is folded at first."""
    fold: str = ""
    """What that is called."""

    @property
    def all_words(self) -> Words:
        """The words, and those that are folded, as one list."""
        return (*self.words, Word(_(", ")), *self.folded) if self.folded else self.words

    @property
    def heading(self) -> str:
        """The label with its colon."""
        return labelled(self.label) if self.label else ""


def fold_title(count: int) -> str:
    """Return what *count* more values, folded, are called."""
    # Translators: opens the rest of a list of values.
    return ngettext("{count} more", "{count} more", count).format(count=number(count))


def opened(values: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """Return those of *values* that are seen at once, and those that are folded at first: of a long list, most."""
    first = FIRST_VALUES if len(values) > MAX_OPEN_VALUES else len(values)
    return values[:first], values[first:]


@dataclass
class EnumValue:
    """An allowed value with its description (CommonMark)."""

    text: str
    name: str
    description: str
    marks: tuple[str, ...] = ()


@dataclass
class FieldList:
    """The fields of a schema, then its alternatives."""

    fields: list[Field] = field(default_factory=list)
    is_closed: bool = False
    conditions: list[Field] = field(default_factory=list)
    """The parts that apply under a condition; the name describes the condition."""
    choice: Words = ()
    """The text above the alternatives."""
    alternatives: list[Field] = field(default_factory=list)
    link: tuple[str, Words, str] | None = None
    """Where the fields stand instead: a sentence with a place for the name (``{name}``), the name, and the anchor on
    the same page; none if it is the schema's page."""
    unresolved: str = ""
    title: Words = ()
    """For a list below the others: whose fields it contains."""
    anchor: str = ""
    whole: Field | None = None
    """The text about the value that has the fields: its description and notes, then its fields, without a name."""
    below: list[FieldList] = field(default_factory=list)
    """Lists below this one: further choices, or fields that are nested too deeply."""
    left_out: list[Words] = field(default_factory=list)
    """Lines about what is left out at the end of the list."""


@dataclass
class Field:
    """A property, parameter, header or alternative."""

    name: Words
    anchor: str
    type: Words = ()
    marks: tuple[str, ...] = ()
    description: str = ""
    notes: list[Note] = field(default_factory=list)
    enum: list[EnumValue] = field(default_factory=list)
    nested: FieldList | None = None
    is_muted: bool = False
    """Whether the field is for the other direction."""
    summary: str = ""
    """The label of the collapsed list of nested fields; empty if the list is not collapsed."""
    is_open: bool = False
    parts: list[Field] = field(default_factory=list)
    """The text about each of its items or values; the name is a label."""


def size_of(field: Field) -> int:
    """Return how many characters *field* has, without those within it."""
    words = [*field.name, *field.type, *(word for note in field.notes for word in (*note.words, *note.folded))]
    texts = [field.description, *(word.text for word in words)]
    texts += [text for item in field.enum for text in (item.text, item.name, item.description)]
    blocks = (note.block for note in field.notes if note.has_block)
    enum = VALUE * len(field.enum) + sum(map(size_of, field.parts))
    return sum(map(len, texts)) + sum(map(_block_size, blocks)) + VALUE * max(0, len(words) - MAX_WORDS) + enum


def _block_size(block: Any) -> int:
    return len(block) if isinstance(block, str) else len(json.dumps(block))
