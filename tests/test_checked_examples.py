"""Examples, defaults and enums that do not fit their schemas."""

from __future__ import annotations

import json
import logging
import re
import time

import pytest
from conftest import SHARED, api, needs_shared, operation

from sphinxcontrib_openapi_pages.openapi.diagnostics import Subtype, recorded
from sphinxcontrib_openapi_pages.openapi.document import open_document
from sphinxcontrib_openapi_pages.openapi.patterns import PatternError, matches
from sphinxcontrib_openapi_pages.openapi.source.store import Store


def faults(path, cache):
    """Return place (without the folder) and message of each example that does not fit."""
    with recorded() as found:
        open_document(str(path), Store(str(path), cache), check_examples=True)
    return {
        f"{fault.place.rpartition(':')[0].removeprefix(f'{path.parent}/')}:{pointer}": reason
        for fault in found
        if fault.subtype is Subtype.EXAMPLE
        for reason, pointer in [re.fullmatch(r"(.*); it is shown anyway \(at (#.*)\)", fault.message).groups()]
    }


@pytest.fixture
def check(tmp_path):
    def check(document):
        path = tmp_path / "openapi.json"
        path.write_text(json.dumps(document))
        return {place.partition("#")[2]: message for place, message in faults(path, tmp_path).items()}

    return check


def schema_faults(check, schema, version="3.1.0"):
    found = check({**api(components={"schemas": {"A": schema}}), "openapi": version})
    return {place.removeprefix("/components/schemas/A"): message for place, message in found.items()}


def body_faults(check, schema, example, version="3.1.0", *, media="application/json", use="responses", **components):
    content = {"content": {media: {"schema": schema, "example": example}}, "description": "Body."}
    member = {"responses": {"200": content}} if use == "responses" else {"requestBody": content}
    found = check({**api({"/a": {"post": operation("a", **member)}}, components=components), "openapi": version})
    assert len(found) <= 1
    return next(iter(found.values()), "")


# Places


def test_every_place_where_examples_stand(check):
    number = {"type": "integer"}
    found = check(
        api(
            {
                "/a": {
                    "parameters": [{"name": "p", "in": "query", "schema": number, "example": "x"}],
                    "post": operation(
                        "a",
                        requestBody={
                            "content": {
                                "application/json": {
                                    "schema": number,
                                    "examples": {
                                        "good": {"value": 1},
                                        "bad": {"value": "x"},
                                        "shared": {"$ref": "#/components/examples/E"},
                                    },
                                }
                            }
                        },
                        responses={
                            "200": {
                                "description": "Fine.",
                                "headers": {"H": {"schema": number, "examples": {"one": {"value": None}}}},
                                "content": {"application/json": {"schema": number, "example": 1.5}},
                            }
                        },
                    ),
                }
            },
            components={
                "examples": {"E": {"value": "shared"}},
                "schemas": {"S": {"type": "string", "examples": ["a", 1], "default": 2, "enum": ["a", 3]}},
                "parameters": {"P": {"name": "p", "in": "query", "schema": {"type": "boolean", "default": 0}}},
            },
        )
    )
    operation_place = "/paths/~1a/post"
    assert set(found) == {
        "/paths/~1a/parameters/0/example",
        f"{operation_place}/requestBody/content/application~1json/examples/bad/value",
        "/components/examples/E/value",
        f"{operation_place}/responses/200/headers/H/examples/one/value",
        f"{operation_place}/responses/200/content/application~1json/example",
        "/components/schemas/S/examples/1",
        "/components/schemas/S/default",
        "/components/schemas/S/enum/1",
        "/components/parameters/P/schema/default",
    }
    assert found["/components/schemas/S/default"].startswith("the default does not match its schema: ")
    assert found["/components/examples/E/value"] == (
        "the example 'shared' does not match its schema: \"shared\" is not of type integer"
    )


