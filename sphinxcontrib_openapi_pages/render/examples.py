"""Example Objects: the values that the document gives."""

from __future__ import annotations

from collections.abc import Iterable

from docutils import nodes

from ..model import Example, MediaType
from .common import external_link, json_block, paragraph, text_block
from .markdown import render_markdown


def render_examples(examples: Iterable[Example], media_type: str = "application/json") -> list[nodes.Node]:
    """Return every example with its summary and description."""
    result: list[nodes.Node] = []
    for example in examples:
        title = " ".join((example.summary or example.name).split())
        result.append(nodes.rubric("", f"Example: {title}" if title else "Example", classes=["openapi-example"]))
        result += render_markdown(example.description)
        if example.has_value:
            result.append(_value_block(example, media_type))
        if example.external_url:
            result.append(paragraph("The example is at ", external_link(example.external_url), "."))
    return result


def media_examples(media: MediaType) -> list[Example]:
    """Return the examples of *media*, or those of its schema where it has none of its own."""
    if media.examples or media.schema is None:
        return media.examples
    data = media.schema.data
    if "example" in data:
        return [Example("", data["example"])]
    given = data.get("examples")
    return [Example("", value) for value in given] if isinstance(given, list) else []


def _value_block(example: Example, media_type: str) -> nodes.literal_block:
    if not isinstance(example.value, str) or "json" in media_type:
        return json_block(example.value)
    language = next((name for name in ("xml", "yaml", "html", "csv") if name in media_type), "text")
    return text_block(example.value, "text" if language == "csv" else language)
