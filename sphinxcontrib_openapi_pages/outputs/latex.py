"""Prepares pages of APIs for PDF: coloured marks, targets of links, and line breaks in long paths and names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ..render.nodes import route, with_documents
from ..sphinx.project import page_project
from .assets import is_ours

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

PACKAGE = Path(__file__).parent / "latex_files" / "openapipages.sty"

#: Length of words, in characters, that need no line breaks.
MAX_UNBROKEN = 10

#: Places in a long word where the line may break.
BREAKS = re.compile(r"(?<=[/_.,:=&?|-])(?=\w|[{<\[])|(?<=[a-z])(?=[A-Z])")

BREAK = r"\penalty900{}"
"""LaTeX for a line break that TeX uses only if the word would run into the margin."""

#: Nodes whose ids Sphinx's LaTeX writer omits.
UNLABELLED = (nodes.paragraph, nodes.container, nodes.list_item, nodes.rubric)


def add_package(app: Sphinx, config: Config) -> None:
    """Tell Sphinx to copy our LaTeX package to the output folder (event ``config-inited``)."""
    config.latex_additional_files = [*config.latex_additional_files, str(PACKAGE)]


def prepare_pages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add line breaks and targets that Sphinx's LaTeX writer does not write (event ``doctree-resolved``)."""
    if app.builder.format != "latex":
        return
    pages = page_project(app.env).pages
    for node, origin in list(with_documents(doctree, docname)):
        if origin in pages or any(map(is_ours, _ancestors(node))):
            prepare(node)


def prepare(node: nodes.Element) -> None:
    """Allow line breaks in *node* if it is code, and add targets for its ids if Sphinx would omit them."""
    if isinstance(node, nodes.literal):
        _break(node)
    elif isinstance(node, UNLABELLED) and node["ids"]:
        _label(node)


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _break(literal: nodes.literal) -> None:
    """Allow line breaks in *literal* after slashes and similar characters, unless it is in a title."""
    if any(isinstance(above, nodes.title) for above in _ancestors(literal)):
        return
    if isinstance(literal, route) and literal["segments"]:
        literal[:] = [nodes.Text(segment) for segment in literal["segments"]]
    for segment in literal.children[1:]:
        if segment.astext().startswith("/"):
            literal.insert(literal.index(segment), _end_of_line())
    for text in list(literal.findall(nodes.Text)):
        if max(map(len, text.split()), default=0) > MAX_UNBROKEN:
            first, *rest = BREAKS.split(text)
            parts = [part for word in rest for part in (_end_of_line(), nodes.Text(word))]
            text.parent.replace(text, [nodes.Text(first), *parts])


def _end_of_line() -> nodes.raw:
    return nodes.raw("", BREAK, format="latex")


def _label(node: nodes.Element) -> None:
    target = nodes.target("", "", ids=node["ids"])
    node["ids"] = []
    if isinstance(node, (nodes.paragraph, nodes.list_item)):
        node.insert(0, target)
    else:
        node.parent.insert(node.parent.index(node), target)
