"""The node that holds a list of fields until a builder writes it."""

from __future__ import annotations

import pickle
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..sphinx.project import page_project
from ..sphinx.translation import Lookup, current_lookup, looked_up
from .elements import Page
from .fields import FieldList
from .fields_html import fields_html
from .fields_nodes import field_nodes, fields_messages, fields_text
from .links import Links
from .markdown import relinked_html
from .tabs import FlattenAllTabs, FlattenTabs

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.builders import Builder


class fields_list(nodes.raw):  # noqa: N801
    """A list of fields, with ``translations`` of messages in their descriptions, and its words (``text``).

    It is a ``raw`` node of HTML for all who look at nodes, Sphinx's search index among them. The fields are
    ``packed``: the main process of a parallel build loads documents that others write.
    """

    def astext(self) -> str:
        """Return the words of the fields, for the search index."""
        return self["text"]  # type: ignore[no-any-return]

    @property
    def fields(self) -> FieldList:
        """The fields."""
        return pickle.loads(self["packed"])  # type: ignore[no-any-return]  # noqa: S301 (Sphinx has unpickled the node)

    @property
    def lookup(self) -> Lookup | None:
        """What translates the descriptions."""
        translations: dict[str, str] = self["translations"]
        return (lambda message: translations.get(message, message)) if translations else None


def hold_fields(fields: FieldList, page: Page) -> fields_list:
    """Return the node that holds *fields* of *page*."""
    lookup = current_lookup()
    found = {} if lookup is None else {message: lookup(message) for message in fields_messages(fields)}
    translations = {message: text for message, text in found.items() if text != message}
    packed = pickle.dumps(fields, pickle.HIGHEST_PROTOCOL)
    node = fields_list("", "", format="html", packed=packed, folder=page.folder, translations=translations)
    with looked_up(node.lookup):
        node["text"] = fields_text(fields)
    return node


def _links(node: fields_list, builder: Builder, docname: str) -> Links:
    return Links(page_project(builder.env).apis[node["folder"]], builder, docname)


def _visit_html(translator: Any, node: fields_list) -> None:
    builder = translator.builder
    links = _links(node, builder, builder.current_docname)
    with looked_up(node.lookup):
        html = fields_html(node.fields, links.schema, node.get("prefix", ""))
        translator.body.append(relinked_html(html, links.target))
    raise nodes.SkipNode


def expand_fields(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Put nodes in the place of fields for builders that do not write pages of HTML (event ``doctree-resolved``)."""
    if app.builder.format == "html" and app.builder.name != "epub":
        return
    for node in list(doctree.findall(fields_list)):
        links = _links(node, app.builder, docname)
        with looked_up(node.lookup):
            expanded = list(field_nodes(node.fields, partial(_schema_reference, links)))
        for reference in (found for part in expanded for found in part.findall(nodes.reference)):
            if "refuri" in reference:
                reference["refuri"] = links.target(reference["refuri"])
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
