"""Operations and schemas borrowed for documents of the author: the node that stands for one until it is filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..openapi.model import read_operation, read_schema
from ..render.elements import Page, paragraph
from ..render.links import settle_links
from ..render.operation import render_operation, render_signature
from ..render.schema import render_schema_value
from ..site.page_sources import USAGE, read_page
from .events import OPERATION_READ
from .project import page_project
from .translation import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sphinx.application import Sphinx

CLASS = "openapi-borrowed"
"""Class of whatever a directive borrowed."""


class borrowed(nodes.container):  # noqa: N801
    """An operation or a schema: ``folder`` of its API, ``page`` with its docname, and the ``parts`` of it."""


class FillBorrowed(SphinxTransform):
    """Fills in what was borrowed, from the sources of the pages."""

    default_priority = 761  # once the page that it may stand on has found out what is placed by hand

    def apply(self, **kwargs: Any) -> None:
        """Put the content into the nodes."""
        for node in self.document.findall(borrowed):
            project = page_project(self.env)
            page = Page(self.env.docname, self.document, project.apis[node["folder"]])
            with catalogue(self.env, self.env.docname) as messages:
                content = list(_content(node, page))
            node.extend([*content, *messages])
            settle_links(content, page)


def _content(node: borrowed, page: Page) -> Iterable[nodes.Node]:
    source = page_project(page.document.settings.env).page_source(node["page"])
    _, data = read_page(source)
    if "error" in data:
        yield nodes.error("", paragraph(data["error"]))
        return
    if USAGE in data:
        yield from render_schema_value(read_schema(data, data[USAGE]["name"], page.api.known_schemas), page)
        return
    operation = read_operation(data, page.api.known_schemas)
    page.document.settings.env.events.emit(OPERATION_READ, node["page"], operation)
    if node["page"] != page.docname and not node["parts"]:
        yield from render_signature(operation)
    yield from render_operation(operation, page, node["parts"])


def _as_container(translator: Any, node: nodes.Element) -> None:
    translator.visit_container(node)


def _end_container(translator: Any, node: nodes.Element) -> None:
    translator.depart_container(node)


def setup_borrow(app: Sphinx) -> None:
    """Register node and transform."""
    visitors = (_as_container, _end_container)
    app.add_node(borrowed, html=visitors, latex=visitors, text=visitors, man=visitors, texinfo=visitors)
    app.add_transform(FillBorrowed)
