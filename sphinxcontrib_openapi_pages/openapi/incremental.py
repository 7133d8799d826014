"""The record that one build leaves for the next, so that unchanged parts of a document need no work.

A part is a path, a webhook or a component. Few parts of a large document change between two builds. The next build
recognises an unchanged part by the digest of its content.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .atomic_files import digest_of, read_sealed, update_file, write_sealed
from .references import escape
from .spec_tables import SECTIONS_V3

Split = Mapping[str, "Split"]
"""The members of an object that are divided into their own members, and how these are divided in turn."""

PARTS: Split = {
    "paths": {},
    "x-ms-paths": {},
    "webhooks": {},
    "x-webhooks": {},
    "components": {section.removeprefix("components/"): {} for section in SECTIONS_V3.values()},
}


REST = ""
"""The pointer of everything outside these parts, such as ``info``, in maps from pointer to digest."""


class Digests:
    """Digests of the members of a document. Each is computed once."""

    def __init__(self) -> None:
        self._digests: dict[tuple[str, int], tuple[str, Any]] = {}

    def of(self, name: str, value: Any) -> str:
        """Return the digest of the member *name* with the JSON value *value*."""
        key = name, id(value)
        if key not in self._digests:
            written = json.dumps([name, value], ensure_ascii=False).encode()
            # The entry contains the value, so that no other value can get the same id.
            self._digests[key] = hashlib.blake2b(written, digest_size=16).hexdigest(), value
        return self._digests[key][0]

    def forget(self, kept: AbstractSet[int] = frozenset()) -> None:
        """Drop all digests, because values may have changed. Only the values with the ids *kept* keep theirs."""
        self._digests = {key: entry for key, entry in self._digests.items() if key[1] in kept}


@dataclass(frozen=True)
class WrittenText:
    """The text of a document in UTF-8, with start and end of each piece, by the key of its content."""

    text: bytes = b""
    spans: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class BuildRecord:
    """The results that one build stores for the next."""

    parts: Mapping[str, str] = field(default_factory=dict)
    """Digests of the parts, by pointer; an empty string for a part that bundling changed.

    The pointer :data:`REST` has the digest of everything that belongs to no part. A document with a fault has no
    digests here, so that the next build checks it again.
    """
    references: Mapping[str, Any] = field(default_factory=dict)
    """The references of each part, by kind and digest of the part."""
    slices: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Digest and :attr:`.Slice.is_whole` of the slice of each operation, by section, method and digest of the path."""
    texts: Sequence[WrittenText] = (WrittenText(), WrittenText())
    """The document in JSON and in YAML."""


EMPTY_RECORD = BuildRecord()

_KEYS = {"key", "parts", "references", "page_slices", "texts"}
"""The keys of a record. A record of another version of the extension, with other keys, cannot be used."""


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
    """Return the ids of the parts of *data* that the last build found to be bundled already.

    If a component was removed, references to it may be anywhere; then no part counts as unchanged.
    """
    if not digests.keys() >= {pointer for pointer in last.parts if pointer.startswith("/components/")}:
        return frozenset()
    return {
        id(value)
        for pointer, _, value in parts(data)
        if isinstance(value, dict) and digests[pointer] == last.parts.get(pointer)
    }


def kept_parts(data: Any, digests: Digests, before: Mapping[str, str]) -> dict[str, str]:
    """Return the digests for :attr:`BuildRecord.parts`; *before* are the digests before *data* was bundled."""
    after = part_digests(data, digests)
    kept = {pointer: digest if digest == before.get(pointer) else "" for pointer, digest in after.items()}
    if kept:
        kept[REST] = digests.of(REST, {name: value for name, value in data.items() if name not in PARTS})
    return kept


@dataclass
class Incremental:
    """The results of the last build for a document, and those of this build for the next."""

    last: BuildRecord = EMPTY_RECORD
    digests: Digests = field(default_factory=Digests)
    parts: Mapping[str, str] = field(default_factory=dict)
    """See :attr:`BuildRecord.parts`: the next build checks these parts only if they change."""

    def is_as_before(self, part: str) -> bool:
        """Return whether *part*, a pointer or :data:`REST`, has not changed since the last build."""
        return bool(self.parts.get(part)) and self.parts[part] == self.last.parts.get(part)

    def forget(self) -> None:
        """Forget the last build, because a handler may have changed the document after it was read."""
        self.last = EMPTY_RECORD
        self.digests.forget()


def read_record(path: Path, key: str, published: Sequence[Path]) -> BuildRecord:
    """Return the record that :func:`write_record` wrote to *path*; if damaged or with another *key*, an empty one."""
    data = read_sealed(path)
    record: dict[str, Any] = json.loads(data) if data is not None else {}
    if record.get("key") != key or record.keys() != _KEYS:
        return EMPTY_RECORD
    texts = [_read_text(path, *written) for path, written in zip(published, record["texts"], strict=True)]
    return BuildRecord(record["parts"], record["references"], record["page_slices"], texts)


def _read_text(path: Path, seal: str, spans: Mapping[str, Sequence[int]]) -> WrittenText:
    try:
        data = path.read_bytes()
    except OSError:
        return WrittenText()
    return WrittenText(data, spans) if digest_of(data) == seal else WrittenText()


def write_record(path: Path, key: str, published: Sequence[Path], left: BuildRecord) -> list[str]:
    """Write the texts to the files *published*, and everything else to *path*. Return the digests of the files."""
    texts = []
    for file, text in zip(published, left.texts, strict=True):
        update_file(file, text.text)
        texts.append((digest_of(text.text), text.spans))
    record = {
        "key": key,
        "parts": left.parts,
        "references": left.references,
        "page_slices": left.slices,
        "texts": texts,
    }
    write_sealed(path, json.dumps(record).encode())
    return [digest for digest, _ in texts]
