"""Writing files so that neither another build nor a sudden end ever meets half of one."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path


class WriteError(Exception):
    """A file cannot be written; the text says which and why."""


def update_file(path: Path, data: bytes) -> None:
    """Write *data* to *path* as :func:`replace_file` does, unless it is there already."""
    try:
        is_there = path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        is_there = False
    if not is_there:
        replace_file(path, data)


def replace_file(path: Path, data: bytes) -> None:
    """Write *data* to *path* in one step: whoever reads it finds the old file or the new one.

    Raises :exc:`WriteError` where it cannot be written, on a full disk for one.
    """
    temporary = path.with_name(f"{path.name.encode()[:100].decode('utf-8', 'ignore')}.{os.getpid()}.tmp")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            temporary.write_bytes(data)
            temporary.replace(path)
        except OSError:
            temporary.unlink(missing_ok=True)
            raise
    except OSError as error:
        raise WriteError(f"{path} cannot be written: {error.strerror or error}") from error


def write_sealed(path: Path, data: bytes) -> None:
    """Write *data* to *path* so that :func:`read_sealed` knows whether all of it is there."""
    replace_file(path, hashlib.sha256(data).hexdigest().encode() + b"\n" + data)


def read_sealed(path: Path) -> bytes | None:
    """Return what :func:`write_sealed` wrote to *path*; ``None`` if there is something else or nothing."""
    try:
        seal, _, data = path.read_bytes().partition(b"\n")
    except OSError:
        return None
    return data if seal == hashlib.sha256(data).hexdigest().encode() else None
