"""The state of the page that is being rendered: its content so far, and its ids."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar

from docutils import nodes

from ..config import ApiOptions
from ..locale import _, filled
from ..openapi.direction import Direction
from ..openapi.slices import BUNDLE
from ..site.addresses import anchor_name
from ..site.api_index import MountedApi
from .budget import DOCUMENT, ITEM, MAX_ITEMS, PHRASE, ROOM, left_out_message, more_message
from .cross_references import name_link
from .elements import Cell, enumerated, json_text, paragraph, text_block
from .nodes import file_link, title_node

T = TypeVar("T")

MAX_FIELD_TEXT = 120_000
"""After how many characters of fields the page links schemas that are shown elsewhere instead of expanding them."""

MAX_ERROR_FIELDS = 40
"""How many fields an error has before schemas in it are links to their pages: operations share errors."""

MAX_BLOCK = 400_000
"""Longest block of code, in characters."""

MAX_ANCHOR = 200
"""Longest id of a place on a page, in characters."""


@dataclass
class Page:
    """The page that is being rendered.

    Its size is limited for any document. Content that does not fit is left out, with a note on the page.
    """

    docname: str
    document: nodes.document
    api: MountedApi
    room: int = ROOM
    """How much more the page can show, in characters of text."""
    shown: dict[tuple[str, Direction], str] = field(default_factory=dict)
    """Anchors of the schemas whose fields are already on the page, by identity (or content) and direction."""
    field_count: int = 0
    """How many fields the page shows so far."""
    field_text: int = 0
    """How many characters they have."""
    field_budget: int = 300
    """After this number of fields, the page shows a schema that has another place as a link to that place."""
    error_end: int | None = None
    """While an error is shown: up to which number of fields its schemas are shown in their place."""
    exemplified: set[tuple[str, Direction]] = field(default_factory=set)
    """Schemas of which an example was made already, by name and direction."""
    _numbers: dict[str, int] = field(default_factory=dict)
    """The last number that was tried for an id, by the beginning of the id."""

    @property
    def folder(self) -> str:
        """The folder of the API."""
        return self.api.folder

    @property
    def options(self) -> ApiOptions:
        """The options of the API."""
        return self.api.options

    @property
    def samples(self) -> Mapping[str, Callable[..., str]]:
        """The functions for code samples that the author added, by label."""
        return self.document.settings.env.config.openapi_pages_samples  # type: ignore[no-any-return]

    @property
    def own_parts(self) -> Mapping[str, Callable[..., Iterable[nodes.Node]]]:
        """The functions for parts of operations that the author added, by name."""
        return self.document.settings.env.config.openapi_pages_parts  # type: ignore[no-any-return]

    def schema_link(self, name: str, content: nodes.Node) -> nodes.Node:
        """Return *content* as a link to the page of the schema *name*, if it has one."""
        return name_link(self.folder, "schema", name, content) if name in self.api.schemas else content

    def anchor(self, wanted: str, node: nodes.Element | None = None) -> str:
        """Return *wanted* as an id, or the first free one like it, and give it to *node*."""
        base = anchor_name(wanted[:MAX_ANCHOR])
        name = base
        while name in self.document.ids:
            self._numbers[base] = self._numbers.get(base, 1) + 1
            name = f"{base}-{self._numbers[base]}"
        if node is not None:
            node["ids"].append(name)
        self.document.ids[name] = node or self.document
        return name

    def section(self, title: str, anchor: str, children: Iterable[nodes.Node]) -> nodes.section:
        """Return a section with *title* and the id *anchor*, with a number if that is taken."""
        section = nodes.section(names=[])
        self.anchor(anchor, section)
        section += title_node(title)
        section.extend(children)
        return section

    @property
    def has_room(self) -> bool:
        """Whether the page can show more."""
        return self.room > 0

    def spend(self, size: int) -> None:
        """Take the room for *size* characters of text."""
        self.room -= size

    @property
    def is_long(self) -> bool:
        """Whether the page has so many fields that it links schemas that are shown elsewhere."""
        return self.field_count > self.field_budget or self.field_text > MAX_FIELD_TEXT

    @contextmanager
    def error(self) -> Iterator[None]:
        """Show what is rendered meanwhile as an error."""
        self.error_end = self.field_count + MAX_ERROR_FIELDS
        try:
            yield
        finally:
            self.error_end = None

    def is_too_long_for(self, count: int) -> bool:
        """Return whether *count* fields, of a schema that stands elsewhere, too, are a link to that place."""
        return self.is_long or (self.error_end is not None and self.field_count + count > self.error_end)

    def count_field(self, size: int) -> None:
        """Take the room for a field with *size* characters of text."""
        self.field_count += 1
        self.field_text += size
        self.spend(ITEM + size)

    def within(self, items: Iterable[T], most: int = MAX_ITEMS) -> Iterator[T]:
        """Yield the *items* that fit on the page, at most *most*. For all others, there is :meth:`left_out`."""
        for item in islice(items, most):
            if not self.has_room:
                return
            self.spend(ITEM)
            yield item

    def left_out(self, count: int) -> Iterator[nodes.paragraph]:
        """Yield the line that *count* more items are left out, and where to find them; nothing if there are none."""
        if count > 0:
            words = filled(left_out_message(count), document=[self.document_link()])
            yield paragraph(*words, classes="openapi-left-out")

    def document_link(self) -> nodes.Node:
        """Return the link to the published document."""
        return file_link("", str(DOCUMENT), path=f"{self.folder}/{BUNDLE}")

    def enumerated(self, items: Collection[T], phrase: Callable[[T], Cell]) -> list[nodes.Node | str]:
        """Return *items*, each put into words by *phrase*, as a list within a sentence, with the number of the rest."""
        shown = [phrase(item) for item in islice(items, MAX_ITEMS)]
        self.spend(len(shown) * PHRASE)
        words, left = enumerated(shown), len(items) - len(shown)
        return filled(more_message(left), items=words, document=[self.document_link()]) if left else words

    def joined(self, items: Collection[T], node: Callable[[T], nodes.Node]) -> list[nodes.Node | str]:
        """Return *items*, each made a *node*, as a list within a sentence."""
        return self.enumerated(items, lambda item: [node(item)])

    def json_block(self, value: Any) -> nodes.Node:
        """Return *value* as a block of JSON, or that it is left out."""
        return self.block(json_text(value), "json")

    def block(self, text: str, language: str) -> nodes.Node:
        """Return *text* as a block of code or, if it is too long for the page, a note that it is left out."""
        if len(text) > MAX_BLOCK or not self.has_room:
            words = filled(_("Too long to show here: see {document}."), document=[self.document_link()])
            return paragraph(*words, classes="openapi-left-out")
        self.spend(len(text))
        return text_block(text, language)
