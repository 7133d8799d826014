"""Escapes text of a document for published Markdown: it contains no markup and stays on one line."""

from __future__ import annotations

import re

SPECIAL = re.compile(
    r"""[\\`*\[\]<>~|]  # marks anywhere
    |(?<![^\W_])_|_(?![^\W_])  # within a word, it is none
    |&(?=\#?\w+;)  # the beginning of an entity
    |^[+\-=\#]|\#$  # marks of blocks""",
    re.VERBOSE,
)

SPECIAL_INLINE = re.compile(r"[\\`*\[\]<]|(?<![^\W_])_|_(?![^\W_])|~(?=~)|&(?=#?\w+;)")
"""Markup within a line, at any position."""

MARKED = re.compile(r"[\\`*\[\]<_~&]|\s\s|[^\S ]")
"""What text has that may need a change to be shown as it is."""


def escaped(text: str) -> str:
    """Return *text* as one line of Markdown that shows it as it is."""
    line = SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", line)


def code_span(text: str) -> str:
    """Return *text* as code within a line of Markdown, with enough backticks around it."""
    line = " ".join(text.split())
    marks = "`" * (max(map(len, re.findall("`+", line)), default=0) + 1)
    space = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{marks}{space}{line}{space}{marks}"


def inline_text(text: str) -> str:
    """Return *text*, a part of a line of Markdown, so that it is shown as it is."""
    return SPECIAL_INLINE.sub(r"\\\g<0>", re.sub(r"\s+", " ", text)) if MARKED.search(text) else text
