"""Code samples of an operation, a tab for each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes
from pygments.lexers import find_lexer_class_by_name
from pygments.util import ClassNotFound

from ..openapi.code_samples import Sample, samples_of
from ..openapi.model import Operation
from .elements import text_block
from .examples import example_labels
from .page import Page
from .responses import render_returned
from .tabs import Tab, tab_set


def render_samples(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield code that sends a request, in several languages."""
    if operation.endpoint.is_outgoing:
        return
    made = samples_of(operation, page.options.samples, page.samples, page.api.location)
    sets = [(example, tab_set(_languages(samples), "language")) for example, samples in made if samples]
    if sets:
        # A set of languages for each example, not the other way round: so that one choice changes all languages, also
        # where no JavaScript does it.
        labels = example_labels([example for example, _ in sets])
        tabs = [Tab(label, [code]) for label, (_, code) in zip(labels, sets, strict=True)]
        code = sets[0][1] if len(sets) == 1 else tab_set(tabs, "example")
        yield nodes.container("", code, *render_returned(operation, page), classes=["openapi-samples"])


def _languages(samples: Iterable[Sample]) -> Iterator[Tab]:
    for sample in samples:
        yield Tab(sample.label, [text_block(sample.code, _lexer(sample.lexer))])


def _lexer(name: str) -> str:
    try:
        find_lexer_class_by_name(name)
    except ClassNotFound:
        return "text"
    return name
