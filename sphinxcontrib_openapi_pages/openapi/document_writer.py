"""Writes whole documents as JSON and as YAML.

Writing a large document is the slowest step after a change of one operation. Therefore, a document is written in
pieces, and unchanged pieces are copied from the text that the last build wrote.
"""

from __future__ import annotations

import json
import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from .incremental import PARTS, Digests, Split, WrittenText
from .json_layout import member
from .yaml_writer import to_yaml


class DocumentWriter(ABC):
    """Writes documents in one format; *known* is the text that the last build wrote."""

    head: ClassVar[bytes] = b""
    separator: ClassVar[bytes] = b""
    tail: ClassVar[bytes] = b""

    def __init__(self, digests: Digests, known: WrittenText) -> None:
        self.digests = digests
        self.known = known
        self._pieces: dict[str, bytes] = {}

    def write(self, document: Mapping[str, Any]) -> WrittenText:
        """Return *document* as text."""
        chunks, spans, position = [self.head], {}, len(self.head)
        for key, text in self._chunks(document, PARTS, 1):
            chunks.append(text)
            if key:
                spans[key] = (position, position + len(text))
            position += len(text)
        return WrittenText(b"".join([*chunks, self.tail]), spans)

    def piece(self, name: str, value: Any, depth: int) -> bytes:
        """Return the text of a member of an object, indented for a place *depth* objects deep."""
        return self._keyed_piece(name, value, depth)[1]

    def _chunks(self, value: Mapping[str, Any], split: Split, depth: int) -> Iterator[tuple[str, bytes]]:
        """Yield the text of the members of *value* as key and chunk. The key is empty if the chunk is not a piece."""
        for number, (name, part) in enumerate(value.items()):
            if number:
                yield "", self.separator
            if name not in split or not part or not isinstance(part, dict):
                yield self._keyed_piece(name, part, depth)
            else:
                yield "", self._opening(name, depth).encode()
                yield from self._chunks(part, split[name], depth + 1)
                yield "", self._closing(depth).encode()

    def _keyed_piece(self, name: str, value: Any, depth: int) -> tuple[str, bytes]:
        key = f"{depth} {self.digests.of(name, value)}"
        if key not in self._pieces:
            span = self.known.spans.get(key)
            self._pieces[key] = self.known.text[slice(*span)] if span else self._member(name, value, depth).encode()
        return key, self._pieces[key]

    @abstractmethod
    def _member(self, name: str, value: Any, depth: int) -> str:
        """Return the text of the member *name* and its value."""

    @abstractmethod
    def _opening(self, name: str, depth: int) -> str:
        """Return the text between the beginning of the member *name* and its own members."""

    @abstractmethod
    def _closing(self, depth: int) -> str:
        """Return the text after the last of these members."""


class JsonWriter(DocumentWriter):
    """Writes JSON as :func:`.laid_out` does."""

    head = b"{\n"
    separator = b",\n"
    tail = b"\n}\n"

    def _member(self, name: str, value: Any, depth: int) -> str:
        return f"{' ' * depth}{member(name, value, depth)}"

    def _opening(self, name: str, depth: int) -> str:
        return f"{' ' * depth}{json.dumps(name, ensure_ascii=False)}: {{\n"

    def _closing(self, depth: int) -> str:
        return f"\n{' ' * depth}}}"


class YamlWriter(DocumentWriter):
    """Writes YAML. Raises :exc:`RecursionError` as :func:`.to_yaml` does."""

    def _member(self, name: str, value: Any, depth: int) -> str:
        return _BEGIN.sub("  " * (depth - 1), to_yaml({name: value}))

    def _opening(self, name: str, depth: int) -> str:
        return f"{'  ' * (depth - 1)}{name}:\n"

    def _closing(self, depth: int) -> str:
        return ""


_BEGIN = re.compile("^(?=.)", re.MULTILINE)
"""The start of each line that is not empty."""
