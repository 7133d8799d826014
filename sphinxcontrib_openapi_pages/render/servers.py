"""Renders Server Objects with their variables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from docutils import nodes

from ..locale import _, filled
from .elements import code, joined, paragraph
from .markdown import render_markdown
from .translation import spec_text


def render_servers(servers: Iterable[Mapping[str, Any]]) -> nodes.bullet_list:
    """Return the servers as a list."""
    items = [nodes.list_item("", *_server(server)) for server in servers]
    return nodes.bullet_list("", *items, classes=["openapi-servers"])


def _server(server: Mapping[str, Any]) -> Iterator[nodes.Node]:
    name = [nodes.Text(" "), nodes.strong("", spec_text(server["name"]))] if server.get("name") else []
    yield paragraph(code(server.get("url", "/")), *name)
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
