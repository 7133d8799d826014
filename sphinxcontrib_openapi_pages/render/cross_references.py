"""Creates links to other pages, to named objects of the API, to places on the same page, and to other sites."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..locale import _, filled
from .elements import code, paragraph
from .markdown import link_target
from .translation import spec_text

DOMAIN = "openapi"
"""The name of the domain that resolves links to operations, schemas, groups and APIs."""

PLACE = "place"
"""The reference type of links to a place on another page. Only pages use it; the target is a docname."""

PAGE = "page"
"""Type of links that the pages make to other documents, by docname, with the title of the document as their text."""

API = "openapi:api"
"""The attribute of a link with the folder of the target's API."""


def external_link(url: str, text: str = "") -> nodes.Node:
    """Return a link to *url*, or both as text if the link could execute something."""
    if target := link_target(url):
        return nodes.reference(text or url, text or url, refuri=target, internal=False)
    return nodes.inline("", "", *([nodes.Text(f"{text}: ")] if text else []), code(url))


def page_link(docname: str, text: str = "") -> nodes.Node:
    """Return a link to another document with *text*; by default, with its title, which an override may change."""
    return addnodes.pending_xref(
        "", nodes.inline(text, text), refdomain=DOMAIN, reftype=PAGE, reftarget=docname, refexplicit=bool(text)
    )


def place_link(docname: str, anchor: str, content: nodes.Node) -> nodes.Node:
    """Return a link to a place on another page of an API."""
    return addnodes.pending_xref(
        "", content, refdomain=DOMAIN, reftype=PLACE, reftarget=docname, refanchor=anchor, refexplicit=True
    )


def name_link(folder: str, kind: str, name: str, content: nodes.Node) -> nodes.Node:
    """Return a link to the thing with the name *name* in the API at *folder*; *content* alone if there is none.

    *kind* is one of :data:`~sphinxcontrib_openapi_pages.site.api_index.KINDS`.
    """
    node = addnodes.pending_xref("", content, refdomain=DOMAIN, reftype=kind, reftarget=name, refexplicit=True)
    node[API] = folder
    return node


def anchor_link(anchor: str, content: nodes.Node) -> nodes.Node:
    """Return a link to a place on the same page."""
    return nodes.reference("", "", content, internal=True, refid=anchor)


def external_docs(data: Mapping[str, Any]) -> nodes.paragraph:
    """Return the link of an External Documentation Object."""
    text = spec_text(" ".join(data.get("description", "").split()))
    return paragraph(*filled(_("See also: {link}"), link=[external_link(data["url"], text)]), classes="openapi-meta")
