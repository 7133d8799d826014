"""Texts of the document in the language of the site, looked up where they are rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Lookup: TypeAlias = Callable[[str], str]
"""Returns a message in the language of the site, or as it is."""

_current: ContextVar[Lookup | None] = ContextVar("lookup", default=None)


def current_lookup() -> Lookup | None:
    """Return what translates the texts of the page at hand; ``None`` where nothing does."""
    return _current.get()


def spec_text(message: str) -> str:
    """Return *message*, a text of the document without markup, in the language of the site."""
    lookup = _current.get()
    return lookup(message) if lookup is not None and message else message


@contextmanager
def looked_up(lookup: Lookup | None) -> Iterator[None]:
    """Have *lookup* translate the texts that are rendered within the context."""
    token = _current.set(lookup)
    try:
        yield
    finally:
        _current.reset(token)
