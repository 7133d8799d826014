"""Creates docutils nodes for lists of fields, for builders that do not write HTML pages, and for single types."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from docutils import nodes

from ..locale import _, filled
from .cross_references import anchor_link, external_link
from .elements import chip, code, hole, json_block, paragraph, text_block
from .field_data import EnumValue, Field, FieldList, Note, labelled
from .markdown import markdown_messages, render_markdown
from .translation import current_lookup, spec_text
from .type_text import Word, Words
from .value_words import MARKS

#: A function of the name of a schema and of content: returns the content, as a link if the schema has a page.
Linker: TypeAlias = Callable[[str, nodes.Node], nodes.Node]


def word_nodes(words: Words, link: Linker) -> list[nodes.Node]:
    """Return *words* as inline nodes."""
    return [_word(word, link) for word in words]


def _word(word: Word, link: Linker) -> nodes.Node:
    if word.kind == "code":
        return code(word.text)
    if word.kind in ("schema", "title"):
        name = nodes.inline(word.text, word.text, classes=["openapi-schema-name"])
        return link(word.name or word.text, name) if word.kind == "schema" else name
    if word.kind == "link":
        return external_link(word.target, word.text) if word.target else external_link(word.text)
    return nodes.Text(word.text)


def _unlinked(name: str, content: nodes.Node) -> nodes.Node:
    return content


def field_nodes(fields: FieldList, link: Linker) -> Iterator[nodes.Node]:
    """Yield *fields* as body elements."""
    if fields.whole is not None:
        yield from _content(fields.whole, link)
    yield from _lead(fields, link)
    if fields.fields:
        yield nodes.definition_list(
            "", *(_item(field, link) for field in fields.fields), classes=["simple", "openapi-fields"]
        )
    if fields.is_closed:
        yield paragraph(_("No other properties are allowed."))
    if fields.conditions:
        items = [_item(field, link) for field in fields.conditions]
        yield nodes.definition_list("", *items, classes=["simple", "openapi-conditions"])
    if fields.choice:
        yield paragraph(*word_nodes(fields.choice, link))
    if fields.alternatives:
        yield nodes.definition_list(
            "", *(_item(field, link) for field in fields.alternatives), classes=["simple", "openapi-alternatives"]
        )
    for line in fields.left_out:
        yield paragraph(*word_nodes(line, link), classes="openapi-left-out")
    for below in fields.below:
        yield from field_nodes(below, link)


def _lead(fields: FieldList, link: Linker) -> Iterator[nodes.Node]:
    """Yield the text about the fields as a whole, or their place."""
    if fields.title:
        yield nodes.paragraph("", "", *word_nodes(fields.title, link), ids=[fields.anchor])
    if fields.unresolved:
        yield hole(fields.unresolved)
    if fields.link:
        message, name, anchor = fields.link
        target = nodes.inline("", "", *word_nodes(name, _unlinked if anchor else link))
        yield paragraph(*filled(message, name=[anchor_link(anchor, target) if anchor else target]))


def _item(field: Field, link: Linker) -> nodes.definition_list_item:
    term = nodes.term("", "", *word_nodes(field.name, link), ids=[field.anchor])
    if field.type and field.type != field.name:
        term += [nodes.Text(" "), nodes.inline("", "", *word_nodes(field.type, link), classes=["openapi-type"])]
    term += _chips(field.marks)
    return nodes.definition_list_item("", term, nodes.definition("", *_content(field, link)))


def _chips(marks: Iterable[str]) -> list[nodes.Node]:
    return [part for mark in marks for part in (nodes.Text(" · "), chip(str(MARKS[mark]), mark))]


def _content(field: Field, link: Linker) -> Iterator[nodes.Node]:
    yield from render_markdown(field.description)
    if field.enum:
        yield paragraph(labelled(_("Allowed values")))
        items = [
            nodes.definition_list_item(
                "", nodes.term("", "", *_value(item)), nodes.definition("", *render_markdown(item.description))
            )
            for item in field.enum
        ]
        yield nodes.definition_list("", *items)
    for note in field.notes:
        yield from _note(note, link)
    for part in field.parts:
        yield paragraph(labelled("".join(word.text for word in part.name)), *_chips(part.marks))
        yield from _content(part, link)
    if field.nested is not None:
        yield from field_nodes(field.nested, link)


def _value(item: EnumValue) -> list[nodes.Node]:
    return [code(item.text), *([nodes.Text(f" {item.name}")] if item.name else []), *_chips(item.marks)]


def _note(note: Note, link: Linker) -> Iterator[nodes.Node]:
    if not note.has_block:
        heading = [f"{note.heading} "] if note.label else []
        yield paragraph(*heading, *word_nodes(note.all_words, link))
        return
    yield paragraph(note.heading)
    yield text_block(note.block) if isinstance(note.block, str) else json_block(note.block)


def fields_text(fields: FieldList) -> str:
    """Return the words of *fields* for the search index."""
    return " ".join(_texts(fields))


def _texts(fields: FieldList) -> Iterator[str]:
    for field in _every_field(fields):
        yield from (word.text for word in field.name)
        yield _searched(field.description)
        for item in field.enum:
            yield from (item.text, item.name, _searched(item.description))
        for note in field.notes:
            yield from (word.text for word in (*note.words, *note.folded))


def _every_field(fields: FieldList) -> Iterator[Field]:
    """Yield all fields in the order of the page, with nested fields and alternatives."""
    for field in [*([fields.whole] if fields.whole else []), *fields.fields, *fields.conditions, *fields.alternatives]:
        yield field
        yield from field.parts
        if field.nested is not None:
            yield from _every_field(field.nested)
    for below in fields.below:
        yield from _every_field(below)


def _searched(description: str) -> str:
    """Return the text of *description* for the search index, in the language of the site."""
    if current_lookup() is None:
        return description
    return " ".join(map(spec_text, markdown_messages(description)))


def fields_messages(fields: FieldList) -> Iterator[str]:
    """Yield the messages in *fields* that are translated when the fields are written: the descriptions."""
    for field in _every_field(fields):
        for description in (field.description, *(item.description for item in field.enum)):
            yield from markdown_messages(description)
