"""HTML in descriptions: distinguishes elements from text in angle brackets, such as ``List<Item>``.

It does not make HTML safe: the sanitiser does, which would remove text that only looks like an element.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

ELEMENTS = frozenset({
    "a", "abbr", "acronym", "address", "applet", "area", "article", "aside", "audio", "b", "base", "basefont", "bdi",
    "bdo", "bgsound", "big", "blink", "blockquote", "body", "br", "button", "canvas", "caption", "center", "cite",
    "code", "col", "colgroup", "data", "datalist", "dd", "del", "details", "dfn", "dialog", "dir", "div", "dl", "dt",
    "em", "embed", "fieldset", "figcaption", "figure", "font", "footer", "form", "frame", "frameset", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hgroup", "hr", "html", "i", "iframe", "img", "input", "ins", "kbd",
    "label", "legend", "li", "link", "main", "map", "mark", "marquee", "math", "menu", "menuitem", "meta", "meter",
    "nav", "nobr", "noembed", "noframes", "noscript", "object", "ol", "optgroup", "option", "output", "p", "param",
    "picture", "pre", "progress", "q", "rb", "rp", "rt", "rtc", "ruby", "s", "samp", "script", "search", "section",
    "select", "slot", "small", "source", "span", "strike", "strong", "style", "sub", "summary", "sup", "svg", "table",
    "tbody", "td", "template", "textarea", "tfoot", "th", "thead", "time", "title", "tr", "track", "tt", "u", "ul",
    "var", "video", "wbr",
})  # fmt: skip
"""The elements of HTML (https://html.spec.whatwg.org/multipage/indices.html#elements-3), former ones among them."""

ALONE = frozenset({"br", "col", "hr", "wbr"})
"""Elements without end that are written without attributes, too."""

HIDDEN = frozenset({
    "script", "style", "iframe", "object", "template", "noscript", "title", "svg", "math", "applet", "noembed",
    "noframes", "frameset",
})  # fmt: skip
"""Elements of which nothing is shown."""

FORMATTING = frozenset({
    "a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u",
})  # fmt: skip
"""Elements that HTML opens again in each block that follows, until they end."""

MAX_FORMATTING = 12
"""How many of these are open at once."""

TAG = re.compile(r"<(?:(/?)([A-Za-z][^\s/<>]*)([^<>]*))?")


def with_texts(html: str, blocks: frozenset[str]) -> str:
    """Return *html* with all that is no element as text, and without elements of which nothing is shown.

    *blocks* are elements that need no end.
    """
    return "".join(_Reader(html, blocks).pieces())


def is_element(name: str, rest: str, *, has_end: bool) -> bool:
    """Return whether the start tag *name*, whose attributes are in *rest*, begins an element that should have an end.

    Without attributes and end, it is a word in angle brackets: ``List<a>``, ``/dates/<time>``.
    """
    return name in ELEMENTS and (has_end or name in ALONE or bool(rest.strip()))


class _Reader:
    """Reads HTML tag by tag."""

    def __init__(self, html: str, blocks: frozenset[str]) -> None:
        self.html = html
        self.blocks = blocks
        self.ends: dict[str, int] = {}
        """Where the last end tag of each element is."""
        self.open = 0
        """How many elements of formatting are open."""
        for found in TAG.finditer(html):
            if found[1]:
                self.ends[found[2].lower()] = found.start()
        self.last_comment = html.rfind("-->")

    def pieces(self) -> Iterator[str]:
        """Yield the HTML, piece by piece."""
        done = 0
        for found in TAG.finditer(self.html):
            if found.start() < done:
                continue
            yield self.html[done : found.start()]
            text, done = self._tag(found)
            yield text
        yield self.html[done:]

    def _tag(self, found: re.Match[str]) -> tuple[str, int]:
        """Return the replacement of the text that begins with ``<``, and its end."""
        if found[2] is None:
            return self._other(found.start())
        name, rest, end = found[2].lower(), found[3], found.end()
        if not self._is_whole(rest, end) or not self._is_element(name, found):
            return "&lt;" + found[0][1:], end
        if name in HIDDEN:
            return "", self._end_of(name, found)
        if name in FORMATTING:
            self.open = max(self.open + (-1 if found[1] else 1), 0)
            if self.open > MAX_FORMATTING:
                return "", self._close(end)
        return found[0], end

    def _is_element(self, name: str, found: re.Match[str]) -> bool:
        if found[1] or name in self.blocks:
            return name in ELEMENTS
        return is_element(name, found[3], has_end=self.ends.get(name, -1) > found.start())

    def _is_whole(self, rest: str, end: int) -> bool:
        """Return whether a tag ends, or goes on with an attribute that has an angle bracket in it."""
        return self.html.startswith(">", end) or bool(re.search(r"""=\s*["'][^"']*$""", rest))

    def _end_of(self, name: str, found: re.Match[str]) -> int:
        """Return where an element ends of which nothing is shown; its tag ends there if the element has no end."""
        if found[1] or self.ends.get(name, -1) < found.start():
            return self._close(found.end())
        end = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.html, found.end())
        return self._close(end.end() if end else found.end())

    def _other(self, start: int) -> tuple[str, int]:
        """Return the replacement of a comment, a document type, or a single bracket, and its end."""
        if self.html.startswith("<!--", start) and start + 2 <= self.last_comment:
            return "", self.html.index("-->", start + 2) + 3
        if self.html[start : start + 9].lower() == "<!doctype":
            return "", self._close(start)
        return "&lt;", start + 1

    def _close(self, start: int) -> int:
        return self.html.find(">", start) + 1 or len(self.html)
