"""Renders the method and path of an operation."""

from __future__ import annotations

import re

from docutils import nodes

from ..locale import _
from .nodes import base_address, route

MAX_UNBROKEN = 36
"""The longest path, in characters, that fits into a line on a telephone."""


def method_badge(method: str) -> nodes.inline:
    """Return the method as a coloured mark."""
    return nodes.inline("", method.upper(), classes=["openapi-method", f"openapi-{method.lower()}"])


def signature(method: str, path: str, *, is_webhook: bool = False, base: str = "") -> list[nodes.Node]:
    """Return method and path, with the address *base* before it; of a webhook, its name."""
    kind = [nodes.Text(" "), nodes.inline("", _("webhook"), classes=["openapi-webhook"])] if is_webhook else []
    address = [base_address(address=base)] if base else []
    return [method_badge(method), *kind, nodes.Text(" "), _path(path), *address]


def _path(path: str) -> route:
    """Return the node for *path*. A long path is divided into segments, between which lines may break."""
    found = re.findall(r"(?:^|/)(?:\{[^{}]*\}|[^/{]|\{)*", path) if len(path) > MAX_UNBROKEN else ()
    return route(path, path, segments=list(filter(None, found)), classes=["openapi-path"])
