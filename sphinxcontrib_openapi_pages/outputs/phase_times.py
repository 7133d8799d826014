"""Prints how long each phase of the build took, for ``sphinx-build -v``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sphinx.util import logging

from ..sphinx.project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx

logger = logging.getLogger(__name__)


def print_times(app: Sphinx, exception: Exception | None) -> None:
    """Print a line for each phase (event ``build-finished``)."""
    project = page_project(app.env)
    if exception is None and project.apis:
        for name, seconds in project.phases.taken().items():
            logger.verbose("[openapi] %s: %.3f s", name, seconds)
