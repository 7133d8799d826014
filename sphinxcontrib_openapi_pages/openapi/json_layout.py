"""Compact, readable JSON: a value is on one line if it fits; otherwise its members are on separate lines."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

WIDTH = 100
"""Maximum length of a line with a value that has members."""

MAX_DEPTH = 20
"""How deep values have lines of their own: documents may be nested deeper than functions may call one another."""


_encoded = json.JSONEncoder(ensure_ascii=False).encode


def laid_out(value: Any, depth: int = 0) -> str:
    """Return *value*, which is nested *depth* objects deep, as JSON."""
    if depth > MAX_DEPTH or not isinstance(value, (dict, list)) or not value:
        return _encoded(value)
    if isinstance(value, list):
        start, parts, end = "[", [laid_out(item, depth + 1) for item in value], "]"
    else:
        start, parts, end = "{", [member(name, item, depth + 1) for name, item in value.items()], "}"
    # A value on one line has only such values in it, so all texts are made once, the innermost first.
    is_short = sum(map(len, parts)) + 2 * len(parts) + depth <= WIDTH and not any("\n" in part for part in parts)
    return f"{start}{', '.join(parts)}{end}" if is_short else _enclosed(start, parts, end, depth)


def member(name: str, value: Any, depth: int) -> str:
    """Return a member of an object; its value is nested *depth* objects deep."""
    return f"{_encoded(name)}: {laid_out(value, depth)}"


def object_text(members: Iterable[str], depth: int) -> str:
    """Return the object with *members*, each on a line."""
    return _enclosed("{", members, "}", depth)


def _enclosed(start: str, parts: Iterable[str], end: str, depth: int) -> str:
    line = "\n" + " " * (depth + 1)
    return f"{start}{line}{f',{line}'.join(parts)}{line[:-1]}{end}"
