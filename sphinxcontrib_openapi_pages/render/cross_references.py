"""Links: to other pages, to what the document names, to places on the same page, and out of the site."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from docutils import nodes
from sphinx import addnodes

from ..locale import _, filled
from .elements import code, paragraph
from .markdown import is_safe_link
from .translation import spec_text

DOMAIN = "openapi"
"""Name of the domain that resolves links to what the document names."""

PLACE = "place"
"""Type of links that the pages make to a place on another page: the target is a docname."""

API = "openapi:api"
"""Attribute of a link: the folder of the API that its target belongs to."""


def external_link(url: str, text: str = "") -> nodes.Node:
    """Return a link to *url*, or only its text where it could run something."""
    if not is_safe_link(url):
        return code(url)
    return nodes.reference(text or url, text or url, refuri=url, internal=False)


def page_link(docname: str, text: str = "") -> nodes.Node:
    """Return a link to another document, with its title (as the author may have changed it) or *text*."""
    return addnodes.pending_xref(
        "",
        nodes.inline(text, text),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refexplicit=bool(text),
        refwarn=True,
    )


def place_link(docname: str, anchor: str, content: nodes.Node) -> nodes.Node:
    """Return a link to a place on another page of an API."""
    return addnodes.pending_xref(
        "", content, refdomain=DOMAIN, reftype=PLACE, reftarget=docname, refanchor=anchor, refexplicit=True
    )


def name_link(folder: str, kind: str, name: str, content: nodes.Node) -> nodes.Node:
    """Return a link to what is called *name* in the API at *folder*; *content* alone if nothing is.

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
