"""The menu of an API: its operations in groups, ordered and nested as in Redoc's menu."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from ..config import ApiOptions
from ..openapi.diagnostics import Place, Subtype, cut, note, quoted, warn
from ..openapi.document import Document, Endpoint
from ..openapi.references import escape, reference_to
from ..openapi.titles import group_title, operation_title
from .addresses import CONSOLE, TWINS, Names, file_name, folder_name
from .api_index import OperationEntry
from .grouping import Grouping, grouping_of

#: Tags that operations get which the document gives none.
UNTAGGED = "default"
WEBHOOKS = "webhooks"

MAX_TAGS = 50
"""How many groups list one operation."""

#: Folders of an API that are not groups.
RESERVED_FOLDERS = {
    "schemas": "the pages of schemas",
    TWINS: "the Markdown twins of operations",
    "index": "the page of the API",
}


MAX_LEVEL = 50
"""Maximum number of groups above a group: themes draw the navigation level by level."""


@dataclass
class MenuOperation:
    """An operation and its page."""

    endpoint: Endpoint
    item: dict[str, Any] = field(repr=False)  # Sphinx converts the arguments of events to text
    data: dict[str, Any] = field(repr=False)
    tags: list[str]
    """The tags and, once the operations are grouped, the names of the groups that list it."""
    home: str = ""
    """The tag of the group in which the page lives."""
    docname: str = ""
    is_new: bool = False
    """Whether the older version that the option ``since`` names does not have it."""

    @property
    def id(self) -> str:
        return str(self.data.get("operationId", ""))

    @property
    def title(self) -> str:
        return operation_title(self.endpoint, self.data)

    @property
    def pointer(self) -> str:
        """JSON pointer of the operation in the bundled document."""
        return f"/{self.endpoint.section}/{escape(self.endpoint.path)}/{self.endpoint.method}"

    @property
    def entry(self) -> OperationEntry:
        """What lists, indices and references need to know of the operation."""
        return OperationEntry(
            self.docname,
            self.id,
            self.endpoint.method,
            self.endpoint.path,
            self.title,
            reference_to(self.pointer),
            self.home,
            self.endpoint.is_webhook,
            bool(self.data.get("deprecated")),
            self.is_new,
        )


@dataclass
class Group:
    """The operations of one tag, and the groups nested below it (OpenAPI 3.2, tag ``parent``)."""

    tag: dict[str, Any]
    title: str
    docname: str
    operations: list[MenuOperation] = field(default_factory=list)
    children: list[Group] = field(default_factory=list)

    @property
    def name(self) -> str:
        return str(self.tag["name"])

    def pages(self, size: int) -> list[tuple[str, list[MenuOperation]]]:
        """Return the docname and the operations of each page of the group, *size* of them at most (0: all)."""
        step = size or len(self.operations) or 1
        slices = [self.operations[i : i + step] for i in range(0, len(self.operations), step)] or [[]]
        folder = self.docname.removesuffix("/index")
        names = [self.docname, *(f"{folder}/page-{n}" for n in range(2, len(slices) + 1))]
        return list(zip(names, slices, strict=True))


@dataclass
class Section:
    """Groups under one caption (``x-tagGroups``); the caption is empty if the document has none."""

    caption: str
    groups: list[Group]


@dataclass
class Menu:
    """All groups of an API, in the order in which readers see them."""

    sections: list[Section]

    def groups(self) -> Iterator[Group]:
        """Yield every group, parents before their children."""
        todo = [group for section in self.sections for group in section.groups]
        while todo:
            group = todo.pop(0)
            yield group
            todo[:0] = group.children

    def operations(self) -> Iterator[MenuOperation]:
        """Yield every operation once, in the group where its page lives."""
        for group in self.groups():
            yield from (operation for operation in group.operations if operation.home == group.name)


def matches(pattern: str, method: str, path: str, identifier: str, deprecated: bool) -> bool:
    """Return whether *pattern* matches the operation (see the option ``exclude``)."""
    if pattern == "deprecated":
        return deprecated
    wanted, _, wanted_path = pattern.strip().partition(" ")
    if not wanted_path:
        return fnmatchcase(identifier, wanted)
    return fnmatchcase(method.lower(), wanted.lower()) and fnmatchcase(path, wanted_path.strip())


def entry_matches(pattern: str, entry: OperationEntry) -> bool:
    """Return whether *pattern* matches the operation *entry*."""
    return matches(pattern, entry.method, entry.path, entry.id, entry.is_deprecated)


def build_menu(document: Document, folder: str, options: ApiOptions) -> Menu:
    """Group the operations of *document* for the API mounted at *folder*, and give them their docnames."""
    operations = list(_operations(document, options))
    declared = {tag["name"]: tag for tag in document.data.get("tags", []) if "name" in tag}
    others = [operation for operation in operations if not operation.endpoint.is_webhook]
    _assign(operations, grouping_of(others, declared, folder, options), document, options)
    names = list(dict.fromkeys([*declared, *(tag for operation in operations for tag in operation.tags)]))
    groups = _groups(names, declared, folder, options, document.place)
    for operation in operations:
        for tag in operation.tags:
            groups[tag].operations.append(operation)
    tag_groups = document.data.get("x-tagGroups", [])
    roots = _nest(groups, _chapters(document, tag_groups), document.place)
    menu = Menu(_sections(roots, tag_groups))
    _give_addresses(menu, document)
    return menu


def _operations(document: Document, options: ApiOptions) -> Iterator[MenuOperation]:
    for endpoint, item, data in document.operations():
        if data.get("x-internal") or item.get("x-internal"):
            continue
        identifier, deprecated = data.get("operationId", ""), data.get("deprecated", False)
        if any(matches(p, endpoint.method, endpoint.path, identifier, deprecated) for p in options.exclude):
            continue
        tags = [] if endpoint.is_webhook else list(dict.fromkeys(data.get("tags", [])))
        yield MenuOperation(endpoint, item, data, tags)


def _assign(operations: Iterable[MenuOperation], grouping: Grouping, document: Document, options: ApiOptions) -> None:
    """Let the tags of each of *operations* be the groups that list it, and choose its home among them."""
    for operation in operations:
        if operation.endpoint.is_webhook:
            operation.tags = [WEBHOOKS]
        else:
            operation.tags = _bounded(grouping(operation), operation.endpoint, document, options) or [UNTAGGED]
        operation.home = operation.tags[0 if options.home_tag == "first" else -1]


def _bounded(tags: list[str], endpoint: Endpoint, document: Document, options: ApiOptions) -> list[str]:
    """Return those of *tags*, the groups of an operation, that list it."""
    if len(tags) <= MAX_TAGS:
        return tags
    which, shown = ("first", tags[:MAX_TAGS]) if options.home_tag == "first" else ("last", tags[-MAX_TAGS:])
    place = document.place / endpoint.section / endpoint.path / endpoint.method / "tags"
    message = f"the operation has {len(tags):,} tags; only the groups of the {which} {MAX_TAGS} list it"
    note(Subtype.STRUCTURE, message, place)
    return shown


def _groups(
    names: Iterable[str], declared: Mapping[str, dict[str, Any]], folder: str, options: ApiOptions, place: Place
) -> dict[str, Group]:
    folders = Names(RESERVED_FOLDERS | ({CONSOLE: "the console"} if options.console else {}))
    groups = {}
    for name in names:
        tag = declared.get(name, {"name": name})
        wanted, owner = folder_name(name), _owner(name, declared)
        claimed, reason = folders.claim(wanted, owner)
        if reason:
            message = f"the folder {quoted(wanted)} of {owner} {reason}; it gets {quoted(claimed)}"
            warn(Subtype.ADDRESS, message, place / "tags")
        groups[name] = Group(tag, group_title(tag, options.titles), f"{folder}/{claimed}/index")
    return groups


def _owner(name: str, declared: Container[str]) -> str:
    if name in declared or name not in (UNTAGGED, WEBHOOKS):
        return f"the tag {quoted(name)}"
    return "the webhooks" if name == WEBHOOKS else "the operations without a tag"


def _chapters(document: Document, tag_groups: list[dict[str, Any]]) -> set[str]:
    """Return the tags in *tag_groups* that no operation has: with a description, each is a page of prose.

    A tag whose operations are all left out is none of them: it is left out with its operations.
    """
    operations = (data for endpoint, _, data in document.operations() if not endpoint.is_webhook)
    used = {tag for data in operations for tag in data.get("tags", [])}
    return {name for entry in tag_groups for name in entry.get("tags", [])} - used


def _nest(groups: Mapping[str, Group], chapters: Container[str], place: Place) -> list[Group]:
    """Put groups below their parents and return the top ones, without empty groups."""
    parents = {name: group.tag["parent"] for name, group in groups.items() if "parent" in group.tag}
    ending: set[str] = set()
    for name, parent in list(parents.items()):
        if parent not in groups or _is_circular(name, parents, ending):
            warn(
                Subtype.STRUCTURE,
                f"the parent {quoted(parent)} of the tag {quoted(name)} is not another tag; it is at the top level",
                place / "tags",
            )
            del parents[name]
    levels = _levels(groups, parents)
    _flatten(parents, levels, place)
    for name, parent in parents.items():
        groups[parent].children.append(groups[name])
    shown: set[str] = set()
    for name in sorted(groups, key=lambda name: -levels[name]):
        group = groups[name]
        group.children = [child for child in group.children if child.name in shown]
        has_words = name in chapters and group.tag.get("description", "").strip()
        if group.operations or group.children or has_words or group.tag.get("x-traitTag"):
            shown.add(name)
    return [group for name, group in groups.items() if name not in parents and name in shown]


def _is_circular(name: str, parents: Mapping[str, str], ending: set[str]) -> bool:
    """Return whether the parents of the tag *name* lead back to one of them; if not, add them to those *ending*."""
    seen = {name}
    while name in parents and name not in ending:
        name = parents[name]
        if name in seen:
            return True
        seen.add(name)
    ending |= seen
    return False


def _levels(names: Iterable[str], parents: Mapping[str, str]) -> dict[str, int]:
    """Return how many tags are above each of *names*."""
    levels: dict[str, int] = {}
    for name in names:
        way = []
        while name in parents and name not in levels:
            way.append(name)
            name = parents[name]
        level = levels.setdefault(name, 0)
        for below in reversed(way):
            level = levels[below] = level + 1
    return levels


def _flatten(parents: dict[str, str], levels: dict[str, int], place: Place) -> None:
    """Put tags that are nested too deeply beside their parents."""
    deep = sorted((name for name in levels if levels[name] > MAX_LEVEL), key=levels.__getitem__)
    for name in deep:
        parents[name] = parents[parents[name]]
    if deep:
        more = f"; so are {len(deep) - 1} more tags" if len(deep) > 1 else ""
        message = (
            f"the tag {quoted(deep[0])} is nested more than {MAX_LEVEL} levels deep; it is placed beside its parent"
        )
        warn(Subtype.STRUCTURE, message + more, place / "tags")


def _sections(roots: list[Group], tag_groups: list[dict[str, Any]]) -> list[Section]:
    """Return *roots* under the captions of ``x-tagGroups``; those it does not name come last."""
    if not tag_groups:
        return [Section("", roots)]
    left = {group.name: group for group in roots}
    sections = [
        Section(entry.get("name", ""), [left.pop(name) for name in entry.get("tags", []) if name in left])
        for entry in tag_groups
    ]
    return [section for section in [*sections, Section("", list(left.values()))] if section.groups]


def _give_addresses(menu: Menu, document: Document) -> None:
    """Give each operation its docname, unique in the whole API since the Markdown files share one folder."""
    files = Names({"index": "the page of the group"})
    folders = {group.name: group.docname.removesuffix("index") for group in menu.groups()}
    for operation in menu.operations():
        endpoint = operation.endpoint
        owner = f"{endpoint.method.upper()} {endpoint.path}"
        wanted = file_name(operation.id or f"{endpoint.method} {endpoint.path}")
        is_page = re.fullmatch(r"page-\d+", wanted) is not None
        claimed, reason = files.claim(f"{wanted}-operation" if is_page else wanted, cut(owner))
        operation.docname = folders[operation.home] + claimed
        if is_page:
            reason = "is reserved for a page of the group"
        if reason:
            advice = "give the operation another operationId" if operation.id else "give the operation an operationId"
            message = f"the page name {quoted(wanted)} of {cut(owner)} {reason}; it gets {quoted(claimed)}; {advice}"
            warn(Subtype.ADDRESS, message, document.place_of(operation.pointer))
