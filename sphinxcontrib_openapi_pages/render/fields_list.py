"""The node that holds a list of fields until a builder writes it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.errors import NoUri

from ..project import page_project
from .fields import FieldList
from .fields_html import fields_html
from .fields_nodes import field_nodes, fields_text
from .markdown import operation_name, rebased, relinked_html
from .tabs import FlattenTabs

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


def hold_fields(fields: FieldList) -> fields_list:
    """Return the node that holds *fields*."""
    return fields_list("", "", format="html", fields=fields)


def _targets(node: fields_list, builder: Builder, docname: str) -> Callable[[str], str]:
    """Return what makes of a link in a description the link that *builder* writes on the page *docname*."""
    operations = page_project(builder.env).apis[node["folder"]].operations

    def target(url: str) -> str:
        found = operations.get(operation_name(url))
        if found is not None:
            with suppress(NoUri):
                return builder.get_relative_uri(docname, found)
        return rebased(url, node["link_base"]) if node["link_base"] else url

    return target


def _visit_html(translator: Any, node: fields_list) -> None:
    builder = translator.builder
    target = _targets(node, builder, builder.current_docname)
    translator.body.append(relinked_html(fields_html(node["fields"]), target))
    raise nodes.SkipNode


def expand_fields(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put nodes in the place of fields for builders that do not write pages of HTML (event ``doctree-resolved``)."""
    if app.builder.format == "html" and app.builder.name != "epub":
        return
    for node in list(doctree.findall(fields_list)):
        expanded = list(field_nodes(node["fields"]))
        target = _targets(node, app.builder, docname)
        for text in (text for part in expanded for text in part.findall(nodes.TextElement)):
            # Message catalogues leave out what comes from nowhere, and what Sphinx has not given a uid.
            text.source, text.line, text.uid = node.source, node.line, ""  # type: ignore[attr-defined]
            if "refuri" in text:
                text["refuri"] = target(text["refuri"])
        node.replace_self(expanded)


def setup_fields(app: Sphinx) -> None:
    """Register the node and its expansion."""
    app.add_node(fields_list, html=(_visit_html, None))
    app.add_post_transform(FlattenTabs)
    app.connect("doctree-resolved", expand_fields)
