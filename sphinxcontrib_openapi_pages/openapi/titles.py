"""Titles of operations and groups. If the document has none, they come from identifiers and tags."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .document import Endpoint

#: The last words of the operationIds that drf-spectacular makes.
ACTIONS = frozenset({"list", "retrieve", "create", "update", "destroy", "delete", "partial"})

UNNAMED = "Unnamed"
"""Title of an object whose name has no visible character."""

MAX_LENGTH = 100
"""Most characters of a summary that is a title; a longer one is a description."""

MAX_PARSED = 1000
"""Most characters of a title that is looked at as Markdown."""

MARKS = re.compile(r"[*_`\[\\&~#]")
"""What text without Markdown has none of."""

ENDS = frozenset({"paragraph_open", "paragraph_close", "heading_open", "heading_close"})
"""Blocks of one line that may be a title."""

_PARSER = MarkdownIt("commonmark", {"html": False}).enable("strikethrough").disable("autolink")

VERBS = {"get": "Retrieve", "post": "Create", "put": "Replace", "patch": "Update", "delete": "Delete"}


def words(identifier: str) -> str:
    """Return *identifier* (``batch_exports``, ``BatchExports``) as words with a capital first letter."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", identifier)
    parts = [part if part.isupper() and len(part) > 1 else part.lower() for part in re.split(r"[\W_]+", spaced) if part]
    text = " ".join(parts)
    return text[:1].upper() + text[1:]


def one_line(text: str) -> str:
    """Return *text*, which is Markdown, as plain text in one line; HTML and addresses stay as they are."""
    line = " ".join(text.split())
    return _plain(line) if len(line) <= MAX_PARSED and MARKS.search(line) else line


@lru_cache(maxsize=1024)
def _plain(line: str) -> str:
    (inline,) = _PARSER.parseInline(re.sub(r"^#{1,6} +", "", line))
    return " ".join("".join(map(_text, inline.children or ())).split())


def _text(token: Token) -> str:
    if token.type == "image":
        return "".join(map(_text, token.children or ()))
    return " " if token.type in ("softbreak", "hardbreak") else token.content


def summary_title(summary: str) -> str:
    """Return *summary* as a title; empty if it is a description: several paragraphs, or longer than a title."""
    text = summary.strip()
    if len(text) > MAX_PARSED:
        return ""
    if "\n" in text:
        inlines = [token for token in _PARSER.parse(text) if token.block and token.type not in ENDS]
        if [token.type for token in inlines] != ["inline"]:
            return ""
        text = inlines[0].content
    title = one_line(text)
    return title if len(title) <= MAX_LENGTH else ""


def described(summary: str, description: str) -> str:
    """Return *description*, after *summary* if that is a description and not a part of the other."""
    if not summary.strip() or summary_title(summary) or " ".join(summary.split()) in " ".join(description.split()):
        return description
    return f"{summary.strip()}\n\n{description}".strip()


def operation_title(endpoint: Endpoint, operation: Mapping[str, Any]) -> str:
    """Return the summary if it is a title; else one made of the operationId, or of method and path."""
    if title := summary_title(operation.get("summary", "")):
        return title
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
"""Maximum length, in characters, of a schema title that replaces its name."""


def group_title(tag: Mapping[str, Any], titles: Mapping[str, str]) -> str:
    """Return the title of the group of *tag*: from the option, the document, or the tag's name."""
    name = str(tag["name"])
    given = (one_line(tag.get(key) or "") for key in ("x-displayName", "summary"))
    candidates = (titles.get(name) or "", *given, _tag_words(name), UNNAMED)
    return next(filter(None, (" ".join(text.split()) for text in candidates)))


def api_title(info: Mapping[str, Any], folder: str) -> str:
    """Return the title of the API with the Info Object *info*, or the *folder* that it is mounted at."""
    return one_line(info.get("title") or "") or folder


def _tag_words(name: str) -> str:
    """Return the tag in words; a tag with spaces or capitals stays as its author wrote it."""
    if re.fullmatch(r"[a-z0-9]+([_-][a-z0-9]+)*", name):
        return words(name)
    return name
