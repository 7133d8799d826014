"""Writes docutils nodes as Markdown (CommonMark with the tables of GitHub): one block of text for each node.

The input is an author's markup as processed by Sphinx: roles are resolved, files are included, and tabs and admonitions
are nodes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import ClassVar

from docutils import nodes
from sphinx import addnodes

from ...openapi.markdown_text import code_span, inline_text

HIDDEN = (
    nodes.comment,
    nodes.Invisible,
    nodes.meta,
    nodes.pending,
    nodes.raw,
    nodes.substitution_definition,
    nodes.system_message,
    nodes.title,
    addnodes.index,
    addnodes.toctree,
)
"""Nodes that are not visible on a page or have no content without HTML; titles are written with their sections."""

BLOCKS = (nodes.Body, nodes.Structural, nodes.Part, nodes.Sequential)
"""Kinds of nodes that are separate blocks; all others are parts of a line."""

UNSAFE = re.compile(r"[()\\<>\s]")
"""Characters that must be escaped in the target of a link."""

LEADING = re.compile(r"^([-+#=>]|\d+[.)])(?=\s|$)")
"""What would make a block of another kind of a paragraph that begins with it."""

OF_ITS_OWN = re.compile(r"- |```|\||>|\d+\. |#")
"""Beginnings of blocks that cannot follow other text in a line."""

BREAK = "\\\n"
"""A break of a line within a paragraph."""


def indented(text: str, by: str) -> str:
    """Return *text* with *by* spaces before all lines but the first and empty ones."""
    return text.replace("\n", f"\n{by}").replace(f"\n{by}\n", "\n\n")


def fenced(text: str, language: str = "") -> str:
    """Return *text* as a fenced block of code, for any content."""
    longest = max(map(len, re.findall("`{3,}", text)), default=2)
    fence = "`" * (longest + 1)
    word = language if re.fullmatch(r"[\w+#.-]+", language) and language not in ("default", "none") else ""
    return f"{fence}{word}\n{text.rstrip()}\n{fence}"


def link(text: str, target: str) -> str:
    """Return a link, or only the text if it has no target."""
    if not target or not text.strip():
        return text
    if not UNSAFE.search(target):
        return f"[{text}]({target})"
    plain = re.sub(r"\s+", "%20", target.strip()).replace("<", "%3C").replace(">", "%3E")
    return f"[{text}](<{plain}>)"


class MarkdownWriter:
    """Writes nodes as Markdown. *target* returns the target of a reference, relative to the written file."""

    def __init__(self, target: Callable[[nodes.Element], str], images: dict[str, str] | None = None) -> None:
        self.target = target
        self.images = images or {}
        self.level = 1
        """The level of the next heading."""

    # Blocks

    def blocks(self, found: Iterable[nodes.Node]) -> Iterator[str]:
        """Yield *found* as blocks of Markdown; adjacent inline nodes among blocks become one block."""
        line: list[nodes.Node] = []
        for node in found:
            if is_block(node):
                yield from self._paragraph(line)
                line = []
                yield from self.block(node)
            else:
                line.append(node)
        yield from self._paragraph(line)

    def block(self, node: nodes.Node) -> Iterator[str]:
        """Yield one node as blocks."""
        for kind in type(node).__mro__:
            method = self._methods.get(kind.__name__)
            if method is not None:
                yield from getattr(self, method)(node)
                return
        if not isinstance(node, HIDDEN):
            yield from self.blocks(node.children)

    def _paragraph(self, line: Sequence[nodes.Node]) -> Iterator[str]:
        text = self.line(line).strip()
        if text:
            yield LEADING.sub(r"\\\1", text)

    def _text(self, node: nodes.Element) -> Iterator[str]:
        yield from self._paragraph(node.children)

    def _content(self, node: nodes.Element) -> Iterator[str]:
        yield from self.blocks(node.children)

    def _section(self, node: nodes.Element) -> Iterator[str]:
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        content = list(node.children)
        if title is not None:
            content.remove(title)
            yield f"{'#' * min(self.level, 6)} {self.line(title.children).strip()}"
        self.level += 1
        yield from self.blocks(content)
        self.level -= 1

    def _rubric(self, node: nodes.Element) -> Iterator[str]:
        if text := self.line(node.children).strip():
            yield f"**{text}**" if "**" not in text else text

    def _items(self, node: nodes.Element) -> Iterator[str]:
        marks = self._marks(node)
        items = [
            self.item(mark, self.blocks(child.children)) for mark, child in zip(marks, node.children, strict=False)
        ]
        yield "\n".join(filter(None, items))

    @staticmethod
    def _marks(node: nodes.Element) -> Iterator[str]:
        number = node.get("start", 1) if isinstance(node, nodes.enumerated_list) else 0
        for index in range(len(node.children)):
            yield f"{number + index}. " if number else "- "

    @staticmethod
    def item(mark: str, content: Iterable[str]) -> str:
        """Return an item of a list, without blank lines between its blocks unless they are paragraphs."""
        text = ""
        for block in content:
            is_list = re.match(r"(- |\d+\. )", block) is not None
            text += ("\n" if is_list else "\n\n") + block if text else block
        return mark + indented(text, " " * len(mark)) if text else ""

    def _definitions(self, node: nodes.Element) -> Iterator[str]:
        yield "\n".join(filter(None, map(self._definition, node.children)))

    def _definition(self, node: nodes.Node) -> str:
        terms = [child for child in node.children if isinstance(child, (nodes.term, nodes.field_name))]
        rest = [child for child in node.children if not isinstance(child, (nodes.term, nodes.field_name))]
        heads = [
            f"**{text}**" if not re.search(r"[`*\[]", text) else text for text in map(self._plain_line, terms) if text
        ]
        first, *others = [*(block for part in rest for block in self.blocks(part.children)), ""]
        head = ", ".join(heads)
        is_line = bool(first) and OF_ITS_OWN.match(first) is None
        return self.item("- ", [f"{head}: {first}" if is_line else head, *([] if is_line else [first]), *others[:-1]])

    def _plain_line(self, node: nodes.Node) -> str:
        return self.line(node.children).strip()

    def _code(self, node: nodes.Element) -> Iterator[str]:
        yield fenced(node.astext(), str(node.get("language", "")))

    def _math(self, node: nodes.Element) -> Iterator[str]:
        yield f"$$\n{node.astext()}\n$$"

    def _quote(self, node: nodes.Element) -> Iterator[str]:
        yield "\n>\n".join(quoted(block) for block in self.blocks(node.children))

    def _admonition(self, node: nodes.Element) -> Iterator[str]:
        title = next((child for child in node.children if isinstance(child, nodes.title)), None)
        name = self.line(title.children) if title is not None else node.tagname.capitalize()
        content = list(self.blocks(child for child in node.children if child is not title))
        if content and OF_ITS_OWN.match(content[0]) is None:
            content[0] = f"**{name}:** {content[0]}"
        else:
            content.insert(0, f"**{name}**")
        yield "\n>\n".join(map(quoted, content))

    def _titled(self, node: nodes.Element) -> Iterator[str]:
        if "contents" in node.get("classes", ()):
            return
        for title in (child for child in node.children if isinstance(child, nodes.title)):
            yield f"**{self.line(title.children).strip()}**"
        yield from self.blocks(node.children)

    def _table(self, node: nodes.Element) -> Iterator[str]:
        for title in (child for child in node.children if isinstance(child, nodes.title)):
            yield f"**{self.line(title.children).strip()}**"
        rows = [self._row(row) for row in node.findall(nodes.row)]
        if not rows:
            return
        width = max(map(len, rows))
        first, *others = [row + [""] * (width - len(row)) for row in rows]
        yield "\n".join(f"| {' | '.join(cells)} |" for cells in (first, ["---"] * width, *others))

    def _row(self, row: nodes.Element) -> list[str]:
        return [self.flat(cell.children).replace("|", "\\|") for cell in row.children]

    def _image_block(self, node: nodes.Element) -> Iterator[str]:
        yield self._image(node)

    def _footnote(self, node: nodes.Element) -> Iterator[str]:
        label = next((child.astext() for child in node.children if isinstance(child, nodes.label)), "")
        content = self.blocks(child for child in node.children if not isinstance(child, nodes.label))
        yield f"[^{label}]: " + indented("\n\n".join(content), "    ")

    def _lines(self, node: nodes.Element) -> Iterator[str]:
        lines = [self.line(line.children) for line in node.findall(nodes.line)]
        yield BREAK.join(line for line in lines if line.strip())

    def _rule(self, node: nodes.Element) -> Iterator[str]:
        yield "---"

    def _signature(self, node: nodes.Element) -> Iterator[str]:
        yield code_span(node.astext())

    def _tabs(self, node: nodes.Element) -> Iterator[str]:
        """Write all tabs of sphinx-design one after another, each below its label."""
        if node.get("design_component") != "tab-set":
            yield from self.blocks(node.children)
            return
        for label, content in tabs_of(node):
            yield f"**{self.line(label.children).strip()}**"
            yield from self.blocks(content.children)

    _methods: ClassVar[dict[str, str]] = {
        "section": "_section",
        "rubric": "_rubric",
        "paragraph": "_text",
        "caption": "_text",
        "attribution": "_text",
        "compact_paragraph": "_content",
        "bullet_list": "_items",
        "enumerated_list": "_items",
        "definition_list": "_definitions",
        "field_list": "_definitions",
        "literal_block": "_code",
        "doctest_block": "_code",
        "math_block": "_math",
        "block_quote": "_quote",
        "Admonition": "_admonition",
        "versionmodified": "_quote",
        "topic": "_titled",
        "sidebar": "_titled",
        "table": "_table",
        "image": "_image_block",
        "footnote": "_footnote",
        "citation": "_footnote",
        "line_block": "_lines",
        "transition": "_rule",
        "desc_signature": "_signature",
        "container": "_tabs",
    }
    """Names of methods, by the name of the class of a node or of a class that it comes from."""

    # Lines

    def line(self, found: Iterable[nodes.Node]) -> str:
        """Return nodes of a line as Markdown."""
        return "".join(map(self.inline, found))

    def inline(self, node: nodes.Node) -> str:
        """Return one node of a line as Markdown."""
        if isinstance(node, nodes.Text):
            return inline_text(node)
        if isinstance(node, nodes.literal):
            return code_span(node.astext()) if node.astext().strip() else ""
        if isinstance(node, (nodes.emphasis, nodes.strong)):
            return self._marked(node, "*" if isinstance(node, nodes.emphasis) else "**")
        if isinstance(node, (nodes.reference, addnodes.download_reference, addnodes.number_reference)):
            return self._reference(node)
        if isinstance(node, nodes.image):
            return self._image(node)
        if isinstance(node, nodes.math):
            return f"${node.astext()}$"
        if isinstance(node, nodes.footnote_reference):
            return f"[^{node.astext()}]"
        if isinstance(node, HIDDEN) and not isinstance(node, nodes.target):
            return ""
        if not node.children:
            return self._childless(node)
        return self.line(node.children)

    @staticmethod
    def _childless(node: nodes.Node) -> str:
        """Return the Markdown of a node without children, such as a line break or an image."""
        text = node.astext()
        return BREAK if type(node).__name__ == "line_break" else inline_text(text)

    def _marked(self, node: nodes.Node, mark: str) -> str:
        text = self.line(node.children)
        inner = text.strip()
        if not inner or inner.startswith("*") or inner.endswith("*"):
            return text
        start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
        return f"{start}{mark}{inner}{mark}{end}"

    def _reference(self, node: nodes.Element) -> str:
        return link(self.line(node.children), self.target(node))

    def _image(self, node: nodes.Element) -> str:
        name = str(node["uri"])
        return "!" + (link(inline_text(str(node.get("alt", ""))) or "image", self.images.get(name, name)))

    def flat(self, found: Iterable[nodes.Node]) -> str:
        """Return nodes as one line, including any blocks."""
        return " ".join(filter(None, map(self._flattened, found)))

    def _flattened(self, node: nodes.Node) -> str:
        if isinstance(node, nodes.literal_block):
            return code_span(node.astext())
        if isinstance(node, (nodes.bullet_list, nodes.enumerated_list)):
            return "; ".join(filter(None, (self.flat(item.children) for item in node.children)))
        if isinstance(node, nodes.row):
            return ", ".join(filter(None, (self.flat(cell.children) for cell in node.children))) + ";"
        if is_block(node) and not isinstance(node, nodes.TextElement):
            return "" if isinstance(node, HIDDEN) else self.flat(node.children)
        text = self.line(node.children) if is_block(node) else self.inline(node)
        return " ".join(text.replace(BREAK, " ").split())


def is_block(node: nodes.Node) -> bool:
    """Return whether *node* is a separate block."""
    return isinstance(node, BLOCKS) and not (
        isinstance(node, (nodes.Inline, nodes.image)) and isinstance(node.parent, nodes.TextElement)
    )


def quoted(block: str) -> str:
    """Return a block within a quotation."""
    return "> " + block.replace("\n", "\n> ")


def tabs_of(node: nodes.Element) -> Iterator[tuple[nodes.Element, nodes.Element]]:
    """Yield label and content of each tab of a set of sphinx-design, in the form that HTML is written from."""
    label: nodes.Element | None = None
    for child in node.children:
        assert isinstance(child, nodes.Element)
        if child.get("design_component") == "tab-content":
            if label is not None:
                yield label, child
            label = None
        elif child.children:
            label = child
