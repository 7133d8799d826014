"""Text for messages and logs. Long values are shortened, because they may be personal data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

MAX_ERROR = 200
"""Longest message about one field, in characters."""

MAX_MESSAGE = 1000
"""Longest list of what does not fit, in characters."""


def shortened(text: str, length: int = MAX_MESSAGE) -> str:
    """Return *text*, or the beginning of it if it is longer than *length*."""
    return text if len(text) <= length else text[: length - 1] + "…"


def short_errors(errors: Any) -> Any:
    """Return the *errors* of a serializer as plain texts, none of which is long."""
    if isinstance(errors, Mapping):
        return {str(name): short_errors(part) for name, part in errors.items()}
    if isinstance(errors, (list, tuple)):
        return [short_errors(part) for part in errors]
    return shortened(str(errors), MAX_ERROR)
