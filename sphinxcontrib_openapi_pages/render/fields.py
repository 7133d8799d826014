"""Lists the fields of schemas, nested to any depth, as data that is written later.

A page of a large API has thousands of fields. As data, they cost a hundredth of what docutils nodes cost in every
transform, in the pickled doctree and in the writer.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, replace
from weakref import WeakKeyDictionary

from ..locale import _
from ..openapi.direction import Direction
from ..openapi.schema import Choice, Schema
from .conditions import listed_conditions
from .containers import element_of, is_cut, unwrapped
from .field_data import EnumValue, Field, FieldList, Note, size_of
from .listing import MAX_NESTING, count_words, has_fields, with_types
from .page import Page
from .translation import current_lookup, spec_text
from .type_text import (
    Word,
    Words,
    alternative_words,
    joined,
    plain,
    same,
    schema_word,
    sentence,
    type_words,
    with_type,
    without_title,
)
from .value_words import (
    deprecation_of_whole,
    describe_value,
    document_words,
    extension_notes,
    field_marks,
    left_out_words,
    title_notes,
)

MAX_ALTERNATIVES = 200
"""How many alternatives of one choice are listed."""

MAX_VALUES = 10
"""How many values of a discriminator name an alternative."""

MAX_PATH = 150
"""Longest path of a field, in characters, that ids and titles are made of; of longer ones, its end."""


@dataclass(frozen=True)
class _Task:
    """A schema whose fields have not been listed yet, and where to list them."""

    target: FieldList
    schema: Schema
    path: str
    anchor: str
    depth: int
    ancestors: frozenset[str]
    required: frozenset[str] = frozenset()
    """The requirements of the schema of which this is an alternative."""


@dataclass(frozen=True)
class _Said:
    """The text about a schema that is the same for each of its fields."""

    type: Words
    description: str
    notes: list[Note]
    enum: list[EnumValue]
    parts: list[Field]
    element: Schema
    """The schema, or the schema of its elements if it is an array or a map."""
    levels: str
    """``[]`` for each array or map."""
    is_element_named: bool
    """Whether the type names it."""
    has_fields: bool
    summary: str
    """The label of the collapsed list of its fields."""
    size: int
    """How many characters it has."""


_SAID: WeakKeyDictionary[Schema, _Said] = WeakKeyDictionary()
"""What was worked out for schemas that are known already: those of :class:`.KnownSchemas` are on many pages."""


class Fields:
    """Lists the fields of a schema.

    Fields near the top come first. A schema that occurs at several depths is therefore listed at the highest of them;
    elsewhere, the page links to it.
    """

    def __init__(self, page: Page, anchor: str, direction: Direction) -> None:
        self.page = page
        self.prefix = anchor
        self.direction = direction
        self.queue: deque[_Task] = deque()
        self.root = FieldList()

    def of(self, schema: Schema) -> FieldList:
        """Return the fields of *schema*, or of its elements."""
        self.queue.append(_Task(self.root, schema, "", self.prefix, 0, frozenset()))
        while self.queue:
            self._expand(self.queue.popleft())
        _fold_if_long(self.root)
        return self.root

    def _expand(self, task: _Task) -> None:
        around = [*unwrapped(task.schema)]
        schema = around[-1]
        for container in around[:-1]:
            self._conditions(task.target, container, task, task.depth)
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
        if self._is_elsewhere(schema, task.depth):
            words = _("See {name} for its fields.")
            task.target.link = (words, (schema_word(schema),), "")
            return
        if not self.page.has_room or schema.is_left_out or is_cut(around):
            task.target.link = (_("Its fields are not shown here: see {name}."), document_words(), "")
            return
        for key in self._keys(schema):
            self.page.shown.setdefault(key, task.anchor)
        self._list(task, schema)

    def _shown(self, schema: Schema) -> str | None:
        """Return the anchor where the page shows the fields of *schema* already."""
        keys = self._keys(schema) if self.page.is_long else [(schema.identity, self.direction)]
        return next((self.page.shown[key] for key in keys if key in self.page.shown), None)

    def _is_elsewhere(self, schema: Schema, depth: int) -> bool:
        """Return whether the fields of *schema*, which would be listed at *depth*, are left to its own page."""
        if schema.name not in self.page.api.schemas:
            return False
        return schema.is_left_out or self.page.is_too_long_for(len(schema.properties) if depth else 0)

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
        # A schema without required fields usually just does not declare them.
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
            target.left_out.append(
                sentence(_("Some of its fields are not shown here: see {name}."), name=document_words())
            )
        target.is_closed = schema.is_closed and bool(schema.properties)
        if schema.has_unnamed_heirs:
            message = _("One of the schemas that extend {schema}, told apart by {property}.")
            name, parent = Word(schema.discriminator, "code"), schema_word(schema)
            target.choice = sentence(message, property=[name], schema=[parent])
        self._conditions(target, schema, replace(task, ancestors=ancestors), depth)
        for number, choice in enumerate(schema.choices):
            further = FieldList() if number else target
            target.below += [further] if number else []
            self._alternatives(further, schema, choice, task.path, depth, ancestors, required)

    def _conditions(self, target: FieldList, schema: Schema, task: _Task, depth: int) -> None:
        """List what applies to *schema* under conditions."""
        found = list(listed_conditions(schema))
        for condition in found[:MAX_ALTERNATIVES]:
            if not self.page.has_room:
                break
            within = "-".join(filter(None, (task.path, alternative_name(condition.heading))))
            anchor = self.page.anchor(f"{self.prefix}-{within}")
            item = Field(condition.heading, anchor, description=condition.schema.description)
            describe_value(item, condition.schema)
            self.page.count_field(size_of(item))
            if has_fields(condition.schema):
                item.nested = FieldList()
                inner = _Task(item.nested, condition.schema, within, anchor, depth + 1, task.ancestors)
                self.queue.append(inner)
            target.conditions.append(item)
        _leave_out(target, len(found) - len(target.conditions))

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
        notes = [*title_notes(schema.title_here, name, types, said.description), *said.notes]
        result = Field(words, anchor, types, marks, said.description, notes, said.enum, parts=said.parts)
        result.is_muted = self._is_of_other_direction(schema)
        if said.has_fields and not (said.is_element_named and self._is_elsewhere(said.element, depth + 1)):
            result.nested = FieldList()
            result.summary, result.is_open = said.summary, depth == 0
            self.queue.append(_Task(result.nested, schema, full_name + said.levels, anchor, depth + 1, ancestors))
        return result

    def _said(self, schema: Schema) -> _Said:
        """Return the text about *schema*, computed only once unless each page has a separate catalogue."""
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
        labels = _labels(schema, choice)
        for number, (part, label) in enumerate(zip(choice.schemas, labels, strict=False), 1):
            if not self.page.has_room:
                break
            # The path of an alternative has its name, so that ids stay the same when others come before it.
            within = "-".join(filter(None, (path, alternative_name(label) or str(number))))
            anchor = self.page.anchor(f"{self.prefix}-{within}")
            is_told = (
                schema.discriminator_values(part)
                or part.name in self.page.api.schemas
                or (label[0].kind == "title" and not part.properties)
            )
            types = type_words(with_type(part, schema)) if is_told else ()
            item = Field(label, anchor, types, description=part.description)
            item.notes += deprecation_of_whole(part)
            describe_value(item, part)
            if schema.is_default(part):
                item.notes.insert(0, default_note(name))
            self.page.count_field(size_of(item))
            if has_fields(part):
                item.nested = FieldList()
                # Fields of a component are shown once, and may be linked from where nothing more is required.
                inherited = frozenset() if part.name or element_of(part) is not part else required
                inner = with_types(part, schema)
                self.queue.append(_Task(item.nested, inner, within, anchor, depth + 1, ancestors, inherited))
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


def _leave_out(target: FieldList, count: int) -> None:
    """Add a line to *target* if *count* of its items are left out."""
    if count > 0:
        target.left_out.append(left_out_words(count))


# Words


def default_note(discriminator: Word) -> Note:
    """Return the note that an alternative is for values that the mapping of *discriminator* does not contain."""
    return Note(_("Also"), sentence(_("if {property} is missing or has another value"), property=[discriminator]))


def _labels(schema: Schema, choice: Choice) -> list[Words]:
    """Return the labels of the alternatives of *choice*. Equal labels are distinguished by properties."""
    parts = choice.schemas[:MAX_ALTERNATIVES]
    labels = [_label(schema, part) for part in parts]
    return [
        _with_properties(label, part, schema) if labels.count(label) > 1 else label
        for part, label in zip(parts, labels, strict=True)
    ]


def _label(schema: Schema, part: Schema) -> Words:
    """Return what an alternative of *schema* is called: its values, its name, its title, else its type."""
    values = schema.discriminator_values(part)
    names = ((Word(text, "code"),) for text in values[:MAX_VALUES])
    if label := joined(names, len(values) - MAX_VALUES):
        return label
    if part.name:
        return (schema_word(part),)
    title = part.data.get("title")
    return (Word(spec_text(" ".join(title.split())), "title"),) if title else alternative_words(with_type(part, schema))


def _with_properties(label: Words, part: Schema, schema: Schema) -> Words:
    """Return *label* with the names of the properties that *part* asks for beside those of *schema*, or has."""
    names = [name for name in part.required if name not in schema.required] or [*part.properties]
    words = joined((Word(name, "code"),) for name in names[:MAX_NAMES])
    return sentence(_("{type} with {names}"), type=label, names=words) if words else label


MAX_NAMES = 3
"""How many properties distinguish alternatives."""


def alternative_name(label: Words) -> str:
    """Return what ids call an alternative with *label*."""
    return "-".join("".join(word.text for word in label).lower().rstrip(":").split())[:MAX_LABEL]


MAX_LABEL = 40
"""How many characters of what an alternative is called are in ids."""


def _put_into_words(schema: Schema, page: Page) -> _Said:
    """Return the text about *schema* that is the same for each field on the pages of its API."""
    field = Field((), "", same(*type_words(schema)), description=schema.description)
    describe_value(field, schema)
    field.notes += extension_notes(schema.data, page)
    *around, element = unwrapped(schema)
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
