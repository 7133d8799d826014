"""The parts of each kind of page, such as title and content, which the transforms add to a document."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from docutils import nodes

from ..locale import _
from ..openapi.operation import Operation
from ..openapi.slices import BUNDLE
from ..openapi.titles import UNNAMED, api_title
from ..site.addresses import twin_path
from ..site.api_index import MountedApi, marked
from ..site.page_sources import ApiPage, Data, ErrorPage, GroupPage, OperationPage, PageContent, SchemaPage, SchemasPage
from .api import render_api, render_error, version_words
from .console import console_button
from .group import render_group
from .nodes import files
from .operation import base_url, part_names, render_operation, render_signature, render_states
from .page import Page
from .schema import render_schema, render_schemas, schema_title
from .translation import spec_text

PLACED_GROUPS = "openapi_groups"
"""The attribute of a node with the tags of its groups. The page of the API does not repeat them."""

PLACED_PARTS = "openapi_parts"
"""The attribute of a node with the parts of its own page that it shows. The page does not repeat them at its end."""


@dataclass(frozen=True)
class PageParts:
    """The parts of one page."""

    name: str
    """The title before translation. Ids and references use it, so that they are the same in every language."""
    title: str
    lead_title: str
    """The title for the content before its first section, if that needs a section of its own."""
    lead_anchor: str
    """The id of the section with that title."""
    render: Callable[[Page], Iterable[nodes.Node]]
    top: list[nodes.Node] = field(default_factory=list)
    """The nodes between the title and the content of the override."""
    kind: str = ""
    """What the page shows: one of :data:`~sphinxcontrib_openapi_pages.site.api_index.KINDS`, or nothing of these."""
    index: tuple[tuple[str, ...], ...] = ()
    """Entries of the general index, each with its subentry if it has one. The search ranks them high."""


ReadOperation: TypeAlias = Callable[[Data], Operation]
"""Returns the operation of a slice, after handlers of events have changed it."""


def page_parts(docname: str, content: PageContent, api: MountedApi, read: ReadOperation) -> PageParts:
    """Return the parts of the page *docname* of *api*, whose source holds *content*."""
    match content:
        case ApiPage():
            return _api_parts(docname, content, api.mark)
        case GroupPage():
            return _group_parts(docname, content)
        case SchemasPage():
            render = partial(render_schemas, content)
            return PageParts("Schemas", _("Schemas"), _("All schemas"), "all-schemas", render, _ways(docname))
        case SchemaPage():
            return _schema_parts(docname, content)
        case OperationPage():
            return _operation_parts(docname, content.document, read(content.document), api)
        case ErrorPage():
            return _error_parts(docname, content)


def _api_parts(docname: str, content: ApiPage, mark: str) -> PageParts:
    name = api_title(content.document.get("info", {}), docname.rpartition("/")[0])
    title = marked(spec_text(name), mark)
    index = ((title, _("API")),)
    return PageParts(name, title, _("Overview"), "overview", partial(_api, content), kind="api", index=index)


def _error_parts(docname: str, content: ErrorPage) -> PageParts:
    name = docname.rpartition("/")[0]
    index = ((name, _("API")),)
    render = partial(_error, content)
    return PageParts(name, name, _("Overview"), "overview", render, kind="api", index=index)


def _ways(docname: str) -> list[nodes.Node]:
    """Return the line of links to the Markdown of a page of which nothing else is published."""
    return [files(links=[], page=docname)]


def _group_parts(docname: str, content: GroupPage) -> PageParts:
    title, number, render = spec_text(content.title), content.number, partial(render_group, content)
    if number > 1:
        name = f"{content.title} (page {number})"
        title = _("{title} (page {number})").format(title=title, number=number)
        return PageParts(name, title, _("Endpoints"), "endpoints", render, _ways(docname))
    index = ((title, _("group of operations")),)
    top = _ways(docname)
    return PageParts(content.title, title, _("Endpoints"), "endpoints", render, top, kind="group", index=index)


def _schema_parts(docname: str, content: SchemaPage) -> PageParts:
    title, render = schema_title(content), partial(_schema, content)
    name = " ".join(content.usage.name.split()) or UNNAMED
    index = tuple((text, _("schema")) for text in dict.fromkeys((title, name)))
    top = _ways(docname)
    return PageParts(name, title, _("Description"), "description", render, top, kind="schema", index=index)


def _operation_parts(docname: str, data: Data, operation: Operation, api: MountedApi) -> PageParts:
    title, render = spec_text(operation.title), partial(_operation, operation)
    entry = api.entry(docname)
    states = render_states(operation, is_new=entry is not None and entry.is_new)
    signature = render_signature(operation, base_url(operation, api))
    top = [*states, *signature, *console_button(docname, api), _twin(docname, data)]
    lead = _("Description") if operation.description else _("Example")
    return PageParts(operation.title, title, lead, "description", render, top, "op", _names(operation, title))


def _names(operation: Operation, title: str) -> tuple[tuple[str, ...], ...]:
    """Return the index entries of an operation: its title, its operationId and its path."""
    endpoint = operation.endpoint
    identifier = [(operation.id, _("operation"))] if operation.id else []
    route = [(endpoint.path, endpoint.method.upper())] if not endpoint.is_webhook else []
    return ((title,), *identifier, *route)


def _twin(docname: str, data: Data) -> files:
    """Return the links to the Markdown twin of the page and to the whole document, and the version of the API."""
    folder = docname.rsplit("/", 2)[0]
    return files(
        links=[
            (_("OpenAPI of this operation"), twin_path(folder, docname), "text/markdown"),
            (_("OpenAPI document"), f"{folder}/{BUNDLE}", "application/json"),
        ],
        page=docname,
        version=version_words(data.get("info", {})),
    )


def _api(content: ApiPage, page: Page) -> Iterable[nodes.Node]:
    return render_api(content, page, _placed(page, PLACED_GROUPS))


def _error(content: ErrorPage, page: Page) -> Iterable[nodes.Node]:
    return render_error(content.error)


def _operation(operation: Operation, page: Page) -> Iterable[nodes.Node]:
    placed = _placed(page, PLACED_PARTS)
    left = [part for part in part_names(page) if part not in placed]
    return render_operation(operation, page, left) if left else []


def _schema(content: SchemaPage, page: Page) -> Iterable[nodes.Node]:
    return render_schema(content, page, has_value=not _placed(page, PLACED_PARTS))


def _placed(page: Page, attribute: str) -> set[str]:
    """Return the groups or parts that the author's directives show on *page* already."""
    found: set[str] = set()
    for node in page.document.findall(nodes.Element):
        found.update(node.get(attribute, ()))
    return found
