"""Other tools on the same document, by commands that the caller gives."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from .measure import Run, measure


@dataclass(frozen=True)
class Peer:
    """Another tool: what it is called, and the command that builds a site with it."""

    name: str
    command: str
    """With ``{document}`` and ``{output}`` for the paths of the document and of the folder to write to."""

    @classmethod
    def read(cls, text: str) -> Peer:
        """Return the peer of the argument ``NAME=COMMAND``."""
        name, _, command = text.partition("=")
        return cls(name, command)

    def build(self, document: Path, output: Path) -> Run:
        """Build the site anew. Raises :exc:`RuntimeError` where that fails."""
        shutil.rmtree(output, ignore_errors=True)
        output.mkdir()
        places = {"{document}": str(document), "{output}": str(output)}
        words = shlex.split(self.command)
        for place, path in places.items():
            words = [word.replace(place, path) for word in words]
        return measure(words)


@dataclass(frozen=True)
class Output:
    """What a build wrote."""

    megabytes: float
    pages: int

    @classmethod
    def of(cls, folder: Path, *, without: Iterable[str] = ()) -> Output:
        """Return the size of what is in *folder*, except for the folders *without* in it."""
        skipped = {folder / name for name in without}
        files = [path for path in folder.rglob("*") if path.is_file() and skipped.isdisjoint(path.parents)]
        pages = [path for path in files if path.suffix == ".html"]
        return cls(sum(path.stat().st_size for path in files) / 1e6, len(pages))

    @property
    def kilobytes_a_page(self) -> float:
        """Kilobytes of all files for each page of HTML."""
        return self.megabytes * 1000 / max(self.pages, 1)
