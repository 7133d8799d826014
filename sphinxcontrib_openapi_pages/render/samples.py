"""Renders the code samples of an operation, with a tab for each language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from docutils import nodes

from ..locale import _
from ..openapi.authored_samples import Sample
from ..openapi.code_samples import samples_of
from ..openapi.operation import Operation
from .answers import Answer, render_answers
from .conf_functions import own_samples
from .examples import example_labels
from .nodes import known_language
from .page import Page
from .tabs import Tab, tab_set

MAX_SAMPLES = 50
"""How many code samples are shown."""


def render_samples(operation: Operation, page: Page, answers: Mapping[str, Answer]) -> Iterator[nodes.Node]:
    """Yield the section with code that sends the request, and with *answers*, what comes back."""
    if operation.endpoint.is_outgoing:
        return
    shown = [*_requests(operation, page)]
    if shown or any(answer.examples for answer in answers.values()):
        shown += render_answers(operation, page, answers)
        yield page.section(_("Examples"), "examples", [nodes.container("", *shown, classes=["openapi-samples"])])


def _requests(operation: Operation, page: Page) -> Iterator[nodes.Node]:
    """Yield tabs with code that sends the request."""
    options = page.options
    made = samples_of(operation, options.samples, own_samples(page), page.api.location, options.server)
    sets = [(example, list(_languages(samples, page))) for example, samples in page.within(made)]
    if any(code for _, code in sets):
        # A set of languages for each example, not the other way round: so that one choice changes all languages, also
        # where no JavaScript does it.
        labels = example_labels([example for example, _ in sets])
        tabs = [Tab(label, code) for label, (_, code) in zip(labels, sets, strict=True)]
        yield from sets[0][1] if len(sets) == 1 else [tab_set(tabs, "example")]


def _languages(samples: Iterable[Sample], page: Page) -> Iterator[nodes.Node]:
    """Yield *samples*, a tab for each language."""
    given = [sample for sample in samples if sample.code]
    shown = page.within(given, MAX_SAMPLES)
    tabs = [Tab(sample.label, [page.block(sample.code, known_language(sample.lexer))]) for sample in shown]
    if tabs:
        yield tab_set(tabs, "language")
    yield from page.left_out(len(given) - len(tabs))
