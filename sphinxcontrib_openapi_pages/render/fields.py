"""Lists of fields, nested to any depth, as data: what :mod:`.fields_html` and :mod:`.fields_nodes` write.

A page of a large API holds thousands of fields. As data they cost a hundredth of what docutils nodes
cost in every transform, in the pickled doctree and in the writer.
"""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any
from weakref import WeakKeyDictionary

from ..locale import _
from ..openapi.direction import Direction
from ..openapi.enumerations import deprecation_reason
from ..openapi.model import Choice, Schema
from .budget import DOCUMENT, MAX_ITEMS, PHRASE, left_out_message
from .conditions import conditions
from .page import Page
from .translation import current_lookup, spec_text
from .type_text import (
    MAX_PLAIN,
    Word,
    Words,
    is_plain,
    joined,
    plain,
    property_count,
    same,
    schema_word,
    sentence,
    type_words,
    value,
    without_title,
)
from .xml_words import xml_words

MAX_NESTING = 8
"""How many lists of fields stand within one another; deeper ones stand below, and are linked."""

MAX_LEVELS = 20
"""How many arrays and maps are looked into for the fields of their elements."""

MAX_ALTERNATIVES = 200
"""How many alternatives of one choice are listed."""

MAX_VALUES = 10
"""How many values of a discriminator name an alternative."""

MAX_CONDITIONS = 100
"""How many conditions stand at a field."""

MAX_EXAMPLES = 50
"""How many examples a field has."""

MAX_WORDS = 30
"""How many words a field usually has; more than that take more room than their characters."""

MAX_BLOCK = 20_000
"""Longest value, in characters, that is shown of a field."""

MAX_PATH = 150
"""Longest path of a field, in characters, that ids and titles are made of; of longer ones, its end."""


def labelled(label: str) -> str:
    """Return *label* as what stands before a value."""
    return _("{label}:").format(label=label)


@dataclass
class Note:
    """A line about a value, such as its default; a *block* of code where it is long."""

    label: str
    """What the line begins with, without a colon."""
    words: Words = ()
    block: Any = None
    has_block: bool = False

    @property
    def heading(self) -> str:
        """The label with its colon."""
        return labelled(self.label)


@dataclass
class EnumValue:
    """An allowed value with its description (CommonMark)."""

    text: str
    name: str
    description: str


@dataclass
class FieldList:
    """The fields of a schema, then its alternatives."""

    fields: list[Field] = field(default_factory=list)
    is_closed: bool = False
    choice: Words = ()
    """What is to be said above the alternatives."""
    alternatives: list[Field] = field(default_factory=list)
    link: tuple[str, Words, str] | None = None
    """Where the fields stand instead: a sentence with a place for the name (``{name}``), the name, and the anchor on
    the same page; none if it is the schema's page."""
    unresolved: str = ""
    title: Words = ()
    """For a list that stands below the others: whose fields they are."""
    anchor: str = ""
    whole: Field | None = None
    """What is said of the value that has the fields: its description and notes, then its fields, without a name."""
    below: list[FieldList] = field(default_factory=list)
    """Lists that stand below: of further choices, or nested too deeply to stand in their place."""
    left_out: list[Words] = field(default_factory=list)
    """Lines that tell what is left out at the end of the list."""


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
    """Whether the field is not of this direction."""
    summary: str = ""
    """What the folded list of nested fields is called; empty where it is not to be folded."""
    is_open: bool = False
    parts: list[Field] = field(default_factory=list)
    """What is said of each item or value of it; the name is a label."""


@dataclass(frozen=True)
class _Task:
    """A schema whose fields are still to be listed, and where."""

    target: FieldList
    schema: Schema
    path: str
    anchor: str
    depth: int
    ancestors: frozenset[str]
    required: frozenset[str] = frozenset()
    """What the schema requires of which this is an alternative."""


