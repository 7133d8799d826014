"""Writes indexes in the form of ``llms.txt``. Indexes that are too long for programs are divided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from textwrap import shorten
from urllib.parse import quote

from sphinx.util.osutil import relative_uri

from ..openapi.atomic_files import update_file
from ..openapi.markdown_text import escaped
from .markdown.addresses import absolute
from .markdown.pages import LIMIT

SHORT = 12_000
"""From this length on, in characters, an index names others, so that less has to be read on the way to a page."""

PART = 4_000
"""About how long the parts of a long index are, in characters."""

DIVIDED = 8_000
"""From this length on, in characters, the index of a group is in parts."""

NOTED = 6_000
"""Maximum length, in characters, of an index in which all links have the first sentence of their target."""

MAX_TITLE = 80
"""Longest title of a link, in characters."""


@dataclass(frozen=True)
class Link:
    """A line of an index."""

    title: str
    path: str
    """From the root of the site."""
    note: str = ""
    """Markdown."""
    more: str = ""
    """An addition to the note, if there is room for it."""
    name: str = ""
    """The replacement of the link in the description of a part of an index."""


@dataclass(frozen=True)
class Section:
    """Links under a heading, which may become a separate index in *folder*."""

    title: str
    links: list[Link]
    folder: str = ""
    summary: str = ""
    """The description of the links in an index that refers to their index."""
    note: str = ""
    """An addition to the description, if there is room for it."""


@dataclass
class Index:
    """One file. Its sections are below a heading each."""

    path: str
    title: str
    quotation: str
    facts: list[str] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)


class IndexWriter:
    """Writes indexes into the folder *outdir* of a site with the address *base*, if that is known."""

    def __init__(self, outdir: Path, base: str) -> None:
        self.outdir = outdir
        self.base = base
        self.written: set[Path] = set()

    def write(self, index: Index, folder: str) -> None:
        """Write an index, without notes if it is long, and in parts if it is very long."""
        has_notes = self.length(index, index.sections) <= NOTED
        if self.length(index, index.sections, has_notes=has_notes) > DIVIDED:
            index.sections = [self._parts(index, section, folder) for section in index.sections]
        self.save(index, has_notes=has_notes)

    def save(self, index: Index, *, has_notes: bool) -> None:
        """Write an index as it is."""
        path = self.outdir / index.path
        update_file(path, self.text(index, has_notes=has_notes).encode())
        self.written.add(path)

    def _parts(self, index: Index, section: Section, folder: str) -> Section:
        """Write *section* in parts, and return the links to them."""
        named = [link for link in section.links if link.name]
        unnamed = [link for link in section.links if not link.name]
        links, others = unnamed[:1], unnamed[1:]
        prefix = f"{folder}/" if folder else ""
        parts = list(_divided(sorted(named, key=lambda link: link.name.casefold())))
        for number, part in enumerate(parts, 1):
            names = list(dict.fromkeys(link.name for link in part))
            said = ", ".join(names) if len(names) <= MAX_NAMES else f"{names[0]} to {names[-1]}"
            title, path = f"{section.title}, part {number}", f"{prefix}llms-{number}.txt"
            count = f"{len(part)} page{'s' if len(part) > 1 else ''}"
            quotation = f"{index.quotation.partition(':')[0]}: {count} on {said}"
            child = Index(
                path, title, quotation, sections=[Section(title, [*part, *(others if number == len(parts) else [])])]
            )
            self.save(child, has_notes=self.length(child, child.sections) <= NOTED)
            links.append(Link(title, path, f"{count} on {escaped(said)}"))
        return Section(section.title, links)

    def within_limit(self, root: Index, sections: list[Section]) -> list[Section]:
        """Return *sections* of the root, the longest of them in parts while it would be too long."""
        for longest in sorted(sections, key=lambda section: -len(section.links)):
            if self.length(root, sections) <= LIMIT:
                break
            named = [replace(link, name=link.name or link.title) for link in longest.links]
            parts = self._parts(root, Section(longest.title, named), longest.folder)
            sections = [parts if section is longest else section for section in sections]
        return sections

    def length(self, index: Index, sections: list[Section], *, has_notes: bool = True) -> int:
        """Return how many characters *index* would have with *sections*."""
        return len(
            self.text(Index(index.path, index.title, index.quotation, index.facts, sections), has_notes=has_notes)
        )

    def text(self, index: Index, *, has_notes: bool) -> str:
        """Return an index as Markdown."""
        head = [f"# {escaped(index.title)}", "", f"> {escaped(index.quotation)}", ""]
        facts = [*index.facts, ""] if index.facts else []
        return "\n".join([*head, *facts, *self.lines(index, has_notes=has_notes)])

    def lines(self, index: Index, *, has_notes: bool) -> Iterator[str]:
        """Yield the lines of the sections of an index."""
        for section in index.sections:
            yield f"## {escaped(section.title)}"
            yield ""
            times = Counter(link.more for link in section.links)
            for link in section.links:
                # A sentence that several pages share does not help to distinguish them.
                yield self._line(index, link, has_more=has_notes and times[link.more] == 1)
            yield ""

    def _line(self, index: Index, link: Link, *, has_more: bool) -> str:
        path = quote(link.path)
        target = absolute(self.base, path) if self.base else relative_uri(index.path, path) or path
        title = escaped(shorten(link.title, MAX_TITLE, placeholder=" …") or link.title[:MAX_TITLE])
        note = ". ".join(filter(None, (link.note, link.more if has_more else "")))
        return f"- [{title}]({target}){f': {note}' if note else ''}"


MAX_NAMES = 12
"""How many names describe a part of an index; more are described by the first and the last."""


def _divided(links: Sequence[Link]) -> Iterator[list[Link]]:
    """Yield *links* in parts of about the same length; those with one name stay together if there is room."""
    part: list[Link] = []
    size = 0
    for link in links:
        length = 60 + len(link.title) + len(link.path) + len(link.note)
        is_other = bool(part) and part[-1].name != link.name
        if part and (size + length > 2 * PART or (size + length > PART and is_other)):
            yield part
            part, size = [], 0
        part.append(link)
        size += length
    if part:
        yield part
