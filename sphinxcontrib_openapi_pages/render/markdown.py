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
from typing import Any, NamedTuple
from urllib.parse import unquote, urljoin

import nh3
from docutils import nodes

from ..locale import _, ngettext, number
from .embedded_html import HIDDEN, with_texts
from .markdown_parser import LOOKUP, MAX_CELLS, REFERENCES, ROWS, SCHEMES, new_environment, new_parser
from .nodes import MAX_HIGHLIGHTED, details, known_language, line_break, remote_image, summary
from .text_budget import cut
from .translation import current_lookup
from .writing_direction import directed, directed_html, has_right_to_left

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

VOID = ("br", "hr", "img")
BLOCKS_OF_HTML = frozenset({*TEXT_BLOCKS, *BLOCKS, *TABLE_PARTS, "div", "hr"})
"""Elements that need no end."""

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

MAX_SPAN = 50
MAX_COLUMNS = 1000
"""How many columns a table has before its cells span no more than one."""

MAX_NESTING = 60
"""Maximum depth of nested elements; of deeper ones, only the text is kept."""

TAG = re.compile(r"""<(/?)([a-z][a-z0-9]*)((?:\s[^\s"'<>=]+(?:="[^"]*")?)*)\s*/?>""")
"""A tag as the sanitiser writes it."""

ATTRIBUTE = re.compile(r"""\s([^\s"'<>=]+)(?:="([^"]*)")?""")

UNREAD = re.compile(r"[\t\n\r]|^[\0- ]+|[\0- ]+$")
"""What browsers leave out of an address before they look at it (https://url.spec.whatwg.org/#concept-basic-url-parser)."""


def render_markdown(text: str) -> list[nodes.Node]:
    """Return *text*, a CommonMark description, as body elements."""
    text = text.strip()
    if not text:
        return []
    if current_lookup() is None and PLAIN.fullmatch(text):
        return [nodes.paragraph("", text)]
    builder, html = _NodeBuilder(), _safe_html(text)
    builder.feed(html)
    builder.close()
    return [*directed(builder.result())] if has_right_to_left(html) else builder.result()


def markdown_html(text: str) -> str:
    """Return *text* as sanitised HTML that is well-formed XML too; headings are paragraphs, to keep the outline."""
    text = text.strip()
    if current_lookup() is None and PLAIN.fullmatch(text):
        return f"<p>{escape(text, quote=False)}</p>\n"
    html = re.sub(r"<h([1-6])>", r'<p class="rubric openapi-h\1">', _safe_html(text))
    html = re.sub(r"<a href=", '<a class="reference external" href=', html)
    return directed_html(re.sub(r"</h[1-6]>", "</p>", html))


def markdown_messages(text: str) -> Iterator[str]:
    """Yield the translatable blocks of *text*."""
    text = text.strip()
    if PLAIN.fullmatch(text):
        yield text
    elif text:
        found: list[str] = []

        def note(message: str) -> str:
            found.append(message)
            return message

        _PARSER.parse(cut(text), {**new_environment(), LOOKUP: note})
        yield from found


def link_target(url: str) -> str:
    """Return *url* as the target of a link; empty if it may be none, since its scheme could run something.

    Every link of a document goes through here.
    """
    target = UNREAD.sub("", url)
    scheme = re.match(r"([A-Za-z][A-Za-z0-9+.-]*):", re.sub(r"[^!-~]", "", url))
    return target if scheme is None or scheme[1].lower() in SCHEMES else ""


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


_PARSER = new_parser(BLOCKS_OF_HTML)


class _Html(NamedTuple):
    """A description as HTML, and how much of it was left out."""

    html: str
    rows: int
    has_lost_links: bool


def _safe_html(text: str) -> str:
    shown, lookup = cut(text), current_lookup()
    found = _html(shown) if lookup is None else _rendered(shown, {LOOKUP: lookup})
    return ALERT.sub(_alert, found.html) + "".join(_left_out(len(text) - len(shown), found))


