"""The operations that the console offers, and the files of Swagger UI."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..openapi.source.locations import is_url
from ..openapi.spec_tables import METHODS
from .addresses import CONSOLE
from .api_index import MountedApi, OperationEntry
from .menu import entry_matches

PACKAGE = "drf_spectacular_sidecar"
"""The package that ships Swagger UI, as the extra ``console`` installs it."""

SWAGGER_UI = ("swagger-ui-bundle.js", "swagger-ui.css", "oauth2-redirect.html", "oauth2-redirect.js", "LICENSE")

SENDABLE = frozenset(METHODS) - {"trace"}
"""Methods that Swagger UI knows and browsers send."""


@cache
def swagger_ui() -> Path | None:
    """Return the folder with the files of Swagger UI, if they are installed.

    Its package is not imported, because it would import Django.
    """
    spec = find_spec(PACKAGE)
    folders = spec.submodule_search_locations if spec is not None else None
    folder = Path(folders[0], "static", PACKAGE, "swagger-ui-dist") if folders else None
    return folder if folder is not None and all((folder / name).is_file() for name in SWAGGER_UI) else None


def swagger_ui_version() -> str:
    """Return the version of the package that ships Swagger UI."""
    return version(PACKAGE)


def console_page(folder: str) -> str:
    """Return the docname of the page with the console of the API at *folder*."""
    return f"{folder}/{CONSOLE}"


def settings_path(folder: str) -> str:
    """Return the path of the published file with the settings of the console of the API at *folder*."""
    return f"{folder}/{CONSOLE}.json"


def is_sendable(api: MountedApi, entry: OperationEntry) -> bool:
    """Return whether the console of *api* sends requests to the operation."""
    is_excluded = any(entry_matches(pattern, entry) for pattern in api.options.console_exclude)
    return entry.method in SENDABLE and not entry.is_webhook and not is_excluded


def operation_name(docname: str) -> str:
    """Return the name by which the console knows the operation with the page *docname*: that of its twin."""
    return docname.rpartition("/")[2]


def settings(api: MountedApi) -> dict[str, Any]:
    """Return the settings of the console of *api*."""
    operations: dict[str, dict[str, str]] = {}
    excluded = []
    for entry in api.operations:
        name = operation_name(entry.docname)
        if not entry.is_webhook:
            operations.setdefault(entry.path, {})[entry.method] = name
            if not is_sendable(api, entry):
                excluded.append(name)
    return {
        "base": api.location if is_url(api.location) else "",
        "server": api.options.server,
        "operations": operations,
        "excluded": excluded,
        "proxy": dict(api.options.console_proxy),
    }
