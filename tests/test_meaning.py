"""What schemas mean, in words: types, conjunctions, allowed values, what is said of items, conditions."""

from __future__ import annotations

import pytest
from conftest import api, operation

from sphinxcontrib_openapi_pages.openapi.local_references import LEFT_OUT
from sphinxcontrib_openapi_pages.openapi.schema import Components
from sphinxcontrib_openapi_pages.render.type_text import type_words

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


def test_titles_that_say_more_than_the_name(text_of):
    text = text_of(
        {
            "sum": {"title": "Amount in cents", "type": "integer", "minimum": 1},
            "due_date": {"title": "Due Date", "type": "string"},
            "note": {"title": "Words", "type": "string", "description": "Words of the crew."},
            "home": {**ref("Boat"), "title": "Where it sleeps"},
        },
        components={"Boat": {**BOAT, "title": "Any boat"}},
    )
    assert "sum integer, at least 1 Title: Amount in cents" in text
    assert "due_date string note string Words of the crew. home" in text
    assert "home Boat Title: Where it sleeps" in text


def test_plain_alternatives_are_listed_with_their_limits(text_of):
    kinds = [{"type": "string", "maxLength": 7}, {"type": "integer"}, {"type": "boolean"}, {"type": "number"}]
    assert "v string, at most 7 characters or integer or boolean or number" in text_of({"v": {"oneOf": kinds}})


def test_four_alternatives_with_lists_and_maps(text_of):
    kinds = [
        {"type": "array", "items": {"type": "string"}},
        {"type": "object", "additionalProperties": {"type": "integer", "maximum": 9}},
        {"type": "string"},
        {"type": "boolean"},
    ]
    text = text_of({"v": {"anyOf": kinds}})
    assert "v array of string or map of integer, at most 9 or string or boolean" in text


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
        {"enum": ["GO", "TI"], "x-enum-varnames": ["Gold", "Tin"], "x-enum-comments": {"Gold": "Shines."}},
        {"enum": ["GO", "TI"], "x-enum-labels": {"GO": "Gold", "TI": "Tin"}, "x-enum-descriptions": {"GO": "Shines."}},
        {
            "enum": ["GO", "TI"],
            "x-speakeasy-enums": ["Gold", "Tin"],
            "x-speakeasy-enum-descriptions": {"GO": "Shines."},
        },
        {"enum": ["GO", "TI"], "x-fern-enum": {"GO": {"name": "Gold", "description": "Shines."}, "TI": {"name": "Tin"}}},
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


def test_words_about_null_are_kept(text_of):
    text = text_of({"v": {"oneOf": [{"const": "a", "title": "A one"}, {"const": None, "title": "Nothing chosen"}]}})
    assert "v string or null Allowed values: a A one null Nothing chosen" in text


def test_enumeration_that_may_be_empty_or_null_by_reference(text_of):
    """So does drf-spectacular write it."""
    components = {
        "Colour": {"type": "string", "enum": ["red", "green"], "description": "Words on colours."},
        "Blank": {"enum": [""]},
        "Null": {"enum": [None]},
    }
    text = text_of(
        {"v": {"oneOf": [ref("Colour"), ref("Blank"), ref("Null")]}, "w": {"oneOf": [ref("Colour"), ref("Null")]}},
        version="3.0.3",
        components=components,
    )
    assert 'v string or null Words on colours. Allowed values: red , green , "" w' in text
    assert "w string ( Colour ) or null Words on colours. Allowed values: red , green" in text


def test_named_alternatives_are_listed(text_of):
    text = text_of(
        {
            "v": {"oneOf": [{"const": "auto", "title": "Automatic"}, {"type": "integer", "minimum": 1}]},
            "w": {"oneOf": [{"type": "integer", "title": "By number"}, {"type": "string", "title": "By name"}]},
        }
    )
    assert "v auto or integer, at least 1 One of: Automatic always auto integer, at least 1" in text
    assert "w integer or string One of: By number integer By name string" in text


def test_alternative_of_one_value_is_called_by_it(text_of):
    text = text_of({"v": {"anyOf": [ref("Boat"), {"type": "string", "enum": [""]}]}})
    assert 'v Boat or "" Any of: Boat Boat mast integer "" Allowed values: ""' in text


