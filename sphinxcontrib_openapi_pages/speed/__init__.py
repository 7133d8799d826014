"""Measures that make builds faster and change no page. Each module says what its measure does and gains.

The measures use private parts of Sphinx. So they apply only with versions of Sphinx that were tested, and only if
``openapi_pages_fast`` is true. Otherwise their modules are not imported: builds take longer, and pages are the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx import version_info

from ..outputs.navigation import Drawings

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

TESTED = frozenset({(8, 2), (9, 0), (9, 1), (9, 2)})
"""The versions of Sphinx with which the measures were tested."""


def is_fast(config: Config) -> bool:
    """Return whether the measures apply."""
    return bool(config.openapi_pages_fast) and version_info[:2] in TESTED


def drawings_of(app: Sphinx) -> Drawings:
    """Return the object that draws the navigation in this build."""
    if not is_fast(app.config):
        return Drawings()
    from .shared_navigation import SharedDrawings

    return SharedDrawings(app)


def apply_measures(app: Sphinx, config: Config) -> None:
    """Connect the handlers of the measures, if they apply (event ``config-inited``)."""
    if not is_fast(config):
        return
    from .docutils_settings import DocutilsSettings
    from .garbage_collector import Collector
    from .parallel import ParallelBuild
    from .pickled_doctrees import drop_pickled_doctree
    from .rewritten_pages import keep_titles, leave_parents
    from .stem_cache import cache_stems
    from .title_cache import cache_titles

    collector, settings, processes = Collector(), DocutilsSettings(), ParallelBuild()
    collector.relax()
    for event, handler, priority in (
        ("builder-inited", cache_titles, 500),
        ("env-before-read-docs", keep_titles, 500),
        ("env-before-read-docs", settings.start, 500),
        # These run last, since other handlers make objects that the processes share.
        ("env-before-read-docs", collector.share, 1000),
        ("env-before-read-docs", processes.start, 1000),
        ("doctree-resolved", drop_pickled_doctree, 500),
        ("doctree-resolved", cache_stems, 500),
        ("write-started", leave_parents, 500),
        ("write-started", collector.share, 1000),
        ("build-finished", settings.end, 500),
        ("build-finished", processes.end, 500),
        ("build-finished", collector.restore, 1000),
    ):
        app.connect(event, handler, priority=priority)
