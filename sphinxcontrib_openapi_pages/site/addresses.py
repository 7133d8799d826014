"""Names for files and URLs, safe and unique on every file system."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from ..openapi.slices import BUNDLE

#: Names that Windows keeps for devices, with any extension.
DEVICES = frozenset({"con", "prn", "aux", "nul"} | {f"{port}{n}" for port in ("com", "lpt") for n in range(10)})

MAX_LENGTH = 120
"""Longest name in UTF-8 bytes: leaves room for suffixes below the 255 that file systems allow."""


def folder_name(tag: str) -> str:
    """Return the folder of a group: the tag in lower case, anything but letters and digits as ``-``."""
    return _bounded(re.sub(r"[\W_]+", "-", unicodedata.normalize("NFC", tag).lower()).strip("-")) or "group"


def file_name(identifier: str) -> str:
    """Return *identifier* with what is unsafe in a path or URL as ``-``."""
    name = re.sub(r"[^\w.~-]+", "-", unicodedata.normalize("NFC", identifier))
    return _bounded(name.strip("-.~")) or "unnamed"


def _bounded(name: str) -> str:
    if len(name.encode()) <= MAX_LENGTH:
        return name
    digest = hashlib.sha256(name.encode()).hexdigest()[:8]
    return name.encode()[: MAX_LENGTH - 9].decode("utf-8", "ignore") + "-" + digest


class Names:
    """Hands out each name once, whatever its case, and none that a file system keeps for itself."""

    def __init__(self, *reserved: str) -> None:
        self._taken = {name.casefold() for name in reserved} | DEVICES

    def claim(self, wanted: str) -> str:
        """Return *wanted*, or *wanted* with the first free suffix ``-2``, ``-3`` …"""
        if wanted.split(".")[0].casefold() in DEVICES:
            wanted = wanted.replace(".", "-", 1)
        name, number = wanted, 2
        while name.casefold() in self._taken:
            name, number = f"{wanted}-{number}", number + 1
        self._taken.add(name.casefold())
        return name


TWINS = "open-api-spec"
"""Folder of the Markdown twins of the operations, below that of their API."""

SCHEMAS = "schemas"
"""Folder of the pages of schemas, below that of their API."""

BUNDLES = (BUNDLE, "openapi.yaml")
"""Names of the whole document in all its forms."""


def twin_path(folder: str, docname: str) -> str:
    """Return where the Markdown twin of the operation with the page *docname* is published."""
    return f"{folder}/{TWINS}/{docname.rpartition('/')[2]}.md"


def anchor_name(wanted: str) -> str:
    """Return *wanted* with what cannot stand in an id as ``-``."""
    return re.sub(r"[^A-Za-z0-9_.]+", "-", wanted).strip("-.") or "id"


TITLED = ("group", "api")
"""Kinds that are called by their title in text; others have names that people know from code."""


def page_anchor(kind: str, docname: str) -> str:
    """Return the id of the top of a page, such as ``op-feature_flags_list`` or ``group-page-feature-flags``.

    Sphinx's search leaves out an id of kind and name, and makes it again of kind and title: these are two for a group.
    """
    start = f"{kind}-page" if kind in TITLED else kind
    return anchor_name(f"{start}-{docname.removesuffix('/index').rpartition('/')[2]}")
