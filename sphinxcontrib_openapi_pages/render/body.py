"""Renders Request Body Objects and Media Type Objects."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat

from docutils import nodes

from ..locale import _, filled
from ..openapi.direction import Direction
from ..openapi.operation import Encoding, MediaType, RequestBody
from ..openapi.schema import Schema
from .budget import MAX_TABS
from .cross_references import anchor_link
from .elements import Cell, chip, code, enumerated, hole, paragraph
from .examples import media_examples, render_examples
from .field_data import Field, FieldList
from .field_list_node import hold_fields
from .fields import Fields
from .fields_nodes import word_nodes
from .listing import has_fields
from .markdown import render_markdown
from .page import Page
from .parameters import parameter_list
from .tabs import Tab, tab_set
from .type_text import type_words
from .value_words import deprecation_of_whole, describe_value, title_notes

MAX_NAMES = 10
"""How many equal media types the label of a tab contains."""


def render_request_body(body: RequestBody, page: Page) -> Iterator[nodes.Node]:
    """Yield description and media types of a request body."""
    if body.unresolved:
        yield hole(body.unresolved)
    yield from render_markdown(body.description)
    mark = chip(_("required"), "required") if body.is_required else None
    yield from render_content(body.content, page, "request", Direction.REQUEST, mark=mark)


def render_content(
    content: Sequence[MediaType],
    page: Page,
    anchor: str,
    direction: Direction,
    *,
    mark: nodes.Node | None = None,
    example_anchor: str = "",
) -> Iterator[nodes.Node]:
    """Yield the media types of a body. Equal ones are shown together; if there are several, each gets a tab.

    The examples of the first stand at *example_anchor* of the page, if it is given.
    """
    groups = alike(content)
    tabs = [
        Tab(
            _label(group), [*_media_types(group, page, anchor, direction, mark), *_examples(group, page, direction, at)]
        )
        for group, at in zip(page.within(groups, MAX_TABS), chain([example_anchor], repeat("")), strict=False)
    ]
    if len(tabs) == 1:
        yield from tabs[0].content
    elif tabs:
        yield tab_set(tabs, "media-type")
    yield from page.left_out(len(groups) - len(tabs))


def _label(group: list[MediaType]) -> str:
    names = ", ".join(media.name for media in group[:MAX_NAMES])
    return f"{names}, …" if len(group) > MAX_NAMES else names


def _media_types(
    group: list[MediaType], page: Page, anchor: str, direction: Direction, mark: nodes.Node | None
) -> Iterator[nodes.Node]:
    first = group[0]
    names = page.joined(group, lambda media: code(media.name))
    parts = names
    if first.main_schema is not None:
        message = _("{media_types}: {type}") if first.schema else _("{media_types}: a sequence of {type}")
        parts = filled(message, media_types=names, type=[type_line(first.main_schema, page)])
    if mark is not None:
        parts += [" ", mark.deepcopy()]
    yield paragraph(*parts, classes="openapi-media-type")
    if first.main_schema is not None:
        yield render_value(first.main_schema, page, anchor, direction)
    if first.schema is not None and first.item_schema is not None:
        words = filled(_("As a stream, a sequence of {type}"), type=[type_line(first.item_schema, page)])
        yield paragraph(*words, classes="openapi-media-type")
        yield render_value(first.item_schema, page, f"{anchor}-item", direction)
    if first.encodings:
        yield from _encodings(first, page, anchor)


def _examples(group: list[MediaType], page: Page, direction: Direction, anchor: str) -> Iterator[nodes.Node]:
    """Yield the examples of a body, or the link to the place that shows them."""
    if not anchor:
        yield from render_examples(media_examples(group, page, direction), page)
        return
    yield paragraph(anchor_link(anchor, nodes.Text(_("See the example above."))), classes="openapi-meta")


def type_line(schema: Schema, page: Page, *, is_named: bool = True) -> nodes.inline:
    """Return the type of *schema* in words, with its own name if it *is_named*."""
    words = type_words(schema, is_named=is_named)
    return nodes.inline("", "", *word_nodes(words, page.schema_link), classes=["openapi-type"])


def render_value(schema: Schema, page: Page, anchor: str, direction: Direction) -> nodes.Node:
    """Return description, limits and fields of a value of *schema*."""
    whole = Field((), "", description=schema.description)
    whole.notes += deprecation_of_whole(schema)
    describe_value(whole, schema, has_examples=False)
    if has_fields(schema):
        whole.nested = Fields(page, anchor, direction).of(schema)
    return hold_fields(FieldList(whole=whole), page)


def render_summary(schema: Schema, page: Page) -> nodes.Node:
    """Return title, description and limits of a value of *schema*, a component, without its fields."""
    title = str(schema.data.get("title", ""))
    whole = Field((), "", description=schema.description)
    whole.notes += title_notes(title, schema.title, (), schema.description)
    whole.notes += deprecation_of_whole(schema)
    describe_value(whole, schema, has_examples=False)
    return hold_fields(FieldList(whole=whole), page)


def render_fields(schema: Schema, page: Page, anchor: str, direction: Direction) -> nodes.Node:
    """Return the fields of a value of *schema* alone."""
    return hold_fields(Fields(page, anchor, direction).of(schema), page)


def _encodings(media: MediaType, page: Page, anchor: str) -> Iterator[nodes.Node]:
    """Yield how the parts of a form are encoded."""
    items = [
        nodes.list_item("", *_encoding(encoding, page, f"{anchor}-{encoding.name}"))
        for encoding in page.within(media.encodings)
    ]
    yield nodes.bullet_list("", *items, classes=["openapi-encodings"])
    yield from page.left_out(len(media.encodings) - len(items))


def _encoding(encoding: Encoding, page: Page, anchor: str) -> Iterator[nodes.Node]:
    data = encoding.data
    phrases: list[Cell] = []
    if "contentType" in data:
        phrases.append(filled(_("sent as {media_type}"), media_type=[code(data["contentType"])]))
    if "style" in data:
        phrases.append(filled(_("style {style}"), style=[code(data["style"])]))
    if "explode" in data:
        phrases.append([_("repeated for each value") if data["explode"] else _("not repeated")])
    if data.get("allowReserved"):
        phrases.append([_("reserved characters not encoded")])
    if encoding.headers:
        phrases.append([_("with headers:")])
    yield paragraph(code(encoding.name), " ", *enumerated(phrases))
    if encoding.headers:
        yield from parameter_list(encoding.headers, page, f"{anchor}-header", Direction.REQUEST)


def alike(content: Iterable[MediaType]) -> list[list[MediaType]]:
    """Return *content* with equal media types combined."""
    medias, groups = [*content], dict[tuple[object, ...], list[MediaType]]()
    if len(medias) == 1:
        return [medias]
    for media in medias:
        groups.setdefault(_key(media), []).append(media)
    return [*groups.values()]


def _key(media: MediaType) -> tuple[object, ...]:
    schemas = [schema and (schema.name, schema.digest) for schema in (media.schema, media.item_schema)]
    return (*schemas, repr(media.examples), repr([(encoding.name, encoding.data) for encoding in media.encodings]))
