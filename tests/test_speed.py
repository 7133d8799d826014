"""Measures of speed: what they do once, and that no page differs by them."""

from __future__ import annotations

import sys
from ast import literal_eval

import docutils.frontend
import pytest
import sphinx
import sphinx.builders.html
import sphinx.util.docutils
from conftest import api, operation

from sphinxcontrib_openapi_pages.render import fields
from sphinxcontrib_openapi_pages.speed import TESTED

SPEC = api({f"/{n}": {"get": operation(f"op{n}", "g", description="Harbours.")} for n in range(4)})
COUNT = """
from collections import Counter
from sphinx.search.en import SearchEnglish
from sphinx.util import logging
stemmed = Counter()
class Counting(SearchEnglish):
    def stem(self, word):
        stemmed[word] += 1
        return super().stem(word)
def report(app, exception):
    logging.getLogger('test').warning('%s', stemmed['Harbours'])
def setup(app):
    app.add_search_language(Counting)
    app.connect('build-finished', report)
"""

TITLES = """
from collections import Counter
from docutils import nodes
from sphinx.util import logging
from sphinx.writers.html5 import HTML5Translator
rendered = Counter()
class Counting(HTML5Translator):
    def visit_title(self, node):
        if isinstance(node.parent, nodes.document):  # not in its page
            rendered[node.astext()] += 1
        super().visit_title(node)
def report(app, exception):
    logging.getLogger('test').warning('%s', dict(rendered))
def setup(app):
    app.set_translator('html', Counting)
    app.connect('build-finished', report)
"""
FORMULAS = """
from docutils import nodes
def show(translator, node):
    translator.body.append(translator.builder.imgpath)
    raise nodes.SkipNode
def setup(app):
    app.add_node(nodes.math, override=True, html=(show, None))
"""


@pytest.fixture
def search_languages():
    from sphinx.search import languages

    former = dict(languages)
    yield
    languages.clear()
    languages.update(former)


def test_a_word_is_stemmed_once_for_all_pages(make_site, search_languages):
    site = make_site(SPEC, conf=COUNT).build()
    assert site.warnings == ["WARNING: 1"]
    assert '"harbour":' in (site.outdir / "searchindex.js").read_text("utf-8")


def test_a_title_is_rendered_once_for_all_pages_that_show_it(make_site):
    site = make_site(SPEC, conf=TITLES).build()
    counts = literal_eval(site.warnings[0].removeprefix("WARNING: "))
    assert counts == dict.fromkeys(["Home", "Test API", "G", "Op0", "Op1", "Op2", "Op3"], 1)
    page = site.html("api/g/op1")
    assert [link["title"] for link in page.select("link[rel=next], link[rel=prev]")] == ["Op2", "Op0"]


def test_a_title_with_a_formula_is_rendered_for_each_page(make_site):
    files = {
        "index.md": "# Home\n\n```{toctree}\ntides\napi/index\n```\n",
        "tides.md": "# Tides by {math}`t`\n",
    }
    site = make_site(SPEC, files, conf=FORMULAS).build()
    assert site.html("index").select_one("link[rel=next]")["title"] == "Tides by _images"
    assert site.html("api/index").select_one("link[rel=prev]")["title"] == "Tides by ../_images"


def test_a_schema_is_put_into_words_once_for_all_pages_that_show_it(make_site, monkeypatch):
    described = []
    describe = fields.type_words
    monkeypatch.setattr(fields, "type_words", lambda schema: described.append(schema.description) or describe(schema))
    harbour = {"type": "object", "properties": {"depth": {"type": "number", "description": "In metres."}}}
    sent = {"application/json": {"schema": {"$ref": "#/components/schemas/Harbour"}}}
    responses = {"200": {"description": "Fine.", "content": sent}}
    paths = {f"/{n}": {"get": operation(f"op{n}", "g", responses=responses)} for n in range(4)}
    site = make_site(api(paths, components={"schemas": {"Harbour": harbour}})).build()
    assert described.count("In metres.") == 1
    for page in [*(f"api/g/op{n}" for n in range(4)), "api/schemas/Harbour"]:
        assert "depth number In metres." in " ".join(site.body(page).get_text(" ").split())


def test_a_page_does_not_say_of_a_schema_what_holds_for_another_page_only(make_site):
    def ref(name):
        return {"$ref": f"#/components/schemas/{name}"}

    def body(**properties):
        return {"description": "All.", "content": {"application/json": {"schema": {"properties": properties}}}}

    schemas = {
        "Fleet": {"properties": {f"ship{number}": {"type": "string"} for number in range(301)}},
        "Harbour": {"properties": {name: {"type": "string"} for name in ("name", "country", "coast")}},
        "Stamp": {"properties": {"made": {"type": "string", "readOnly": True}}},
    }
    request = body(fleet=ref("Fleet"), harbour=ref("Harbour"))
    plain = operation("plain", "g", requestBody=request, responses={"200": body(harbour=ref("Harbour"))})
    answer = body(harbour=ref("Harbour"), stamp=ref("Stamp"))
    stamped = operation("stamped", "g", requestBody=request, responses={"200": answer})
    spec = api({"/a": {"post": plain}, "/b": {"post": stamped}}, components={"schemas": schemas})
    site = make_site(spec, options={"schema_pages": False}).build()
    fields = {name: site.body(f"api/g/{name}").find(id="response-200-harbour.coast") for name in ("plain", "stamped")}
    assert fields["plain"] is None, "shown in the request already"
    assert fields["stamped"] is not None, "may differ from those of the request"