def test_words_on_plain_alternatives_are_kept(text_of):
    text = text_of({"v": {"anyOf": [{"type": "string", "default": "end"}, {"type": "integer", "example": 7}]}})
    assert "v string or integer Any of: string Default: end integer Example: 7" in text


def test_what_is_deprecated_says_so_where_no_name_stands_before_it(text_of):
    alternatives = [{"type": "object", "deprecated": True, "properties": {"a": {}}}, ref("Boat")]
    text = text_of({"v": {"oneOf": alternatives}}, deprecated=True)
    assert text.count("This schema is deprecated: it may be removed in a later version.") == 2


def test_names_of_properties_are_texts_without_saying_so(text_of):
    """So do Zod and others write every map."""
    number = {"type": "number"}
    text = text_of({"v": {"type": "object", "propertyNames": {"type": "string"}, "additionalProperties": number}})
    assert "Names of properties" not in text
    assert '{ "v": { "key": 1 } }' in text


def test_constants_keep_the_type_that_they_have(text_of):
    text = text_of({"v": {"anyOf": [{"type": "string", "const": "a"}, {"type": "number", "const": 3}]}})
    assert "v string or number Allowed values: a , 3" in text


def test_constant_among_allowed_values_leaves_that_one(text_of):
    colour = {"type": "string", "enum": ["red", "blue"], "x-enum-descriptions": ["Like fire.", "Like water."]}
    text = text_of({"v": {**ref("Colour"), "const": "blue"}}, components={"Colour": colour})
    assert "v always blue Allowed values: blue Like water." in text
    assert "Like fire." not in text


def test_values_to_which_others_may_be_added(text_of):
    text = text_of(
        {
            "v": {"type": "string", "x-extensible-enum": ["gold", "tin"]},
            "w": {"type": "string", "x-extensible-enum": [{"value": "tin", "description": "Dull."}]},
        }
    )
    assert "v string Known values (there may be others): gold , tin" in text
    assert "w string Known values (there may be others): tin (Dull.)" in text
    assert '{ "v": "gold", "w": "tin" }' in text


def test_values_written_on_the_array_are_those_of_its_items(text_of):
    text = text_of({"f": {"type": "array", "items": {"type": "string"}, "enum": ["started", "ended"]}})
    assert "f array of string Allowed values: started , ended" in text


@pytest.mark.parametrize(
    "keywords",
    [
        {"deprecated": True, "x-deprecatedMessage": "Use b instead."},
        {"deprecated": True, "x-deprecation-note": "Use b instead."},
        {"x-deprecated": "Use b instead."},
        {"x-deprecated": {"since": "2.1", "reason": "Use b instead."}},
    ],
)
def test_reason_of_a_deprecation(text_of, keywords):
    assert "g string deprecated Deprecated: Use b instead." in text_of({"g": {"type": "string", **keywords}})


