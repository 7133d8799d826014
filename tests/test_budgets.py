"""Documents without bounds: every page ends, lists nothing twice, and says what it leaves out."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import Site, api, operation
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_fuzz import COUNT, Pipeline, fuzzed

from sphinxcontrib_openapi_pages.render.field_data import FieldList
from sphinxcontrib_openapi_pages.render.field_list_node import fields_list
from sphinxcontrib_openapi_pages.sphinx.mount import mount_apis
from sphinxcontrib_openapi_pages.sphinx.project import page_project

TEXT = {"type": "string"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def thing(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def array(items: Any) -> dict[str, Any]:
    return {"type": "array", "items": items}


def mapping(values: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": values}


def answer(schema: Any, **members: Any) -> dict[str, Any]:
    """Return an operation that answers with *schema*."""
    content = {"application/json": {"schema": schema}}
    return operation("x", "g", responses={"200": {"description": "Fine.", "content": content, **members}})


def document(schema: Any, **schemas: Any) -> dict[str, Any]:
    return api({"/x": {"get": answer(schema)}}, components={"schemas": schemas})


# Recursion


KINDS = ("array", "map", "tuple", "pattern", "union", "any", "not", "all", "all of the same", "object")


def around(kind: str, inner: Any, own: str) -> dict[str, Any]:
    """Return a schema of that kind around *inner*; *own* is the name for its property, if it has one."""
    again = {"allOf": [inner, {"minItems": 1}]}
    return {
        "array": array(inner),
        "map": mapping(inner),
        "tuple": {"type": "array", "prefixItems": [TEXT, inner], "items": inner},
        "pattern": {"type": "object", "patternProperties": {"^a": inner, "^b": inner}},
        "union": {"oneOf": [TEXT, inner, array(inner)]},
        "any": {"anyOf": [thing(**{own: inner}), inner]},
        "not": {**thing(**{own: inner}), "not": inner},
        "all": {"allOf": [inner, thing(**{own: inner})]},
        "all of the same": {"allOf": [thing(**{own: inner}), thing(**{own: again})]},
        "object": thing(**{own: inner, f"{own}again": inner}),
    }[kind]


def cycle(kinds: list[list[str]]) -> dict[str, Any]:
    """Return schemas each of which leads to the next through schemas of these kinds, the last one to the first."""
    schemas = {}
    for name, following, ways in zip(TREES, [*TREES[1 : len(kinds)], TREES[0]], kinds, strict=False):
        inner: Any = ref(following)
        for number, kind in enumerate(ways):
            inner = around(kind, inner, f"{name}{number}")
        schemas[name] = inner
    return schemas


TREES = ("Ash", "Birch", "Cedar", "Date")
cycles = st.lists(st.lists(st.sampled_from(KINDS), min_size=1, max_size=4), min_size=1, max_size=4).map(cycle)


def lists(fields: FieldList) -> Iterator[FieldList]:
    """Yield *fields* and all lists in it."""
    yield fields
    for field in [*([fields.whole] if fields.whole else []), *fields.fields, *fields.alternatives]:
        if field.nested is not None:
            yield from lists(field.nested)
    for below in fields.below:
        yield from lists(below)


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    made = Pipeline(tmp_path_factory.mktemp("budgets"))
    yield made
    made.app.cleanup()


@settings(fuzzed, max_examples=COUNT or 60)
@example(schemas=cycle([["union", "union"]]))
@given(schemas=cycles)
def test_whatever_leads_back_to_itself_is_listed_once(pipeline, schemas):
    pipeline.spec.write_text(json.dumps(document(ref("Ash"), **schemas)))
    mount_apis(pipeline.app)
    env = pipeline.app.env
    env.find_files(pipeline.app.config, pipeline.app.builder)
    for docname in sorted(page_project(env).pages):
        started = time.process_time()
        pipeline.app.builder.read_doc(docname)
        assert time.process_time() - started < 5
        found = [
            tuple(word.text for field in part.fields for word in field.name)
            for node in env.get_doctree(docname).findall(fields_list)
            for part in lists(node.fields)
        ]
        told = [names for names in found if any(name.startswith(TREES) for name in names)]
        assert len(told) == len(set(told)), (docname, told)
        env.clear_doc(docname)


TREE = thing(label=TEXT, size=TEXT, children=ref("Tree"))


@pytest.mark.parametrize("around", [array, mapping, lambda items: array(array(items))])
def test_an_array_of_what_has_no_name_is_named_by_the_array(make_site, around):
    site = make_site(document(ref("Tree"), Tree=around(TREE))).build()
    for docname in ("api/g/x", "api/schemas/Tree"):
        text = site.text(docname)
        assert text.count("label string") == 1
        assert "Recursive: same fields as Tree ." in text
    link = site.body("api/g/x").find("a", href=re.compile("^#response-200"), string="Tree")
    assert site.body("api/g/x").find(id=link["href"][1:])


def test_a_schema_in_two_fields_is_listed_once_though_it_has_no_name(make_site):
    deck = thing(flag=ref("Flags"), pennant=ref("Flags"))
    text = make_site(document(deck, Flags=array(thing(colour=TEXT)))).build().text("api/g/x")
    assert text.count("colour string") == 1
    assert "pennant array of object Same fields as Flags ." in text


def test_what_says_the_same_in_two_places_is_listed_in_both(make_site):
    text = make_site(document(thing(flag=thing(colour=TEXT), pennant=thing(colour=TEXT)))).build().text("api/g/x")
    assert text.count("colour string") == 2


def test_schemas_that_double_from_level_to_level_are_listed_once_each(make_site):
    schemas = {f"L{n}": array(thing(a=ref(f"L{n + 1}"), b=ref(f"L{n + 1}"))) for n in range(30)}
    text = make_site(document(ref("L0"), **schemas, L30=array(TEXT))).build().text("api/g/x")
    assert text.count("Same fields as L") == 29


def test_arrays_in_arrays_end_in_a_link(make_site):
    schemas = {f"L{n}": array(ref(f"L{n + 1}")) for n in range(40)}
    site = make_site(document(thing(a=ref("L0")), **schemas, L40=thing(end=TEXT))).build()
    assert "array of array of array of L7" in site.text("api/g/x")
    assert "Its fields are not shown here: see the OpenAPI document ." in site.text("api/g/x")
    assert "end string" in site.text("api/schemas/L39")


def test_parts_of_parts_end_with_a_word(make_site):
    schemas = {f"L{n}": {"allOf": [ref(f"L{n + 1}"), thing(**{f"p{n}": TEXT})]} for n in range(300)}
    site = make_site(document(ref("L0"), **schemas, L300=thing(end=TEXT))).build()
    assert "p0 string" in site.text("api/g/x")
    assert "Some of its fields are not shown here: see the OpenAPI document ." in site.text("api/g/x")


def test_many_parts_say_the_same_property(make_site):
    parts = [thing(a={"type": "string", "description": f"Part {n}."}) for n in range(1500)]
    assert "a string" in make_site(document({"allOf": parts})).build().text("api/g/x")


# What a page leaves out


def numbered(text: str, amount: int, value: Any) -> dict[str, Any]:
    return {f"{text}{number}": value for number in range(amount)}


SCHEMES = numbered("key", 600, {"type": "apiKey", "in": "header", "name": "X"})
FLOW = {"tokenUrl": "https://boats.test", "scopes": numbered("s", 1500, "Sail.")}
HEADERS = {"X-A": {"schema": TEXT}}
OK = {"description": "Fine."}
PARTS: dict[str, dict[str, Any]] = {
    "security": {"security": [{name: []} for name in SCHEMES]},
    "requirements": {"security": [{name: [] for name in SCHEMES}]},
    "scopes": {"security": [{"oauth": [*FLOW["scopes"]]}]},
    "parameters": {"parameters": [{"name": f"q{n}", "in": "query", "schema": TEXT} for n in range(1100)]},
    "locations": {"parameters": [{"name": "q", "in": f"place{n}"} for n in range(30)]},
    "servers": {"servers": [{"url": f"https://{n}.boats.test"} for n in range(300)]},
    "variables": {"servers": [{"url": "/", "variables": numbered("v", 300, {"default": "a"})}]},
    "values": {"servers": [{"url": "/", "variables": {"v": {"default": "0", "enum": [str(n) for n in range(1500)]}}}]},
    "responses": {"responses": numbered("2", 150, OK)},
    "headers": {"responses": {"200": {**OK, "headers": numbered("X-", 1100, {"schema": TEXT})}}},
    "links": {"responses": {"200": {**OK, "links": numbered("link", 150, {"operationId": "links"})}}},
    "given": {"responses": {"200": {**OK, "links": {"a": {"operationId": "given", "parameters": numbered("p", 1500, 1)}}}}},
    "callbacks": {"callbacks": numbered("call", 60, {"/back": {"post": {"responses": {"200": OK}}}})},
    "examples": {
        "responses": {"200": {**OK, "content": {"a/json": {"examples": numbered("e", 150, {"value": "one"})}}}}
    },
    "long": {"responses": {"200": {**OK, "content": {"a/json": {"example": ["long"] * 100_000}}}}},
    "media": {
        "responses": {
            "200": {**OK, "content": {f"a/{n}": {"schema": thing(**{f"p{n}": TEXT})} for n in range(150)}}
        }
    },
    "alike": {"responses": {"200": {**OK, "content": numbered("a/", 1500, {"schema": TEXT})}}},
    "encodings": {
        "requestBody": {
            "content": {"multipart/form-data": {"encoding": numbered("part", 1500, {"headers": HEADERS})}}
        }
    },
    "samples": {"x-codeSamples": [{"lang": f"L{n}", "source": "sail"} for n in range(60)]},
    "enum": {"parameters": [{"name": "q", "in": "query", "schema": {"enum": [*range(1500)]}}]},
    "described": {
        "parameters": [
            {"name": "q", "in": "query", "schema": {"enum": [*range(1500)], "x-enumDescriptions": ["One."] * 1500}}
        ]
    },
    "more": {"parameters": [{"name": "q", "in": "query", "examples": numbered("e", 80, {"value": "one"})}]},
    "default": {"parameters": [{"name": "q", "in": "query", "schema": {"default": ["one"] * 10_000}}]},
    "tags": {"tags": [f"tag{n}" for n in range(80)]},
}  # fmt: skip
SCHEMAS = {
    "Fields": thing(**numbered("field", 5000, {"type": "string", "description": "Sail."})),
    "Choices": {"oneOf": [thing(**{f"p{n}": TEXT}) for n in range(300)]},
    "Words": {"properties": numbered("field", 200, {"type": "string", "description": "Sail on. " * 2000})},
    "Parent": {
        **thing(kind=TEXT),
        "discriminator": {"propertyName": "kind", "mapping": numbered("k", 1500, "#/components/schemas/Child")},
    },
    "Child": {"allOf": [ref("Parent"), thing(a=TEXT)]},
}


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site in which everything is more than a page has room for."""
    site = Site(tmp_path_factory.mktemp("full"))
    operations = {
        f"/{name}": {"post": operation(name, **{"tags": ["g"], **members})} for name, members in PARTS.items()
    }
    errors = numbered("Error", 600, OK)
    failing = {f"{400 + n}": {"$ref": f"#/components/responses/Error{n}"} for n in range(600)}
    operations["/errors"] = {"get": operation("errors", "g", responses=failing)}
    oauth = {"oauth": {"type": "oauth2", "flows": {"clientCredentials": FLOW}}}
    components = {"schemas": SCHEMAS, "responses": errors, "securitySchemes": {**oauth, **SCHEMES}}
    site.write(
        {
            "conf.py": "extensions = ['sphinxcontrib_openapi_pages']\nhtml_theme = 'basic'\n"
            "openapi_pages = {'api': 'openapi.json'}\n",
            "index.rst": "Home\n====\n\n.. toctree::\n\n   api/index\n",
            "openapi.json": json.dumps(api(operations, components=components)),
        }
    )
    return site.build()