def test_schemas_of_several_apis_have_their_own_words(make_site):
    def spec(text):
        harbour = {"type": "object", "properties": {"depth": {"type": "number", "description": text}}}
        sent = {"application/json": {"schema": {"$ref": "#/components/schemas/Harbour"}}}
        get = operation("op", "g", responses={"200": {"description": "Fine.", "content": sent}})
        return api({"/a": {"get": get}}, components={"schemas": {"Harbour": harbour}})

    conf = "openapi_pages['old'] = {'spec': 'old.yaml'}"
    site = make_site(spec("In metres."), {"old.yaml": spec("In fathoms.")}, conf=conf).build()
    assert "In metres." in site.text("api/g/op")
    assert "In fathoms." in site.text("old/g/op")
    assert "In metres." not in site.text("old/g/op")


def test_settings_of_docutils_are_worked_out_once_for_all_pages(make_site, monkeypatch):
    made, parser = [], docutils.frontend.OptionParser

    def make(*args, **options):
        made.append(1)
        return parser(*args, **options)

    for module in (docutils.frontend, sphinx.builders.html):
        if hasattr(module, "OptionParser"):
            monkeypatch.setattr(module, "OptionParser", make)
    few = make_site(SPEC).build()
    first, made[:] = len(made), []
    paths = {f"/{n}": {"get": operation(f"op{n}", "g")} for n in range(14)}
    many = make_site(api(paths)).build()
    assert first == len(made)
    assert few.warnings == many.warnings == []


def test_settings_of_a_page_are_its_own(make_site):
    conf = """
def depend(app, doctree):
    if app.env.docname == 'api/g/op1':
        doctree.settings.record_dependencies.add(str(app.srcdir / 'tide.txt'))
def setup(app):
    app.connect('doctree-read', depend, priority=1)
"""
    site = make_site(SPEC, {"tide.txt": "High."}, conf=conf).build()
    assert site.build().read == []
    site.write({"tide.txt": "Low."})
    assert site.build().read == ["api/g/op1"]


def test_settings_of_docutils_that_the_author_wants_hold_for_pages(make_site):
    conf = """
from sphinx.util import logging
def report(app, doctree):
    logging.getLogger('test').warning('%s %s', app.env.docname, doctree.settings.toc_backlinks)
def setup(app):
    app.connect('doctree-read', report)
"""
    site = make_site(
        api({"/a": {"get": operation("op", "g")}}), {"docutils.conf": "[general]\ntoc_backlinks: top\n"}, conf=conf
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(site.srcdir)
        site.build()
    assert set(site.warnings) == {f"WARNING: {page} top" for page in ("api/g/index", "api/g/op", "api/index", "index")}


def test_sphinx_is_as_it_was_after_a_build(make_site):
    work_out = getattr(sphinx.util.docutils, "_get_settings", None)
    make_site(SPEC).build()
    assert getattr(sphinx.util.docutils, "_get_settings", None) is work_out


def pages(site):
    """Return the HTML of all pages, by name."""
    return {path.relative_to(site.outdir): path.read_text("utf-8") for path in site.outdir.rglob("*.html")}


NAVIGATED = {
    "index.md": "# Home\n\n```{toctree}\n:caption: Parts\n\nguide\napi/index\n```\n",
    "guide.md": "# Guide\n\n## First\n\n{openapi:op}`op1`\n\n## Second\n",
    "api/g/op2.md": "# Mine `too`\n\n## More\n",
}


@pytest.mark.parametrize("theme", ["alabaster", "furo", "pydata_sphinx_theme"])
def test_pages_are_the_same_without_measures_of_speed(make_site, theme):
    site = make_site(SPEC, NAVIGATED).build(html_theme=theme)
    slow = make_site(SPEC, NAVIGATED).build(html_theme=theme, openapi_pages_fast=False)
    assert pages(slow) == pages(site)
    assert slow.warnings == site.warnings == []


def test_pages_are_the_same_on_another_version_of_sphinx(make_site, monkeypatch):
    fast = make_site(SPEC, NAVIGATED).build(html_theme="furo")
    monkeypatch.setattr("sphinxcontrib_openapi_pages.speed.TESTED", frozenset())
    for module in [name for name in sys.modules if name.startswith("sphinxcontrib_openapi_pages.speed.")]:
        monkeypatch.setitem(sys.modules, module, None)  # importing it would fail
    assert pages(make_site(SPEC, NAVIGATED).build(html_theme="furo")) == pages(fast)


def test_measures_of_speed_apply_on_the_version_of_sphinx_at_hand():
    assert sphinx.version_info[:2] in TESTED, "test the measures with it, then add it"
