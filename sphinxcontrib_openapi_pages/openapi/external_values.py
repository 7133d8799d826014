"""The values of examples in separate files (``externalValue``)."""

from __future__ import annotations

import json
import posixpath
from typing import Any
from urllib.parse import urlsplit

from .parsing.reader import UNPRINTABLE, LoadError, decode, parse_text

DATA = (".json", ".yaml", ".yml")
"""File name extensions of data, in contrast to text."""

BINARY = object()
"""A value that is not text, such as a picture."""


def external_value(data: bytes, location: str) -> Any:
    """Return the value of *data*, read from *location*: data, a text, or :data:`BINARY`.

    Raises :exc:`LoadError` if the file should contain data and does not.
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
