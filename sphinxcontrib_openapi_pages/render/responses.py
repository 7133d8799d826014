"""Responses Objects: one section for each status."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from docutils import nodes

from ..model import Link, Operation, Response
from .body import render_content
from .common import Page, code, hole, name_link, paragraph
from .fields import RESPONSE
from .markdown import render_markdown
from .parameters import parameter_list
from .tabs import Tab, tab_set
from .words import value_text

CLASSES = {
    "1": "Information",
    "2": "Success",
    "3": "Redirection",
    "4": "Client error",
    "5": "Server error",
}


def render_responses(operation: Operation, page: Page) -> nodes.Element:
    """Return a tab for each response."""
    return tab_set([_tab(response, page) for response in operation.responses], "status")


def _tab(response: Response, page: Page) -> Tab:
    anchor = page.anchor(f"response-{response.status}")
    label = f"{response.status} {status_words(response.status)}".strip()
    status_class = f"openapi-status-{response.status[:1].lower()}"
    return Tab(label, list(_response(response, page, anchor)), anchor, (status_class,))


def status_words(status: str) -> str:
    """Return the reason phrase of a status (RFC 9110 §15), or what class it belongs to."""
    if status == "default":
        return "– any other status"
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return CLASSES.get(status[:1], "")


def _response(response: Response, page: Page, anchor: str) -> Iterator[nodes.Node]:
    if response.unresolved:
        yield hole(response.unresolved)
    yield from render_markdown(response.description)
    yield from render_content(response.content, page, anchor, RESPONSE)
    if response.headers:
        yield paragraph("Headers:", classes="openapi-label")
        yield from parameter_list(response.headers, page, f"{anchor}-header", RESPONSE)
    if response.links:
        yield paragraph("What may follow:", classes="openapi-label")
        yield nodes.bullet_list("", *(nodes.list_item("", *_link(link, page)) for link in response.links))


def _link(link: Link, page: Page) -> Iterator[nodes.Node]:
    target = name_link(page.folder, "op", link.operation, code(link.operation))
    parts: list[nodes.Node | str] = [nodes.strong("", link.name), ": ", target]
    values = {
        **link.data.get("parameters", {}),
        **({"body": link.data["requestBody"]} if "requestBody" in link.data else {}),
    }
    for number, (name, value) in enumerate(values.items()):
        parts += [" with " if not number else ", ", code(name), " = ", code(value_text(value))]
    yield paragraph(*parts)
    yield from render_markdown(link.description)
