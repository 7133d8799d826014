"""Renders the page of a component schema, and the list of all component schemas."""

from __future__ import annotations

from collections.abc import Iterator, Sized
from functools import partial

from docutils import nodes

from ..locale import _, filled, ngettext, number
from ..openapi.direction import Direction
from ..openapi.operation import MediaType
from ..openapi.references import pointer_name
from ..openapi.schema import Schema, read_schema
from ..openapi.titles import UNNAMED
from ..openapi.titles import schema_title as title_of_schema
from ..site.page_sources import SchemaPage, SchemasPage, SchemaUsage
from ..site.schema_pages import USES
from .body import render_fields, render_summary, render_value, type_line
from .elements import code, paragraph
from .examples import media_examples, render_examples
from .group import endpoint_list, hidden_toctree
from .listing import has_fields
from .markdown import render_markdown
from .nodes import details, summary
from .page import Page
from .translation import spec_text

MAX_IN_NAVIGATION = 200
"""If an API has more schemas than this, none are in the navigation: they would hide everything else there."""

MAX_SCHEMAS = 5000
"""How many schemas the list of all schemas has."""

MAX_USERS = 1000
"""How many users of a schema are listed."""

MAX_OPEN = 3
"""If more operations and schemas use a schema, they are folded: its fields come next."""


def render_schemas(content: SchemasPage, page: Page) -> Iterator[nodes.Node]:
    """Yield the content of the list of schemas."""
    items = []
    for schema in content.schemas[:MAX_SCHEMAS]:
        definition = nodes.definition("", *render_markdown(schema.description)[:1])
        term = nodes.term("", "", page.schema_link(schema.name, code(schema.name)))
        items.append(nodes.definition_list_item("", term, definition))
    yield nodes.definition_list("", *items, classes=["simple", "openapi-schemas"])
    yield from page.left_out(len(content.schemas) - len(items))
    names = [schema.docname for schema in content.schemas]
    yield hidden_toctree(page.docname, names, is_listed=len(names) <= MAX_IN_NAVIGATION)


def schema_title(content: SchemaPage) -> str:
    """Return the title of the page of a schema: its name, which people look for, or a more specific title."""
    name = content.usage.name
    data = content.document["components"]["schemas"][name]
    title = title_of_schema(name, data if isinstance(data, dict) else {})
    return (title if title == name else spec_text(title)) or UNNAMED


def render_schema(content: SchemaPage, page: Page, *, has_value: bool) -> Iterator[nodes.Node]:
    """Yield the content of the page of a schema; type, description and fields only if *has_value*."""
    usage, document = content.usage, content.document
    schema = read_schema(document, usage.name, page.api.known_schemas)
    page.field_budget = 0
    if has_value:
        yield from _type(schema, page)
        yield render_summary(schema, page)
        yield from _examples(schema, page)
    yield from _users(usage, page)
    if has_value and has_fields(schema):
        yield page.section(_("Fields"), "fields", [render_fields(schema, page, "field", Direction.EITHER)])
    yield from _inheritance(schema, usage, page)
    source = document["components"]["schemas"][usage.name]
    yield page.section("JSON Schema", "source", [page.json_block(source)])


def render_schema_value(schema: Schema, page: Page) -> Iterator[nodes.Node]:
    """Yield type, description, fields and an example of a schema."""
    yield from _type(schema, page)
    yield render_value(schema, page, "field", Direction.EITHER)
    yield from _examples(schema, page)


def _type(schema: Schema, page: Page) -> Iterator[nodes.Node]:
    line = type_line(schema, page, is_named=False)
    if line.astext() != "object":
        yield paragraph(*filled(_("Type: {type}"), type=[line]), classes="openapi-media-type")


def _examples(schema: Schema, page: Page) -> Iterator[nodes.Node]:
    yield from render_examples(media_examples([MediaType("application/json", schema)], page, Direction.RESPONSE), page)


