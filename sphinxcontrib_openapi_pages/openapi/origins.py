"""Finds where the author wrote the parts of a bundle."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from .diagnostics import Place
from .references import PointerError, member, tokens


@dataclass(frozen=True)
class Origins:
    """The places of the parts of *bundle*, which is that of the document at *place*."""

    place: Place
    bundle: Any = None
    values: Mapping[int, Place] = field(default_factory=dict)
    """Original places, by id, of the objects and lists that the bundle has at other places."""
    components: Mapping[str, Place] = field(default_factory=dict)
    """Places of components that have their name from there, by pointer."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """Where the bundle has the sections of components of the document that was made of it."""

    def of(self, pointer: str) -> Place:
        """Return the place of the value at *pointer* in the document."""
        for section, other in self.sections.items():
            if pointer.startswith(f"/{section}/"):
                pointer = f"/{other}{pointer.removeprefix(f'/{section}')}"
        if pointer in self.components:
            return self.components[pointer]
        value, place = self.bundle, self.place
        for step in tokens(pointer):
            place /= step
            try:
                value = value[member(value, step)]
            except PointerError:
                value = None
            place = self.values.get(id(value), place) if value is not None else place
        return place
