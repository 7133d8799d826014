"""Parses scalars. Numbers keep the text that their author wrote, because pages show it."""

from __future__ import annotations

import json
import re
from typing import Any

MAX_DIGITS = 4000
"""Most digits of a whole number; Python refuses to read longer numbers."""


MAX_BITS = 13_000
"""Most bits of an octal or hexadecimal number: in decimal, it has fewer digits than :data:`MAX_DIGITS`."""


class WrittenInt(int):
    """A whole number that Python would write differently from its author, such as ``007`` or ``0x1F``."""

    text: str


class WrittenFloat(float):
    """A number that Python would write differently from its author, such as ``1.10`` or ``1e3``."""

    text: str


def whole_number(text: str) -> int | str:
    """Return the whole number with the digits *text*; *text* itself if there are too many digits."""
    if len(text) > MAX_DIGITS:
        return text
    value = int(text)
    return value if str(value) == text else _written(WrittenInt(value), text)


def based_number(text: str) -> int | str:
    """Return the octal (``0o17``) or hexadecimal (``0x1F``) number *text*; *text* itself if it is too long."""
    value = int(text, 0)
    return _written(WrittenInt(value), text) if value.bit_length() <= MAX_BITS else text


def real_number(text: str) -> float | str:
    """Return the number *text*; *text* itself if it is too large for a ``float``."""
    value = float(text)
    if value - value != 0:  # ``float`` returns infinity where the number is too large.
        return text
    return value if repr(value) == text else _written(WrittenFloat(value), text)


def _written(value: Any, text: str) -> Any:
    value.text = text
    return value


def scalar_text(value: Any) -> str:
    """Return a JSON scalar as its author wrote it: ``true``, ``null``, ``1.10``."""
    if isinstance(value, str):
        return value
    if isinstance(value, (WrittenInt, WrittenFloat)):
        return value.text
    return json.dumps(value, ensure_ascii=False)


_NULLS = ("", "~", "null", "Null", "NULL")
_FLAGS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(
    r"(?P<whole>[-+]?[0-9]+)|(?P<based>0o[0-7]+|0x[0-9a-fA-F]+)"
    r"|(?P<real>[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?)"
)
_STARTS = frozenset("+-.0123456789")


def plain_scalar(text: str) -> Any:
    """Return the value of the plain YAML scalar *text* in the core schema (YAML 1.2.2 §10.3.2).

    Everything that is not a value in JSON stays text: dates, infinities, ``yes`` and ``on``.
    """
    if text[:1] in _STARTS and (found := _NUMBER.fullmatch(text)) is not None:
        if found["whole"]:
            return whole_number(text)
        return based_number(text) if found["based"] else real_number(text)
    if text in _NULLS:
        return None
    return _FLAGS.get(text, text)
