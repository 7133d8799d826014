"""Computes the settings of docutils once for all pages.

Sphinx 9 makes docutils' option parser, with all of its options, anew for each document. The measure saves a twentieth
of the time for reading. To measure it: ``python -m tests.benchmarks full``.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING, Any

import sphinx.util.docutils
from docutils.utils import DependencyList

from ..sphinx.page_parser import PageParser

if TYPE_CHECKING:
    from sphinx.application import Sphinx


class DocutilsSettings:
    """The settings of docutils for the pages in one build."""

    def __init__(self) -> None:
        self._work_out: Callable[..., Any] | None = getattr(sphinx.util.docutils, "_get_settings", None)
        """Sphinx 9's function that computes settings. Sphinx 8 has none, and computes them once for all documents."""
        self._defaults: dict[str, Any] = {}
        self._settings: Any = None

    def start(self, app: Sphinx, *_: object) -> None:
        """Replace Sphinx's function by ours (event ``env-before-read-docs``)."""
        if self._work_out is not None:
            sphinx.util.docutils._get_settings = self._get  # type: ignore[assignment]

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Restore Sphinx's function (event ``build-finished``)."""
        if self._work_out is not None:
            sphinx.util.docutils._get_settings = self._work_out

    def _get(self, *components: Any, defaults: dict[str, Any], **options: Any) -> Any:
        assert self._work_out is not None
        if not isinstance(components[-1], PageParser):
            return self._work_out(*components, defaults=defaults, **options)
        if self._defaults != defaults:
            self._defaults = dict(defaults)
            self._settings = self._work_out(*components, defaults=defaults, **options)
        settings = copy(self._settings)
        settings.record_dependencies = DependencyList()
        return settings
