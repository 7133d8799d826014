"""Writes the page of an API as Markdown: what the page says, with one sample, and answers as far as their first level.

What lies deeper is a link to the page of its schema. So a program reads what it needs for a request in one short file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from docutils import nodes

from ...locale import _
from ...openapi.markdown_text import code_span
from ...render.field_data import FieldList
from ...render.field_list_node import fields_list
from ...render.nodes import code_block, files
from ...render.translation import looked_up
from .addresses import PageLinks
from .fields import LEVELS, LONG_LIST, MAX_DESCRIPTION, SHORT_DESCRIPTION, FieldsWriter, level_sizes
from .writer import MarkdownWriter, tabs_of

LIMIT = 50_000
"""Longest file, in characters; programs that read pages cut longer ones."""

MAX_SAMPLE = 2500
"""Longest sample, in characters."""

ROOM = 5000
"""How many characters of fields within others a page has."""

TAIL = 1500
"""How many characters are reserved for the end of the file."""


class PageWriter(MarkdownWriter):
    """Writes the nodes of one page."""

    def __init__(self, links: PageLinks, document: str) -> None:
        super().__init__(links.of, {name: links.file(f"_images/{path}") for name, path in _images(links)})
        self.links = links
        self.fields = FieldsWriter(links.schema, links.described, document)
        self.room = ROOM
        self.is_answer = False
        """Whether responses are written."""
        self.has_sample = False
        """Whether the page has code that sends the request, so that examples are not needed."""

    def body(self, doctree: nodes.document) -> list[str]:
        """Return the content below the title of the page, as blocks."""
        section = next(doctree.findall(nodes.section), None)
        if section is None:
            return []
        self.level = 2
        self.has_sample = any("openapi-samples" in _classes(node) for node in section.findall(nodes.container))
        return list(self.blocks(child for child in section.children if not isinstance(child, nodes.title)))

    def block(self, node: nodes.Node) -> Iterator[str]:
        """Yield one node as blocks; those of our own pages more briefly than others."""
        if isinstance(node, fields_list):
            yield from self._fields(node)
        elif not isinstance(node, files):
            found = next((name for name in _classes(node) if name in self._own), "")
            yield from getattr(self, self._own[found])(node) if found else super().block(node)

    _own = {
        "openapi-signature": "_signature_line",
        "openapi-meta": "_meta",
        "openapi-example": "_nothing",
        "openapi-samples": "_sample",
        "openapi-security": "_security",
        "openapi-endpoints": "_endpoints",
        "openapi-groups": "_groups",
        "openapi-schemas": "_schemas",
        "openapi-errors": "_errors",
        "openapi-tabs": "_tab_set",
    }

    def _nothing(self, node: nodes.Element) -> Iterator[str]:
        return iter(())

    def _section(self, node: nodes.Element) -> Iterator[str]:
        name = next(iter(node["ids"]), "")
        if name == "source" and self.links.own in self.links.links.api.schemas.values():
            return
        was_answer, self.is_answer = self.is_answer, self.is_answer or _is_about(name, "responses")
        content = list(super()._section(node))
        self.is_answer = was_answer
        if _is_about(name, "authorization") and any("openapi-security" in _classes(child) for child in node.children):
            words = (block.removeprefix("- ") for block in content[1:] if block != _("One of:"))
            content = [f"**{_('Authorization')}:** {'. '.join(words)}"]
        # A section with nothing but its title is left out.
        yield from content if len(content) > 1 or not content[0].startswith("#") else []

    def _signature_line(self, node: nodes.Element) -> Iterator[str]:
        """Write method and whole address as one line of code."""
        route = next((child for child in node.children if "openapi-path" in _classes(child)), None)
        if route is None:
            yield from self._paragraph(node.children)
            return
        method = node.children[0].astext()
        base = next(
            (child["address"] for child in node.children if isinstance(child, nodes.Element) and "address" in child), ""
        )
        kind = "".join(child.astext() for child in node.children if "openapi-webhook" in _classes(child))
        yield f"{f'{kind} ' if kind else ''}{code_span(f'{method} {base}{route.astext()}')}"

    def _meta(self, node: nodes.Element) -> Iterator[str]:
        if not any("refid" in child for child in node.findall(nodes.reference)):
            yield from self._paragraph(node.children)

    def _code(self, node: nodes.Element) -> Iterator[str]:
        """Write all code of an author, but only one of our samples, or one example if there is no sample."""
        is_ours = isinstance(node, code_block)
        if not is_ours or (len(node.astext()) <= MAX_SAMPLE and not self.has_sample):
            yield from super()._code(node)

    def _sample(self, node: nodes.Element) -> Iterator[str]:
        """Write the first sample of a request."""
        first = next(iter(node.findall(nodes.literal_block)), None)
        if first is not None and not any("openapi-returned-example" in _classes(part) for part in _around(first, node)):
            self.has_sample = False
            yield from self._code(first)
            self.has_sample = True

    def _security(self, node: nodes.Element) -> Iterator[str]:
        alternatives = [self.flat(item.children) for item in node.children]
        yield "- " + f" {_('or')} ".join(alternatives)

    def _endpoints(self, node: nodes.Element) -> Iterator[str]:
        lines = []
        for item in node.children:
            line = item.children[0]
            route = code_span(f"{line.children[0].astext()} {_path(line)}")
            title = self.line(line.children[-1].children) if line.children else ""
            lines.append(f"- {title.strip()}: {route}")
        yield "\n".join(lines)

    def _groups(self, node: nodes.Element) -> Iterator[str]:
        lines = []
        for item in node.children:
            term, definition = item.children
            title, *count = term.children
            text = self.flat(definition.children)
            more = ". ".join(filter(None, (self.line(count).strip(), text)))
            lines.append(f"- {self.inline(title)}" + (f": {more}" if more else ""))
        yield "\n".join(lines)

    def _schemas(self, node: nodes.Element) -> Iterator[str]:
        yield from (
            "\n".join(part) for part in _in_parts([f"- {self._plain_line(item.children[0])}" for item in node.children])
        )

    # Bodies and answers

    def _fields(self, node: fields_list) -> Iterator[str]:
        with looked_up(node.lookup):
            fields = node.fields
            yield from _lists(self.fields.lines(fields, self._depth(fields)))

    def _depth(self, fields: FieldList) -> int:
        """Return how many levels of fields within *fields* there is room for, and take that."""
        sizes, depth = level_sizes(fields), 0
        self.fields.longest = SHORT_DESCRIPTION if sizes[0] > LONG_LIST else MAX_DESCRIPTION
        while depth < min(len(sizes) - 1, LEVELS) and sizes[depth + 1] <= self.room:
            depth += 1
            self.room -= sizes[depth]
        return depth

    def _tab_set(self, node: nodes.Element) -> Iterator[str]:
        """Write the tabs of a page: all answers and media types, but one example."""
        tabs = list(tabs_of(node))
        group = next((str(label.get("sync_group", "")) for label, _content in tabs), "")
        if group in ("openapi-example", "openapi-language"):
            return
        is_answers = any("openapi-status-" in " ".join(_classes(label)) for label, _content in tabs)
        for label, content in tabs:
            if is_answers:
                yield from self._answer(label.astext(), content)
            else:
                yield from self.blocks(content.children)

    def _rubric(self, node: nodes.Element) -> Iterator[str]:
        """Leave out the title of the only answer: :meth:`_tabs` writes it."""
        if not (self.is_answer and any("openapi-status" in _classes(child) for child in node.children)):
            yield from super()._rubric(node)

    def _tabs(self, node: nodes.Element) -> Iterator[str]:
        before = _previous(node)
        status = next((child for child in getattr(before, "children", ()) if "openapi-status" in _classes(child)), None)
        if self.is_answer and status is not None and isinstance(before, nodes.rubric):
            yield from self._answer(status.astext(), node)
        else:
            yield from super()._tabs(node)

    def _answer(self, label: str, content: nodes.Element) -> Iterator[str]:
        """Write a response in one line, with the first level of its fields."""
        words: list[str] = []
        below: list[str] = []
        is_first, is_named, is_header = True, False, False
        for node in _unfolded(content):
            classes = _classes(node)
            if isinstance(node, fields_list):
                if is_header:
                    words.append(f"{_('Headers:')} {self.fields.names(node.fields)}")
                elif is_first:
                    below += self._answer_fields(node, words, is_named=is_named, is_error=label[:1] in "45")
                is_first, is_header = is_first and is_header, False
            elif "openapi-media-type" in classes:
                is_named = any(node.findall(nodes.reference))
                words.append(self.flat([node]))
            elif "openapi-label" in classes and node.astext() == _("Headers:"):
                is_header = True
            elif isinstance(node, (nodes.paragraph, nodes.Admonition)) and not below:
                words += self._meta(node) if "openapi-meta" in classes else [self.flat([node])]
            else:
                below += self.block(node)
        text = ". ".join(part.rstrip(".") for part in words if part)
        yield self.item("- ", [f"**{label}**: {text}" if text else f"**{label}**", *below])

    def _answer_fields(self, node: fields_list, words: list[str], *, is_named: bool, is_error: bool) -> list[str]:
        """Return the fields of an answer as blocks; where its schema has a page, their names alone are in *words*."""
        with looked_up(node.lookup):
            if not is_named:
                return _lists(self.fields.lines(node.fields, self._depth(node.fields)))
            if not is_error and (names := self.fields.names(node.fields)):
                words.append(_("Fields: {names}").format(names=names))
        return []

    def _errors(self, node: nodes.Element) -> Iterator[str]:
        """Write the errors that operations share, a line each."""
        lines = []
        for item in node.children:
            first, *rest = item.children[0].children
            lines.append(f"- **{first.astext()}**{self.line(rest)}")
        yield "\n".join(lines)


def fitted(blocks: Sequence[str], room: int) -> tuple[list[str], bool]:
    """Return as many of *blocks* as fit into *room* characters, and whether these are all."""
    kept: list[str] = []
    for block in blocks:
        if len(block) + 2 > room:
            if not block.startswith(("```", "|", ">")):
                kept += _in_lines(block, room)
            return kept, False
        kept.append(block)
        room -= len(block) + 2
    return kept, True


def _in_lines(block: str, room: int) -> list[str]:
    lines = block[:room].splitlines()[:-1]
    text = "\n".join(lines)
    return [text] if text and text.count("```") % 2 == 0 else []


def _images(links: PageLinks) -> Iterable[tuple[str, str]]:
    return getattr(links.builder, "images", {}).items()


def _classes(node: nodes.Node) -> list[str]:
    return list(node.get("classes", ())) if isinstance(node, nodes.Element) else []


def _is_about(name: str, part: str) -> bool:
    """Return whether a section with the id *name* is that of *part*; callbacks have such sections, too."""
    return re.fullmatch(rf"{part}(-\d+)?", name) is not None


def _around(node: nodes.Node, end: nodes.Node) -> Iterator[nodes.Node]:
    while node is not None and node is not end:
        yield node
        node = node.parent


def _previous(node: nodes.Node) -> nodes.Node | None:
    siblings = node.parent.children if node.parent is not None else []
    index = next((i for i, sibling in enumerate(siblings) if sibling is node), 0)
    return siblings[index - 1] if index else None


def _path(line: nodes.Node) -> str:
    """Return the path in a line of a list of endpoints."""
    return next((part.astext() for part in line.findall(nodes.literal) if "openapi-path" in _classes(part)), "")


def _unfolded(node: nodes.Element) -> Iterator[nodes.Node]:
    """Yield the parts of a response, including those in tabs of media types."""
    for child in node.children:
        classes = _classes(child)
        if "openapi-tabs" in classes and isinstance(child, nodes.Element):
            for label, content in tabs_of(child):
                if label.get("sync_group") == "openapi-media-type":
                    yield from _unfolded(content)
        elif type(child) is nodes.container and isinstance(child, nodes.Element):
            yield from _unfolded(child)
        elif "openapi-example" not in classes and not isinstance(child, nodes.literal_block):
            yield child


def _lists(lines: Iterable[str]) -> list[str]:
    """Return lines of fields as blocks: a text above a list is a paragraph of its own."""
    text = "\n".join(lines)
    return [block for block in text.split("\n\n") if block.strip()]


def _in_parts(lines: list[str], size: int = 50) -> Iterator[list[str]]:
    for start in range(0, len(lines), size):
        yield lines[start : start + size]
