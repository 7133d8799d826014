r"""The only module that matches the regular expressions of a document.

A document may contain patterns that run forever, by mistake or on purpose. Python's ``re`` cannot be stopped. The
library ``regex`` has a time limit, and supports more of ECMA-262, such as ``\p{L}``.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from typing import Any
from urllib.parse import quote, unquote

import regex

SECONDS = 0.2
"""How many seconds it may take to match one text."""

MAX_LENGTH = 10_000
"""The longest pattern, in characters."""

MAX_STEPS = 10_000
"""How long a pattern may be if its repetitions are written out, which is how the library stores it."""

#: The least number of repetitions, and the character before it.
_REPETITION = re.compile(r"(.?)\{0*(\d{1,9})", re.DOTALL)


class PatternError(Exception):
    """A text cannot be matched against a pattern; the message explains why."""


def matches(pattern: str, text: str) -> bool:
    """Return whether *pattern* matches anywhere in *text*. Raises :exc:`PatternError` if that cannot be decided."""
    try:
        return _compiled(pattern).search(text, timeout=SECONDS) is not None
    except TimeoutError as error:
        raise PatternError(f"it takes more than {SECONDS} seconds") from error
    except (RecursionError, MemoryError, OverflowError) as error:
        raise PatternError("it is too large") from error


@lru_cache(maxsize=64)
def _compiled(pattern: str) -> regex.Pattern[str]:
    if len(pattern) > MAX_LENGTH or _steps(pattern) > MAX_STEPS:
        raise PatternError("it is too large")
    try:
        return regex.compile(pattern, cache_pattern=False)
    except (regex.error, ValueError) as error:
        raise PatternError(f"it is not a regular expression that is known here: {error}") from error


def _steps(pattern: str) -> int:
    """Return an upper limit of the length of *pattern* with its least repetitions written out."""
    steps, factor = len(pattern), 1
    for before, least in _REPETITION.findall(pattern):
        # Space is before repetitions in patterns that may have comments.
        if before == ")" or before.isspace():
            factor *= max(int(least), 1)
        else:
            steps += int(least)
    return steps * factor


# For libraries that match without a limit

_NEVER = "(?!)(?#{})"
"""A pattern that matches nothing, with the original in a comment."""


def without_patterns(document: Any) -> Any:
    """Return a copy of *document* in which valid patterns match nothing and cost no time."""
    return json.loads(json.dumps(document), object_hook=_without_patterns)


def with_patterns(text: str) -> str:
    """Return *text*, of a copy that :func:`without_patterns` made, with the patterns that are in the document."""
    return re.sub(r"\(\?!\)\(\?#([^)]*)\)", lambda found: unquote(found[1]), text)


def _without_patterns(value: dict[str, Any]) -> dict[str, Any]:
    if _is_pattern(value.get("pattern")):
        del value["pattern"]
    parts = value.get("patternProperties")
    if isinstance(parts, dict):
        value["patternProperties"] = {
            _NEVER.format(quote(name, safe="")) if _is_pattern(name) else name: part for name, part in parts.items()
        }
    return value


def _is_pattern(value: object) -> bool:
    try:
        return isinstance(value, str) and re.compile(value) is not None
    except (re.error, OverflowError, RecursionError):
        return False
