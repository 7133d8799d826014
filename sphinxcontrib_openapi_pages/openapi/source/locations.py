"""Locations of documents: recognises URLs, and explains why a location cannot be read."""

from __future__ import annotations


class SourceError(Exception):
    """A file or URL cannot be read or is not permitted; the message explains why."""


def is_url(location: str) -> bool:
    """Return whether *location* is fetched over the network."""
    return location.lower().startswith(("http://", "https://"))


def is_python(location: str) -> bool:
    """Return whether *location* is ``conf.py``, in the place of a document that Python makes."""
    return location.endswith(".py")


def too_large(max_bytes: int) -> str:
    """Return the message about a document larger than *max_bytes*."""
    return f"it is larger than {max_bytes / 2**20:g} MB; to read it, set the option 'max_size'"
