"""Tables of contents in Sphinx's environment, opened only where someone asks for one.

They are most of what Sphinx loads when a build begins and saves when it ends, for every document of the site; a build
after a small change looks at a few.
"""

from __future__ import annotations

import pickle
from collections import UserDict
from typing import TYPE_CHECKING, Any

from docutils import nodes

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class Contents(UserDict[str, nodes.bullet_list]):
    """The table of contents of each document, by docname; those that nobody asked for are as they were pickled."""

    def __init__(self, given: Any = ()) -> None:
        super().__init__()
        self.data.update(given)

    def __getitem__(self, docname: str) -> nodes.bullet_list:
        found: Any = self.data[docname]
        if isinstance(found, bytes):
            found = self.data[docname] = pickle.loads(found)  # noqa: S301 (Sphinx has unpickled all around it)
        return found  # type: ignore[no-any-return]

    def __reduce__(self) -> tuple[Any, ...]:
        packed = {
            docname: found if isinstance(found, bytes) else pickle.dumps(found, pickle.HIGHEST_PROTOCOL)
            for docname, found in self.data.items()
        }
        return Contents, (packed,)


def keep_packed(app: Sphinx) -> None:
    """Let the environment have its tables of contents so (event ``builder-inited``)."""
    if not isinstance(app.env.tocs, Contents):
        app.env.tocs = Contents(app.env.tocs)  # type: ignore[assignment]
