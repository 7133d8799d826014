"""Titles of operations and groups; where the document has none, they are made of identifiers and tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from .document import Endpoint

#: The last words of the operationIds that drf-spectacular makes.
ACTIONS = frozenset({"list", "retrieve", "create", "update", "destroy", "delete", "partial"})

UNNAMED = "Unnamed"
"""Title of something whose name has no visible character."""

VERBS = {"get": "Retrieve", "post": "Create", "put": "Replace", "patch": "Update", "delete": "Delete"}


def words(identifier: str) -> str:
    """Return *identifier* (``batch_exports``, ``BatchExports``) as words with a capital first letter."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", identifier)
    parts = [part if part.isupper() and len(part) > 1 else part.lower() for part in re.split(r"[\W_]+", spaced) if part]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]


def operation_title(endpoint: Endpoint, operation: Mapping[str, Any]) -> str:
    """Return the summary of the operation; without one, a title made of its operationId, or of method and path."""
    if summary := " ".join(operation.get("summary", "").split()):
        return summary
    identifier = operation.get("operationId", "")
    if endpoint.is_webhook:
        return words(endpoint.path) or words(identifier) or " ".join(endpoint.path.split()) or UNNAMED
    if not words(identifier):
        return f"{endpoint.method.upper()} {endpoint.path}"
    tag = next(iter(operation.get("tags", [])), "")
    return _drf_title(endpoint.method, identifier, tag) or words(identifier)


def _drf_title(method: str, identifier: str, tag: str) -> str | None:
    """Return the title for an *identifier* in drf-spectacular's form, such as "List all things" for ``things_list``.

    If the operationId is only an action (``list``), the *tag* names the things.
    """
    parts = re.sub(r"(_\d+)+$", "", identifier).split("_")
    if parts[-1] not in ACTIONS or method not in VERBS:
        return None
    things = words("_".join(part for part in parts[:-1] if part != "partial") or tag)
    if not things:
        return None
    is_list = parts[-1] == "list" or ("list" in parts[1:] and method == "get")
    verb = "List all" if is_list else VERBS[method]
    is_acronym = len(things.split()[0]) > 1 and things.split()[0].isupper()
    return f"{verb} {things if is_acronym else things[:1].lower() + things[1:]}"


def schema_title(name: str, data: Mapping[str, Any]) -> str:
    """Return the title of a component schema where it says more than the *name*, as ``Page[Boat]`` does; else the name.

    A name may have letters, digits and few signs only: what has others was written in another way.
    """
    key, title = " ".join(name.split()), " ".join(str(data.get("title", "")).split())
    letters, more = re.sub(r"[\W_]+", "", key).casefold(), re.sub(r"[\W_]+", "", title).casefold()
    has_signs = letters == more and re.search(r"[^\w\s.-]", title)
    is_longer = len(title) <= MAX_SCHEMA_TITLE and letters and letters in more and letters != more
    return title if has_signs or is_longer else key


MAX_SCHEMA_TITLE = 60
"""Longest title of a schema, in characters, that stands for its name."""


def group_title(tag: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Return the title of the group of *tag*: from the option, the document, or the tag's name."""
    name = str(tag["name"])
    candidates = (titles.get(name), tag.get("x-displayName"), tag.get("summary"), _tag_words(name), UNNAMED)
    return next(filter(None, (" ".join((text or "").split()) for text in candidates)))


def _tag_words(name: str) -> str:
    """Return the tag in words; a tag with spaces or capitals stays as its author wrote it."""
    if re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", name):
        return words(name)
    return name
