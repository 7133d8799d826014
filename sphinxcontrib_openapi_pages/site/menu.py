"""The menu of an API: its operations in groups, ordered and nested as Redoc's menu is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from ..config import ApiOptions
from ..openapi.diagnostics import Place, Subtype, note, warn
from ..openapi.document import Document, Endpoint
from ..openapi.references import escape, reference_to
from ..openapi.titles import group_title, operation_title
from .addresses import Names, file_name, folder_name
from .api_index import OperationEntry

#: Tags that operations get which the document gives none.
UNTAGGED = "default"
WEBHOOKS = "webhooks"

MAX_TAGS = 50
"""How many groups list one operation."""

#: Folders of an API that are not groups.
RESERVED_FOLDERS = ("schemas", "open-api-spec", "index")


@dataclass
class MenuOperation:
    """An operation and its page."""

    endpoint: Endpoint
    item: dict[str, Any] = field(repr=False)  # Sphinx makes a text of what it gives to the listeners of an event
    data: dict[str, Any] = field(repr=False)
    tags: list[str]
    home: str
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
    """Groups under one caption (``x-tagGroups``); the caption is empty where the document has none."""

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
    """Return whether the operation is one that *pattern* stands for (see the option ``exclude``)."""
    if pattern == "deprecated":
        return deprecated
    wanted, _, wanted_path = pattern.strip().partition(" ")
    if not wanted_path:
        return fnmatchcase(identifier, wanted)
    return fnmatchcase(method.lower(), wanted.lower()) and fnmatchcase(path, wanted_path.strip())


def build_menu(document: Document, folder: str, options: ApiOptions) -> Menu:
    """Group the operations of *document* for the API mounted at *folder*, and give them their docnames."""
    operations = list(_operations(document, options))
    declared = {tag["name"]: tag for tag in document.data.get("tags", []) if "name" in tag}
    names = list(dict.fromkeys([*declared, *(tag for operation in operations for tag in operation.tags)]))
    groups = _groups(names, declared, folder, options, document.place)
    for operation in operations:
        for tag in operation.tags:
            groups[tag].operations.append(operation)
    roots = _nest(groups, document.place)
    menu = Menu(_sections(roots, document.data.get("x-tagGroups", [])))
    _give_addresses(menu, document.place)
    return menu


def _operations(document: Document, options: ApiOptions) -> Iterator[MenuOperation]:
    for endpoint, item, data in document.operations():
        if data.get("x-internal") or item.get("x-internal"):
            continue
        identifier, deprecated = data.get("operationId", ""), data.get("deprecated", False)
        if any(matches(p, endpoint.method, endpoint.path, identifier, deprecated) for p in options.exclude):
            continue
        tags = _tags(document, endpoint, data, options) or [WEBHOOKS if endpoint.is_webhook else UNTAGGED]
        yield MenuOperation(endpoint, item, data, tags, tags[0] if options.home_tag == "first" else tags[-1])


def _tags(document: Document, endpoint: Endpoint, data: Mapping[str, Any], options: ApiOptions) -> list[str]:
    """Return the tags of the operation *data* whose groups list it."""
    tags = [] if endpoint.is_webhook else list(dict.fromkeys(data.get("tags", [])))
    if len(tags) <= MAX_TAGS:
        return tags
    which, shown = ("first", tags[:MAX_TAGS]) if options.home_tag == "first" else ("last", tags[-MAX_TAGS:])
    place = document.place / endpoint.section / endpoint.path / endpoint.method / "tags"
    message = f"the operation has {len(tags):,} tags; the groups of the {which} {MAX_TAGS} list it"
    note(Subtype.STRUCTURE, message, place)
    return shown


def _groups(
    names: Iterable[str], declared: Mapping[str, dict[str, Any]], folder: str, options: ApiOptions, place: Place
) -> dict[str, Group]:
    folders = Names(*RESERVED_FOLDERS)
    groups = {}
    for name in names:
        tag = declared.get(name, {"name": name})
        wanted = folder_name(name)
        claimed = folders.claim(wanted)
        if claimed != wanted:
            warn(
                Subtype.ADDRESS,
                f"the folder {wanted!r} of the tag {name!r} is taken; it gets {claimed!r}",
                place / "tags",
            )
        groups[name] = Group(tag, group_title(tag, options.titles), f"{folder}/{claimed}/index")
    return groups


def _nest(groups: Mapping[str, Group], place: Place) -> list[Group]:
    """Put groups below their parents and return those on top, leaving out what is empty."""
    parents = {name: group.tag["parent"] for name, group in groups.items() if "parent" in group.tag}
    for name, parent in list(parents.items()):
        if parent not in groups or _is_circular(name, parents):
            warn(
                Subtype.STRUCTURE,
                f"the parent {parent!r} of the tag {name!r} is not another tag; it stands on top",
                place / "tags",
            )
            del parents[name]
    for name, parent in parents.items():
        groups[parent].children.append(groups[name])

    def is_shown(group: Group) -> bool:
        group.children = [child for child in group.children if is_shown(child)]
        return bool(group.operations or group.children or group.tag.get("x-traitTag"))

    return [group for name, group in groups.items() if name not in parents and is_shown(group)]


def _is_circular(name: str, parents: Mapping[str, str]) -> bool:
    seen = {name}
    while name in parents:
        name = parents[name]
        if name in seen:
            return True
        seen.add(name)
    return False


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


def _give_addresses(menu: Menu, place: Place) -> None:
    """Give each operation its docname, unique in the whole API since the Markdown files share one folder."""
    files = Names("index")
    folders = {group.name: group.docname.removesuffix("index") for group in menu.groups()}
    for operation in menu.operations():
        endpoint = operation.endpoint
        wanted = file_name(operation.id or f"{endpoint.method} {endpoint.path}")
        claimed = files.claim(f"{wanted}-operation" if re.fullmatch(r"page-\d+", wanted) else wanted)
        operation.docname = folders[operation.home] + claimed
        if claimed != wanted:
            warn(
                Subtype.ADDRESS,
                f"the page name {wanted!r} of {endpoint.method.upper()} {endpoint.path} is taken or reserved; "
                f"it gets {claimed!r}; give the operation an operationId of its own",
                place.at(operation.pointer),
            )
