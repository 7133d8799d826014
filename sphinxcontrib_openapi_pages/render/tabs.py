"""Creates tabs with sphinx-design. They are radio buttons with labels, so they work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx_design.shared import create_component, is_component

TABS = "openapi-tabs"
"""The CSS class of our tabs."""


@dataclass
class Tab:
    """The label and the content of a tab."""

    label: str
    content: list[nodes.Node]
    anchor: str = ""
    classes: tuple[str, ...] = ()


def tab_set(tabs: Iterable[Tab], sync_group: str = "") -> nodes.Element:
    """Return *tabs* as a set. Sets with the same *sync_group* show the tab with the same label."""
    items = []
    for tab in tabs:
        label = nodes.rubric("", tab.label, classes=["sd-tab-label", *tab.classes])
        if sync_group:
            label["sync_group"], label["sync_id"] = f"openapi-{sync_group}", tab.label
        # sphinx-design gives the content an id of its own, so our id needs an element in it.
        inner = [nodes.container("", *tab.content, ids=[tab.anchor])] if tab.anchor else tab.content
        content = create_component("tab-content", classes=["sd-tab-content"], children=inner)
        items.append(create_component("tab-item", classes=["sd-tab-item"], children=[label, content]))
    return create_component("tab-set", classes=["sd-tab-set", TABS], children=items)


class FlattenAllTabs(SphinxPostTransform):
    """Shows all tabs one after another in EPUB, since the HTML of sphinx-design's tabs is not valid XML."""

    default_priority = 150  # before the transform of sphinx-design that turns tabs into HTML
    builders: tuple[str, ...] = ("epub",)

    def run(self, **kwargs: Any) -> None:
        """Replace each set of tabs by the labels and contents of its tabs."""
        for tabs in list(self.document.findall(self.is_concerned)):
            tabs.parent.replace(tabs, [part for item in tabs.children for part in _flat(item)])

    def is_concerned(self, node: nodes.Node) -> bool:
        """Return whether *node* is a set of tabs that this transform replaces."""
        return bool(is_component(node, "tab-set"))


class FlattenTabs(FlattenAllTabs):
    """Shows our own tabs one after another in formats where readers cannot choose a tab."""

    builders = ()
    formats = ("latex", "man", "texinfo", "text")

    def is_concerned(self, node: nodes.Node) -> bool:
        """Return whether *node* is a set of tabs that the extension made."""
        return super().is_concerned(node) and TABS in node["classes"]  # type: ignore[index]


def _flat(item: nodes.Node) -> list[nodes.Node]:
    """Return label and content of a tab; any other node among the tabs is returned unchanged."""
    if not is_component(item, "tab-item") or len(item.children) != 2:
        return [item]
    label, content = item.children
    return [nodes.rubric("", label.astext()), *content.children]