def test_examples_keep_to_several_requirements(text_of):
    names = {name: {"type": "string"} for name in "abc"}
    first, second = ([{"required": [name]} for name in pair] for pair in ("ab", "bc"))
    text = text_of(names, allOf=[{"oneOf": first}, {"oneOf": second}])
    assert '{ "a": "text", "c": "text" }' in text
    assert '{ "b": "text" }' in text
    assert '"a": "text", "b"' not in text


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
    ({"dependentRequired": {"crew": ["captain"]}}, "If crew is present, captain is required as well"),
    (
        {"if": {"properties": {"a": {"const": 1}}}, "then": {"required": ["b"]}, "else": {"required": ["c"]}},
        "If a is 1 : b is required. Otherwise: c is required",
    ),
    ({"if": {"required": ["a"]}, "else": {"required": ["c"]}}, "Unless a is present: c is required"),
    ({"dependentSchemas": {"a": {"properties": {"b": {"minimum": 3}}}}}, "If a is present: b any, at least 3"),
    (
        {"properties": {"b": {"type": "integer"}}, "dependentSchemas": {"a": {"properties": {"b": {"minimum": 3}}}}},
        "If a is present: b is at least 3",
    ),
    ({"if": {"not": {"required": ["a"]}}, "then": {"required": ["b"]}}, "If a is not present: b is required"),
    (
        {"if": {"properties": {"a": {"properties": {"b": {"const": 1}}}}}, "then": {"required": ["b"]}},
        "If a.b is 1 : b is required",
    ),
    ({"type": "string", "if": {"pattern": "^a"}, "then": {"minLength": 3}}, "If it matches ^a : at least 3 characters"),
    ({"if": {"properties": {"a": {"pattern": "x"}}}, "then": {"required": ["b"]}}, "If a matches x : b is required"),
    (
        {"if": {"properties": {"a": {"not": {"const": 1}}}}, "then": {"required": ["b"]}},
        "If a is not 1 : b is required",
    ),
    ({"propertyNames": {"enum": ["build", "ship"]}}, "Names of properties: build, ship"),
    ({"contains": {"const": "main"}}, "At least one item must fit: main"),
    ({"contains": {"const": "main"}, "minContains": 2}, "At least 2 items must fit: main"),
    ({"prefixItems": [{"type": "string"}], "items": False}, "Further items: none"),
    ({"prefixItems": [{"type": "string"}], "unevaluatedItems": False}, "Further items: none"),
    ({"not": {"required": ["a", "b"]}}, "These must not be present together: a , b"),
    ({"dependentRequired": {"a": ["b", "c"]}}, "If a is present, b and c are required as well"),
    ({"propertyNames": {"format": "uuid"}}, "Names of properties: string, uuid"),
    ({"type": "array", "contains": {"type": "integer"}, "maxContains": 3}, "1 to 3 items must fit: integer"),
    ({"type": "string", "not": {"pattern": "^x"}}, "Must not match: ^x"),
    ({"not": {"required": ["a"]}}, "a must not be present"),
    ({"not": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}}, "None of these may be present: a , b"),
    (
        {"if": {"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, "then": {"required": ["c"]}},
        "If at least one of a , b is present: c is required",
    ),
    (
        {"if": {"required": ["a"]}, "then": {"oneOf": [{"required": ["b"]}, {"required": ["c"]}]}},
        "If a is present: exactly one of b , c is required",
    ),
    (
        {"type": ["string", "integer"], "if": {"type": "string"}, "then": {"minLength": 2}},
        "If it is of type string: at least 2 characters",
    ),
    (
        {"if": {"properties": {"a": {"minItems": 1}}}, "then": {"properties": {"b": {"type": "object"}}}},
        "If a has at least 1 item: b object",
    ),
    (
        {"if": {"properties": {"a": {"required": ["b"]}}}, "then": {"required": ["c"]}},
        "If a.b is present: c is required",
    ),
    ({"oneOf": [{"required": ["a"]}, {"required": ["b"]}]}, "Exactly one of: a ; b"),
    ({"anyOf": [{"required": ["a"], "title": "By mail"}, {"required": ["b"]}]}, "At least one of: By mail ( a ); b"),
    ({"required": ["z"], "properties": {"a": {}}}, "Also required: z"),
]


@pytest.mark.parametrize(("keywords", "words"), CONDITIONS)
def test_conditions_are_words(text_of, keywords, words):
    text = text_of({"v": keywords, "map": {"type": "object", "additionalProperties": {"description": "V", **keywords}}})
    compact = text.replace(" ", "")
    assert compact.count(words.replace(" ", "")) == 2, text


def _sail(**keywords):
    """Return a schema whose fields depend on its kind."""
    sails = {"type": "array", "description": "The sails.", "items": ref("Boat")}
    kinds = {"kind": {"enum": ["sail", "motor"]}, "mast": {"type": "integer"}}
    condition = {"properties": {"kind": {"const": "sail"}}, "required": ["kind"]}
    then = {"required": ["sails"], "properties": {"sails": sails, "mast": {"description": "Of wood."}}}
    return {"type": "object", "properties": kinds, "if": condition, "then": then, **keywords}


SAIL = "If kind is sail : sails array of Boat required The sails. 1 property mast integer mast integer Of wood."


def test_fields_under_conditions_are_listed(text_of):
    fuel = {"type": "object", "required": ["fuel"], "properties": {"fuel": {"type": "string", "description": "Burns."}}}
    text = text_of({"v": _sail(**{"else": ref("Motor")})}, components={"Motor": fuel})
    assert SAIL in text
    assert "Unless kind is sail : Motor fuel string required Burns." in text
    assert '"if"' not in text


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": _sail()},
        {"type": "object", "additionalProperties": _sail()},
        {"allOf": [_sail(), {"properties": {"other": {"type": "string"}}}]},
        {"oneOf": [_sail(), BOAT]},
        {"type": "array", "items": BOAT, "contains": _sail()},
        {"type": "string", "contentMediaType": "application/json", "contentSchema": _sail()},
        ref("Named"),
        {"type": "object", "if": {"required": ["a"]}, "then": {"allOf": [{"required": ["b"]}, _sail()]}},
    ],
)
def test_fields_under_conditions_are_listed_wherever_they_stand(text_of, schema):
    assert SAIL in text_of({"v": schema}, components={"Named": _sail()})


