"""What schemas mean, in words: types, conjunctions, allowed values, what is said of items, conditions."""

from __future__ import annotations

import pytest
from conftest import api, operation

BOAT = {"type": "object", "properties": {"mast": {"type": "integer"}}}


@pytest.fixture
def text_of(make_site):
    """Return a function that returns what a page says of the properties of a body, or of another schema."""

    def text(properties=None, *, version="3.1.0", components=None, **keywords):
        schema = {"type": "object", "properties": properties, **keywords} if properties else keywords
        body = {"content": {"application/json": {"schema": schema}}}
        spec = api({"/x": {"post": operation("op", "g", requestBody=body)}}, openapi=version)
        spec["components"] = {"schemas": {"Boat": BOAT, **(components or {})}}
        site = make_site(spec).build()
        assert site.warnings == []
        return site.text("api/g/op")

    return text


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


# Types


def test_title_never_stands_for_the_type(text_of):
    text = text_of(
        {
            "count": {"title": "Count", "anyOf": [{"type": "integer", "minimum": 2}, {"type": "string"}]},
            "owner": {"title": "Owner", "type": "object", "properties": {"a": {"type": "string"}}},
            "crew": {"title": "All hands", "type": "object", "properties": {"b": {"type": "string"}}},
        }
    )
    assert "count integer, at least 2 or string" in text
    assert "owner object 1 property" in text
    assert "crew object ( All hands ) 1 property" in text


def test_plain_alternatives_are_listed_with_their_limits(text_of):
    kinds = [{"type": "string", "maxLength": 7}, {"type": "integer"}, {"type": "boolean"}, {"type": "number"}]
    assert "v string, at most 7 characters or integer or boolean or number" in text_of({"v": {"oneOf": kinds}})


def test_alternatives_that_say_the_same_are_one(text_of):
    text = text_of(
        {
            "one": {"anyOf": [ref("Boat")], "description": "Words."},
            "mail": {"anyOf": [{"type": "string", "format": "email"}, {"type": "string", "enum": [""]}]},
            "twice": {"anyOf": [{"type": "string"}, {"type": "string", "title": "Other"}]},
        }
    )
    assert "one Boat Words." in text
    assert 'mail string, email or ""' in text
    assert "twice string" in text
    assert "Any of" not in text
    assert "string or string" not in text


# Conjunctions


@pytest.mark.parametrize(
    ("parts", "words"),
    [
        ([{"type": "integer", "minimum": 1}, {"minimum": 10}], "integer, at least 10"),
        ([{"type": "number", "minimum": 1}, {"exclusiveMinimum": 1}], "number, more than 1"),
        ([{"type": "number", "maximum": 9}, {"exclusiveMaximum": 12}], "number, at most 9"),
        ([{"type": ["string", "integer"]}, {"type": "number"}], "integer"),
        ([{"type": "integer", "multipleOf": 4}, {"multipleOf": 6}], "integer, multiple of 12"),
        ([{"type": "string", "minLength": 8}, {"minLength": 1, "maxLength": 9}], "string, 8 to 9 characters"),
        ([{"type": "string"}, {"type": "integer"}], "nothing"),
        ([{"type": "string"}, False], "nothing"),
    ],
)
def test_strictest_limit_of_all_parts(text_of, parts, words):
    assert f"v {words} Example" in text_of({"v": {"allOf": parts}, "w": {"type": "string"}}).replace(" w ", " Example ")


def test_all_parts_hold(text_of):
    text = text_of(
        {
            "letter": {"allOf": [{"enum": ["left", "both"]}, {"enum": ["both", "right"]}]},
            "code": {"type": "string", "allOf": [{"pattern": "^a"}, {"pattern": "z$"}]},
            "list": {
                "allOf": [
                    {"type": "array", "items": {"properties": {"first": {"type": "string"}}}},
                    {"items": {"properties": {"second": {"type": "string"}}, "required": ["second"]}},
                ]
            },
        }
    )
    assert "Allowed values: both" in text
    assert "left" not in text
    assert "Pattern: ^a Pattern: z$" in text
    assert "first string second string required" in text


def test_what_stands_beside_a_reference_holds_in_3_1(text_of):
    base = {"type": "object", "required": ["one"], "properties": {"one": {"type": "string"}}}
    text = text_of(**ref("Base"), properties={"two": {"type": "boolean"}}, required=["two"], components={"Base": base})
    assert "one string required" in text
    assert "two boolean required" in text


