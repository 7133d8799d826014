"""Writes lists of fields as Markdown: one line for each field, with nested fields below if there is room."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from docutils import nodes

from ...locale import _, number
from ...openapi.markdown_text import code_span, inline_text
from ...render.elements import HOLE
from ...render.field_data import EnumValue, Field, FieldList, Note
from ...render.markdown import PLAIN, render_markdown
from ...render.translation import current_lookup
from ...render.type_text import Word, Words, sentence
from ...render.value_words import MARKS
from .writer import MarkdownWriter, link

MAX_DESCRIPTION = 1500
"""Longest description of a field, in characters."""

SHORT_DESCRIPTION = 280
"""Longest description of a field where a list of fields is long."""

LONG_LIST = 5000
"""From how many characters on a list is long, without the fields within its fields."""

MAX_NAMES = 60
"""How many fields are named in one line."""

MAX_VALUE = 200
"""Maximum length, in characters, of a value within a line."""

LEVELS = 8
"""Maximum depth of nested fields."""


class FieldsWriter:
    """Writes lists of fields. *schema* returns the page of a schema, *target* the target of a link."""

    def __init__(self, schema: Callable[[str], str], target: Callable[[str], str], document: str) -> None:
        self.schema = schema
        self.target = target
        self.document = document
        self.longest = MAX_DESCRIPTION
        """Longest description of a field, in characters."""
        self.has_left_out = False
        """Whether fields within others were left out so far."""

    def lines(self, fields: FieldList, depth: int) -> Iterator[str]:
        """Yield a line for each of *fields* and, indented, those *depth* levels within it."""
        if fields.whole is not None:
            if text := self._said(fields.whole):
                yield f"{text}\n"
            if fields.whole.nested is not None:
                yield from self.lines(fields.whole.nested, depth)
        yield from self._lead(fields)
        for field in [*fields.fields, *fields.conditions]:
            yield from self._field(field, depth)
        if fields.is_closed:
            yield f"- {_('No other properties are allowed.')}"
        if fields.alternatives:
            yield f"- {self.words(fields.choice)}"
            for field in fields.alternatives:
                yield from (f"  {line}" for line in self._field(field, depth))
        elif fields.choice:
            yield f"- {self.words(fields.choice)}"
        yield from (f"- {self.words(line)}" for line in fields.left_out)
        for below in fields.below:
            yield from self.lines(below, depth)

    def names(self, fields: FieldList) -> str:
        """Return the names and types of *fields* in one line."""
        own = fields.whole.nested if fields.whole is not None else fields
        if own is None or not own.fields:
            return ""
        shown = [f"{self.words(field.name)} {self.words(field.type)}".strip() for field in own.fields[:MAX_NAMES]]
        left = len(own.fields) - len(shown)
        return "; ".join(shown) + (f"; … ({number(left)})" if left > 0 else "")

    def _lead(self, fields: FieldList) -> Iterator[str]:
        if fields.title:
            yield f"- {self.words(fields.title)}"
        if fields.unresolved:
            yield f"- {self.words(sentence(HOLE, reference=[Word(fields.unresolved, 'code')]))}"
        if fields.link:
            message, name, _anchor = fields.link
            yield f"- {self.words(sentence(message, name=name))}"

    def _field(self, field: Field, depth: int) -> Iterator[str]:
        details = [self.words(field.type), *(str(MARKS[mark]) for mark in field.marks)]
        brackets = ", ".join(filter(None, details))
        head = self.words(field.name) + (f" ({brackets})" if brackets else "")
        text = self._said(field)
        yield f"- {head}: {text}" if text else f"- {head}"
        nested = field.nested
        if nested is None or self._is_linked(field):
            return
        if depth > 0:
            yield from (f"  {line}" for line in self.lines(nested, depth - 1))
        elif nested.fields or nested.alternatives:
            self.has_left_out = True

    def _is_linked(self, field: Field) -> bool:
        """Return whether the type of *field* links to the page with its nested fields."""
        return any(word.kind == "schema" and self.schema(word.name or word.text) for word in field.type)

    # Text about a value

    def _said(self, field: Field) -> str:
        """Return description, allowed values and limits of *field* in one line; the sample has its examples."""
        texts = [self.text(field.description), self._values(field.enum)]
        texts += [self._note(note) for note in field.notes if not _is_left_out(note)]
        for part in field.parts:
            label = "".join(word.text for word in part.name)
            if not label.startswith(str(_("Example"))) and (text := self._said(part)):
                texts.append(f"{label}: {text}")
        return sentences(texts)

    def _values(self, values: list[EnumValue]) -> str:
        if not values:
            return ""
        return f"{_('Allowed values')}: {'; '.join(map(self._value, values))}."

    def _value(self, value: EnumValue) -> str:
        more = sentences((inline_text(value.name), self.text(value.description)))
        return f"{code_span(value.text)} ({more})" if more else code_span(value.text)

    def _note(self, note: Note) -> str:
        if not note.has_block:
            heading = f"{note.heading} " if note.label else ""
            return f"{heading}{self.words(note.all_words)}."
        text = note.block if isinstance(note.block, str) else ""
        return f"{note.heading} {code_span(text)}." if text and len(text) <= MAX_VALUE else ""

    def text(self, description: str) -> str:
        """Return a description as one line."""
        text = description.strip()
        if not text:
            return ""
        if len(text) > self.longest:
            text = f"{text[: self.longest].rpartition(' ')[0]} …"
        flat = _flat(text) if current_lookup() is None else _flattened(text)
        return LINK.sub(lambda found: f"{found[1]}{self.target(found[2])}{found[3]}", flat) if "](" in flat else flat

    def words(self, words: Words) -> str:
        """Return *words* as a part of a line."""
        return "".join(map(self._word, words))

    def _word(self, word: Word) -> str:
        if word.kind == "code":
            return code_span(word.text) if word.text.strip() else "``"
        if word.kind == "schema":
            return link(inline_text(word.text), self.schema(word.name or word.text))
        if word.kind == "link":
            return link(inline_text(word.text), self.target(word.target or word.text))
        if word.kind == "document":
            return link(word.text, self.document)
        return inline_text(word.text)


def sentences(texts: Iterable[str]) -> str:
    """Return *texts* one after another, each with a full stop unless it has an end or is the last."""
    found = [text for text in texts if text]
    return " ".join([*(text if text[-1] in ".:;!?…" else f"{text}." for text in found[:-1]), *found[-1:]])


def _is_left_out(note: Note) -> bool:
    """Return whether *note* is an example, which the sample has too."""
    return str(note.label).startswith(str(_("Example")))


LINK = re.compile(r"(\]\(<?)([^<>() ]*)(>?\))")
"""A link as :func:`.writer.link` writes it."""


@lru_cache(maxsize=4096)
def _flat(text: str) -> str:
    return _flattened(text)


def _flattened(text: str) -> str:
    if current_lookup() is None and PLAIN.fullmatch(text):
        return " ".join(text.split())
    return MarkdownWriter(_address).flat(render_markdown(text))


def _address(node: nodes.Element) -> str:
    return str(node.get("refuri", ""))


def level_sizes(fields: FieldList) -> list[int]:
    """Return how many characters *fields* have, about, in each level of those within others."""
    sizes: list[int] = []
    _add_sizes(fields, 0, sizes)
    return sizes


def _add_sizes(fields: FieldList, level: int, sizes: list[int]) -> None:
    if level > LEVELS:
        return
    if level == len(sizes):
        sizes.append(0)
    if fields.whole is not None:
        sizes[level] += len(fields.whole.description)
        if fields.whole.nested is not None:
            _add_sizes(fields.whole.nested, level, sizes)
    for field in [*fields.fields, *fields.conditions, *fields.alternatives]:
        sizes[level] += 40 + min(len(field.description), MAX_DESCRIPTION) + 30 * len(field.notes)
        if field.nested is not None:
            _add_sizes(field.nested, level + 1, sizes)
    for below in fields.below:
        _add_sizes(below, level, sizes)
