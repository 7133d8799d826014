"""Adds a description to each page, for search engines and previews of links (``<meta name="description">``)."""

from __future__ import annotations

from html import escape
from textwrap import shorten
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..render.field_list_node import fields_list
from ..render.markdown import render_markdown
from ..render.nodes import exact_text
from ..site.api_index import MountedApi
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx

LENGTH = 200
"""The longest description, in characters. Search engines show no more."""

OPENGRAPH = "sphinxext.opengraph"
"""An extension that would make its description from method, operationId and labels of tabs."""


def describe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add a description to a page, unless its author has written one (event ``html-page-context``)."""
    project = page_project(app.env)
    if doctree is None or pagename not in project.pages or 'name="description"' in context["metatags"]:
        return
    text = shorten(_text(doctree, project.api_of(pagename), pagename), LENGTH, placeholder=" …")
    context["metatags"] += f'<meta name="description" content="{escape(text)}" />\n'
    if OPENGRAPH in app.extensions:
        context["meta"] = {"og:description": text, **(context["meta"] or {})}


def _text(doctree: nodes.document, api: MountedApi, docname: str) -> str:
    """Return the first paragraph of the page; without one, a text made from its title."""
    section = next(doctree.findall(nodes.section), doctree)
    for node in section.children:
        if isinstance(node, nodes.paragraph) and not node["classes"]:
            return node.astext()
    for node in section.findall(fields_list):
        whole = node.fields.whole
        if whole is not None and whole.description:
            return render_markdown(whole.description)[0].astext()
        break
    entry = api.entry(docname)
    route = f": {entry.route}" if entry is not None else ""
    return f"{exact_text(section[0])}{route} ({api.title})"
