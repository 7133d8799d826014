"""The consoles of APIs: a page for each, and the files that this page and the buttons of operations load.

The console is Swagger UI. Our own files are in the folder ``console_files``; those of Swagger UI come from the extra
``console`` and are published unchanged.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sphinx.util.osutil import relative_uri

from ..config import conf_place
from ..locale import _
from ..openapi.atomic_files import update_file
from ..openapi.diagnostics import Subtype, warn
from ..render.console import CONSOLE_BUILDERS, console_reference, has_consoles
from ..site.addresses import BUNDLES, TWINS
from ..site.api_index import MountedApi
from ..site.console import (
    SWAGGER_UI,
    console_page,
    settings,
    settings_path,
    swagger_ui,
    swagger_ui_version,
)
from ..sphinx.diagnostics import failing_writes_end_the_build
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx

FILES = Path(__file__).parent / "console_files"
STATIC = "_static/openapi-console"
"""Folder of the files of Swagger UI in the site."""

BUTTON_SCRIPT = "openapi-try.js"
SCRIPT = "openapi-console.js"


def _consoles(app: Sphinx) -> list[MountedApi]:
    """Return the APIs that have a console."""
    if app.builder.name not in CONSOLE_BUILDERS:
        return []
    return [api for api in page_project(app.env).apis.values() if api.options.console and api.operations]


def add_files(app: Sphinx) -> None:
    """Publish our files, or warn that those of Swagger UI are missing (event ``builder-inited``)."""
    apis = _consoles(app)
    if apis and swagger_ui() is None:
        message = (
            f"openapi_pages[{apis[0].folder!r}]['console'] needs Swagger UI; install it with "
            "\"pip install 'sphinxcontrib-openapi-pages[console]'\", then build with -a; there is no console"
        )
        warn(Subtype.CONFIG, message, conf_place(Path(app.confdir)))
    elif apis:
        app.config.html_static_path = [*app.config.html_static_path, str(FILES)]


def complete_page(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: nodes.document | None
) -> None:
    """Load the script of the buttons, and put the console on its page (event ``html-page-context``)."""
    if not has_consoles(app.builder):
        return
    api = next((api for api in _consoles(app) if console_page(api.folder) == pagename), None)
    if api is not None:
        context["body"] = context.get("body", "") + _place(app.builder.get_target_uri(pagename), api)
    if api is not None or (doctree is not None and any(doctree.findall(console_reference))):
        attributes: dict[str, Any] = {"data-script": f"{SCRIPT}?v={_fingerprint()}"}
        app.add_js_file(BUTTON_SCRIPT, loading_method="defer", **attributes)


def _fingerprint() -> str:
    """Return what changes whenever our files do, so that browsers do not go on with those that they have."""
    return f"{zlib.crc32(b''.join(path.read_bytes() for path in sorted(FILES.iterdir()))):x}"


def console_pages(app: Sphinx) -> Iterator[tuple[str, dict[str, Any], str]]:
    """Yield the page of each console for which the author wrote none (event ``html-collect-pages``)."""
    if not has_consoles(app.builder):
        return
    for api in _consoles(app):
        name = console_page(api.folder)
        if name in app.env.found_docs:
            continue
        title = _("Console: {api}").format(api=api.full_title)
        up = relative_uri(app.builder.get_target_uri(name), app.builder.get_target_uri(api.index))
        context = {
            "title": escape(title),
            "body": f"<h1>{escape(title)}</h1>\n",
            "parents": [{"link": up, "title": escape(api.full_title)}],
        }
        yield name, context, "page.html"


def _place(uri: str, api: MountedApi) -> str:
    """Return the HTML at *uri* that the script replaces with the console."""
    settings_uri = escape(relative_uri(uri, settings_path(api.folder)))
    links = " · ".join(f'<a href="{escape(relative_uri(uri, f"{api.folder}/{name}"))}">{name}</a>' for name in BUNDLES)
    words = escape(_("The console needs JavaScript. Without JavaScript, you can read the OpenAPI document:"))
    without_script = f"<noscript><p>{words} {links}</p></noscript>"
    return f'<div class="openapi-console-place" data-settings="{settings_uri}">{without_script}</div>\n'


def publish_consoles(app: Sphinx, exception: Exception | None) -> None:
    """Publish the files that the consoles load (event ``build-finished``)."""
    folder = swagger_ui()
    if exception is not None or folder is None:
        return
    outdir = Path(app.outdir)
    with failing_writes_end_the_build():
        for api in _consoles(app):
            for name in SWAGGER_UI:
                update_file(outdir / STATIC / name, (folder / name).read_bytes())
            path = settings_path(api.folder)
            told = settings(api) | {
                "document": BUNDLES[0],
                "twins": f"{TWINS}/",
                "console": relative_uri(path, app.builder.get_target_uri(console_page(api.folder))),
                "static": f"{relative_uri(path, STATIC)}/",
                "version": swagger_ui_version(),
                "words": _words(),
            }
            update_file(outdir / path, json.dumps(told, ensure_ascii=False).encode())


def _words() -> dict[str, str]:
    """Return the translated messages of the script."""
    words = {
        "tryIt": _("Try it: {operation}"),
        "close": _("Close"),
        "forget": _("Forget credentials"),
        "whole": _("Console of the whole API"),
        "loading": _("Loading the console…"),
        "failed": _("The console cannot be loaded. Check your network connection."),
        "missing": _("There is no such operation in this API."),
        "leftOut": _("Its fields are not shown here: see {name}.").format(name=BUNDLES[0]),
        "unread": _(
            "The browser does not let this page read the response of {service}, because the service does not permit it "
            "(CORS). The service must send these headers with each response, including the response to the OPTIONS "
            "request that browsers send first:"
        ),
        "unreachable": _(
            "{service} does not respond. Check your network connection, and whether the service is running."
        ),
        "insecure": _(
            "The browser does not send the request to {service}, because this page uses HTTPS and the service does not."
        ),
        "policy": _(
            "The browser does not send the request to {service}. Add the service to connect-src in the "
            "Content-Security-Policy of this site."
        ),
    }
    return {name: str(text) for name, text in words.items()}
