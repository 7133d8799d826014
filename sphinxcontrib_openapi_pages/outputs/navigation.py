"""Collapses the theme's navigation on pages of an API: it shows all groups, but only the operations of the current one.

Some themes, such as furo, list every page of the site on every page. With a large API, most of a page would be
navigation. Themes draw it with the function ``toctree`` in the context of the page, or with a similar one of their own.
See https://www.sphinx-doc.org/en/master/development/html_themes/templating.html#toctree.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import urljoin

from sphinx.environment.adapters.toctree import TocTree
from sphinx.util.osutil import relative_uri

from ..config import conf_place, read_navigation
from ..sphinx.environment import parents, toctrees
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

Draw: TypeAlias = Callable[..., Any]
"""A function in the context of a page that returns navigation."""

FURO = "furo_navigation_tree"
"""The key in the context under which furo puts its navigation."""

PYDATA = "generate_toctree_html"
"""The function that pydata-sphinx-theme, and themes based on it, use instead of ``toctree``."""

#: The entry of the current page in navigation. The group ``marks`` is what only the current entry and its link have.
CURRENT = re.compile(
    r'<li class="toctree-l(?P<level>\d+)(?P<marks>[^"]*"><a (?:aria-current="page" )?'
    r'class="current reference internal" href="#">).*?</a>'
)

#: The parts of the table of contents of a page: lists, and links to sections.
CONTENTS = re.compile(r'<ul>|</ul>|<a class="reference internal" href="#[^"]+">.*?</a>', re.DOTALL)

LEVEL = re.compile('<li class="toctree-l[2-9]">')

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


class Drawings:
    """Draws the navigation of each page separately. A subclass may share it among pages."""

    def draw(self, toctree: Draw, docname: str, arguments: Mapping[str, Any]) -> str:
        """Return the navigation of the page *docname*, drawn by *toctree*."""
        return str(toctree(**arguments))

    def give(self, toctree: Draw, docname: str, arguments: Mapping[str, Any]) -> str:
        """Return the navigation for a theme that changes it; the theme's result goes to :meth:`finish`."""
        return self.draw(toctree, docname, arguments)

    def finish(self, docname: str, html: str) -> str:
        """Return the navigation of *docname*. *html* is the theme's output for the result of :meth:`give`."""
        return html

    def draw_at_root(self, toctree: Draw, arguments: Mapping[str, Any]) -> str:
        """Return the navigation of a page in the root folder that is not a document, such as the search page."""
        return str(toctree(**arguments))


