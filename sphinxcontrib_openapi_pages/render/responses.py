"""Responses Objects: a tab for each status; errors that operations share are explained once, on the page of the API."""

from __future__ import annotations

from collections.abc import Iterator
from http import HTTPStatus

from docutils import nodes

from ..locale import _, filled
from ..openapi.direction import Direction
from ..openapi.model import Link, Operation, Response, read_response
from ..site.addresses import anchor_name
from ..site.page_sources import ApiPage
from .body import alike, render_content, type_line
from .budget import MAX_TABS
from .cross_references import name_link, place_link
from .elements import chip, code, hole, paragraph
from .examples import media_examples, render_examples
from .markdown import render_markdown
from .page import Page
from .parameters import parameter_list
from .tabs import Tab, tab_set
from .type_text import value_text

MAX_ERRORS = 500
"""How many errors the page of an API explains."""

CLASSES = {
    "1": _("Information"),
    "2": _("Success"),
    "3": _("Redirection"),
    "4": _("Client error"),
    "5": _("Server error"),
}


def render_responses(operation: Operation, page: Page) -> list[nodes.Node]:
    """Return a tab for each response, and a line for each error that other operations have, too."""
    shared = [response for response in operation.responses if _is_shared(response)]
    own = [response for response in operation.responses if not _is_shared(response)]
    tabs = [_tab(response, page) for response in page.within(own, MAX_TABS)]
    lines = [_line(response, page) for response in page.within(shared, MAX_TABS)]
    errors = [nodes.bullet_list("", *lines, classes=["openapi-errors"])] if lines else []
    left_out = page.left_out(len(operation.responses) - len(tabs) - len(lines))
    return [*([tab_set(tabs)] if tabs else []), *errors, *left_out]


def _is_shared(response: Response) -> bool:
    return response.is_error and response.component is not None and response.unresolved is None


def _tab(response: Response, page: Page) -> Tab:
    anchor = page.anchor(f"response-{response.status}")
    return Tab(_label(response), list(_response(response, page, anchor)), anchor, (_status_class(response),))


def _label(response: Response) -> str:
    return f"{response.status} {status_words(response.status)}".strip()


def _status_class(response: Response) -> str:
    return f"openapi-status-{response.status[:1].lower()}"


def status_words(status: str) -> str:
    """Return the reason phrase of a status (RFC 9110 §15), or what class it belongs to."""
    if status == "default":
        return _("– any other status")
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return str(CLASSES.get(status[:1], ""))


def render_returned(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield in short what comes back: the success with its type, the other statuses, and an example of success."""
    if not operation.responses:
        return
    first, *others = operation.responses
    endpoint = operation.endpoint
    docname = page.api.find("op", f"{endpoint.method.upper()} {endpoint.path}") or page.docname
    link = _status_link(first, docname, _label(first))
    group = alike(first.content)[0] if first.content else []
    words = filled(_("Returns {response}"), response=[link])
    if group and group[0].main_schema is not None:
        message = _("Returns {response}: {type}") if group[0].schema else _("Returns {response}: a sequence of {type}")
        words = filled(message, response=[link], type=[type_line(group[0].main_schema, page)])
    line = paragraph(*words, classes="openapi-returned")
    for response in others[:MAX_TABS]:
        line += [nodes.Text(" · "), _status_link(response, docname, response.status)]
    yield line
    if group and not _is_shared(first) and (examples := media_examples(group, page, Direction.RESPONSE)):
        shown = render_examples(examples, page, has_title=False)
        holder = nodes.container("", *shown, classes=["openapi-returned-example"])
        page.returned = (group[0], page.anchor("response-example", holder))
        yield holder


def _status_link(response: Response, docname: str, text: str) -> nodes.Node:
    return place_link(docname, anchor_name(f"response-{response.status}"), _status(response, text))


def _status(response: Response, text: str) -> nodes.inline:
    return nodes.inline("", text, classes=["openapi-status", _status_class(response)])


# Errors that operations share


def _line(response: Response, page: Page) -> nodes.list_item:
    """Return a line that leads to where the page of the API explains *response*."""
    anchor = _error_anchor(response.component or "")
    link = place_link(f"{page.folder}/index", anchor, _status(response, _label(response)))
    description = " ".join(response.description.split())
    words = filled(_("{response}: {description}"), response=[link], description=_inline(description))
    line = paragraph(*(words if description else [link]))
    for media in response.content[:1]:
        if media.main_schema is not None:
            line += [nodes.Text(" "), type_line(media.main_schema, page)]
    item = nodes.list_item("", line)
    page.anchor(f"response-{response.status}", item)
    return item


def _inline(text: str) -> list[nodes.Node]:
    """Return the first paragraph of the description *text* as inline nodes."""
    first = next(iter(render_markdown(text)), None)
    return list(first.children) if isinstance(first, nodes.paragraph) else [nodes.Text(text)]


def _error_anchor(name: str) -> str:
    return anchor_name(f"error-{name}")


def render_errors(content: ApiPage, page: Page) -> list[nodes.Node]:
    """Return a section for each error that operations share."""
    errors = content.errors
    sections = [_error(content, name, statuses, page) for name, statuses in page.within(errors.items(), MAX_ERRORS)]
    return [*sections, *page.left_out(len(errors) - len(sections))]


def _error(content: ApiPage, name: str, statuses: list[str], page: Page) -> nodes.section:
    response = read_response(content.document, statuses[0], name, page.api.known_schemas)
    anchor = _error_anchor(name)
    shown = page.within(statuses, MAX_TABS)
    marks = [nodes.Text(" ") if number else chip(status, "count") for status in shown for number in (0, 1)]
    line = paragraph(*marks, classes="openapi-statuses")
    return page.section(name, anchor, [line, *_response(response, page, anchor)])


def _response(response: Response, page: Page, anchor: str) -> Iterator[nodes.Node]:
    if response.unresolved:
        yield hole(response.unresolved)
    page.spend(len(response.description))
    yield from render_markdown(response.description)
    yield from render_content(response.content, page, anchor, Direction.RESPONSE)
    if response.headers:
        yield paragraph(_("Headers:"), classes="openapi-label")
        yield from parameter_list(response.headers, page, f"{anchor}-header", Direction.RESPONSE)
    if response.links:
        yield paragraph(_("What may follow:"), classes="openapi-label")
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
