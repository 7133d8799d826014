"""What changed between an older version of a document and the one that the pages show.

Compared are operations, parameters, request bodies, responses, and the fields of both. A change is breaking if a client
that was right before may be wrong now.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Any

from sphinx.util.logging import suppress_logging

from ..config import ApiOptions
from ..openapi.document import Document, open_document
from ..openapi.model import Components, MediaType, Operation, Parameter, Response, Schema, read_operation
from ..openapi.source.git_revision import OldVersion
from ..sphinx.environment import read_documents
from ..sphinx.project import PagesProject, page_project
from .api_index import MountedApi, OperationEntry
from .menu import Menu, build_menu
from .menu import Operation as MenuOperation
from .page_sources import read_page

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

NEW = "openapi-new"
"""Metadatum of the pages that say that their operation is new."""

MAX_DEPTH = 30
"""How deep fields are compared."""


class Kind(Enum):
    """What became of something."""

    ADDED = "added"
    REMOVED = "removed"
    REQUIRED = "now required"


@dataclass(frozen=True)
class Change:
    """What became of a part of an operation."""

    kind: Kind
    part: str
    """What it is, as in ``query parameter``."""
    name: str
    """What it is called: a name, a status, a path of fields (``filters.groups[].id``); empty for the request body."""
    is_breaking: bool
    is_required: bool = False
    """Whether it was added as something required."""
    status: str = ""
    """The response that a field belongs to."""


@dataclass(frozen=True)
class ChangedOperation:
    """An operation with all that changed in it."""

    entry: OperationEntry
    """Of an operation that was removed, the one that it had."""
    changes: list[Change] = field(default_factory=list)
    is_added: bool = False
    is_removed: bool = False
    is_now_deprecated: bool = False

    @property
    def is_breaking(self) -> bool:
        return self.is_removed or any(change.is_breaking for change in self.changes)


@dataclass(frozen=True)
class ChangedGroup:
    """The changed operations of a group."""

    title: str
    docname: str
    """Of the page of the group; empty if it has none any more."""
    operations: list[ChangedOperation]


Key = tuple[bool, str, str]
"""What an operation is known by: whether it is a webhook, its method, its path without the names of variables."""


def operation_key(entry: OperationEntry) -> Key:
    """Return what tells the operation from others in every version of the document."""
    return entry.is_webhook, entry.method.lower(), re.sub(r"\{[^{}]*\}", "{}", entry.path)


@dataclass(frozen=True)
class OldApi:
    """An older version of an API."""

    document: Document
    menu: Menu
    operations: Mapping[Key, MenuOperation]

    @property
    def version(self) -> str:
        """What the document calls itself (``info.version``); maybe nothing."""
        return str(self.document.data.get("info", {}).get("version", ""))


def read_old(version: OldVersion, folder: str, options: ApiOptions) -> OldApi:
    """Read an older version of the API at *folder*. Raises :exc:`~.spec.loader.LoadError`.

    Its faults are nobody's concern any more, and warned about no more.
    """
    with suppress_logging():
        document = open_document(version.location, version.store)
        menu = build_menu(document, folder, options)
    return OldApi(document, menu, {operation_key(operation.entry): operation for operation in menu.operations()})


def changed_groups(project: PagesProject, api: MountedApi, old: OldApi) -> list[ChangedGroup]:
    """Return what changed since *old*, by group, in the order of the menu; groups that are no more come last."""
    found: dict[str, list[ChangedOperation]] = {tag: [] for tag in api.groups}
    now = set()
    for entry in api.operations:
        key = operation_key(entry)
        now.add(key)
        before = old.operations.get(key)
        if before is None:
            found[entry.group].append(ChangedOperation(entry, is_added=True))
            continue
        _, data = read_page(project.page_source(entry.docname))
        changed = _changed(entry, before, data, old.document, api.options.twin_size)
        if changed.changes or changed.is_now_deprecated:
            found[entry.group].append(changed)
    titles = {group.name: group.title for group in old.menu.groups()} | dict(api.group_titles)
    for key, operation in old.operations.items():
        if key not in now:
            found.setdefault(operation.home, []).append(ChangedOperation(operation.entry, is_removed=True))
    docnames = {tag: names[0] for tag, names in api.groups.items()}
    return [
        ChangedGroup(titles[tag], docnames.get(tag, ""), operations) for tag, operations in found.items() if operations
    ]


def _changed(
    entry: OperationEntry, before: MenuOperation, data: dict[str, Any], document: Document, size: int
) -> ChangedOperation:
    old_data = json.loads(document.slice(before.endpoint, before.item, before.data, size).text)
    now_deprecated = entry.is_deprecated and not before.data.get("deprecated")
    if all(old_data.get(part) == data.get(part) for part in (before.endpoint.section, "components")):
        return ChangedOperation(entry, is_now_deprecated=now_deprecated)
    old = Operation(before.endpoint, before.data, before.item, document.data, Components(document.data))
    new = read_operation(data)
    changes = [*_parameters(old, new), *_request(old, new), *_responses(old, new)]
    return ChangedOperation(entry, list(dict.fromkeys(changes)), is_now_deprecated=now_deprecated)


def mark_new(menu: Menu, old: OldApi) -> None:
    """Mark the operations of *menu* that *old* does not have."""
    for operation in menu.operations():
        operation.is_new = operation_key(operation.entry) not in old.operations


def note_new(env: BuildEnvironment, docname: str) -> None:
    """Note that the page says that its operation is new."""
    env.metadata[docname][NEW] = True


def find_aged(app: Sphinx, env: BuildEnvironment, *_: object) -> set[str]:
    """Return the pages whose operation is new no more, or only now (event ``env-get-outdated``)."""
    entries = (entry for api in page_project(env).apis.values() for entry in api.operations)
    read = read_documents(env)
    return {e.docname for e in entries if e.docname in read and e.is_new != (NEW in env.metadata[e.docname])}


# Parts of an operation


def _parameters(old: Operation, new: Operation) -> Iterator[Change]:
    before, now = _by_name(old.parameters), _by_name(new.parameters)
    is_sent = not new.endpoint.is_outgoing
    for (location, name), parameter in before.items():
        if (location, name) not in now:
            yield _change(Kind.REMOVED, f"{location} parameter", name, is_sent)
        elif now[location, name].is_required and not parameter.is_required:
            yield _change(Kind.REQUIRED, f"{location} parameter", name, is_sent)
    for (location, name), parameter in now.items():
        if (location, name) not in before:
            yield _change(Kind.ADDED, f"{location} parameter", name, is_sent, parameter.is_required)


def _by_name(parameters: Iterable[Parameter]) -> dict[tuple[str, str], Parameter]:
    """Return *parameters* but for those of the path, which come and go with it."""
    return {(p.location, p.name): p for p in parameters if p.location != "path"}


def _request(old: Operation, new: Operation) -> Iterator[Change]:
    before, now = old.request_body, new.request_body
    is_sent = not new.endpoint.is_outgoing
    if before is None and now is not None:
        yield _change(Kind.ADDED, "request body", "", is_sent, now.is_required)
    elif before is not None and now is None:
        yield _change(Kind.REMOVED, "request body", "", is_sent)
    elif before is not None and now is not None:
        if now.is_required and not before.is_required:
            yield _change(Kind.REQUIRED, "request body", "", is_sent)
        for kind, name, is_required in _contents(before.content, now.content, "readOnly"):
            yield _change(kind, "request field", name, is_sent, is_required)


def _responses(old: Operation, new: Operation) -> Iterator[Change]:
    before, now = _by_status(old.responses), _by_status(new.responses)
    is_sent = new.endpoint.is_outgoing
    for status, response in before.items():
        if status not in now:
            yield Change(Kind.REMOVED, "response", status, is_breaking=status[:1] in ("2", "d"))
            continue
        for kind, name, is_required in _contents(response.content, now[status].content, "writeOnly"):
            yield replace(_change(kind, "response field", name, is_sent, is_required), status=status)
    for status in now:
        if status not in before:
            yield Change(Kind.ADDED, "response", status, is_breaking=False)


def _by_status(responses: Iterable[Response]) -> dict[str, Response]:
    return {response.status: response for response in responses}


def _change(kind: Kind, part: str, name: str, is_sent: bool, is_required: bool = False) -> Change:
    """Return the change of something that clients send (*is_sent*) or get."""
    is_breaking = kind is Kind.REMOVED or (is_sent and (kind is Kind.REQUIRED or is_required))
    return Change(kind, part, name, is_breaking, is_required and kind is Kind.ADDED)


# Fields

FieldChange = tuple[Kind, str, bool]
"""Kind, path of the field, and whether it is required."""


def _contents(old: list[MediaType], new: list[MediaType], hidden: str) -> Iterator[FieldChange]:
    """Compare bodies by media type; a body's only one with the only one of the other, whatever it is called."""
    now = {media.name: media for media in new}
    for media in old:
        other = now.get(media.name) or (new[0] if len(old) == len(new) == 1 else None)
        if other is not None and media.schema is not None and other.schema is not None:
            yield from _Fields(hidden).compare(media.schema, other.schema, "", 0)