class Navigation:
    """The navigation on the pages of one build."""

    def __init__(self, app: Sphinx, drawings: Drawings, *, has_all: bool) -> None:
        self.env = app.env
        self.builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
        self.drawings = drawings
        self.phases = page_project(app.env).phases
        self.has_all = has_all
        """Whether the author's own documents get collapsed navigation too."""
        app.connect("html-page-context", self.before_theme, priority=100)
        app.connect("html-page-context", self.after_theme, priority=900)

    @cached_property
    def parents(self) -> dict[str, str]:
        """The parent of each document, by docname."""
        return parents(self.env)

    def before_theme(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Replace ``toctree`` before the theme uses it."""
        draw = context.get("toctree")
        if draw is None:
            return
        if pagename in page_project(self.env).pages:
            function = self._give if "furo" in app.extensions else self._show
            context["toctree"] = partial(function, draw, pagename, context)
        elif self.has_all:
            context["toctree"] = partial(_collapsed, draw)
        elif doctree is None and "/" not in pagename:
            context["toctree"] = partial(self._show_at_root, draw)

    def after_theme(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Replace the theme's entries in the context."""
        if pagename in page_project(self.env).pages:
            if "toctree" in context:
                context["toctree"] = partial(self._show, *context["toctree"].args)
            if FURO in context:
                with self.phases.timed("navigation"):
                    context[FURO] = _without_unused_classes(self.drawings.finish(pagename, context[FURO]))
            if PYDATA in context:
                context[PYDATA] = partial(self._show_sidebar, context[PYDATA], pagename)
        elif self.has_all and PYDATA in context:
            context[PYDATA] = partial(_collapsed, context[PYDATA])

    def _give(self, draw: Draw, pagename: str, context: Mapping[str, Any], **kwargs: Any) -> str:
        """Replaces ``toctree`` for furo: return the HTML from which furo builds its navigation."""
        with self.phases.timed("navigation"):
            return self.drawings.give(self._toctree(draw, pagename), pagename, _wanted(kwargs))

    def _show_at_root(self, draw: Draw, **kwargs: Any) -> str:
        """Replaces ``toctree`` on indices and the search page."""
        with self.phases.timed("navigation"):
            return self.drawings.draw_at_root(draw, kwargs)

    def _show(self, draw: Draw, pagename: str, context: Mapping[str, Any], **kwargs: Any) -> str:
        """Replaces ``toctree`` on the page *pagename*."""
        with self.phases.timed("navigation"):
            html = self.drawings.draw(self._toctree(draw, pagename), pagename, _wanted(kwargs))
        if kwargs.get("titles_only") or toctrees(self.env).get(pagename):
            return html
        return _with_sections(html, context.get("toc", ""), int(kwargs.get("maxdepth") or 0))

    def _show_sidebar(self, draw: Draw, pagename: str, kind: str, **kwargs: Any) -> Any:
        """Replaces the function of pydata-sphinx-theme on the page *pagename*."""
        if kind != "sidebar":
            return draw(kind, **kwargs)
        with self.phases.timed("navigation"):
            return self.drawings.draw(partial(draw, kind), pagename, _wanted(kwargs))

    def _toctree(self, draw: Draw, pagename: str) -> Draw:
        """Return *draw*, or a function that draws the navigation of the parent if no toctree shows the page.

        No toctree shows the pages of schemas, for instance, if there are very many.
        """
        parent = self.parents.get(pagename)

        def toctree(**kwargs: Any) -> str:
            html = str(draw(**kwargs))
            if parent is None or CURRENT.search(html):
                return html
            tree = TocTree(self.env).get_toctree_for(parent, self.builder, **{"includehidden": False, **kwargs})
            html = self.builder.render_partial(tree)["fragment"].replace(
                '<a class="current reference', '<a class="reference'
            )
            return rebased(html, *map(self.builder.get_target_uri, (parent, pagename)))

        return toctree


def _without_unused_classes(html: str) -> str:
    """Return furo's navigation without classes that its style sheet has no rules for: entries may be hundreds."""
    return LEVEL.sub("<li>", html).replace('class="reference internal"', 'class="reference"')


def _wanted(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return the arguments of ``toctree`` for collapsed navigation; the theme has *given* its own."""
    # Without this, the option ``maxdepth`` of the toctree directive would apply. It is meant for the list on the page.
    maxdepth = int(given.get("maxdepth") or -1)
    # The toctrees of groups are hidden, because their pages list the operations.
    return {**given, "collapse": True, "titles_only": True, "includehidden": True, "maxdepth": maxdepth}


def rebased(html: str, old: str, new: str) -> str:
    """Return *html*, the navigation of the page with the URI *old*, with links relative to *new*."""

    def href(found: re.Match[str]) -> str:
        if _SCHEME.match(found[1]):
            return found[0]
        return f'href="{relative_uri(new, urljoin(old, found[1]).lstrip("/"))}"'

    return re.sub(r'href="([^"]*)"', href, html)


def _collapsed(draw: Draw, *args: Any, **kwargs: Any) -> Any:
    return draw(*args, **{**kwargs, "collapse": True})


def _with_sections(html: str, toc: str, maxdepth: int) -> str:
    """Return navigation with the sections of the current page below its entry, for themes that show them.

    *toc* is the table of contents of the page. If *maxdepth* is at least 1, it limits how deep entries are nested.
    """
    current = CURRENT.search(html)
    if current is None:
        return html
    level = int(current["level"]) + 1
    depth, items = 0, []
    for found in CONTENTS.finditer(toc):
        if found[0] in ("<ul>", "</ul>"):
            depth += 1 if found[0] == "<ul>" else -1
        elif depth == 2:
            items.append(f'<li class="toctree-l{level}">{found[0]}</li>\n')
    if not items or 0 < maxdepth < level:
        return html
    return f"{html[: current.end()]}<ul>\n{''.join(items)}</ul>\n{html[current.end() :]}"


def start_navigation(app: Sphinx, drawings: Drawings) -> None:
    """Replace the navigation of the theme, unless ``openapi_pages_navigation`` is ``off``."""
    mode = read_navigation(app.config.openapi_pages_navigation, conf_place(Path(app.confdir)))
    if app.builder.format == "html" and mode != "off":
        Navigation(app, drawings, has_all=mode == "all")
