"""Gives text in right-to-left scripts, such as Arabic and Hebrew, the attribute ``dir="auto"`` in HTML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
_BLOCK = re.compile(r"<(p|ul|ol|dl|table|blockquote)\b")
_HEADING = re.compile(r"<(h[1-6])(?=[ >])")


def has_right_to_left(text: str) -> bool:
    """Return whether *text* has letters that are written from right to left."""
    return not text.isascii() and _RIGHT_TO_LEFT.search(text) is not None


def direction_attribute(text: str) -> str:
    """Return the attribute of an HTML element with *text*; empty if it needs none."""
    return ' dir="auto"' if has_right_to_left(text) else ""


def directed_html(html: str) -> str:
    """Return *html*, in which each block finds its direction."""
    return _BLOCK.sub(r'<\1 dir="auto"', html) if has_right_to_left(html) else html


def directed_headings(html: str) -> str:
    """Return *html*, in which each heading finds its direction."""
    return _HEADING.sub(r'<\1 dir="auto"', html)


class directed_paragraph(nodes.paragraph):  # noqa: N801
    """A paragraph with automatic direction. Other formats write a paragraph."""


class directed_rubric(nodes.rubric):  # noqa: N801
    """A rubric with automatic direction."""


class directed_block(nodes.container):  # noqa: N801
    """A list, a table or another block with automatic direction."""


class directed_words(nodes.inline):  # noqa: N801
    """Text within a paragraph with automatic direction."""


def directed(blocks: Iterable[nodes.Node]) -> Iterator[nodes.Node]:
    """Yield *blocks*, each so that it finds its direction; code stays as it is."""
    for block in blocks:
        if isinstance(block, nodes.literal_block):
            yield block
        elif isinstance(block, nodes.paragraph):
            yield directed_paragraph("", "", *block.children, **block.attributes)
        elif isinstance(block, nodes.rubric):
            yield directed_rubric("", "", *block.children, **block.attributes)
        else:
            yield directed_block("", block)


def words_node(text: str, **attributes: Any) -> nodes.inline:
    """Return *text* as inline text with automatic direction, if it needs one."""
    kind = directed_words if has_right_to_left(text) else nodes.inline
    return kind(text, text, **attributes)


def rubric_node(text: str, **attributes: Any) -> nodes.rubric:
    """Return a rubric with *text*, with automatic direction if it needs one."""
    kind = directed_rubric if has_right_to_left(text) else nodes.rubric
    return kind("", text, **attributes)


def setup_writing_direction(app: Sphinx) -> None:
    """Register the nodes with their visitors; formats other than HTML write their base classes."""
    app.add_node(directed_paragraph, html=(_visit_paragraph, _depart_paragraph))
    app.add_node(directed_rubric, html=(_visit_rubric, _depart_paragraph))
    app.add_node(directed_block, html=(_visit_block, _depart_block))
    app.add_node(directed_words, html=(_visit_words, _depart_words))


def _visit_paragraph(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "p", "", DIR="auto"))


def _visit_rubric(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "p", "", CLASS="rubric", DIR="auto"))


def _depart_paragraph(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</p>\n")


def _visit_block(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "div", DIR="auto"))


def _depart_block(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</div>\n")


def _visit_words(translator: Any, node: nodes.Element) -> None:
    translator.body.append(translator.starttag(node, "span", "", DIR="auto"))


def _depart_words(translator: Any, node: nodes.Element) -> None:
    translator.body.append("</span>")
