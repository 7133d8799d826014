"""Names the components of a bundle: the components of the document, and the targets of references to other files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from urllib.parse import unquote, urlsplit

from .diagnostics import Place
from .files import Files, Found, NotFoundError, check_circle
from .references import escape, is_reference, tokens
from .source.locations import is_url
from .spec_tables import ANNOTATIONS

_SUFFIX = re.compile(r"\.(ya?ml|json)$", re.IGNORECASE)


class ComponentNames:
    """The components of the bundle of *files*. *sections* is the section of the document for each kind of component."""

    def __init__(self, files: Files, sections: Mapping[str, str]) -> None:
        self.files = files
        self.sections = sections
        self.sources: dict[str, Found] = {}
        """Value and place of each component as it was read, by its pointer in the bundle."""
        self._pointers: dict[tuple[str, str, str], str] = {}
        self._taken: dict[str, set[str]] = {kind: set() for kind in sections}
        for kind, section in sections.items():
            for name, found in self._declared(section):
                self._add(found, kind, name)
        for kind in sections:
            self._name_targets(kind)

    def pointer(self, place: Place, kind: str) -> str | None:
        """Return the pointer in the bundle of the component of *kind* that was read at *place*."""
        return self._pointers.get((place.file, place.pointer, kind))

    def has(self, kind: str, name: str) -> bool:
        """Return whether there is a component of *kind* with the name *name*."""
        return name in self._taken[kind]

    def add(self, found: Found, kind: str) -> str:
        """Make *found* a component with a name made from its place, and return its pointer."""
        base = name = _wanted(found.place)
        number = 2
        while name in self._taken[kind]:
            name = f"{base}-{number}"
            number += 1
        return self._add(found, kind, name)

    def _add(self, found: Found, kind: str, name: str) -> str:
        pointer = f"/{self.sections[kind]}/{escape(name)}"
        self._taken[kind].add(name)
        self.sources[pointer] = found
        return self._pointers.setdefault((found.place.file, found.place.pointer, kind), pointer)

    def _declared(self, section: str) -> Iterator[tuple[str, Found]]:
        """Yield name and value of each component in *section* of the document. The section may be a reference."""
        found = self.files.root
        try:
            for step in section.split("/"):
                if not isinstance(found.value, dict) or step not in found.value:
                    return
                found = self._inlined(found.member(step, found.value[step]))
        except NotFoundError:
            return
        if isinstance(found.value, dict):
            yield from ((name, found.member(name, value)) for name, value in found.value.items())

    def _inlined(self, found: Found) -> Found:
        seen: dict[tuple[str, str], None] = {}
        while is_reference(found.value):
            check_circle(found.place, seen)
            found = found.beside(self.files.follow(found))
        return found

    def _name_targets(self, kind: str) -> None:
        """Give the name of a component that is only a reference to the target, unless that has a name of its own.

        If several components are only references to the same target, the first gives its name. A component that also
        has :data:`ANNOTATIONS` gives its name only if no other does so.
        """
        claims: dict[str, list[tuple[str, list[Found]]]] = {}
        for pointer, found in [*self.sources.items()]:
            if not pointer.startswith(f"/{self.sections[kind]}/") or not is_reference(found.value):
                continue
            targets = list(self._unnamed_targets(found, kind))
            if found.is_alias:
                self._name(targets, kind, pointer)
            elif targets and found.value.keys() <= ANNOTATIONS | {"$ref"}:
                claims.setdefault(str(targets[-1].place), []).append((pointer, targets))
        for claimants in claims.values():
            if len(claimants) == 1:
                self._name(claimants[0][1], kind, claimants[0][0])

    def _name(self, targets: Iterable[Found], kind: str, pointer: str) -> None:
        for target in targets:
            self._pointers.setdefault((target.place.file, target.place.pointer, kind), pointer)

    def _unnamed_targets(self, found: Found, kind: str) -> Iterator[Found]:
        """Yield the target of the reference *found* and, if that is a reference too, the next target, and so on.

        Stop at a target that has a name.
        """
        seen: dict[tuple[str, str], None] = {}
        try:
            while is_reference(found.value) and (found.is_alias or not seen):
                check_circle(found.place, seen)
                found = self.files.follow(found)
                if self.pointer(found.place, kind) or self.is_inside(found.place):
                    return
                yield found
        except NotFoundError:
            return

    def is_inside(self, place: Place) -> bool:
        """Return whether *place* is in the file of the document, below a section of components."""
        sections = self.sections.values()
        return place.file == self.files.file and any(place.pointer.startswith(f"/{section}/") for section in sections)


def _wanted(place: Place) -> str:
    """Return a name for the value at *place*: the last token of its pointer, or else the name of its file."""
    path = unquote(urlsplit(place.file).path) if is_url(place.file) else place.file.replace("\\", "/")
    stem = _SUFFIX.sub("", posixpath.basename(path))
    parent = posixpath.basename(posixpath.dirname(path))
    last = tokens(place.pointer)[-1] if place.pointer else ""
    return re.sub(r"[^A-Za-z0-9._-]+", "_", last or (parent if stem == "index" else stem)) or "unnamed"