def test_parts_of_conditions_have_their_words(text_of):
    text = text_of(
        {
            "keys": {"type": "object", "propertyNames": {"description": "Name of a step.", "pattern": "^s"}},
            "held": {"type": "string", "contentSchema": {"properties": {"a": {"type": "string", "description": "A."}}}},
            "list": {"type": "array", "contains": {"type": "string", "description": "The main one.", "minLength": 2}},
        }
    )
    assert "Names of properties: Name of a step. Pattern: ^s" in text
    assert "Content: object a string A." in text
    assert "At least one item must fit: string, at least 2 characters The main one." in text


def test_fields_under_conditions_are_in_every_output(make_site):
    body = {"content": {"application/json": {"schema": _sail()}}}
    spec = api({"/x": {"post": operation("op", "g", requestBody=body)}}, components={"schemas": {"Boat": BOAT}})
    site = make_site(spec, builder="text").build()
    text = " ".join((site.outdir / "api/g/op.txt").read_text("utf-8").split())
    assert 'If "kind" is "sail": "sails" array of Boat · required The sails.' in text
    assert site.warnings == []


def test_branches_of_conditions_in_branches_are_listed(text_of):
    inner = {"if": {"required": ["b"]}, "then": {"required": ["c"]}, "else": {"required": ["d"]}}
    text = text_of({"v": {"if": {"required": ["a"]}, "then": {"required": ["z"]}, "else": inner}})
    assert "If a is present: z is required" in text
    assert "Unless a is present: If b is present: c is required. Otherwise: d is required" in text


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
    assert "odd any ( Odd )" in text
    assert "even any ( Even )" in text


# Long lists of values


def _many(count):
    return [f"value-{number}" for number in range(count)]


def test_long_lists_of_values_are_folded_but_for_the_first(make_site):
    named = [f"name-{number}" for number in range(25)]
    properties = {
        "plain": {"type": "string", "enum": _many(100)},
        "few": {"type": "string", "enum": _many(20)},
        "named": {"type": "string", "enum": _many(25), "x-enum-varnames": named},
        "items": {"type": "array", "items": {"type": "string", "enum": _many(21)}},
        "keys": {"type": "object", "propertyNames": {"enum": _many(30)}},
    }
    schema = {"type": "object", "properties": properties}
    body = {"content": {"application/json": {"schema": schema}}}
    spec = api({"/x": {"post": operation("op", "g", requestBody=body)}})
    site = make_site(spec).build()
    fields = {tag.find(class_="openapi-name").get_text(): tag for tag in site.body("api/g/op").select("dl > dt[id]")}
    folded = {name: tag.find_next_sibling("dd").find("details", "openapi-values") for name, tag in fields.items()}
    assert {name: fold and fold.summary.get_text() for name, fold in folded.items()} == {
        "plain": "90 more", "few": None, "named": "15 more", "items": "11 more", "keys": "20 more",
    }  # fmt: skip
    text = site.text("api/g/op")
    assert f"Allowed values: {' , '.join(_many(10))} 90 more {' , '.join(_many(100)[10:])} few" in text
    assert "value-9 name-9 15 more value-10 name-10" in text
    assert folded["plain"].get("open") is None


