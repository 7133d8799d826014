"""Writes lists of fields: directly as HTML, and as docutils nodes for all other builders."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..render.field_list_node import fields_list
from ..render.fields_html import fields_html
from ..render.fields_nodes import field_nodes
from ..render.links import Links
from ..render.markdown import relinked_html
from ..render.text_budget import MAX_IN_FIELDS, TextBudget, spent
from ..render.translation import looked_up
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


def _links(node: fields_list, builder: Builder, docname: str) -> Links:
    return Links(page_project(builder.env).apis[node["folder"]], builder, docname)


def write_html(translator: Any, node: fields_list) -> None:
    """Write the fields of *node* as HTML."""
    builder = translator.builder
    links = _links(node, builder, builder.current_docname)
    # A builder has a translator for each document.
    budget = vars(translator).setdefault("openapi_text_budget", TextBudget(MAX_IN_FIELDS))
    with looked_up(node.lookup), spent(budget):
        html = fields_html(node.fields, links.schema, links.published_document, node.get("prefix", ""))
        translator.body.append(relinked_html(html, links.target))
    raise nodes.SkipNode


def expand_fields(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Replace lists of fields by docutils nodes, unless the builder writes HTML pages (event ``doctree-resolved``)."""
    if app.builder.format == "html" and app.builder.name != "epub":
        return
    budget = TextBudget()
    for node in list(doctree.findall(fields_list)):
        links = _links(node, app.builder, docname)
        with looked_up(node.lookup), spent(budget):
            expanded = list(field_nodes(node.fields, partial(_schema_reference, links)))
        for reference in (found for part in expanded for found in part.findall(nodes.reference)):
            if "refuri" in reference:
                reference["refuri"] = links.target(reference["refuri"])
        node.replace_self(expanded)


def _schema_reference(links: Links, name: str, content: nodes.Node) -> nodes.Node:
    uri = links.schema(name)
    return nodes.reference("", "", content, internal=True, refuri=uri) if uri else content
