"""Descriptions: CommonMark with GFM tables, as data. Nothing in them is a directive, a role or live HTML.

Markdown becomes HTML, the HTML is sanitised, and what is left becomes nodes: whether an
author of a spec writes ``**bold**`` or ``<b>bold</b>``, every builder shows it.

What is translated is a block of Markdown without its mark: a paragraph, a heading, the text of a cell or list item.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from html import escape, unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote, urljoin

import nh3
from docutils import nodes
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore

from ..locale import _
from .nodes import details, line_break, remote_image, summary
from .translation import Lookup, current_lookup

#: Text in which no character can be markup: one paragraph of itself.
PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ,.'\"();?%/-]*")

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TEXT_BLOCKS: dict[str, type[nodes.TextElement]] = {
    "p": nodes.paragraph,
    "dt": nodes.term,
    "summary": summary,
    **dict.fromkeys(HEADINGS, nodes.rubric),
}
BLOCKS: dict[str, type[nodes.Element]] = {
    "ul": nodes.bullet_list,
    "ol": nodes.enumerated_list,
    "li": nodes.list_item,
    "blockquote": nodes.block_quote,
    "dd": nodes.definition,
    "td": nodes.entry,
    "th": nodes.entry,
    "details": details,
    "dl": nodes.definition_list,
    "pre": nodes.literal_block,
    "table": nodes.table,
}
TABLE_PARTS = {"thead": nodes.thead, "tbody": nodes.tbody, "tfoot": nodes.tbody, "tr": nodes.row}
INLINES = {
    "em": nodes.emphasis,
    "i": nodes.emphasis,
    "strong": nodes.strong,
    "b": nodes.strong,
    "code": nodes.literal,
    "kbd": nodes.literal,
    "samp": nodes.literal,
    "var": nodes.emphasis,
    "sup": nodes.superscript,
    "sub": nodes.subscript,
}
STRUCK = ("s", "del", "strike")

TAGS = {*TEXT_BLOCKS, *BLOCKS, *TABLE_PARTS, *INLINES, *STRUCK, "a", "br", "hr", "img", "div", "span"}
ATTRIBUTES = {
    "a": {"href", "title"},
    "img": {"src", "alt", "width", "height"},
    "code": {"class"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "details": {"open"},
}
#: The beginning of an alert in the manner of GitHub (https://docs.github.com/en/get-started/writing-on-github).
ALERT = re.compile(r"<blockquote>\s*<p>\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\]\s*")
ALERTS = {
    "NOTE": _("Note"),
    "TIP": _("Tip"),
    "IMPORTANT": _("Important"),
    "WARNING": _("Warning"),
    "CAUTION": _("Caution"),
}

LOOKUP = "openapi_lookup"
"""Key of the :data:`~sphinxcontrib_openapi_pages.sphinx.translation.Lookup` in what the parser takes along."""

MAX_SPAN = 50
MAX_NESTING = 60
"""How deep elements stand in one another; of what is deeper, the text is kept."""

SCHEMES = {"http", "https", "mailto"}


def render_markdown(text: str) -> list[nodes.Node]:
    """Return *text*, a CommonMark description, as body elements."""
    text = text.strip()
    if not text:
        return []
    if current_lookup() is None and PLAIN.fullmatch(text):
        return [nodes.paragraph("", text)]
    builder = _NodeBuilder()
    builder.feed(_safe_html(text))
    builder.close()
    return builder.result()


def markdown_html(text: str) -> str:
    """Return *text* as sanitised HTML that is well-formed XML too; headings are paragraphs, to keep the outline."""
    text = text.strip()
    if current_lookup() is None and PLAIN.fullmatch(text):
        return f'<p dir="auto">{escape(text, quote=False)}</p>\n'
    html = re.sub(r"<(br|hr|img)((?:\s[^>]*)?)>", r"<\1\2 />", _safe_html(text))
    html = re.sub(r"<h([1-6])>", r'<p class="rubric openapi-h\1">', html)
    html = re.sub(r"<a href=", '<a class="reference external" href=', html)
    return re.sub(r"</h[1-6]>", "</p>", html)


def markdown_messages(text: str) -> Iterator[str]:
    """Yield what is translated of *text*, block by block."""
    text = text.strip()
    if PLAIN.fullmatch(text):
        yield text
    elif text:
        found: list[str] = []

        def note(message: str) -> str:
            found.append(message)
            return message

        _PARSER.parse(text, {LOOKUP: note})
        yield from found


def is_safe_link(url: str) -> bool:
    """Return whether *url* may be the target of a link: no scheme, or one that cannot run anything."""
    scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", url)
    return scheme is None or scheme[1].lower() in SCHEMES


def rebased(url: str, base: str) -> str:
    """Return *url*, a relative one as seen from *base*; a link within the page stays one."""
    return url if url.startswith("#") else urljoin(base, url)


def named_target(url: str) -> tuple[str, str]:
    """Return kind and name of what *url* leads to in the same API, if it is written in one of the usual ways.

    Redoc and Stoplight Elements link to operations as ``#tag/ships/operation/createShip`` and
    ``#/operations/createShip``, and to schemas as ``#/schemas/Ship``; a reference names a schema, too.
    """
    if found := re.fullmatch(r"#(?:tag/[^/]+/)?/?operations?/([^/]+)", url):
        return "op", unquote(found[1])
    if found := re.fullmatch(r"#(?:/components|tag/[^/]+)?/?(?:schemas?|definitions)/([^/]+)", url):
        return "schema", unquote(found[1])
    return "", ""


def relinked_html(html: str, change: Callable[[str], str]) -> str:
    """Return *html* with the targets of its external links as *change* returns them."""
    pattern = r'(<a class="reference external" href=")([^"]*)'
    return re.sub(pattern, lambda found: found[1] + escape(change(unescape(found[2]))), html)


def _markdown() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True, "linkify": True})
    parser.enable(["table", "strikethrough", "linkify"])
    assert parser.linkify is not None
    parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})
    parser.core.ruler.after("block", "openapi_lookup", _translate_blocks)
    return parser


def _translate_blocks(state: StateCore) -> None:
    """Put translations into the blocks, before what is inline in them is parsed."""
    lookup: Lookup | None = state.env.get(LOOKUP)
    if lookup is None:
        return
    for token in state.tokens:
        message = token.content.replace("\n", " ").strip()
        is_html = token.type == "html_block"
        text = re.sub(r"<!--.*?-->|<[^>]*>", "", message) if is_html else message
        if (is_html or token.type == "inline") and text.strip():
            token.content = lookup(message)


_PARSER = _markdown()


def _safe_html(text: str) -> str:
    lookup = current_lookup()
    html = _html(text) if lookup is None else _sanitised(_PARSER.render(text, {LOOKUP: lookup}))
    return ALERT.sub(_alert, html)


@lru_cache(maxsize=2048)
def _html(text: str) -> str:
    return _sanitised(_PARSER.render(text))


def _sanitised(html: str) -> str:
    return nh3.clean(
        html,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel=None,
        clean_content_tags={"script", "style", "iframe", "object", "template", "noscript", "title"},
    )


def _alert(found: re.Match[str]) -> str:
    return (
        f'<blockquote class="openapi-alert openapi-{found[1].lower()}">'
        f"<p><strong>{escape(str(ALERTS[found[1]]))}</strong></p>\n<p>"
    )


class _NodeBuilder(HTMLParser):
    """Builds docutils nodes from well-formed, sanitised HTML."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.root = nodes.container()
        self.stack: list[tuple[str, nodes.Element]] = [("", self.root)]
        self.loose: nodes.paragraph | None = None
        """The paragraph made last for text that stands in a block by itself."""

    def result(self) -> list[nodes.Node]:
        return list(self.root.children)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if len(self.stack) <= MAX_NESTING:
            self._start(tag, {name: value or "" for name, value in attrs})

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in INLINES and not (tag == "code" and self.stack[-1][0] == "pre"):
            self._open(tag, INLINES[tag](), self._inline_parent())
        elif tag in TEXT_BLOCKS:
            classes = [f"openapi-{tag}"] if tag in HEADINGS else []
            self._open(tag, TEXT_BLOCKS[tag](classes=classes), self._block_parent())
        elif tag in BLOCKS:
            self._open(tag, BLOCKS[tag](**_block_attributes(tag, attributes)), self._block_parent())
        elif tag in TABLE_PARTS:
            self._open(tag, TABLE_PARTS[tag](), self.stack[-1][1])
        elif tag in STRUCK:
            self._open(tag, nodes.inline(classes=["openapi-struck"]), self._inline_parent())
        elif tag == "code":
            self._set_language(attributes.get("class", "").removeprefix("language-"))
        elif tag == "a" and attributes.get("href") and not self._is_in(nodes.reference):
            self._open(tag, nodes.reference(refuri=attributes["href"], internal=False), self._inline_parent())
        elif tag == "br":
            self._inline_parent().append(line_break())
        elif tag == "img" and attributes.get("src"):
            self._inline_parent().append(_image(attributes))

    def _set_language(self, language: str) -> None:
        if re.fullmatch(r"[\w+#.-]+", language):
            self.stack[-1][1]["language"] = language

    def handle_endtag(self, tag: str) -> None:
        depth = next((i for i in range(len(self.stack) - 1, 0, -1) if self.stack[i][0] == tag), 0)
        if not depth or (tag == "code" and self._is_in(nodes.literal_block) and self.stack[depth][0] != "code"):
            return
        closed = [node for _, node in self.stack[depth:]]
        del self.stack[depth:]
        for node in reversed(closed):
            self._finish(node)

    def handle_data(self, data: str) -> None:
        parent = self.stack[-1][1]
        if isinstance(parent, nodes.literal_block):
            parent.append(nodes.Text(data))
        elif isinstance(parent, nodes.TextElement) or data.strip():
            text = re.sub(r"\s+", " ", data)
            self._inline_parent().append(nodes.Text(text))

    def _open(self, tag: str, node: nodes.Element, parent: nodes.Element) -> None:
        if isinstance(node, (nodes.term, nodes.definition)):
            parent = self._definition_item(parent, node)
        parent.append(node)
        self.stack.append((tag, node))

    @staticmethod
    def _definition_item(parent: nodes.Element, node: nodes.Element) -> nodes.Element:
        if isinstance(node, nodes.term) or not parent.children:
            parent.append(nodes.definition_list_item())
        item = parent.children[-1]
        assert isinstance(item, nodes.Element)
        return item

    def _is_in(self, kind: type[nodes.Element]) -> bool:
        return any(isinstance(node, kind) for _, node in self.stack)

    def _block_parent(self) -> nodes.Element:
        """Close an open paragraph: a block cannot stand in it."""
        while isinstance(self.stack[-1][1], nodes.TextElement):
            self._finish(self.stack.pop()[1])
        return self.stack[-1][1]

    def _inline_parent(self) -> nodes.Element:
        """Return the element that takes inline nodes; text that stands in a block by itself gets a paragraph."""
        parent = self.stack[-1][1]
        if isinstance(parent, nodes.TextElement):
            return parent
        if self.loose is None or not parent.children or parent.children[-1] is not self.loose:
            self.loose = nodes.paragraph()
            parent.append(self.loose)
        return self.loose

    def _finish(self, node: nodes.Element) -> None:
        if isinstance(node, nodes.literal_block):
            text = node.astext().removesuffix("\n")
            node.children.clear()
            node.rawsource = text
            node.append(nodes.Text(text))
        elif isinstance(node, nodes.table):
            _finish_table(node)


