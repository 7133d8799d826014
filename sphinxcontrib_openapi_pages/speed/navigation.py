"""The theme's navigation on pages of an API: all groups and the operations of the current one, the rest collapsed.

A theme draws its sidebar with the function ``toctree`` of the page's context, or with one of its own that
stands on the same. Where that draws every page on every page, as furo's does, building takes time that grows
with the square of their number. Here it collapses what is far from the page, and is asked once for all pages
that differ in nothing but which entry is the current one: the mark moves.
See https://www.sphinx-doc.org/en/master/development/html_themes/templating.html#toctree.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.environment.adapters.toctree import TocTree

from ..config import read_navigation
from ..openapi.diagnostics import conf_place
from ..sphinx.environment import only_entry, toctree_entries, toctrees
from ..sphinx.project import page_project
from .sibling_entries import Siblings, rebased

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx
    from sphinx.builders.html import StandaloneHTMLBuilder

Draw = Callable[..., Any]
"""A function of a page's context that returns navigation."""

FURO = "furo_navigation_tree"
"""Where furo puts its navigation, before the page is rendered."""

PYDATA = "generate_toctree_html"
"""The function of pydata-sphinx-theme, and of the themes that stand on it, in the place of ``toctree``."""

#: The entry of the current page in navigation; *marks* are the classes that the theme gives it, and what its link has.
CURRENT = re.compile(
    r'<li class="toctree-l(?P<level>\d+)(?P<marks>[^"]*"><a (?:aria-current="page" )?'
    r'class="current reference internal" href="#">).*?</a>'
)

#: What there is in the contents of a page: lists, and links to its sections.
CONTENTS = re.compile(r'<ul>|</ul>|<a class="reference internal" href="#[^"]+">.*?</a>', re.DOTALL)


@dataclass
class _Drawing:
    """Navigation as it was drawn for one page; for its siblings, only the marks of the current page differ."""

    builder: StandaloneHTMLBuilder
    docname: str
    html: str

    def moved(self, html: str, docname: str) -> str:
        """Return *html*, this navigation or what a theme made of it, with the marks on *docname*."""
        current = CURRENT.search(html)
        if current is None or docname == self.docname:
            return html
        marked = current["marks"]
        unmarked = html.replace(marked, self._link(docname, self.docname))
        return unmarked.replace(self._link(self.docname, docname), marked)

    def _link(self, origin: str, target: str) -> str:
        """Return what the entry of *target* on the page *origin* has where the current page has its marks."""
        return f'"><a class="reference internal" href="{escape(self.builder.get_relative_uri(origin, target))}">'