def test_long_lists_of_values_are_whole_where_nothing_can_be_folded(make_site):
    schema = {"type": "object", "properties": {"v": {"type": "string", "enum": _many(30)}}}
    body = {"content": {"application/json": {"schema": schema}}}
    site = make_site(api({"/x": {"post": operation("op", "g", requestBody=body)}}), builder="text").build()
    text = " ".join((site.outdir / "api/g/op.txt").read_text("utf-8").split())
    assert ", ".join(f'"{value}"' for value in _many(30)) in text
    assert "20 more" not in text


def test_many_values_of_a_variable_of_a_server_are_folded(make_site):
    variables = {"region": {"default": "value-1", "enum": _many(40)}}
    site = make_site(api(servers=[{"url": "https://{region}.test", "variables": variables}])).build()
    assert "region : default value-1 , one of value-0 , value-1" in site.text("api/index")
    assert site.body("api/index").select_one("details.openapi-values > summary").get_text() == "30 more"


# Discriminators


def _kinds(**discriminator):
    """Return schemas of which ``Pet`` is told apart by ``kind``."""
    base = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    heirs = {name: {"allOf": [ref("Pet"), {"properties": {name.lower(): BOAT}}]} for name in ("Cat", "Dog", "Lizard")}
    return {"Pet": {**base, "discriminator": {"propertyName": "kind", **discriminator}}, **heirs}


@pytest.fixture
def alternatives_of(make_site):
    """Return a function that returns the labels of the alternatives of a body."""

    def labels(schema, components):
        body = {"content": {"application/json": {"schema": schema}}}
        spec = api({"/x": {"post": operation("op", "g", requestBody=body)}}, components={"schemas": components})
        site = make_site(spec).build()
        assert site.warnings == []
        return [label.get_text() for label in site.body("api/g/op").select(".openapi-alternatives > label")]

    return labels


def test_heirs_that_a_mapping_does_not_name_have_their_own_names(alternatives_of):
    schemas = {**_kinds(mapping={"purring": "Cat", "barking": "#/components/schemas/Dog"}), "Boat": BOAT}
    assert alternatives_of(ref("Pet"), schemas) == ["purring", "barking", "Lizard"]


def test_schema_between_a_mapping_and_what_it_names_is_no_alternative(alternatives_of):
    schemas = {**_kinds(mapping={"cat": "Cat", "dog": "Dog", "lizard": "Lizard", "poodle": "Poodle"}), "Boat": BOAT}
    schemas["Poodle"] = {"allOf": [ref("Middle"), {"properties": {"curls": {"type": "integer"}}}]}
    schemas["Middle"] = {"allOf": [ref("Pet")]}
    assert alternatives_of(ref("Pet"), schemas) == ["cat", "dog", "lizard", "poodle"]


def test_alternatives_that_a_mapping_does_not_name_have_their_own_names(alternatives_of):
    components = {name: {"type": "object", "properties": {"kind": {"type": "string"}}} for name in ("Cat", "Dog")}
    discriminator = {"propertyName": "kind", "mapping": {"purring": "#/components/schemas/Cat"}}
    union = {"oneOf": [ref("Cat"), ref("Dog")], "discriminator": discriminator}
    assert alternatives_of(union, components) == ["purring", "Dog"]
    assert alternatives_of({"type": "array", "items": union}, components) == ["purring", "Dog"]
    assert alternatives_of({"type": "object", "additionalProperties": union}, components) == ["purring", "Dog"]


def test_default_mapping(make_site):
    mapping = {"cat": "Cat", "dog": "Dog", "lizard": "Lizard"}
    schemas = _kinds(mapping=mapping, defaultMapping="Cat")
    body = {"content": {"application/json": {"schema": ref("Pet")}}}
    spec = api(
        {"/x": {"post": operation("op", "g", requestBody=body)}}, openapi="3.2.0", components={"schemas": schemas}
    )
    site = make_site(spec).build()
    assert site.warnings == []
    text = site.text("api/g/op")
    assert "Cat Also: if kind is missing or has another value" in text
    assert text.count("is missing or has another value") == 1
    assert "lizard : Lizard any other value, or none: Cat" in site.text("api/schemas/Pet")


# Requirements