@lru_cache(maxsize=2048)
def _html(text: str) -> _Html:
    return _rendered(text, {})


def _rendered(text: str, environment: dict[str, Any]) -> _Html:
    environment = {**new_environment(), **environment}
    html = _sanitised(with_texts(_PARSER.render(text, environment), BLOCKS_OF_HTML))
    return _Html(html, environment[ROWS], environment[REFERENCES].is_spent)


def _left_out(characters: int, found: _Html) -> Iterator[str]:
    """Yield the notes about what did not fit."""
    if found.rows:
        yield f"<p><em>{escape(_rows_left_out(found.rows))}</em></p>\n"
    if found.has_lost_links:
        words = _("The addresses of some links are too long for this page.")
        yield f"<p><em>{escape(words)}</em></p>\n"
    if characters:
        words = ngettext(
            "{count} more character does not fit on this page.",
            "{count} more characters do not fit on this page.",
            characters,
        )
        yield f"<p><em>{escape(words.format(count=number(characters)))}</em></p>\n"


def _rows_left_out(count: int) -> str:
    words = ngettext("{count} more row does not fit on this page.", "{count} more rows do not fit on this page.", count)
    return words.format(count=number(count))


def _sanitised(html: str) -> str:
    """Return *html* without what could run, well-formed as XML is."""
    clean = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None, clean_content_tags=set(HIDDEN)
    )
    return TAG.sub(_well_formed, clean)


def _well_formed(found: re.Match[str]) -> str:
    end, name, attributes = found.groups()
    if not attributes and name not in VOID:
        return found[0]
    kept = "".join(sorted(map(_attribute, ATTRIBUTE.finditer(attributes))))  # the address before the title
    return f"<{end}{name}{kept}{' /' if name in VOID else ''}>"


def _attribute(found: re.Match[str]) -> str:
    name, value = found[1], unescape(found[2] or "")
    if name in ("href", "src"):
        value = link_target(value)
        return f' {name}="{escape(value)}"' if value else ""
    return f' {name}="{escape(value)}"'


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
        """The last paragraph that was created for text directly in a block."""
        self.left_out = 0
        """How many rows of tables do not fit."""

    def result(self) -> list[nodes.Node]:
        rows = [nodes.paragraph("", "", nodes.emphasis("", _rows_left_out(self.left_out)))] if self.left_out else []
        return [*self.root.children, *rows]

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
        self.stack[-1][1]["language"] = known_language(language)

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
        """Close an open paragraph, because it cannot contain a block."""
        while isinstance(self.stack[-1][1], nodes.TextElement):
            self._finish(self.stack.pop()[1])
        return self.stack[-1][1]

    def _inline_parent(self) -> nodes.Element:
        """Return the element for inline nodes; text directly in a block gets a paragraph."""
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
            if len(text) > MAX_HIGHLIGHTED:
                node["language"] = "text"
        elif isinstance(node, nodes.table):
            self.left_out += _finish_table(node)


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


def _finish_table(table: nodes.Element) -> int:
    """Add the column specifications that docutils needs to *table*; return how many rows do not fit."""
    parts = list(table.children)
    rows = [row for part in parts for row in part.children if isinstance(row, nodes.row)]
    columns = max((sum(map(_span, row.children)) for row in rows), default=0)
    if columns > MAX_COLUMNS:
        for cell in (cell for row in rows for cell in row.children if isinstance(cell, nodes.entry)):
            cell.attributes.pop("morecols", None)
        columns = max(len(row.children) for row in rows)
    table.children.clear()
    if not columns:
        return 0
    room = max(MAX_CELLS // columns, 1)
    for row in rows[room:]:
        row.parent.remove(row)
    group = nodes.tgroup(cols=columns)
    group.extend(nodes.colspec(colwidth=100 // columns or 1) for _ in range(columns))
    group.extend(part for part in parts if part.children)
    table.append(group)
    for row in rows[:room]:
        missing = columns - sum(map(_span, row.children))
        row.extend(nodes.entry() for _ in range(missing))
    return len(rows[room:])
