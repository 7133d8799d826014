"""The library without Sphinx: that it imports none, and where its diagnostics go."""

from __future__ import annotations

import logging
import subprocess
import sys

from sphinxcontrib_openapi_pages.openapi import diagnostics
from sphinxcontrib_openapi_pages.openapi.diagnostics import Diagnostic, Place, Subtype

IMPORT_ALL = """
import importlib, pkgutil, sys
for name in ("sphinx", "docutils", "myst_parser"):
    sys.modules[name] = None  # importing it fails
from sphinxcontrib_openapi_pages import openapi
names = [module.name for module in pkgutil.walk_packages(openapi.__path__, openapi.__name__ + ".")]
for name in names:
    importlib.import_module(name)
print(len(names))
"""


def test_no_module_needs_sphinx():
    done = subprocess.run([sys.executable, "-c", IMPORT_ALL], capture_output=True, text=True, check=False)
    assert done.stderr == ""
    assert int(done.stdout) > 20


def test_diagnostics_go_to_the_log_of_python(monkeypatch, caplog):
    monkeypatch.setattr(diagnostics, "_sinks", [diagnostics._log])
    with caplog.at_level(logging.WARNING):
        diagnostics.warn(Subtype.STRUCTURE, "a text where\na list is wanted", Place("a.yaml", "/tags"))
    assert caplog.messages == ["a.yaml:#/tags: a text where a list is wanted"]


def test_a_sink_receives_them_with_their_line(monkeypatch):
    class Lines:
        def line(self, pointer):
            return 7 if pointer == "/tags/0" else 1

    found: list[Diagnostic] = []
    monkeypatch.setattr(diagnostics, "_sinks", [])
    diagnostics.plug_in(found.append)
    diagnostics.warn(Subtype.STRUCTURE, "is wrong", Place("a.yaml", lines=Lines()) / "tags" / 0)
    assert found == [Diagnostic(Subtype.STRUCTURE, "is wrong (at #/tags/0)", "a.yaml:7")]


def test_recorded_diagnostics_are_reported_again(monkeypatch):
    found: list[Diagnostic] = []
    monkeypatch.setattr(diagnostics, "_sinks", [found.append])
    with diagnostics.recorded() as recorded:
        diagnostics.warn(Subtype.SOURCE, "passes", "a", lasts=False)
        diagnostics.warn(Subtype.SOURCE, "stays", "b")
        with diagnostics.silenced():
            diagnostics.warn(Subtype.SOURCE, "is of an old version", "c")
    diagnostics.replay(recorded)
    assert [diagnostic.message for diagnostic in found] == ["passes", "stays", "stays"]