@dataclass(frozen=True)
class _Said:
    """What every field of a schema says, wherever it stands."""

    type: Words
    description: str
    notes: list[Note]
    enum: list[EnumValue]
    parts: list[Field]
    element: Schema
    """The schema, or what it is an array or a map of."""
    levels: str
    """``[]`` for each array or map."""
    is_element_named: bool
    """Whether the type names it."""
    has_fields: bool
    summary: str
    """What the folded list of its fields is called."""
    size: int
    """How many characters it has."""


_SAID: WeakKeyDictionary[Schema, _Said] = WeakKeyDictionary()
"""What was worked out for schemas that are known already: those of :class:`.KnownSchemas` are on many pages."""


class Fields:
    """Lists the fields of a schema.

    Those nearest to the top come first, so that a schema which occurs at several depths is listed where it
    stands highest; elsewhere the page links there.
    """

    def __init__(self, page: Page, anchor: str, direction: Direction) -> None:
        self.page = page
        self.prefix = anchor
        self.direction = direction
        self.queue: deque[_Task] = deque()
        self.root = FieldList()

    def of(self, schema: Schema) -> FieldList:
        """Return the fields of *schema*, or of what it is an array or a map of."""
        self.queue.append(_Task(self.root, schema, "", self.prefix, 0, frozenset()))
        while self.queue:
            self._expand(self.queue.popleft())
        _fold_if_long(self.root)
        return self.root

    def _expand(self, task: _Task) -> None:
        around = [*_unwrapped(task.schema)]
        schema = around[-1]
        if schema.unresolved:
            task.target.unresolved = schema.unresolved
            return
        shown = self._shown(schema)
        if shown is not None:
            is_around = schema.identity in task.ancestors
            words = _("Recursive: same fields as {name}.") if is_around else _("Same fields as {name}.")
            named = [schema_word(part) for part in reversed(around) if part.name]
            task.target.link = (words, (*named, Word(shown, "code"))[:1], shown)
            return
        if self._is_elsewhere(schema):
            words = _("See {name} for its fields.")
            task.target.link = (words, (schema_word(schema),), "")
            return
        if not self.page.has_room or schema.is_left_out or _is_cut(around):
            task.target.link = (_("Its fields are not shown here: see {name}."), _document(), "")
            return
        for key in self._keys(schema):
            self.page.shown.setdefault(key, task.anchor)
        self._list(task, schema)

    def _shown(self, schema: Schema) -> str | None:
        """Return the anchor where the page shows the fields of *schema* already."""
        keys = self._keys(schema) if self.page.is_long else [(schema.identity, self.direction)]
        return next((self.page.shown[key] for key in keys if key in self.page.shown), None)

    def _is_elsewhere(self, schema: Schema) -> bool:
        """Return whether the fields of *schema* are left to its own page."""
        return schema.name in self.page.api.schemas and (self.page.is_long or schema.is_left_out)

    def _keys(self, schema: Schema) -> list[tuple[str, Direction]]:
        """Return what *schema* is known by: what it is, for one direction, then its content for either."""
        directions = [self.direction] if schema.has_directions else [Direction.REQUEST, Direction.RESPONSE]
        contents = [(schema.digest, direction) for direction in directions if len(schema.properties) > 2]
        return [(schema.identity, self.direction), *contents]

    def _list(self, task: _Task, schema: Schema) -> None:
        ancestors = task.ancestors | {schema.identity}
        target, depth = self._target(task)
        required = task.required.union(schema.required)
        members = self._members(schema, required)
        # A schema that requires nothing usually just does not say what is always there.
        optional = {*schema.properties} - required if required else ()
        for key, item, is_required in members:
            if not self.page.has_room:
                break
            is_optional = key in optional
            target.fields.append(
                self._field(key, item, task.path, depth, ancestors, is_required=is_required, is_optional=is_optional)
            )
        _leave_out(target, len(members) - len(target.fields))
        if schema.is_partial:
            target.left_out.append(sentence(_("Some of its fields are not shown here: see {name}."), name=_document()))
        target.is_closed = schema.is_closed and bool(schema.properties)
        if schema.has_unnamed_heirs:
            message = _("One of the schemas that extend {schema}, told apart by {property}.")
            name, parent = Word(schema.discriminator, "code"), schema_word(schema)
            target.choice = sentence(message, property=[name], schema=[parent])
        for number, choice in enumerate(schema.choices):
            further = FieldList() if number else target
            target.below += [further] if number else []
            self._alternatives(further, schema, choice, task.path, depth, ancestors, required)

    def _members(self, schema: Schema, required: frozenset[str]) -> list[tuple[str, Schema, bool]]:
        """Return name and schema of each field of *schema*, and whether it is *required*."""
        members = [
            *((name, item, name in required) for name, item in schema.properties.items()),
            *((f"/{pattern}/" if pattern else "*", item, False) for pattern, item in schema.patterns.items()),
            *((f"[{index}]", item, False) for index, item in enumerate(schema.prefix_items)),
            *((f"[{len(schema.prefix_items)}…]", schema.items, False) for _ in schema.prefix_items[:1] if schema.items),
        ]
        if self.page.options.other_direction == "show":
            return members
        return [member for member in members if not self._is_of_other_direction(member[1])]

    def _target(self, task: _Task) -> tuple[FieldList, int]:
        """Return where the fields go, and how deep that is: below everything else if they are nested too deeply."""
        if task.depth < MAX_NESTING:
            return task.target, task.depth
        below = FieldList(title=sentence(_("Fields of {name}"), name=[Word(task.path, "code")]))
        below.anchor = self.page.anchor(f"{task.anchor}-fields")
        words = _("Its fields are listed below: {name}.")
        task.target.link = (words, (Word(task.path, "code"),), below.anchor)
        self.root.below.append(below)
        return below, 0

    def _is_of_other_direction(self, schema: Schema) -> bool:
        return self.direction.hides(schema.data)

    def _field(
        self,
        name: str,
        schema: Schema,
        path: str,
        depth: int,
        ancestors: frozenset[str],
        *,
        is_required: bool,
        is_optional: bool,
    ) -> Field:
        full_name = _end(f"{path}.{name}" if path else name)
        anchor = self.page.anchor(f"{self.prefix}-{full_name}")
        marks = field_marks(
            schema,
            is_required=is_required,
            is_deprecated=schema.is_deprecated,
            direction=self.direction,
            is_optional=is_optional,
        )
        words = same(Word(name or '""', "code"))
        said = self._said(schema)
        types = without_title(said.type, name)
        self.page.count_field(said.size + len(name))
        result = Field(words, anchor, types, marks, said.description, said.notes, said.enum, parts=said.parts)
        result.is_muted = self._is_of_other_direction(schema)
        if said.has_fields and not (said.is_element_named and self._is_elsewhere(said.element)):
            result.nested = FieldList()
            result.summary, result.is_open = said.summary, depth == 0
            self.queue.append(_Task(result.nested, schema, full_name + said.levels, anchor, depth + 1, ancestors))
        return result

    def _said(self, schema: Schema) -> _Said:
        """Return what is said of *schema*, worked out once unless each page has a catalogue of its own."""
        if current_lookup() is not None:
            return _put_into_words(schema, self.page)
        if schema not in _SAID:
            _SAID[schema] = _put_into_words(schema, self.page)
        return _SAID[schema]

    def _alternatives(
        self,
        target: FieldList,
        schema: Schema,
        choice: Choice,
        path: str,
        depth: int,
        ancestors: frozenset[str],
        required: frozenset[str],
    ) -> None:
        name = Word(schema.discriminator, "code")
        if not schema.discriminator:
            target.choice = (plain(_("One of:") if choice.is_exclusive else _("Any of:")),)
        elif choice.is_exclusive:
            target.choice = sentence(_("One of, told apart by {property}:"), property=[name])
        else:
            target.choice = sentence(_("Any of, told apart by {property}:"), property=[name])
        for number, part in enumerate(choice.schemas[:MAX_ALTERNATIVES], 1):
            if not self.page.has_room:
                break
            values = schema.discriminator_values(part)
            names = ((Word(text, "code"),) for text in values[:MAX_VALUES])
            label = joined(names, len(values) - MAX_VALUES) or _label(part)
            # The path of an alternative has its name, so that ids stay the same when others come before it.
            within = "-".join(filter(None, (path, alternative_name(label) or str(number))))
            anchor = self.page.anchor(f"{self.prefix}-{within}")
            types = type_words(part) if values or part.name in self.page.api.schemas else ()
            item = Field(label, anchor, types, description=part.description)
            describe_value(item, part)
            self.page.count_field(size_of(item))
            if has_fields(part):
                item.nested = FieldList()
                # Fields of a component are shown once, and may be linked from where nothing more is required.
                inherited = frozenset() if part.name or element_of(part) is not part else required
                self.queue.append(_Task(item.nested, part, within, anchor, depth + 1, ancestors, inherited))
            target.alternatives.append(item)
        _leave_out(target, len(choice.schemas) - len(target.alternatives))


