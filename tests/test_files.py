"""Documents in several files: what references lead to, and the names of what they lead to."""

from __future__ import annotations

import json

import pytest
from conftest import api, operation

PAGE = "api/t/x"


def answers(schema, **members):
    """Return an operation that answers with *schema*."""
    content = {"application/json": {"schema": schema}}
    return operation("x", "t", responses={"200": {"description": "ok", "content": content}}, **members)


def thing(**fields):
    return {"type": "object", "properties": {name: {"type": kind} for name, kind in fields.items()}}


def schema_pages(site):
    return {name.removeprefix("api/schemas/") for name in site.docnames() if name.startswith("api/schemas/")} - {
        "index"
    }


INDEX = {
    "schemas/_index.yaml": {"Foo": {"$ref": "./Foo.yaml"}, "Bar": {"$ref": "./Bar.yaml"}},
    "schemas/Foo.yaml": {
        "type": "object",
        "properties": {
            "foofield": {"type": "string"},
            "bar": {"$ref": "./Bar.yaml"},
            "baz": {"$ref": "_index.yaml#/Bar"},
        },
    },
    "schemas/Bar.yaml": thing(barfield="string"),
    "c/params.yaml": {"Limit": {"name": "limit", "in": "query", "schema": {"type": "integer"}}},
    "c/responses.yaml": {"NotFound": {"description": "Gone away"}},
    "components.yaml": {
        "schemas": {"$ref": "schemas/_index.yaml"},
        "parameters": {"$ref": "c/params.yaml"},
        "responses": {"$ref": "c/responses.yaml"},
    },
}


@pytest.mark.parametrize("components", [INDEX["components.yaml"], {"$ref": "components.yaml"}])
def test_index_files(make_site, components):
    used = answers(
        {"$ref": "#/components/schemas/Foo"},
        parameters=[{"$ref": "c/params.yaml#/Limit"}, {"$ref": "#/components/parameters/Limit"}],
    )
    used["responses"]["404"] = {"$ref": "c/responses.yaml#/NotFound"}
    used["responses"]["400"] = {
        "description": "Bad",
        "content": {"application/json": {"schema": {"$ref": "schemas/_index.yaml#/Bar"}}},
    }
    site = make_site(api({"/x": {"get": used}}, components=components), INDEX).build()
    text = site.text(PAGE)
    assert "foofield string" in text
    assert "barfield string" in text
    assert text.count("limit integer") == 1
    assert "Gone away" in text
    assert schema_pages(site) == {"Foo", "Bar"}
    assert site.warnings == []


@pytest.mark.parametrize("beside", [{}, {"description": "Who lives there."}])
def test_a_component_that_is_a_reference_gives_its_name(make_site, beside):
    files = {
        "schemas/user.yaml": {
            "type": "object",
            "properties": {
                "home": {"$ref": "./address.yaml"},
                "friends": {"type": "array", "items": {"$ref": "./user.yaml"}},
            },
        },
        "schemas/address.yaml": thing(street="string"),
    }
    schemas = {"User": {"$ref": "schemas/user.yaml", **beside}, "Address": {"$ref": "schemas/address.yaml"}}
    site = make_site(
        api({"/x": {"get": answers({"$ref": "#/components/schemas/User"})}}, components={"schemas": schemas}), files
    ).build()
    text = site.text(PAGE)
    assert "friends array of User" in text
    assert "home Address" in text
    assert schema_pages(site) == {"User", "Address"}
    assert beside.get("description", "") in site.text("api/schemas/User")
    assert site.warnings == []


def test_what_two_components_refer_to_has_the_name_of_the_first(make_site):
    schemas = {"One": {"$ref": "s/thing.yaml"}, "Two": {"$ref": "s/thing.yaml"}}
    used = answers(
        {"type": "object", "properties": {"a": {"$ref": "s/thing.yaml"}, "b": {"$ref": "#/components/schemas/Two"}}}
    )
    site = make_site(
        api({"/x": {"get": used}}, components={"schemas": schemas}), {"s/thing.yaml": thing(inner="string")}
    ).build()
    assert "a One" in site.text(PAGE)
    assert "b Two" in site.text(PAGE)
    assert schema_pages(site) == {"One", "Two"}
    assert site.warnings == []


