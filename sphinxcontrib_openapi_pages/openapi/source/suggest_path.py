"""Suggests a path if there is no document at the given path."""

from __future__ import annotations

import os
from difflib import get_close_matches
from pathlib import Path

from .store import Source

#: What documents are called.
PATTERNS = ("*.yaml", "*.yml", "*.json")

LEVELS = 3
"""How many folders above the one where the document should be are looked at."""


def is_lost(source: Source) -> bool:
    """Return whether *source* is a path at which there is no file."""
    return source.is_path and not Path(source.location).is_file()


def advice(source: Source) -> str:
    """Return what to write in place of the path of *source*."""
    base = "the folder in which the build is started" if source.variable else "the folder of conf.py"
    found = _alike(Path(source.location))
    where = f"a path relative to {base}"
    return f"write {os.path.relpath(found, source.base)!r}, {where}" if found else f"write {where}, or a URL"


def _alike(path: Path) -> Path | None:
    """Return the document that is most like *path*: in it, if it is a folder, below, beside or above it."""
    if path.is_dir():
        return next(iter(_documents(path)), None)
    folders = [*path.parent.glob("*/"), *path.parents[1 : LEVELS + 1]]
    same = next((folder / path.name for folder in folders if (folder / path.name).is_file()), None)
    beside = {document.name: document for document in _documents(path.parent)}
    close = get_close_matches(path.name, beside, 1)
    return same or (beside[close[0]] if close else None)


def _documents(folder: Path) -> list[Path]:
    return sorted(path for pattern in PATTERNS for path in folder.glob(pattern) if path.is_file())
