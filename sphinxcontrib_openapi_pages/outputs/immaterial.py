"""Labels operations in the navigation of sphinx-immaterial, which converts menu entries to text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..render.menu_entry import MARK, METHOD, label_html, mark_html
from ..sphinx.environment import menu_entry
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def label_navigation(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Add labels to the entries of operations (event ``html-page-context``, after the theme)."""
    if "sphinx_immaterial" not in app.extensions:
        return
    # The theme gives each entry the metadata of its page, and an entry of its own to each page.
    labels = {id(app.env.metadata[docname]): docname for docname in page_project(app.env).pages}
    todo = list(context.get("nav", ()))
    while todo:
        entry = todo.pop()
        todo += entry.children
        docname = labels.get(id(entry.meta))
        link = docname and menu_entry(app.env, docname)
        if link and (link.get(METHOD) or link.get(MARK)):
            label = label_html(link[METHOD]) if link.get(METHOD) else ""
            mark = mark_html(link[MARK]) if link.get(MARK) else ""
            entry.title = f"{label}<span>{entry.title}{mark}</span>"
