"""Texts for examples: of a format, of a length, or matching a pattern."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import chain
from typing import Any

import rstr

from .conjunction import ALSO
from .patterns import PatternError, matches

MAX_TEXT = 1000
"""Longest text that is made, in characters."""

MAX_NUMBERED = 100
"""How many texts with a number at the end are tried."""

MAX_PATTERNS = 5
"""How many patterns of one text are put together."""

ENOUGH = 3
"""How many texts that match a pattern are enough."""

#: Texts for the formats of JSON Schema Validation §7.3 and of the OpenAPI format registry.
FORMATS = {
    "date-time": "2024-01-15T09:30:00Z",
    "date": "2024-01-15",
    "time": "09:30:00Z",
    "duration": "P1D",
    "email": "user@example.com",
    "idn-email": "user@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com",
    "url": "https://example.com",
    "iri": "https://example.com",
    "uri-reference": "/path",
    "iri-reference": "/path",
    "uri-template": "https://example.com/{id}",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "json-pointer": "/path",
    "relative-json-pointer": "0",
    "regex": "^[a-z]+$",
    "byte": "ZXhhbXBsZQ==",
    "binary": "<binary>",
    "password": "********",
}

WORDS = ("text", "example", "word", "a", "1", "abc123", "ABC", "2024-01-15", "example.com", "https://example.com")
"""Texts for all else."""


def texts(data: Any, hint: str) -> Iterator[str]:
    """Yield texts, the most telling first. *hint* is the name of what they are a value of."""
    low = min(int(data.get("minLength") or 0), MAX_TEXT)
    high = int(data["maxLength"]) if isinstance(data.get("maxLength"), (int, float)) else None
    if data.get("pattern"):
        usual = FORMATS.get(data.get("format", ""), "")
        yield from [usual] if usual and fits_pattern(data["pattern"], usual) else ()
        yield from _from_pattern(data["pattern"], low, high)
        yield from _from_patterns(data, low)
        return
    is_url = hint.endswith(("_url", "Url", "_uri")) or hint in ("url", "uri")
    given = FORMATS.get(data.get("format", ""), "https://example.com" if is_url else WORDS[0])
    for text in chain((given,), WORDS, (f"{WORDS[0]}{number}" for number in range(2, MAX_NUMBERED)), ("",)):
        longer = (text * (low // len(text) + 1))[:low] if text and len(text) < low else text
        yield longer[:high] if high is not None else longer


def _from_patterns(data: Any, low: int) -> Iterator[str]:
    """Yield texts that may match all patterns of a conjunction: one after the other, with something between."""
    patterns = [data["pattern"], *(group["pattern"] for group in data.get(ALSO, []) if "pattern" in group)]
    if len(patterns) > 1:
        parts = [next(iter(_from_pattern(pattern, 0, None)), "") for pattern in patterns[:MAX_PATTERNS]]
        for order in (parts, parts[::-1]):
            for between in ("", "a" * max(low - len("".join(parts)), 0)):
                yield order[0] + between + "".join(order[1:])


@lru_cache(maxsize=512)
def _from_pattern(pattern: str, low: int, high: int | None) -> tuple[str, ...]:
    """Return texts that match *pattern* and have *low* to *high* characters, as far as some are found soon."""
    most = high if high is not None else 10**6
    pattern = re.sub(r"\\c([A-Za-z])", lambda found: f"\\x{ord(found[1]) % 32:02x}", pattern)  # ECMA-262

    def is_good(text: str) -> bool:
        return low <= len(text) <= most and fits_pattern(pattern, text)

    found = dict.fromkeys(text for text in WORDS if is_good(text))
    maker = rstr.Rstr(random.Random(0))  # noqa: S311
    for limit in (1, 3, 8, 20, 60):
        for _ in range(20):
            try:
                made = maker.xeger(pattern) if limit == 60 else maker.xeger(_bounded(pattern, limit))
            except Exception:
                return tuple(found)
            if is_good(made):
                found[made] = None
        if len(found) > ENOUGH:
            break
    return tuple(sorted(found, key=lambda text: not text.isprintable()))


def _bounded(pattern: str, limit: int) -> str:
    """Return *pattern* with open repetitions bounded by *limit*, for short texts."""
    pattern = re.sub(r"(?<!\\)\{(\d+),(\d*)\}", lambda found: _repeated(found, limit), pattern)
    pattern = re.sub(r"(?<!\\)\*", f"{{0,{limit}}}", pattern)
    return re.sub(r"(?<!\\)\+", f"{{1,{limit}}}", pattern)


def _repeated(found: re.Match[str], limit: int) -> str:
    least = int(found[1])
    return f"{{{least},{min(int(found[2] or least + limit), least + limit)}}}"


def fits_pattern(pattern: str, text: str) -> bool:
    """Return whether *text* matches *pattern*; not where that cannot be told."""
    try:
        return matches(pattern, text)
    except PatternError:
        return False
