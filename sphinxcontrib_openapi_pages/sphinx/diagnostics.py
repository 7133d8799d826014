"""Diagnostics as Sphinx warnings, each with type and subtype, so that :confval:`suppress_warnings` can silence it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sphinx.errors import ExtensionError
from sphinx.util import logging

from ..openapi.atomic_files import WriteError
from ..openapi.diagnostics import Diagnostic

logger = logging.getLogger(__name__)

TYPE = "openapi_pages"
"""Type of all warnings of the extension."""


def warn_with_sphinx(diagnostic: Diagnostic) -> None:
    """Report *diagnostic* as a Sphinx warning, or a note as a line of the build."""
    if diagnostic.is_note:
        logger.info("[openapi] %s: %s", diagnostic.place, diagnostic.message)
        return
    logger.warning(diagnostic.message, type=TYPE, subtype=diagnostic.subtype.code, location=diagnostic.place)


@contextmanager
def failing_writes_end_the_build() -> Iterator[None]:
    """Let a file that cannot be written end the build with an error of Sphinx's own, which has no traceback."""
    try:
        yield
    except WriteError as error:
        raise ExtensionError(str(error)) from error