def _end(path: str) -> str:
    """Return the end of a long *path*."""
    return path if len(path) <= MAX_PATH else f"…{path[-MAX_PATH:]}"


MAX_OPEN = 40
"""In a list with more fields, those within others are folded at first."""


def _fold_if_long(fields: FieldList) -> None:
    """Fold the lists within *fields* if that has too many fields to be read through."""
    opened = [field for field in fields.fields if field.is_open and field.nested is not None]
    if len(fields.fields) + sum(len(field.nested.fields) for field in opened if field.nested) > MAX_OPEN:
        for field in opened:
            field.is_open = False


# What is left out


def _document() -> Words:
    """Return the link to the published document."""
    return (Word(str(DOCUMENT), "document"),)


def left_out_words(count: int) -> Words:
    """Return that *count* more items are left out, and where they are."""
    return sentence(left_out_message(count), document=_document())


def _leave_out(target: FieldList, count: int) -> None:
    """Have *target* say that *count* of its items are left out, if any are."""
    if count > 0:
        target.left_out.append(left_out_words(count))


def size_of(field: Field) -> int:
    """Return how many characters *field* has, without those within it."""
    words = [*field.name, *field.type, *(word for note in field.notes for word in note.words)]
    texts = [field.description, *(word.text for word in words)]
    texts += [text for item in field.enum for text in (item.text, item.name, item.description)]
    blocks = (note.block for note in field.notes if note.has_block)
    enum = PHRASE * len(field.enum) + sum(map(size_of, field.parts))
    return sum(map(len, texts)) + sum(map(_block_size, blocks)) + PHRASE * max(0, len(words) - MAX_WORDS) + enum


