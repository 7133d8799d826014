"""Makes the processes of a parallel build exchange and keep less.

Sphinx starts a process for every few dozen documents. A process that reads sends its whole environment back, with
documents that other processes had read before. A process that writes gets documents that the main process has resolved,
and the main process runs ahead as far as it can. With thousands of pages, this takes most of the time and memory of a
parallel build. To measure it: ``python -m tests.benchmarks full``.
"""

from __future__ import annotations

import gc
import time
from functools import partial
from typing import TYPE_CHECKING, Any

import sphinx.builders
from docutils import nodes
from sphinx.util.parallel import ParallelTasks

from ..sphinx.environment import forget_contents

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from sphinx.application import Sphinx
    from sphinx.environment import BuildEnvironment

PAUSE = 0.01
"""Seconds between two checks of the main process whether another process has ended; Sphinx waits 0.02."""


class Processes(ParallelTasks):
    """The processes of one build, in which *to_read* are the documents to read."""

    def __init__(self, app: Sphinx, to_read: Collection[str], count: int) -> None:
        super().__init__(count)
        self.app = app
        self.to_read = to_read
        self.failure: Exception | None = None

    def add_task(
        self, task_func: Callable[..., Any], arg: Any = None, result_func: Callable[..., Any] | None = None
    ) -> None:
        """Wait until a process can start, and start it. Sphinx would return at once, and go on to resolve documents."""
        super().add_task(task_func, arg, result_func)
        while self.failure is None and self._precvs_waiting:
            if not self._join_one():
                time.sleep(PAUSE)
        if self.failure is not None:  # Sphinx would ignore the failure here.
            self.terminate()
            raise self.failure
        if _are_resolved(arg):
            arg.clear()  # The new process has a copy.
            gc.collect(1)  # Free the documents now, before Python moves what is left of them to the oldest generation.

    def _join_one(self) -> bool:
        try:
            return super()._join_one()
        except Exception as error:
            self.failure = error
            raise

    def _process(self, pipe: Any, func: Callable[..., Any], arg: Any) -> None:
        """Do the task in the new process.

        The process is short, so it need not look for garbage. If it reads, it drops what other processes have read.
        """
        gc.disable()
        if not _are_resolved(arg):
            forget_contents(self.app.env, self.to_read)
        super()._process(pipe, func, arg)


def _are_resolved(arg: Any) -> bool:
    """Return whether *arg* holds resolved documents to write; otherwise it holds docnames of documents to read."""
    return bool(arg) and isinstance(arg[0], tuple) and isinstance(arg[0][-1], nodes.document)


class ParallelBuild:
    """Makes the builder use :class:`Processes` during one build."""

    def start(self, app: Sphinx, env: BuildEnvironment, docnames: Collection[str]) -> None:
        """Replace Sphinx's class by ours (event ``env-before-read-docs``)."""
        sphinx.builders.ParallelTasks = partial(Processes, app, frozenset(docnames))  # type: ignore[attr-defined, assignment]

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Restore Sphinx's class (event ``build-finished``)."""
        sphinx.builders.ParallelTasks = ParallelTasks  # type: ignore[attr-defined]
