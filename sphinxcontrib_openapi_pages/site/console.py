"""Which operations the console sends requests to, and the files of Swagger UI that it is made of."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ..openapi.source.locations import is_url
from .addresses import CONSOLE
from .api_index import MountedApi, OperationEntry
from .menu import entry_matches

PACKAGE = "drf_spectacular_sidecar"
"""The package that ships Swagger UI, as the extra ``console`` installs it."""

SWAGGER_UI = ("swagger-ui-bundle.js", "swagger-ui.css", "oauth2-redirect.html", "oauth2-redirect.js", "LICENSE")


@cache
def swagger_ui() -> Path | None:
    """Return the folder with the files of Swagger UI, if they are installed.

    Its package is not imported: it would import Django.
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
    """Return the path of the published file that tells the console of the API at *folder* what it has to know."""
    return f"{folder}/{CONSOLE}.json"


def is_sendable(api: MountedApi, entry: OperationEntry) -> bool:
    """Return whether the console of *api* sends requests to the operation."""
    return not entry.is_webhook and not any(entry_matches(p, entry) for p in api.options.console_exclude)


def operations(api: MountedApi) -> dict[str, dict[str, bool]]:
    """Return the methods of each path that has pages, and for each whether the console sends requests to it."""
    found: dict[str, dict[str, bool]] = {}
    for entry in api.operations:
        if not entry.is_webhook:
            found.setdefault(entry.path, {})[entry.method] = is_sendable(api, entry)
    return found


def settings(api: MountedApi) -> dict[str, Any]:
    """Return what the console of *api* has to know of it."""
    return {
        "base": api.location if is_url(api.location) else "",
        "server": api.options.server,
        "operations": operations(api),
        "proxy": dict(api.options.console_proxy),
    }
