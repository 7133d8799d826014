"""Finds tags and operations in options that the document does not have: typing errors and outdated names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ..config import ApiOptions, suggest
from ..openapi.document import Document
from ..openapi.sample_requests import UNKNOWN_SERVER
from ..openapi.server_urls import document_base, is_absolute, server_url
from ..openapi.spec_tables import METHODS
from .menu import UNTAGGED, WEBHOOKS, Menu, matches


def misnamed(document: Document, menu: Menu, options: ApiOptions) -> Iterator[str]:
    """Yield a message for each tag and operation that *options* name but *document* lacks, with a similar name.

    Groups of *menu* count as tags.
    """
    operations = list(document.operations())
    tags = dict.fromkeys(tag["name"] for tag in document.data.get("tags", []) if "name" in tag)
    tags.update(dict.fromkeys(tag for _, _, data in operations for tag in data.get("tags", [])))
    tags.update(dict.fromkeys([*(group.name for group in menu.groups()), UNTAGGED, WEBHOOKS]))
    for tag in options.titles:
        if tag not in tags:
            yield f"['titles'] contains the tag {tag!r}, which is not in the document{_hint(tag, tags)}"
    named = [
        (endpoint.method, endpoint.path, data.get("operationId", ""), data.get("deprecated", False))
        for endpoint, _, data in operations
    ]
    for option in ("exclude", "coverage_exclude", "console_exclude"):
        for pattern in getattr(options, option):
            is_matched = any(matches(pattern, *names) for names in named)
            if not is_matched and _must_match(pattern, {method for method, *_ in named}):
                known = [name for method, path, identifier, _ in named for name in (identifier, f"{method} {path}")]
                hint = _hint(pattern, known)
                yield f"[{option!r}] contains {pattern!r}, but the document has no such operation{hint}"


def lacks_server(document: Document, location: str, options: ApiOptions) -> str:
    """Return a message if code samples show no real server, because *document*, from *location*, names none."""
    own = server_url(document.data.get("servers") or (), document_base(document.data, location))
    if options.server or not options.samples or is_absolute(own):
        return ""
    return f": the document has no server, so code samples show {UNKNOWN_SERVER}; set the option 'server'"


def _must_match(pattern: str, methods: set[str]) -> bool:
    """Return whether *pattern* must match an operation. A pattern with wildcards may be meant for later operations."""
    method, _, path = pattern.strip().partition(" ")
    if path and not _has_wildcards(method):
        return not _has_wildcards(path) or method.lower() not in {*METHODS, *methods}
    return pattern != "deprecated" and not _has_wildcards(pattern)


def _has_wildcards(text: str) -> bool:
    return any(character in text for character in "*?[")


def _hint(name: str, known: Iterable[str]) -> str:
    hint = suggest(name, known)
    return hint and f"; {hint}"
