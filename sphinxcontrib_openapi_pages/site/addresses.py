"""Creates names for files and URLs that are safe and unique on every file system."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Mapping
from typing import NamedTuple

from ..openapi.slices import BUNDLE

#: Names that Windows reserves for devices, with any extension.
DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)})

MAX_LENGTH = 120
"""Longest name in UTF-8 bytes. File systems allow 255; suffixes need the rest."""


def folder_name(tag: str) -> str:
    """Return the folder of a group: the tag in lower case, with ``-`` for anything but letters and digits."""
    return _bounded(re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", tag).lower()).strip("-")) or "group"


def file_name(identifier: str) -> str:
    """Return *identifier* with ``-`` for characters that are unsafe in a path or URL."""
    name = re.sub(r"[^\w.~-]+", "-", unicodedata.normalize("NFC", identifier))
    return _bounded(name.strip("-.~")) or "unnamed"


def _bounded(name: str) -> str:
    if len(name.encode()) <= MAX_LENGTH:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return name.encode()[: MAX_LENGTH - 9].decode("utf-8", "ignore") + "-" + digest


class Claim(NamedTuple):
    """A name and, if it is not the wanted name, the reason, as the predicate of a sentence about the wanted name."""

    name: str
    reason: str


class Names:
    """Assigns each name only once, ignoring case, and no names that file systems reserve.

    *reserved* maps each further reserved name to its purpose.
    """

    def __init__(self, reserved: Mapping[str, str]) -> None:
        self._reasons = {name.casefold(): f"is reserved for {use}" for name, use in reserved.items()}
        self._reasons |= dict.fromkeys(DEVICES, _DEVICE)

    def claim(self, wanted: str, owner: str) -> Claim:
        """Give *wanted* to *owner*, or *wanted* with the first free suffix ``-2``, ``-3`` …"""
        reason = ""
        if "." in wanted and wanted.split(".")[0].casefold() in DEVICES:
            wanted, reason = wanted.replace(".", "-", 1), _DEVICE
        name, number = wanted, 2
        while name.casefold() in self._reasons:
            reason = reason or self._reasons[name.casefold()]
            name, number = f"{wanted}-{number}", number + 1
        self._reasons[name.casefold()] = f"is taken by {owner}"
        return Claim(name, reason)


_DEVICE = "is reserved by Windows, for a device"


TWINS = "open-api-spec"
"""Folder of the Markdown twins of the operations, in the folder of the API."""

SCHEMAS = "schemas"
"""Folder of the pages of schemas, in the folder of the API."""

CONSOLE = "console"
"""Name of the page with the console, in the folder of the API."""

BUNDLES = (BUNDLE, "openapi.yaml")
"""Names of the published files with the whole document: JSON and YAML."""


def twin_path(folder: str, docname: str) -> str:
    """Return the path of the Markdown twin of the operation whose page is *docname*."""
    return f"{folder}/{TWINS}/{docname.rpartition('/')[2]}.md"


def markdown_path(docname: str, *, has_folder: bool) -> str:
    """Return the path of the Markdown of the page *docname*: that of its HTML with another ending.

    *has_folder* says whether each page of HTML is an ``index.html`` in a folder of its own.
    """
    is_index = docname.rpartition("/")[2] == "index"
    return f"{docname}/index.md" if has_folder and not is_index else f"{docname}.md"


def anchor_name(wanted: str) -> str:
    """Return *wanted* with ``-`` for characters that an id cannot have."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", wanted).strip("-.") or "id"


TITLED = ("group", "api")
"""Kinds that are called by their title in text; others have names that people know from code."""


def page_anchor(kind: str, docname: str) -> str:
    """Return the id of the top of a page, such as ``op-feature_flags_list`` or ``group-page-feature-flags``.

    Sphinx's search leaves out an id of kind and name, and makes it again of kind and title: these are two for a group.
    """
    start = f"{kind}-page" if kind in TITLED else kind
    return anchor_name(f"{start}-{docname.removesuffix('/index').rpartition('/')[2]}")
