"""The last good copy of each fetched document, in one file that is either complete or missing."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..atomic_files import read_sealed, write_sealed


@dataclass(frozen=True)
class Copy:
    """The content of a URL when it was fetched."""

    body: bytes
    validators: Mapping[str, str]
    """Request headers that ask whether it has changed since."""


@dataclass(frozen=True)
class Copies:
    """The copies in *folder*. A damaged file, or one that is not a copy, is ignored."""

    folder: Path

    def get(self, url: str) -> Copy | None:
        """Return the copy of *url*."""
        data = read_sealed(self._path(url))
        if data is None:
            return None
        head, _, body = data.partition(b"\n")
        return Copy(body, json.loads(head))

    def put(self, url: str, copy: Copy) -> None:
        """Keep *copy* as the copy of *url*."""
        write_sealed(self._path(url), json.dumps(dict(copy.validators)).encode() + b"\n" + copy.body)

    def _path(self, url: str) -> Path:
        return self.folder / f"{hashlib.sha256(url.encode()).hexdigest()}.copy"