def _block_size(block: Any) -> int:
    return len(block) if isinstance(block, str) else len(json.dumps(block))


def _label(part: Schema) -> Words:
    """Return what an alternative is called: its name, its title, else its type."""
    title = part.data.get("title")
    return (Word(spec_text(" ".join(title.split())), "title"),) if title and not part.name else type_words(part)


def alternative_name(label: Words) -> str:
    """Return what ids call an alternative with *label*."""
    return "-".join("".join(word.text for word in label).lower().split())[:MAX_LABEL]


MAX_LABEL = 40
"""How many characters of what an alternative is called are in ids."""

# What is said of one value

MARKS = {
    "required": _("required"),
    "optional": _("optional"),
    "deprecated": _("deprecated"),
    "read-only": _("read-only"),
    "write-only": _("write-only"),
}
"""What the marks of fields are called."""


def _put_into_words(schema: Schema, page: Page) -> _Said:
    """Return what every field of *schema* on the pages of its API says."""
    field = Field((), "", same(*type_words(schema)), description=schema.description)
    describe_value(field, schema)
    field.notes += extension_notes(schema.data, page)
    *around, element = _unwrapped(schema)
    return _Said(
        type=field.type,
        description=field.description,
        notes=field.notes,
        enum=field.enum,
        parts=field.parts,
        element=element,
        levels="[]" * len(around),
        is_element_named=any(word.kind == "schema" and element.name in (word.text, word.name) for word in field.type),
        has_fields=has_fields(schema),
        summary=count_words(element),
        size=size_of(field),
    )


