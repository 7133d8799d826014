"""The link from the page of an API to the index of all endpoints by path."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..locale import _
from .nodes import add_html_node

if TYPE_CHECKING:
    from sphinx.application import Sphinx

INDEX = "openapi-routes"
"""The docname that Sphinx gives to the index."""


class all_endpoints(nodes.General, nodes.Element):  # noqa: N801
    """A link to the index, if the builder writes it; other builders omit the link."""


def _html_link(translator: Any, node: all_endpoints) -> None:
    builder = translator.builder
    if builder.name in ("html", "dirhtml") and any(name == INDEX for name, *_ in builder.domain_indices):
        uri = escape(builder.get_relative_uri(builder.current_docname, INDEX))
        text = escape(_("All endpoints by path"))
        translator.body.append(f'<p><a class="reference internal" href="{uri}">{text}</a></p>\n')
    raise nodes.SkipNode


def setup_all_endpoints(app: Sphinx) -> None:
    """Register the node with its visitors."""
    add_html_node(app, all_endpoints, _html_link)
