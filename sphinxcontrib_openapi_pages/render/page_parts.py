"""What each kind of page puts where: the parts that the transforms add to a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from docutils import nodes
from sphinx.events import EventManager

from ..locale import _
from ..openapi.model import Operation, read_operation
from ..site.addresses import BUNDLE, twin_path
from ..site.api_index import MountedApi
from ..sphinx.events import OPERATION_READ
from ..sphinx.translation import spec_text
from .api import api_title, render_api
from .elements import Page
from .group import render_group
from .nodes import files
from .operation import part_names, render_operation, render_signature
from .schema import render_schema, render_schemas, schema_title

Data = Mapping[str, Any]

PLACED_GROUPS = "openapi_groups"
"""Attribute of a node that shows groups: their tags. The page of the API does not show them again."""

PLACED_PARTS = "openapi_parts"
"""Attribute of a node that shows parts of the page that it stands on. They are not shown again at its end."""


@dataclass(frozen=True)
class PageParts:
    """What a kind of page puts where."""

    name: str
    """The title as it is in every language of the site: ids and references by name are made of it."""
    title: str
    lead_title: str
    """Title for what stands before the sections of the content, where it needs one."""
    lead_anchor: str
    """Id of the section with that title."""
    render: Callable[[Page], Iterable[nodes.Node]]
    top: list[nodes.Node] = field(default_factory=list)
    """What stands between the title and the author's words."""
    kind: str = ""
    """What the page is the page of, one of :data:`~sphinxcontrib_openapi_pages.site.api_index.KINDS`, if anything."""
    index: tuple[tuple[str, ...], ...] = ()
    """Entries of the general index, each with its subentry if it has one. The search finds the page by them first."""


def page_parts(docname: str, api: MountedApi, info: str, data: Data, events: EventManager) -> PageParts:
    """Return the parts of the page *docname* of *api* whose source has the info string *info* and holds *data*."""
    if info == "api":
        return _api_parts(docname, data)
    if info == "group":
        return _group_parts(data)
    if info == "schemas":
        return PageParts("Schemas", _("Schemas"), _("All schemas"), "all-schemas", partial(render_schemas, data))
    if info == "schema":
        return _schema_parts(data)
    return _operation_parts(docname, api, data, events)


def _api_parts(docname: str, data: Data) -> PageParts:
    name = api_title(data, docname)
    title = spec_text(name)
    index = ((title, _("API")),)
    return PageParts(name, title, _("Overview"), "overview", partial(_api, data), kind="api", index=index)


def _group_parts(data: Data) -> PageParts:
    title, number, render = spec_text(data["title"]), data["number"], partial(render_group, data)
    if number > 1:
        name = f"{data['title']} (page {number})"
        title = _("{title} (page {number})").format(title=title, number=number)
        return PageParts(name, title, _("Endpoints"), "endpoints", render)
    index = ((title, _("group of operations")),)
    return PageParts(data["title"], title, _("Endpoints"), "endpoints", render, kind="group", index=index)


def _schema_parts(data: Data) -> PageParts:
    name, render = schema_title(data), partial(_schema, data)
    index = ((name, _("schema")),)
    return PageParts(name, name, _("Description"), "description", render, kind="schema", index=index)


def _operation_parts(docname: str, api: MountedApi, data: Data, events: EventManager) -> PageParts:
    operation = read_operation(data, api.known_schemas)
    events.emit(OPERATION_READ, docname, operation)
    title, render = spec_text(operation.title), partial(_operation, operation)
    top = [*render_signature(operation), _twin(docname, data)]
    lead = _("Description") if operation.description else _("Example")
    return PageParts(operation.title, title, lead, "description", render, top, "op", _names(operation, title))


def _names(operation: Operation, title: str) -> tuple[tuple[str, ...], ...]:
    """Return what an operation is looked up by: its title, its operationId and its path."""
    endpoint = operation.endpoint
    identifier = [(operation.id, _("operation"))] if operation.id else []
    route = [(endpoint.path, endpoint.method.upper())] if not endpoint.is_webhook else []
    return ((title,), *identifier, *route)


def _twin(docname: str, data: Data) -> files:
    """Return the links to the page for tools and to the document that it comes from."""
    folder = docname.rsplit("/", 2)[0]
    info = data.get("info", {})
    whole = f"{info.get('title', folder)} {info.get('version', '')}".strip()
    return files(
        links=[
            ("Markdown", twin_path(folder, docname), "text/markdown"),
            (f"OpenAPI: {whole}", f"{folder}/{BUNDLE}", "application/json"),
        ]
    )


def _api(data: Data, page: Page) -> Iterable[nodes.Node]:
    return render_api(data, page, _placed(page, PLACED_GROUPS))


def _operation(operation: Operation, page: Page) -> Iterable[nodes.Node]:
    placed = _placed(page, PLACED_PARTS)
    left = [part for part in part_names(page) if part not in placed]
    return render_operation(operation, page, left) if left else []


def _schema(data: Data, page: Page) -> Iterable[nodes.Node]:
    return render_schema(data, page, has_value=not _placed(page, PLACED_PARTS))


def _placed(page: Page, attribute: str) -> set[str]:
    """Return what directives of the author show on *page* already."""
    found: set[str] = set()
    for node in page.document.findall(nodes.Element):
        found.update(node.get(attribute, ()))
    return found
