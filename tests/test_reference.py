"""The reference in the docs names everything that the extension registers."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import api, operation

DOCS = Path(__file__).parents[1] / "docs"
SPEC = api({"/a": {"get": operation("a_list", "a")}})
CONF = f"""
import sys
from docutils.parsers.rst import directives

sys.path.insert(0, {str(DOCS / "_ext")!r})
extensions.append("reference")


def note_directives(app):  # a test's application takes them away when it ends
    app.directives = dict(directives._directives)


def setup(app):
    app.connect("builder-inited", note_directives)
"""


@pytest.fixture
def site(make_site):
    options = (DOCS / "options.md").read_text("utf-8")
    return make_site(SPEC, {"options.md": f"---\norphan: true\n---\n{options}"}, conf=CONF).build()


def test_everything_that_is_registered_is_in_the_reference(site):
    registry, package = site.app.registry, "sphinxcontrib_openapi_pages"
    ours = {
        *(name for name, kind in site.app.directives.items() if kind.__module__.startswith(package)),
        *(name for name, kind in registry.builders.items() if kind.__module__.startswith(package)),
        *(name for name in site.app.events.events if name.startswith("openapi")),
        *(option.name for option in site.app.config if option.name.startswith("openapi")),
        *(f"openapi:{role}" for role in site.app.env.domains["openapi"].roles),
        "OPENAPI_PAGES_SPEC",
        "OPENAPI_PAGES_AUTHORIZATION",
    }
    assert len(ours) >= 17
    words = {code.get_text() for code in site.body("options").find_all("code")}
    assert ours - words == set()


def test_names_in_the_reference_are_in_the_index(site):
    entries = {entry.find(string=True).strip() for entry in site.body("genindex").find_all("li")}
    assert {"group_size", "openapi-group", "openapi:op", "openapi-json", "openapi_pages.config"} <= entries
