"""Makes Python look for cyclic garbage less often during a build.

A site of thousands of pages has millions of objects. Nearly all live until the build ends, so looking for garbage finds
little. The measure saves a tenth of a build. To measure it: ``python -m tests.benchmarks full``.
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
"""How many objects Python makes before it looks for cyclic garbage; see :func:`gc.set_threshold`."""


class Collector:
    """Changes the settings of Python's garbage collector for one build."""

    def __init__(self) -> None:
        self.former = gc.get_threshold()

    def relax(self) -> None:
        """Look for garbage less often. The greatest gain is when Sphinx loads its environment, which has none."""
        # When Python exits, it looks through all objects several times, which takes long with many pages.
        atexit.unregister(gc.freeze)
        atexit.register(gc.freeze)
        if self.former[0]:  # Zero means that somebody has turned the collector off.
            gc.set_threshold(*map(max, self.former, THRESHOLDS))

    def share(self, app: Sphinx, *_: object) -> None:
        """Let the processes of a parallel build share all present objects.

        The collector writes to each object at which it looks, so that each process would get a copy of its own. Events
        ``env-before-read-docs`` and ``write-started``.
        """
        if app.parallel > 1:
            gc.collect()
            gc.freeze()
        _give_back()

    def restore(self, app: Sphinx, exception: Exception | None) -> None:
        """Restore the settings (event ``build-finished``), but do not look through all objects of the build at once."""
        gc.set_threshold(*self.former)
        gc.freeze()
        gc.unfreeze()


def _give_back() -> None:
    """Return unused memory to the operating system, if the C library can do that (glibc)."""
    with suppress(AttributeError, OSError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
