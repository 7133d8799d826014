"""The slices of a document as a build keeps them, without a build."""

from __future__ import annotations

import json
from pathlib import Path

from sphinxcontrib_openapi_pages.openapi.component_store import ComponentStore, StoredSlice, write_index
from sphinxcontrib_openapi_pages.openapi.document import Document
from sphinxcontrib_openapi_pages.openapi.slices import Slicer


def stored(slicer: Slicer, folder: Path) -> ComponentStore:
    """Write the document of *slicer* to *folder*, and return the store of its components."""
    bundle, index, text = folder / "stored.json", folder / "stored.index", slicer.record().texts[0]
    bundle.write_bytes(text.text)
    write_index(index, slicer.graph, text)
    return ComponentStore(bundle, index)


def operation_slices(document: Document, slicer: Slicer, store: ComponentStore) -> list[StoredSlice]:
    """Return the slices of all operations."""
    return [StoredSlice(json.loads(slicer.slice(*each).text), store) for each in document.operations()]