def test_required_names_without_a_property_are_said_also_beside_alternatives(text_of):
    one = {"type": "object", "properties": {"kind": {"type": "string"}, "a": {"type": "string"}}, "required": ["kind"]}
    two = {"type": "object", "properties": {"kind": {"type": "string"}, "b": {"type": "string"}}}
    assert "Also required: kind" in text_of({"v": {"type": "object", "required": ["kind"], "oneOf": [one, two]}})
    assert "Also required" not in text_of({"v": {"type": "object", "required": ["kind"], "oneOf": [one, one]}})
    assert "Also required: key" in text_of({"v": {"type": "object", "required": ["key"], "properties": {"a": {}}}})
    values = {"type": "object", "required": ["key"], "additionalProperties": {"type": "integer"}}
    assert "v array of map of integer Each item: Also required: key" in text_of(
        {"v": {"type": "array", "items": values}}
    )


# Parts of bodies, links


def test_headers_of_the_parts_of_a_form(make_site):
    headers = {
        "X-Rate": {"description": "How fast.", "required": True, "schema": {"type": "integer", "maximum": 9}},
        "X-Kind": {"$ref": "#/components/headers/Kind"},
    }
    encoding = {"photo": {"contentType": "image/png", "headers": headers}, "note": {"style": "form", "explode": False}}
    schema = {"type": "object", "properties": {"photo": {"type": "string"}, "note": {"type": "string"}}}
    body = {"content": {"multipart/form-data": {"schema": schema, "encoding": encoding}}}
    kind = {"description": "What it is.", "schema": {"type": "string", "enum": ["boat", "lamp"]}}
    spec = api({"/x": {"post": operation("op", "g", requestBody=body)}}, components={"headers": {"Kind": kind}})
    site = make_site(spec).build()
    text = site.text("api/g/op")
    assert site.warnings == []
    assert "photo sent as image/png , with headers: X-Rate integer, at most 9 required How fast. X-Kind string" in text
    assert "X-Kind string What it is. Allowed values: boat , lamp note style form , not repeated" in text


def test_encodings_of_parts_of_parts(make_site):
    inner = {"encoding": {"photo": {"contentType": "image/png"}}, "contentType": "multipart/mixed"}
    schema = {"type": "object", "properties": {"boat": BOAT}}
    body = {"content": {"multipart/form-data": {"schema": schema, "encoding": {"boat": inner}}}}
    site = make_site(api({"/x": {"post": operation("op", "g", requestBody=body)}}, openapi="3.2.0")).build()
    assert "boat sent as multipart/mixed boat.photo sent as image/png" in site.text("api/g/op")


def test_server_of_a_link(make_site):
    variables = {"region": {"default": "eu", "description": "Where it runs."}}
    server = {"url": "https://{region}.boats.test", "description": "Boats only.", "variables": variables}
    responses = {"200": {"description": "OK", "links": {"next": {"operationId": "op", "server": server}}}}
    site = make_site(api({"/x": {"post": operation("op", "g", responses=responses)}})).build()
    words = "On the server: https://{region}.boats.test Boats only. region : default eu Where it runs."
    assert words in site.text("api/g/op")


# Relatives


def test_named_unions_maps_and_anything_say_their_types(make_site):
    schemas = {
        "Limit": {"title": "Limit", "anyOf": [{"type": "integer", "minimum": 3}, {"type": "string", "maxLength": 4}]},
        "Tags": {"type": "object", "additionalProperties": {"type": "string"}},
        "Anything": {"description": "Whatever."},
        "Kind": {"enum": ["a", 2, None]},
        "Tree": {"type": "object", "additionalProperties": ref("Tree")},
        "Either": {"oneOf": [ref("Boat"), {"type": "string"}]},
        "Boat": BOAT,
    }
    body = {"type": "object", "properties": {name.lower(): ref(name) for name in schemas}}
    paths = {"/x": {"post": operation("op", "g", requestBody={"content": {"application/json": {"schema": body}}})}}
    site = make_site(api(paths, components={"schemas": schemas})).build()
    text = site.text("api/g/op")
    assert "limit integer, at least 3 or string, at most 4 characters ( Limit )" in text
    assert "tags map of string ( Tags )" in text
    assert "anything any ( Anything )" in text
    assert "kind string or integer ( Kind ) or null Allowed values" in text
    assert "tree map of Tree ( Tree )" in text
    types = {name: site.text(f"api/schemas/{name}") for name in schemas}
    assert " Type: integer, at least 3 or string, at most 4 characters Used by" in types["Limit"]
    assert " Type: map of string Used by" in types["Tags"]
    assert " Type: any Whatever." in types["Anything"]
    assert " Type: string or integer or null Allowed values" in types["Kind"]
    assert " Type: Boat or string " in types["Either"]
    assert "Type:" not in types["Boat"]


