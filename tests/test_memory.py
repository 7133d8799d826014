"""What a build leaves of Python's settings."""

from __future__ import annotations

import gc

import pytest
from conftest import api, operation

SPEC = api({f"/{n}": {"get": operation(f"op{n}", "g", description="Harbours.")} for n in range(4)})
REPORT = """
import gc
from sphinx.util import logging
def report(app, *_):
    logging.getLogger('test').warning('%s', gc.get_threshold())
def setup(app):
    app.connect('env-before-read-docs', report)
"""


@pytest.fixture
def thresholds():
    former = gc.get_threshold()
    yield
    gc.set_threshold(*former)


@pytest.mark.parametrize(("before", "during"), [((700, 10, 10), (50_000, 20, 20)), ((0, 10, 10), (0, 10, 10))])
def test_garbage_is_looked_for_less_often_until_the_build_ends(make_site, thresholds, before, during):
    gc.set_threshold(*before)
    assert make_site(SPEC, conf=REPORT).build().warnings == [f"WARNING: {during}"]
    assert gc.get_threshold() == before


def test_what_a_parallel_build_made_is_garbage_after_it(make_site):
    site = make_site(SPEC).build(parallel=2)
    assert site.warnings == []
    assert gc.get_freeze_count() == 0
