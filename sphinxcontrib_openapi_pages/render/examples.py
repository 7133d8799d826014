"""Example Objects: the values that the document gives."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from docutils import nodes

from ..locale import _, filled
from ..openapi.direction import Direction
from ..openapi.example_values import generate
from ..openapi.media_types import notation, written
from ..openapi.model import Example, MediaType, Schema
from .budget import MAX_TABS
from .cross_references import external_link
from .elements import paragraph
from .fields import has_fields
from .markdown import render_markdown
from .page import Page
from .tabs import Tab, tab_set
from .translation import spec_text
from .type_text import value_text


def render_examples(examples: Sequence[Example], page: Page, *, has_title: bool = True) -> Iterator[nodes.Node]:
    """Yield every example with its summary and description; a tab for each where there are several.

    *has_title* says whether they are called examples where the document has no word for them.
    """
    shown = page.within(examples, MAX_TABS)
    tabs = [Tab(example_title(example), list(_example(example, page))) for example in shown]
    if len(tabs) == 1:
        if has_title or tabs[0].label:
            yield nodes.rubric("", tabs[0].label or _("Example"), classes=["openapi-example"])
        yield from tabs[0].content
    elif tabs:
        if has_title:
            yield nodes.rubric("", _("Examples"), classes=["openapi-example"])
        yield tab_set([replace(tab, label=tab.label or _("Example")) for tab in tabs], "example")
    yield from page.left_out(len(examples) - len(tabs))


def example_title(example: Example) -> str:
    """Return the title of *example*: its summary, in the language of the site, or its name; maybe nothing."""
    return spec_text(example.title) if example.summary else example.title


def _example(example: Example, page: Page) -> Iterator[nodes.Node]:
    page.spend(len(example.description))
    yield from render_markdown(example.description)
    if example.has_value:
        yield _value_block(example, page)
    if example.external_url:
        link = external_link(example.external_url)
        yield paragraph(*filled(_("The example is at {link}."), link=[link]))


def media_examples(group: Iterable[MediaType], page: Page, direction: Direction) -> list[Example]:
    """Return the examples of media types that say the same, those of their schema, or one made from it."""
    medias = list(group)
    schema = medias[0].main_schema
    given = [_written(example, media) for media in medias for example in media.examples]
    if given or schema is None:
        return list(
            {(example.name, example.written or value_text(example.value)): example for example in given}.values()
        )
    if "example" in schema.data:
        return _in_each_notation(schema.data["example"], medias)
    examples = schema.data.get("examples")
    if isinstance(examples, list) and examples:
        return [_written(Example("", example), medias[0]) for example in examples]
    return _made(schema, medias, page, direction)


def _in_each_notation(value: Any, medias: list[MediaType]) -> list[Example]:
    """Return the example *value* in each notation of *medias* that is known; of others, in that of the first."""
    notations = {notation(media.name): media for media in reversed(medias) if notation(media.name)}
    shown = [media for media in medias if media in notations.values()] or medias[:1]
    return [_written(Example(media.name if len(shown) > 1 else "", value), media) for media in shown]


def _made(schema: Schema, medias: list[MediaType], page: Page, direction: Direction) -> list[Example]:
    """Return an example made from *schema*, in each notation of *medias*; none if the page has one already."""
    key = (schema.name or schema.digest, direction)
    if not any(notation(media.name) for media in medias) or not has_fields(schema) or key in page.exemplified:
        return []
    page.exemplified.add(key)
    made = generate(schema, direction)
    return [] if made in (None, {}, []) else _in_each_notation(made, medias)


def _written(example: Example, media: MediaType) -> Example:
    """Return *example* as *media* has it."""
    text = example.written
    if example.has_value and not text and notation(media.name) not in ("json", ""):
        text = written(example.value, media.name, media.main_schema) or ""
    return replace(example, written=text, media_type=media.name)


def _value_block(example: Example, page: Page) -> nodes.Node:
    is_text = isinstance(example.value, str) and "json" not in example.media_type
    if not (example.written or is_text):
        return page.json_block(example.value)
    language = next((name for name in ("xml", "yaml", "html", "json") if name in example.media_type), "text")
    return page.block(example.written or example.value, language)
