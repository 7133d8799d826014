"""The processes of a parallel build: what the main one keeps, what the others send back."""

from __future__ import annotations

import gc
import multiprocessing

import pytest
import sphinx.builders
from conftest import api, operation
from sphinx.errors import SphinxParallelError
from sphinx.util.parallel import ParallelTasks, make_chunks

SPEC = api({f"/{n}": {"get": operation(f"op{n}", "g", description="Harbours.")} for n in range(40)})
COUNT = """
import os, weakref
from sphinx.util import logging
alive, most, main = weakref.WeakSet(), [0], os.getpid()
def count(app, doctree, docname):
    alive.add(doctree)
    most[0] = max(most[0], len(alive))
def report(app, exception):
    logging.getLogger('test').warning('%s', most[0])
def setup(app):
    app.connect('doctree-resolved', count)
    app.connect('build-finished', report)
"""
SENT = """
from sphinx.util import logging
def report(app, env, docnames, other):
    logging.getLogger('test').warning('%s', set(other.tocs) == set(other.titles) == set(other.longtitles) == set(docnames))
def setup(app):
    app.connect('env-merge-info', report)
"""
COLLECTOR = """
import gc, os
from sphinx.util import logging
main = os.getpid()
def report(app, *_):
    if os.getpid() != main:
        logging.getLogger('test').warning('%s', gc.isenabled())
def setup(app):
    app.connect('html-page-context', report)
"""
KNOWS = """
from sphinx.util import logging
def report(app, docname, source):
    logging.getLogger('test').warning('%s', ('index' in app.env.titles, docname in app.env.titles))
def setup(app):
    app.connect('source-read', report)
"""
FAIL = """
import time
def fail(app, docname, *_):
    if docname == 'api/g/op7':
        raise ValueError('no ink')
def wait(app, *_):
    time.sleep(0.3)
def setup(app):
    app.connect('source-read', fail)
    app.connect('env-merge-info', wait)
"""


def test_the_main_process_keeps_only_documents_that_it_prepares(make_site):
    site = make_site(SPEC, conf=COUNT).build(parallel=3)
    most = int(site.warnings[0].removeprefix("WARNING: "))
    documents = [*site.app.env.all_docs]
    at_once = len(make_chunks(documents, 2)[0])  # of the three, the main process prepares documents
    assert most <= at_once + 4 < len(documents) / 2


def test_a_process_sends_back_the_contents_of_what_it_has_read(make_site):
    said = make_site(SPEC, conf=SENT).build(parallel=2).warnings
    assert set(said) == {"WARNING: True"}
    assert len(said) > 2


def test_a_process_knows_the_titles_of_what_is_not_read_again(make_site):
    site = make_site(SPEC, conf=KNOWS).build(parallel=2)
    changed = {path: {"get": {**item["get"], "description": "Lighthouses."}} for path, item in SPEC["paths"].items()}
    site.write({"openapi.yaml": {**SPEC, "paths": changed}})
    said = site.build(parallel=2).warnings
    assert set(said) == {"WARNING: (True, False)"}
    assert len(said) >= len(changed)


def test_a_process_for_pages_does_not_look_for_garbage(make_site):
    said = make_site(SPEC, conf=COLLECTOR).build(parallel=2).warnings
    assert set(said) == {"WARNING: False"}
    assert len(said) >= len(SPEC["paths"])
    assert gc.isenabled()


def test_what_fails_in_a_process_ends_the_build(make_site):
    site = make_site(SPEC, conf=FAIL)
    others = multiprocessing.active_children()
    with pytest.raises(SphinxParallelError, match="no ink"):
        site.build(parallel=2)
    site.app.cleanup()
    for process in {*multiprocessing.active_children()}.difference(others):
        process.join(10)  # it has been told to end
    assert {*multiprocessing.active_children()} <= {*others}


def test_other_builds_have_the_processes_of_sphinx(make_site):
    assert make_site(SPEC).build(parallel=2).warnings == []
    assert sphinx.builders.ParallelTasks is ParallelTasks