def test_swagger_2(check):
    found = check(
        {
            "swagger": "2.0",
            "info": {"title": "Old", "version": "1"},
            "paths": {
                "/a": {
                    "get": {
                        "parameters": [
                            {"name": "n", "in": "query", "type": "integer", "default": "x", "required": True}
                        ],
                        "responses": {
                            "200": {
                                "description": "Fine.",
                                "schema": {"$ref": "#/definitions/A"},
                                "examples": {"application/json": {"a": "x"}, "application/xml": "<a/>"},
                            }
                        },
                    }
                }
            },
            "definitions": {
                "A": {
                    "type": "object",
                    "properties": {
                        "a": {"type": "integer"},
                        "n": {"type": "string", "x-nullable": True, "default": None},
                    },
                    "example": {"a": None},
                }
            },
        }
    )
    assert set(found) == {
        "/paths/~1a/get/parameters/0/default",
        "/paths/~1a/get/responses/200/examples/application~1json",
        "/definitions/A/example",
    }


def test_place_in_the_file_where_the_example_stands(tmp_path):
    (tmp_path / "openapi.json").write_text(
        json.dumps(api({"/a": {"$ref": "a.json#/item"}}, components={"schemas": {"X": {"$ref": "x.json"}}}))
    )
    content = {"application/json": {"schema": {"$ref": "x.json"}, "example": {"n": "x"}}}
    (tmp_path / "a.json").write_text(
        json.dumps({"item": {"get": operation("a", responses={"200": {"description": "", "content": content}})}})
    )
    (tmp_path / "x.json").write_text(json.dumps({"properties": {"n": {"type": "integer", "default": "y"}}}))
    assert set(faults(tmp_path / "openapi.json", tmp_path)) == {
        "a.json:#/item/get/responses/200/content/application~1json/example",
        "x.json:#/properties/n/default",
    }


# Dialects


