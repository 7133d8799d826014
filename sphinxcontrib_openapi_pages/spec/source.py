"""Where the bytes of a document come from: files and URLs, and which of them may be read."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

import requests

from ..reports import Subtype, warn

TIMEOUT = 30
MAX_BYTES = 64 * 1024 * 1024


class SourceError(Exception):
    """A file or URL cannot be read, or may not be; the text says why."""


def is_url(location: str) -> bool:
    """Return whether *location* is fetched over the network."""
    return location.startswith(("http://", "https://"))


def locate(spec: str, folder: str, is_only_api: bool, confdir: Path) -> str:
    """Return the absolute path or the URL of the document of the API mounted at *folder*.

    The environment variable ``OPENAPI_PAGES_SPEC_<FOLDER>``, or ``OPENAPI_PAGES_SPEC`` for
    the only API of a site, replaces *spec*; a path in it is relative to the working folder.
    """
    own = "OPENAPI_PAGES_SPEC_" + re.sub(r"[^A-Z0-9]", "_", folder.upper())
    replaced = os.environ.get(own) or (is_only_api and os.environ.get("OPENAPI_PAGES_SPEC")) or None
    chosen = replaced or spec
    if is_url(chosen):
        return chosen
    return os.path.normpath((Path.cwd() if replaced else confdir) / chosen)


@dataclass
class Store:
    """Reads the document at *root* and the files that it may refer to, each of them once."""

    root: str
    cache: Path
    """Folder where the last copy of every fetched URL is kept."""
    hosts: Container[str | None] = ()
    """Hosts from which references may be fetched."""
    folders: Iterable[Path] = ()
    """Folders beside the root's own from which references may read."""
    digests: dict[str, str | None] = field(default_factory=dict)
    """SHA-256 of every location read so far; ``None`` where it could not be read."""

    def join(self, base: str, reference: str) -> tuple[str, str]:
        """Return the location and the fragment that *reference*, standing in *base*, points to."""
        target, fragment = urldefrag(reference)
        if not target:
            return base, fragment
        if is_url(base) or is_url(target):
            return urljoin(base, target), fragment
        return os.path.normpath(Path(base).parent / unquote(target)), fragment

    def read(self, location: str) -> bytes:
        """Return the bytes at *location*. Raises :exc:`SourceError` with the reason."""
        try:
            data = self._fetch(location) if is_url(location) else self._open(Path(location))
        except SourceError:
            self.digests[location] = None
            raise
        self.digests[location] = hashlib.sha256(data).hexdigest()
        return data

    def is_unchanged(self, digests: Mapping[str, str | None]) -> bool:
        """Return whether reading the locations of *digests* again gives the same bytes."""
        for location, digest in digests.items():
            with contextlib.suppress(SourceError):
                self.read(location)
            if self.digests[location] != digest:
                return False
        return bool(digests)

    def _open(self, path: Path) -> bytes:
        self._check_folder(path)
        try:
            if path.stat().st_size > MAX_BYTES:
                raise SourceError(f"it is larger than {MAX_BYTES // 2**20} MB")
            return path.read_bytes()
        except (OSError, ValueError) as error:
            raise SourceError(getattr(error, "strerror", None) or str(error)) from error

    def _check_folder(self, path: Path) -> None:
        if str(path) == self.root:
            return
        if is_url(self.root):
            raise SourceError("a document from a URL may not refer to local files")
        permitted = [Path(self.root).parent, *self.folders]
        if not any(path.resolve().is_relative_to(folder.resolve()) for folder in permitted):
            raise SourceError(
                f"it is outside the folder of the document, {permitted[0]}; to read it, add its folder "
                "to the option 'reference_folders'"
            )

    def _fetch(self, url: str) -> bytes:
        if url != self.root and urlsplit(url).hostname not in self.hosts:
            raise SourceError("references to other hosts are off; to fetch it, name the host in 'remote_references'")
        stem = self.cache / hashlib.sha256(url.encode()).hexdigest()
        body, meta = stem.with_suffix(".body"), stem.with_suffix(".json")
        kept = json.loads(meta.read_text("utf-8")) if meta.is_file() and body.is_file() else {}
        try:
            response = requests.get(url, headers=kept, timeout=TIMEOUT)
            if response.status_code == 304:
                return body.read_bytes()
            response.raise_for_status()
        except requests.RequestException as error:
            if not body.is_file():
                raise SourceError(str(error)) from error
            warn(Subtype.SOURCE, f"{url} cannot be fetched ({error}); its last copy is used", url)
            return body.read_bytes()
        self.cache.mkdir(parents=True, exist_ok=True)
        body.write_bytes(response.content)
        headers = {
            "If-None-Match": response.headers.get("ETag"),
            "If-Modified-Since": response.headers.get("Last-Modified"),
        }
        meta.write_text(json.dumps({name: value for name, value in headers.items() if value}), "utf-8")
        return response.content
