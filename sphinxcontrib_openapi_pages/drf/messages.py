"""Words of messages and logs: they quote values, but no long ones whole, which may be about people."""

from __future__ import annotations

MAX_VALUE = 40
"""Longest value in characters."""

MAX_MESSAGE = 1000
"""Longest list of what does not fit, in characters."""


def shortened(text: str, length: int = MAX_MESSAGE) -> str:
    """Return *text*, or the beginning of it if it is longer than *length*."""
    return text if len(text) <= length else text[: length - 1] + "…"


def without_value(message: str, value: object) -> str:
    """Return *message*, which may begin with *value*, with no more than the beginning of that."""
    quoted = repr(value)
    if message.startswith(quoted):
        message = shortened(quoted, MAX_VALUE) + message.removeprefix(quoted)
    return shortened(message)
