"""Creates small parts of pages: paragraphs, chips, code, lists within a sentence, blocks of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any, TypeAlias

from docutils import nodes

from ..locale import _, filled
from .nodes import MAX_HIGHLIGHTED, code_block

Cell: TypeAlias = Iterable[nodes.Node | str]
"""The nodes and texts of one paragraph."""


def paragraph(*parts: nodes.Node | str, classes: str = "") -> nodes.paragraph:
    """Return a paragraph of *parts*."""
    node = nodes.paragraph(classes=classes.split())
    node.extend(nodes.Text(part) if isinstance(part, str) else part for part in parts)
    return node


def chip(text: str, kind: str) -> nodes.inline:
    """Return a short mark such as ``required``."""
    return nodes.inline(text, text, classes=["openapi-chip", f"openapi-{kind}"])


def code(text: str, classes: str = "") -> nodes.literal:
    """Return *text* in monospace."""
    return nodes.literal(text, text, classes=classes.split())


def joined(items: Iterable[nodes.Node]) -> list[nodes.Node | str]:
    """Return *items* as a list within a sentence."""
    return enumerated([item] for item in items)


def enumerated(phrases: Iterable[Cell]) -> list[nodes.Node | str]:
    """Return *phrases* as a list within a sentence."""
    result: list[nodes.Node | str] = []
    for phrase in phrases:
        # Translators: between the items of a list.
        result += [*([_(", ")] if result else []), *phrase]
    return result


def json_text(value: Any) -> str:
    """Return *value* as JSON in lines."""
    return json.dumps(value, indent=2, ensure_ascii=False)


def json_block(value: Any) -> code_block:
    """Return *value* as highlighted JSON."""
    return text_block(json_text(value), "json")


def text_block(text: str, language: str = "text") -> code_block:
    """Return *text* as a block of code."""
    return code_block(text, text, language=language if len(text) <= MAX_HIGHLIGHTED else "text", force=True)


HOLE = _("Part of the description is missing here: the reference {reference} leads nowhere.")


def hole(reference: str) -> nodes.Element:
    """Return the text for a reference without a target."""
    return nodes.warning("", paragraph(*filled(HOLE, reference=[code(reference)])))
