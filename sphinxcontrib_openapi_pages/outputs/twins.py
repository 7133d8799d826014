"""Writes the Markdown twins of operations: the author's text, then the operation as a separate OpenAPI document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..openapi.atomic_files import Written, digest_of, read_sealed, update_file, write_sealed
from ..openapi.markdown_text import escaped
from ..openapi.slices import BUNDLE
from ..openapi.standalone import StandaloneWriter
from ..site.addresses import TWINS, twin_path
from ..site.api_index import MountedApi, OperationEntry
from ..site.page_sources import SECTION, OperationPage, route_info
from ..sphinx.project import PagesProject

FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)

MAX_HEADING = 500
"""Longest heading, and longest method with path, in bytes."""

SCHEMAS, PARTS = "schemas", "parts of the operation"
"""What is left out if it does not fit."""

NEWLINE = "\n"

RECORD = "twins.state"
"""Name of the record of what was written, in the cache of the API."""

MAX_RECORDS = 20
"""For how many output folders it is known what was written to them."""


def publish_twins(api: MountedApi, project: PagesProject, outdir: Path) -> None:
    """Write the twins of all operations of *api* that are not in *outdir* already, and remove all others."""
    wanted = {twin_path(api.folder, operation.docname): operation for operation in api.operations}
    folder = f"{api.folder}/{TWINS}"
    for path in (outdir / folder).glob("*.md"):
        if f"{folder}/{path.name}" not in wanted:
            path.unlink()
    if wanted:
        _Twins(api, project, outdir).publish(wanted)


class _Twins:
    """Writes the twins of one API. A record in the cache shows which twins are unchanged, so that few are written."""

    def __init__(self, api: MountedApi, project: PagesProject, outdir: Path) -> None:
        self.api = api
        self.project = project
        self.outdir = outdir
        self.limit = api.options.twin_size
        self.writer = StandaloneWriter(project.components[api.folder])

    def publish(self, wanted: Mapping[str, OperationEntry]) -> None:
        file = self.project.bundle(self.api.folder, RECORD)
        data = read_sealed(file)
        records: dict[str, dict[str, Any]] = json.loads(data) if data is not None else {}
        former = records.pop(str(self.outdir), {})
        now = {}
        for name, operation in wanted.items():
            path, origin = f"{self.outdir}/{name}", self._origin(operation)
            known = former.get(name)
            if known is None or known[0] != origin or not Written(*known[1]).is_at(path):
                text = self._text(operation).encode()
                update_file(Path(path), text)
                known = [origin, [*Written.of(path, digest_of(text))]]
            now[name] = known
        if now != former:
            kept = dict(list(records.items())[1 - MAX_RECORDS :])
            write_sealed(file, json.dumps({**kept, str(self.outdir): now}).encode())

    def _origin(self, operation: OperationEntry) -> list[int]:
        """Return a key of everything that affects the twin: its files, and the limit."""
        files = [self.project.page_source(operation.docname)]
        if operation.docname in self.project.overridden:
            files.append(self._override(operation))
        return [self.limit, *(value for file in files for value in (file.stat().st_size, file.stat().st_mtime_ns))]

    def _override(self, operation: OperationEntry) -> Path:
        return Path(self.project.doc2path(operation.docname, absolute=True))

    def _words(self, operation: OperationEntry) -> str:
        """Return the author's text for the page, if it fits."""
        if operation.docname not in self.project.overridden:
            return ""
        override = self._override(operation)
        words = _cut(FRONT_MATTER.sub("", override.read_text("utf-8")).strip(), self.limit // 2)
        return f"{words}\n\n" if override.suffix == ".md" else f"~~~~ rst\n{words}\n~~~~\n\n"

    def _text(self, operation: OperationEntry) -> str:
        route = route_info(operation.method, operation.path)
        start = f"# {escaped(_cut(operation.id or route, MAX_HEADING))}\n\n{self._words(operation)}{SECTION}"
        info = _cut(route, MAX_HEADING)
        page = self.project.read_page(operation.docname)
        if not isinstance(page, OperationPage):
            return start
        around = f"{start}{_note(SCHEMAS, PARTS)}{_block(info, '')}"
        made = self.writer.write(page.document, self.limit - len(around.encode()))
        what = [SCHEMAS] * made.lacks_schemas + [PARTS] * made.lacks_parts
        return f"{start}{_note(*what)}{_block(info, made.text) if made.text else ''}"


def _note(*what: str) -> str:
    """Return the line with the place of *what* is left out."""
    words = " and ".join(what)
    return f"{words[:1].upper()}{words[1:]} that do not fit here are in [{BUNDLE}](../{BUNDLE}).\n\n" if what else ""


def _block(info: str, text: str) -> str:
    return f"```json {info}\n{text}\n```\n"


def _cut(text: str, size: int) -> str:
    """Return *text*, or as many bytes of it as *size* allows: whole lines if there are several."""
    if len(text.encode()) <= size:
        return text
    kept = text.encode()[: max(size - 5, 0)].decode("utf-8", "ignore")
    return f"{kept.rpartition(NEWLINE)[0] or kept}{NEWLINE if NEWLINE in kept else ''}…"
