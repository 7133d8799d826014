"""Changes ids and links for the builder ``singlehtml``, which writes all documents to one page.

Pages of an API have ids in common, so each id gets the docname of its page as prefix. Since 8.2, Sphinx writes links
to a place in another document with two "#" (https://github.com/sphinx-doc/sphinx/issues/14221), and browsers do not
find the place; this module mends these links too.
"""

from __future__ import annotations

import re
from collections.abc import Container
from functools import partial
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..render.field_list_node import fields_list
from ..render.nodes import with_documents
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx

#: A link to a place in a document. A link to the beginning of a document has no second "#".
LINK = re.compile(r"#document-(?P<docname>[^#\"]+)#(?P<anchor>[^#\"]+)")


def name_ids(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add the docname as prefix to the ids on pages of APIs, and to the links (event ``doctree-resolved``)."""
    if app.builder.name != "singlehtml":
        return
    pages = page_project(app.env).pages
    for node, origin in with_documents(doctree, docname):
        if origin in pages:
            _name(node, _prefix(origin))
        if "refuri" in node:
            node["refuri"] = _mended(node["refuri"], pages)
    for page in pages & app.env.toc_secnumbers.keys():
        numbers = app.env.toc_secnumbers[page]
        app.env.toc_secnumbers[page] = {_renamed(anchor, page): number for anchor, number in numbers.items()}


def mend_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add the docname as prefix to the links in the navigation (event ``html-page-context``)."""
    if app.builder.name != "singlehtml":
        return
    pages, draw = page_project(app.env).pages, context.get("toctree")
    if draw is not None:
        context["toctree"] = lambda **kwargs: _mended(str(draw(**kwargs)), pages)
    if "toc" in context:
        context["toc"] = _mended(context["toc"], pages)


def _mended(text: str, pages: Container[str]) -> str:
    return LINK.sub(partial(_place, pages), text)


def _place(pages: Container[str], link: re.Match[str]) -> str:
    docname = link["docname"]
    return f"#{_prefix(docname)}{link['anchor']}" if docname in pages else f"#{link['anchor']}"


def _prefix(docname: str) -> str:
    return f"{docname}-"


def _renamed(anchor: str, docname: str) -> str:
    return f"#{_prefix(docname)}{anchor[1:]}" if anchor else anchor


def _name(node: nodes.Element, prefix: str) -> None:
    for attribute in ("ids", "backrefs"):
        if node.get(attribute):
            node[attribute] = [f"{prefix}{name}" for name in node[attribute]]
    if "refid" in node:
        node["refid"] = f"{prefix}{node['refid']}"
    if isinstance(node, fields_list):
        node["prefix"] = prefix
