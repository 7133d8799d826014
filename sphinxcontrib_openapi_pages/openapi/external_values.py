"""The values of examples that stand in files of their own (``externalValue``)."""

from __future__ import annotations

import json
import posixpath
from typing import Any
from urllib.parse import urlsplit

from .parsing.reader import UNPRINTABLE, LoadError, decode, parse_text

DATA = (".json", ".yaml", ".yml")
"""Endings of the names of files that hold data, not text."""

BINARY = object()
"""What is no text, such as a picture."""


def external_value(data: bytes, location: str) -> Any:
    """Return the value that *data*, read from *location*, stands for: data, a text, or :data:`BINARY`.

    Raises :exc:`LoadError` where the file should hold data and does not.
    """
    if posixpath.splitext(urlsplit(location).path)[1].lower() in DATA:
        return parse_text(decode(data, location), location).value
    try:
        text = decode(data, location)
    except LoadError:
        return BINARY
    if UNPRINTABLE.search(text):
        return BINARY
    if text.lstrip()[:1] in ("{", "["):
        try:
            return json.loads(text)
        except (ValueError, RecursionError):
            pass
    return text
