"""Server Objects with their variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docutils import nodes

from ..locale import _, filled
from ..openapi.server_urls import absolute
from .elements import code, joined, paragraph
from .markdown import render_markdown
from .translation import spec_text


def render_servers(servers: Iterable[Mapping[str, Any]], document_url: str) -> nodes.bullet_list:
    """Return the servers as a list; relative ones as seen from *document_url*, the address of the document."""
    items = [nodes.list_item("", *_server(server, document_url)) for server in servers]
    return nodes.bullet_list("", *items, classes=["openapi-servers"])


def _server(server: Mapping[str, Any], document_url: str) -> Iterator[nodes.Node]:
    name = [nodes.Text(" "), nodes.strong("", spec_text(server["name"]))] if server.get("name") else []
    yield paragraph(code(absolute(str(server.get("url") or "/"), document_url)), *name)
    yield from render_markdown(server.get("description", ""))
    variables = [nodes.list_item("", *_variable(*item)) for item in server.get("variables", {}).items()]
    if variables:
        yield nodes.bullet_list("", *variables)


def _variable(name: str, variable: Mapping[str, Any]) -> Iterator[nodes.Node]:
    message = _("{name}: default {default}")
    if variable.get("enum"):
        message = _("{name}: default {default}, one of {values}")
    values = joined(map(code, variable.get("enum", [])))
    yield paragraph(*filled(message, name=[code(name)], default=[code(variable.get("default", ""))], values=values))
    yield from render_markdown(variable.get("description", ""))
