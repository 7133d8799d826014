"""What every part of a page needs: the page itself, sections, links, values as text."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from docutils import nodes
from sphinx import addnodes

from ..config import ApiOptions
from ..locale import _, filled
from ..openapi.model import Direction, MediaType
from ..site.addresses import anchor_name
from ..site.api_index import MountedApi
from ..sphinx.domain import API, PLACE
from ..sphinx.domain import NAME as DOMAIN
from ..sphinx.translation import spec_text
from .markdown import is_safe_link
from .nodes import code_block

Cell: TypeAlias = Iterable[nodes.Node | str]
"""What stands in one paragraph."""

MAX_HIGHLIGHTED = 20_000
"""Longest JSON, in characters, that is highlighted: highlighting makes it four times as long."""


@dataclass
class Page:
    """The page that is being rendered."""

    docname: str
    document: nodes.document
    api: MountedApi
    shown: dict[tuple[str, Direction], str] = field(default_factory=dict)
    """Anchors of the schemas whose fields the page shows already, by name (or content) and direction."""
    field_count: int = 0
    """How many fields the page shows so far."""
    field_budget: int = 300
    """How many fields the page shows before schemas that stand elsewhere, too, are links to that place."""
    returned: tuple[MediaType, str] | None = None
    """What comes back if all goes well, where its example stands beside the code samples, and the anchor of that."""
    exemplified: set[tuple[str, Direction]] = field(default_factory=set)
    """Schemas of which an example was made already, by name and direction."""

    @property
    def folder(self) -> str:
        """Folder of the API."""
        return self.api.folder

    @property
    def options(self) -> ApiOptions:
        """Options of the API."""
        return self.api.options

    @property
    def samples(self) -> Mapping[str, Callable[..., str]]:
        """Languages of code samples that the author added, by label."""
        return self.document.settings.env.config.openapi_pages_samples  # type: ignore[no-any-return]

    @property
    def own_parts(self) -> Mapping[str, Callable[..., Iterable[nodes.Node]]]:
        """Parts of operations that the author added, by name."""
        return self.document.settings.env.config.openapi_pages_parts  # type: ignore[no-any-return]

    def schema_link(self, name: str, content: nodes.Node) -> nodes.Node:
        """Return *content* as a link to the page of the schema *name*, if it has one."""
        return name_link(self.folder, "schema", name, content) if name in self.api.schemas else content

    def anchor(self, wanted: str, node: nodes.Element | None = None) -> str:
        """Return *wanted* as an id, or the first free one like it, and give it to *node*."""
        base = anchor_name(wanted)
        name, number = base, 2
        while name in self.document.ids:
            name, number = f"{base}-{number}", number + 1
        if node is not None:
            node["ids"].append(name)
        self.document.ids[name] = node or self.document
        return name

    def section(self, title: str, anchor: str, children: Iterable[nodes.Node]) -> nodes.section:
        """Return a section with *title*, whose id is *anchor* or like it."""
        section = nodes.section(names=[])
        self.anchor(anchor, section)
        section += nodes.title("", title)
        section.extend(children)
        return section


def paragraph(*parts: nodes.Node | str, classes: str = "") -> nodes.paragraph:
    """Return a paragraph of *parts*."""
    node = nodes.paragraph(classes=classes.split())
    node.extend(nodes.Text(part) if isinstance(part, str) else part for part in parts)
    return node


def chip(text: str, kind: str) -> nodes.inline:
    """Return a short mark such as ``required``."""
    return nodes.inline(text, text, classes=["openapi-chip", f"openapi-{kind}"])


def code(text: str, classes: str = "") -> nodes.literal:
    """Return *text* in monospace."""
    return nodes.literal(text, text, classes=classes.split())


def external_link(url: str, text: str = "") -> nodes.Node:
    """Return a link to *url*, or only its text where it could run something."""
    if not is_safe_link(url):
        return code(url)
    return nodes.reference(text or url, text or url, refuri=url, internal=False)


def page_link(docname: str, text: str = "") -> nodes.Node:
    """Return a link to another document, with its title (as the author may have changed it) or *text*."""
    return addnodes.pending_xref(
        "",
        nodes.inline(text, text),
        refdomain="std",
        reftype="doc",
        reftarget=f"/{docname}",
        refexplicit=bool(text),
        refwarn=True,
    )


def place_link(docname: str, anchor: str, content: nodes.Node) -> nodes.Node:
    """Return a link to a place on another page of an API."""
    return addnodes.pending_xref(
        "", content, refdomain=DOMAIN, reftype=PLACE, reftarget=docname, refanchor=anchor, refexplicit=True
    )


def name_link(folder: str, kind: str, name: str, content: nodes.Node) -> nodes.Node:
    """Return a link to what is called *name* in the API at *folder*; *content* alone if nothing is.

    *kind* is one of :data:`~sphinxcontrib_openapi_pages.site.api_index.KINDS`.
    """
    node = addnodes.pending_xref("", content, refdomain=DOMAIN, reftype=kind, reftarget=name, refexplicit=True)
    node[API] = folder
    return node


def anchor_link(anchor: str, content: nodes.Node) -> nodes.Node:
    """Return a link to a place on the same page."""
    return nodes.reference("", "", content, internal=True, refid=anchor)


def joined(items: Iterable[nodes.Node]) -> list[nodes.Node | str]:
    """Return *items* as a list within a sentence."""
    return enumerated([item] for item in items)


def enumerated(phrases: Iterable[Cell]) -> list[nodes.Node | str]:
    """Return *phrases* as a list within a sentence."""
    result: list[nodes.Node | str] = []
    for phrase in phrases:
        # Translators: between the items of a list.
        result += [*([_(", ")] if result else []), *phrase]
    return result


def json_block(value: Any) -> code_block:
    """Return *value* as highlighted JSON."""
    text = json.dumps(value, indent=2, ensure_ascii=False)
    language = "json" if len(text) <= MAX_HIGHLIGHTED else "text"
    return code_block(text, text, language=language, force=True)


def text_block(text: str, language: str = "text") -> code_block:
    """Return *text* as a block of code."""
    return code_block(text, text, language=language, force=True)


def external_docs(data: Mapping[str, Any]) -> nodes.paragraph:
    """Return the link of an External Documentation Object."""
    text = spec_text(" ".join(data.get("description", "").split()))
    return paragraph(*filled(_("See also: {link}"), link=[external_link(data["url"], text)]), classes="openapi-meta")


HOLE = _("The description has a hole here: the reference {reference} leads nowhere.")


def hole(reference: str) -> nodes.Element:
    """Return what stands in the place of a reference that leads nowhere."""
    return nodes.warning("", paragraph(*filled(HOLE, reference=[code(reference)])))
