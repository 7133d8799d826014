"""Calls functions from ``conf.py``. If one fails, the build prints a warning with its name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from docutils import nodes

from ..config import conf_place
from ..openapi.code_samples import Language
from ..openapi.diagnostics import Subtype, warn
from ..openapi.operation import Operation
from ..openapi.sample_requests import Request
from .page import Page

MAX_SHOWN = 80
"""How many characters of a value a warning shows."""


def own_part(name: str, operation: Operation, page: Page) -> list[nodes.Node]:
    """Return the nodes that ``openapi_pages_parts[name]`` makes for *operation*; none if the function fails."""
    setting = f"openapi_pages_parts[{name!r}]"
    found = _called(setting, lambda: _listed(page.own_parts[name](operation)), page)
    if isinstance(found, list) and all(isinstance(node, nodes.Node) for node in found):
        return found
    if found is not None:
        _warn(f"{setting} returned {_short(repr(found))}; return a list of docutils nodes", page)
    return []


def own_samples(page: Page) -> Mapping[str, Language]:
    """Return the functions in ``openapi_pages_samples``, changed so that they return an empty text if they fail."""
    return {label: partial(_sample, label, write, page) for label, write in page.samples.items()}


def _sample(label: str, write: Callable[..., Any], page: Page, request: Request) -> str:
    setting = f"openapi_pages_samples[{label!r}]"
    found = _called(setting, lambda: write(request), page)
    if isinstance(found, str):
        return found
    if found is not None:
        _warn(f"{setting} returned {_short(repr(found))}; return a text", page)
    return ""


def _listed(found: Any) -> Any:
    """Return the nodes that a function yields as a list; return any other value unchanged."""
    return found if isinstance(found, (str, bytes, Mapping, nodes.Node)) else list(found or ())


def _called(setting: str, call: Callable[[], Any], page: Page) -> Any:
    """Return the result of *call*; if it raises an error, warn and return ``None``."""
    try:
        return call()
    except Exception as error:  # The author's code may raise anything.
        _warn(f"{setting} raised {type(error).__name__}: {_short(str(error))}", page)
        return None


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= MAX_SHOWN else f"{line[: MAX_SHOWN - 1]}…"


def _warn(what: str, page: Page) -> None:
    confdir = Path(page.document.settings.env.project.confdir)
    warn(Subtype.CONFIG, f"{what}; it is left out of the page {page.docname!r}", conf_place(confdir))
