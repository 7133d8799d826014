"""The text about a page in indexes, beside its title: the first sentence of its description."""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import shorten

from ..openapi.titles import one_line
from .menu import Menu
from .schema_pages import UsedSchema

MAX_NOTE = 120
"""Longest note, in characters."""

MAX_READ = 600
"""How many characters of a description are looked at."""

_END = re.compile(r"(?<=[.!?])\s+(?=[^a-z])")


def page_notes(menu: Menu, schemas: Iterable[UsedSchema]) -> dict[str, str]:
    """Return the notes of all pages that have one, by docname."""
    descriptions = {operation.docname: operation.data.get("description", "") for operation in menu.operations()}
    descriptions |= {group.docname: group.tag.get("description", "") for group in menu.groups()}
    descriptions |= {schema.docname: schema.description for schema in schemas}
    notes = ((docname, first_sentence(text)) for docname, text in descriptions.items() if text)
    return {docname: note for docname, note in notes if note}


def first_sentence(description: str) -> str:
    """Return the first sentence of *description*, which is Markdown, as one line of plain text."""
    paragraph = description.strip()[:MAX_READ].partition("\n\n")[0]
    return shorten(_END.split(one_line(paragraph))[0], MAX_NOTE, placeholder=" …")
