"""Older versions of a document: another file, a URL, or a revision of the same file in git."""

from __future__ import annotations

import hashlib
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from .locations import SourceError, is_python, is_url, too_large
from .store import Store

TIMEOUT = 30

#: Variables that would make git ask, write, fetch, or look into another repository (as within a hook).
UNSET = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")
ENVIRONMENT = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_LAZY_FETCH": "1", "LC_ALL": "C"}


@dataclass(frozen=True)
class OldVersion:
    """An older version of a document."""

    location: str
    """Path or URL of the document."""
    fingerprint: str
    """Changes if the version is another one: the SHA-256 of the file, or the commit."""
    store: Store


@dataclass
class RevisionStore(Store):
    """Reads files as they were at a commit."""

    commit: str = ""

    def _open(self, path: Path) -> bytes:
        self._check_folder(path)
        folder = Path(self.root).parent
        name = f"{self.commit}:./{Path(os.path.relpath(path, folder)).as_posix()}"
        if int(_git(folder, "cat-file", "-s", name)) > self.max_bytes:
            raise SourceError(too_large(self.max_bytes))
        return _git(folder, "cat-file", "blob", name)


def old_version(since: str, folder: Path, like: Store) -> OldVersion:
    """Return the older version *since*: a URL, a path relative to *folder*, or else a git revision.

    *like* reads the document and sets the permissions for references. Raises :exc:`SourceError`.
    """
    if is_url(since):
        return old_url(since, like)
    path = folder / since
    is_path = path.is_file() or path.suffix in (".yaml", ".yml", ".json")
    return old_file(path, like) if is_path else old_revision(since, like)


def old_file(path: Path, like: Store) -> OldVersion:
    """Return the file at *path* as an older version. Raises :exc:`SourceError`."""
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise SourceError(error.strerror or str(error)) from error
    location = os.path.normpath(path)
    return OldVersion(location, digest, Store(location, like.cache, like.hosts, like.folders, like.max_bytes))


def old_url(url: str, like: Store) -> OldVersion:
    """Return the content of *url* as an older version. Raises :exc:`SourceError`."""
    # Imported for URLs alone: libraries of the network are large.
    from .fetch import split_credentials

    location, auth = split_credentials(url)
    store = Store(location, like.cache, like.hosts, (), like.max_bytes, auth)
    return OldVersion(location, hashlib.sha256(store.read(location)).hexdigest(), store)


def old_revision(revision: str, like: Store) -> OldVersion:
    """Return what git has, at *revision*, of the document that *like* reads. Raises :exc:`SourceError`."""
    if is_url(like.root):
        raise SourceError("the document comes from a URL; git has no versions of it")
    if is_python(like.root):
        raise SourceError("the document comes from Python; git has no versions of it; name a file")
    if revision.startswith("-") or not revision.isprintable():
        raise SourceError("that is not a git revision")
    found = _git(Path(like.root).parent, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    commit = found.decode().strip()
    store = RevisionStore(like.root, like.cache, like.hosts, like.folders, like.max_bytes, commit=commit)
    return OldVersion(like.root, commit, store)


def _git(folder: Path, *arguments: str) -> bytes:
    """Return the output of a git command that only reads. Raises :exc:`SourceError`."""
    environment = {name: value for name, value in os.environ.items() if name not in UNSET} | ENVIRONMENT
    try:
        done = subprocess.run(  # noqa: S603
            ["git", "-C", str(folder), *arguments],  # noqa: S607
            capture_output=True,
            check=False,
            env=environment,
            stdin=subprocess.DEVNULL,
            timeout=TIMEOUT,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise SourceError(f"git cannot be run: {error}") from error
    if done.returncode:
        reason = done.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"]
        raise SourceError(f"git says: {reason[0].removeprefix('fatal: ')}")
    return done.stdout
