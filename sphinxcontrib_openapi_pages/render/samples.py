"""Renders the code samples of an operation, with a tab for each language."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from ..openapi.code_samples import samples_of
from ..openapi.model import Operation
from .elements import text_block
from .page import Page
from .responses import render_returned
from .tabs import Tab, tab_set


def render_samples(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield tabs with code that sends the request."""
    if operation.endpoint.is_outgoing:
        return
    samples = samples_of(operation, page.options.samples, page.samples)
    tabs = [Tab(sample.label, [text_block(sample.code, _lexer(sample.lexer))]) for sample in samples]
    if tabs:
        code = tab_set(tabs, "language")
        yield nodes.container("", code, *render_returned(operation, page), classes=["openapi-samples"])


def _lexer(name: str) -> str:
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return "text"
    return name
