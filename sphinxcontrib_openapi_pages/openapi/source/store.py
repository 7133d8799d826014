"""Reads the bytes of documents from files and URLs, and checks which of them may be read."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urldefrag, urljoin, urlsplit

from ..diagnostics import Place, Subtype, warn
from ..phases import Phases
from .hosts import Hosts
from .kept_copies import Copies, Copy
from .locations import SourceError, is_url, too_large
from .python_objects import PythonDocument, PythonObject, is_object_name

if TYPE_CHECKING:
    from requests.auth import AuthBase

    from .fetch import Fetcher


@dataclass(frozen=True)
class Source:
    """The location of the document of an API."""

    location: str
    """An absolute path, or a URL without user and password."""
    auth: AuthBase | None = field(default=None, repr=False)
    """What to log in with."""
    base: Path = field(default_factory=Path)
    """The folder that the path was relative to."""
    variable: str = ""
    """The environment variable that names it, if one does."""
    made: PythonDocument | None = None
    """What makes the document, if Python does. The location then is that of ``conf.py``."""

    @property
    def is_path(self) -> bool:
        """Whether it is a file, neither a URL nor made by Python."""
        return self.made is None and not is_url(self.location)

    @property
    def name(self) -> str:
        """What its author calls it: the location, or the name of the object."""
        return self.location if self.made is None else self.made.name


def find_source(spec: str | PythonObject, folder: str, is_only_api: bool, conf: Place) -> Source:
    """Return the source of the API mounted at *folder*, which stands at *conf* in ``conf.py``.

    The environment variable ``OPENAPI_PAGES_SPEC_<FOLDER>``, or ``OPENAPI_PAGES_SPEC`` for
    the only API of a site, replaces *spec*; a path in it is relative to the working folder.
    ``OPENAPI_PAGES_AUTHORIZATION`` and its like are headers to fetch it with.
    """
    variable = _variable("SPEC", folder, is_only_api)
    chosen = os.environ[variable] if variable else spec
    confdir = Path(conf.file).parent
    base = Path.cwd() if variable else confdir
    if isinstance(chosen, PythonObject) or (is_object_name(chosen) and not (base / chosen).is_file()):
        return Source(conf.file, base=base, variable=variable, made=PythonDocument(chosen, base, conf.line or 1))
    if not is_url(chosen):
        return Source(os.path.normpath(base / chosen), base=base, variable=variable)
    # Imported for URLs alone: most documents are files, and libraries of the network are large.
    from .fetch import HeaderAuth, split_credentials

    location, auth = split_credentials(chosen)
    header = _variable("AUTHORIZATION", folder, is_only_api)
    return Source(location, HeaderAuth(header, os.environ[header]) if header else auth)


def find_since(since: str, folder: str, is_only_api: bool) -> str:
    """Return the older version of the API at *folder*.

    The environment variable ``OPENAPI_PAGES_SINCE_<FOLDER>``, or ``OPENAPI_PAGES_SINCE`` for the only API of a site,
    replaces *since*.
    """
    variable = _variable("SINCE", folder, is_only_api)
    return os.environ[variable] if variable else since


def _variable(name: str, folder: str, is_only_api: bool) -> str:
    """Return the environment variable that is set for the API at *folder*; an empty text if none is."""
    own = f"OPENAPI_PAGES_{name}_" + re.sub(r"[^A-Z0-9]", "_", folder.upper())
    names = [own, f"OPENAPI_PAGES_{name}"] if is_only_api else [own]
    return next((variable for variable in names if os.environ.get(variable)), "")


@dataclass
class Store:
    """Reads the document at *root* and the files that it may refer to."""

    root: str
    cache: Path
    """Folder where the last good copy of everything fetched is kept."""
    hosts: Hosts = field(default_factory=Hosts)
    """Hosts from which references may be fetched."""
    folders: Iterable[Path] = ()
    """Folders beside the document's own from which references may read."""
    max_bytes: int = 64 * 2**20
    """How large each of them may be."""
    auth: AuthBase | None = field(default=None, repr=False)
    """What to log in with at the host of *root*."""
    made: PythonDocument | None = None
    """What makes the document in the place of *root*."""
    named: Collection[str] = ()
    """Files that ``conf.py`` names, which may be read wherever they are."""
    digests: dict[str, str | None] = field(default_factory=dict)
    """SHA-256 of every location read so far; ``None`` where it could not be read."""
    fetched: dict[str, bytes] = field(default_factory=dict)
    """The content of every URL fetched so far."""
    fresh: dict[str, Copy] = field(default_factory=dict)
    """What is newer than the copy kept; see :meth:`keep`."""
    phases: Phases = field(default_factory=Phases, repr=False)
    """What counts the time that reading takes."""
    uses_copies: bool = False
    """Whether nothing is fetched any more."""

    def join(self, base: str, reference: str) -> tuple[str, str]:
        """Return the location and the fragment of *reference* in the file *base*.

        Raises :exc:`SourceError` if the location cannot be read.
        """
        try:
            target, fragment = urldefrag(reference)
            if not target:
                return base, fragment
            if is_url(base) or is_url(target):
                location = urljoin(base, target)
                _ = urlsplit(location).port  # raises an error for an invalid one
                return location, fragment
            if target.lower().startswith("file:"):
                return os.path.normpath(urlsplit(target).path), fragment
        except ValueError as error:
            raise SourceError("it is not a URL") from error
        return os.path.normpath(Path(base).parent / unquote(target)), fragment

    def read(self, location: str) -> bytes:
        """Return the bytes at *location*. Raises :exc:`SourceError` with the reason."""
        try:
            with self.phases.timed("read"):
                data = self._read(location)
        except SourceError:
            self.digests[location] = None
            raise
        self.digests[location] = hashlib.sha256(data).hexdigest()
        return data

    def _read(self, location: str) -> bytes:
        if self.made is not None and location == self.root:
            return self.made.read()
        return self._fetch(location) if is_url(location) else self._open(Path(location))

    def is_unchanged(self, digests: Mapping[str, str | None]) -> bool:
        """Return whether reading the locations of *digests* again gives the same bytes."""
        for location, digest in digests.items():
            with contextlib.suppress(SourceError):
                self.read(location)
            if self.digests[location] != digest:
                return False
        return bool(digests)

    def keep(self) -> None:
        """Keep what was fetched as the last good copy."""
        for url, copy in self.fresh.items():
            self._copies.put(url, copy)
        self.fresh.clear()

    def go_back(self) -> bool:
        """Return to the last good copies for good, and whether there is one of the document."""
        if not is_url(self.root) or self.root not in self.fresh or self._copies.get(self.root) is None:
            return False
        self.uses_copies = True
        self.fresh.clear()
        self.fetched.clear()
        self.digests.clear()
        return True

    def _open(self, path: Path) -> bytes:
        self._check_folder(path)
        try:
            if str(path) != self.root and not stat.S_ISREG(path.stat().st_mode):
                raise SourceError("it is not a regular file")
            with path.open("rb") as file:
                data = file.read(self.max_bytes + 1)
        except (OSError, ValueError) as error:
            raise SourceError(getattr(error, "strerror", None) or str(error)) from error
        if len(data) > self.max_bytes:
            raise SourceError(too_large(self.max_bytes))
        return data

    def _check_folder(self, path: Path) -> None:
        if str(path) == self.root or str(path) in self.named:
            return
        if is_url(self.root):
            raise SourceError("a document from a URL may not refer to local files")
        permitted = [Path(self.root).parent, *self.folders]
        try:
            is_inside = any(path.resolve().is_relative_to(folder.resolve()) for folder in permitted)
        except (OSError, RuntimeError, ValueError) as error:  # links in a circle, names that no file can have
            raise SourceError(str(error)) from error
        if not is_inside:
            raise SourceError(
                f"it is outside the folder of the document, {permitted[0]}; to read it, add its folder "
                "to the option 'reference_folders'"
            )

    def _fetch(self, url: str) -> bytes:
        if url not in self.fetched:
            self.fetched[url] = self._ask(url)
        return self.fetched[url]

    def _ask(self, url: str) -> bytes:
        if url != self.root and urlsplit(url).hostname not in self.hosts:
            raise SourceError("references to other hosts are off; to fetch it, name the host in 'remote_references'")
        copy = self._copies.get(url)
        if copy is not None and self.uses_copies:
            return copy.body
        try:
            answer = self._fetcher.fetch(url, copy.validators if copy else {})
            if answer.body is None and copy is None:
                raise SourceError("the server answered 304 Not Modified, but there is no copy")
        except SourceError as error:
            if copy is None:
                raise
            warn(Subtype.SOURCE, f"{url} cannot be fetched: {error}; its last copy is used", url, lasts=False)
            return copy.body
        if answer.body is None:
            assert copy is not None
            return copy.body
        self.fresh[url] = Copy(answer.body, answer.validators)
        return answer.body

    @cached_property
    def _copies(self) -> Copies:
        return Copies(self.cache)

    @cached_property
    def _fetcher(self) -> Fetcher:
        from .fetch import Fetcher

        return Fetcher(self.root, self.hosts, self.auth, self.max_bytes)
