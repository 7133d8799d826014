"""Documents from Python: a mapping, a function that returns one, or the name of either."""

from __future__ import annotations

import importlib
import inspect
import json
import re
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextlib import chdir
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import cached_property
from pathlib import Path
from typing import Any

from ..diagnostics import cut
from .locations import SourceError

_NAME = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*:[^\W\d]\w*(?:\.[^\W\d]\w*)*")
_FILE = re.compile(r"\.(?:ya?ml|json)$", re.IGNORECASE)

MAKERS = ("openapi", "openapi_schema.to_schema", "get_openapi_schema", "spec.to_dict", "to_dict")
"""Attributes of framework objects that return the document: FastAPI, Litestar, Django Ninja, apispec."""

#: A limit of numbers, such as pydantic's, whose value is a whole number that Python holds as another. No text has such
#: quotes: in JSON they are escaped there.
_LIMIT = re.compile(r'("(?:minimum|maximum|exclusiveMinimum|exclusiveMaximum|multipleOf)": -?\d+)\.0(?=[,}])')

MAX_CAUSE = 300
"""Longest text of an exception in a message, in characters."""


def is_object_name(text: str) -> bool:
    """Return whether *text* names a Python object as ``package.module:attribute``; a Windows path does not."""
    return _NAME.fullmatch(text) is not None and _FILE.search(text) is None


@dataclass(frozen=True)
class PythonObject:
    """An object from ``conf.py``.

    Sphinx stores the configuration to compare it in the next build. It stores only the name of the object, because the
    object may be large or may not be picklable, and its result decides whether anything has changed.
    """

    name: str
    value: Any = field(default=None, compare=False)

    @classmethod
    def of(cls, value: object) -> PythonObject:
        """Return *value* with a name by which its author knows it."""
        module, name = getattr(value, "__module__", ""), getattr(value, "__qualname__", "")
        if not name:
            kind = type(value)
            return cls("a mapping" if isinstance(value, Mapping) else f"a {kind.__module__}.{kind.__qualname__}", value)
        return cls(f"{module}.{name}" if module and module != "builtins" else name, value)

    @property
    def place(self) -> tuple[str, str, int]:
        """File, an empty pointer and line where the object, a function, is written."""
        code = getattr(inspect.unwrap(self.value), "__code__", None)
        return (code.co_filename, "", code.co_firstlineno) if code else (self.name, "", 1)

    @property
    def content(self) -> str:
        """The content of the object, a mapping; empty if it cannot be written as JSON."""
        try:
            return as_json(self.value).decode()
        except SourceError:
            return ""

    @property
    def source(self) -> str:
        """The source code of the object, a function; empty if it is unknown."""
        try:
            return inspect.getsource(self.value)
        except (OSError, TypeError):
            return ""

    def __repr__(self) -> str:
        return f"<{self.name}>"

    def __getstate__(self) -> dict[str, Any]:
        return {"name": self.name, "value": None}


@dataclass
class PythonDocument:
    """A document from Python. It is created once per build."""

    given: PythonObject | str
    """The object, or its name as ``package.module:attribute``."""
    folder: Path
    """That of ``conf.py``, to which relative paths of imports and files lead, as they do in ``conf.py``."""
    line: int
    """The line of ``conf.py`` that names it."""

    @property
    def name(self) -> str:
        return self.given if isinstance(self.given, str) else self.given.name

    def read(self) -> bytes:
        """Return the document as JSON. Raises :exc:`SourceError` with the reason."""
        if isinstance(self._outcome, SourceError):
            raise self._outcome
        return self._outcome

    @cached_property
    def _outcome(self) -> bytes | SourceError:
        try:
            with chdir(self.folder):
                value = imported(self.given) if isinstance(self.given, str) else self.given.value
                return as_json(_made(value, self.name))
        except SourceError as error:
            return error


def imported(name: str) -> Any:
    """Return the object *name*, ``package.module:attribute``. Raises :exc:`SourceError`."""
    module_name, _, attributes = name.partition(":")
    importlib.invalidate_caches()  # those of relative paths may be of another folder
    try:
        value: Any = importlib.import_module(module_name)
    except (Exception, SystemExit) as error:
        advice = ""
        if isinstance(error, ModuleNotFoundError) and f"{module_name}.".startswith(f"{error.name}."):
            advice = "; conf.py has to put the folder of the module on sys.path"
        raise SourceError(f"the module {module_name!r} cannot be imported: {cause(error)}{advice}") from error
    for attribute in attributes.split("."):
        try:
            value = getattr(value, attribute)
        except Exception as error:
            raise SourceError(f"{name!r} cannot be found: {cause(error)}") from error
    return value


def _made(value: Any, name: str) -> Mapping[Any, Any]:
    """Return the document that *value* is or makes."""
    if isinstance(value, Mapping):
        return value
    if not callable(value):
        raise SourceError(f"{name} is neither a mapping nor a function{_hint(value)}")
    result = _called(value, name)
    if isinstance(result, Mapping):
        return result
    if inspect.iscoroutine(result):
        result.close()
        raise SourceError(f"{name} is a coroutine function; write a plain function that returns a mapping")
    raise SourceError(f"{name} returns {_kind(result)}; write a function that returns a mapping{_hint(result)}")


def _called(function: Callable[[], Any], name: str) -> Any:
    try:
        inspect.signature(function).bind()
    except TypeError as error:
        hint = _hint(function) or "; write a function that needs none"
        raise SourceError(f"{name} cannot be called without arguments{hint}") from error
    except ValueError:  # some built-in functions have no signature
        pass
    try:
        return function()
    except (Exception, SystemExit) as error:
        raise SourceError(f"{name} raises {cause(error)}") from error


def cause(error: BaseException) -> str:
    """Return kind and text of *error*, and the line that raised it."""
    text = " ".join(str(error).split())[:MAX_CAUSE]
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "importlib" not in frame.filename]
    where = f" ({frames[-1].filename}:{frames[-1].lineno})" if frames[1:] else ""
    return f"{type(error).__name__}: {text}{where}"


def _hint(value: Any) -> str:
    """Return which attribute of *value*, the object of a framework, is meant; nothing if it has none such."""
    for names in MAKERS:
        found = value
        for name in names.split("."):
            found = inspect.getattr_static(found, name, None) and getattr(found, name, None)
        if callable(found):
            return f"; did you mean its {names!r}?"
    return ""


def _kind(value: object) -> str:
    return "nothing" if value is None else f"a {type(value).__name__}"


def as_json(document: Mapping[Any, Any]) -> bytes:
    """Return *document* as JSON. Raises :exc:`SourceError` if it contains something that JSON does not support."""
    try:
        return _LIMIT.sub(r"\1", json.dumps(document, default=_plain)).encode()
    except RecursionError as error:
        raise SourceError("it is nested too deeply") from error
    except (TypeError, ValueError) as error:
        raise SourceError(f"it cannot be written as JSON: {error}") from error


def _plain(value: Any) -> Any:
    """Return *value*, of a kind that JSON does not have, as one that it has."""
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if hasattr(value, "isoformat"):
        return value.isoformat()
    if isinstance(value, Iterable) and not isinstance(value, (bytes, bytearray)) and not _has_text(value):
        return sorted(value, key=str) if isinstance(value, (set, frozenset)) else list(value)
    if not _has_text(value):
        raise TypeError(f"{cut(repr(value))} is {_kind(value)}")
    return str(value)


def _has_text(value: object) -> bool:
    """Return whether *value* has a meaningful text, as addresses and lazy translations do."""
    return type(value).__str__ is not object.__str__ and not isinstance(value, (bytes, bytearray, set, frozenset))
