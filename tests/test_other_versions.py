"""Words of other versions, and values of other kinds, where a document has them: told of, and shown as far as can be."""

from __future__ import annotations

import pytest
from conftest import api, operation

PAGE = "api/t/x"


def answers(schema, **members):
    """Return a document whose operation answers with *schema*."""
    content = {"application/json": {"schema": schema}}
    return api(
        {"/x": {"post": operation("x", "t", responses={"200": {"description": "ok", "content": content}})}}, **members
    )


def swagger(used, **members):
    return {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {"/x": {"post": {"operationId": "x", "tags": ["t"], **used}}},
        **members,
    }


OK = {"responses": {"200": {"description": "Fine."}}}


def test_members_of_the_wrong_kind_beside_a_reference(make_site):
    field = {
        "$ref": "#/components/schemas/A",
        "required": True,
        "description": ["no text"],
        "type": 7,
        "deprecated": True,
    }
    schemas = {"A": {"type": "object", "properties": {"afield": {"type": "string"}}}}
    spec = answers({"type": "object", "properties": {"a": field}}, components={"schemas": schemas})
    site = make_site(spec).build()
    assert "afield string" in site.text(PAGE)
    assert "deprecated" in site.text(PAGE)
    for word in ("required", "description", "type"):
        assert sum(f"properties/a/{word})" in warning for warning in site.warnings) == 1
    assert len(site.warnings) == 3


@pytest.mark.parametrize("beside", [{"parameters": {"a": 1}}, {"parameters": 5}, {"get": 5}, {"summary": []}])
def test_the_same_beside_the_reference_of_a_path(make_site, beside):
    files = {"item.yaml": {"parameters": [{"name": "a", "in": "query"}], "post": operation("x", "t")}}
    site = make_site(api({"/x": {"$ref": "item.yaml", **beside}}), files).build()
    (warning,) = site.warnings
    assert "openapi.yaml:" in warning
    assert "Fine." in site.text(PAGE)


@pytest.mark.parametrize(
    ("members", "key"),
    [
        ({"callbacks": "none"}, "callbacks"),
        ({"requestBody": {"content": 5}}, "requestBody"),
        ({"servers": [5]}, "servers"),
        ({"responses": {"200": {"description": "Fine.", "content": "none", "links": "none"}}}, "links"),
        ({"parameters": [{"name": "p", "in": "query", "type": "string", "content": 5, "style": []}]}, "content"),
    ],
)
def test_fields_of_3_in_2_0(make_site, members, key):
    site = make_site(swagger({**OK, **members})).build()
    assert "Fine." in site.text(PAGE)
    assert sum(f"'{key}' is not a field of this object in OpenAPI 2.0; it is left out" in w for w in site.warnings) == 1


def test_security_schemes_of_3_in_2_0(make_site):
    schemes = {
        "token": {"type": "http", "scheme": "bearer"},
        "odd": {"type": "apiKey", "name": "A", "in": "header", "flows": "api flows"},
    }
    site = make_site(swagger({**OK, "security": [{"token": []}]}, securityDefinitions=schemes)).build()
    assert "bearer" in site.text("api/index").lower()
    (warning,) = site.warnings
    assert "#/securityDefinitions/odd/flows" in warning


def test_one_warning_for_the_same_field_in_many_places(make_site):
    paths = {f"/{n}": {"get": {"operationId": f"o{n}", "tags": ["t"], "callbacks": {}, **OK}} for n in range(9)}
    site = make_site({**swagger(OK), "paths": paths}).build()
    (warning,) = site.warnings
    assert "also at 8 more places" in warning


def test_a_schema_right_under_a_response_of_3(make_site):
    response = {"description": "ok", "schema": {"type": "object", "properties": {"afield": {"type": "string"}}}}
    site = make_site(api({"/x": {"get": operation("x", "t", responses={"200": response})}})).build()
    assert "afield string" in site.text(PAGE)
    (warning,) = site.warnings
    assert (
        "'schema' belongs here in OpenAPI 2.0 only; it is read as the schema of application/json in 'content'"
        in warning
    )


def test_a_parameter_of_2_0_in_3(make_site):
    parameter = {"name": "limit", "in": "query", "type": "integer", "maximum": 9}
    site = make_site(api({"/x": {"get": operation("x", "t", parameters=[parameter])}})).build()
    assert "limit integer, at most 9" in site.text(PAGE)
    assert "'type' belongs here in OpenAPI 2.0 only" in site.warnings[0]
    assert len(site.warnings) == 1


def test_host_and_flow_of_2_0_in_3(make_site):
    scheme = {"type": "oauth2", "flow": "accessCode", "tokenUrl": "https://t.example", "scopes": {"read": "Read."}}
    spec = api(
        {"/x": {"get": operation("x", "t")}},
        host="old.example",
        basePath="/v1",
        components={"securitySchemes": {"o": scheme}},
    )
    site = make_site(spec).build()
    assert "https://old.example/v1" in site.text("api/index")
    assert "Authorization code flow" in site.text("api/index")
    assert len(site.warnings) == 2


