"""The version of an API that the option ``since`` names, prepared as the present one is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..openapi.source.git_revision import old_version
from ..openapi.source.store import Source
from ..site.api_changes import OldApi, read_old
from ..site.api_index import MountedApi
from .preparation import preparation
from .project import api_store, page_project

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def read_since(env: BuildEnvironment, api: MountedApi) -> OldApi:
    """Return the older version of *api*.

    Raises :exc:`~.openapi.source.locations.SourceError` or :exc:`~.openapi.parsing.reader.LoadError`.
    """
    project, options = page_project(env), api.options
    store = api_store(Source(api.location), options, project.confdir, project.cache)
    prepare = preparation(env.events, api.folder, options, project.confdir, store)
    return read_old(old_version(options.since, project.confdir, store), api.folder, options, prepare)
