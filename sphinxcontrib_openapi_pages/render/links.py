"""Resolves names of schemas and links in descriptions: to nodes when a page is read, to URIs when it is written."""

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
    """Resolve links in descriptions: to pages of the API or, if they are relative, against the option ``link_base``."""
    for part in content:
        for link in list(part.findall(nodes.reference)):
            kind, name = named_target(link.get("refuri", ""))
            if kind:
                link.replace_self(name_link(page.folder, kind, name, nodes.inline("", "", *link.children)))
            elif page.options.link_base and "refuri" in link:
                link["refuri"] = rebased(link["refuri"], page.options.link_base)


class Links:
    """Resolves the links in fields of an API to URIs relative to one page, for one builder."""

    def __init__(self, api: MountedApi, builder: Builder, docname: str) -> None:
        self.api = api
        self.builder = builder
        self.docname = docname

    def target(self, url: str) -> str:
        """Return the URI for a link to *url* in a description."""
        kind, name = named_target(url)
        base = self.api.options.link_base
        return (kind and self._uri(self.api.find(kind, name))) or (rebased(url, base) if base else url)

    def schema(self, name: str) -> str:
        """Return the URI of the page of the schema *name*; empty if there is none, or if it is the current page."""
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
