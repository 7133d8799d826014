"""Sets the text direction of right-to-left titles, for which docutils has no attribute."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ..render.writing_direction import directed_headings, has_right_to_left
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def direct_headings(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Give the headings of a page of ours the attribute ``dir``, if one needs it (event ``html-page-context``)."""
    if pagename in page_project(app.env).pages and has_right_to_left(f"{context.get('title')}{context.get('toc')}"):
        context["body"] = directed_headings(context["body"])
