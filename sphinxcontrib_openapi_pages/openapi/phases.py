"""How long each phase of a build takes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.sharedctypes import RawArray
from time import perf_counter
from typing import Any

PHASES = ("read", "parse", "bundle", "menu", "sources", "render", "navigation", "outputs")
"""The phases, in their order."""


class Phases:
    """Seconds by phase, for all processes together. Time in a nested phase does not count for the outer phase."""

    def __init__(self) -> None:
        # Without a lock, which not every system has: where processes add at the same instant, one of the times is lost.
        self._seconds = RawArray("d", len(PHASES))
        self._running: list[int] = []
        self._since = 0.0

    def __reduce__(self) -> tuple[Any, ...]:
        return Phases, ()

    @contextmanager
    def timed(self, name: str) -> Iterator[None]:
        """Count the time of the context for the phase *name*."""
        self._count()
        self._running.append(PHASES.index(name))
        try:
            yield
        finally:
            self._count()
            self._running.pop()

    def _count(self) -> None:
        now = perf_counter()
        if self._running:
            self._seconds[self._running[-1]] += now - self._since
        self._since = now

    def taken(self) -> dict[str, float]:
        """Return the seconds so far, by phase."""
        return dict(zip(PHASES, self._seconds[:], strict=True))
