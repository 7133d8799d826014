"""Values and whole documents as YAML."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

import yaml

from .objects import SECTIONS_V3
from .scalars import WrittenFloat, WrittenInt, plain_scalar


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]
    """Writes every value where it stands: an alias would hide what it is."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _represent_text(dumper: Any, text: str) -> yaml.ScalarNode:
    """Return the node of a text, in quotes where YAML 1.2 reads another value: PyYAML knows only YAML 1.1."""
    style = None if isinstance(plain_scalar(text), str) else "'"
    node: yaml.ScalarNode = dumper.represent_scalar("tag:yaml.org,2002:str", text, style)
    return node


_Dumper.add_representer(str, _represent_text)
_Dumper.add_representer(WrittenInt, _Dumper.represent_int)
_Dumper.add_representer(WrittenFloat, _Dumper.represent_float)


def to_yaml(value: Any) -> str:
    """Return a JSON value as YAML. Raises :exc:`RecursionError` if it is nested some hundred levels deep."""
    text: str = yaml.dump(value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=120)
    return text[:-4] if text.endswith("\n...\n") else text


class DocumentWriter:
    """Writes a document as YAML, piece by piece: each path, webhook and component is one.

    Of a large document, that takes longer than all else that a change of one operation needs. So the pieces of
    the last time, *known* by what they are made of, are used again.
    """

    def __init__(self, known: Mapping[str, str]) -> None:
        self.known = known
        self.pieces: dict[str, str] = {}
        """What is to be known the next time."""

    def text(self, document: Mapping[str, Any]) -> str:
        """Return *document* as YAML. Raises :exc:`RecursionError` as :func:`to_yaml` does."""
        return "".join(self._members(document, {"paths", "webhooks", "x-webhooks", "components"}))

    def _members(self, value: Mapping[str, Any], split: set[str]) -> Iterator[str]:
        """Yield the text of each member; the members of those in *split* one by one."""
        for name, member in value.items():
            if name not in split or not member or not isinstance(member, dict):
                yield self._piece(name, member)
                continue
            yield f"{name}:\n"
            inner = _SECTIONS if name == "components" else set()
            yield from (_BEGIN.sub("  ", text) for text in self._members(member, inner))

    def _piece(self, name: str, member: Any) -> str:
        written = json.dumps([name, member], ensure_ascii=False)
        digest = hashlib.sha256(written.encode()).hexdigest()
        if digest not in self.pieces:
            self.pieces[digest] = self.known.get(digest) or to_yaml({name: member})
        return self.pieces[digest]


_BEGIN = re.compile("^(?=.)", re.MULTILINE)
"""The beginnings of lines that are not empty."""

_SECTIONS = {section.removeprefix("components/") for section in SECTIONS_V3.values()}
