"""Where names of schemas and links in descriptions lead: as nodes while a page is read, as URIs when it is written."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from docutils import nodes
from sphinx.errors import NoUri

from ..openapi.slices import BUNDLE
from ..site.api_index import MountedApi
from .cross_references import name_link
from .markdown import named_target, rebased
from .nodes import published_uri
from .page import Page

if TYPE_CHECKING:
    from sphinx.builders import Builder


def settle_links(content: Iterable[nodes.Node], page: Page) -> None:
    """Make links in descriptions lead to pages of the API, or relative ones below the base of the options."""
    for part in content:
        for link in list(part.findall(nodes.reference)):
            kind, name = named_target(link.get("refuri", ""))
            if kind:
                link.replace_self(name_link(page.folder, kind, name, nodes.inline("", "", *link.children)))
            elif page.options.link_base and "refuri" in link:
                link["refuri"] = rebased(link["refuri"], page.options.link_base)


class Links:
    """Where the fields of an API lead from one page, as one builder addresses its pages."""

    def __init__(self, api: MountedApi, builder: Builder, docname: str) -> None:
        self.api = api
        self.builder = builder
        self.docname = docname

    def target(self, url: str) -> str:
        """Return the target of a link to *url* in a description."""
        kind, name = named_target(url)
        base = self.api.options.link_base
        return (kind and self._uri(self.api.find(kind, name))) or (rebased(url, base) if base else url)

    def schema(self, name: str) -> str:
        """Return the address of the page of the schema *name*; empty where there is none, or it is this page."""
        docname = self.api.schemas.get(name)
        return self._uri(docname) if docname != self.docname else ""

    @property
    def published_document(self) -> str:
        """The address of the published document; empty where the builder publishes none."""
        return published_uri(self.builder, f"{self.api.folder}/{BUNDLE}")

    def _uri(self, docname: str | None) -> str:
        if docname is not None:
            with suppress(NoUri):
                return self.builder.get_relative_uri(self.docname, docname)
        return ""
