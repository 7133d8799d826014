"""Writes files atomically, so that no other build and no interrupted build leaves or reads half of a file."""

from __future__ import annotations

import hashlib
import os
import shutil
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple


class WriteError(Exception):
    """A file cannot be written; the message contains the file and the reason."""


def update_file(path: Path, data: bytes) -> None:
    """Write *data* to *path* as :func:`replace_file` does, unless it is there already."""
    try:
        is_there = path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        is_there = False
    if not is_there:
        replace_file(path, data)


def replace_file(path: Path, data: bytes) -> None:
    """Write *data* to *path* in one step, so that readers find either the old file or the new one.

    A folder at the path of the file is removed, and so is a file at the path of one of its folders. Raises
    :exc:`WriteError` if it cannot be written, for example because the disk is full.
    """
    temporary = path.with_name(f"{path.name.encode()[:100].decode('utf-8', 'ignore')}.{os.getpid()}.tmp")
    try:
        _make_room(path)
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error


def _make_room(path: Path) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError):
        next(folder for folder in path.parents if os.path.lexists(folder) and not folder.is_dir()).unlink()
        path.parent.mkdir(parents=True, exist_ok=True)
    if path.is_dir():
        remove(path)


def remove(path: Path) -> None:
    """Remove the file or folder at *path*, if there is one."""
    with suppress(FileNotFoundError, NotADirectoryError):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def digest_of(data: bytes) -> str:
    """Return the SHA-256 of *data*."""
    return hashlib.sha256(data).hexdigest()


class Written(NamedTuple):
    """The state of a file when it was written, to find out later whether it has changed."""

    digest: str
    """SHA-256."""
    size: int
    modified: int
    changed: int
    """Modification times of the file and its metadata, in nanoseconds."""

    @classmethod
    def of(cls, path: str, digest: str) -> Written:
        """Return the record of what was written to *path* just now. Raises :exc:`OSError` if it is gone already."""
        return cls(digest, *_stamp(path))

    def is_at(self, path: str) -> bool:
        """Return whether the content of *path* is unchanged. The file is read only if its size or a time is new."""
        try:
            return _stamp(path) == self[1:] or digest_of(Path(path).read_bytes()) == self.digest
        except OSError:
            return False


def _stamp(path: str) -> tuple[int, int, int]:
    found = os.stat(path)  # noqa: PTH116
    return found.st_size, found.st_mtime_ns, found.st_ctime_ns


def write_sealed(path: Path, data: bytes) -> None:
    """Write *data* to *path* so that :func:`read_sealed` knows whether all of it is there."""
    replace_file(path, digest_of(data).encode() + b"\n" + data)


def read_sealed(path: Path) -> bytes | None:
    """Return what :func:`write_sealed` wrote to *path*; ``None`` if there is something else or nothing."""
    try:
        seal, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if seal == digest_of(data).encode() else None
