"""Tabs of sphinx-design: radio buttons and labels, which work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_design.shared import create_component, is_component


@dataclass
class Tab:
    """A label and what it shows."""

    label: str
    content: list[nodes.Node]
    anchor: str = ""
    classes: tuple[str, ...] = ()


def tab_set(tabs: Iterable[Tab], sync_group: str = "") -> nodes.Element:
    """Return *tabs*; the same label of the same *sync_group*, if there is one, is chosen everywhere at once."""
    items = []
    for tab in tabs:
        label = nodes.rubric("", tab.label, classes=["sd-tab-label", *tab.classes])
        if sync_group:
            label["sync_group"], label["sync_id"] = f"openapi-{sync_group}", tab.label
        # sphinx-design gives its own id to the content, so ours needs an element of its own.
        inner = [nodes.container("", *tab.content, ids=[tab.anchor])] if tab.anchor else tab.content
        content = create_component("tab-content", classes=["sd-tab-content"], children=inner)
        items.append(create_component("tab-item", classes=["sd-tab-item"], children=[label, content]))
    return create_component("tab-set", classes=["sd-tab-set", "openapi-tabs"], children=items)


class FlattenTabs(SphinxPostTransform):
    """Shows all tabs of our pages one after another in EPUB, whose readers have no use for radio buttons."""

    default_priority = 150  # before sphinx-design makes HTML of them
    builders = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Put labels and contents in the place of each set of tabs."""
        for tabs in list(self.document.findall(nodes.container)):
            if not is_component(tabs, "tab-set"):
                continue
            parts: list[nodes.Node] = []
            for item in tabs.children:
                label, content = item.children
                parts += [nodes.rubric("", label.astext()), *content.children]
            tabs.replace_self(parts)
