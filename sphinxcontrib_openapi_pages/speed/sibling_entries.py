"""The entries of an API in navigation, of which all but one are the same on all of its pages.

Sphinx draws every entry anew for each page, and a large API has hundreds of groups. Here they are drawn once, and for
other pages just the one that the page lies in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from urllib.parse import urljoin

from sphinx.util.osutil import relative_uri

_TAG = re.compile(r"<(/?)(ul|li)\b[^>]*>")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINK = re.compile(r"<a [^>]*>(.*?)</a>", re.DOTALL)


@dataclass
class Siblings:
    """Entries that stand beside one another, none of them expanded, as they are drawn on the page at *uri*."""

    uri: str
    entries: list[str]
    _last: tuple[str, list[str]] = field(default=("", []), init=False)
    """The entries as they are in the folder that was asked for last."""

    @classmethod
    def read(cls, html: str, uri: str, target: str, count: int) -> Siblings | None:
        """Return the entry of the page at *target* in navigation at *uri*, and those beside it.

        ``None`` if they are not as many as *count*.
        """
        spans, own = _beside(html, _link(uri, target))
        if own is None or len(spans) != count:
            return None
        entries = [html[start:end] for start, end in spans]
        model = next((entry for n, entry in enumerate(entries) if n != own and _is_plain(entry)), None)
        title = _LINK.search(entries[own])
        is_other_current = any(" current" in entry for n, entry in enumerate(entries) if n != own)
        if model is None or title is None or is_other_current:
            return None
        before, _, after = _LINK.split(model)
        entries[own] = (
            f'{before}<a class="reference internal" href="{escape(relative_uri(uri, target))}">{title[1]}</a>{after}'
        )
        return cls(uri, entries)

    def around(self, html: str, uri: str, target: str, position: int) -> str | None:
        """Return *html*, navigation at *uri* in which the entry of *target* stands alone, with the others around that.

        *position* is its place among them. ``None`` if it does not stand alone.
        """
        spans, own = _beside(html, _link(uri, target))
        if own is None or len(spans) != 1:
            return None
        entries = self._at(uri)
        start, end = spans[0]
        listed = [*entries[:position], html[start:end], *entries[position + 1 :]]
        return html[:start] + "\n".join(listed) + html[end:]

    def _at(self, uri: str) -> list[str]:
        folder = uri[: uri.rfind("/") + 1]
        if self._last[0] != folder or not self._last[1]:
            self._last = folder, [rebased(entry, self.uri, folder) for entry in self.entries]
        return self._last[1]


def rebased(html: str, old: str, new: str) -> str:
    """Return *html*, navigation of the page at *old*, with its links as they are at *new*."""

    def href(found: re.Match[str]) -> str:
        if _SCHEME.match(found[1]):
            return found[0]
        return f'href="{relative_uri(new, urljoin(old, found[1]).lstrip("/"))}"'

    return re.sub(r'href="([^"]*)"', href, html)


def _link(uri: str, target: str) -> str:
    """Return what leads to *target* in navigation at *uri*."""
    return "#" if uri == target else relative_uri(uri, target)


def _is_plain(entry: str) -> bool:
    """Return whether *entry* is nothing but a link to a page."""
    return entry.count("<a ") == 1 and '<a class="reference internal"' in entry


def _beside(html: str, href: str) -> tuple[list[tuple[int, int]], int | None]:
    """Return where the items are among which the one that is expanded and leads to *href* is, and its number.

    Nothing if there is more than one: an author may list a page twice.
    """
    expanded = re.compile(rf'<li class="toctree-l\d+ current[^>]*>\s*<a [^>]*href="{re.escape(escape(href))}"')
    places = [found.start() for found in expanded.finditer(html)]
    if len(places) != 1:
        return [], None
    lists: list[list[tuple[int, int]]] = [[]]
    starts: list[int] = []
    for tag in _TAG.finditer(html):
        if tag[2] == "li":
            starts.append(tag.start()) if not tag[1] else lists[-1].append((starts.pop(), tag.end()))
        elif not tag[1]:
            lists.append([])
        else:
            items = lists.pop()
            number = next((n for n, (start, _) in enumerate(items) if start == places[0]), None)
            if number is not None:
                return items, number
    return [], None
