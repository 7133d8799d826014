"""Renders Operation Objects: the parts of an operation's page, in order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docutils import nodes

from ..locale import _, filled
from ..openapi.enumerations import deprecation_reason
from ..openapi.operation import Operation
from ..openapi.server_urls import document_base, server_url
from ..site.api_index import MountedApi
from .answers import Answer, answers_of
from .body import render_request_body
from .conf_functions import own_part
from .cross_references import anchor_link, external_docs
from .elements import code, hole, paragraph
from .field_data import Field, FieldList
from .field_list_node import hold_fields
from .group import state_chip
from .markdown import render_markdown
from .page import Page
from .parameters import render_parameters
from .responses import render_responses
from .samples import render_samples
from .security import render_security
from .servers import render_servers
from .signature import signature
from .translation import spec_text
from .value_words import extension_notes

MAX_CALLBACKS = 50
"""How many callbacks of an operation are shown."""


def render_signature(operation: Operation, base: str = "") -> list[nodes.Node]:
    """Return method and path below the address *base*, and the operationId."""
    endpoint = operation.endpoint
    parts = signature(endpoint.method, endpoint.path, is_webhook=endpoint.is_webhook, base=base)
    line = paragraph(*parts, classes="openapi-signature")
    if not operation.id:
        return [line]
    return [line, paragraph(*filled(_("Operation ID: {id}"), id=[code(operation.id)]), classes="openapi-id")]


def render_operation(operation: Operation, page: Page, parts: Iterable[str] = ()) -> Iterator[nodes.Node]:
    """Yield the *parts* of an operation; by default, all of them in the usual order."""
    names = [*(parts or part_names(page))]
    answers = answers_of(operation, page) if "samples" in names and not operation.endpoint.is_outgoing else {}
    for part in names:
        if part in WITH_ANSWERS:
            yield from WITH_ANSWERS[part](operation, page, answers)
        elif part in ALONE:
            yield from ALONE[part](operation, page)
        else:
            yield from own_part(part, operation, page)


def part_names(page: Page) -> list[str]:
    """Return the names of the parts of an operation, in order: those in the option ``parts``, or all."""
    return page.options.parts or [*PARTS, *page.own_parts]


def _description(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield deprecation, description and a link to further documentation."""
    if operation.unresolved:
        yield hole(operation.unresolved)
    yield from _deprecation(operation)
    yield from operation.extra
    yield from render_markdown(operation.description)
    yield from _external_docs(operation)
    yield from _extensions(operation, page)


def render_states(operation: Operation, *, is_new: bool) -> list[nodes.Node]:
    """Return the line with the marks beside the title, if there are any."""
    states = [state for state, holds in (("new", is_new), ("deprecated", operation.is_deprecated)) if holds]
    marks = [part for state in states for part in (nodes.Text(" "), state_chip(state))][1:]
    return [paragraph(*marks, classes="openapi-states")] if marks else []


def base_url(operation: Operation, api: MountedApi) -> str:
    """Return the server URL before the path of *operation*."""
    if operation.endpoint.is_outgoing or operation.endpoint.is_webhook:
        return ""
    server = api.options.server
    own = [{"url": server}] if server else operation.document.get("servers") or []
    base = server or document_base(operation.document, api.location)
    return server_url(operation.servers or own, base).rstrip("/")


def _deprecation(operation: Operation) -> Iterator[nodes.Node]:
    if operation.is_deprecated:
        yield nodes.admonition(
            "",
            nodes.title("", _("Deprecated")),
            paragraph(_("This operation is deprecated: it may be removed in a later version.")),
            *render_markdown(deprecation_reason(operation.data)),
            classes=["warning", "openapi-deprecated"],
        )


def _external_docs(operation: Operation) -> Iterator[nodes.Node]:
    if operation.data.get("externalDocs", {}).get("url"):
        yield external_docs(operation.data["externalDocs"])


def _extensions(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    if notes := extension_notes(operation.data, page):
        yield hold_fields(FieldList(whole=Field((), "", notes=notes)), page)


def _security(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield the security schemes that a request must satisfy."""
    if parts := list(render_security(operation, page)):
        yield page.section(_("Authorization"), "authorization", parts)


def _request_body(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield the body of the request: media types, fields, examples."""
    if operation.request_body is not None:
        yield page.section(_("Request body"), "request", render_request_body(operation.request_body, page))


def _responses(operation: Operation, page: Page, answers: Mapping[str, Answer]) -> Iterator[nodes.Node]:
    """Yield the responses by status: headers, bodies, examples, links."""
    if operation.responses:
        yield page.section(_("Responses"), "responses", render_responses(operation, page, answers))


def _callbacks(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield the requests that the service sends to the client."""
    parts = [part for part in part_names(page) if part != "callbacks"]
    titles: dict[int, str] = {}
    anchors: dict[int, str] = {}
    called: list[nodes.Node] = []
    calls = list(_called(operation))
    for name, inner in page.within(calls, MAX_CALLBACKS):
        key = id(inner.data)
        if key in anchors:
            called.append(paragraph(code(name), ": ", anchor_link(anchors[key], nodes.Text(titles[key]))))
            continue
        titles[key] = f"{name}: {spec_text(inner.title)}"
        content = [*render_signature(inner), *(render_operation(inner, page, parts) if parts else ())]
        section = page.section(titles[key], f"callback-{name}", content)
        anchors[key] = section["ids"][0]
        called.append(section)
    if calls:
        yield page.section(_("Callbacks"), "callbacks", [*called, *page.left_out(len(calls) - len(called))])


def _called(operation: Operation) -> Iterator[tuple[str, Operation]]:
    """Yield the requests of callbacks by name, and after each those of its own callbacks, unless they came before.

    These do not stand within it: no output has as many levels of sections as callbacks may have.
    """
    todo = _calls(operation, "")
    seen: set[int] = set()
    while todo:
        name, inner = todo.pop()
        yield name, inner
        if id(inner.data) not in seen:
            seen.add(id(inner.data))
            todo += _calls(inner, f"{name.rpartition(_IN)[2]}{_IN}")


_IN = " → "
"""Stands between the name of a callback and that of one of its own callbacks."""


def _calls(operation: Operation, prefix: str) -> list[tuple[str, Operation]]:
    """Return the requests of the callbacks of *operation*, the last first."""
    calls = [(f"{prefix}{callback.name}", inner) for callback in operation.callbacks for inner in callback.operations]
    return calls[::-1]


def _servers(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield the servers, if the operation has servers of its own."""
    if operation.servers:
        base = document_base(operation.document, page.api.location)
        yield page.section(_("Servers"), "servers", render_servers(operation.servers, page, base))


PARTS = ("description", "security", "parameters", "request", "samples", "responses", "callbacks", "servers")
"""The parts of an operation's page, in order."""

ALONE = {
    "description": _description,
    "security": _security,
    "parameters": render_parameters,
    "request": _request_body,
    "callbacks": _callbacks,
    "servers": _servers,
}
"""The parts that do not depend on others."""

WITH_ANSWERS = {"samples": render_samples, "responses": _responses}
"""The parts that show what comes back: the first shows the examples, so that the second need not."""
