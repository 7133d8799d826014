"""Finds the groups of an operation: by its tags, by a segment of its path, or with a function."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Protocol, TypeAlias
from urllib.parse import unquote

from ..config import ApiOptions
from ..openapi.diagnostics import Place, Subtype, cut, warn
from ..openapi.document import Endpoint
from ..openapi.source.python_objects import PythonObject, cause
from .addresses import folder_name

#: Segments at the beginning of paths that do not describe what follows: "api", versions, dates.
_PREFIX = re.compile(
    r"api|rest|v\d+(?:[._-]?\d+)*(?:[._-]?(?:alpha|beta|preview|rc)\d*)?|\d+(?:\.\d+)*|\d{4}-\d{2}-\d{2}",
    re.IGNORECASE,
)


class Grouped(Protocol):
    """The data of an operation that is needed to group it."""

    endpoint: Endpoint
    tags: list[str]


Grouping: TypeAlias = Callable[[Grouped], list[str]]
"""Returns the names of the groups of an operation; none for the group of operations without a tag."""


def grouping_of(operations: Sequence[Grouped], tags: Iterable[str], folder: str, options: ApiOptions) -> Grouping:
    """Return how *operations*, those of the API at *folder*, are grouped. *tags* are those that it declares."""
    if isinstance(options.group_by, PythonObject):
        return _ByFunction(options.group_by, folder)
    if options.group_by == "path" or not any(operation.tags for operation in operations):
        names = path_groups([operation.endpoint.path for operation in operations], tags)
        return lambda operation: names[operation.endpoint.path]
    return lambda operation: operation.tags


def path_groups(paths: Iterable[str], tags: Iterable[str] = ()) -> dict[str, list[str]]:
    """Return the group of each of *paths*: its first segment that other paths do not begin with as well.

    Versions at its begin and parameters are none. A path that has no other segment is in no group. If one of *tags* has
    the name of a segment, the group is that of the tag.
    """
    found = {path: _segments(path) for path in paths}
    told = [segments for segments in found.values() if segments]
    depth = 0
    while told and all(segments[depth + 1 :] for segments in told) and len({s[depth].casefold() for s in told}) == 1:
        depth += 1
    spellings = {folder_name(tag): tag for tag in tags}
    groups = {}
    for path, segments in found.items():
        name = segments[depth] if segments else ""
        groups[path] = [spellings.setdefault(folder_name(name), name)] if name else []
    return groups


def _segments(path: str) -> list[str]:
    """Return the segments of *path* that name something: of ``/v1/hives/{id}:feed`` it is ``hives`` alone."""
    whole = [segment for segment in path.split("/") if segment]
    start = 0
    while start < len(whole) - 1 and _PREFIX.fullmatch(whole[start]):
        start += 1
    names = [re.split(r"[.:({;?#]", unquote(segment))[0].strip() for segment in whole[start:]]
    return [name for name in names if name]


class _ByFunction:
    """Calls the function in the option ``group_by``. If it fails, there is one warning, and tags are used instead."""

    def __init__(self, function: PythonObject, folder: str) -> None:
        self.function = function
        self.folder = folder
        self.has_failed = False

    def __call__(self, operation: Grouped) -> list[str]:
        try:
            given: Any = self.function.value(operation)
        except Exception as error:
            return self._failed(operation, f"raises {cause(error)}")
        names = [given] if isinstance(given, str) else given or []
        if not isinstance(names, (list, tuple)) or not all(isinstance(name, str) for name in names):
            return self._failed(
                operation, f"returns {cut(repr(given))}; return the name of a group, or a list of names"
            )
        return list(dict.fromkeys(name.strip() for name in names if name.strip()))

    def _failed(self, operation: Grouped, what: str) -> list[str]:
        if not self.has_failed:
            self.has_failed = True
            route = f"{operation.endpoint.method.upper()} {cut(operation.endpoint.path)}"
            option = f"openapi_pages[{self.folder!r}]['group_by']"
            message = f"{option}: {self.function.name} {what}, for {route}; such operations are grouped by tag"
            warn(Subtype.CONFIG, message, Place(*self.function.place))
        return operation.tags
