"""Limits how much of the descriptions of a page is shown, so that no description takes too much time or memory.

Each node of a description comes from a character of markup, so these characters are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import islice

MARKUP = re.compile(r"[\n\r|*_`\[\]<>~&\\:]|//")
"""Characters of Markdown and HTML that may begin or end something."""

MAX_IN_TEXT = 15_000
"""How many of these there may be in one description: as many as in 50 pages of a book."""

MAX_ON_PAGE = 16_000
"""How many there may be in all descriptions of a page."""

MAX_IN_FIELDS = 60_000
"""How many there may be in the descriptions of the fields of a page, which take less time."""


LONG_LINE = 1000
"""Characters of a line that may end before its end."""


@dataclass
class TextBudget:
    """The remaining budget for the descriptions of a page."""

    markup: int = MAX_ON_PAGE

    def cut(self, text: str) -> str:
        """Return *text*, or as many lines of it as there is room for."""
        limit = min(self.markup, MAX_IN_TEXT)
        found = list(islice(MARKUP.finditer(text), limit + 1))
        self.markup -= min(len(found), limit)
        if len(found) <= limit:
            return text
        end = found[-1].start()
        line = text.rfind("\n", max(end - LONG_LINE, 0), end + 1)
        return text[: line if line > 0 else end]


_current: ContextVar[TextBudget | None] = ContextVar("budget", default=None)


def cut(text: str) -> str:
    """Return *text*, or as much of it as there is room for on the page at hand."""
    return (_current.get() or TextBudget()).cut(text)


@contextmanager
def spent(budget: TextBudget) -> Iterator[None]:
    """Limit the descriptions that are read within the context to the rest of *budget*."""
    token = _current.set(budget)
    try:
        yield
    finally:
        _current.reset(token)
