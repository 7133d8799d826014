"""Renders the code samples of an operation, with a tab for each language."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from ..openapi.code_samples import samples_of
from ..openapi.model import Operation
from .conf_functions import own_samples
from .page import Page
from .responses import render_returned
from .tabs import Tab, tab_set

MAX_SAMPLES = 50
"""How many code samples are shown."""


def render_samples(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield tabs with code that sends the request."""
    if operation.endpoint.is_outgoing:
        return
    written = samples_of(operation, page.options.samples, own_samples(page))
    samples = [sample for sample in written if sample.code]
    shown = page.within(samples, MAX_SAMPLES)
    tabs = [Tab(sample.label, [page.block(sample.code, _lexer(sample.lexer))]) for sample in shown]
    if tabs:
        code, left_out = tab_set(tabs, "language"), page.left_out(len(samples) - len(tabs))
        yield nodes.container("", code, *left_out, *render_returned(operation, page), classes=["openapi-samples"])


def _lexer(name: str) -> str:
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return "text"
    return name
