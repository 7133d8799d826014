"""What is read from Sphinx's environment beside its documented interface, in one place.

The documented part is https://www.sphinx-doc.org/en/master/extdev/envapi.html. These attributes have been there, and
the same, since Sphinx 1; no other way leads to what they hold.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sphinx.environment import BuildEnvironment


def title_of(env: BuildEnvironment, docname: str) -> str | None:
    """Return the title of a document as text; ``None`` if it has not been read."""
    return env.titles[docname].astext() if docname in env.titles else None


def read_documents(env: BuildEnvironment) -> Collection[str]:
    """Return the documents that this build or an earlier one has read."""
    return env.all_docs.keys()


def depends_on(env: BuildEnvironment, docname: str, path: Path) -> bool:
    """Return whether a document depends on the file at *path*, beside its own."""
    return path in env.dependencies.get(docname, ())


def toctrees(env: BuildEnvironment) -> Mapping[str, list[str]]:
    """Return the documents in the toctrees of each document, in their order."""
    return env.toctree_includes


def parents(env: BuildEnvironment) -> dict[str, str]:
    """Return the document above each document: as for Sphinx, the last one in whose toctree it stands."""
    return {child: parent for parent, children in toctrees(env).items() for child in children}


def included_documents(env: BuildEnvironment) -> set[str]:
    """Return the documents that others include as a part of themselves."""
    return {docname for docnames in env.included.values() for docname in docnames}


def do_not_rewrite(env: BuildEnvironment, docname: str, others: Collection[str]) -> None:
    """Let *others* be as they are when *docname* is written because it was read again."""
    env.files_to_rebuild[docname] = env.files_to_rebuild.get(docname, set()).difference(others)


def forget_contents(env: BuildEnvironment, docnames: Collection[str]) -> None:
    """Drop the titles and tables of contents of documents: most of what an environment holds for each."""
    for held in (env.tocs, env.titles, env.longtitles):
        for docname in docnames:
            held.pop(docname, None)
