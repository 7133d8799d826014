"""Code samples of an operation, a tab for each language."""

from __future__ import annotations

from collections.abc import Iterator

from docutils import nodes
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from ..openapi.code_samples import samples_of
from ..openapi.model import Operation
from .conf_functions import own_samples
from .elements import text_block
from .page import Page
from .responses import render_returned
from .tabs import Tab, tab_set


def render_samples(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield code that sends a request, in several languages."""
    if operation.endpoint.is_outgoing:
        return
    samples = samples_of(operation, page.options.samples, own_samples(page))
    tabs = [Tab(sample.label, [text_block(sample.code, _lexer(sample.lexer))]) for sample in samples if sample.code]
    if tabs:
        code = tab_set(tabs, "language")
        yield nodes.container("", code, *render_returned(operation, page), classes=["openapi-samples"])


def _lexer(name: str) -> str:
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return "text"
    return name
