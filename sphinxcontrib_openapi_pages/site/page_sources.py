"""The source of each page, a file in the cache: its content, and how it is written and read.

A source is Markdown with one fenced block of JSON. It contains slices of the document that list their components; the
components themselves are in the cache once. A file whose text has not changed is not written again. Sphinx therefore
reads again only the pages that a change of the document affects.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from ..openapi.atomic_files import WriteError, replace_file
from ..openapi.component_store import ComponentStore, StoredSlice
from ..openapi.diagnostics import Subtype, warn
from ..openapi.markdown_text import escaped
from ..openapi.slices import Slice
from .api_index import OperationEntry

Data: TypeAlias = Mapping[str, Any]
"""An object of the document."""

SECTION = "## OpenAPI\n\n"
"""The heading above the JSON of an operation."""

USAGE = "x-openapi-pages-usage"
"""The member of the JSON of a schema's page that contains a :class:`SchemaUsage`."""

_FENCE = re.compile(r"^```json (?P<info>[^\n]*)\n", re.MULTILINE)
_FENCE_END = "\n```\n"


@dataclass(frozen=True)
class GroupEntry:
    """What lists of groups show of a group."""

    name: str
    title: str
    description: str
    docname: str
    count: int
    """The number of its operations."""
    webhook_count: int = 0
    """How many of these are webhooks."""


@dataclass(frozen=True)
class SectionEntry:
    """Groups under one caption (``x-tagGroups``)."""

    caption: str
    groups: list[GroupEntry]


@dataclass(frozen=True)
class SchemaEntry:
    """What the list of schemas shows of a schema."""

    name: str
    docname: str
    description: str


@dataclass(frozen=True)
class ApiPage:
    """The page of an API."""

    document: Data
    """The parts of the document that the page shows, with the components that the :attr:`errors` need."""
    sections: list[SectionEntry]
    holes: Mapping[str, str] = field(default_factory=dict)
    """By path, each reference in place of a Path Item Object that has no target."""
    errors: Mapping[str, list[str]] = field(default_factory=dict)
    """The statuses of the error responses that are components, by name of the component."""
    schemas_docname: str = ""
    """Docname of the list of schemas; empty if there is none."""
    schema_count: int = 0


@dataclass(frozen=True)
class GroupPage:
    """A page of a group."""

    tag: Data
    """The Tag Object."""
    title: str
    number: int
    """The number of this page among the :attr:`pages`, from 1."""
    pages: list[str]
    """Docnames of all pages of the group."""
    operations: list[OperationEntry]
    children: list[GroupEntry]
    """The groups within this group; only its first page lists them."""

    @property
    def is_chapter(self) -> bool:
        """Whether it has words alone: no operations and no groups."""
        return not self.operations and not self.children

    @property
    def own_operations(self) -> list[OperationEntry]:
        """The operations whose pages are in the folder of the group."""
        return [operation for operation in self.operations if operation.group == self.tag["name"]]


@dataclass(frozen=True)
class SchemasPage:
    """The list of all schemas."""

    schemas: list[SchemaEntry]


@dataclass(frozen=True)
class SchemaUsage:
    """A component schema and what uses it."""

    name: str
    operations: Mapping[str, list[OperationEntry]]
    """The operations that use the schema, by the field of the Operation Object that refers to it."""
    schemas: list[str]
    parents: list[str]
    children: list[str]


@dataclass(frozen=True)
class SchemaPage:
    """The page of a schema: a slice of the document, and what uses the schema."""

    document: Data
    usage: SchemaUsage


@dataclass(frozen=True)
class OperationPage:
    """The page of an operation: a slice of the document."""

    document: StoredSlice


@dataclass(frozen=True)
class ErrorPage:
    """A page with an error: the document of the API, or the source of the page, cannot be read."""

    error: str
    """The reason, as a sentence."""


PageContent: TypeAlias = ApiPage | GroupPage | SchemasPage | SchemaPage | OperationPage | ErrorPage


