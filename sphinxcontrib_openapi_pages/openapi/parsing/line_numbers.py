"""Finds the line of a JSON pointer in a file."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any

import yaml

from ..references import tokens
from .yaml_reader import LOADER

_DECODER = json.JSONDecoder(strict=False, parse_int=str, parse_float=str)
_SPACE = re.compile(r"[ \t\n\r]*")


class JsonLines:
    """Finds lines in a JSON text. The text is known to be valid: the ``json`` module has read it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._members: dict[int, dict[str, tuple[int, int]]] = {}

    def line(self, pointer: str) -> int:
        """Return the line of the value at *pointer*, or of the innermost value around its place."""
        start = position = self._skip(0)
        for step in tokens(pointer):
            if position not in self._members:
                self._members[position] = self._scan(position)
            if step not in self._members[position]:
                break
            start, position = self._members[position][step]
        return self._line(start)

    def doubles(self) -> Iterator[tuple[str, int]]:
        """Yield name and line of each member whose name an earlier member of the same object has."""
        todo = [self._skip(0)]
        while todo:
            position = todo.pop()
            doubles: list[tuple[str, int]] = []
            members = self._scan(position, doubles)
            yield from ((name, self._line(start)) for name, start in doubles)
            todo += [start for _, start in reversed(members.values())]

    def _line(self, position: int) -> int:
        return bisect_right(self._starts, position)

    @cached_property
    def _starts(self) -> list[int]:
        return [0, *(found.end() for found in re.finditer("\n", self.text))]

    def _skip(self, position: int) -> int:
        return _SPACE.match(self.text, position).end()  # type: ignore[union-attr]

    def _scan(self, position: int, doubles: list[tuple[str, int]] | None = None) -> dict[str, tuple[int, int]]:
        """Return the position of each member of the object or list at *position*, and that of its value.

        For each name that occurs again, adds the name and the position of the later member to *doubles*.
        """
        found: dict[str, tuple[int, int]] = {}
        opening = self.text[position : position + 1]
        if opening not in ("{", "["):
            return found
        position = self._skip(position + 1)
        while self.text[position] not in "]}":
            start = position
            name = str(len(found))
            if opening == "{":
                name, position = _DECODER.raw_decode(self.text, position)
                position = self._skip(self._skip(position) + 1)
            if name in found and doubles is not None:
                doubles.append((name, start))
            found[name] = (start, position)
            _, position = _DECODER.raw_decode(self.text, position)
            position = self._skip(position)
            if self.text[position] == ",":
                position = self._skip(position + 1)
        return found


class YamlLines:
    """Finds lines in a YAML text. The text is known to be valid: :mod:`.yaml_reader` has read it."""

    def __init__(self, text: str) -> None:
        self._root: Any = yaml.compose(text, Loader=LOADER)
        self._members: dict[int, dict[str, tuple[int, Any]]] = {}

    def line(self, pointer: str) -> int:
        """Return the line of the value at *pointer*, or of the innermost value around its place."""
        node = self._root
        line = _line(node) if node is not None else 1
        for step in tokens(pointer):
            if id(node) not in self._members:
                self._members[id(node)] = self._scan(node)
            if step not in self._members[id(node)]:
                break
            line, node = self._members[id(node)][step]
        return line

    def _scan(self, node: Any) -> dict[str, tuple[int, Any]]:
        """Return line and node of each member of *node*. In a map, the line is that of the key."""
        if isinstance(node, yaml.SequenceNode):
            return {str(number): (_line(item), item) for number, item in enumerate(node.value)}
        found: dict[str, tuple[int, Any]] = {}
        if isinstance(node, yaml.MappingNode):
            for key, value in node.value:
                if key.value == "<<":
                    for other in value.value if isinstance(value, yaml.SequenceNode) else [value]:
                        found = {**self._scan(other), **found}
                elif isinstance(key, yaml.ScalarNode):
                    found[key.value] = (_line(key), value)
        return found


def _line(node: Any) -> int:
    return int(node.start_mark.line) + 1


class LineNumbers:
    """Finds lines in *text*. The index is built when the first line is needed, because most files have no warnings."""

    def __init__(self, text: str, *, is_json: bool) -> None:
        self._text = text
        self._is_json = is_json

    def line(self, pointer: str) -> int:
        """Return the line, from 1, of the value at *pointer*, or of the innermost value around its place."""
        return self._index.line(pointer)

    @cached_property
    def _index(self) -> JsonLines | YamlLines:
        return JsonLines(self._text) if self._is_json else YamlLines(self._text)