def field_marks(
    schema: Schema | None,
    *,
    is_required: bool,
    is_deprecated: bool,
    direction: Direction,
    is_optional: bool = False,
) -> tuple[str, ...]:
    """Return the marks of a field or parameter, of :data:`MARKS`.

    Of what is sent back, most is always there: so what may be missing is marked (*is_optional*), not what is required.
    """
    data = schema.data if schema is not None else {}
    is_response = direction is Direction.RESPONSE
    marks = {
        "required": is_required and not is_response,
        "optional": is_optional and is_response,
        "deprecated": is_deprecated,
        "read-only": data.get("readOnly") and not is_response,
        "write-only": data.get("writeOnly"),
    }
    return tuple(mark for mark, is_set in marks.items() if is_set)


def describe_value(target: Field, schema: Schema, *, has_examples: bool = True) -> None:
    """Add default, allowed values, pattern and, if it *has_examples*, examples of a value of *schema* to *target*."""
    element = element_of(schema)
    if element.data.get("enum"):
        _add_enum(target, element)
    if schema.is_deprecated and (reason := deprecation_reason(schema.data)):
        target.notes.append(Note(_("Deprecated"), (plain(reason),)))
    if "default" in schema.data:
        target.notes.append(value_note(_("Default"), schema.data["default"]))
    target.notes += [Note(_("Pattern"), (Word(pattern, "code"),)) for pattern in _patterns(element)]
    if has_examples:
        examples = _examples(schema.data)
        shown = [value_note(_("Example"), example) for example in examples[:MAX_EXAMPLES]]
        target.notes += shortened(shown, len(examples))
    target.notes += _conditions(schema)
    target.notes += _xml(schema)
    if note := _external_docs(schema):
        target.notes.append(note)
    if element is not schema:
        _describe_elements(target, schema, has_examples=has_examples)


def _xml(schema: Schema) -> list[Note]:
    return [Note("XML", xml_words(schema))] if "xml" in schema.data else []


def _conditions(schema: Schema) -> list[Note]:
    notes = [Note(condition.label, condition.words) for condition in conditions(schema)]
    return shortened(notes[:MAX_CONDITIONS], len(notes))


def _describe_elements(target: Field, schema: Schema, *, has_examples: bool) -> None:
    """Add what is said of the items of an array, or the values of a map, and of theirs in turn."""
    for around, element in pairwise(_unwrapped(schema)):
        label = _("Each item") if around.types == ["array"] else _("Each value")
        part = Field((plain(label),), "")
        if target.description or target.parts or element is not element_of(schema):
            part.description = element.words_here
        else:
            target.description = element.words_here
        if "default" in element.data and not element.name:
            part.notes.append(value_note(_("Default"), element.data["default"]))
        if has_examples and not element.name and not _examples(schema.data):
            part.notes += [value_note(_("Example"), example) for example in _examples(element.data)[:MAX_EXAMPLES]]
        if not (element.name and has_fields(element)):
            part.notes += _conditions(element)
        if not element.name:
            part.notes += _xml(element)
        if not element.name and (note := _external_docs(element)):
            part.notes.append(note)
        if part.description or part.notes:
            target.parts.append(part)


def _patterns(schema: Schema) -> list[str]:
    given = [data.get("pattern") for data in (schema.data, *schema.also)]
    return [pattern for pattern in given if pattern]


def _external_docs(schema: Schema) -> Note | None:
    docs = schema.data.get("externalDocs", {})
    if not docs.get("url"):
        return None
    text = spec_text(" ".join(docs.get("description", "").split()))
    return Note(_("See also"), (Word(text or docs["url"], "link", target=docs["url"] if text else ""),))


