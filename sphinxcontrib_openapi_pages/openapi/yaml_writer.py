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

_DUMPER = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
_TEXT = "tag:yaml.org,2002:str"

_BEGIN = [yaml.StreamStartEvent(), yaml.DocumentStartEvent(explicit=False)]
_END = [yaml.DocumentEndEvent(explicit=False), yaml.StreamEndEvent()]
_MAP, _MAP_END = yaml.MappingStartEvent(None, None, implicit=True, flow_style=False), yaml.MappingEndEvent()
_LIST, _LIST_END = yaml.SequenceStartEvent(None, None, implicit=True, flow_style=False), yaml.SequenceEndEvent()

_REPRESENTER, _RESOLVER = SafeRepresenter(), Resolver()


def to_yaml(value: Any) -> str:
    """Return a JSON value as YAML. Raises :exc:`RecursionError` if it is nested several hundred levels deep.

    There are no aliases, so a reader of the file sees each value at the place where it is used.
    """
    # Events go straight to PyYAML's emitter: to make nodes of values, and events of nodes, would take most of the time.
    events = [*_BEGIN]
    _add_events(value, events.append)
    text: str = yaml.emit([*events, *_END], Dumper=_DUMPER, allow_unicode=True, width=120)
    return text[:-4] if text.endswith("\n...\n") else text


def _add_events(value: Any, add: Callable[[yaml.Event], None]) -> None:
    if isinstance(value, dict):
        add(_MAP)
        for key, member in value.items():
            add(_text(key))
            _add_events(member, add)
        add(_MAP_END)
    elif isinstance(value, list):
        add(_LIST)
        for item in value:
            _add_events(item, add)
        add(_LIST_END)
    elif isinstance(value, str):
        add(_text(value))
    else:
        add(yaml.ScalarEvent(None, None, (True, True), _scalar(value)))


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
