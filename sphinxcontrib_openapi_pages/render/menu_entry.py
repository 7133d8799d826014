"""Writes the entries of operations in menus: the method as a label, the title, and what distinguishes equal titles.

An entry is a reference in a table of contents, which Sphinx copies for each page. Everything besides the title is in
attributes of the reference, because a title in a toctree replaces the content of the reference.
"""

from __future__ import annotations

from html import escape
from typing import Any

from docutils import nodes

from .writing_direction import direction_attribute

METHOD = "openapi_method"
"""Attribute of an entry: the method, in lower case."""

MARK = "openapi_mark"
"""Attribute of an entry: the text that distinguishes it from another entry with the same title."""

SHORT = {"delete": "DEL", "options": "OPT"}
"""Labels of methods whose names are longer than a label."""

MAX_LABEL = 5
"""Longest label, in characters."""


def label_html(method: str) -> str:
    """Return the label of *method*, which may be any word."""
    text = SHORT.get(method, method.upper()[:MAX_LABEL])
    return f'<b class="oa-{escape(method)}">{escape(text)}</b> '


def mark_html(mark: str) -> str:
    """Return *mark*, such as a path, in the form for the end of a menu entry."""
    return f' <span class="openapi-menu-mark">{escape(mark)}</span>'


def visit_html(translator: Any, node: nodes.reference) -> None:
    """Begin a reference as the theme's translator does; in an entry of a menu, add the label."""
    type(translator).visit_reference(translator, node)
    if _is_operation(node):
        label = label_html(node[METHOD]) if node.get(METHOD) else ""
        direction = direction_attribute(node.astext())
        translator.body.append(f"{label}<span{direction}>")


def depart_html(translator: Any, node: nodes.reference) -> None:
    """End a reference as the theme's translator does; in a menu entry, add the text that distinguishes it."""
    if _is_operation(node):
        mark = mark_html(node[MARK]) if node.get(MARK) else ""
        translator.body.append(f"{mark}</span>")
    type(translator).depart_reference(translator, node)


def _is_operation(node: nodes.reference) -> bool:
    """Return whether *node* is the entry of an operation in a menu, and not in the table of contents of its page."""
    if not (node.get(METHOD) or node.get(MARK)):
        return False
    return any(name.startswith("toctree-l") for name in node.parent.get("classes", ()))
