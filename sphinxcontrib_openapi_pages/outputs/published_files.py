"""Publishes files beside the pages: whole documents, ``llms.txt`` and, in :mod:`.twins`, Markdown twins."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from sphinx.builders import Builder
from sphinx.util import logging

from ..openapi.atomic_files import update_file
from ..render.nodes import PUBLISHERS
from ..site.addresses import BUNDLES
from ..site.api_index import MountedApi
from ..sphinx.diagnostics import failing_writes_end_the_build
from ..sphinx.project import PagesProject, page_project
from .changes_builder import ChangesBuilder
from .llms_txt import publish_indexes
from .review_builder import ReviewBuilder
from .twins import publish_twins

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Write everything beside the pages (event ``build-finished``)."""
    if exception is not None or app.builder.name not in PUBLISHERS:
        return
    project = page_project(app.env)
    outdir = Path(app.outdir)
    with failing_writes_end_the_build(), project.phases.timed("outputs"):
        for api in project.apis.values():
            publish_twins(api, project, outdir)
            _publish_bundle(api, project, outdir)
        if project.apis:
            publish_indexes(app, project, outdir)


# Documents


def _publish_bundle(api: MountedApi, project: PagesProject, outdir: Path) -> None:
    for name in BUNDLES:
        source, target = project.bundle(api.folder, name), outdir / api.folder / name
        if source.is_file():
            update_file(target, source.read_bytes())
        else:
            target.unlink(missing_ok=True)


# Builder


class OpenApiJsonBuilder(Builder):
    """Publishes the files for tools, without any pages."""

    name = "openapi-json"
    epilog = "The OpenAPI documents and twins are in %(outdir)s."
    allow_parallel = True
    supported_image_types: ClassVar[list[str]] = []

    def get_outdated_docs(self) -> list[str]:
        """Return no documents: none is written."""
        return []

    def get_target_uri(self, docname: str, typ: str | None = None) -> str:
        """Return the address that the page has on a site of HTML."""
        return f"{quote(docname)}.html"

    def prepare_writing(self, docnames: AbstractSet[str]) -> None:
        """Do nothing: there is nothing to prepare."""

    def write_documents(self, docnames: AbstractSet[str]) -> None:
        """Write no documents."""


def leave_pages(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Let builders that need no pages read the documents of the author alone (event ``env-before-read-docs``).

    Overrides are among these: their toctrees may lead to other documents.
    """
    if app.builder.name in (OpenApiJsonBuilder.name, ChangesBuilder.name, ReviewBuilder.name):
        project = page_project(env)
        docnames[:] = [name for name in docnames if name not in project.pages or name in project.overridden]
