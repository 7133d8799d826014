"""Renders Server Objects with their variables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docutils import nodes

from ..locale import _, filled
from ..openapi.server_urls import absolute
from .elements import code, paragraph
from .field_data import fold_title, opened
from .markdown import render_markdown
from .nodes import details, summary
from .page import Page
from .translation import spec_text

MAX_SERVERS = 200
"""How many servers are listed, and how many variables of each."""


def render_servers(servers: Sequence[Mapping[str, Any]], page: Page, document_url: str) -> Iterator[nodes.Node]:
    """Yield the servers as a list; relative ones as seen from *document_url*, the address of the document."""
    items = [nodes.list_item("", *_server(server, page, document_url)) for server in page.within(servers, MAX_SERVERS)]
    yield nodes.bullet_list("", *items, classes=["openapi-servers"])
    yield from page.left_out(len(servers) - len(items))


def _server(server: Mapping[str, Any], page: Page, document_url: str) -> Iterator[nodes.Node]:
    name = [nodes.Text(" "), nodes.strong("", spec_text(server["name"]))] if server.get("name") else []
    yield paragraph(code(absolute(str(server.get("url") or "/"), document_url)), *name)
    yield from render_markdown(server.get("description", ""))
    variables = server.get("variables", {})
    items = [nodes.list_item("", *_variable(*item, page=page)) for item in page.within(variables.items(), MAX_SERVERS)]
    if items:
        yield nodes.bullet_list("", *items)
    yield from page.left_out(len(variables) - len(items))


def _variable(name: str, variable: Mapping[str, Any], *, page: Page) -> Iterator[nodes.Node]:
    message = _("{name}: default {default}")
    if variable.get("enum"):
        message = _("{name}: default {default}, one of {values}")
    first, rest = opened(variable.get("enum", []))
    values = page.joined(first, code)
    yield paragraph(*filled(message, name=[code(name)], default=[code(variable.get("default", ""))], values=values))
    if rest:
        title, more = summary("", fold_title(len(rest))), paragraph(*page.joined(rest, code))
        yield details("", title, more, classes=["openapi-values"])
    yield from render_markdown(variable.get("description", ""))
