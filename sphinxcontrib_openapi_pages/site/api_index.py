"""The index of a mounted API: the names of its operations, schemas and groups, and the page of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from ..config import ApiOptions
from ..openapi.schema import KnownSchemas
from .addresses import page_anchor

KINDS = ("op", "schema", "group", "api")
"""The kinds of things that have a name; also the names of the roles."""


@dataclass(frozen=True)
class OperationEntry:
    """The data of an operation that lists, indices and references need."""

    docname: str
    id: str
    method: str
    path: str
    """The path, or the name of the webhook."""
    title: str
    pointer: str
    """Reference to the operation in the bundled document (``#/paths/~1flags/get``)."""
    group: str
    """The tag of the group in which the page lives."""
    is_webhook: bool = False
    is_deprecated: bool = False
    is_new: bool = False
    """Whether the version that the option ``since`` names lacks the operation."""

    @property
    def route(self) -> str:
        """Method and path, as in ``GET /flags``."""
        return f"{self.method.upper()} {self.path}"


@dataclass(frozen=True)
class MountedApi:
    """An API in the site: its folder, its pages, and the operations, schemas and groups that they show."""

    folder: str
    location: str = ""
    """Path or URL of the document."""
    title: str = ""
    version: str = ""
    mark: str = ""
    """The text that distinguishes the API from others with its title; see :func:`told_apart`."""
    docnames: frozenset[str] = frozenset()
    groups: Mapping[str, list[str]] = field(default_factory=dict)
    """Docnames of the pages of each group, by tag, in the order of the menu."""
    group_titles: Mapping[str, str] = field(default_factory=dict)
    operations: tuple[OperationEntry, ...] = ()
    schemas: Mapping[str, str] = field(default_factory=dict)
    """Docnames of the schemas that have a page, by name."""
    unused_schemas: tuple[str, ...] = ()
    """Names of the component schemas that nothing in the document uses."""
    notes: Mapping[str, str] = field(default_factory=dict, repr=False)
    """The first sentence of the description of each page that has one, by docname."""
    misfits: tuple[tuple[str, str], ...] = ()
    """Message and place of each example that does not match its schema; empty if examples are not checked."""
    options: ApiOptions = field(default_factory=lambda: ApiOptions(""))
    known_schemas: KnownSchemas = field(default_factory=KnownSchemas, repr=False, compare=False)
    """The component schemas that this process has read so far."""

    @classmethod
    def from_record(cls, folder: str, location: str, options: ApiOptions, record: Mapping[str, Any]) -> MountedApi:
        """Return the API from the result of :meth:`record`."""
        given = {name: record[name] for name in RECORDED}
        given["docnames"] = frozenset(given["docnames"])
        given["operations"] = tuple(OperationEntry(**entry) for entry in given["operations"])
        return cls(folder=folder, location=location, options=options, **given)

    def record(self) -> dict[str, Any]:
        """Return everything but folder, location and options, as values for JSON."""
        values = {name: getattr(self, name) for name in RECORDED}
        return values | {
            "docnames": sorted(self.docnames),
            "operations": [vars(operation) for operation in self.operations],
        }

    @property
    def is_read(self) -> bool:
        """Whether the document could be read. Otherwise, the API has only a page with the reason."""
        return bool(self.title)

    @property
    def full_title(self) -> str:
        """The title, with the text that distinguishes the API from others with the same title."""
        return marked(self.title or self.folder, self.mark)

    @property
    def index(self) -> str:
        """Docname of the page of the API."""
        return f"{self.folder}/index"

    def entry(self, docname: str) -> OperationEntry | None:
        """Return the operation whose page is *docname*."""
        return self._entries.get(docname)

    @cached_property
    def _entries(self) -> dict[str, OperationEntry]:
        return {operation.docname: operation for operation in self.operations}

    def find(self, kind: str, name: str) -> str | None:
        """Return the docname of the thing of *kind*, one of :data:`KINDS`, with the name *name*.

        An operation has several names: its operationId, its reference in the document, and its method and path. The
        names of path variables do not matter.
        """
        names = self.names(kind)
        return names.get(name) or (names.get(_loose_route(name)) if kind == "op" else None)

    def names(self, kind: str) -> Mapping[str, str]:
        """Return the docnames of all things of *kind*, one of :data:`KINDS`, by name."""
        return self._names[kind]

    @cached_property
    def _names(self) -> dict[str, Mapping[str, str]]:
        operations: dict[str, str] = {}
        for operation in self.operations:
            names = [operation.id, operation.pointer]
            if not operation.is_webhook:
                names += [operation.route, _loose_route(operation.route)]
            for name in filter(None, names):
                operations.setdefault(name, operation.docname)
        groups = {tag: docnames[0] for tag, docnames in self.groups.items()}
        return {"op": operations, "schema": self.schemas, "group": groups, "api": {self.folder: self.index}}

    def objects(self) -> Iterator[tuple[str, str, str, str, str]]:
        """Yield name, name to show, kind, docname and anchor of everything that has a name."""
        yield self.folder, self.full_title, "api", self.index, page_anchor("api", self.index)
        for tag, docnames in self.groups.items():
            yield tag, self.group_titles[tag], "group", docnames[0], page_anchor("group", docnames[0])
        for operation in self.operations:
            anchor = page_anchor("op", operation.docname)
            names = [operation.id, "" if operation.is_webhook else operation.route]
            yield from ((name, name, "op", operation.docname, anchor) for name in names if name)
        for name, docname in self.schemas.items():
            yield name, name, "schema", docname, page_anchor("schema", docname)


RECORDED = (
    "title",
    "version",
    "docnames",
    "groups",
    "group_titles",
    "operations",
    "schemas",
    "unused_schemas",
    "notes",
    "misfits",
)
"""The fields of :class:`MountedApi` that come from the document."""


def marked(title: str, mark: str) -> str:
    """Return *title* with the text that distinguishes it from others like it."""
    return f"{title} {mark}".strip()


def told_apart(apis: Iterable[MountedApi]) -> list[MountedApi]:
    """Return *apis*, those of one title with marks: a version that no other of them has, else the folder."""
    apis = list(apis)
    titles = Counter(api.title.casefold() for api in apis if api.is_read)
    versions = Counter((api.title.casefold(), api.version) for api in apis if api.is_read)

    def mark(api: MountedApi) -> str:
        title = api.title.casefold()
        if titles[title] < 2:
            return ""
        is_version = api.version and versions[title, api.version] == 1
        return api.version if is_version else f"({api.folder})"

    return [replace(api, mark=mark(api)) for api in apis]


def _loose_route(route: str) -> str:
    """Return *route* with the method in upper case, variables without names and no slash at the end."""
    method, _, path = route.partition(" ")
    bare = re.sub(r"\{[^{}]*\}|\([^()]*\)", "{}", path.strip())
    return f"{method.upper()} {bare.rstrip('/') or '/'}" if path else ""
