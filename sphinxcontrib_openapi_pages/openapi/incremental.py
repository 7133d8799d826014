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
class Text:
    """A document as text in UTF-8, and where each piece of it begins and ends, by what it is made of."""

    text: bytes = b""
    spans: Mapping[str, Sequence[int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Known:
    """What one build leaves for the next."""

    parts: Mapping[str, str] = field(default_factory=dict)
    """Digests of the parts of a document without any fault, by pointer; empty for a part that bundling changed.

    With :data:`REST` as pointer, that of all that is in no part.
    """
    references: Mapping[str, Any] = field(default_factory=dict)
    """What its parts refer to, by kind and digest."""
    slices: Mapping[str, Sequence[Any]] = field(default_factory=dict)
    """Digest of the slice of each operation, and whether that is whole, by what the operation is."""
    texts: Sequence[Text] = (Text(), Text())
    """The document in JSON and in YAML."""


NOTHING = Known()

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


def read_known(path: Path, key: str, published: Sequence[Path]) -> Known:
    """Return what :func:`write_known` left at *path* with the same *key*; nothing if it is damaged."""
    data = read_sealed(path)
    record: dict[str, Any] = json.loads(data) if data is not None else {}
    if record.get("key") != key or record.keys() != _KEYS:
        return NOTHING
    texts = [_read_text(path, *written) for path, written in zip(published, record["written"], strict=True)]
    return Known(record["parts"], record["references"], record["slices"], texts)


def _read_text(path: Path, seal: str, spans: Mapping[str, Sequence[int]]) -> Text:
    try:
        data = path.read_bytes()
    except OSError:
        return Text()
    return Text(data, spans) if hashlib.sha256(data).hexdigest() == seal else Text()


def write_known(path: Path, key: str, published: Sequence[Path], known: Known) -> None:
    """Write the texts to the files *published*, and all else to *path*."""
    texts = []
    for file, text in zip(published, known.texts, strict=True):
        update_file(file, text.text)
        texts.append((hashlib.sha256(text.text).hexdigest(), text.spans))
    record = {
        "key": key,
        "parts": known.parts,
        "references": known.references,
        "slices": known.slices,
        "written": texts,
    }
    write_sealed(path, json.dumps(record).encode())
