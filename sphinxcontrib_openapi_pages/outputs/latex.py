"""What API pages need in PDF: marks in colour, places to link to, and ends of lines within long paths and names."""

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

#: Longest word, in characters, that always finds room in a line.
MAX_UNBROKEN = 10

#: Where a word may end a line if there is no room for it.
BREAKS = re.compile(r"(?<=[/_.,:=&?|-])(?=\w|[{<\[])|(?<=[a-z])(?=[A-Z])")

BREAK = r"\penalty900{}"
"""A bad place to end a line, but better than to run into the margin."""

#: Nodes whose ids Sphinx's writer for LaTeX leaves out.
UNLABELLED = (nodes.paragraph, nodes.container, nodes.list_item, nodes.rubric)


def add_package(app: Sphinx, config: Config) -> None:
    """Have the package copied beside the document (event ``config-inited``)."""
    config.latex_additional_files = [*config.latex_additional_files, str(PACKAGE)]


def prepare_pages(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Add to pages of APIs what the writer for LaTeX does not do (event ``doctree-resolved``)."""
    if app.builder.format != "latex":
        return
    pages = page_project(app.env).pages
    for node, origin in list(with_documents(doctree, docname)):
        if origin in pages or any(map(is_ours, _ancestors(node))):
            prepare(node)


def prepare(node: nodes.Element) -> None:
    """Let lines end within *node* if it is code, and keep its ids if they would be left out."""
    if isinstance(node, nodes.literal):
        _break(node)
    elif isinstance(node, UNLABELLED) and node["ids"]:
        _label(node)


def _ancestors(node: nodes.Node) -> Iterator[nodes.Node]:
    while node.parent is not None:
        node = node.parent
        yield node


def _break(literal: nodes.literal) -> None:
    """Let lines end within *literal* after slashes and the like, unless it stands in a title."""
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