def test_components_of_every_kind_in_files_of_their_own(make_site):
    files = {
        "c/limit.yaml": {"name": "limit", "in": "query", "schema": {"type": "integer"}},
        "c/gone.yaml": {"description": "It is gone.", "headers": {"X-Why": {"$ref": "why.yaml"}}},
        "c/why.yaml": {"description": "The reason.", "schema": {"type": "string"}},
        "c/body.yaml": {"content": {"application/json": {"schema": thing(sent="string")}}},
        "c/key.yaml": {"type": "apiKey", "in": "header", "name": "X-Key"},
    }
    components = {
        "parameters": {"Limit": {"$ref": "c/limit.yaml"}},
        "responses": {"Gone": {"$ref": "c/gone.yaml"}},
        "headers": {"Why": {"$ref": "c/why.yaml"}},
        "requestBodies": {"Body": {"$ref": "c/body.yaml"}},
        "securitySchemes": {"key": {"$ref": "c/key.yaml"}},
    }
    used = operation(
        "x",
        "t",
        parameters=[{"$ref": "c/limit.yaml"}],
        requestBody={"$ref": "#/components/requestBodies/Body"},
        responses={"404": {"$ref": "#/components/responses/Gone"}},
        security=[{"key": []}],
    )
    site = make_site(api({"/x": {"post": used}}, components=components), files).build()
    text = site.text(PAGE)
    for words in ("limit integer", "sent string", "It is gone.", "X-Key"):
        assert words in text
    published = json.loads((site.outdir / "api/openapi.json").read_text("utf-8"))["components"]
    assert {section: list(members) for section, members in published.items()} == {
        section: list(members) for section, members in components.items()
    }
    assert site.warnings == []


def test_definitions_of_2_0_in_files(make_site):
    spec = {
        "swagger": "2.0",
        "info": {"title": "Old", "version": "1"},
        "definitions": {"User": {"$ref": "user.yaml"}},
        "responses": {"$ref": "responses.yaml"},
        "paths": {
            "/x": {
                "get": operation(
                    "x",
                    "t",
                    responses={
                        "200": {"description": "ok", "schema": {"$ref": "#/definitions/User"}},
                        "404": {"$ref": "#/responses/Gone"},
                    },
                )
            }
        },
    }
    files = {
        "user.yaml": {"type": "object", "properties": {"friend": {"$ref": "user.yaml"}, "name": {"type": "string"}}},
        "responses.yaml": {"Gone": {"description": "It is gone."}},
    }
    site = make_site(spec, files).build()
    assert "friend User" in site.text(PAGE)
    assert "It is gone." in site.text(PAGE)
    assert schema_pages(site) == {"User"}
    assert site.warnings == []


def test_chains_of_references_within_a_file(make_site):
    files = {
        "schemas/name.yaml": {
            "type": "object",
            "properties": {
                "last": {"$ref": "./text.yaml"},
                "prefix": {"$ref": "#/properties/last"},
                "suffix": {"$ref": "#/properties/prefix"},
                "age": {"$ref": "#/properties/born/properties/age"},
                "born": {"type": "object", "properties": {"age": {"type": "integer", "minimum": 7}}},
            },
        },
        "schemas/text.yaml": {"type": "string", "minLength": 7},
    }
    site = make_site(api({"/x": {"get": answers({"$ref": "schemas/name.yaml"})}}), files).build()
    text = site.text(PAGE)
    for field in ("last", "prefix", "suffix"):
        assert f"{field} string" in text
    assert text.count("at least 7") >= 4
    assert site.warnings == []


def test_references_that_lead_through_others(make_site):
    files = {
        "a.yaml": {"shared": {"$ref": "b.yaml#/things"}},
        "b.yaml": {"things": {"one": {"$ref": "#/real"}}, "real": {"$anchor": "core", **thing(inner="string")}},
    }
    fields = {"type": "object", "properties": {"p": {"$ref": "a.yaml#/shared/one"}, "q": {"$ref": "b.yaml#core"}}}
    site = make_site(api({"/x": {"get": answers(fields)}}), files).build()
    assert "p real" in site.text(PAGE)
    assert "q real" in site.text(PAGE)
    assert schema_pages(site) == {"real"}
    assert site.warnings == []