@pytest.mark.parametrize(
    ("version", "schema", "fits"),
    [
        ("3.0.3", {"type": "string", "nullable": True, "example": None}, True),
        ("3.1.0", {"type": "string", "nullable": True, "example": None}, False),
        ("3.1.0", {"type": ["string", "null"], "example": None}, True),
        ("3.0.3", {"allOf": [{"type": "string"}], "nullable": True, "default": None}, True),
        ("3.0.3", {"type": "string", "enum": ["a"], "nullable": True, "default": None}, True),
        ("3.0.3", {"type": "integer", "minimum": 1, "exclusiveMinimum": True, "example": 1}, False),
        ("3.0.3", {"type": "integer", "minimum": 1, "exclusiveMinimum": False, "example": 1}, True),
        ("3.1.0", {"type": "integer", "exclusiveMinimum": 1, "example": 1}, False),
        ("3.1.0", {"const": 1, "example": 2}, False),
        ("3.0.3", {"const": 1, "example": 2}, True),
        ("3.2.0", {"prefixItems": [{"type": "integer"}], "example": ["x"]}, False),
        ("3.1.0", {"type": "number", "multipleOf": 0.01, "example": 19.99}, True),
        ("3.1.0", {"type": "number", "multipleOf": 0.01, "example": 0.001}, False),
        ("3.0.3", {"type": "file", "example": 1}, True),
        ("3.1.0", {"type": "string", "pattern": r"^\p{L}+$", "example": "1"}, False),
        ("3.1.0", {"type": "string", "pattern": r"^\p{L}+$", "example": "é"}, True),
        ("3.1.0", {"type": "string", "pattern": "([unclosed", "example": "a"}, True),
        ("3.0.3", {"patternProperties": {"^x-": {"type": "integer"}}, "example": {"x-a": "a"}}, False),
        ("3.1.0", {"patternProperties": {"^x-": {"type": "integer"}}, "example": {"x-a": "a"}}, False),
        ("3.1.0", {"patternProperties": {"^x-": {}}, "additionalProperties": False, "example": {"x-a": 1}}, True),
        ("3.1.0", {"patternProperties": {"^x-": {}}, "additionalProperties": False, "example": {"y": 1}}, False),
        ("3.1.0", {"patternProperties": {"(x": {}}, "additionalProperties": False, "example": {"y": 1}}, True),
        ("3.1.0", {"properties": {"a": {}}, "additionalProperties": {"type": "integer"}, "example": {"a": "", "b": ""}}, False),
        ("3.0.3", {"properties": {"a": {}}, "additionalProperties": False, "example": {"a": 1, "b": 1}}, False),
        ("3.1.0", {"propertyNames": {"pattern": "^a"}, "example": {"b": 1}}, False),
        *[
            ("3.1.0", {**schema, "unevaluatedProperties": False, "example": example}, fits)
            for schema, example, fits in (
                ({"properties": {"a": {}}}, {"a": 1}, True),
                ({"properties": {"a": {}}}, {"b": 1}, False),
                ({"patternProperties": {"^x-": {}}}, {"x-a": 1}, True),
                ({"patternProperties": {"^x-": {}}}, {"y": 1}, False),
                ({"additionalProperties": {"type": "integer"}}, {"y": 1}, True),
                ({"allOf": [{"properties": {"a": {}}}]}, {"a": 1}, True),
                ({"allOf": [{"$ref": "#/components/schemas/A/$defs/d"}], "$defs": {"d": {"properties": {"a": {}}}}}, {"a": 1}, True),
                ({"$ref": "#/components/schemas/A/$defs/d", "$defs": {"d": {"properties": {"a": {}}}}}, {"a": 1, "b": 1}, False),
                ({"oneOf": [{"required": ["a"], "properties": {"a": {}}}, {"required": ["b"]}]}, {"a": 1}, True),
                ({"oneOf": [{"required": ["a"], "properties": {"a": {}}}, {"required": ["b"]}]}, {"b": 1}, False),
                ({"if": {"properties": {"a": {"const": 1}}}, "then": {"properties": {"b": {}}}, "else": {"properties": {"a": {}}}}, {"a": 1, "b": 1}, True),
                ({"if": {"properties": {"a": {"const": 1}}}, "then": {"properties": {"b": {}}}, "else": {"properties": {"a": {}}}}, {"a": 2, "b": 1}, False),
                ({"dependentSchemas": {"a": {"properties": {"a": {}, "b": {}}}}}, {"a": 1, "b": 1}, True),
                ({"dependentSchemas": {"a": {"properties": {"a": {}, "b": {}}}}}, {"b": 1}, False),
            )
        ],
        ("3.1.0", {"type": "string", "pattern": "^a$", "example": "b"}, False),
        ("3.1.0", {"type": "string", "format": "date-time", "example": "2024-01-15T09:30:00Z"}, True),
        ("3.1.0", {"type": "string", "format": "date-time", "example": "2024-13-15T09:30:00Z"}, False),
        ("3.1.0", {"type": "string", "format": "date-time", "example": "yesterday"}, False),
        ("3.1.0", {"type": "string", "format": "uuid", "example": "4f4e4e1-c824-4d63-b37a-d8d698862f1d"}, False),
        ("3.1.0", {"type": "string", "format": "hostname", "example": "not sure"}, True),
        ("3.1.0", {"type": "integer", "format": "int32", "example": 2**31}, False),
        ("3.1.0", {"type": "array", "items": {"$ref": "#/components/schemas/A"}, "example": [["x"]]}, False),
        ("3.1.0", {"allOf": [{"$ref": "#/components/schemas/A"}], "example": 1}, True),
        ("3.1.0", {"$id": "https://example.com/a", "anyOf": [{"$ref": "#/components/schemas/A/$defs/d"}], "$defs": {"d": {"type": "integer"}}, "example": "x"}, False),
    ],
)  # fmt: skip
def test_dialect(check, version, schema, fits):
    assert (schema_faults(check, schema, version) == {}) is fits


def test_dialect_that_the_document_names(check):
    schema = {"dependencies": {"a": ["b"]}, "example": {"a": 1}}  # a keyword that draft 2020-12 no longer has
    assert check(api(components={"schemas": {"A": schema}})) == {}
    document = api(components={"schemas": {"A": schema}}, jsonSchemaDialect="http://json-schema.org/draft-07/schema#")
    assert set(check(document)) == {"/components/schemas/A/example"}


