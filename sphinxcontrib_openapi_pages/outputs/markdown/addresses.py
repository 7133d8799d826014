"""Where the Markdown of a page is, and where links in it lead (https://llmstxt.org, version 2).

It stands beside the page, so a relative link leads from both to the same place: only its end changes.
"""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING
from urllib.parse import unquote

from docutils import nodes

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
        self.folder = posixpath.dirname(markdown_name(builder, docname))
        self.own = docname
        self.links = Links(project.api_of(docname), builder, docname)

    def of(self, node: nodes.Element) -> str:
        """Return where a reference leads; nothing if that is a place on the same page."""
        if "filename" in node:  # a file to download
            return self.relative(f"_downloads/{node['filename']}")
        return self.readable(str(node.get("refuri", "")))

    def readable(self, uri: str) -> str:
        """Return *uri*; that of the Markdown if it is the address of a page that has some."""
        if "://" in uri or uri.startswith(("mailto:", "#", "/")):
            return "" if uri.startswith("#") else uri
        docname = self._docname(unquote(uri.partition("#")[0]))
        if docname == self.own:
            return ""
        return self.relative(markdown_name(self.builder, docname)) if docname in self.project.pages else uri

    def _docname(self, uri: str) -> str:
        path = posixpath.normpath(posixpath.join(self.folder, uri)).removeprefix("./")
        if self.builder.name != "dirhtml":
            return path.removesuffix(getattr(self.builder, "link_suffix", None) or ".html")
        return path if path in self.project.pages else f"{path}/index"

    def schema(self, name: str) -> str:
        """Return where the page of a schema is; nothing if it has none."""
        docname = self.links.api.schemas.get(name)
        return "" if docname in (None, self.own) else self.page(docname)

    def page(self, docname: str) -> str:
        """Return where the Markdown of another page is."""
        return self.relative(markdown_name(self.builder, docname))

    def described(self, url: str) -> str:
        """Return where a link in a description leads."""
        return self.readable(self.links.target(url))

    def relative(self, path: str) -> str:
        """Return *path*, from the root of the site, as seen from the Markdown of the page."""
        return posixpath.relpath(path, self.folder or ".")


def absolute(base: str, path: str) -> str:
    """Return *path* below *base*, the address of the site, if that is known."""
    return f"{base.rstrip('/')}/{path}" if base else path