def extension_notes(data: Mapping[str, Any], page: Page) -> list[Note]:
    """Return a note for each specification extension in *data* that the author wants to be shown."""
    return [value_note(name, data[name]) for name in page.options.extensions if name in data]


def shortened(notes: list[Note], count: int) -> list[Note]:
    """Return *notes*, with the word that those beyond them are left out if there are *count* in all."""
    return [*notes, *([Note(notes[0].label, left_out_words(count - len(notes)))] if count > len(notes) > 0 else [])]


def value_note(label: str, content: Any) -> Note:
    """Return ``label: value``; the value as a block if it is long."""
    word = value(content)
    if len(word.text) <= MAX_INLINE and "\n" not in word.text:
        return Note(label, (word,))
    if len(word.text) > MAX_BLOCK:
        return Note(label, sentence(_("too long to show here: see {name}"), name=_document()))
    return Note(label, block=content, has_block=True)


MAX_INLINE = 80
"""Longest value, in characters, that is shown within a line."""


def _examples(data: Any) -> list[Any]:
    if "example" in data:
        return [data["example"]]
    examples = data.get("examples", [])
    return list(examples.values() if isinstance(examples, dict) else examples if isinstance(examples, list) else [])


def _add_enum(target: Field, schema: Schema) -> None:
    values = schema.allowed_values
    shown, left = values[:MAX_ITEMS], len(values) - MAX_ITEMS
    if not any(item.name or item.description for item in shown):
        target.notes.append(Note(_("Allowed values"), joined(((value(item.value),) for item in shown), left)))
        return
    target.enum = [EnumValue(value(item.value).text, item.name, item.description) for item in shown]
    if left > 0:
        target.notes.append(Note(_("Allowed values"), left_out_words(left)))


# Arrays and maps


def _unwrapped(schema: Schema) -> Iterator[Schema]:
    """Yield *schema*, what it is an array or a map of, and so on; ends where a schema is an array of itself."""
    seen: set[str] = set()
    current: Schema | None = schema
    while current is not None and current.identity not in seen and len(seen) < MAX_LEVELS:
        yield current
        seen.add(current.identity)
        current = _inner(current)


def _inner(schema: Schema) -> Schema | None:
    """Return what *schema* is an array or a map of, if it is one and nothing else."""
    if schema.types == ["array"] and not schema.prefix_items:
        return schema.items
    if schema.types == ["object"] and not schema.properties and set(schema.patterns) == {""}:
        return schema.patterns[""]
    return None


def _is_cut(around: list[Schema]) -> bool:
    """Return whether arrays and maps are nested too deeply for *around* to have their element."""
    return len(around) == MAX_LEVELS and _inner(around[-1]) is not None


def element_of(schema: Schema) -> Schema:
    """Return *schema*, or what it is an array or a map of."""
    *_, element = _unwrapped(schema)
    return element


def has_fields(schema: Schema, depth: int = 0) -> bool:
    """Return whether there is more to list of *schema*, within *depth* others, than its type says."""
    if depth > MAX_NESTING:
        return True
    around = [*_unwrapped(schema)]
    element = around[-1]
    if element.unresolved or element.properties or element.patterns or element.prefix_items:
        return True
    if element.is_left_out or _is_cut(around):
        return True
    parts = [part for choice in element.choices for part in choice.schemas]
    if len(element.choices) == 1 and all(map(is_plain, parts)):
        return len(parts) > MAX_PLAIN
    return len(element.choices) > 1 or any(
        part.name or has_fields(part, depth + 1) or part.description or part.data.keys() & {"enum", "pattern"}
        for part in parts
    )


def count_words(schema: Schema) -> str:
    """Return what the folded list of the fields of *schema* is called."""
    count = len(schema.properties)
    if not count and schema.choices and not schema.prefix_items:
        return _("One of:") if schema.choices[0].is_exclusive else _("Any of:")
    if not count:
        return _("Items") if schema.prefix_items else _("Properties")
    return property_count(count)