def _inheritance(schema: Schema, usage: SchemaUsage, page: Page) -> Iterator[nodes.Node]:
    lines: list[nodes.Node] = [
        paragraph(*filled(message, schemas=page.joined(names, partial(_name, page=page))))
        for names, message in ((usage.parents, _("Extends: {schemas}")), (usage.children, _("Extended by: {schemas}")))
        if names
    ]
    mapping = _mapping(schema)
    if mapping:
        items = [
            nodes.list_item("", paragraph(*value, ": ", _name(name, page))) for value, name in page.within(mapping)
        ]
        message = _("The value of {property} determines the schema:")
        lines.append(paragraph(*filled(message, property=[code(schema.discriminator)])))
        lines.append(nodes.bullet_list("", *items, classes=["openapi-mapping"]))
        lines += page.left_out(len(mapping) - len(items))
    if lines:
        yield page.section(_("Inheritance"), "inheritance", lines)


def _mapping(schema: Schema) -> list[tuple[list[nodes.Node], str]]:
    """Return the values of the discriminator with the names of their schemas."""
    discriminator = schema.data.get("discriminator", {})
    found = {value: pointer_name(target) for value, target in discriminator.get("mapping", {}).items()}
    if not (found or "defaultMapping" in discriminator):
        return []
    for part in schema.alternatives:
        found |= {value: part.name for value in schema.discriminator_values(part) if value not in found and part.name}
    lines: list[tuple[list[nodes.Node], str]] = [([code(value)], name) for value, name in found.items()]
    if "defaultMapping" in discriminator:
        lines.append(([nodes.Text(_("any other value, or none"))], pointer_name(discriminator["defaultMapping"])))
    return lines


def _users(usage: SchemaUsage, page: Page) -> Iterator[nodes.Node]:
    """Yield what uses a schema, collapsed if there are more than a few uses."""
    lists = [
        part
        for use in USES
        if (operations := usage.operations.get(use))
        for part in _labelled(_use_words(use, len(operations)), endpoint_list(operations[:MAX_USERS]), operations, page)
    ]
    if names := usage.schemas:
        items = [nodes.list_item("", paragraph(_name(name, page))) for name in names[:MAX_USERS]]
        words = ngettext("In {count} schema", "In {count} schemas", len(names)).format(count=number(len(names)))
        lists += _labelled(words, nodes.bullet_list("", *items), names, page)
    if not lists:
        return
    users = {entry.docname for entries in usage.operations.values() for entry in entries}
    is_open = len(users) + len(usage.schemas) <= MAX_OPEN
    lead = summary("", _user_words(len(users), len(usage.schemas)))
    folded = details("", lead, open=is_open, classes=["openapi-users"])
    page.anchor("used-by", folded)
    folded.extend(lists)
    yield folded


def _user_words(operations: int, schemas: int) -> str:
    """Return by how many *operations* and *schemas* a schema is used."""
    counts = [
        (operations, ngettext("{count} operation", "{count} operations", operations)),
        (schemas, ngettext("{count} schema", "{count} schemas", schemas)),
    ]
    words = [message.format(count=number(count)) for count, message in counts if count]
    users = _("{first} and {second}").format(first=words[0], second=words[1]) if words[1:] else words[0]
    return _("Used by {users}").format(users=users)


def _use_words(use: str, count: int) -> str:
    """Return the title above *count* operations that use a schema in the field *use*."""
    messages = {
        "requestBody": ngettext("In requests of {count} operation", "In requests of {count} operations", count),
        "parameters": ngettext("In parameters of {count} operation", "In parameters of {count} operations", count),
        "responses": ngettext("In responses of {count} operation", "In responses of {count} operations", count),
        "callbacks": ngettext("In callbacks of {count} operation", "In callbacks of {count} operations", count),
    }
    return messages[use].format(count=number(count))


def _labelled(title: str, content: nodes.Node, items: Sized, page: Page) -> Iterator[nodes.Node]:
    yield paragraph(title, classes="openapi-label")
    yield content
    yield from page.left_out(len(items) - MAX_USERS)


def _name(name: str, page: Page) -> nodes.Node:
    return page.schema_link(name, nodes.inline(name, name, classes=["openapi-schema-name"]))
