"""Where links in the Markdown of a page lead (https://llmstxt.org, version 2).

With the address of the site, all links are whole addresses: who copies a page, or reads it out of its place, can follow
them. Without it they are relative. The Markdown stands beside the HTML of a page, so a relative link leads from both to
the same place, and only its end changes.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import quote, unquote

from docutils import nodes

from ...openapi.server_urls import is_absolute
from ...render.links import Links
from ...render.nodes import markdown_name

if TYPE_CHECKING:
    from sphinx.builders import Builder

    from ...sphinx.project import PagesProject


class PageLinks:
    """Resolves the links of one page to addresses as seen from its Markdown."""

    def __init__(self, builder: Builder, project: PagesProject, docname: str) -> None:
        self.builder = builder
        self.project = project
        self.base = str(builder.config.html_baseurl or "")
        self.folder = posixpath.dirname(markdown_name(builder, docname))
        self.own = docname
        self.links = Links(project.api_of(docname), builder, docname)

    def of(self, node: nodes.Element) -> str:
        """Return the target of a reference; empty if it is on the same page."""
        if "filename" in node:  # a file to download
            return self.file(f"_downloads/{node['filename']}")
        return self.readable(str(node.get("refuri", "")))

    def readable(self, uri: str) -> str:
        """Return *uri*; that of the Markdown if it is the address of a page that has some."""
        if is_absolute(uri) or uri.startswith("/"):
            return uri
        path, hash_sign, anchor = uri.partition("#")
        docname = self._docname(unquote(path))
        if not path or docname == self.own:
            return ""
        if docname in self.project.pages:
            return self.page(docname)
        return f"{self.file(self._from_root(unquote(path)))}{hash_sign}{anchor}" if self.base else uri

    def _from_root(self, path: str) -> str:
        found = posixpath.normpath(posixpath.join(self.folder, path))
        return f"{found}/" if path.endswith("/") else found

    def _docname(self, path: str) -> str:
        found = posixpath.normpath(posixpath.join(self.folder, path)) if path else ""
        if self.builder.name != "dirhtml":
            return found.removesuffix(getattr(self.builder, "link_suffix", None) or ".html")
        return found if found in self.project.pages else f"{found}/index"

    def schema(self, name: str) -> str:
        """Return where the page of a schema is; nothing if it has none."""
        docname = self.links.api.schemas.get(name)
        return self.page(docname) if docname is not None and docname != self.own else ""

    def page(self, docname: str) -> str:
        """Return where the Markdown of another page is."""
        return self.file(markdown_name(self.builder, docname))

    def described(self, url: str) -> str:
        """Return the target of a link in a description."""
        return self.readable(self.links.target(url))

    def file(self, path: str) -> str:
        """Return the address of the file *path*, from the root of the site."""
        return absolute(self.base, quote(path)) if self.base else quote(posixpath.relpath(path, self.folder or "."))


def absolute(base: str, path: str) -> str:
    """Return *path* below *base*, the address of the site, if that is known."""
    return f"{base.rstrip('/')}/{path}" if base else path
