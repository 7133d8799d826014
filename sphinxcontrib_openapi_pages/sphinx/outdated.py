"""Finds documents that Sphinx must read again although their files have not changed (event ``env-get-outdated``)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..site.api_index import MountedApi
from .environment import depends_on, read_documents
from .project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

NEW = "openapi-new"
"""Key in the metadata of pages that show their operation as new."""

NOTED = "openapi-coverage"
"""Key in the metadata of documents that show a coverage."""


MARK = "openapi-mark"
"""Metadatum of the pages of APIs: the mark in their title."""


def find_moved(app: Sphinx, env: BuildEnvironment, *_: object) -> set[str]:
    """Return the pages whose override was added or removed since they were read (event ``env-get-outdated``).

    Sphinx compares the times of the present file. It does not notice that the page had another file before. Here,
    dependencies tell this: only a page that was read with an override depends on its source in the cache.
    """
    project = page_project(env)
    return {
        docname
        for docname in project.pages.keys() & read_documents(env)
        if (docname in project.overridden) != depends_on(env, docname, project.page_source(docname))
    }


def note_new(env: BuildEnvironment, docname: str) -> None:
    """Note in the metadata that the page shows its operation as new."""
    env.metadata[docname][NEW] = True


def find_aged(app: Sphinx, env: BuildEnvironment, *_: object) -> set[str]:
    """Return the pages whose operation became new, or is no longer new (event ``env-get-outdated``)."""
    entries = (entry for api in page_project(env).apis.values() for entry in api.operations)
    read = read_documents(env)
    return {e.docname for e in entries if e.docname in read and e.is_new != (NEW in env.metadata[e.docname])}


def note_mark(env: BuildEnvironment, api: MountedApi) -> None:
    """Record the text that distinguishes the title of *api* from those of other APIs."""
    env.metadata[api.index][MARK] = api.mark


def find_marked(app: Sphinx, env: BuildEnvironment, *_: object) -> set[str]:
    """Return the pages of APIs whose titles need another such text, or none any more (event ``env-get-outdated``)."""
    apis, read = page_project(env).apis.values(), read_documents(env)
    return {api.index for api in apis if api.index in read and env.metadata[api.index].get(MARK, "") != api.mark}


def note_coverage(env: BuildEnvironment, docname: str) -> None:
    """Note in the metadata that the document shows a coverage. An override that is added or removed changes it."""
    env.metadata[docname][NOTED] = True


def find_uncovered(app: Sphinx, env: BuildEnvironment, *_: object) -> set[str]:
    """Return the documents that show a coverage, if an override was added or removed (event ``env-get-outdated``)."""
    shown = {docname for docname in read_documents(env) if NOTED in env.metadata[docname]}
    return shown if shown and find_moved(app, env) else set()
