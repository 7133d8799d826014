"""The responses of an operation in short: a tab for each status, with its type and its examples."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from docutils import nodes

from ..locale import _, filled
from ..openapi.direction import Direction
from ..openapi.operation import Example, Operation, Response
from ..site.addresses import anchor_name
from .body import alike, type_line
from .budget import MAX_TABS
from .cross_references import place_link
from .elements import paragraph
from .examples import media_examples, render_examples
from .page import Page
from .status import own_words, status_class, status_label, status_mark
from .tabs import Tab, tab_set


@dataclass(frozen=True)
class Answer:
    """A response with the examples of its body."""

    response: Response
    examples: list[Example]
    anchor: str
    """The anchor of the examples; empty if there are none."""


def answers_of(operation: Operation, page: Page) -> dict[str, Answer]:
    """Return the answers of *operation* by status: successes, then errors."""
    found: dict[str, Answer] = {}
    for response in operation.responses[:MAX_TABS]:
        if not page.has_room:
            break
        groups = alike(response.content)
        examples = media_examples(groups[0], page, Direction.RESPONSE, is_again=True) if groups else []
        name = f"response-example-{response.status}" if found else "response-example"
        found[response.status] = Answer(response, examples, page.anchor(name) if examples else "")
    return found


def render_answers(operation: Operation, page: Page, answers: Mapping[str, Answer]) -> Iterator[nodes.Node]:
    """Yield a tab for each of *answers*; a single one without a tab."""
    endpoint = operation.endpoint
    docname = page.api.find("op", f"{endpoint.method.upper()} {endpoint.path}") or page.docname
    tabs = [
        Tab(answer.response.status, [*_answer(answer, docname, page)], classes=(status_class(answer.response),))
        for answer in page.within(answers.values(), MAX_TABS)
    ]
    if len(tabs) == 1:
        yield from tabs[0].content
    elif tabs:
        yield tab_set(tabs, "status")
    yield from page.left_out(len(operation.responses) - len(tabs))


def _answer(answer: Answer, docname: str, page: Page) -> Iterator[nodes.Node]:
    response = answer.response
    mark = status_mark(response, status_label(response))
    link = place_link(docname, anchor_name(f"response-{response.status}"), mark)
    media = response.content[0] if response.content else None
    description = own_words(response)
    words: list[nodes.Node | str] = [link]
    if media is not None and media.main_schema is not None:
        message = _("{response}: {type}") if media.schema else _("{response}: a sequence of {type}")
        words = filled(message, response=[link], type=[type_line(media.main_schema, page)])
    elif description:
        words = filled(_("{response}: {description}"), response=[link], description=description)
    yield paragraph(*words, classes="openapi-returned")
    if answer.examples:
        shown = render_examples(answer.examples, page, has_title=False)
        yield nodes.container("", *shown, ids=[answer.anchor], classes=["openapi-returned-example"])
