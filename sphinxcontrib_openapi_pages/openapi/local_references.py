"""Follows the references of a document in which every reference is local."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .bundle import UNRESOLVED
from .component_store import StoredSlice
from .conjunction import IMPOSSIBLE, Data
from .references import PointerError, followed, pointer_name

LEFT_OUT = "x-openapi-pages-left-out"
"""The keyword of a schema of which no more is known than its name, since its slice had no room for it."""


class LocalReferences:
    """Finds the targets of references in one document."""

    def __init__(self, document: Data) -> None:
        self.document = document
        self._is_3_0 = str(document.get("openapi", "")).startswith("3.0")

    def siblings(self, value: Data) -> Data:
        """Return the members beside the ``$ref`` of a Schema Object that count: in 3.0, mainly descriptions."""
        if self._is_3_0:
            return {key: item for key, item in value.items() if key in ("description", "summary") or key[:2] == "x-"}
        return {key: item for key, item in value.items() if key != "$ref"}

    def target(self, reference: str) -> Data:
        """Return the schema at *reference*, or a replacement if it is not in this document or does not exist."""
        try:
            value = followed(self.document, reference)
        except PointerError:
            return self._missing(reference)
        if isinstance(value, bool):
            return {} if value else IMPOSSIBLE
        return value if isinstance(value, Mapping) else {UNRESOLVED: reference}

    def _missing(self, reference: str) -> Data:
        is_left_out = isinstance(self.document, StoredSlice) and self.document.lacks(reference)
        return {LEFT_OUT: True} if is_left_out else {UNRESOLVED: reference}

    def follow(self, value: Data) -> tuple[Data, str | None]:
        """Return the object that *value* is or refers to, siblings of ``$ref`` included, and the name asked for."""
        name: str | None = None
        siblings: dict[str, Any] = {}
        seen = set()
        while isinstance(value.get("$ref"), str):
            reference = value["$ref"]
            name = name or pointer_name(reference)
            siblings = {**{key: item for key, item in value.items() if key != "$ref"}, **siblings}
            try:
                value = followed(self.document, reference)
            except PointerError:
                value = self._missing(reference)
            if isinstance(value, bool):
                value = {} if value else {"not": {}}
            if reference in seen or not isinstance(value, Mapping):
                return {UNRESOLVED: reference, **siblings}, name
            seen.add(reference)
        return ({**value, **siblings} if siblings else value), name
