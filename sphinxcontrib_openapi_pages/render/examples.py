"""Renders Example Objects: the values in the document."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from docutils import nodes

from ..locale import _, filled
from ..openapi.body_examples import made_examples, schema_examples
from ..openapi.direction import Direction
from ..openapi.media_types import notation, written
from ..openapi.operation import Example, MediaType
from ..openapi.schema import Schema
from ..openapi.server_urls import is_absolute
from .budget import MAX_TABS
from .cross_references import external_link
from .elements import code, paragraph
from .listing import has_fields
from .markdown import render_markdown
from .page import Page
from .tabs import Tab, tab_set
from .translation import spec_text
from .type_text import value_text
from .writing_direction import rubric_node


def render_examples(examples: Sequence[Example], page: Page, *, has_title: bool = True) -> Iterator[nodes.Node]:
    """Yield every example with its summary and description; a tab for each where there are several.

    *has_title* says whether they are called examples where the document has no word for them.
    """
    given = list(page.within(examples, MAX_TABS))
    if len(given) == 1:
        title = example_title(given[0])
        if has_title or title:
            yield rubric_node(title or _("Example"), classes=["openapi-example"])
        yield from _example(given[0], page)
    elif given:
        if has_title:
            yield nodes.rubric("", _("Examples"), classes=["openapi-example"])
        labels = example_labels(given)
        tabs = [Tab(label, list(_example(example, page))) for label, example in zip(labels, given, strict=True)]
        yield tab_set(tabs, "example")
    yield from page.left_out(len(examples) - len(given))


def example_labels(examples: Iterable[Example]) -> list[str]:
    """Return what tells *examples* apart: their titles or, where these are the same, media types or else numbers."""
    given = [*examples]
    places = {(example_title(example), example.media_type) for example in given}
    media_types = Counter(title for title, _media_type in places)
    found: dict[str, None] = {}
    for example in given:
        title = example_title(example)
        if media_types[title] > 1 and example.media_type:
            title = f"{title} ({example.media_type})" if title else example.media_type
        label, number = title or _("Example"), 2
        while label in found:
            # Translators: what is called the same as others, with a number.
            label, number = _("{title} ({number})").format(title=title or _("Example"), number=number), number + 1
        found[label] = None
    return list(found)


def example_title(example: Example) -> str:
    """Return the title of *example*: its summary, in the language of the site, or its name; maybe nothing."""
    return spec_text(example.title) if example.summary else example.title


def _example(example: Example, page: Page) -> Iterator[nodes.Node]:
    page.spend(len(example.description))
    yield from render_markdown(example.description)
    if example.has_value:
        yield _value_block(example, page)
    if example.external_url:
        url = example.external_url
        link = external_link(url) if is_absolute(url) else code(url)
        yield paragraph(*filled(_("The example is at {link}."), link=[link]))


def media_examples(
    group: Iterable[MediaType], page: Page, direction: Direction, *, is_again: bool = False
) -> list[Example]:
    """Return the examples of media types that say the same, those of their schema, or one made from it.

    *is_again* says whether one is made even if the page has one of the same schema already.
    """
    medias = list(group)
    schema = medias[0].main_schema
    given = [_written(example, media) for media in medias for example in media.examples]
    if given or schema is None:
        return list(
            {(example.name, example.written or value_text(example.value)): example for example in given}.values()
        )
    values = schema_examples(schema, direction)
    if values:
        return _in_each_notation([Example("", value) for value in values], medias)
    return _made(schema, medias, page, direction, is_again=is_again)


def _in_each_notation(examples: list[Example], medias: list[MediaType]) -> list[Example]:
    """Return *examples* in each notation of *medias* that is known; of others, in that of the first."""
    notations = {notation(media.name): media for media in reversed(medias) if notation(media.name)}
    shown = [media for media in medias if media in notations.values()] or medias[:1]
    return [
        _written(example if len(shown) == 1 else replace(example, name=_in_notation(example.name, media)), media)
        for example in examples
        for media in shown
    ]


def _in_notation(name: str, media: MediaType) -> str:
    return f"{name} ({media.name})" if name else media.name


def _made(
    schema: Schema, medias: list[MediaType], page: Page, direction: Direction, *, is_again: bool
) -> list[Example]:
    """Return an example made from *schema*, in each notation of *medias*; none if the page has one already."""
    key = (schema.name or schema.digest, direction)
    is_repeated = key in page.exemplified and not is_again
    if is_repeated or not any(notation(media.name) for media in medias) or not has_fields(schema):
        return []
    page.exemplified.add(key)
    made = [example for example in made_examples(schema, direction) if example.value not in (None, {}, [])]
    return _in_each_notation(made, medias)


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
