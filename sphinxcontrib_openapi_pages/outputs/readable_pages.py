"""Writes the Markdown of each page of an API beside its HTML, at the same time as Sphinx writes the HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docutils import nodes
from sphinx.util.osutil import relative_uri

from ..locale import _
from ..openapi.atomic_files import update_file
from ..openapi.markdown_text import escaped
from ..openapi.slices import BUNDLE
from ..render.nodes import PAGES_INDEX as INDEX
from ..render.nodes import READABLE, markdown_name
from ..site.addresses import TWINS, twin_path
from ..site.api_index import MountedApi, OperationEntry
from ..sphinx.diagnostics import failing_writes_end_the_build
from ..sphinx.environment import title_of
from ..sphinx.project import PagesProject, page_project
from .markdown.addresses import PageLinks, absolute
from .markdown.pages import LIMIT, TAIL, PageWriter, fitted
from .markdown.writer import link

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

ALTERNATE = re.compile(r'\s*<link [^>]*\btype="text/markdown"[^>]*>')
"""A link to the Markdown of a page in its head."""

OVERWRITES = "sphinx_llm.txt"
"""An extension that writes Markdown of all documents, also of those that it leaves out of its index."""

MAX_RELATED = 5
"""How many operations on the same path a page names."""


def write_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Write the Markdown of a page (event ``html-page-context``)."""
    project = page_project(app.env)
    if doctree is None or app.builder.name not in READABLE or pagename not in project.pages:
        return
    with failing_writes_end_the_build():
        name, text = markdown_name(app.builder, pagename), _Page(app, project, pagename).text(doctree).encode()
        update_file(Path(app.outdir) / name, text)
        if OVERWRITES in app.extensions:
            update_file(_kept(app) / name, text)


def add_links(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Tell of the Markdown and of the index in the head of a page (event ``html-page-context``).

    Another extension may have told of them already. It leaves out pages of APIs, so its link would lead nowhere there.
    """
    project = page_project(app.env)
    if doctree is None or app.builder.name not in READABLE or not project.apis:
        return
    here, tags = app.builder.get_target_uri(pagename), context.get("metatags", "")
    if pagename in project.pages:
        target = relative_uri(here, quote(markdown_name(app.builder, pagename)))
        tags = f'{ALTERNATE.sub("", tags)}\n<link rel="alternate" type="text/markdown" href="{target}" />'
    if 'rel="describedby"' not in tags:
        tags = f'{tags}\n<link rel="describedby" type="text/plain" href="{relative_uri(here, INDEX)}" />'
    context["metatags"] = tags


def put_back(app: Sphinx, exception: Exception | None) -> None:
    """Write again what another extension has overwritten (event ``build-finished``)."""
    if exception is not None or app.builder.name not in READABLE or OVERWRITES not in app.extensions:
        return
    for docname in page_project(app.env).pages:
        name = markdown_name(app.builder, docname)
        if (_kept(app) / name).is_file():
            update_file(Path(app.outdir) / name, (_kept(app) / name).read_bytes())


def _kept(app: Sphinx) -> Path:
    return page_project(app.env).cache / f"{app.builder.name}-markdown"


def find_unwritten(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Return the pages without their Markdown, so that Sphinx writes them again (event ``env-updated``)."""
    if app.builder.name not in READABLE:
        return []
    folder = _kept(app) if OVERWRITES in app.extensions else Path(app.outdir)
    return [name for name in page_project(env).pages if not (folder / markdown_name(app.builder, name)).is_file()]


def remove_old(app: Sphinx, exception: Exception | None) -> None:
    """Remove the Markdown of pages that no longer exist (event ``build-finished``)."""
    if exception is not None or app.builder.name not in READABLE:
        return
    project, outdir = page_project(app.env), Path(app.outdir)
    wanted = {outdir / markdown_name(app.builder, name) for name in app.env.found_docs}
    for folder in project.apis:
        for path in (outdir / folder).rglob("*.md"):
            if path not in wanted and path.parent.name != TWINS and _is_ours(path):
                path.unlink()


def _is_ours(path: Path) -> bool:
    """Return whether the extension wrote a file: its third line links to the index of all pages."""
    lines = path.read_text("utf-8", errors="replace").split("\n", 3)
    return len(lines) > 3 and lines[2].startswith("> ") and f"{INDEX})" in lines[2]


class _Page:
    """One page that is being converted to Markdown."""

    def __init__(self, app: Sphinx, project: PagesProject, docname: str) -> None:
        self.app = app
        self.docname = docname
        self.api: MountedApi = project.api_of(docname)
        self.entry: OperationEntry | None = self.api.entry(docname)
        self.links = PageLinks(app.builder, project, docname)

    def text(self, doctree: nodes.document) -> str:
        writer = PageWriter(self.links, self.links.file(f"{self.api.folder}/{BUNDLE}"))
        head = [f"# {escaped(title_of(self.app.env, self.docname) or self.docname)}", f"> {self._places()}"]
        body, is_whole = fitted(writer.body(doctree), LIMIT - TAIL - sum(map(len, head)))
        tail = list(self._tail(is_whole=is_whole and not writer.fields.has_left_out))
        return "\n\n".join([*head, *body, *tail]) + "\n"

    def _places(self) -> str:
        """Return the version of the document, where the page is for people, and where the index of all pages is."""
        name = f"{self.api.title} {self.api.version}".strip() if self._has_version else _("API")
        api = link(escaped(name), self.links.page(self.api.index)) if self.docname != self.api.index else escaped(name)
        base = self.links.base
        page = absolute(base, self.app.builder.get_target_uri(self.docname)) if base else self._own_html()
        index = self.links.file(INDEX)
        html, all_pages = link("HTML", page), link(INDEX, index)
        return _("{api} · {html} · Index of all pages: {index}").format(api=api, html=html, index=all_pages)

    @property
    def _has_version(self) -> bool:
        """Whether the page is read again when the version of the document changes."""
        return not any(self.docname in names for names in self.api.groups.values())

    def _own_html(self) -> str:
        return self.app.builder.get_target_uri(self.docname).rpartition("/")[2] or "."

    def _document(self) -> str:
        path = twin_path(self.api.folder, self.docname) if self.entry is not None else f"{self.api.folder}/{BUNDLE}"
        return link("OpenAPI", self.links.file(path))

    def _tail(self, *, is_whole: bool) -> Iterator[str]:
        """Yield links to the group of an operation, to others on its path, and to the document, which has all of it."""
        document = self._document()
        more = document if is_whole else _("What is left out here: {document}").format(document=document)
        if self.entry is None:
            yield from [] if is_whole else [more]
            return
        group = self.api.groups.get(self.entry.group, [])
        parts = [_("Group: {group}").format(group=self._title_link(name)) for name in group[:1]]
        near = [self._title_link(other.docname) for other in _near(self.entry, self.api)]
        if near:
            parts.append(_("Same path: {operations}").format(operations=", ".join(near)))
        yield " · ".join([*parts, more])

    def _title_link(self, docname: str) -> str:
        return link(escaped(title_of(self.app.env, docname) or docname), self.links.page(docname))


def _near(entry: OperationEntry, api: MountedApi) -> list[OperationEntry]:
    """Return the other operations on the path of *entry*, and those on the paths above it."""
    around = entry.path.rpartition("/{")[0] if entry.path.endswith("}") else entry.path
    if entry.is_webhook or not around:
        return []
    one = re.compile(rf"{re.escape(around)}(/\{{[^/]*\}})?/?")
    others = (other for other in api.operations if other is not entry and not other.is_webhook)
    return list(islice((other for other in others if one.fullmatch(other.path)), MAX_RELATED))
