"""Compares an older version of an API with the one that the pages show, by group and operation."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import ApiOptions
from ..openapi.comparison import Change, compare_operations
from ..openapi.component_graph import ComponentGraph
from ..openapi.diagnostics import silenced
from ..openapi.document import Document, open_document
from ..openapi.model import Components, Operation, read_operation
from ..openapi.slices import Slicer
from ..openapi.source.git_revision import OldVersion
from .api_index import MountedApi, OperationEntry
from .excluded_responses import leave_out_responses
from .menu import Menu, MenuOperation, build_menu
from .page_sources import Data, read_operation_page

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
    is_now_deprecated: bool = False

    @property
    def is_breaking(self) -> bool:
        return self.is_removed or any(change.is_breaking for change in self.changes)


@dataclass(frozen=True)
class ChangedGroup:
    """The changed operations of a group."""

    title: str
    docname: str
    """Docname of the page of the group; empty if the group was removed."""
    operations: list[ChangedOperation]


Key = tuple[bool, str, str]
"""Identifies an operation: whether it is a webhook, its method, and its path without the names of variables."""


def operation_key(entry: OperationEntry) -> Key:
    """Return the key of the operation, which is the same in every version of the document."""
    return entry.is_webhook, entry.method.lower(), re.sub(r"\{[^{}]*\}", "{}", entry.path)


@dataclass(frozen=True)
class OldApi:
    """An older version of an API."""

    document: Document
    slicer: Slicer
    menu: Menu
    operations: Mapping[Key, MenuOperation]

    @property
    def version(self) -> str:
        """The version in the document (``info.version``); may be empty."""
        return str(self.document.data.get("info", {}).get("version", ""))


def read_old(
    version: OldVersion,
    folder: str,
    options: ApiOptions,
    prepare: Callable[[DocumentParser], None] | None = None,
) -> OldApi:
    """Read an older version of the API at *folder*. Raises :exc:`~.parsing.reader.LoadError`.

    *prepare* may change the document once it is parsed. Its faults get no warnings, because the author
    cannot mend an old version.
    """
    with silenced():
        document = open_document(version.location, version.store, prepare=prepare)
        leave_out_responses(document, options.exclude_responses)
        menu = build_menu(document, folder, options)
    slicer = Slicer(ComponentGraph(document), options.twin_size)
    operations = {operation_key(operation.entry): operation for operation in menu.operations()}
    return OldApi(document, slicer, menu, operations)


def changed_groups(api: MountedApi, old: OldApi, page_source: Callable[[str], Path]) -> list[ChangedGroup]:
    """Return the changes since *old*, by group, in the order of the menu. Removed groups come last.

    *page_source* returns the file that holds the source of a page.
    """
    found: dict[str, list[ChangedOperation]] = {tag: [] for tag in api.groups}
    now = set()
    for entry in api.operations:
        key = operation_key(entry)
        now.add(key)
        before = old.operations.get(key)
        if before is None:
            found[entry.group].append(ChangedOperation(entry, is_added=True))
            continue
        changed = _changed(entry, before, read_operation_page(page_source(entry.docname)), old)
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


def _changed(entry: OperationEntry, before: MenuOperation, data: Data, api: OldApi) -> ChangedOperation:
    old_data = json.loads(api.slicer.slice(before.endpoint, before.item, before.data).text)
    now_deprecated = entry.is_deprecated and not before.data.get("deprecated")
    if not data or all(old_data.get(part) == data.get(part) for part in (before.endpoint.section, "components")):
        return ChangedOperation(entry, is_now_deprecated=now_deprecated)
    old = Operation(before.endpoint, before.data, before.item, api.document.data, Components(api.document.data))
    new = read_operation(data)
    return ChangedOperation(entry, compare_operations(old, new), is_now_deprecated=now_deprecated)


def mark_new(menu: Menu, old: OldApi) -> None:
    """Mark the operations of *menu* that *old* lacks as new."""
    for operation in menu.operations():
        operation.is_new = operation_key(operation.entry) not in old.operations