@pytest.mark.parametrize("types", ["[integer, null]", "[integer, ~]", "[integer, 'null']", "[integer, null, {a: 1}]"])
def test_null_among_types(make_site, types):
    text = f"""
openapi: 3.1.0
info: {{title: T, version: "1"}}
paths:
  /x: {{get: {{tags: [t], operationId: x, parameters: [{{name: p, in: query, schema: {{type: {types}}}}}], responses: {{}}}}}}
"""
    site = make_site(text).build()
    assert "p integer or null" in site.text(PAGE)
    assert len(site.warnings) == {"[integer, 'null']": 0, "[integer, null, {a: 1}]": 2}.get(types, 1)


def test_tuples_of_draft_4(make_site):
    pair = {
        "type": "array",
        "items": [{"type": "string"}, {"$ref": "#/components/schemas/B"}],
        "additionalItems": False,
    }
    schemas = {"B": {"type": "object", "properties": {"bfield": {"type": "string"}}}}
    site = make_site(answers(pair, components={"schemas": schemas})).build()
    assert "bfield string" in site.text(PAGE)
    (warning,) = site.warnings
    assert "'items' is a list, as in draft 4 of JSON Schema; it is read as 'prefixItems'" in warning


def test_tuples_of_draft_4_in_2_0(make_site):
    used = {
        "responses": {"200": {"description": "ok", "schema": {"type": "array", "items": [{"$ref": "#/definitions/B"}]}}}
    }
    definitions = {"B": {"type": "object", "properties": {"bfield": {"type": "string"}}}}
    site = make_site(swagger(used, definitions=definitions)).build()
    assert "bfield string" in site.text(PAGE)
    assert len(site.warnings) == 1


def test_paths_and_host_of_microsoft(make_site):
    host = {
        "hostTemplate": "{vault}.boats.test",
        "parameters": [
            {"$ref": "#/parameters/vault"},
            {"name": "zone", "in": "path", "type": "string", "enum": ["a", "b"]},
        ],
    }
    spec = swagger(OK, basePath="/v1", schemes=["https"])
    spec["x-ms-parameterized-host"] = {**host, "hostTemplate": "{vault}.{zone}.boats.test"}
    spec["parameters"] = {
        "vault": {"name": "vault", "in": "path", "type": "string", "description": "Name of the vault."}
    }
    spec["x-ms-paths"] = {"/a?op=b": {"get": {"operationId": "getB", "tags": ["t"], **OK}}}
    site = make_site(spec).build()
    assert "GET /a?op=b" in site.text("api/t/getB")
    index = site.text("api/index")
    assert "https://{vault}.{zone}.boats.test/v1" in index
    assert "Name of the vault." in index
    assert "zone : default a , one of a , b" in index
    assert site.warnings == []


def test_paths_of_microsoft_in_3(make_site):
    spec = api({"/a": {"get": operation("getA", "t")}})
    spec["x-ms-paths"] = {"/a?op=b": {"get": {"$ref": "b.yaml"}}, "/a?op=c": 5}
    site = make_site(spec, {"b.yaml": operation("getB", "t")}).build()
    assert "GET /a?op=b" in site.text("api/t/getB")
    (warning,) = site.warnings
    assert "a number where the specification requires a PathItem object" in warning


@pytest.mark.parametrize(
    ("version", "words"),
    [
        ("3.9.0", "the validator does not know OpenAPI 3.9.0"),
        ("next", "the validator does not know OpenAPI next"),
        (3.1, "the value of 'openapi' is a number; put it in quotes"),
        (4, "the value of 'openapi' is a number; put it in quotes"),
    ],
)
def test_validation_of_an_unknown_version(make_site, version, words):
    spec = {**api({"/x": {"get": operation("x", "t")}}), "openapi": version}
    site = make_site(spec, options={"validate": "warn"}).build()
    assert words in next(warning for warning in site.warnings if "[openapi_pages.validation]" in warning)
    assert "GET /x" in site.text(PAGE)


LONG = "z" * 300


@pytest.mark.parametrize(
    "spec",
    [
        answers({"$ref": f"#/components/schemas/{LONG}"}),
        {**answers({}), "openapi": f"9{LONG}"},
        {**answers({}), "tags": [{"name": LONG, "parent": LONG}]},
        f"openapi: 3.1.0\ninfo: {{title: T, version: '1'}}\npaths: {{}}\nx-{LONG}: 1\nx-{LONG}: 2\n",
    ],
)
def test_values_in_warnings_are_cut(make_site, spec):
    warnings = make_site(spec).build().warnings
    assert len(warnings) == 1
    assert "zzz…zzz" in warnings[0]
    assert len(warnings[0]) < 400
