"""Describes one value in words: default, allowed values, pattern, examples, conditions, marks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from ..locale import _
from ..openapi.direction import Direction
from ..openapi.enumerations import AllowedValue, deprecation_reason, is_deprecated
from ..openapi.schema import Schema
from .budget import DOCUMENT, MAX_ITEMS, left_out_message
from .conditions import conditions, presence_words
from .containers import element_of, unwrapped
from .field_data import EnumValue, Field, Note, fold_title, opened
from .listing import has_fields
from .page import Page
from .translation import spec_text
from .type_text import Word, Words, joined, plain, says_more, sentence, value
from .xml_words import xml_words

MAX_CONDITIONS = 100
"""How many conditions stand at a field."""

MAX_EXAMPLES = 50
"""How many examples a field has."""

MAX_BLOCK = 20_000
"""Longest value, in characters, that is shown of a field."""

MARKS = {
    "required": _("required"),
    "optional": _("optional"),
    "deprecated": _("deprecated"),
    "read-only": _("read-only"),
    "write-only": _("write-only"),
}
"""What the marks of fields are called."""


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
    elif element.known_values:
        target.notes.append(_known_values(element))
    if reason := deprecation_note(schema.data):
        target.notes.append(reason)
    if "default" in schema.data:
        target.notes.append(value_note(_("Default"), schema.data["default"]))
    target.notes += [Note(_("Pattern"), (Word(pattern, "code"),)) for pattern in _patterns(element)]
    if has_examples:
        target.notes += _example_notes(schema)
    target.notes += _conditions(schema)
    target.notes += _xml(schema)
    if note := _external_docs(schema):
        target.notes.append(note)
    target.parts += _cases(schema)
    if element is not schema:
        _describe_elements(target, schema, has_examples=has_examples)


def title_notes(title: str, name: str, types: Words, description: str) -> list[Note]:
    """Return the *title* of a value where it says more than the *name*, *types* and *description* beside it."""
    line = " ".join(title.split())
    is_said = line.casefold().rstrip(".") in description.casefold() or any(word.text == line for word in types)
    return [Note(_("Title"), (plain(spec_text(line)),))] if says_more(line, name) and not is_said else []


def _cases(schema: Schema) -> list[Field]:
    """Return what is said of the groups of properties of which an object has one."""
    groups = (group for requirements in schema.requirements for group in requirements.groups)
    return [Field(presence_words(group), "", description=group.description) for group in groups if group.description]


def _xml(schema: Schema) -> list[Note]:
    return [Note("XML", xml_words(schema))] if "xml" in schema.data else []


def _conditions(schema: Schema) -> list[Note]:
    notes = [listed_note(condition.label, condition.items or [condition.words]) for condition in conditions(schema)]
    return shortened(notes[:MAX_CONDITIONS], len(notes))


def _describe_elements(target: Field, schema: Schema, *, has_examples: bool) -> None:
    """Add what is said of the items of an array, or the values of a map, and of theirs in turn."""
    for around, element in pairwise(unwrapped(schema)):
        label = _("Each item") if around.types == ["array"] else _("Each value")
        part = Field((plain(label),), "", marks=("deprecated",) if element.is_deprecated else ())
        is_elsewhere = bool(element.name) and has_fields(element)
        description = element.words_here if is_elsewhere else element.description
        if target.description or target.parts or element is not element_of(schema):
            part.description = description
        else:
            target.description = description
        if not is_elsewhere:
            _describe_element(part, element, has_examples=has_examples)
        part.notes += _conditions(element)
        part.parts += _cases(element)
        if part.description or part.notes or part.marks or part.parts:
            target.parts.append(part)


def _describe_element(part: Field, element: Schema, *, has_examples: bool) -> None:
    if reason := deprecation_note(element.data):
        part.notes.append(reason)
    if "default" in element.data:
        part.notes.append(value_note(_("Default"), element.data["default"]))
    if has_examples:
        part.notes += _example_notes(element)
    part.notes += _xml(element)
    if note := _external_docs(element):
        part.notes.append(note)


def deprecation_of_whole(schema: Schema) -> list[Note]:
    """Return that *schema*, which no name with a mark stands before, is deprecated, unless a reason says so anyway."""
    if not schema.is_deprecated or deprecation_reason(schema.data):
        return []
    return [Note("", (plain(_("This schema is deprecated: it may be removed in a later version.")),))]


def deprecation_note(data: Mapping[str, Any]) -> Note | None:
    """Return why a field is deprecated, if it is and *data* says so."""
    reason = deprecation_reason(data) if is_deprecated(data) else ""
    return Note(_("Deprecated"), (plain(reason),)) if reason else None


def _example_notes(schema: Schema) -> list[Note]:
    examples = _examples(schema.data)
    return shortened([value_note(_("Example"), example) for example in examples[:MAX_EXAMPLES]], len(examples))


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
        return Note(label, sentence(_("too long to show here: see {name}"), name=document_words()))
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
    if not any(item.name or item.description or item.is_deprecated for item in shown):
        target.notes.append(listed_note(_("Allowed values"), [(value(item.value),) for item in shown], left))
        return
    target.enum = [
        EnumValue(value(item.value).text, item.name, item.description, ("deprecated",) * item.is_deprecated)
        for item in shown
    ]
    if left > 0:
        target.notes.append(Note(_("Allowed values"), left_out_words(left)))


def _known_values(schema: Schema) -> Note:
    """Return the values of a schema to which others may be added (``x-extensible-enum``)."""
    items = [(value(item.value), *_in_brackets(item)) for item in schema.known_values]
    return listed_note(_("Known values (there may be others)"), items[:MAX_ITEMS], len(items) - MAX_ITEMS)


def _in_brackets(item: AllowedValue) -> Words:
    texts = [spec_text(" ".join(text.split())) for text in (item.name, item.description) if text]
    return (plain(f" ({': '.join(texts)})"),) if texts else ()


def listed_note(label: str, items: Sequence[Words], left: int = 0) -> Note:
    """Return *label* with *items*, and with the number of *left* more; those of a long list are folded."""
    first, rest = opened(items)
    if not rest:
        return Note(label, joined(first, left))
    return Note(label, joined(first), folded=joined(rest, left), fold=fold_title(len(rest)))


# What is left out


def document_words() -> Words:
    """Return the link to the published document."""
    return (Word(str(DOCUMENT), "document"),)


def left_out_words(count: int) -> Words:
    """Return that *count* more items are left out, and where they are."""
    return sentence(left_out_message(count), document=document_words())
