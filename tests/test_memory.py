"""What a build leaves of Python's settings, and what it does but once."""

from __future__ import annotations

import gc
from ast import literal_eval

import pytest
from conftest import api, operation

from sphinxcontrib_openapi_pages.render import fields

SPEC = api({f"/{n}": {"get": operation(f"op{n}", "g", description="Harbours.")} for n in range(4)})
REPORT = """
import gc
from sphinx.util import logging
def report(app, *_):
    logging.getLogger('test').warning('%s', gc.get_threshold())
def setup(app):
    app.connect('env-before-read-docs', report)
"""
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
        assert "depth number ¶ In metres." in " ".join(site.body(page).get_text(" ").split())


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
