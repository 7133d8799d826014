"""Older versions of an API, prepared in the same way as the current one."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..openapi.source.git_revision import OldVersion, old_version
from ..openapi.source.store import Source, Store
from ..site.api_changes import OldApi, read_old
from ..site.api_index import MountedApi
from .preparation import preparation
from .project import api_store, page_project

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def read_older(env: BuildEnvironment, api: MountedApi, find: Callable[[Store], OldVersion]) -> OldApi:
    """Return the version of *api* that *find* returns for the store that reads its document.

    Raises :exc:`~.openapi.source.locations.SourceError` or :exc:`~.openapi.parsing.reader.LoadError`.
    """
    project, options = page_project(env), api.options
    store = api_store(Source(api.location), options, project.confdir, project.cache, project.phases)
    prepare = preparation(env.events, api.folder, options, project.confdir, store)
    return read_old(find(store), api.folder, options, prepare)


def read_since(env: BuildEnvironment, api: MountedApi) -> OldApi:
    """Return the version of *api* that the option ``since`` names. Raises as :func:`read_older` does."""
    confdir = page_project(env).confdir
    return read_older(env, api, lambda store: old_version(api.options.since, confdir, store))
