"""Tabs of sphinx-design: radio buttons and labels, which work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_design.shared import create_component, is_component

TABS = "openapi-tabs"
"""Class of our tabs."""


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
    return create_component("tab-set", classes=["sd-tab-set", TABS], children=items)


class FlattenAllTabs(SphinxPostTransform):
    """Shows tabs one after another in EPUB, where sphinx-design's radio buttons would be no XML."""

    default_priority = 150  # before sphinx-design makes HTML of them
    builders: tuple[str, ...] = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Put labels and contents in the place of each set of tabs."""
        for tabs in list(self.document.findall(self.is_concerned)):
            tabs.parent.replace(tabs, [part for item in tabs.children for part in _flat(item)])

    def is_concerned(self, node: nodes.Node) -> bool:
        """Return whether *node* is a set of tabs to show so."""
        return bool(is_component(node, "tab-set"))


class FlattenTabs(FlattenAllTabs):
    """Shows our own tabs one after another where nobody can choose."""

    builders = ()
    formats = ("latex", "man", "texinfo", "text")

    def is_concerned(self, node: nodes.Node) -> bool:
        """Return whether *node* is a set of tabs of ours."""
        return super().is_concerned(node) and TABS in node["classes"]  # type: ignore[index]


def _flat(item: nodes.Node) -> list[nodes.Node]:
    """Return label and content of a tab; what else stands among tabs, as it is."""
    if not is_component(item, "tab-item") or len(item.children) != 2:
        return [item]
    label, content = item.children
    return [nodes.rubric("", label.astext()), *content.children]