LEFT_OUT = {
    "g/security": "550 more are not shown here",
    "g/requirements": "550 more are not shown here",
    "g/scopes": "s999 and 500 more (see",
    "g/locations": "10 more are not shown here",
    "g/parameters": "100 more are not shown here",
    "g/servers": "100 more are not shown here",
    "g/variables": "100 more are not shown here",
    "g/values": "1009 and 490 more (see",
    "g/responses": "50 more are not shown here",
    "g/headers": "100 more are not shown here",
    "g/links": "50 more are not shown here",
    "g/given": "and 500 more (see",
    "g/callbacks": "10 more are not shown here",
    "g/examples": "50 more are not shown here",
    "g/long": "Too long to show here",
    "g/media": "50 more are not shown here",
    "g/alike": "a/999 and 500 more (see",
    "g/encodings": "500 more are not shown here",
    "g/samples": "13 more are not shown here",
    "g/enum": "999 and 500 more (see",
    "g/described": "Allowed values: 500 more are not shown here",
    "g/more": "30 more are not shown here",
    "g/default": "Default: too long to show here",
    "g/errors": "400 more are not shown here",
    "index": "101 more are not shown here",
    "schemas/Choices": "100 more are not shown here",
    "schemas/Parent": "500 more are not shown here",
}


@pytest.mark.parametrize("page", LEFT_OUT)
def test_a_page_says_what_it_leaves_out_and_where_it_is(full, page):
    words = re.sub(r" (?=[,.)])", "", full.text(f"api/{page}"))
    assert LEFT_OUT[page] in words
    links = full.body(f"api/{page}").find_all("a", string="the OpenAPI document")
    folder = (full.outdir / f"api/{page}.html").parent
    assert links
    assert {(folder / link["href"]).resolve() for link in links} == {full.outdir / "api" / "openapi.json"}
    assert len((full.outdir / f"api/{page}.html").read_text("utf-8")) < 3_000_000


