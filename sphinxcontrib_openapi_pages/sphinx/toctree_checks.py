"""Finds APIs that are in no toctree, and stale overrides: files among the pages of an API that belong to no page."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from sphinx.util import logging

from ..openapi.diagnostics import Place, Subtype, warn
from ..site.api_index import MountedApi
from .environment import included_documents, toctrees
from .project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

logger = logging.getLogger(__name__)

WARNED = "openapi-pages"
"""The value of ``orphan`` in the metadata of a stale override. With it, Sphinx does not warn a second time."""


def spare_sphinx(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Keep Sphinx from warning that stale overrides are in no toctree (event ``env-updated``)."""
    for docname in [name for name, data in env.metadata.items() if data.get("orphan") == WARNED]:
        del env.metadata[docname]["orphan"]
    for api in page_project(env).apis.values():
        for docname in _stale(env, api):
            env.metadata[docname]["orphan"] = WARNED
    return []


def check_placement(app: Sphinx, env: BuildEnvironment) -> None:
    """Warn about stale overrides, and mention APIs that are in no toctree (event ``env-check-consistency``).

    The second is not a warning, because it may be intended.
    """
    for api in page_project(env).apis.values():
        if api.operations and not _is_placed(env, api):
            logger.info("[openapi] no toctree contains the API at %r; add %r to a toctree", api.folder, api.index)
        for docname, closest in stale_overrides(env, api).items():
            message = f"there is no page at {docname!r}" + (f", the closest is {closest!r}" if closest else "")
            place = Place(str(env.doc2path(docname)))
            warn(Subtype.PLACEMENT, f"{message}; rename the file, or add it to a toctree", place, lasts=False)


def _is_placed(env: BuildEnvironment, api: MountedApi) -> bool:
    return env.config.root_doc in api.docnames or any(
        not api.docnames.isdisjoint(names) for parent, names in toctrees(env).items() if parent not in api.docnames
    )


def stale_overrides(env: BuildEnvironment, api: MountedApi) -> dict[str, str]:
    """Return the documents that look like overrides of pages that no longer exist, each with the closest page.

    If the document of an API cannot be read, its pages are unknown.
    """
    if not api.is_read:
        return {}
    pages = [name for name in api.docnames if name != api.index]
    return {docname: next(iter(get_close_matches(docname, pages, 1, 0)), "") for docname in _stale(env, api)}


def _stale(env: BuildEnvironment, api: MountedApi) -> list[str]:
    """Return the documents in the folders of groups that are no pages, in no toctree, and included nowhere."""
    project = page_project(env)
    placed = {name for names in toctrees(env).values() for name in names} | included_documents(env)
    found = []
    for docname in sorted(env.found_docs - project.pages.keys() - placed):
        is_nested = docname.startswith(f"{api.folder}/") and "/" in docname.removeprefix(f"{api.folder}/")
        is_orphan = env.metadata[docname].get("orphan", WARNED) != WARNED
        if is_nested and not is_orphan and project.api_around(docname) is api:
            found.append(docname)
    return found