@pytest.mark.parametrize(
    ("use", "example", "missing"),
    [
        ("requestBody", {"password": "x"}, ""),
        ("responses", {"password": "x"}, "'id' is required"),
        ("responses", {"id": 1}, ""),
        ("requestBody", {"id": 1}, "'password' is required"),
    ],
)
def test_required_properties_go_one_way_only(check, use, example, missing):
    schema = {
        "required": ["id", "password"],
        "properties": {"id": {"$ref": "#/components/schemas/Id"}, "password": {"type": "string", "writeOnly": True}},
    }
    reason = body_faults(check, schema, example, use=use, schemas={"Id": {"type": "integer", "readOnly": True}})
    assert reason.removeprefix("the example does not match its schema: ") == missing


@pytest.mark.parametrize(
    ("media", "fits"), [("application/xml", True), ("application/json", False), ("application/problem+json", False)]
)
def test_a_text_may_be_the_body_as_it_is_sent(check, media, fits):
    assert (body_faults(check, {"type": "object"}, "<a/>", media=media) == "") is fits


def test_items_of_a_sequence(check):
    media = {"itemSchema": {"type": "integer"}, "examples": {"e": {"dataValue": [1, "x"]}}}
    response = {"description": "Lines.", "content": {"application/jsonl": media}}
    found = check(api({"/a": {"get": operation("a", responses={"200": response})}}))
    assert list(found) == ["/paths/~1a/get/responses/200/content/application~1jsonl/examples/e/dataValue/1"]


def test_a_merge_patch_need_not_be_whole(check):
    schema = {"type": "object", "required": ["a"]}
    assert body_faults(check, schema, {}, media="application/merge-patch+json") == ""
    assert body_faults(check, schema, {}) != ""


def test_reason_names_the_part_that_does_not_fit(check):
    schema = {"properties": {"list": {"items": {"oneOf": [{"type": "integer"}, {"type": "number"}]}}}}
    assert "at /list/1: 1 fits more than one of the alternatives" in body_faults(check, schema, {"list": [1.5, 1]})
    long = body_faults(check, {"items": {"type": "integer"}}, [["x" * 1000]])
    assert "at /0: " in long
    assert len(long) < 300


# Patterns that would take for ever

SLOW = "^(a|aa)+$"
TEXT = "a" * 60 + "!"


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "pattern": SLOW, "example": TEXT},
        {"propertyNames": {"pattern": SLOW}, "example": {TEXT: 1}},
        {"patternProperties": {SLOW: {"type": "integer"}}, "example": {TEXT: "x"}},
        {"patternProperties": {SLOW: {}}, "additionalProperties": False, "example": {TEXT: 1}},
        {"patternProperties": {SLOW: {}}, "unevaluatedProperties": False, "example": {TEXT: 1}},
        {"allOf": [{"patternProperties": {SLOW: {}}}], "unevaluatedProperties": False, "example": {TEXT: 1}},
        {"type": "array", "items": {"pattern": SLOW}, "example": [TEXT] * 1000},
    ],
)
@pytest.mark.parametrize(
    "dialect", ["", "http://json-schema.org/draft-07/schema#", "https://json-schema.org/draft/2019-09/schema"]
)
def test_a_pattern_that_takes_for_ever_is_not_checked(check, schema, dialect):
    named = {"jsonSchemaDialect": dialect} if dialect else {}
    started = time.process_time()
    assert check(api(components={"schemas": {"A": schema}}, **named)) == {}
    assert time.process_time() - started < 10


