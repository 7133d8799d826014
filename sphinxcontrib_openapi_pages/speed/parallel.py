"""The processes of a parallel build: what each is given, gives back, and how many there are.

Sphinx starts a process for each few dozen documents. The one that reads sends its whole environment back, with
what had been read before; the one that writes is given documents that the main process has resolved, which runs
ahead of them as far as it can. With thousands of pages that is most of what a parallel build does and keeps.
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
"""How many seconds the main process sleeps before it looks again whether another has ended; Sphinx's own is 0.02."""


class Processes(ParallelTasks):
    """Processes for the documents of one build, of which *to_read* are those that it reads."""

    def __init__(self, app: Sphinx, to_read: Collection[str], count: int) -> None:
        super().__init__(count)
        self.app = app
        self.to_read = to_read
        self.failure: Exception | None = None

    def add_task(
        self, task_func: Callable[..., Any], arg: Any = None, result_func: Callable[..., Any] | None = None
    ) -> None:
        """Start a process as soon as fewer than the wanted number run, and only then return."""
        super().add_task(task_func, arg, result_func)
        while self.failure is None and self._precvs_waiting:
            if not self._join_one():
                time.sleep(PAUSE)
        if self.failure is not None:  # which Sphinx would pass over here
            self.terminate()
            raise self.failure
        if _are_resolved(arg):
            arg.clear()  # the process has its own
            gc.collect(1)  # before Python takes what is left of them for something that lasts

    def _join_one(self) -> bool:
        try:
            return super()._join_one()
        except Exception as error:
            self.failure = error
            raise

    def _process(self, pipe: Any, func: Callable[..., Any], arg: Any) -> None:
        """Do the task, in the new process: it ends before its garbage is worth looking for.

        One that reads has no use for what others have read before.
        """
        gc.disable()
        if not _are_resolved(arg):
            forget_contents(self.app.env, self.to_read)
        super()._process(pipe, func, arg)


def _are_resolved(arg: Any) -> bool:
    """Return whether *arg* are names and documents to be written, not just the names of those to be read."""
    return bool(arg) and isinstance(arg[0], tuple) and isinstance(arg[0][-1], nodes.document)


class ParallelBuild:
    """Lets the builder use these processes during one build."""

    def start(self, app: Sphinx, env: BuildEnvironment, docnames: Collection[str]) -> None:
        """Replace Sphinx's own (event ``env-before-read-docs``)."""
        sphinx.builders.ParallelTasks = partial(Processes, app, frozenset(docnames))  # type: ignore[attr-defined, assignment]

    def end(self, app: Sphinx, exception: Exception | None) -> None:
        """Give Sphinx its own back (event ``build-finished``)."""
        sphinx.builders.ParallelTasks = ParallelTasks  # type: ignore[attr-defined]