def test_what_stands_beside_a_reference_is_ignored_in_3_0(text_of):
    base = {"type": "object", "properties": {"one": {"type": "string"}}}
    beside = {**ref("Base"), "properties": {"two": {"type": "boolean"}}, "description": "Words beside."}
    text = text_of({"v": beside}, version="3.0.3", components={"Base": base})
    assert "one string" in text
    assert "Words beside." in text
    assert "two" not in text


def test_values_of_a_named_enumeration_keep_its_name(text_of):
    kind = {"type": "integer", "oneOf": [{"const": 1, "title": "One"}, {"const": 2, "title": "Two"}]}
    text = text_of({"v": {"type": "integer", "enum": [2], "allOf": [ref("Kind")]}}, components={"Kind": kind})
    assert "v integer ( Kind ) Allowed values: 2 Two" in text


def test_words_of_what_extends_come_first(text_of):
    base = {"type": "object", "properties": {"name": {"type": "string", "description": "Of the base.", "default": "b"}}}
    heir = {"allOf": [ref("Base"), {"properties": {"name": {"description": "Of the heir.", "default": "h"}}}]}
    text = text_of(**heir, components={"Base": base})
    assert "Of the heir. Default: h" in text
    assert "Of the base." not in text


def test_null_does_not_leak_from_what_is_extended(text_of):
    base = {"type": "object", "nullable": True, "properties": {"id": {"type": "string"}}}
    full = {"allOf": [ref("Base"), {"properties": {"size": {"type": "integer"}}}]}
    text = text_of({"a": ref("Full"), "b": ref("Base")}, version="3.0.3", components={"Base": base, "Full": full})
    assert "a Full 2 properties" in text
    assert "b Base or null" in text


# Allowed values


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [{"const": "GO", "title": "Gold", "description": "Shines."}, {"const": "TI", "title": "Tin"}]},
        {"enum": ["GO", "TI"], "x-enum-varnames": ["Gold", "Tin"], "x-enum-descriptions": ["Shines."]},
        {"enum": ["GO", "TI"], "x-enumNames": ["Gold", "Tin"], "x-google-enum-descriptions": ["Shines.", ""]},
        {
            "enum": ["GO", "TI"],
            "x-ms-enum": {"values": [{"value": "GO", "name": "Gold", "description": "Shines."}, {"value": "TI", "name": "Tin"}]},
        },
        {"enum": ["GO", "TI"], "x-enum-varnames": ["Gold", "Tin"], "x-go-enum-desc": "GO Shines.\nTI"},
    ],
)  # fmt: skip
def test_allowed_values_with_names_and_descriptions(text_of, schema):
    text = text_of({"metal": {"type": "string", **schema}, "all": {"type": "array", "items": schema}})
    assert "metal string Allowed values: GO Gold Shines. TI Tin" in text
    assert "all array of string Allowed values: GO Gold Shines. TI Tin" in text or "x-" in str(schema)


def test_constants_and_null(text_of):
    text = text_of(
        {"maybe": {"anyOf": [{"const": 5, "title": "Five"}, {"const": 6, "title": "Six"}, {"type": "null"}]}}
    )
    assert "maybe integer or null Allowed values: 5 Five 6 Six" in text
    assert "always" not in text


def test_values_written_on_the_array_are_those_of_its_items(text_of):
    text = text_of({"f": {"type": "array", "items": {"type": "string"}, "enum": ["started", "ended"]}})
    assert "f array of string Allowed values: started , ended" in text


def test_reason_of_a_deprecation(text_of):
    text = text_of({"g": {"type": "string", "deprecated": True, "x-deprecatedMessage": "Use b instead."}})
    assert "Deprecated: Use b instead." in text


# Items and values


def test_words_on_items_stand_beside_those_of_the_container(text_of):
    text = text_of(
        {
            "list": {
                "type": "array",
                "description": "The whole list.",
                "items": {"type": "string", "description": "One entry.", "default": "d1", "example": "e1"},
            },
            "map": {
                "type": "object",
                "description": "The map.",
                "additionalProperties": {"type": "string", "not": {"const": "n1"}},
            },
            "boats": {"type": "array", "items": {**ref("Boat"), "description": "Those of today."}},
        }
    )
    assert "The whole list. Each item: One entry. Default: d1 Example: e1" in text
    assert "The map. Each value: Not: n1" in text
    assert "Those of today." in text


# Conditions


