"""Python values and calls as source, laid out as Black does it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

WIDTH = 88
"""Longest line, where something can be broken."""


@dataclass(frozen=True)
class Call:
    """A call of *function*."""

    function: str
    arguments: tuple[Any, ...]
    named: tuple[tuple[str, Any], ...] = ()
    """Keyword arguments: a name and a value each."""


@dataclass(frozen=True)
class Code:
    """An expression that is source already."""

    text: str


def source(value: Any, before: str = "", indent: int = 0, after: str = "") -> str:
    """Return *value* as source between *before* and *after*, with each part on a separate line if one line is too
    short.
    """
    flat = f"{before}{_flat(value)}{after}"
    opening, items, closing = _parts(value)
    if not items or indent + len(flat) <= WIDTH:
        return flat
    inner = indent + 4
    lines = [" " * inner + source(item, prefix, inner, ",") for prefix, item in items]
    return "\n".join([f"{before}{opening}", *lines, f"{' ' * indent}{closing}{after}"])


def exploded(call: Call, before: str = "") -> str:
    """Return *call* as source with each of its arguments on a line of its own."""
    opening, items, closing = _parts(call)
    lines = ["    " + source(item, prefix, 4, ",") for prefix, item in items]
    return "\n".join([f"{before}{opening}", *lines, closing])


def text_source(text: str) -> str:
    """Return *text* as a literal: in double quotes, unless single ones need fewer escapes."""
    # With a double quote in it, repr() takes single quotes and escapes those within.
    inner = re.sub(r"\\(.)", lambda found: "'" if found[1] == "'" else found[0], repr(f'"{text}')[2:-1])
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + inner.replace(quote, f"\\{quote}") + quote


def _parts(value: Any) -> tuple[str, list[tuple[str, Any]], str]:
    """Return the beginning of *value*, its parts with their prefixes, and its end."""
    if isinstance(value, dict):
        return "{", [(f"{_flat(key)}: ", item) for key, item in value.items()], "}"
    if isinstance(value, Call):
        named = [(f"{name}=", item) for name, item in value.named]
        return f"{value.function}(", [*(("", item) for item in value.arguments), *named], ")"
    if isinstance(value, (list, tuple)):
        opening, closing = "[]" if isinstance(value, list) else "()"
        return opening, [("", item) for item in value], closing
    return "", [], ""


def _flat(value: Any) -> str:
    if isinstance(value, Code):
        return value.text
    if isinstance(value, str):
        return text_source(value)
    if isinstance(value, float):
        return float.__repr__(value).replace("e+", "e")
    opening, items, closing = _parts(value)
    return opening + ", ".join(prefix + _flat(item) for prefix, item in items) + closing if opening else repr(value)
