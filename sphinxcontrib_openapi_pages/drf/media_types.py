"""Media types, as REST framework, Django and drf-spectacular write them."""

from __future__ import annotations


def bare_type(media_type: str) -> str:
    """Return *media_type* without parameters."""
    return media_type.partition(";")[0].strip().lower()


def is_json(media_type: str) -> bool:
    """Whether a body of the bare *media_type* is JSON."""
    return media_type == "application/json" or media_type.endswith("+json")
