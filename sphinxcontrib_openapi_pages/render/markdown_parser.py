"""The parser of descriptions: CommonMark with the tables, strikethrough and bare links of GitHub.

It uses a limited amount of time and memory for any description, and treats text in angle brackets as HTML only if it is
an element.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, html_block, table
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, autolink, linkify

from .embedded_html import is_element
from .translation import Lookup

LOOKUP = "openapi_lookup"
"""Key of the :data:`~sphinxcontrib_openapi_pages.render.translation.Lookup` in what the parser takes along."""

CELLS = "openapi_cells"
"""Key of the number of cells of tables that there is room for."""

ROWS = "openapi_rows"
"""Key of the number of rows of tables that were left out."""

REFERENCES = "references"
"""Key of the addresses that links of a text refer to by name, which is the parser's own."""

SCHEMES = {"http", "https", "mailto"}
"""Schemes of links that cannot run anything."""

MAX_CELLS = 10_000
"""Maximum number of table cells in a text: a short row can represent a whole row of a wide table."""

MAX_TARGETS = 100_000
"""Maximum number of characters in the URLs of named links of a text: a short name can represent a long URL."""

MAX_LINK = 1000
"""Most characters of an address in plain text that becomes a link."""

WITH_END = frozenset({"script", "style", "textarea"})
"""Elements that are blocks up to their end, or to the end of the text."""

START_TAG = re.compile(r"<([A-Za-z][A-Za-z0-9-]*)([^<>]*)")

SCHEME = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*):")


class Targets(dict[str, Any]):
    """Link targets by name; empty if links have used up their limit."""

    def __init__(self) -> None:
        super().__init__()
        self.left = MAX_TARGETS

    @property
    def is_spent(self) -> bool:
        """Whether links were left out."""
        return self.left < 0

    def __contains__(self, label: object) -> bool:
        return not self.is_spent and super().__contains__(label)

    def get(self, label: str, default: Any = None) -> Any:
        """Return the URL for the name."""
        found = super().get(label, default)
        if found is not None:
            self.left -= len(found["href"]) + len(found["title"])
        return found if self.left >= 0 else default

    def __getitem__(self, label: str) -> Any:
        return self.get(label) or super().__getitem__(label)


class WordLinks:
    """Finds addresses within words: in a text of many addresses, a linkifier reads all of it for each."""

    def __init__(self, linkifier: Any) -> None:
        self.links = linkifier
        linkifier.set({"fuzzy_link": False, "fuzzy_email": False})

    def pretest(self, text: str) -> bool:
        """Return whether *text* may contain a URL."""
        return "//" in text or "mailto:" in text.lower()

    test = pretest

    def match_at_start(self, text: str) -> Any:
        """Return the address that *text* begins with, if there is one."""
        word = re.match(rf"\S{{,{MAX_LINK + 1}}}", text)
        return self.links.match_at_start(word[0]) if word is not None and len(word[0]) <= MAX_LINK else None

    def match(self, text: str) -> list[Any]:
        """Return the addresses in *text*."""
        found: list[Any] = []
        for word in re.finditer(r"\S+", text):
            if len(word[0]) <= MAX_LINK and self.pretest(word[0]):
                for link in self.links.match(word[0]) or ():
                    link.index, link.last_index = link.index + word.start(), link.last_index + word.start()
                    found.append(link)
        return found


def new_environment() -> dict[str, Any]:
    """Return the state that the parser keeps for a text."""
    return {CELLS: MAX_CELLS, ROWS: 0, REFERENCES: Targets()}


def new_parser(blocks: frozenset[str]) -> MarkdownIt:
    """Return a parser of descriptions. *blocks* are the elements of HTML that need no end."""
    parser = MarkdownIt("commonmark", {"html": True, "linkify": True})
    parser.enable(["table", "strikethrough", "linkify"])
    parser.linkify = WordLinks(parser.linkify)
    parser.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    parser.block.ruler.at("html_block", partial(_html_block, blocks), {"alt": ["paragraph", "reference", "blockquote"]})
    parser.inline.ruler.at("autolink", _autolink)
    parser.inline.ruler.at("linkify", _linkify)
    parser.core.ruler.after("block", LOOKUP, _translate_blocks)
    return parser


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read as many rows of a table as there is room for, and skip the others."""
    columns = _line(state, start).count("|") + 1
    last = start + 2 + max(state.env[CELLS] // columns, 0)
    if not table(state, start, min(end, last), silent):
        return False
    if not silent:
        state.env[CELLS] -= columns * (state.line - start)
        while (
            last <= state.line < end and not state.isEmpty(state.line) and state.sCount[state.line] >= state.blkIndent
        ):
            state.line += 1
            state.env[ROWS] += 1
    return True


def _html_block(blocks: frozenset[str], state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a block of HTML, unless its beginning is not an element."""
    line = _line(state, start)
    if found := START_TAG.match(line):
        name = found[1].lower()
        has_end = f"</{name}" in state.src[state.bMarks[start] :].lower()
        if not has_end and name in WITH_END:
            return False
        if name not in blocks and not is_element(name, found[2], has_end=has_end):
            return False
    elif line.startswith(("<?", "<![")) or (line.startswith("<!--") and "-->" not in state.src[state.bMarks[start] :]):
        return False
    return html_block(state, start, end, silent)


def _line(state: StateBlock, number: int) -> str:
    return state.src[state.bMarks[number] + state.tShift[number] : state.eMarks[number]]


def _autolink(state: StateInline, silent: bool) -> bool:
    """Read an address in angle brackets, unless it is something else: ``<host:port>``, ``<xs:element>``."""
    found = SCHEME.match(state.src, state.pos)
    return (found is None or found[1].lower() in SCHEMES) and autolink(state, silent)


def _linkify(state: StateInline, silent: bool) -> bool:
    """Read a URL, unless much text is before it, which would all be read; the URL is found later anyway."""
    return len(state.pending) <= MAX_LINK and linkify(state, silent)


def _translate_blocks(state: StateCore) -> None:
    """Insert translations into the blocks before their inline content is parsed."""
    lookup: Lookup | None = state.env.get(LOOKUP)
    if lookup is None:
        return
    for token in state.tokens:
        message = token.content.replace("\n", " ").strip()
        is_html = token.type == "html_block"
        text = re.sub(r"<!--.*?-->|<[^>]*>", "", message) if is_html else message
        if (is_html or token.type == "inline") and text.strip():
            token.content = lookup(message)
