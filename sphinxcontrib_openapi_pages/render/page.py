"""What each kind of page puts where: the parts that the transforms add to a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from docutils import nodes
from sphinx.events import EventManager

from ..addresses import BUNDLE, twin_path
from ..events import OPERATION_READ
from ..model import Operation, read_operation
from ..nodes import files
from .api import api_title, render_api
from .common import Page
from .group import group_page_title, render_group
from .operation import part_names, render_operation, render_signature
from .schema import render_schema, render_schemas, schema_title

PLACED_GROUPS = "openapi_groups"
"""Attribute of a node that shows groups: their tags. The page of the API does not show them again."""

PLACED_PARTS = "openapi_parts"
"""Attribute of a node that shows parts of the page that it stands on. They are not shown again at its end."""


@dataclass(frozen=True)
class PageParts:
    """What a kind of page puts where."""

    title: str
    lead_title: str
    """Title for what stands before the sections of the content, where it needs one."""
    render: Callable[[Page], Iterable[nodes.Node]]
    top: list[nodes.Node] = field(default_factory=list)
    """What stands between the title and the author's words."""
    kind: str = ""
    """What the page is the page of, one of :data:`~sphinxcontrib_openapi_pages.apis.KINDS`, if anything."""
    index: tuple[tuple[str, ...], ...] = ()
    """Entries of the general index, each with its subentry if it has one. The search finds the page by them first."""


def page_parts(docname: str, info: str, data: Mapping[str, Any], events: EventManager) -> PageParts:
    """Return the parts of the page *docname* whose source has the info string *info* and holds *data*."""
    if info == "api":
        title = api_title(data, docname)
        return PageParts(title, "Overview", partial(_api, data), kind="api", index=((title, "API"),))
    if info == "group":
        title, is_first = group_page_title(data), data["number"] == 1
        index = ((title, "group of operations"),) if is_first else ()
        return PageParts(title, "Endpoints", partial(render_group, data), kind="group" if is_first else "", index=index)
    if info == "schemas":
        return PageParts("Schemas", "All schemas", partial(render_schemas, data))
    if info == "schema":
        title = schema_title(data)
        return PageParts(title, "Description", partial(_schema, data), kind="schema", index=((title, "schema"),))
    operation = read_operation(data)
    events.emit(OPERATION_READ, docname, operation)
    top = [*render_signature(operation), _twin(docname, data)]
    return PageParts(operation.title, "Description", partial(_operation, operation), top, "op", _names(operation))


def _names(operation: Operation) -> tuple[tuple[str, ...], ...]:
    """Return what an operation is looked up by: its title, its operationId and its path."""
    endpoint = operation.endpoint
    identifier = [(operation.id, "operation")] if operation.id else []
    route = [(endpoint.path, endpoint.method.upper())] if not endpoint.is_webhook else []
    return ((operation.title,), *identifier, *route)


def _twin(docname: str, data: Mapping[str, Any]) -> files:
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


def _api(data: Mapping[str, Any], page: Page) -> Iterable[nodes.Node]:
    return render_api(data, page, _placed(page, PLACED_GROUPS))


def _operation(operation: Operation, page: Page) -> Iterable[nodes.Node]:
    placed = _placed(page, PLACED_PARTS)
    left = [part for part in part_names(page) if part not in placed]
    return render_operation(operation, page, left) if left else []


def _schema(data: Mapping[str, Any], page: Page) -> Iterable[nodes.Node]:
    return render_schema(data, page, has_value=not _placed(page, PLACED_PARTS))


def _placed(page: Page, attribute: str) -> set[str]:
    """Return what directives of the author show on *page* already."""
    found: set[str] = set()
    for node in page.document.findall(nodes.Element):
        found.update(node.get(attribute, ()))
    return found
