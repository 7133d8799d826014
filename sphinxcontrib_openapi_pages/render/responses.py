"""Renders Responses Objects: a tab for each status. Errors that operations share are on the page of the API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext

from docutils import nodes

from ..locale import _, filled
from ..openapi.direction import Direction
from ..openapi.operation import Link, Operation, Response, read_response
from ..site.addresses import anchor_name
from ..site.page_sources import ApiPage
from .answers import Answer
from .body import render_content, type_line
from .budget import MAX_TABS
from .cross_references import name_link, place_link
from .elements import chip, code, hole, paragraph
from .markdown import render_markdown
from .nodes import details, summary
from .page import Page
from .parameters import parameter_list
from .servers import render_servers
from .status import is_phrase, own_words, status_class, status_label, status_mark
from .tabs import Tab, tab_set
from .type_text import value_text

MAX_ERRORS = 500
"""How many errors the page of an API explains."""


def render_responses(operation: Operation, page: Page, answers: Mapping[str, Answer]) -> list[nodes.Node]:
    """Return a tab for each response, and a line for each error that other operations share.

    The examples of *answers* are already among the samples.
    """
    shared = [response for response in operation.responses if _is_shared(response)]
    own = [response for response in operation.responses if not _is_shared(response)]
    tabs = [_tab(response, page, answers.get(response.status)) for response in page.within(own, MAX_TABS)]
    lines = [_line(response, page) for response in page.within(shared, MAX_TABS)]
    errors = [nodes.bullet_list("", *lines, classes=["openapi-errors"])] if lines else []
    left_out = page.left_out(len(operation.responses) - len(tabs) - len(lines))
    shown = [tab_set(tabs)] if len(tabs) > 1 else [node for tab in tabs for node in _alone(tab)]
    return [*shown, *errors, *left_out]


def _is_shared(response: Response) -> bool:
    return response.is_error and response.component is not None and response.unresolved is None


def _tab(response: Response, page: Page, answer: Answer | None) -> Tab:
    anchor = page.anchor(f"response-{response.status}")
    example_anchor = answer.anchor if answer is not None else ""
    with page.error() if response.is_error else nullcontext():
        content = list(_response(response, page, anchor, example_anchor))
    return Tab(status_label(response), content, anchor, (status_class(response),))


def _alone(tab: Tab) -> list[nodes.Node]:
    """Return the content of the only *tab* below a heading."""
    heading = nodes.rubric("", "", nodes.inline("", tab.label, classes=["openapi-status", *tab.classes]))
    heading["heading-level"] = 3
    return [heading, nodes.container("", *tab.content, ids=[tab.anchor])]


# Errors that operations share


def _line(response: Response, page: Page) -> nodes.list_item:
    """Return a line with a link to the description of *response* on the page of the API."""
    anchor = _error_anchor(response.component or "")
    link = place_link(f"{page.folder}/index", anchor, status_mark(response, status_label(response)))
    description = own_words(response)
    words = filled(_("{response}: {description}"), response=[link], description=description)
    line = paragraph(*(words if description else [link]))
    for media in response.content[:1]:
        if media.main_schema is not None:
            line += [nodes.Text(" "), type_line(media.main_schema, page)]
    item = nodes.list_item("", line)
    page.anchor(f"response-{response.status}", item)
    return item


def _error_anchor(name: str) -> str:
    return anchor_name(f"error-{name}")


def render_errors(content: ApiPage, page: Page) -> list[nodes.Node]:
    """Return each error that operations share, folded."""
    errors = content.errors
    shown = [_error(content, name, statuses, page) for name, statuses in page.within(errors.items(), MAX_ERRORS)]
    return [*shown, *page.left_out(len(errors) - len(shown))]


def _error(content: ApiPage, name: str, statuses: list[str], page: Page) -> details:
    response = read_response(content.document, statuses[0], name, page.api.known_schemas)
    anchor = _error_anchor(name)
    shown = page.within(statuses, MAX_TABS)
    marks = [part for status in shown for part in (nodes.Text(" "), chip(status, "count"))]
    folded = details("", summary("", "", nodes.strong("", name), *marks), classes=["openapi-shared"])
    page.anchor(anchor, folded)
    with page.error():
        folded.extend(_response(response, page, anchor))
    return folded


def _response(response: Response, page: Page, anchor: str, example_anchor: str = "") -> Iterator[nodes.Node]:
    if response.unresolved:
        yield hole(response.unresolved)
    page.spend(len(response.description))
    if not is_phrase(response):
        yield from render_markdown(response.description)
    yield from render_content(response.content, page, anchor, Direction.RESPONSE, example_anchor=example_anchor)
    if response.headers:
        yield paragraph(_("Headers:"), classes="openapi-label")
        yield from parameter_list(response.headers, page, f"{anchor}-header", Direction.RESPONSE)
    if response.links:
        yield paragraph(_("Follow-up operations:"), classes="openapi-label")
        items = [nodes.list_item("", *_link(link, page)) for link in page.within(response.links, MAX_TABS)]
        yield nodes.bullet_list("", *items)
        yield from page.left_out(len(response.links) - len(items))


def _link(link: Link, page: Page) -> Iterator[nodes.Node]:
    target = name_link(page.folder, "op", link.operation, code(link.operation))
    values = {
        **link.data.get("parameters", {}),
        **({"body": link.data["requestBody"]} if "requestBody" in link.data else {}),
    }
    given = page.enumerated(values.items(), lambda item: [code(item[0]), " = ", code(value_text(item[1]))])
    message = _("{name}: {operation} with {values}") if given else _("{name}: {operation}")
    yield paragraph(*filled(message, name=[nodes.strong("", link.name)], operation=[target], values=given))
    page.spend(len(link.description))
    yield from render_markdown(link.description)
    if server := link.data.get("server"):
        yield paragraph(_("On the server:"), classes="openapi-label")
        yield from render_servers([server], page, page.api.location)
