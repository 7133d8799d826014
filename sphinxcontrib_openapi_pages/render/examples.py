"""Example Objects: the values that the document gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from docutils import nodes

from ..generate import generate
from ..model import Example, MediaType
from .common import Page, external_link, json_block, paragraph, text_block
from .fields import has_fields
from .markdown import render_markdown
from .tabs import Tab, tab_set
from .words import value_text


def render_examples(examples: Iterable[Example], media_type: str) -> Iterator[nodes.Node]:
    """Yield every example with its summary and description; a tab for each where there are several."""
    tabs = [Tab(example.title or "Example", list(_example(example, media_type))) for example in examples]
    if len(tabs) == 1:
        yield nodes.rubric("", tabs[0].label, classes=["openapi-example"])
        yield from tabs[0].content
    elif tabs:
        yield nodes.rubric("", "Examples", classes=["openapi-example"])
        yield tab_set(tabs, "example")


def _example(example: Example, media_type: str) -> Iterator[nodes.Node]:
    yield from render_markdown(example.description)
    if example.has_value:
        yield _value_block(example, media_type)
    if example.external_url:
        yield paragraph("The example is at ", external_link(example.external_url), ".")


def media_examples(group: Iterable[MediaType], page: Page, direction: str) -> list[Example]:
    """Return the examples of media types that say the same, those of their schema, or one made from it."""
    medias = list(group)
    given = [example for media in medias for example in media.examples]
    schema = medias[0].schema
    if given or schema is None:
        return list({(example.name, value_text(example.value)): example for example in given}.values())
    if "example" in schema.data:
        return [Example("", schema.data["example"])]
    examples = schema.data.get("examples")
    if isinstance(examples, list) and examples:
        return [Example("", example) for example in examples]
    is_json = any("json" in media.name or media.name == "*/*" for media in medias)
    if not is_json or not has_fields(schema):
        return []
    key = (schema.name or schema.digest, direction)
    if key in page.exemplified:
        return []
    page.exemplified.add(key)
    made = generate(schema, direction)
    return [Example("", made)] if made not in (None, {}, []) else []


def _value_block(example: Example, media_type: str) -> nodes.literal_block:
    if not isinstance(example.value, str) or "json" in media_type:
        return json_block(example.value)
    language = next((name for name in ("xml", "yaml", "html", "csv") if name in media_type), "text")
    return text_block(example.value, "text" if language == "csv" else language)
