"""The entries of ``openapi_pages``: the folders of APIs, and Python objects that Sphinx does not have to store."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from ..config import ApiOptions, shown
from ..openapi.diagnostics import Place, Subtype, warn
from ..openapi.source.python_objects import PythonObject

_PLAIN = (str, bytes, bool, int, float, type(None), os.PathLike, list, tuple)


def hold_objects(value: Any) -> Any:
    """Return *value*, that of ``openapi_pages``, with Python objects that Sphinx need not keep for the next build."""
    if isinstance(value, Mapping) and not {"openapi", "info"} <= value.keys() and "swagger" not in value:
        return {folder: _held(entry) for folder, entry in value.items()}
    return value if isinstance(value, _PLAIN) else PythonObject.of(value)


def _held(entry: Any) -> Any:
    if isinstance(entry, Mapping) and entry.keys().isdisjoint({"openapi", "swagger"}):
        return {name: _held_option(setting) if name in _OBJECTS else setting for name, setting in entry.items()}
    return _held_option(entry)


_OBJECTS = ("spec", "group_by", "overlays")
"""Options that may have Python objects."""


def _held_option(setting: Any) -> Any:
    if isinstance(setting, (list, tuple)):
        return [_held_option(item) for item in setting]
    return setting if isinstance(setting, _PLAIN) else PythonObject.of(setting)


def read_folders(value: object, place: Place) -> dict[str, object]:
    """Return the entries of ``openapi_pages`` by normalised folder; warn of those that cannot be used."""
    if value is None:
        return {}
    if not isinstance(value, Mapping):
        document = os.fspath(value) if isinstance(value, (str, os.PathLike)) else "openapi.yaml"
        advice = f"write a dict from folder to document, such as {{'api': {document!r}}}"
        warn(Subtype.CONFIG, f"openapi_pages is {shown(value)}; {advice}", place)
        return {}
    if len(value) > 1 and "spec" in value and value.keys() <= {option.name for option in fields(ApiOptions)}:
        warn(Subtype.CONFIG, "openapi_pages contains options, but no folder; write {'api': {'spec': …}}", place)
        return {}
    folders: dict[str, object] = {}
    for name, entry in value.items():
        folder = name.strip("/").removeprefix("./") if isinstance(name, str) else ""
        taken = next((other for other in folders if other.casefold() == folder.casefold()), None)
        if not _is_folder(folder):
            advice = f"write something like {_advised(name, entry)}"
            warn(Subtype.CONFIG, f"openapi_pages: {name!r} is not a folder below the source folder; {advice}", place)
        elif taken is not None:
            advice = "the first is used; give each API a folder of its own"
            warn(Subtype.CONFIG, f"openapi_pages: two entries for the folder {taken!r}; {advice}", place)
        else:
            folders[folder] = entry
    return folders


def _is_folder(name: str) -> bool:
    """Return whether pages can have the folder *name*: it is below the source folder, and names no file or document."""
    parts = name.split("/")
    return (
        all(part == part.strip() and re.fullmatch(r"[^\\.][^\\]*", part) for part in parts)
        and ":" not in parts[0]
        and parts[-1] != "index"
        and not _FILE.search(name)
    )


_FILE = re.compile(r"\.(?:ya?ml|json|md|rst|html)$", re.IGNORECASE)


def _advised(name: object, entry: object) -> str:
    """Return what to write instead: a folder like *name* or, where folder and document are swapped, the whole entry."""
    if isinstance(entry, str) and _is_folder(entry):
        return f"{{{entry!r}: {name!r}}}, the folder first"
    return repr(_folder_like(str(name)))


def _folder_like(name: str) -> str:
    parts = [part.strip().lstrip(".") for part in _FILE.sub("", name).replace("\\", "/").split("/")]
    if parts[-1] == "index":
        parts.pop()
    folder = "/".join(filter(None, parts))
    return folder if _is_folder(folder) else "api"
