"""References by the names of schemas: $id, anchors, and references that depend on the way to a schema."""

from __future__ import annotations

import json

import pytest
from conftest import api, operation


@pytest.fixture
def site_of(make_site):
    """Return a function that builds a page of an operation that returns *schema*, among *components*."""

    def build(schema, components=None, files=None, **fields):
        responses = {"200": {"description": "ok", "content": {"application/json": {"schema": schema}}}}
        spec = api({"/x": {"get": operation("op", "g", responses=responses)}}, openapi="3.1.0")
        return make_site({**spec, **fields, "components": {"schemas": components or {}}}, files).build()

    return build


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def object_with(name, **keywords):
    return {"type": "object", "properties": {name: {"type": "integer"}}, **keywords}


def test_references_are_relative_to_the_identifier_around_them(site_of):
    inner = object_with("in-inner", **{"$id": "inner", "$defs": {"rope": {"type": "string", "maxLength": 77}}})
    inner["properties"] |= {"rope": {"$ref": "#/$defs/rope"}, "back": {"$ref": "outer"}}
    properties = {
        "near": {"$ref": "inner"},
        "sail": {"$ref": "#/$defs/sail"},
        "named": {"$ref": "#mast"},
        "far": {"$ref": "/v2/boat"},
    }
    mast = object_with("in-mast", **{"$anchor": "mast"})
    definitions = {"inner": inner, "sail": object_with("in-sail"), "mast": mast}
    outer = {"$id": "https://boats.test/v1/outer", "type": "object", "properties": properties, "$defs": definitions}
    boat = object_with("in-boat", **{"$id": "https://boats.test/v2/boat"})
    site = site_of({"$ref": "https://boats.test/v1/outer"}, {"Outer": outer, "Boat": boat})
    assert site.warnings == []
    text = site.text("api/g/op")
    assert "near inner 3 properties in-inner integer" in text
    assert "at most 77 characters" in text
    assert "back Outer Recursive: same fields as Outer" in text
    assert "sail sail 1 property in-sail integer" in text
    assert "named mast 1 property in-mast integer" in text
    assert "far Boat 1 property in-boat integer" in text


def test_published_document_needs_no_identifiers(site_of):
    tree = object_with("x", **{"$id": "https://boats.test/tree", "$defs": {"leaf": object_with("y")}})
    tree["properties"]["leaf"] = {"$ref": "#/$defs/leaf"}
    site = site_of(ref("Tree"), {"Tree": tree})
    published = json.loads((site.outdir / "api/openapi.json").read_text())
    assert published["components"]["schemas"]["Tree"]["properties"]["leaf"] == ref("Tree/$defs/leaf")
    assert "$id" not in published["components"]["schemas"]["Tree"]


def test_pointers_to_components_are_found_from_within_a_schema_with_an_identifier(site_of):
    crew = {"$id": "https://boats.test/crew", "type": "array", "items": ref("Sailor")}
    site = site_of(ref("Crew"), {"Crew": crew, "Sailor": object_with("rank")})
    assert site.warnings == []
    assert "array of Sailor" in site.text("api/g/op")


def test_properties_called_like_identifiers_are_properties(site_of):
    site = site_of({"type": "object", "properties": {"$id": {"type": "string"}, "$anchor": object_with("deep")}})
    assert site.warnings == []
    assert "$id string" in site.text("api/g/op")


def test_names_of_wrong_types_are_none(site_of):
    for name in (5, None, ["a"], {"a": 1}):
        schema = object_with("x", **{"$id": name, "$anchor": name, "$schema": name, "$dynamicRef": name})
        assert "x integer" in site_of(schema, {"A": schema}).text("api/g/op")


def test_addresses_that_cannot_be_read_are_warnings(site_of):
    schema = object_with("x", **{"$id": "http://[bad", "allOf": [{"$ref": "http://[worse"}]})
    site = site_of(ref("A"), {"A": schema})
    (warning,) = site.warnings
    assert "the reference 'http://[worse' cannot be followed" in warning


def test_file_with_an_identifier_of_its_own(site_of):
    hull = """
        $id: https://boats.test/hull
        type: object
        properties:
          wood: {$ref: '#/$defs/wood'}
          iron: {$ref: 'https://boats.test/hull#iron'}
          other: {$ref: other.yaml}
        $defs:
          wood: {type: object, properties: {in-wood: {type: integer}}}
          i: {$anchor: iron, type: object, properties: {in-iron: {type: integer}}}
    """
    other = "{type: object, properties: {in-other: {type: integer}}}"
    site = site_of({"$ref": "s/hull.yaml"}, files={"s/hull.yaml": hull, "s/other.yaml": other})
    assert site.warnings == []
    for name in ("in-wood integer", "in-iron integer", "in-other integer"):
        assert name in site.text("api/g/op")


