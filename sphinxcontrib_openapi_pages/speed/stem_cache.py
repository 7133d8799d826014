"""Words of the search index stemmed once in a build, not once a page.

It saves a twentieth of a build of thousands of pages without PyStemmer: ``python -m tests.benchmarks full``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def cache_stems(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Cache the stem of each word (event ``doctree-resolved``: the builder has its index by then)."""
    stemmer = getattr(getattr(app.builder, "indexer", None), "lang", None)
    if stemmer is not None and not hasattr(stemmer.stem, "cache_info"):
        stemmer.stem = cache(stemmer.stem)
