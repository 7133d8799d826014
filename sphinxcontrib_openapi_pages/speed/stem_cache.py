"""Stems each word of the search index once in a build, instead of once for each page.

Without PyStemmer, the measure saves a twentieth of a build of thousands of pages. To measure it:
``python -m tests.benchmarks full``.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docutils import nodes
    from sphinx.application import Sphinx


def cache_stems(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Cache the stem of each word. Event ``doctree-resolved``, because the builder has no index earlier."""
    stemmer = getattr(getattr(app.builder, "indexer", None), "lang", None)
    if stemmer is not None and not hasattr(stemmer.stem, "cache_info"):
        stemmer.stem = cache(stemmer.stem)