CONDITIONS = [
    ({"not": {"enum": ["admin", "root"]}}, "None of: admin, root"),
    ({"dependentRequired": {"crew": ["captain"]}}, "With: crew , captain must be there too"),
    (
        {"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}},
        "If: a is 1 : b is required. Otherwise: c is required",
    ),
    ({"if": {"required": ["a"]}, "else": {"required": ["c"]}}, "Unless: a is there : c is required"),
    ({"dependentSchemas": {"a": {"properties": {"b": {"minimum": 3}}}}}, "With: a : b is any, at least 3"),
    ({"propertyNames": {"enum": ["build", "ship"]}}, "Names of properties: build, ship"),
    ({"contains": {"const": "main"}}, "At least one item: main"),
    ({"contains": {"const": "main"}, "minContains": 2}, "At least 2 items: main"),
    ({"prefixItems": [{"type": "string"}], "items": False}, "Further items: none"),
    ({"prefixItems": [{"type": "string"}], "unevaluatedItems": False}, "Further items: none"),
    ({"not": {"required": ["a", "b"]}}, "Not: a, b together"),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, "Exactly one of: a ; b"),
    ({"anyOf": [{"required": ["a"], "title": "By mail"}, {"required": ["b"]}]}, "At least one of: By mail ( a ); b"),
    ({"required": ["z"], "properties": {"a": {}}}, "Also required: z"),
]


@pytest.mark.parametrize(("keywords", "words"), CONDITIONS)
def test_conditions_are_words(text_of, keywords, words):
    text = text_of({"v": keywords, "map": {"type": "object", "additionalProperties": {"description": "V", **keywords}}})
    compact = text.replace(" ", "")
    assert compact.count(words.replace(" ", "")) == 2, text


def test_examples_keep_to_requirements(text_of):
    names = {name: {"type": "string"} for name in ("email", "phone", "note")}
    text = text_of(names, oneOf=[{"required": ["phone"]}, {"required": ["email"]}])
    assert '{ "phone": "text" }' in text
    assert '{ "email": "text" }' in text
    assert '"phone": "text",' not in text
    assert '"email": "text",' not in text


def test_discriminator_of_an_optional_union(text_of):
    part = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    mapping = {"purring": "#/components/schemas/Cat", "barking": "#/components/schemas/Dog"}
    union = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": {"propertyName": "kind", "mapping": mapping}}
    text = text_of({"pet": {"anyOf": [union, {"type": "null"}]}}, components={"Cat": part, "Dog": part})
    assert "pet Cat or Dog or null" in text
    assert "One of, told apart by kind : purring Cat kind string required barking Dog" in text
    assert '"kind": "purring"' in text


def test_title_of_a_schema_that_says_more_than_its_name(make_site):
    page = {**BOAT, "title": "Page[Boat]", "externalDocs": {"url": "https://docs.boats.test", "description": "About"}}
    schemas = {"Page_Boat_": page, "simple-boat": {**BOAT, "title": "Boat"}}
    body = {
        "content": {"application/json": {"schema": {"properties": {"p": ref("Page_Boat_"), "s": ref("simple-boat")}}}}
    }
    spec = api({"/x": {"post": operation("op", "g", requestBody=body)}}, components={"schemas": schemas})
    site = make_site(spec).build()
    assert site.title("api/schemas/Page_Boat_") == "Page[Boat]"
    assert "See also: About" in site.text("api/schemas/Page_Boat_")
    assert site.body("api/schemas/Page_Boat_").find("a", string="About")["href"] == "https://docs.boats.test"
    assert site.title("api/schemas/simple-boat") == "simple-boat"
    assert site.body("api/g/op").find("a", string="Page[Boat]")["href"] == "../schemas/Page_Boat_.html"


def test_words_of_the_path_and_of_examples(make_site):
    examples = {"low": {"value": 1, "summary": "Low one", "description": "Words about it."}}
    parameter = {"name": "q", "in": "query", "description": "Of the parameter.", "examples": examples}
    parameter["schema"] = {"type": "integer", "description": "Of the schema."}
    item = {"description": "For all methods.", "get": operation("op", "g", description="Own.", parameters=[parameter])}
    text = make_site(api({"/x": item})).build().text("api/g/op")
    assert "Own. For all methods." in text
    assert "Of the parameter. Of the schema." in text
    assert "Example (Low one): Words about it. Value: 1" in text


def test_conditions_within_conditions_end(text_of):
    schemas = {"Odd": {"not": ref("Odd")}, "Even": {"if": ref("Even"), "then": {"contains": ref("Even")}}}
    text = text_of({"odd": ref("Odd"), "even": ref("Even")}, components=schemas)
    assert "odd Odd" in text
    assert "even Even" in text
