"""Adds style sheet and script to the pages that need them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes

from ..locale import _
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx

OURS = frozenset({"openapi-group", "openapi-borrowed", "openapi-coverage", "openapi-changes"})
"""CSS classes of the output of our directives."""

DESIGN = "sphinx-design.min.css"
"""The style sheet of sphinx-design: 55 kB, of which pages without its other components need the rules of tabs only."""

TABS = frozenset({"sd-tab-set", "sd-tab-content", "sd-tab-label"})
"""The CSS classes of sphinx-design that our style sheet has rules for."""

STATIC = Path(__file__).parents[1] / "static"

EPUB = Path(__file__).parent / "epub_files"
"""The style sheet for EPUB. Readers of EPUB run no scripts and support little of CSS."""


def add_static_files(app: Sphinx) -> None:
    """Publish style sheet and script (event ``builder-inited``)."""
    folder = EPUB if app.builder.name == "epub" else STATIC
    # A new list, because all builds of a process share the default one.
    app.config.html_static_path = [*app.config.html_static_path, str(folder)]
    if app.builder.name != "epub" and page_project(app.env).apis:
        app.add_css_file("openapi-menu.css")  # on all pages, since each may have a menu of operations


def add_assets(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load style sheet and script on pages that show something of an API (event ``html-page-context``)."""
    if pagename == "search" and page_project(app.env).apis:
        app.add_js_file("openapi-search.js", loading_method="defer")
    if doctree is not None and (pagename in page_project(app.env).pages or any(doctree.findall(is_ours))):
        if app.builder.name == "epub":
            app.add_css_file("openapi-pages-epub.css")
            return
        if _can_spare_design(app, pagename, doctree):
            files = context.get("css_files", [])
            files[:] = [file for file in files if Path(getattr(file, "filename", file)).name != DESIGN]
        app.add_css_file("openapi-pages.css")
        app.add_js_file("openapi-pages.js", loading_method="defer", **_script_words())


def _can_spare_design(app: Sphinx, pagename: str, doctree: nodes.document) -> bool:
    """Return whether a page needs no style sheet of sphinx-design, which the author may not have asked for."""
    project = page_project(app.env)
    if "sphinx_design" in app.config.extensions or pagename not in project.pages or pagename in project.overridden:
        return False
    return not any(name[:3] == "sd-" and name not in TABS for name in _classes(doctree))


def _classes(doctree: nodes.document) -> Iterator[str]:
    for node in doctree.findall(nodes.Element):
        yield from node["classes"]


def _script_words() -> dict[str, Any]:
    """Return the translated messages of the script, as attributes of its element. It knows the English ones itself."""
    messages = {
        "copy": ("Copy", _("Copy")),
        "copied": ("Copied", _("Copied")),
        "copy-path": ("Copy the path", _("Copy the path")),
        "copy-url": ("Copy the URL", _("Copy the URL")),
        "copy-code": ("Copy the code", _("Copy the code")),
        "copy-markdown": ("Copy page as Markdown", _("Copy page as Markdown")),
        "expand": ("Expand all", _("Expand all")),
        "collapse": ("Collapse all", _("Collapse all")),
        "lines": ("{count} lines", _("{count} lines")),
    }
    return {f"data-{name}": text for name, (english, text) in messages.items() if text != english}


def is_ours(node: nodes.Node) -> bool:
    """Return whether a directive of the extension made *node*."""
    return isinstance(node, nodes.Element) and not OURS.isdisjoint(node.get("classes", ()))