def test_alternatives_have_the_type_and_the_fields_of_what_they_belong_to(text_of):
    text = text_of(
        {
            "size": {"type": "string", "anyOf": [{"minLength": 3}, {"maxLength": 1}]},
            "both": {"properties": {"a": {"type": "string"}}, "anyOf": [{"properties": {"a": {"minLength": 2}}}, BOAT]},
        }
    )
    assert "size string, at least 3 characters or string, at most 1 character" in text
    assert "a string, at least 2 characters" in text


def test_alternatives_of_one_type_are_told_apart_by_their_properties(alternatives_of):
    parts = [{"type": "object", "properties": {name: {"type": "string"}}, "required": [name]} for name in ("a", "b")]
    assert alternatives_of({"oneOf": parts}, {}) == ["object with a", "object with b"]


def test_choices_of_required_properties_by_reference_and_with_not(text_of):
    names = {name: {"type": "string"} for name in ("a", "b")}
    exclusive = [{"required": ["a"], "not": {"required": ["b"]}}, {"required": ["b"], "not": {"required": ["a"]}}]
    components = {"A": {"required": ["a"]}, "B": {"required": ["b"]}}
    text = text_of(
        {"v": {"properties": names, "anyOf": [ref("A"), ref("B")]}, "w": {"properties": names, "oneOf": exclusive}},
        components=components,
    )
    assert "v object At least one of: a ; b" in text
    assert "w object Exactly one of: a ; b" in text
    assert "One of:" not in text


def test_choices_of_required_properties_of_items_and_values(text_of):
    groups = [{"required": ["a"], "title": "First", "description": "Words of the first."}, {"required": ["b"]}]
    contact = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, "oneOf": groups}
    text = text_of(
        {"v": {"type": "array", "items": ref("Contact")}, "w": {"type": "object", "additionalProperties": contact}},
        components={"Contact": contact},
    )
    assert "v array of Contact Each item: Exactly one of: First ( a ); b First (a): Words of the first." in text
    assert "w map of object Each value: Exactly one of: First ( a ); b First (a): Words of the first." in text


def test_words_on_items_beside_those_of_the_list(text_of):
    item = {"type": "integer", "description": "Each.", "default": 7, "example": 8, "deprecated": True}
    kind = {"type": "string", "description": "Of the kind.", "default": "d", "enum": ["d", "e"]}
    text = text_of(
        {
            "v": {"type": "array", "description": "All.", "default": [1], "example": [2], "items": item},
            "w": {"type": "array", "description": "All.", "items": ref("Kind")},
        },
        components={"Kind": kind},
    )
    assert "v array of integer All. Default: [1] Example: [2] Each item: deprecated Each. Default: 7 Example: 8" in text
    assert "w array of string ( Kind ) All. Allowed values: d , e Each item: Of the kind. Default: d" in text


def test_deprecated_values_and_titled_constants(text_of):
    text = text_of(
        {
            "v": {"oneOf": [{"const": "old", "title": "Old", "deprecated": True}, {"const": "new", "title": "New"}]},
            "w": {"oneOf": [{"const": "one", "title": "One"}, {"type": "string", "pattern": "^c", "title": "Own"}]},
        }
    )
    assert "v string Allowed values: old Old deprecated new New" in text
    assert "One always one Own string Pattern: ^c" in text


def test_what_is_said_of_values_beside_the_schema_of_a_parameter(make_site):
    parameter = {"name": "q", "in": "query", "schema": {"type": "string", "enum": ["a", "b"]}, "deprecated": True}
    parameter |= {"x-enumDescriptions": {"a": "Words on a."}, "x-deprecated-reason": "Use r."}
    text = make_site(api({"/x": {"get": operation("op", "g", parameters=[parameter])}})).build().text("api/g/op")
    assert "q string deprecated Allowed values: a Words on a. b Deprecated: Use r." in text