def test_what_stands_beside_a_reference_is_read_where_it_stands(make_site):
    files = {
        "paths/x.yaml": {"parameters": [{"$ref": "p.yaml"}], "get": operation("x", "t")},
        "paths/p.yaml": {"name": "inner", "in": "query", "schema": {"type": "string"}},
        "p.yaml": {"name": "outer", "in": "query", "schema": {"type": "string"}},
    }
    site = make_site(api({"/x": {"$ref": "paths/x.yaml", "parameters": [{"$ref": "p.yaml"}]}}), files).build()
    text = site.text(PAGE)
    assert "inner string" in text
    assert "outer string" in text
    assert site.warnings == []


def test_names_are_those_of_whole_files(make_site):
    fields = {
        "cake": {"$ref": "schemas/bakery.v1.Cake.yaml"},
        "crumb": {"$ref": "schemas/bakery.v1.Crumb.json"},
        "user": {"$ref": "user/index.yaml"},
    }
    files = {
        "schemas/bakery.v1.Cake.yaml": thing(layers="integer"),
        "schemas/bakery.v1.Crumb.json": thing(grams="integer"),
        "user/index.yaml": thing(name="string"),
    }
    site = make_site(api({"/x": {"get": answers({"type": "object", "properties": fields})}}), files).build()
    assert schema_pages(site) == {"bakery.v1.Cake", "bakery.v1.Crumb", "user"}
    assert site.warnings == []


def test_names_that_differ_in_case_only_are_told_of_once_with_their_file(make_site):
    fields = {"a": {"$ref": "#/components/schemas/User"}, "b": {"$ref": "s/user.yaml"}}
    site = make_site(
        api(
            {"/x": {"get": answers({"type": "object", "properties": fields})}},
            components={"schemas": {"User": thing(one="string")}},
        ),
        {"s/user.yaml": thing(other="string")},
    ).build()
    (warning,) = site.warnings
    assert warning.startswith(
        "s/user.yaml:1: WARNING: the page name 'user' of the schema 'user' is taken by the schema"
    )
    assert "[openapi_pages.address]" in warning
    assert "other string" in site.text("api/schemas/user-2")


def test_a_broken_reference_is_named_as_it_is_written_and_where(make_site):
    files = {
        "s/index.yaml": {"Foo": {"$ref": "./foo.yaml"}},
        "s/foo.yaml": {"properties": {"a": {"$ref": "./none.yaml#/A"}}},
    }
    schemas = {"Foo": {"$ref": "s/index.yaml#/Foo"}}
    site = make_site(
        api({"/x": {"get": answers({"$ref": "#/components/schemas/Foo"})}}, components={"schemas": schemas}), files
    ).build()
    (warning,) = site.warnings
    assert warning.startswith("s/foo.yaml:2: WARNING: the reference './none.yaml#/A' cannot be followed")
    assert "(at #/properties/a)" in warning
    assert "the reference ./none.yaml#/A leads nowhere" in site.text(PAGE)


@pytest.mark.parametrize(
    ("count", "words"),
    [(2, "; the same applies to 1 more reference to it"), (4, "; the same applies to 3 more references to it")],
)
def test_what_is_missing_is_told_of_once(make_site, count, words):
    field = {"$ref": "#/components/schemas/None"}
    site = make_site(
        api({"/x": {"get": answers({"properties": {f"f{number}": field for number in range(count)}})}})
    ).build()
    (warning,) = site.warnings
    assert f"the page shows a note instead{words} (at" in warning


def test_a_chain_that_breaks_is_told_of_at_its_last_link(make_site):
    files = {"a.yaml": {"$ref": "b.yaml"}, "b.yaml": {"$ref": "none.yaml"}}
    site = make_site(api({"/x": {"get": answers({"$ref": "a.yaml"})}}), files).build()
    (warning,) = site.warnings
    assert warning.startswith("b.yaml:1: WARNING: the reference 'none.yaml' cannot be followed")
    assert "the reference none.yaml leads nowhere" in site.text(PAGE)


