"""How often Python looks for cyclic garbage during a build.

A site of thousands of pages has millions of objects, nearly all of which live until the build ends. It saves a tenth of
a build: ``python -m tests.benchmarks full``.
"""

from __future__ import annotations

import atexit
import ctypes
import gc
from contextlib import suppress
from typing import TYPE_CHECKING

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
        # Python looks through all objects several times when it ends, which takes the longer the more pages there are.
        atexit.unregister(gc.freeze)
        atexit.register(gc.freeze)
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
