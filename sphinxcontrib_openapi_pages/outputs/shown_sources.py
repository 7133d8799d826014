"""The target of "Show source" on a page without a file of the author.

Sphinx copies the source of each page into ``_sources``. The source of such a page is in the cache, and its content is
published already. The extension sphinx-llms-txt reads those copies, and warns about each one that is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sphinx.builders.html import StandaloneHTMLBuilder

from ..render.nodes import READABLE, markdown_name
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def show_published(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Let "Show source" open the published file, and copy no source (event ``html-page-context``)."""
    builder, project = app.builder, page_project(app.env)
    if not isinstance(builder, StandaloneHTMLBuilder) or "sphinx_llms_txt" in app.extensions:
        return
    is_ours = pagename in project.pages and pagename not in project.overridden
    builder.copysource = type(builder).copysource and not is_ours
    if is_ours and context.get("sourcename"):
        path = markdown_name(builder, pagename) if builder.name in READABLE else ""
        context["sourcename"] = path and f"../{path}"  # seen from the folder of sources
