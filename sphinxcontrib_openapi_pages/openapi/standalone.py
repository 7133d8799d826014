"""One operation as a separate OpenAPI document of limited size, for its Markdown twin."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from .component_store import ComponentStore, StoredSlice
from .document import Endpoint, operations_of
from .json_layout import laid_out, member, object_text
from .references import SCHEMAS, component_of, escape, is_reference, reached, reference_to
from .slices import BUNDLE
from .spec_tables import METHODS, V3

ELSEWHERE = f"../{BUNDLE}"
"""The whole document, seen from the folder of twins."""

SCHEMES = "#/components/securitySchemes/"
EXAMPLES = "#/components/examples/"
"""The beginning of references to these components."""

DEPTH = 5
"""How many objects deep the parts of an operation are nested, such as its responses."""

SECTION_SIZE = 40
"""More bytes than the beginning and the end of a section of components take."""


@dataclass(frozen=True)
class Standalone:
    """An operation as a separate document."""

    text: str
    """JSON; empty if nothing fits."""
    lacks_schemas: bool
    """Whether some schemas are references to the whole document."""
    lacks_parts: bool
    """Whether anything else is."""


class StandaloneWriter:
    """Writes operations of one API. All of them share the text of a component."""

    def __init__(self, components: ComponentStore) -> None:
        self.components = components
        self._members: dict[str, tuple[str, int]] = {}

    def write(self, part: StoredSlice, room: int) -> Standalone:
        """Return the operation of the slice *part* in at most *room* bytes.

        It always holds the operation and the security schemes that it names; then the nearest components, as many as
        there is room for, and examples last. Where the operation alone is too large, the largest of its parameters,
        bodies and responses are references into the whole document, then descriptions are left out, and then the
        whole operation is a reference.
        """
        head = {key: value for key, value in part.items() if key != "components"}
        references: Iterable[str] = part.references
        cuts: deque[_Cut] | None = None
        while (excess := self._least_size(head, references) - room) > 0:
            if cuts is None:
                head = json.loads(json.dumps(head))
                cuts = deque(_cuts(head))
            if not cuts:
                return self._bare(head, room)
            while cuts and excess > 0:
                excess -= cuts.popleft().make()
            references = dict.fromkeys(map(component_of, reached(head, "OpenAPI", V3)))
        held, left_out = self._held(part, references, room - self._least_size(head, references))
        text = self._text(head, held)
        return Standalone(
            _refer_elsewhere(text, left_out) if left_out else text,
            any(pointer.startswith(SCHEMAS) for pointer in left_out),
            cuts is not None or any(not pointer.startswith(SCHEMAS) for pointer in left_out),
        )

    def _bare(self, head: dict[str, Any], room: int) -> Standalone:
        """Return a document in which the operation is a reference."""
        endpoint, _, _ = next(operations_of(head))
        info = {key: head["info"][key] for key in ("title", "version") if key in head.get("info", {})}
        item = {"$ref": f"{ELSEWHERE}{reference_to(_item_pointer(endpoint))}"}
        text = self._text({"openapi": head["openapi"], "info": info, endpoint.section: {endpoint.path: item}}, ())
        return Standalone(text if len(text.encode()) <= room else "", lacks_schemas=False, lacks_parts=True)

    def _least_size(self, head: dict[str, Any], references: Iterable[str]) -> int:
        """Return how many bytes a document takes at least, with its security schemes."""
        schemes = [self._member(pointer) for pointer in references if self._is_scheme(pointer)]
        return _size(self._text(head, ())) + sum(size for _, size in schemes) + 2 * SECTION_SIZE

    def _held(self, part: StoredSlice, references: Iterable[str], room: int) -> tuple[list[str], set[str]]:
        """Return the components that are included, and those that do not fit."""
        held: dict[str, None] = {}
        examples: dict[str, None] = {}
        left_out: set[str] = set()
        sections: set[str] = set()
        has_all_near = True

        def has_room(pointer: str) -> bool:
            nonlocal room, has_all_near
            if self._is_scheme(pointer):
                return True
            if pointer.startswith(EXAMPLES) and pointer not in examples:
                examples[pointer] = None
                return False
            if pointer in held:
                return False
            section, is_schema = pointer.split("/")[2], pointer.startswith(SCHEMAS)
            size = self._member(pointer)[1] + (SECTION_SIZE if section not in sections else 0)
            if size > room or pointer not in part.held or (is_schema and not has_all_near):
                left_out.add(pointer)
                has_all_near = has_all_near and not is_schema
                return False
            sections.add(section)
            room -= size
            return True

        held.update(dict.fromkeys(self.components.nearest(references, has_room)))
        while waiting := [pointer for pointer in examples if pointer not in held and pointer not in left_out]:
            held.update(dict.fromkeys(self.components.nearest(waiting, has_room)))
        return [*held], left_out

    def _is_scheme(self, pointer: str) -> bool:
        return pointer.startswith(SCHEMES) and pointer in self.components.facts

    def _member(self, pointer: str) -> tuple[str, int]:
        """Return a component as a member of its section, and how many bytes it takes at most."""
        if pointer not in self._members:
            text = self.components.text(pointer)
            self._members[pointer] = text, _size(text) + 5
        return self._members[pointer]

    def _text(self, head: dict[str, Any], pointers: Iterable[str]) -> str:
        """Return *head* with the components at *pointers*."""
        members = [member(name, value, 1) for name, value in head.items()]
        sections: dict[str, list[str]] = {}
        for pointer in sorted(pointers):
            sections.setdefault(pointer.split("/")[2], []).append(self._members[pointer][0])
        if sections:
            blocks = [f'"{section}": {object_text(texts, 2)}' for section, texts in sections.items()]
            members.append(f'"components": {object_text(blocks, 1)}')
        return object_text(members, 0)


def _size(text: str) -> int:
    """Return how many bytes *text* has if all of its references lead into the whole document."""
    return len(text.encode()) + len(ELSEWHERE) * text.count('"#/')


def _refer_elsewhere(text: str, left_out: AbstractSet[str]) -> str:
    """Return *text*; its references to the components *left_out* lead to the whole document."""

    def changed(found: re.Match[str]) -> str:
        return f'"{ELSEWHERE}{found[0][1:]}' if component_of(json.loads(found[0])) in left_out else found[0]

    return re.sub(r'"#/components/(?:[^"\\]|\\.)*"', changed, text)


@dataclass(frozen=True)
class _Cut:
    """A part of an operation that can be left out or replaced by a reference."""

    owner: Any
    key: str | int
    reference: str = ""

    @property
    def gain(self) -> int:
        """How many bytes less there are without the part."""
        return _size(laid_out(self.owner[self.key], DEPTH)) - len(self.reference) - 10

    def make(self) -> int:
        """Leave out the part and return the gain."""
        gain = self.gain
        if self.reference:
            self.owner[self.key] = {"$ref": self.reference}
        else:
            del self.owner[self.key]
        return gain


def _cuts(head: dict[str, Any]) -> Iterator[_Cut]:
    """Yield what may be left out of the operation in *head*: parts, then words, the largest first."""
    endpoint, item, operation = next(operations_of(head))
    place = _item_pointer(endpoint)
    own = endpoint.method if endpoint.method in METHODS else f"additionalOperations/{escape(endpoint.method)}"
    parts = [*_parts(operation, f"{place}/{own}"), *_parts(item, place)]
    yield from sorted((cut for cut in reversed(parts) if cut.gain > 0), key=lambda cut: -cut.gain)
    owners = [head.get("info", {}), *head.get("tags", []), *head.get("servers", []), item, operation]
    texts = [_Cut(owner, "description") for owner in owners if "description" in owner]
    yield from sorted(texts, key=lambda cut: -cut.gain)


def _parts(owner: dict[str, Any], place: str) -> Iterator[_Cut]:
    """Yield the parts of an operation, or of its path, that may be references."""
    members: list[tuple[Any, str | int, str]] = []
    if "requestBody" in owner:
        members.append((owner, "requestBody", f"{place}/requestBody"))
    for name in ("responses", "callbacks"):
        members += [(owner[name], key, f"{place}/{name}/{escape(key)}") for key in owner.get(name, {})]
    parameters = owner.get("parameters", [])
    members += [(parameters, index, f"{place}/parameters/{index}") for index in range(len(parameters))]
    for container, key, pointer in members:
        if isinstance(container[key], dict) and not is_reference(container[key]):
            yield _Cut(container, key, f"{ELSEWHERE}{reference_to(pointer)}")


def _item_pointer(endpoint: Endpoint) -> str:
    return f"/{endpoint.section}/{escape(endpoint.path)}"
