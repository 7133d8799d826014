"""Prepares a document after it is parsed and before it is used."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from ..config import ApiOptions, conf_place
from ..openapi.overlay import Overlays
from ..openapi.source.store import Store
from .events import DOCUMENT_READ

if TYPE_CHECKING:
    from sphinx.events import EventManager

    from ..openapi.parsing.parser import DocumentParser


def overlay_files(options: ApiOptions, confdir: Path) -> list[str]:
    """Return the paths of the overlays that are files."""
    return [os.path.normpath(confdir / given) for given in options.overlays if isinstance(given, str)]


def preparation(
    events: EventManager, folder: str, options: ApiOptions, confdir: Path, store: Store, *, checks_extends: bool = False
) -> Callable[[DocumentParser], None]:
    """Return a function that applies the overlays of the API at *folder*, and lets handlers change the document."""
    given = [os.path.normpath(confdir / item) if isinstance(item, str) else item for item in options.overlays]
    overlays = Overlays(given, store, conf_place(confdir, folder), checks_extends)

    def prepare(parser: DocumentParser) -> None:
        overlays.apply(parser)
        if isinstance(parser.specification, dict):
            events.emit(DOCUMENT_READ, folder, parser.specification)

    return prepare
