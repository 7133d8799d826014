"""The node that holds a list of fields until a builder writes it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..project import page_project
from .fields import FieldList
from .fields_html import fields_html
from .fields_nodes import field_nodes, fields_text
from .markdown import operation_name, rebased, relinked_html
from .tabs import FlattenTabs

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class fields_list(nodes.raw):  # noqa: N801
    """A list of fields, in its attribute ``fields``.

    It is a ``raw`` node of HTML for all who look at nodes, Sphinx's search index among them.
    """

    def astext(self) -> str:
        """Return the words of the fields, for the search index."""
        return fields_text(self["fields"])


def hold_fields(fields: FieldList) -> fields_list:
    """Return the node that holds *fields*."""
    return fields_list("", "", format="html", fields=fields)


def _visit_html(translator: Any, node: fields_list) -> None:
    operations = page_project(translator.builder.env).apis[node["folder"]].operations

    def target(url: str) -> str:
        docname = operations.get(operation_name(url))
        if docname is not None:
            return str(translator.builder.get_relative_uri(translator.builder.current_docname, docname))
        return rebased(url, node["link_base"]) if node["link_base"] else url

    translator.body.append(relinked_html(fields_html(node["fields"]), target))
    raise nodes.SkipNode


def expand_fields(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put nodes in the place of fields for builders that do not write pages of HTML (event ``doctree-resolved``)."""
    if app.builder.format == "html" and app.builder.name != "epub":
        return
    for node in list(doctree.findall(fields_list)):
        expanded = list(field_nodes(node["fields"]))
        for text in (text for part in expanded for text in part.findall(nodes.TextElement)):
            # Message catalogues leave out what comes from nowhere, and what Sphinx has not given a uid.
            text.source, text.line, text.uid = node.source, node.line, ""  # type: ignore[attr-defined]
        node.replace_self(expanded)


def setup_fields(app: Sphinx) -> None:
    """Register the node and its expansion."""
    app.add_node(fields_list, html=(_visit_html, None))
    app.add_post_transform(FlattenTabs)
    app.connect("doctree-resolved", expand_fields)