@dataclass(frozen=True)
class PageSource:
    """The source of one page."""

    docname: str
    heading: str
    info: str
    """The info string of the fenced block: the kind of page or, for an operation, method and path."""
    body: str | Slice
    """The JSON in the fenced block."""

    @property
    def digest(self) -> str:
        """Two sources have the same digest if they have the same text."""
        body = self.body if isinstance(self.body, str) else self.body.digest
        return hashlib.sha256("\0".join([self.heading, self.info, body]).encode()).hexdigest()

    @property
    def text(self) -> str:
        title = escaped(self.heading)
        section = "" if self.info in _KINDS else SECTION
        body = self.body if isinstance(self.body, str) else self.body.text
        return f"# {title}\n\n{section}```json {self.info}\n{body}{_FENCE_END}"


def page_source(docname: str, heading: str, content: ApiPage | GroupPage | SchemasPage | ErrorPage) -> PageSource:
    """Return the source of a page without a slice of the document."""
    info = next(name for name, kind in _KINDS.items() if isinstance(content, kind))
    return PageSource(docname, heading, info, json.dumps(vars(content), indent=1, ensure_ascii=False, default=vars))


def slice_source(docname: str, heading: str, body: Slice, route: str = "") -> PageSource:
    """Return the source of the page of a schema or, with its *route* (``GET /flags``), of an operation."""
    return PageSource(docname, heading, route or "schema", body)


def route_info(method: str, path: str) -> str:
    """Return method and path as the info string of a fenced block: one line without backticks."""
    return " ".join(f"{method.upper()} {path}".replace("`", "%60").split())


def usage_member(usage: SchemaUsage) -> dict[str, Any]:
    """Return the member that the slice of a schema has in addition to the fields of an OpenAPI Object."""
    return {USAGE: asdict(usage)}


def read_page(path: Path, components: ComponentStore) -> PageContent:
    """Return the content of the page source at *path*; *components* are those of its API.

    If the file is damaged, or another build removed it, warn; the next build writes it again.
    """
    try:
        text = path.read_text("utf-8")
        found = _FENCE.search(text)
        if found is not None and text.endswith(_FENCE_END):
            return _content(found["info"], json.loads(text[found.end() : -len(_FENCE_END)]), components)
        reason = "it is damaged"
    except (OSError, ValueError, TypeError, KeyError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
    with suppress(WriteError):
        replace_file(path, b"")  # which is no page
    message = f"the source of this page cannot be read: {reason}; build again"
    warn(Subtype.SOURCE, message, str(path))
    return ErrorPage(f"T{message[1:]}.")


def _content(info: str, data: dict[str, Any], components: ComponentStore) -> PageContent:
    kind = _KINDS.get(info, OperationPage)
    if kind is OperationPage:
        return OperationPage(StoredSlice(data, components))
    if kind is SchemaPage:
        usage = data.pop(USAGE)
        operations = {use: _operations(entries) for use, entries in usage["operations"].items()}
        return SchemaPage(StoredSlice(data, components), SchemaUsage(**{**usage, "operations": operations}))
    if kind is ApiPage:
        sections = [SectionEntry(entry["caption"], _groups(entry["groups"])) for entry in data["sections"]]
        return ApiPage(**{**data, "document": StoredSlice(data["document"], components), "sections": sections})
    if kind is GroupPage:
        lists = {"operations": _operations(data["operations"]), "children": _groups(data["children"])}
        return GroupPage(**{**data, **lists})
    if kind is SchemasPage:
        return SchemasPage([SchemaEntry(**entry) for entry in data["schemas"]])
    return ErrorPage(**data)


def _operations(entries: list[dict[str, Any]]) -> list[OperationEntry]:
    return [OperationEntry(**entry) for entry in entries]


def _groups(entries: list[dict[str, Any]]) -> list[GroupEntry]:
    return [GroupEntry(**entry) for entry in entries]


_KINDS: dict[str, type[PageContent]] = {
    "api": ApiPage,
    "group": GroupPage,
    "schemas": SchemasPage,
    "schema": SchemaPage,
    "error": ErrorPage,
}
"""The kinds of pages by info string. Any other info string is method and path of an operation."""
