"""Compares an older version of an API with the one that the pages show, by group and operation."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import ApiOptions
from ..openapi.comparison.change import Change, Kind, Part
from ..openapi.comparison.documents import general_changes, operation_changes, shown_components
from ..openapi.comparison.operations import path_key
from ..openapi.comparison.version import Version, Versions
from ..openapi.diagnostics import Place, silenced
from ..openapi.document import Document, Endpoint, open_document
from ..openapi.operation import Operation
from ..openapi.source.git_revision import OldVersion
from .api_index import MountedApi, OperationEntry
from .excluded_responses import leave_out_responses
from .menu import Menu, MenuOperation, build_menu

if TYPE_CHECKING:
    from ..openapi.parsing.parser import DocumentParser


@dataclass(frozen=True)
class ChangedOperation:
    """An operation and its changes."""

    entry: OperationEntry
    """The entry in the present version; for a removed operation, the entry in the old version."""
    changes: list[Change] = field(default_factory=list)
    is_added: bool = False
    is_removed: bool = False

    @property
    def is_now_deprecated(self) -> bool:
        return NOW_DEPRECATED in self.changes

    @property
    def is_breaking(self) -> bool:
        return any(change.is_breaking for change in self.all_changes)

    @property
    def all_changes(self) -> list[Change]:
        """The changes; of an operation that was added or removed, that it was."""
        if self.is_added:
            return [Change(Kind.ADDED, Part.OPERATION)]
        return [Change(Kind.REMOVED, Part.OPERATION, is_breaking=True)] if self.is_removed else self.changes


NOW_DEPRECATED = Change(Kind.DEPRECATED, Part.OPERATION)


@dataclass(frozen=True)
class ChangedGroup:
    """The changed operations of a group."""

    title: str
    docname: str
    """Docname of the page of the group; empty if the group was removed."""
    operations: list[ChangedOperation]


@dataclass(frozen=True)
class ApiChanges:
    """What changed in an API."""

    general: list[Change]
    """The changes of what belongs to no operation."""
    groups: list[ChangedGroup]

    @property
    def operations(self) -> list[ChangedOperation]:
        """The changed operations of all groups."""
        return [operation for group in self.groups for operation in group.operations]

    @property
    def breaking_count(self) -> int:
        """How many of the changes may break clients."""
        changes = [*self.general, *(change for operation in self.operations for change in operation.all_changes)]
        return sum(change.is_breaking for change in changes)


Key = tuple[bool, str, str]
"""Identifies an operation: whether it is a webhook, its method, and its path without the names of variables."""


def operation_key(entry: OperationEntry) -> Key:
    """Return the key of the operation, which is the same in every version of the document."""
    return entry.is_webhook, entry.method.lower(), path_key(entry.path)


@dataclass(frozen=True)
class OldApi:
    """An older version of an API."""

    document: Document
    menu: Menu
    operations: Mapping[Key, MenuOperation]

    @property
    def version(self) -> str:
        """The version in the document (``info.version``); may be empty."""
        return str(self.document.data.get("info", {}).get("version", ""))

    def matches(self, entries: Iterable[OperationEntry]) -> dict[Key, Key]:
        """Return the key of the old operation for each of *entries* that had one, by its present key.

        An operation is the one that had its method and path or, if these are gone, its operationId.
        """
        now = {operation_key(entry): entry for entry in entries}
        found = {key: key for key in now if key in self.operations}
        gone = {key: each.entry.id for key, each in self.operations.items() if key not in found and each.entry.id}
        come = {key: entry.id for key, entry in now.items() if key not in found and entry.id}
        before, after = Counter(gone.values()), Counter(come.values())
        moved = {name: key for key, name in gone.items() if before[name] == after[name] == 1}
        return found | {key: moved[name] for key, name in come.items() if name in moved and moved[name][0] == key[0]}


def read_old(
    version: OldVersion,
    folder: str,
    options: ApiOptions,
    prepare: Callable[[DocumentParser], None] | None = None,
) -> OldApi:
    """Return an older version of the API at *folder*. Raises :exc:`~.parsing.reader.LoadError`.

    *prepare* may change the document once it is parsed. Its faults get no warnings, because the author
    cannot mend an old version.
    """
    with silenced():
        document = open_document(version.location, version.store, prepare=prepare)
        leave_out_responses(document, options.exclude_responses)
        menu = build_menu(document, folder, options)
    version.store.keep()
    operations = {operation_key(operation.entry): operation for operation in menu.operations()}
    return OldApi(document, menu, operations)


def read_bundle(path: Path) -> Version:
    """Return the version of the API that the pages show, from its bundle in the cache."""
    return Version(Document(json.loads(path.read_bytes()), Place(str(path))))


def api_changes(api: MountedApi, old: OldApi, bundle: Path) -> ApiChanges:
    """Return the changes since *old*, by group, in the order of the menu. Removed groups come last.

    *bundle* is the file that holds the whole document of *api*.
    """
    versions = Versions(Version(old.document), read_bundle(bundle))
    endpoints = {endpoint_key(endpoint): endpoint for endpoint, _, _ in versions.new.document.operations()}
    former = old.matches(api.operations)
    found: dict[str, list[ChangedOperation]] = {tag: [] for tag in api.groups}
    pairs: list[tuple[Operation | None, Operation | None]] = []
    for entry in api.operations:
        key = operation_key(entry)
        endpoint = endpoints.get(key)
        new = versions.new.operation(endpoint) if endpoint is not None else None
        if key not in former:
            found[entry.group].append(ChangedOperation(entry, is_added=True))
            pairs.append((None, new))
            continue
        before = versions.old.operation(old.operations[former[key]].endpoint)
        pairs.append((before, new))
        if new is not None and (changes := operation_changes(before, new, versions)):
            found[entry.group].append(ChangedOperation(entry, changes))
    kept = set(former.values())
    for key, operation in old.operations.items():
        if key not in kept:
            found.setdefault(operation.home, []).append(ChangedOperation(operation.entry, is_removed=True))
            pairs.append((versions.old.operation(operation.endpoint), None))
    general = general_changes(versions, shown_components(versions, pairs))
    return ApiChanges(general, _groups(api, old, found))


def endpoint_key(endpoint: Endpoint) -> Key:
    """Return the key of the operation at *endpoint*."""
    return endpoint.is_webhook, endpoint.method.lower(), path_key(endpoint.path)


def _groups(api: MountedApi, old: OldApi, found: Mapping[str, list[ChangedOperation]]) -> list[ChangedGroup]:
    titles = {group.name: group.title for group in old.menu.groups()} | dict(api.group_titles)
    docnames = {tag: names[0] for tag, names in api.groups.items()}
    return [
        ChangedGroup(titles[tag], docnames.get(tag, ""), operations) for tag, operations in found.items() if operations
    ]


def mark_new(menu: Menu, old: OldApi) -> None:
    """Mark the operations of *menu* that *old* lacks as new."""
    operations = list(menu.operations())
    former = old.matches(operation.entry for operation in operations)
    for operation in operations:
        operation.is_new = operation_key(operation.entry) not in former
