"""Decodes bytes and parses YAML or JSON, within limits of depth and size."""

from __future__ import annotations

import codecs
import json
import re
from dataclasses import dataclass
from itertools import chain
from typing import Any

from ..diagnostics import Place, Subtype, quoted, warn
from .line_numbers import JsonLines, LineNumbers
from .scalars import real_number, whole_number
from .yaml_reader import DOUBLE_KEY, YamlError, YamlReader

MAX_VALUES = 2_000_000
"""Most values that a file may have, where each YAML alias counts as a copy. This stops alias bombs.

The largest public documents have a tenth as many.
"""

MAX_DEPTH = 500
"""The deepest nesting of lists and maps that a file may have."""

#: Control characters and lone surrogates, which output formats such as XML cannot contain (XML 1.0 §2.2).
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

#: Escapes in YAML that may represent such a character, or a part of one.
_YAML_ESCAPES = re.compile(r"\\(?:[0abefxU]|u(?:00[01]|[dD][89a-fA-F]|[fF]{3}[eEfF]))")

#: The same for JSON, where two surrogates are one character (RFC 8259 §7), and ``\\b`` is a backslash before a letter.
_JSON_ESCAPES = re.compile(
    r"\\(?:(?:(?<!\\\\)|(?<=\\\\\\))[bf]|u(?:00[01]|[fF]{3}[eEfF]|[dD][89abAB]..(?!\\u[dD][c-fC-F])"
    r"|(?<!\\u[dD][89abAB]..\\u)[dD][c-fC-F]))"
)


class LoadError(Exception):
    """A file cannot be used; :attr:`place` is the place of the fault."""

    def __init__(self, message: str, place: Place, subtype: Subtype = Subtype.PARSE) -> None:
        super().__init__(message)
        self.place = place
        self.subtype = subtype


def decode(data: bytes, file: str) -> str:
    """Decode *data* as UTF-8, UTF-16 or UTF-32; its first bytes tell which (RFC 8259 §8.1, YAML 1.2.2 §5.2).

    The encoding in a server's ``Content-Type`` is ignored, because it is often wrong.
    """
    encoding = _encoding(data[:4])
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        name = encoding.upper().removesuffix("-SIG")
        raise LoadError(
            f"is not encoded as {name}: {error.reason}; save it as UTF-8", Place(file, line=line)
        ) from error


def _encoding(start: bytes) -> str:
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if start.startswith(bom):
            return name
    # A document begins with an ASCII character. The zero bytes around it show the encoding.
    zeros = tuple(byte == 0 for byte in start)
    return {
        (True, True, True, False): "utf-32-be",
        (False, True, True, True): "utf-32-le",
        (True, False): "utf-16-be",
        (False, True): "utf-16-le",
    }.get(zeros if zeros[:3].count(True) > 1 else zeros[:2], "utf-8")


@dataclass(frozen=True)
class ParsedText:
    """The result of parsing a text."""

    value: Any
    """The document: maps, lists and scalars that JSON has."""
    lines: LineNumbers
    is_json: bool
    """Whether the text is JSON. In YAML, aliases can put one value into several places."""


def parse_text(text: str, file: str) -> ParsedText:
    """Parse the YAML or JSON *text* of *file*. Raises :exc:`LoadError`."""
    fault = None
    if text.lstrip()[:1] in ("{", "["):
        try:
            value = _parse_json(text, file)
        except json.JSONDecodeError as error:
            fault = LoadError(f"is not JSON: {error.msg}", Place(file, line=error.lineno))
        else:
            return ParsedText(value, LineNumbers(text, is_json=True), is_json=True)
    try:
        reader = YamlReader(MAX_VALUES, MAX_DEPTH, lambda words, line: _note(words, file, line))
        value = reader.read(text)
    except YamlError as error:
        if fault is not None and file.lower().endswith(".json"):
            raise fault from error
        raise LoadError(f"is not YAML: {error}", Place(file, line=error.line)) from error
    return ParsedText(_printable(value, text, _YAML_ESCAPES), LineNumbers(text, is_json=False), is_json=False)


def _note(words: str, file: str, line: int) -> None:
    warn(Subtype.STRUCTURE, words, Place(file, line=line))


def _parse_json(text: str, file: str) -> Any:
    has_doubles = False

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        nonlocal has_doubles
        found = dict(pairs)
        has_doubles = has_doubles or len(found) < len(pairs)
        return found

    try:
        value = json.loads(
            text,
            object_pairs_hook=members,
            parse_int=whole_number,
            parse_float=real_number,
            parse_constant=str,
            strict=False,
        )
    except RecursionError as error:
        raise LoadError("is nested too deeply", Place(file)) from error
    _check_depth(value, file)
    if has_doubles:
        for name, line in JsonLines(text).doubles():
            _note(DOUBLE_KEY.format(quoted(name)), file, line)
    return _printable(value, text, _JSON_ESCAPES)


def _check_depth(value: Any, file: str) -> None:
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(MAX_DEPTH):
        items = (container.values() if isinstance(container, dict) else container for container in level)
        level = [item for item in chain.from_iterable(items) if isinstance(item, (dict, list))]
    if level:
        raise LoadError(f"is nested more than {MAX_DEPTH} levels deep", Place(file))


def _printable(value: Any, text: str, escapes: re.Pattern[str]) -> Any:
    """Return *value* with :data:`UNPRINTABLE` characters replaced, if the parsed *text* can contain any."""
    if not escapes.search(text) and not UNPRINTABLE.search(text):
        return value
    whole = [value]
    todo: list[Any] = [whole]
    seen = set()
    while todo:  # values may be nested deeply
        container = todo.pop()
        if id(container) in seen:
            continue
        seen.add(id(container))
        if isinstance(container, dict):
            items = {_replaced(key): _replaced(item) for key, item in container.items()}
            container.clear()
            container.update(items)
            todo += [item for item in items.values() if isinstance(item, (dict, list))]
        else:
            container[:] = [_replaced(item) for item in container]
            todo += [item for item in container if isinstance(item, (dict, list))]
    return whole[0]


def _replaced(value: Any) -> Any:
    return UNPRINTABLE.sub("\ufffd", value) if isinstance(value, str) else value
