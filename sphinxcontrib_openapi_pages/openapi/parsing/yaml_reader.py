"""Reads YAML as values that JSON has, from the events of PyYAML's parser in C.

Events are enough, and have advantages over PyYAML's own constructors: no tag can run code, limits of depth and size
apply while the text is read, nothing is recursive, and scalars keep the text that their author wrote.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from ..diagnostics import quoted
from .scalars import plain_scalar, scalar_text

LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MERGE = object()
"""The key ``<<`` (https://yaml.org/type/merge.html)."""

#: Standard tags that are ignored: they repeat the kind of the value, or name a type that is text in JSON.
_KNOWN_TAGS = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("map", "seq", "omap", "set", "pairs", "timestamp", "binary", "merge")
)
_TEXT = "tag:yaml.org,2002:str"
_RESOLVED = frozenset(f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float"))


DOUBLE_KEY = "the key {} occurs twice in one map; the last one is used"


class YamlError(Exception):
    """The text cannot be read as YAML; *line* counts from 1."""

    def __init__(self, message: str, line: int | None) -> None:
        super().__init__(message)
        self.line = line


@dataclass
class _Anchored:
    """A value with an anchor: the number of values in it, where an alias counts as a copy, and its depth."""

    value: Any
    size: int
    height: int


@dataclass
class _Frame:
    """A map or list that is being read."""

    value: Any
    anchor: str | None
    key: Any = None
    has_key: bool = False
    size: int = 1
    height: int = 1
    merged: list[Any] = field(default_factory=list)


@dataclass
class YamlReader:
    """Reads one YAML document."""

    max_values: int
    max_depth: int
    notice: Callable[[str, int], None]
    """Receives message and line of what should be mended, but can be read."""
    _stack: list[_Frame] = field(default_factory=list)
    _anchors: dict[str, _Anchored | None] = field(default_factory=dict)

    def read(self, text: str) -> Any:
        """Return the value of the document *text*. Raises :exc:`YamlError`."""
        root = None
        for event in self._events(text):
            kind = type(event)
            if kind is yaml.ScalarEvent:
                done = self._put(self._scalar(event), event, event.anchor)
            elif kind is yaml.MappingStartEvent or kind is yaml.SequenceStartEvent:
                self._open(event, {} if kind is yaml.MappingStartEvent else [])
                continue
            elif kind is yaml.MappingEndEvent or kind is yaml.SequenceEndEvent:
                done = self._close(event)
            elif kind is yaml.AliasEvent:
                done = self._alias(event)
            else:
                continue
            if not self._stack:
                root = done
        return root

    def _events(self, text: str) -> Iterator[Any]:
        documents = 0
        event: Any
        try:
            for event in yaml.parse(text, Loader=LOADER):
                documents += isinstance(event, yaml.DocumentStartEvent)
                if documents > 1:
                    raise YamlError("it contains more than one document", event.start_mark.line + 1)
                yield event
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark or error.context_mark
            raise YamlError(str(error.problem or error.context), mark.line + 1 if mark else None) from error
        except yaml.reader.ReaderError as error:
            line = text.count("\n", 0, error.position) + 1
            raise YamlError(f"the character U+{ord(text[error.position]):04X} is not allowed in it", line) from error

    def _open(self, event: Any, value: Any) -> None:
        if len(self._stack) >= self.max_depth:
            raise YamlError(f"it is nested more than {self.max_depth} levels deep", _line(event))
        self._check_tag(event)
        if event.anchor:
            self._anchors[event.anchor] = None
        self._stack.append(_Frame(value, event.anchor))

    def _close(self, event: Any) -> Any:
        frame = self._stack.pop()
        for other in reversed(frame.merged):
            frame.value = {**other, **frame.value}
        return self._put(frame.value, event, frame.anchor, frame.size, frame.height)

    def _alias(self, event: Any) -> Any:
        known = self._anchors.get(event.anchor)
        if known is None:
            is_inside = event.anchor in self._anchors
            words = "is inside the value that it refers to" if is_inside else "has no anchor"
            raise YamlError(f"the alias {quoted(event.anchor)} {words}", _line(event))
        return self._put(known.value, event, None, known.size, known.height)

    def _put(self, value: Any, event: Any, anchor: str | None, size: int = 1, height: int = 0) -> Any:
        """Add *value* to the map or list that is being read."""
        if anchor:
            self._anchors[anchor] = _Anchored(value, size, height)
        if not self._stack:
            return value
        frame = self._stack[-1]
        frame.size += size
        if height >= frame.height:
            frame.height = height + 1
            if len(self._stack) + height > self.max_depth:
                raise YamlError(f"it is nested more than {self.max_depth} levels deep", _line(event))
        if frame.size > self.max_values:
            raise YamlError(
                f"it has more than {self.max_values:,} values once its aliases are written out", _line(event)
            )
        if isinstance(frame.value, list):
            frame.value.append(value)
        elif not frame.has_key:
            frame.key, frame.has_key = self._key(value, event), True
        else:
            frame.has_key = False
            self._add(frame, value, event)
        return value

    def _key(self, value: Any, event: Any) -> Any:
        if type(event) is yaml.ScalarEvent:
            is_plain = event.implicit[0] and event.tag is None
            return _MERGE if is_plain and event.value == "<<" else event.value
        return scalar_text(value) if not isinstance(value, (dict, list)) else json.dumps(value, ensure_ascii=False)

    def _add(self, frame: _Frame, value: Any, event: Any) -> None:
        if frame.key is not _MERGE:
            if frame.key in frame.value:
                self.notice(DOUBLE_KEY.format(quoted(frame.key)), _line(event))
            frame.value[frame.key] = value
            return
        others = value if isinstance(value, list) else [value]
        if all(isinstance(other, dict) for other in others):
            frame.merged += others
        else:
            self.notice("'<<' takes a map or a list of maps; it is left out", _line(event))

    def _scalar(self, event: Any) -> Any:
        if event.implicit[0]:
            return plain_scalar(event.value)
        if event.tag in _RESOLVED:
            return plain_scalar(event.value)
        if event.tag != _TEXT:
            self._check_tag(event)
        return event.value

    def _check_tag(self, event: Any) -> None:
        if event.tag in (None, "!") or event.tag in _KNOWN_TAGS:
            return
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        if not tag.startswith("!") or tag.startswith("!!"):
            raise YamlError(f"the tag {quoted(tag)} is not allowed; write plain values only", _line(event))
        self.notice(f"the tag {quoted(tag)} has no effect here; the value is read without it", _line(event))


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1