class Navigation:
    """The navigation on the pages of one build."""

    def __init__(self, app: Sphinx, *, has_all: bool) -> None:
        self.env = app.env
        self.builder: StandaloneHTMLBuilder = app.builder  # type: ignore[assignment]
        self.has_all = has_all
        """Whether the author's own documents get collapsed navigation too."""
        self.drawings: dict[tuple[Any, ...], _Drawing] = {}
        self.siblings: dict[tuple[Any, ...], Siblings | None] = {}
        """Entries of an API, by its index and how they are drawn; ``None`` where they could not be told yet."""
        self.at_root: dict[tuple[tuple[str, Any], ...], str] = {}
        """Navigation of the pages that are no documents."""
        self.given: _Drawing | None = None
        """What the theme was given for the page at hand."""
        app.connect("html-page-context", self.before_theme, priority=100)
        app.connect("html-page-context", self.after_theme, priority=900)

    @cached_property
    def parents(self) -> dict[str, str]:
        """The document above each document: as for Sphinx, the last one in whose toctree it stands."""
        return {child: parent for parent, children in toctrees(self.env).items() for child in children}

    def before_theme(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Replace ``toctree`` before the theme uses it."""
        draw = context.get("toctree")
        if draw is None:
            return
        if pagename in page_project(self.env).pages:
            self.given = None
            # furo remembers what it made of each text, so siblings give it the same one.
            function = self._give if "furo" in app.extensions else self._show
            context["toctree"] = partial(function, draw, pagename, context)
        elif self.has_all:
            context["toctree"] = partial(_collapsed, draw)
        elif doctree is None and "/" not in pagename:
            context["toctree"] = partial(self._show_once, draw)

    def after_theme(
        self, app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
    ) -> None:
        """Adapt what the theme has put into the context."""
        if pagename in page_project(self.env).pages:
            if "toctree" in context:
                context["toctree"] = partial(self._show, *context["toctree"].args)
            if self.given is not None and FURO in context:
                context[FURO] = self.given.moved(context[FURO], pagename)
            if PYDATA in context:
                context[PYDATA] = partial(self._show_sidebar, context[PYDATA], pagename)
        elif self.has_all and PYDATA in context:
            context[PYDATA] = partial(_collapsed, context[PYDATA])

    def _give(self, draw: Draw, pagename: str, context: Mapping[str, Any], **kwargs: Any) -> str:
        """Return the navigation as it was drawn for the first of the pages that share it."""
        self.given = self._drawing(self._toctree(draw, pagename), pagename, kwargs)
        return self.given.html

    def _show_once(self, draw: Draw, **kwargs: Any) -> str:
        """Return what ``toctree`` does on indices and the page of the search: the same, since they all lie at the root.

        Sphinx writes them in each build, also in one that has nothing else to do.
        """
        key = tuple(sorted(kwargs.items()))
        if key not in self.at_root:
            self.at_root[key] = str(draw(**kwargs))
        return self.at_root[key]

    def _show(self, draw: Draw, pagename: str, context: Mapping[str, Any], **kwargs: Any) -> str:
        """Return what ``toctree`` does on *pagename*."""
        drawing = self._drawing(self._toctree(draw, pagename), pagename, kwargs)
        html = drawing.moved(drawing.html, pagename)
        if kwargs.get("titles_only") or self._has_pages(pagename):
            return html
        return _with_sections(html, context.get("toc", ""), int(kwargs.get("maxdepth") or 0))

    def _show_sidebar(self, draw: Draw, pagename: str, kind: str, **kwargs: Any) -> Any:
        """Return what pydata-sphinx-theme's function does on *pagename*."""
        if kind != "sidebar":
            return draw(kind, **kwargs)
        drawing = self._drawing(partial(draw, kind), pagename, kwargs)
        return drawing.moved(drawing.html, pagename)

    def _has_pages(self, docname: str) -> bool:
        """Return whether there are pages below *docname*."""
        return bool(toctrees(self.env).get(docname))

    def _drawing(self, draw: Draw, pagename: str, given: Mapping[str, Any]) -> _Drawing:
        """Return navigation that *pagename* shares."""
        # A depth that the theme does not ask for is the author's wish for the list on the page itself.
        kwargs = {**given, "collapse": True, "titles_only": True, "maxdepth": int(given.get("maxdepth") or -1)}
        folder, name = posixpath.split(pagename)
        if name == "index" or self._has_pages(pagename):
            return _Drawing(self.builder, pagename, str(draw(**kwargs)))
        key = (self.parents.get(pagename), folder, *sorted(kwargs.items()))
        if key not in self.drawings:
            self.drawings[key] = _Drawing(self.builder, pagename, str(draw(**kwargs)))
        return self.drawings[key]

    def _draw(self, draw: Draw, pagename: str, kwargs: Mapping[str, Any]) -> str:
        """Return what *draw* does, but let it draw entries that are the same on all pages of an API but once."""
        project = page_project(self.env)
        index = project.api_of(pagename).index
        branch, entries = self._below(index, pagename), toctree_entries(self.env, index)
        is_entry_too = pagename != branch and pagename in entries
        if branch is None or entries.count(branch) != 1 or is_entry_too or index == self.env.config.root_doc:
            return str(draw(**kwargs))
        uri, target = map(self.builder.get_target_uri, (pagename, branch))
        key = (index, *sorted(kwargs.items()))
        siblings = self.siblings.get(key)
        if siblings is not None:
            with only_entry(self.env, index, branch):
                alone = str(draw(**kwargs))
            if (html := siblings.around(alone, uri, target, entries.index(branch))) is not None:
                return html
        html = str(draw(**kwargs))
        if siblings is None:
            self.siblings[key] = Siblings.read(html, uri, target, len(entries))
        return html

    def _below(self, index: str, pagename: str) -> str | None:
        """Return the document in the toctrees of *index* that *pagename* is, or lies below."""
        branch, passed = pagename, {pagename}
        while (parent := self.parents.get(branch)) != index:
            if parent is None or parent in passed:  # an author's toctrees may go round
                return None
            passed.add(parent)
            branch = parent
        return branch

    def _toctree(self, draw: Draw, pagename: str) -> Draw:
        """Return *draw*, but for a page that no toctree shows, such as one of very many schemas: that of its parent."""
        parent = self.parents.get(pagename)

        def toctree(**kwargs: Any) -> str:
            html = self._draw(draw, pagename, kwargs)
            if parent is None or CURRENT.search(html):
                return html
            tree = TocTree(self.env).get_toctree_for(parent, self.builder, **{"includehidden": False, **kwargs})
            html = self.builder.render_partial(tree)["fragment"].replace(
                '<a class="current reference', '<a class="reference'
            )
            return rebased(html, *map(self.builder.get_target_uri, (parent, pagename)))

        return toctree


def _collapsed(draw: Draw, *args: Any, **kwargs: Any) -> Any:
    return draw(*args, **{**kwargs, "collapse": True})


def _with_sections(html: str, toc: str, maxdepth: int) -> str:
    """Return navigation with the sections of the current page below its entry, as themes show that want them.

    *toc* are the contents of the page; nothing is nested deeper than *maxdepth*, unless that is less than 1.
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


def start_navigation(app: Sphinx) -> None:
    """Take the navigation over, unless the author does not want it (event ``builder-inited``)."""
    mode = read_navigation(app.config.openapi_pages_navigation, conf_place(Path(app.confdir)))
    if app.builder.format == "html" and mode != "off":
        Navigation(app, has_all=mode == "all")


def setup_navigation(app: Sphinx) -> None:
    """Register option and event."""
    app.add_config_value("openapi_pages_navigation", "pages", "html", Any)
    app.connect("builder-inited", start_navigation)
