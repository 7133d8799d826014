"""Tabs of sphinx-design: radio buttons and labels, which work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from docutils import nodes
from sphinx_design.shared import create_component


@dataclass
class Tab:
    """A label and what it shows."""

    label: str
    content: list[nodes.Node]
    anchor: str = ""
    classes: tuple[str, ...] = ()


def tab_set(tabs: Iterable[Tab], sync_group: str) -> nodes.Element:
    """Return *tabs*; the same label of the same *sync_group* is chosen everywhere at once."""
    items = []
    for tab in tabs:
        label = nodes.rubric(tab.label, tab.label, classes=["sd-tab-label", *tab.classes])
        label["sync_group"], label["sync_id"] = f"openapi-{sync_group}", tab.label
        # sphinx-design gives its own id to the content, so ours needs an element of its own.
        inner = [nodes.container("", *tab.content, ids=[tab.anchor])] if tab.anchor else tab.content
        content = create_component("tab-content", classes=["sd-tab-content"], children=inner)
        items.append(create_component("tab-item", classes=["sd-tab-item"], children=[label, content]))
    return create_component("tab-set", classes=["sd-tab-set"], children=items)
