"""The page that is being rendered: what it shows so far, and its anchors and sections."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from docutils import nodes

from ..config import ApiOptions
from ..openapi.direction import Direction
from ..openapi.model import MediaType
from ..site.addresses import anchor_name
from ..site.api_index import MountedApi
from .cross_references import name_link


@dataclass
class Page:
    """The page that is being rendered."""

    docname: str
    document: nodes.document
    api: MountedApi
    shown: dict[tuple[str, Direction], str] = field(default_factory=dict)
    """Anchors of the schemas whose fields the page shows already, by name (or content) and direction."""
    field_count: int = 0
    """How many fields the page shows so far."""
    field_budget: int = 300
    """How many fields the page shows before schemas that stand elsewhere, too, are links to that place."""
    returned: tuple[MediaType, str] | None = None
    """What comes back if all goes well, where its example stands beside the code samples, and the anchor of that."""
    exemplified: set[tuple[str, Direction]] = field(default_factory=set)
    """Schemas of which an example was made already, by name and direction."""

    @property
    def folder(self) -> str:
        """Folder of the API."""
        return self.api.folder

    @property
    def options(self) -> ApiOptions:
        """Options of the API."""
        return self.api.options

    @property
    def samples(self) -> Mapping[str, Callable[..., str]]:
        """Languages of code samples that the author added, by label."""
        return self.document.settings.env.config.openapi_pages_samples  # type: ignore[no-any-return]

    @property
    def own_parts(self) -> Mapping[str, Callable[..., Iterable[nodes.Node]]]:
        """Parts of operations that the author added, by name."""
        return self.document.settings.env.config.openapi_pages_parts  # type: ignore[no-any-return]

    def schema_link(self, name: str, content: nodes.Node) -> nodes.Node:
        """Return *content* as a link to the page of the schema *name*, if it has one."""
        return name_link(self.folder, "schema", name, content) if name in self.api.schemas else content

    def anchor(self, wanted: str, node: nodes.Element | None = None) -> str:
        """Return *wanted* as an id, or the first free one like it, and give it to *node*."""
        base = anchor_name(wanted)
        name, number = base, 2
        while name in self.document.ids:
            name, number = f"{base}-{number}", number + 1
        if node is not None:
            node["ids"].append(name)
        self.document.ids[name] = node or self.document
        return name

    def section(self, title: str, anchor: str, children: Iterable[nodes.Node]) -> nodes.section:
        """Return a section with *title*, whose id is *anchor* or like it."""
        section = nodes.section(names=[])
        self.anchor(anchor, section)
        section += nodes.title("", title)
        section.extend(children)
        return section
