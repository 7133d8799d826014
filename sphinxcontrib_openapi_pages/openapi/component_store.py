"""Stores the components of a bundled document in the cache: each is stored once, and read when a page shows it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from .atomic_files import digest_of, update_file
from .component_graph import ComponentGraph, nearest
from .incremental import WrittenText
from .references import SCHEMAS, component_of, followed, pointer_name

INDEX = "components.index"
"""Name of the index in the cache, in the folder of the API."""

FACTS = "x-openapi-pages-slice"
"""The member of a slice that lists its components."""

MAX_READ = 4_000_000
"""How many bytes of text the components have that are kept once they are read."""


class ComponentFacts(NamedTuple):
    """The position of a component in the text of the document, and the components to which it refers."""

    start: int
    end: int
    references: Sequence[str]


class ComponentStore:
    """Reads the components of the document in the file *bundle*; :func:`write_index` wrote its *index*.

    Components that have been read are not passed to processes without shared memory, or kept for the next build.
    """

    def __init__(self, bundle: Path, index: Path) -> None:
        self.bundle = bundle
        self.index = index
        self._values: dict[str, Any] = {}
        self._size = 0

    def __reduce__(self) -> tuple[Any, ...]:
        return ComponentStore, (self.bundle, self.index)

    @cached_property
    def facts(self) -> Mapping[str, ComponentFacts]:
        """The facts about each component, by reference. Raises :exc:`OSError` and :exc:`ValueError`."""
        index = json.loads(self.index.read_bytes())
        data = self.bundle.read_bytes()
        if digest_of(data) != index["seal"]:
            raise ValueError("the document in the cache does not match its index")
        self._data = data
        return {pointer: ComponentFacts(*facts) for pointer, facts in index["components"].items()}

    @cached_property
    def _edges(self) -> Mapping[str, Sequence[str]]:
        return {pointer: facts.references for pointer, facts in self.facts.items()}

    def nearest(self, pointers: Iterable[str], has_room: Callable[[str], bool] | None = None) -> Iterator[str]:
        """Yield the components at *pointers* and all that these need, as :func:`.nearest` does."""
        return nearest(pointers, self._edges, has_room)

    def text(self, pointer: str) -> str:
        """Return the component at *pointer* as a member of its section, as the document has it."""
        facts = self.facts[pointer]
        return self._data[facts.start : facts.end].decode().strip()

    def value(self, pointer: str) -> Any:
        """Return the component at *pointer*. Most pages show components that others show, too."""
        if pointer not in self._values:
            if self._size > MAX_READ:
                self._values, self._size = {}, 0
            text = self.text(pointer)
            (self._values[pointer],) = json.loads(f"{{{text}}}").values()
            self._size += len(text)
        return self._values[pointer]


def write_index(path: Path, graph: ComponentGraph, bundle: WrittenText) -> str:
    """Write the positions of the components of *graph* in the text *bundle* to *path*. Return the file's digest."""
    components = {}
    for pointer, references in graph.edges.items():
        key = graph.document.incremental.digests.of(pointer_name(pointer), followed(graph.document.data, pointer))
        components[pointer] = (*bundle.spans[f"3 {key}"], references)
    data = json.dumps({"seal": digest_of(bundle.text), "components": components}).encode()
    update_file(path, data)
    return digest_of(data)


class _Section(Mapping[str, Any]):
    """The components of one kind in a slice."""

    def __init__(self, store: ComponentStore, pointers: Mapping[str, str]) -> None:
        self._store = store
        self._pointers = pointers
        self._read: dict[str, Any] = {}
        """Held, so that a value stays the same one as long as a page is rendered."""

    def __getitem__(self, name: str) -> Any:
        if name not in self._read:
            self._read[name] = self._store.value(self._pointers[name])
        return self._read[name]

    def __contains__(self, name: object) -> bool:
        return name in self._pointers

    def __iter__(self) -> Iterator[str]:
        return iter(self._pointers)

    def __len__(self) -> int:
        return len(self._pointers)


class StoredSlice(dict[str, Any]):
    """A slice whose components are read from a store when needed."""

    def __init__(self, head: Mapping[str, Any], store: ComponentStore) -> None:
        super().__init__(head)
        facts = self.pop(FACTS)
        self.references: list[str] = facts["references"]
        """The components to which the operation refers, or the schema of the page."""
        self.is_whole: bool = facts["is_whole"]
        """Whether it contains every component that it refers to."""
        self.has_directions: bool = facts["has_directions"]
        """Whether any schema is only read or only written."""
        held = [*islice(store.nearest(self.references), facts["held"])]
        self.held = frozenset(held)
        sections: dict[str, dict[str, str]] = {}
        for pointer in sorted(held, key=lambda pointer: pointer if pointer.startswith(SCHEMAS) else ""):
            sections.setdefault(pointer.split("/")[2], {})[pointer_name(pointer)] = pointer
        if sections:
            self["components"] = {section: _Section(store, pointers) for section, pointers in sections.items()}

    def lacks(self, reference: str) -> bool:
        """Return whether *reference* refers to a component that was left out for its size."""
        return not self.is_whole and component_of(reference) not in self.held
