"""Translates texts of the document when they are rendered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeAlias

Lookup: TypeAlias = Callable[[str], str]
"""Returns the translation of a message, or the message itself."""

_current: ContextVar[Lookup | None] = ContextVar("lookup", default=None)


def current_lookup() -> Lookup | None:
    """Return the function that translates texts in the present context; ``None`` if texts are not translated."""
    return _current.get()


def spec_text(message: str) -> str:
    """Return the translation of *message*, a text of the document that has no markup."""
    lookup = _current.get()
    return lookup(message) if lookup is not None and message else message


@contextmanager
def looked_up(lookup: Lookup | None) -> Iterator[None]:
    """Translate the texts that are rendered within the context with *lookup*."""
    token = _current.set(lookup)
    try:
        yield
    finally:
        _current.reset(token)