def _block_attributes(tag: str, attributes: dict[str, str]) -> dict[str, Any]:
    """Return what docutils wants to know of a block, from the attributes of its HTML element."""
    if tag == "ol":
        start = attributes.get("start", "")
        return {"enumtype": "arabic", "prefix": "", "suffix": ".", "start": int(start) if start.isdecimal() else 1}
    if tag == "pre":
        return {"language": "text", "force": True}
    if attributes.get("class"):
        return {"classes": attributes["class"].split()}
    spans = {"morecols": attributes.get("colspan", ""), "morerows": attributes.get("rowspan", "")}
    found: dict[str, Any] = {
        name: min(int(span) - 1, MAX_SPAN) for name, span in spans.items() if span.isdecimal() and int(span) > 1
    }
    return {**found, **({"open": True} if "open" in attributes else {})}


def _image(attributes: dict[str, str]) -> remote_image:
    size = {name: attributes[name] for name in ("width", "height") if attributes.get(name)}
    return remote_image(uri=attributes["src"], alt=attributes.get("alt") or attributes["src"], **size)


def _span(cell: nodes.Node) -> int:
    return 1 + int(cell.get("morecols", 0)) if isinstance(cell, nodes.Element) else 0


def _finish_table(table: nodes.Element) -> None:
    """Give *table* the column specifications that docutils wants."""
    parts = list(table.children)
    rows = [row for part in parts for row in part.children if isinstance(row, nodes.row)]
    columns = max((sum(map(_span, row.children)) for row in rows), default=0)
    table.children.clear()
    if not columns:
        return
    group = nodes.tgroup(cols=columns)
    group.extend(nodes.colspec(colwidth=100 // columns or 1) for _ in range(columns))
    group.extend(part for part in parts if part.children)
    table.append(group)
    for row in rows:
        missing = columns - sum(map(_span, row.children))
        row.extend(nodes.entry() for _ in range(missing))