def test_names_and_examples_of_swagger_2(make_site):
    values = {"name": "Kind", "values": [{"value": "a", "name": "Alpha", "description": "Words on a."}]}
    kind = {"name": "kind", "in": "query", "required": True, "type": "string", "enum": ["a", "b"], "x-ms-enum": values}
    level = {"name": "level", "in": "query", "required": True, "type": "integer", "x-example": 42}
    cat = {"allOf": [{"$ref": "#/definitions/Pet"}], "x-ms-discriminator-value": "tomcat"}
    kitten = {
        "allOf": [{"$ref": "#/definitions/Cat"}, {"properties": {"tiny": {"type": "boolean", "x-deprecated": True}}}]
    }
    pet = {"type": "object", "discriminator": "kind", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    responses = {"200": {"description": "Fine.", "schema": {"$ref": "#/definitions/Pet"}}}
    spec = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "paths": {
            "/x": {"get": {"operationId": "op", "tags": ["g"], "parameters": [kind, level], "responses": responses}}
        },
        "definitions": {"Pet": pet, "Cat": cat, "Kitten": kitten},
    }
    site = make_site(spec).build()
    text = site.text("api/g/op")
    assert "kind string required Allowed values: a Alpha Words on a. b" in text
    assert "level=42" in text
    assert "tiny boolean optional deprecated" in text
    labels = [label.get_text() for label in site.body("api/g/op").select(".openapi-alternatives > label")]
    assert labels == ["tomcat", "Kitten"]


def test_a_body_has_an_example_for_each_alternative_of_what_it_must_have(make_site):
    kinds = {
        name: {"type": "object", "required": ["kind"], "properties": {"kind": {"const": name}}}
        for name in ("cat", "dog")
    }
    union = {"oneOf": [ref("cat"), ref("dog")], "discriminator": {"propertyName": "kind"}}
    schema = {"type": "object", "required": ["pet", "n"], "properties": {"pet": union, "n": {"type": "integer"}}}
    body = {"content": {"application/json": {"schema": schema}}}
    paths = {"/x": {"post": operation("op", "g", requestBody=body)}}
    text = make_site(api(paths, components={"schemas": kinds})).build().text("api/g/op")
    assert '--data-raw \'{ "pet": { "kind": "cat" }, "n": 1 }\'' in text
    assert '--data-raw \'{ "pet": { "kind": "dog" }, "n": 1 }\'' in text


def test_union_of_one_named_constant_keeps_the_name(text_of):
    kind = {"type": "integer", "oneOf": [{"const": 4, "title": "PURCHASE", "description": "Bought."}]}
    text = text_of(
        {"v": {"anyOf": [ref("Kind"), {"type": "null"}]}, "w": {"oneOf": [{"const": "x"}]}}, components={"Kind": kind}
    )
    assert "v integer ( Kind ) or null Allowed values: 4 PURCHASE Bought." in text
    assert "w always x" in text


def test_alternatives_shown_elsewhere_are_named_once_and_linked(make_site):
    union = {"oneOf": [ref("Boat"), ref("Lamp")]}
    schemas = {"Boat": BOAT, "Lamp": {"type": "object", "properties": {"glow": {"type": "string"}}}}
    body = {"type": "object", "properties": {"a": union, "b": union}}
    paths = {"/x": {"post": operation("op", "g", requestBody={"content": {"application/json": {"schema": body}}})}}
    site = make_site(api(paths, components={"schemas": schemas})).build()
    tabs = site.body("api/g/op").select(".openapi-alternatives > .sd-tab-content")
    assert [
        " ".join(tab.get_text(" ").split()) for tab in tabs if "glow" not in tab.text and "mast" not in tab.text
    ] == [
        "Same fields as Boat .",
        "Same fields as Lamp .",
    ]


def test_a_schema_of_which_only_the_name_is_known_has_no_type():
    schemas = {"Big": {LEFT_OUT: True}, "Other": {LEFT_OUT: True, "nullable": True}}
    components = Components({"openapi": "3.0.3", "components": {"schemas": schemas}})
    texts = ["".join(word.text for word in type_words(components.schema(ref(name)))) for name in schemas]
    assert texts == ["Big", "Other or null"]
