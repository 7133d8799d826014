"""The node that holds a list of fields until a builder writes it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..project import page_project
from .common import Page
from .fields import FieldList
from .fields_html import fields_html
from .fields_nodes import field_nodes, fields_text
from .links import Links
from .markdown import relinked_html
from .tabs import FlattenAllTabs, FlattenTabs

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


class fields_list(nodes.raw):  # noqa: N801
    """A list of fields, in its attribute ``fields``.

    It is a ``raw`` node of HTML for all who look at nodes, Sphinx's search index among them.
    """

    def astext(self) -> str:
        """Return the words of the fields, for the search index."""
        return fields_text(self["fields"])


def hold_fields(fields: FieldList, page: Page) -> fields_list:
    """Return the node that holds *fields* of *page*."""
    return fields_list("", "", format="html", fields=fields, folder=page.folder)


def _links(node: fields_list, builder: Builder, docname: str) -> Links:
    return Links(page_project(builder.env).apis[node["folder"]], builder, docname)


def _visit_html(translator: Any, node: fields_list) -> None:
    builder = translator.builder
    links = _links(node, builder, builder.current_docname)
    translator.body.append(
        relinked_html(fields_html(node["fields"], links.schema, node.get("prefix", "")), links.target)
    )
    raise nodes.SkipNode


def expand_fields(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put nodes in the place of fields for builders that do not write pages of HTML (event ``doctree-resolved``)."""
    if app.builder.format == "html" and app.builder.name != "epub":
        return
    for node in list(doctree.findall(fields_list)):
        links = _links(node, app.builder, docname)
        expanded = list(field_nodes(node["fields"], partial(_schema_reference, links)))
        for text in (text for part in expanded for text in part.findall(nodes.TextElement)):
            # Message catalogues leave out what comes from nowhere, and what Sphinx has not given a uid.
            text.source, text.line, text.uid = node.source, node.line, ""  # type: ignore[attr-defined]
            if "refuri" in text:
                text["refuri"] = links.target(text["refuri"])
        node.replace_self(expanded)


def _schema_reference(links: Links, name: str, content: nodes.Node) -> nodes.Node:
    uri = links.schema(name)
    return nodes.reference("", "", content, internal=True, refuri=uri) if uri else content


def setup_fields(app: Sphinx) -> None:
    """Register the node and its expansion."""
    app.add_node(fields_list, html=(_visit_html, None))
    app.add_post_transform(FlattenTabs)
    app.add_post_transform(FlattenAllTabs)
    app.connect("doctree-resolved", expand_fields)