def test_references_in_a_file_that_mean_the_document(make_site):
    files = {"paths/x.yaml": {"get": answers({"$ref": "#/components/schemas/User"})}}
    site = make_site(
        api({"/x": {"$ref": "paths/x.yaml"}}, components={"schemas": {"User": thing(one="string")}}), files
    ).build()
    assert "one string" in site.text(PAGE)
    (warning,) = site.warnings
    assert warning.startswith("paths/x.yaml:")
    assert "the reference has no target in its own file" in warning


def test_components_in_a_circle_are_one_warning(make_site):
    files = {"a.yaml": {"$ref": "openapi.yaml#/components/schemas/A"}}
    used = answers({"$ref": "#/components/schemas/A"})
    site = make_site(api({"/x": {"get": used}}, components={"schemas": {"A": {"$ref": "a.yaml"}}}), files).build()
    (warning,) = site.warnings
    assert "it leads in a circle" in warning
    assert "leads nowhere" in site.text(PAGE)


@pytest.mark.parametrize(
    "reference", ["c/loaves.yaml#/post", "openapi.yaml#/paths/~1loaves/post", "#/paths/~1loaves/post"]
)
def test_links_to_operations_in_files(make_site, reference):
    bake = {"post": operation("bakeLoaf", "t", summary="Bake a loaf")}
    links = {"bake": {"operationRef": reference, "description": "Bake one."}}
    used = operation("x", "t", responses={"200": {"description": "ok", "links": links}})
    site = make_site(api({"/loaves": {"$ref": "c/loaves.yaml"}, "/x": {"get": used}}), {"c/loaves.yaml": bake}).build()
    assert len(site.body(PAGE).select('a[href^="bakeLoaf.html"]')) == 1
    assert "Bake one." in site.text(PAGE)
    assert site.warnings == []


def test_links_to_operations_that_are_not_there(make_site):
    links = {
        "far": {"operationRef": "https://other.example/openapi.yaml#/paths/~1a/get"},
        "gone": {"operationRef": "#/paths/~1none/get"},
    }
    used = operation("x", "t", responses={"200": {"description": "ok", "links": links}})
    site = make_site(api({"/x": {"get": used}})).build()
    assert "https://other.example/openapi.yaml#/paths/~1a/get" in site.text(PAGE)
    (warning,) = site.warnings
    assert "the reference '#/paths/~1none/get' cannot be followed" in warning
    assert "it is shown as it is written" in warning


def test_names_with_percent_signs(make_site):
    schemas = {"Page%3CUser%3E": thing(afield="string"), "Q%41": {"type": "string"}, "50%": thing(half="string")}
    used = {
        "type": "object",
        "properties": {
            "a": {"$ref": "#/components/schemas/Page%253CUser%253E"},
            "b": {"$ref": "#/components/schemas/Q%41"},
            "c": {"$ref": "s.yaml#/Tax%41"},
            "d": {"$ref": "#/components/schemas/50%25"},
        },
    }
    site = make_site(
        api({"/x": {"get": answers(used)}}, components={"schemas": schemas}),
        {"s.yaml": {"Tax%41": thing(rate="number")}},
    ).build()
    text = site.text(PAGE)
    for words in ("afield string", "rate number", "half string", "a Page%3CUser%3E"):
        assert words in text
    assert site.warnings == []
    published = json.loads((site.outdir / "api/openapi.json").read_text("utf-8"))
    (media,) = published["paths"]["/x"]["get"]["responses"]["200"]["content"].values()
    assert media["schema"]["properties"]["a"] == {"$ref": "#/components/schemas/Page%253CUser%253E"}


BAD_URLS = ["http://host:99999/x", "http://localhost:port/x#/y", "http://[::1/x", "//h:99999/x.yaml"]


@pytest.mark.parametrize("reference", [*BAD_URLS, f"#/tags/{'9' * 5000}"])
def test_references_that_are_none(make_site, reference):
    site = make_site(api({"/x": {"get": operation("x", "t", responses={"200": {"$ref": reference}})}})).build()
    (warning,) = site.warnings
    assert "cannot be followed" in warning
    assert len(warning) < 400
    assert "leads nowhere" in site.text(PAGE)
