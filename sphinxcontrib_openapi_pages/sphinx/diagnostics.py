"""Reports diagnostics as Sphinx warnings with type and subtype, for :confval:`suppress_warnings`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sphinx.errors import ExtensionError
from sphinx.util import logging

from ..openapi.atomic_files import WriteError
from ..openapi.diagnostics import Diagnostic

logger = logging.getLogger(__name__)

TYPE = "openapi_pages"
"""The type of all warnings of the extension."""


def warn_with_sphinx(diagnostic: Diagnostic) -> None:
    """Report *diagnostic* as a Sphinx warning, or a note as a line of the build."""
    if diagnostic.is_note:
        logger.info("[openapi] %s: %s", diagnostic.place, diagnostic.message)
        return
    logger.warning(diagnostic.message, type=TYPE, subtype=diagnostic.subtype.code, location=diagnostic.place)


@contextmanager
def failing_writes_end_the_build() -> Iterator[None]:
    """If a file cannot be written, end the build with an error of Sphinx, which is shown without a traceback."""
    try:
        yield
    except WriteError as error:
        raise ExtensionError(str(error)) from error
