"""What was found out about the parts of a document, known again by their content in the next build.

A part is a path, a webhook or a component. Of a large document few change from build to build.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .atomic_files import read_sealed, update_file, write_sealed
from .references import escape
from .spec_tables import SECTIONS_V3

Split = Mapping[str, "Split"]
"""The members of an object whose own members are taken one by one."""

PARTS: Split = {
    "paths": {},
    "x-ms-paths": {},
    "webhooks": {},
    "x-webhooks": {},
    "components": {section.removeprefix("components/"): {} for section in SECTIONS_V3.values()},
}


REST = ""
"""What stands for all that is in no part."""


class Digests:
    """Digests of the members of a document, each worked out once."""

    def __init__(self) -> None:
        self._digests: dict[tuple[str, int], tuple[str, Any]] = {}

    def of(self, name: str, value: Any) -> str:
        """Return the digest of the member *name*, a JSON *value*."""
        key = name, id(value)
        if key not in self._digests:
            written = json.dumps([name, value], ensure_ascii=False).encode()
            # The value is held so that no other gets its id.
            self._digests[key] = hashlib.blake2b(written, digest_size=16).hexdigest(), value
        return self._digests[key][0]

    def forget(self, kept: AbstractSet[int] = frozenset()) -> None:
        """Forget all digests but those of the values with the ids *kept*: they may have been changed."""
        self._digests = {key: entry for key, entry in self._digests.items() if key[1] in kept}


@dataclass(frozen=True)
class WrittenText:
    """A document as text in UTF-8, and where each piece of it begins and ends, by what it is made of."""

    text: bytes = b""
    spans: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class BuildRecord:
    """What one build leaves for the next."""

    parts: Mapping[str, str] = field(default_factory=dict)
    """Digests of the parts of a document without any fault, by pointer; empty for a part that bundling changed.

    With :data:`REST` as pointer, that of all that is in no part.
    """
    references: Mapping[str, Any] = field(default_factory=dict)
    """What its parts refer to, by kind and digest."""
    slices: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Digest of the slice of each operation, and whether that is whole, by what the operation is."""
    texts: Sequence[WrittenText] = (WrittenText(), WrittenText())
    """The document in JSON and in YAML."""


EMPTY_RECORD = BuildRecord()

_KEYS = {"key", "parts", "references", "slices", "written"}
"""What a record holds; one of a version that held something else is of no use."""


def parts(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Any]]:
    """Yield pointer, name and value of each part of *document*."""
    yield from _parts(document, PARTS, "")


def _parts(value: Mapping[str, Any], split: Split, pointer: str) -> Iterator[tuple[str, str, Any]]:
    for section, inner in split.items():
        members = value.get(section)
        if isinstance(members, dict):
            here = f"{pointer}/{section}"
            if inner:
                yield from _parts(members, inner, here)
            else:
                yield from ((f"{here}/{escape(name)}", name, member) for name, member in members.items())


def part_digests(data: Any, digests: Digests) -> dict[str, str]:
    """Return the digest of each part of the document *data*, by pointer."""
    return {pointer: digests.of(name, value) for pointer, name, value in parts(data)}


def unchanged_parts(data: Any, digests: Mapping[str, str], last: BuildRecord) -> AbstractSet[int]:
    """Return the ids of the parts of *data* that are bundled already, as the last build knows.

    If a component is gone, all references have to be checked again, and no part counts as unchanged.
    """
    if not digests.keys() >= {pointer for pointer in last.parts if pointer.startswith("/components/")}:
        return frozenset()
    return {
        id(value)
        for pointer, _, value in parts(data)
        if isinstance(value, dict) and digests[pointer] == last.parts.get(pointer)
    }


def kept_parts(data: Any, digests: Digests, before: Mapping[str, str]) -> dict[str, str]:
    """Return what the next build can know of the parts of *data*, which had the digests *before* it was bundled."""
    after = part_digests(data, digests)
    kept = {pointer: digest if digest == before.get(pointer) else "" for pointer, digest in after.items()}
    if kept:
        kept[REST] = digests.of(REST, {name: value for name, value in data.items() if name not in PARTS})
    return kept


@dataclass
class Incremental:
    """What is known of the parts of a document from the last build."""

    last: BuildRecord = EMPTY_RECORD
    digests: Digests = field(default_factory=Digests)
    parts: Mapping[str, str] = field(default_factory=dict)
    """Digests of those parts that the next build need not check unless they change, see :class:`BuildRecord`."""

    def is_as_before(self, part: str) -> bool:
        """Return whether *part*, a pointer or :data:`REST`, is what it was in the last build."""
        return bool(self.parts.get(part)) and self.parts[part] == self.last.parts.get(part)

    def forget(self) -> None:
        """Forget the last build: the document may have been changed since it was read."""
        self.last = EMPTY_RECORD
        self.digests.forget()


def read_record(path: Path, key: str, published: Sequence[Path]) -> BuildRecord:
    """Return what :func:`write_record` left at *path* with the same *key*; nothing if it is damaged."""
    data = read_sealed(path)
    record: dict[str, Any] = json.loads(data) if data is not None else {}
    if record.get("key") != key or record.keys() != _KEYS:
        return EMPTY_RECORD
    texts = [_read_text(path, *written) for path, written in zip(published, record["written"], strict=True)]
    return BuildRecord(record["parts"], record["references"], record["slices"], texts)


def _read_text(path: Path, seal: str, spans: Mapping[str, Sequence[int]]) -> WrittenText:
    try:
        data = path.read_bytes()
    except OSError:
        return WrittenText()
    return WrittenText(data, spans) if hashlib.sha256(data).hexdigest() == seal else WrittenText()


def write_record(path: Path, key: str, published: Sequence[Path], left: BuildRecord) -> None:
    """Write the texts to the files *published*, and all else to *path*."""
    texts = []
    for file, text in zip(published, left.texts, strict=True):
        update_file(file, text.text)
        texts.append((hashlib.sha256(text.text).hexdigest(), text.spans))
    record = {
        "key": key,
        "parts": left.parts,
        "references": left.references,
        "slices": left.slices,
        "written": texts,
    }
    write_sealed(path, json.dumps(record).encode())
