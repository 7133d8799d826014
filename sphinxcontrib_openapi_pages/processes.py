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

from .environment import forget_contents

if TYPE_CHECKING:
    from collections.abc import Callable

    from sphinx.application import Sphinx

PAUSE = 0.01
"""How many seconds the main process sleeps before it looks again whether another has ended; Sphinx's own is 0.02."""


class Processes(ParallelTasks):
    """Processes for the documents of one build."""

    def __init__(self, app: Sphinx, count: int) -> None:
        super().__init__(count)
        self.app = app

    def add_task(
        self, task_func: Callable[..., Any], arg: Any = None, result_func: Callable[..., Any] | None = None
    ) -> None:
        """Start a process as soon as fewer than the wanted number run, and only then return."""
        super().add_task(task_func, arg, result_func)
        try:
            while self._precvs_waiting:
                if not self._join_one():
                    time.sleep(PAUSE)
        except BaseException:
            self.terminate()
            raise
        if _are_resolved(arg):
            _let_go(arg)

    def _process(self, pipe: Any, func: Callable[..., Any], arg: Any) -> None:
        """Do the task, in the new process: it ends before its garbage is worth looking for."""
        gc.disable()
        if arg and isinstance(arg[0], str):
            forget_contents(self.app.env)
        super()._process(pipe, func, arg)


def _are_resolved(arg: Any) -> bool:
    """Return whether *arg* are names and documents to be written, not just the names of those to be read."""
    return bool(arg) and isinstance(arg[0], tuple) and isinstance(arg[0][-1], nodes.document)


def _let_go(documents: list[tuple[str, nodes.document]]) -> None:
    """Free *documents*, of which the process that writes them has its own.

    Without what leads up from each node they are gone at once; else Python would have to find them among its garbage.
    """
    for _, document in documents:
        for node in document.findall():
            node.parent = node.document = None  # type: ignore[assignment]
    documents.clear()


def setup_processes(app: Sphinx) -> None:
    """Let the builder use these processes, until the build ends."""

    def start(app: Sphinx) -> None:
        sphinx.builders.ParallelTasks = partial(Processes, app)  # type: ignore[attr-defined, assignment]

    def end(app: Sphinx, exception: Exception | None) -> None:
        sphinx.builders.ParallelTasks = ParallelTasks  # type: ignore[attr-defined]

    app.connect("builder-inited", start)
    app.connect("build-finished", end)
