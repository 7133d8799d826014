"""Values as YAML."""

from __future__ import annotations

from typing import Any

import yaml

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