def test_many_such_patterns_take_no_longer(check):
    schemas = {f"S{n}": {"type": "string", "pattern": f"^(a|aa)+{n}$", "example": TEXT} for n in range(1000)}
    started = time.process_time()
    check(api(components={"schemas": schemas}))
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "pattern",
    ["(?:(?:(?:a?){1000}){1000}){1000}", "(a){9999999}", "(?x)(?:a) {99999}", "(" * 20000, "a{" + "9" * 5000 + "}"],
)
def test_a_pattern_that_would_be_too_large_is_not_compiled(pattern):
    with pytest.raises(PatternError, match="too large"):
        matches(pattern, "a")


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$", "3fa85f64-5717-4562-b3fc-2c963f66afa6"),
        (r"^([0-9A-F]{2}:){5}[0-9A-F]{2}$", "00:1A:2B:3C:4D:5E"),
        (r"^(?:[A-Z0-9]{5}-){4}[A-Z0-9]{5}$", "AAAAA-BBBBB-CCCCC-DDDDD-EEEEE"),
        (r"^(?!-)[a-z0-9-]{1,63}(?<!-)(\.[a-z]{2,63}){0,127}$", "a.example"),
        (r"^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$", "2024-01-15T09:30:00Z"),
        (r"^\S{1,1000000}$", "x"),
        ("^[A-Fa-f0-9]{4096}$", "0" * 4096),
    ],
)
def test_patterns_as_people_write_them_are_checked(pattern, text):
    assert matches(pattern, text)
    assert not matches(pattern, "\n")


def test_the_build_says_which_patterns_are_not_checked(make_site):
    schemas = {
        "A": {"type": "string", "pattern": SLOW, "examples": [TEXT, TEXT + "!"]},
        "B": {"type": "string", "pattern": "(" + "x" * 200, "example": "a"},
    }
    site = make_site(api(components={"schemas": schemas}), options={"check_examples": True}).build()
    assert site.warnings == []
    assert site.status.count("are not checked against the pattern") == 2
    words = "openapi.yaml:1: examples are not checked against the pattern '^(a|aa)+$': it takes more than 0.2 seconds"
    assert words in site.status
    assert f"'({'x' * 38}…{'x' * 40}': it is not a regular expression that is known here: missing )" in site.status


def test_the_build_does_not_name_them_all(make_site):
    schemas = {f"S{n}": {"type": "string", "pattern": f"({n}", "example": "a"} for n in range(1234)}
    site = make_site(
        api(components={"schemas": schemas}), options={"check_examples": True, "schema_pages": False}
    ).build()
    assert site.status.count("are not checked against the pattern") == 10
    assert "openapi.yaml:1: examples are not checked against 1,224 more patterns either" in site.status


# Builds

BAD = api(components={"schemas": {"A": {"type": "integer", "default": "x"}}})
WARNING = (
    "openapi.yaml:10: WARNING: the default does not match its schema: "
    '"x" is not of type integer; it is shown anyway (at #/components/schemas/A/default) [openapi_pages.example]'
)


def test_off_unless_asked_for_and_said_again_on_unchanged_builds(make_site, monkeypatch):
    assert make_site(BAD).build().warnings == []
    site = make_site(BAD, options={"check_examples": True}).build()
    assert site.warnings == [WARNING]
    monkeypatch.setattr("sphinxcontrib_openapi_pages.sphinx.mount.open_document", None)
    assert site.build().warnings == [WARNING]


def test_the_coverage_builder_checks_what_another_builder_left_unchecked(make_site):
    site = make_site(BAD).build()
    site.builder = "openapi-coverage"
    assert site.build().warnings == [WARNING]
    assert site.build().warnings == [WARNING]
    site.builder = "html"
    assert site.build().warnings == []


# Without bounds


def answer(schema):
    content = {"application/json": {"schema": schema}}
    return api({"/x": {"get": operation("x", responses={"200": {"description": "", "content": content}})}})


def test_a_long_enum_takes_no_longer_for_each_value(check):
    values = [*(f"v{number}" for number in range(20_000)), {"a": [1, True]}]
    started = time.process_time()
    assert check(answer({"enum": values, "default": {"a": [1.0, True]}})) == {}
    assert time.process_time() - started < 10