class _Fields:
    """Compares the fields of two schemas. Properties with the keyword *hidden* are not there."""

    def __init__(self, hidden: str) -> None:
        self.hidden = hidden
        self.seen: set[tuple[str, str]] = set()

    def compare(self, old: Schema, new: Schema, path: str, depth: int) -> Iterator[FieldChange]:
        if old.unresolved or new.unresolved or self._is_known(old, new) or depth > MAX_DEPTH:
            return
        before, now = self._shown(old), self._shown(new)
        for name in dict.fromkeys([*before, *now]):
            inner = f"{path}.{name}" if path else name
            is_required = name in new.required
            if name not in now:
                yield Kind.REMOVED, inner, False
            elif name not in before:
                yield Kind.ADDED, inner, is_required
            else:
                if is_required and name not in old.required:
                    yield Kind.REQUIRED, inner, True
                yield from self.compare(before[name], now[name], inner, depth + 1)
        for suffix, part, other in _parts(old, new):
            yield from self.compare(part, other, path + suffix, depth + 1)

    def _is_known(self, old: Schema, new: Schema) -> bool:
        """Return whether the two, both with a name, are compared already."""
        key = (old.identity, new.identity)
        if not all(key):
            return False
        is_known = key in self.seen
        self.seen.add(key)
        return is_known

    def _shown(self, schema: Schema) -> dict[str, Schema]:
        return {name: part for name, part in schema.properties.items() if part.data.get(self.hidden) is not True}


def _parts(old: Schema, new: Schema) -> Iterator[tuple[str, Schema, Schema]]:
    """Yield the parts of two schemas that belong together, other than properties."""
    if old.items is not None and new.items is not None:
        yield "[]", old.items, new.items
    if "" in old.patterns and "" in new.patterns:
        yield ".*", old.patterns[""], new.patterns[""]
    for one, other in zip(old.choices, new.choices, strict=False):
        named = {part.name: part for part in other.schemas if part.name}
        unnamed = [part for part in other.schemas if not part.name]
        for part in one.schemas:
            match = named.get(part.name) if part.name else (unnamed.pop(0) if unnamed else None)
            if match is not None:
                yield "", part, match


def setup_changes(app: Sphinx) -> None:
    """Have the marks of new operations follow the older version."""
    app.connect("env-get-outdated", find_aged)