@pytest.mark.parametrize(("page", "amount"), [("Fields", 5000), ("Words", 200)])
def test_fields_are_shown_as_far_as_there_is_room(full, page, amount):
    shown = len(full.body(f"api/schemas/{page}").find_all("dt", id=re.compile("^field-field")))
    assert 50 < shown < amount
    assert f"{amount - shown:,} more are not shown here" in full.text(f"api/schemas/{page}")


def test_nothing_is_amiss_with_much(full):
    assert full.warnings == []


def test_an_operation_with_many_tags_is_in_the_groups_of_the_first(full):
    assert (full.outdir / "api" / "tag49" / "index.html").is_file()
    assert not (full.outdir / "api" / "tag50").exists()
    assert "the operation has 80 tags; only the groups of the first 50 list it" in full.status


def test_an_operation_with_many_tags_stays_in_the_last(make_site):
    spec = api({"/x": {"get": operation("x", *(f"tag{n}" for n in range(60)))}})
    site = make_site(spec, options={"home_tag": "last"}).build()
    assert "api/tag59/x" in site.docnames()
    assert "api/tag9/index" not in site.docnames()


def test_formats_without_the_document_name_it_all_the_same(make_site):
    site = make_site(document(thing(**numbered("field", 5000, TEXT))), builder="text").build()
    text = (site.outdir / "api/g/x.txt").read_text("utf-8")
    assert re.search(r"\d,\d\d\d more are not shown here: see the OpenAPI document\.", text)
