"""What a build keeps in memory, and how often Python looks through it.

A site of thousands of pages has millions of objects, nearly all of which live until the build ends.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from docutils import nodes

from ..sphinx.environment import forget_source
from ..sphinx.project import page_project

if TYPE_CHECKING:
    from sphinx.application import Sphinx

THRESHOLDS = (50_000, 20, 20)
"""How many objects are made before Python looks for cyclic garbage; see :func:`gc.set_threshold`."""


class Collector:
    """Python's collector of cyclic garbage, during one build and after it."""

    def __init__(self) -> None:
        self.former = gc.get_threshold()

    def relax(self) -> None:
        """Look for cycles less often: above all while Sphinx loads its environment, which has none."""
        if self.former[0]:  # else the author has turned it off
            gc.set_threshold(*map(max, self.former, THRESHOLDS))

    def share(self, app: Sphinx, *_: object) -> None:
        """Let the processes of a parallel build share what there is already.

        To look at an object is to write to it, so that each process would have a copy of its own. Events
        ``env-before-read-docs`` and ``write-started``.
        """
        if app.parallel > 1:
            gc.collect()
            gc.freeze()
        _give_back()

    def restore(self, app: Sphinx, exception: Exception | None) -> None:
        """Do as before the build (event ``build-finished``), but do not look through all that it has left at once."""
        gc.set_threshold(*self.former)
        gc.freeze()
        gc.unfreeze()


def _give_back() -> None:
    """Give the system what is free between what is kept, where the C library is one that can (glibc)."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def collector_paused() -> Iterator[None]:
    """Do not look for cycles: a document that is read has none, and nothing of it is garbage soon."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def forget_page(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Drop what the doctree of a page was read from, which nothing asks for again (event ``doctree-resolved``)."""
    if docname in page_project(app.env).pages:
        forget_source(app.env, docname)


def setup_memory(app: Sphinx) -> None:
    """Connect to the events, before and after all others."""
    collector = Collector()
    collector.relax()
    # Python looks through all objects several times when it ends, which takes the longer the more pages there are.
    atexit.unregister(gc.freeze)
    atexit.register(gc.freeze)
    app.connect("env-before-read-docs", collector.share, priority=1000)
    app.connect("write-started", collector.share, priority=1000)
    app.connect("doctree-resolved", forget_page)
    app.connect("build-finished", collector.restore, priority=1000)
