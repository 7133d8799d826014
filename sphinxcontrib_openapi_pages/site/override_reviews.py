"""The state of an operation that an override was written for: a short digest, which the override contains."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ..openapi.atomic_files import remove, update_file
from ..openapi.comparison.change import Change, Kind
from ..openapi.comparison.operations import compare_operations
from ..openapi.comparison.version import Version, Versions
from ..openapi.diagnostics import Place
from ..openapi.document import Document
from ..openapi.operation import Operation
from ..openapi.slices import Slicer
from .api_changes import endpoint_key, operation_key, read_bundle
from .api_index import OperationEntry

FIELD = "openapi_reviewed"
"""The name of the field in the front matter of an override."""

NEWLINE = "\n"

_FIELD_LINE = re.compile(rf"^:?{FIELD}:[ \t]*(?P<value>.*?)[ \t]*\r?$", re.MULTILINE)
_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*\r?$", re.DOTALL | re.MULTILINE)
_FIELD_LIST = re.compile(r"\A\ufeff?\s*(?P<fields>(?::[^:\r\n]+:[^\r\n]*(?:\r?\n[ \t]+[^\r\n]*)*(?:\r?\n|\Z))+)")


@dataclass(frozen=True)
class Review:
    """The state in an override."""

    value: str
    """The digest; empty if there is none."""
    line: int
    """The line of the field; 1 if there is none."""


def read_review(path: Path) -> Review:
    """Return the state in the override at *path*."""
    text = _text(path)
    fields = _fields(text, path)
    found = _FIELD_LINE.search(text, fields.start("fields"), fields.end("fields")) if fields else None
    if found is None:
        return Review("", 1)
    return Review(found["value"].strip("'\""), text.count("\n", 0, found.start()) + 1)


def write_review(path: Path, value: str) -> None:
    """Write the state *value* into the override at *path*."""
    text = _text(path)
    end = "\r\n" if "\r\n" in text else "\n"
    is_markdown = path.suffix != ".rst"
    line = f"{FIELD}: {value}" if is_markdown else f":{FIELD}: {value}"
    fields = _fields(text, path)
    if fields is None:
        head = f"---{end}{line}{end}---{end}{end}" if is_markdown else f"{line}{end}{end}"
        bare = text.removeprefix("\ufeff")
        text = f"{text[: len(text) - len(bare)]}{head}{bare}"
    elif found := _FIELD_LINE.search(text, fields.start("fields"), fields.end("fields")):
        rest = "\r" if found[0].endswith("\r") else ""
        text = f"{text[: found.start()]}{line}{rest}{text[found.end() :]}"
    else:
        before, after = text[: fields.end("fields")], text[fields.end("fields") :]
        text = f"{before}{'' if before.endswith(NEWLINE) else end}{line}{end}{after}"
    update_file(path, text.encode())


def _text(path: Path) -> str:
    return path.read_bytes().decode("utf-8", "replace")


def _fields(text: str, path: Path) -> re.Match[str] | None:
    return (_FIELD_LIST if path.suffix == ".rst" else _FRONT_MATTER).match(text)


class ReviewedApi:
    """The current states of the operations of an API, and former states that are still in the cache.

    *bundle* is the file with the whole document, *folder* the folder of the cache with former states.
    """

    def __init__(self, bundle: Path, folder: Path) -> None:
        self.bundle = bundle
        self.folder = folder

    @cached_property
    def version(self) -> Version:
        """The document, read when it is needed."""
        return read_bundle(self.bundle)

    @cached_property
    def _operations(self) -> Mapping[object, Operation]:
        found: dict[object, Operation] = {}
        for endpoint, _, _ in self.version.document.operations():
            found.setdefault(endpoint_key(endpoint), self.version.operation(endpoint))
        return found

    def state(self, entry: OperationEntry) -> str:
        """Return the digest of the present state of an operation."""
        return self.version.digest(self._operations[operation_key(entry)])

    def keep(self, entry: OperationEntry, state: str) -> None:
        """Keep the present state of an operation, which an override names."""
        path = self._file(state)
        if not path.is_file():
            operation = self._operations[operation_key(entry)]
            whole = Slicer(self.version.graph).whole(operation.endpoint, dict(operation.item), dict(operation.data))
            update_file(path, json.dumps(whole).encode())

    def forget_others(self, states: Iterable[str]) -> None:
        """Drop the former states that no override names."""
        kept = {self._file(state) for state in states}
        for path in set(self.folder.glob("*.json")) - kept:
            remove(path)

    def _file(self, state: str) -> Path:
        return self.folder / f"{state}.json"

    def changes(self, entry: OperationEntry, state: str, older: Iterable[Version]) -> list[Change]:
        """Return what clients notice of the changes of an operation since *state*; none if that state is not known.

        It is sought in the cache and in *older* versions of the document.
        """
        new = self._operations[operation_key(entry)]
        for version in (*self._kept(state), *older):
            for endpoint, _, _ in version.document.operations():
                if endpoint_key(endpoint) == operation_key(entry):
                    old = version.operation(endpoint)
                    if version.digest(old) == state:
                        changes = compare_operations(old, new, Versions(version, self.version))
                        return [change for change in changes if change.kind is not Kind.WORDS]
        return []

    def _kept(self, state: str) -> list[Version]:
        path = self._file(state)
        if not (re.fullmatch(r"r[0-9a-f]+", state) and path.is_file()):
            return []
        return [Version(Document(json.loads(path.read_bytes()), Place(str(path))))]
