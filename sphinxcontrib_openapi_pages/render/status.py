"""Describes the statuses of responses in words."""

from __future__ import annotations

from http import HTTPStatus

from docutils import nodes

from ..locale import _
from ..openapi.operation import Response
from .markdown import render_markdown
from .writing_direction import directed_words, has_right_to_left

CLASSES = {
    "1": _("Information"),
    "2": _("Success"),
    "3": _("Redirection"),
    "4": _("Client error"),
    "5": _("Server error"),
}


EMPTY_WORDS = {"", "response", "default response"}
SUCCESS_WORDS = {"success", "successful", "successful response", "success response", "successful operation"}
"""Descriptions of responses without information; many generators write them, because the field is required."""


def status_words(status: str) -> str:
    """Return the reason phrase of a status (RFC 9110 §15), or what class it belongs to."""
    if status == "default":
        return _("– any other status")
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return str(CLASSES.get(status[:1], ""))


def status_label(response: Response) -> str:
    """Return the status of *response* with its words."""
    return f"{response.status} {status_words(response.status)}".strip()


def status_class(response: Response) -> str:
    """Return the CSS class for the class of status that *response* has."""
    return f"openapi-status-{response.status[:1].lower()}"


def status_mark(response: Response, text: str) -> nodes.inline:
    """Return *text*, which names the status of *response*, in its colour."""
    return nodes.inline("", text, classes=["openapi-status", status_class(response)])


def is_phrase(response: Response) -> bool:
    """Return whether the description of *response* only repeats its status, or that it is a response."""
    words = " ".join(response.description.split()).rstrip(".!").casefold()
    own = {response.status, status_words(response.status).casefold(), status_label(response).casefold()}
    return words in own | EMPTY_WORDS or (response.status.startswith("2") and words in SUCCESS_WORDS)


def own_words(response: Response) -> list[nodes.Node]:
    """Return the first paragraph of the description of *response*; nothing if it only repeats the status."""
    if is_phrase(response):
        return []
    text = " ".join(response.description.split())
    first = next(iter(render_markdown(text)), None)
    if not isinstance(first, nodes.paragraph):
        return [nodes.Text(text)]
    return [directed_words("", "", *first.children)] if has_right_to_left(first.astext()) else list(first.children)
