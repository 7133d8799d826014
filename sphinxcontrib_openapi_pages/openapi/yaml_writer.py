"""Writes JSON values as YAML."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import yaml
from yaml.representer import SafeRepresenter
from yaml.resolver import Resolver

from .parsing.scalars import plain_scalar

MAX_INDENTATION = 20_000_000
"""How much space there may be before the values of a file, in characters. Aliases in a document make deep ones many."""

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_TEXT = "tag:yaml.org,2002:str"

_BEGIN = [yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False)]
_END = [yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent()]
_MAP, _MAP_END = yaml.MappingStartEvent(None, None, implicit=True, flow_style=False), yaml.MappingEndEvent()
_LINE_MAP = yaml.MappingStartEvent(None, None, implicit=True, flow_style=True)
_LIST, _LIST_END = yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False), yaml.SequenceEndEvent()
_LINE_LIST = yaml.SequenceStartEvent(None, None, implicit=True, flow_style=True)

_REPRESENTER, _RESOLVER = SafeRepresenter(), Resolver()


def to_yaml(value: Any) -> str:
    """Return a JSON value as YAML. Raises :exc:`RecursionError` if it is nested several hundred levels deep.

    There are no aliases, so a reader of the file sees each value at the place where it is used. Where the indentation
    would take more than :data:`MAX_INDENTATION`, each member takes one line, as in JSON.
    """
    # Events go straight to PyYAML's emitter: to make nodes of values, and events of nodes, would take most of the time.
    events = [*_BEGIN]
    width = 120
    if _add_events(value, events.append) > MAX_INDENTATION:
        events, width = [*_BEGIN], 2**31 - 1
        _add_events(value, events.append, has_lines=False)
    text: str = yaml.emit([*events, *_END], Dumper=_DUMPER, allow_unicode=True, width=width)
    return text[:-4] if text.endswith("\n...\n") else text


def _add_events(value: Any, add: Callable[[yaml.Event], None], depth: int = 0, *, has_lines: bool = True) -> int:
    """Add the events of *value*, and return how much space its lines begin with.

    Unless it *has_lines*, each member of the whole is on one.
    """
    space, has_own = 2 * depth, has_lines or not depth
    if isinstance(value, dict):
        add(_MAP if has_own else _LINE_MAP)
        for key, member in value.items():
            add(_text(key))
            space += _add_events(member, add, depth + 1, has_lines=has_lines)
        add(_MAP_END)
    elif isinstance(value, list):
        add(_LIST if has_own else _LINE_LIST)
        for item in value:
            space += _add_events(item, add, depth + 1, has_lines=has_lines)
        add(_LIST_END)
    elif isinstance(value, str):
        add(_text(value))
    else:
        add(yaml.ScalarEvent(None, None, (True, True), _scalar(value)))
    return space


@lru_cache(maxsize=2**10)
def _text(text: str) -> yaml.ScalarEvent:
    """Return a text in YAML.

    It gets quotes where YAML 1.1 or 1.2 would read another value. PyYAML itself knows only 1.1.
    """
    tag = _RESOLVER.resolve(yaml.ScalarNode, text, (True, False))  # type: ignore[no-untyped-call]
    is_plain = tag == _TEXT and isinstance(plain_scalar(text), str)
    return yaml.ScalarEvent(None, None, (is_plain, True), text)


def _scalar(value: Any) -> str:
    if isinstance(value, float):
        return _REPRESENTER.represent_float(value).value  # type: ignore[no-any-return]
    return json.dumps(value)
