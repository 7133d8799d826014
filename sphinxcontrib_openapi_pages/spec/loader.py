"""From bytes to plain data: decoding, parsing with prance, validation on request."""

from __future__ import annotations

import base64
import codecs
import datetime
import json
import math
import re
from typing import Any

import prance
from prance.util.formats import ParseError, parse_spec
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from ..reports import Place, Subtype

MAX_NODES = 10_000_000
"""Values in one document after YAML's aliases are written out: a bound for alias bombs."""

MAX_DEPTH = 500
"""How deep values may be nested in one another."""


#: Characters that no output format can hold (XML 1.0 §2.2): control characters, lone surrogates.
UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class LoadError(Exception):
    """A file is not a document that can be used; carries the place of the fault."""

    def __init__(self, message: str, place: Place, subtype: Subtype = Subtype.PARSE) -> None:
        super().__init__(message)
        self.place = place
        self.subtype = subtype


def decode(data: bytes, file: str) -> str:
    """Return *data* as text: UTF-8, UTF-16 or UTF-32 as its first bytes tell (RFC 8259, YAML 1.2 §5.2)."""
    encoding = "utf-8"
    for bom, name in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(bom):
            encoding = name
            break
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise LoadError(
            f"is not encoded as {encoding.upper()}: {error.reason}; save it as UTF-8", Place(file, line=line)
        ) from error


def parse(text: str, file: str) -> Any:
    """Return the value that the YAML or JSON *text* of *file* stands for, as JSON knows values.

    Raises :exc:`LoadError`.
    """
    try:
        value = parse_spec(text, file)
    except ParseError as error:
        raise _explain(text, file) or LoadError(f"is neither YAML nor JSON: {error}", Place(file)) from error
    except MarkedYAMLError as error:
        raise _yaml_error(error, file) from error
    except YAMLError as error:
        raise LoadError(f"is not YAML: {error}", Place(file)) from error
    except RecursionError as error:
        raise LoadError("is nested too deeply", Place(file)) from error
    return _Plain(file).plain(value)


def validate(document: Any, file: str) -> None:
    """Raise :exc:`LoadError` with the first fault that prance's validator finds in *document*."""
    try:
        prance.BaseParser(spec_string=json.dumps(document), backend="openapi-spec-validator")
    except (RuntimeError, ValueError) as error:
        raise LoadError(
            "cannot be validated: install openapi-spec-validator, or set 'validate' to 'off'", Place(file)
        ) from error
    except prance.ValidationError as error:
        cause = error.__cause__ or error
        path = "".join(
            f"/{str(token).replace('~', '~0').replace('/', '~1')}" for token in getattr(cause, "absolute_path", ())
        )
        message = str(getattr(cause, "message", cause)).splitlines()[0]
        raise LoadError(f"is not valid: {message[:300]}", Place(file, path), Subtype.VALIDATION) from error


def _explain(text: str, file: str) -> LoadError | None:
    """Return the error of the format that *file*'s name announces: prance keeps neither reason nor line."""
    if file.endswith(".json"):
        try:
            json.loads(text)
        except json.JSONDecodeError as error:
            return LoadError(f"is not JSON: {error.msg}", Place(file, line=error.lineno))
    from ruamel.yaml import YAML

    try:
        YAML(typ="safe").load(text)
    except MarkedYAMLError as error:
        return _yaml_error(error, file)
    return None


def _yaml_error(error: MarkedYAMLError, file: str) -> LoadError:
    mark = error.problem_mark or error.context_mark
    line = mark.line + 1 if mark is not None else None
    return LoadError(f"is not YAML: {error.problem or error.context}", Place(file, line=line))


class _Plain:
    """Turns what YAML knows and JSON does not (dates, sets, keys that are no texts) into JSON's values."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.done: dict[int, tuple[Any, Any, int]] = {}
        self.open: set[int] = set()

    def plain(self, value: Any) -> Any:
        result, size = self._convert(value, 0)
        if size > MAX_NODES:
            raise LoadError(f"has more than {MAX_NODES:,} values once its aliases are written out", Place(self.file))
        return result

    def _convert(self, value: Any, depth: int) -> tuple[Any, int]:
        if isinstance(value, str):
            return (value if UNPRINTABLE.search(value) is None else UNPRINTABLE.sub("\ufffd", value)), 1
        if not isinstance(value, (dict, list, tuple, set)):
            return _scalar(value), 1
        known = self.done.get(id(value))
        if known is not None:
            return known[1], known[2]
        if id(value) in self.open:
            raise LoadError("has a YAML alias inside the value that it stands for", Place(self.file))
        if depth > MAX_DEPTH:
            raise LoadError(f"is nested more than {MAX_DEPTH} levels deep", Place(self.file))
        self.open.add(id(value))
        size = 1
        result: Any
        if isinstance(value, dict):
            result = {}
            for key, item in value.items():
                name = scalar_text(self._convert(key, depth + 1)[0]) if not isinstance(key, tuple) else str(key)
                result[name], count = self._convert(item, depth + 1)
                size += count
        else:
            result = []
            for item in value:
                converted, count = self._convert(item, depth + 1)
                result.append(converted)
                size += count
        self.open.discard(id(value))
        self.done[id(value)] = (value, result, size)
        return result, size


def _scalar(value: Any) -> Any:
    if isinstance(value, datetime.datetime):
        return value.isoformat().replace("+00:00", "Z")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, (int, float)) or value is None:
        return value
    return str(value)


def scalar_text(value: Any) -> str:
    """Return a JSON scalar as the author would write it: ``true``, ``null``, ``1.5``."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
