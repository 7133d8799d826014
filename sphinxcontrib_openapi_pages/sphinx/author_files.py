"""Finds files of the author at the addresses of pages, and documents that would be written to the file of a page."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sphinx.builders.html import StandaloneHTMLBuilder
from sphinx.util import logging

from ..config import conf_place
from ..openapi.diagnostics import Place, Subtype, warn
from .project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def tell_of_overrides(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Report files that are shown on pages of an API: they may be older than it (event ``env-before-read-docs``)."""
    project = page_project(env)
    for api in project.apis.values():
        if api.index in project.overridden and api.index in docnames:
            file = project.doc2path(api.index, absolute=False)
            logger.info(
                "[openapi] %s appears at the top of the page of the API at %r, above the content of the document",
                file,
                api.folder,
            )


def warn_of_shared_files(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Warn of documents that the builder writes into the file of a page, as ``dirhtml`` may (``env-updated``)."""
    builder, project = app.builder, page_project(env)
    if not isinstance(builder, StandaloneHTMLBuilder):
        return []
    for docname in sorted((env.found_docs - project.pages.keys()) | {api.index for api in project.apis.values()}):
        page = docname.removesuffix("/index") if docname.endswith("/index") else f"{docname}/index"
        if page in project.pages and builder.get_outfilename(docname) == builder.get_outfilename(page):
            _warn_of_shared_file(app, docname, page)
    return []


def _warn_of_shared_file(app: Sphinx, docname: str, page: str) -> None:
    project = page_project(app.env)
    both = f"the builder {app.builder.name!r} writes {docname!r} and the page {page!r}"
    message = f"{both} to the same file, so one of them is lost"
    if docname in project.pages:
        folder = project.pages[docname]
        place, advice = conf_place(Path(app.confdir)), f"write another folder for the API at {folder!r}"
    else:
        source = project.doc2path(docname, absolute=True)
        place, advice = Place(str(source)), "rename the file"
        if page not in project.overridden:
            advice += f", or make it {page}{source.suffix} to have its words on the page"
    warn(Subtype.ADDRESS, f"{message}; {advice}", place)
