"""The only module that uses attributes of Sphinx's environment that are not documented.

The documented ones are in https://www.sphinx-doc.org/en/master/extdev/envapi.html. The attributes used here have not
changed since Sphinx 1, and there is no documented way to get what they hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from docutils import nodes

from ..render.nodes import exact_text

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def title_of(env: BuildEnvironment, docname: str) -> str | None:
    """Return the title of a document as text; ``None`` if it has not been read."""
    return exact_text(env.titles[docname]) if docname in env.titles else None


def read_documents(env: BuildEnvironment) -> Collection[str]:
    """Return the documents that this or an earlier build has read."""
    return env.all_docs.keys()


def depends_on(env: BuildEnvironment, docname: str, path: Path) -> bool:
    """Return whether a document depends on the file at *path* in addition to its source."""
    return path in env.dependencies.get(docname, ())


def toctrees(env: BuildEnvironment) -> Mapping[str, list[str]]:
    """Return, for each document, the documents in its toctrees, in their order."""
    return env.toctree_includes


def parents(env: BuildEnvironment) -> dict[str, str]:
    """Return the parent of each document. If it is in several toctrees, the last one counts, as in Sphinx."""
    return {child: parent for parent, children in toctrees(env).items() for child in children}


def included_documents(env: BuildEnvironment) -> set[str]:
    """Return the documents that other documents include."""
    return {docname for docnames in env.included.values() for docname in docnames}


def menu_entry(env: BuildEnvironment, docname: str) -> nodes.reference | None:
    """Return the link to a document in menus, before Sphinx copies it for each of them."""
    contents = env.tocs.get(docname)
    return contents and next(iter(contents.findall(nodes.reference)), None)


def do_not_rewrite(env: BuildEnvironment, docname: str, others: Collection[str]) -> None:
    """Do not write *others* again although *docname* was read again."""
    env.files_to_rebuild[docname] = env.files_to_rebuild.get(docname, set()).difference(others)


def forget_contents(env: BuildEnvironment, docnames: Collection[str]) -> None:
    """Drop the titles and tables of contents of documents. These take most of the space of an environment."""
    for held in (env.tocs, env.titles, env.longtitles):
        for docname in docnames:
            held.pop(docname, None)
