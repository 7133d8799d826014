"""Embeds operations and schemas in documents of the author: directives add a node, and a transform fills it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms import SphinxTransform

from ..openapi.operation import read_operation
from ..openapi.schema import read_schema
from ..render.elements import paragraph
from ..render.links import settle_links
from ..render.operation import render_operation, render_signature
from ..render.page import Page
from ..render.schema import render_schema_value
from ..render.text_budget import TextBudget, spent
from ..site.page_sources import ErrorPage, OperationPage, SchemaPage
from .events import OPERATION_READ
from .project import page_project
from .translation import catalogue

if TYPE_CHECKING:
    from collections.abc import Iterable


CLASS = "openapi-borrowed"
"""CSS class of embedded operations and schemas."""


class embedded(nodes.container):  # noqa: N801
    """An embedded operation or schema.

    Attributes: ``folder`` of its API, docname of its ``page``, and the ``parts`` to show.
    """


class FillEmbedded(SphinxTransform):
    """Fills the nodes of embedded operations and schemas from the sources of their pages."""

    default_priority = 761  # after AddContent, which looks for the parts that the author has placed by hand

    def apply(self, **kwargs: Any) -> None:
        """Put the content into the nodes."""
        budget = TextBudget()
        for node in self.document.findall(embedded):
            project = page_project(self.env)
            page = Page(self.env.docname, self.document, project.apis[node["folder"]])
            with catalogue(self.env, self.env.docname) as messages, spent(budget):
                content = list(_content(node, page))
            node.extend([*content, *messages])
            settle_links(content, page)


def _content(node: embedded, page: Page) -> Iterable[nodes.Node]:
    env = page.document.settings.env
    content = page_project(env).read_page(node["page"])
    if isinstance(content, SchemaPage):
        schema = read_schema(content.document, content.usage.name, page.api.known_schemas)
        yield from render_schema_value(schema, page)
        return
    if not isinstance(content, OperationPage):
        yield nodes.error("", paragraph(content.error if isinstance(content, ErrorPage) else ""))
        return
    operation = read_operation(content.document, page.api.known_schemas)
    env.events.emit(OPERATION_READ, node["page"], operation)
    if node["page"] != page.docname and not node["parts"]:
        yield from render_signature(operation)
    yield from render_operation(operation, page, node["parts"])


def _as_container(translator: Any, node: nodes.Element) -> None:
    translator.visit_container(node)


def _end_container(translator: Any, node: nodes.Element) -> None:
    translator.depart_container(node)


VISITORS = (_as_container, _end_container)
"""Functions that write the node in every builder, as a container."""
