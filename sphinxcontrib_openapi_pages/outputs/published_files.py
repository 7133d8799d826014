"""What is published beside the pages, for tools: Markdown twins of operations, whole documents, ``llms.txt``.

A twin is the source of an operation's page, with the author's words in it if there are any.
"""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from sphinx.builders import Builder
from sphinx.util import logging

from ..openapi.atomic_files import update_file
from ..render.nodes import PUBLISHERS
from ..site.addresses import BUNDLES, TWINS, twin_path
from ..site.api_index import MountedApi
from ..site.page_sources import SECTION
from ..sphinx.diagnostics import failing_writes_end_the_build
from ..sphinx.project import PagesProject, page_project
from .changes_builder import ChangesBuilder
from .llms_txt import publish_indexes
from .review_builder import ReviewBuilder

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)


def publish(app: Sphinx, exception: Exception | None) -> None:
    """Write everything beside the pages (event ``build-finished``)."""
    if exception is not None or app.builder.name not in PUBLISHERS:
        return
    project = page_project(app.env)
    outdir = Path(app.outdir)
    with failing_writes_end_the_build():
        for api in project.apis.values():
            _publish_twins(api, project, outdir)
            _publish_bundle(api, project, outdir)
        if project.apis:
            publish_indexes(app, project, outdir)


# Twins


def _publish_twins(api: MountedApi, project: PagesProject, outdir: Path) -> None:
    wanted = {twin_path(api.folder, operation.docname): operation for operation in api.operations}
    folder = f"{api.folder}/{TWINS}"
    for path in (outdir / folder).glob("*.md"):
        if f"{folder}/{path.name}" not in wanted:
            path.unlink()
    for name, operation in wanted.items():
        source, path = project.page_source(operation.docname), outdir / name
        if operation.docname not in project.overridden:
            update_file(path, source.read_bytes())
            continue
        twin = _twin(source, Path(project.doc2path(operation.docname, absolute=True))).encode()
        update_file(path, twin)
        shown = outdir / "_sources" / f"{project.doc2path(operation.docname, absolute=False)}.txt"
        if shown.is_file():
            update_file(shown, twin)


def _twin(source: Path, override: Path) -> str:
    """Return the page source with the words of *override* between heading and document."""
    heading, _, rest = source.read_text("utf-8").partition(SECTION)
    words = FRONT_MATTER.sub("", override.read_text("utf-8")).strip()
    if override.suffix != ".md":
        words = f"~~~~ rst\n{words}\n~~~~"
    return f"{heading}{words}\n\n{SECTION}{rest}"


def _publish_bundle(api: MountedApi, project: PagesProject, outdir: Path) -> None:
    for name in BUNDLES:
        source, target = project.bundle(api.folder, name), outdir / api.folder / name
        if source.is_file():
            update_file(target, source.read_bytes())
        else:
            target.unlink(missing_ok=True)


# Builder


class OpenApiJsonBuilder(Builder):
    """Publishes what is beside the pages, and no pages."""

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
    """Let builders that need no pages read the documents of the author alone (event ``env-before-read-docs``)."""
    if app.builder.name in (OpenApiJsonBuilder.name, ChangesBuilder.name, ReviewBuilder.name):
        docnames[:] = [docname for docname in docnames if docname not in page_project(env).pages]