@pytest.mark.parametrize(("value", "enum"), [(True, [1]), (1, [True]), ({"a": 1}, [{"a": 2}]), ([1], [1]), ("1", [1])])
def test_what_is_none_of_the_values(check, value, enum):
    (message,) = check(answer({"enum": enum, "default": value})).values()
    assert message == f"the default does not match its schema: {json.dumps(value)} is not one of {enum!r}"


def test_alternatives_that_multiply_end_with_a_note(tmp_path, caplog):
    def level(number):
        following = {"$ref": f"#/components/schemas/L{number + 1}"}
        return {"oneOf": [following, {"allOf": [following]}]}

    schemas = {f"L{number}": level(number) for number in range(40)} | {"L40": {"type": "integer"}}
    schemas["L0"]["example"] = "x"
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({**answer({"$ref": "#/components/schemas/L0"}), "components": {"schemas": schemas}}))
    started = time.process_time()
    with caplog.at_level(logging.INFO):
        assert faults(path, tmp_path) == {}
    assert time.process_time() - started < 10
    message = "the example is not checked: its schema has alternatives within alternatives, which takes too long"
    assert message in caplog.text


def test_many_of_them_end_the_check(tmp_path, caplog):
    following = {"$ref": "#/components/schemas/L1"}
    schemas = {f"L{number}": {"oneOf": [{"$ref": f"#/components/schemas/L{number + 1}"}] * 2} for number in range(40)}
    schemas |= {
        "L40": {"type": "integer"},
        "All": {"properties": {f"p{n}": {**following, "default": 1} for n in range(30)}},
    }
    path = tmp_path / "openapi.json"
    path.write_text(json.dumps({**api({}), "components": {"schemas": schemas}}))
    with caplog.at_level(logging.INFO):
        assert faults(path, tmp_path) == {}
    assert caplog.text.count("is not checked") == 11
    assert caplog.text.count("; no further examples are checked") == 1


# Real documents


@needs_shared
@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("posthog/schema.yaml", {"/components/schemas/Funnel/properties/funnel_window_interval_type/default": '"days"'}),
        ("museum/openapi.yaml", {}),
        (
            "train-travel/openapi.yaml",
            {
                "/components/schemas/Trip/properties/id/examples/0": "uuid",
                "/components/schemas/Booking/properties/id/examples/0": "uuid",
                "/components/schemas/Booking/properties/trip_id/examples/0": "uuid",
            },
        ),
    ],
)  # fmt: skip
def test_real_documents(tmp_path, name, expected):
    found = faults(SHARED / "specs" / name, tmp_path)
    assert {place.partition("#")[2] for place in found} == set(expected)
    for place, message in found.items():
        assert expected[place.partition("#")[2]] in message


@needs_shared
@pytest.mark.real
def test_large_documents(tmp_path):
    github = faults(SHARED / "specs/github/api.github.com.json", tmp_path)
    assert len(github) > 500
    assert any("is required" in message for message in github.values())
    ocean = faults(SHARED / "specs/digitalocean/specification/DigitalOcean-public.v2.yaml", tmp_path)
    assert (
        "resources/monitoring/responses/list_alert_policy_response.yml:#/content/application~1json/schema/example"
        in ocean
    )
    assert len(ocean) < 10
    assert faults(SHARED / "specs/kubernetes/swagger.json", tmp_path) == {}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_items_of_which_there_are_many_are_compared_in_one_go(make_site, version):
    schema = {"type": "array", "uniqueItems": True, "items": {}}
    items = [{"a": [number, {"b": number}]} for number in range(5000)]
    content = {
        "a/json": {"schema": schema, "examples": {"right": {"value": items}, "wrong": {"value": [*items, items[7]]}}}
    }
    described = operation("x", "g", responses={"200": {"description": "", "content": content}})
    site = make_site({**api({"/x": {"get": described}}), "openapi": version}, options={"check_examples": True})
    started = time.process_time()
    (warning,) = site.build().warnings
    assert "the example 'wrong' does not match its schema" in warning
    assert "has non-unique elements" in warning
    assert time.process_time() - started < 15  # two, unless the machine is busy
