"""Adds methods to the entries of operations in menus, and distinguishes entries with the same title."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ..render.menu_entry import MARK, METHOD
from ..site.api_index import MountedApi, OperationEntry
from .environment import menu_entry, title_of
from .project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment


def label_operations(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Label the entries of all operations, and return the pages whose entries are others now (event ``env-updated``).

    It happens in each build, since the title of one page may make that of another ambiguous.
    """
    has_methods = app.config.openapi_pages_menu_methods
    changed = []
    for api in page_project(env).apis.values():
        marks = _marks(env, api, has_methods=has_methods)
        for operation in api.operations:
            entry = menu_entry(env, operation.docname)
            wanted = {METHOD: operation.method if has_methods else "", MARK: marks.get(operation.docname, "")}
            if entry is not None and any(entry.get(name, "") != value for name, value in wanted.items()):
                entry.attributes.update(wanted)
                changed.append(operation.docname)
    return changed


def _marks(env: BuildEnvironment, api: MountedApi, *, has_methods: bool) -> dict[str, str]:
    """Return the text, by docname, that distinguishes operations of a group with the same title and label."""

    def seen(entry: OperationEntry) -> tuple[str, str, str]:
        title = title_of(env, entry.docname) or entry.title
        return entry.group, title.casefold(), entry.method if has_methods else ""

    counts = Counter(map(seen, api.operations))
    return {
        entry.docname: entry.path if has_methods else entry.route for entry in api.operations if counts[seen(entry)] > 1
    }