def test_draft_of_the_document_says_what_names_a_schema(site_of):
    components = {"Boat": {"definitions": {"m": object_with("in-mast", **{"$id": "#mast"})}}}
    draft = "http://json-schema.org/draft-07/schema#"
    assert "in-mast integer" in site_of({"$ref": "#mast"}, components, jsonSchemaDialect=draft).text("api/g/op")


def test_reference_to_an_unknown_name_is_one_warning(site_of):
    (warning,) = site_of({"$dynamicRef": "#nowhere"}).warnings
    assert "the reference '#nowhere' cannot be followed" in warning


# What depends on the way to a schema

PAGE = {
    "$id": "page",
    "type": "object",
    "description": "A part of a list.",
    "properties": {"items": {"type": "array", "items": {"$dynamicRef": "#item"}}, "next": {"$ref": "#"}},
    "$defs": {"item": {"$dynamicAnchor": "item"}},
}


def page_of(name):
    return {"$id": f"{name}-page", "$ref": "page", "$defs": {"item": {"$dynamicAnchor": "item", **ref(name)}}}


def test_generic_schema_is_shown_for_each_use(site_of):
    components = {"Page": PAGE, "Boat": object_with("in-boat"), "Sailor": object_with("in-sailor")}
    components |= {"BoatPage": page_of("Boat"), "SailorPage": page_of("Sailor")}
    site = site_of({"type": "object", "properties": {"b": ref("BoatPage"), "s": ref("SailorPage")}}, components)
    assert site.warnings == []
    text = site.text("api/g/op")
    assert "b BoatPage A part of a list. 2 properties items array of Boat 1 property in-boat integer" in text
    assert "next BoatPage A part of a list. Recursive: same fields as BoatPage" in text
    assert "s SailorPage A part of a list. 2 properties items array of Sailor 1 property in-sailor integer" in text


def test_generic_schema_that_is_extended_gets_a_name(site_of):
    plus = {key: item for key, item in page_of("Boat").items() if key != "$ref"}
    plus["allOf"] = [{"$ref": "page"}, object_with("total")]
    site = site_of(ref("Plus"), {"Page": PAGE, "Boat": object_with("in-boat"), "Plus": plus})
    text = site.text("api/g/op")
    assert "items array of Boat" in text
    assert "next Page_Boat" in text
    assert "total integer" in text


def test_generic_schema_is_filled_where_it_is_used(site_of):
    schema = {"$ref": "page", "$defs": {"own": {"$dynamicAnchor": "item", **object_with("in-line")}}}
    text = site_of(schema, {"Page": PAGE}).text("api/g/op")
    assert "items array of own 1 property in-line integer" in text


@pytest.mark.parametrize(
    ("anchor", "reference"),
    [({"$dynamicAnchor": "node"}, {"$dynamicRef": "#node"}), ({"$recursiveAnchor": True}, {"$recursiveRef": "#"})],
)
def test_schema_that_extends_a_tree_has_branches_like_itself(site_of, anchor, reference):
    tree = {"$id": "tree", **anchor, "type": "object"}
    tree["properties"] = {"branches": {"type": "array", "items": reference}}
    named = object_with("label", **{"$id": "named", **anchor, "allOf": [{"$ref": "tree"}]})
    site = site_of(ref("NamedTree"), {"Tree": tree, "NamedTree": named})
    assert site.warnings == []
    assert "branches array of NamedTree Recursive: same fields as NamedTree" in site.text("api/g/op")


def test_schemas_with_too_many_meanings_end(site_of, monkeypatch):
    monkeypatch.setattr("sphinxcontrib_openapi_pages.openapi.schema_references.MAX_MEANINGS", 3)
    components = {"Page": PAGE}
    for number in range(6):
        own = {"one": {"$dynamicAnchor": "item", **object_with(f"f{number}")}}
        components[f"U{number}"] = {"$id": f"u{number}", "allOf": [{"$ref": "page"}], "$defs": own}
    (warning,) = site_of(ref("U1"), components).warnings
    assert "have more than 3 meanings" in warning
