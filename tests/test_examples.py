"""Examples made from schemas, where the document gives none."""

from __future__ import annotations

import copy
import json
import re
import time
from typing import Any

import pytest
import schema_suite
from conftest import SHARED, api, needs_shared, operation
from openapi_schema_validator import OAS30ReadValidator, OAS30WriteValidator, oas30_format_checker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from sphinxcontrib_openapi_pages.openapi.direction import Direction
from sphinxcontrib_openapi_pages.openapi.document import open_document
from sphinxcontrib_openapi_pages.openapi.example_values import MISSING, generate
from sphinxcontrib_openapi_pages.openapi.schema import Components, Schema
from sphinxcontrib_openapi_pages.openapi.source.store import Store


def example(
    schema: Any, direction: Direction = Direction.RESPONSE, *, required_only: bool = False, **schemas: Any
) -> Any:
    document = {"openapi": "3.1.0", "components": {"schemas": {"Tested": schema, **schemas}}}
    return generate(Schema(schema, Components(document)), direction, required_only=required_only)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "text"),
        ({"type": "string", "format": "date-time"}, "2024-01-15T09:30:00Z"),
        ({"type": "string", "maxLength": 2}, "te"),
        ({"type": "string", "minLength": 6}, "textte"),
        ({"type": "string", "enum": [None, "b", "c"]}, "b"),
        ({"type": "string", "example": 7}, "text"),
        ({"type": "string", "example": "given"}, "given"),
        ({"type": "integer", "minimum": 5}, 5),
        ({"type": "integer", "exclusiveMinimum": 5}, 6),
        ({"type": "number", "minimum": 0, "maximum": 0.5}, 0.5),
        ({"type": "integer", "multipleOf": 7}, 7),
        ({"type": "boolean"}, True),
        ({"type": "null"}, None),
        ({"const": "x"}, "x"),
        ({"type": "array", "items": {"type": "integer"}, "minItems": 2, "uniqueItems": True}, [1, 2]),
        ({"type": "array", "items": {"type": "integer"}, "example": [3, 4]}, [3, 4]),
        ({"type": "array", "items": {"type": "integer"}, "example": ["x"]}, [1]),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {"key": 1}),
        ({"type": "object", "additionalProperties": {"type": "integer"}, "example": {"a": 7}}, {"a": 7}),
        (
            {"allOf": [{"properties": {"a": {"type": "integer"}}}, {"properties": {"b": {"const": 2}}}]},
            {"a": 1, "b": 2},
        ),
        ({"oneOf": [{"type": "null"}, {"type": "integer"}]}, 1),
        (False, MISSING),
    ],
)
def test_readable_values(schema, expected):
    assert example(schema) == expected


def test_required_fields_come_first_and_alone_where_that_is_asked_for():
    schema = {"type": "object", "required": ["z"], "properties": {"a": {"type": "string"}, "z": {"type": "integer"}}}
    assert list(example(schema)) == ["z", "a"]
    assert example(schema, required_only=True) == {"z": 1}


def test_variants_by_direction():
    schema = {"properties": {"id": {"readOnly": True, "type": "integer"}, "key": {"writeOnly": True, "type": "string"}}}
    assert example(schema, Direction.REQUEST) == {"key": "text"}
    assert example(schema, Direction.RESPONSE) == {"id": 1}


def test_recursion_ends():
    node = {
        "type": "object",
        "properties": {"next": {"$ref": "#/components/schemas/Node"}, "value": {"type": "integer"}},
    }
    assert example({"$ref": "#/components/schemas/Node"}, Node=node) == {"value": 1}


def test_discriminator_names_the_alternative():
    schemas = {"Cat": {"type": "object", "properties": {"kind": {"type": "string"}}}}
    pet = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}],
        "discriminator": {"propertyName": "kind", "mapping": {"feline": "#/components/schemas/Cat"}},
    }
    assert example(pet, **schemas) == {"kind": "feline"}


def test_discriminator_names_the_schema_itself_where_its_heirs_are_not_known():
    pet = {
        "type": "object",
        "properties": {"kind": {"type": "string"}},
        "discriminator": {"propertyName": "kind"},
    }
    assert example({"$ref": "#/components/schemas/Pet"}, Pet=pet) == {"kind": "Pet"}


def test_pattern():
    assert example({"type": "string", "pattern": "^[a-z]{3}-[0-9]{2}$"}) == example(
        {"type": "string", "pattern": "^[a-z]{3}-[0-9]{2}$"}
    )
    assert len(example({"type": "string", "pattern": "^[a-z]{3}-[0-9]{2}$"})) == 6


def test_page_shows_an_example_that_the_document_does_not_give(make_site):
    schema = {"type": "object", "properties": {"name": {"type": "string", "example": "Ann"}}}
    content = {"application/json": {"schema": schema}}
    site = make_site(
        api({"/x": {"get": operation("x", "g", responses={"200": {"description": "", "content": content}})}})
    )
    assert json.loads(site.build().body("api/g/x").select_one("#response-example pre").get_text()) == {"name": "Ann"}


def test_an_example_of_the_schema_is_shown_in_each_notation(make_site):
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "example": {"a": 1}}
    content = {name: {"schema": schema} for name in ("application/json", "application/xml")}
    item = {"post": operation("op", "g", requestBody={"content": content})}
    site = make_site(api({"/a": item}), options={"samples": []}).build()
    shown = [pre.get_text() for pre in site.body("api/g/op").select("pre")]
    assert ['"a": 1' in text for text in shown] == [True, False]
    assert "<a>1</a>" in shown[1]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "not": {"const": "text"}}, "example"),
        ({"type": "string", "not": {"enum": ["text", "example"]}}, "word"),
        ({"type": "array", "items": {"type": "string"}, "contains": {"const": "main"}}, ["main"]),
        ({"type": "array", "items": {"multipleOf": 2}, "contains": {"multipleOf": 3}, "minContains": 2}, [6, 6]),
        ({"type": "array", "minItems": 3, "uniqueItems": True, "items": {"multipleOf": 5}}, [5, 10, 15]),
        ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"enum": ["a", "b"]}}, ["a", "b"]),
        ({"type": "array", "minItems": 2, "uniqueItems": True, "items": {"type": "boolean"}}, [True, False]),
        ({"type": "array", "prefixItems": [{"const": 1}, False]}, [1]),
        ({"minProperties": 1, "propertyNames": {"enum": ["build"]}, "additionalProperties": {"type": "integer"}}, {"build": 1}),
        ({"minProperties": 1, "patternProperties": {"^x-": {"type": "integer"}}, "additionalProperties": False}, {"x-": 1}),
        ({"properties": {"a": {}, "b": {}}, "dependentSchemas": {"a": {"properties": {"b": False}}}}, {"a": "text"}),
        ({"required": ["a"], "dependentRequired": {"a": ["b"]}, "properties": {"b": {"const": 2}}}, {"b": 2, "a": "text"}),
        ({"properties": {"a": {}}, "not": {"required": ["a"]}}, {}),
        ({"properties": {"a": {"const": 1}}, "required": ["a"], "if": {"required": ["a"]}, "then": {"required": ["b"]}}, {"a": 1, "b": "text"}),
        ({"oneOf": [{"type": "integer"}, {"type": "number"}]}, 1.5),
        ({"anyOf": [{"minLength": 2}, {"maxLength": 1}], "type": "string", "not": {"minLength": 2}}, "t"),
        ({"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 0.1}, 0.05),
        ({"type": "number", "multipleOf": 0.01, "minimum": 0.065, "maximum": 0.5}, 0.5),
        ({"type": "number", "minimum": 0.1, "maximum": 0.1}, 0.1),
        ({"type": "string", "pattern": r"^\cI$"}, "\t"),
        ({"type": "string", "minLength": 3, "maxLength": 2}, MISSING),
        ({"type": "string", "pattern": "^(?<broken"}, MISSING),
        ({"allOf": [{"type": "string"}, {"not": {"type": "string"}}]}, MISSING),
        ({"type": "object", "required": ["a"], "properties": {"a": False}}, MISSING),
        ({"type": "integer", "default": 0, "minimum": 5}, 5),
        ({"type": "object", "properties": {"a": {"type": "integer"}}, "default": {}}, {"a": 1}),
    ],
)  # fmt: skip
def test_made_examples_fit_or_there_is_none(schema, expected):
    assert example(schema) == expected


def test_where_the_best_candidate_of_a_part_does_not_fit_the_others_stay():
    schema = {
        "type": "object",
        "required": ["name", "steps"],
        "properties": {
            "name": {"type": "string", "example": "Ann"},
            "age": {"type": "integer", "example": "forty"},
            "steps": {"type": "object", "propertyNames": {"pattern": "^s[0-9]$"}, "minProperties": 2},
        },
    }
    made = example(schema)
    assert (made["name"], made["age"], len(made["steps"])) == ("Ann", 1, 2)
    assert all(re.fullmatch("s[0-9]", name) for name in made["steps"])


def test_alternatives_told_apart_by_a_discriminator_may_overlap():
    schemas = {
        name: {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
        for name in ("Cat", "Dog")
    }
    pet = {
        "oneOf": [{"$ref": f"#/components/schemas/{name}"} for name in schemas],
        "discriminator": {"propertyName": "kind"},
    }
    assert example({"properties": {"pet": pet}, "required": ["pet"]}, **schemas) == {"pet": {"kind": "Cat"}}


def test_alternatives_that_multiply_end_soon():
    schemas = {
        f"L{n}": {"anyOf": [{"allOf": [{"$ref": f"#/components/schemas/L{n + 1}"}]}] * 2, "minLength": n}
        for n in range(30)
    }
    started = time.process_time()
    assert example({"$ref": "#/components/schemas/L0"}, L30=False, **schemas) is MISSING
    assert time.process_time() - started < 10


def test_a_page_says_nothing_where_no_example_fits(make_site):
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string", "minLength": 2, "maxLength": 1}},
    }
    content = {"application/json": {"schema": schema}}
    members = {"responses": {"200": {"description": "", "content": content}}, "requestBody": {"content": content}}
    site = make_site(api({"/x": {"post": operation("x", "g", **members)}})).build()
    assert site.warnings == []
    assert site.body("api/g/x").select_one("#response-example") is None
    assert "--data-binary @body.json" in site.text("api/g/x")


def test_each_alternative_of_an_answer_has_an_example(make_site):
    text = {
        "title": "Words",
        "type": "object",
        "properties": {"text": {"type": "string"}},
        "additionalProperties": False,
    }
    number = {
        "title": "Count",
        "type": "object",
        "properties": {"number": {"type": "integer"}},
        "additionalProperties": False,
    }
    content = {"application/json": {"schema": {"oneOf": [text, number]}}}
    site = make_site(
        api({"/x": {"get": operation("x", "g", responses={"200": {"description": "", "content": content}})}})
    )
    shown = site.build().body("api/g/x").select_one("#response-example")
    assert [label.get_text(strip=True) for label in shown.select("label")] == ["Words", "Count"]
    assert [json.loads(pre.get_text()) for pre in shown.select("pre")] == [{"text": "text"}, {"number": 1}]


def test_examples_go_one_way_only(make_site):
    schema = {
        "type": "object",
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "pin": {"type": "string", "writeOnly": True},
            "name": {"type": "string"},
        },
        "example": {"id": 7, "pin": "1234", "name": "Ann"},
    }
    content = {"application/json": {"schema": {"type": "array", "items": schema}}}
    members = {"responses": {"200": {"description": "", "content": content}}, "requestBody": {"content": content}}
    body = make_site(api({"/x": {"post": operation("x", "g", **members)}})).build().body("api/g/x")
    assert json.loads(body.select_one("#response-example pre").get_text()) == [{"id": 7, "name": "Ann"}]
    assert json.loads(body.select_one("#request pre").get_text()) == [{"pin": "1234", "name": "Ann"}]


def test_the_suite_of_json_schema_is_counted(tmp_path, capsys, monkeypatch):
    group = {
        "description": "G",
        "schema": {"$ref": "#/$defs/a", "$defs": {"a": {"type": "integer"}}},
        "tests": [{"data": 1, "valid": True}],
    }
    nothing = {"description": "N", "schema": {"const": "\x00"}, "tests": [{"data": "\x00", "valid": True}]}
    elsewhere = {**group, "schema": {"$ref": "https://example.com/"}}
    impossible = {**group, "tests": [{"data": 1, "valid": False}]}
    for draft in schema_suite.DRAFTS:
        (tmp_path / "tests" / draft).mkdir(parents=True)
        (tmp_path / "tests" / draft / "a.json").write_text(json.dumps([group, nothing, elsewhere, impossible]))
    monkeypatch.setattr("sys.argv", ["schema_suite", str(tmp_path)])
    schema_suite.main()
    first, *_ = capsys.readouterr().out.splitlines()
    assert first == "draft2020-12: of 2 groups 1 fit, 0 do not, 0 have no example, 1 cannot stand on a page"


def without_read_only(document: dict[str, Any]) -> dict[str, Any]:
    """Return *document* as a request sees it: what is read-only is not required (OpenAPI 3.0.3, Schema Object)."""
    document = copy.deepcopy(document)
    components = Components(document)
    todo: list[Any] = [document["components"]["schemas"]]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            required = value.get("required")
            if isinstance(required, list):
                properties = Schema(value, components).properties
                value["required"] = [
                    n for n in required if n not in properties or not properties[n].data.get("readOnly")
                ]
                if not value["required"]:
                    del value["required"]
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    return document


@needs_shared
@pytest.mark.parametrize("direction", [Direction.REQUEST, Direction.RESPONSE])
@pytest.mark.parametrize("name", ["posthog/schema.yaml", "github/api.github.com.json", "kubernetes/swagger.json"])
def test_examples_of_real_schemas_are_valid(tmp_path, name, direction):
    file = str(SHARED / "specs" / name)
    document = open_document(file, Store(file, tmp_path)).data
    components = Components(document)
    judge = without_read_only(document) if direction == Direction.REQUEST else document
    registry = Registry().with_resource("urn:spec", Resource.from_contents(judge, default_specification=DRAFT202012))
    validator = OAS30WriteValidator if direction == Direction.REQUEST else OAS30ReadValidator
    faults = []
    names = document["components"]["schemas"]
    assert document["openapi"].startswith("3.0")
    for schema in names:
        pointer = schema.replace("~", "~0").replace("/", "~1")
        model = Schema({"$ref": f"#/components/schemas/{pointer}"}, components)
        if direction == Direction.REQUEST and model.data.get("readOnly"):
            continue  # nothing that may be sent
        made = generate(model, direction)
        judging = validator(
            {"$ref": f"urn:spec#/components/schemas/{pointer}"}, registry=registry, format_checker=oas30_format_checker
        )
        shallow = generate(model, direction, max_depth=1)
        faults += [
            f"{schema}: {error.message[:120]}" for value in (made, shallow) for error in judging.iter_errors(value)
        ][:1]
    assert len(names) > 90
    assert faults == []


def test_what_no_value_fits_is_given_up_soon():
    """Each schema leads to the next in twelve alternatives, none of which fits."""
    others = {
        f"U{n}": {
            "allOf": [
                {
                    "oneOf": [
                        thing({"k": {"const": k}, "n": {"$ref": f"#/components/schemas/U{(n + 1) % 10}"}})
                        for k in range(12)
                    ]
                },
                {"required": ["n"], "properties": {"k": {"enum": [99]}}},
            ]
        }
        for n in range(10)
    }
    whole = {f"a{n}": {"$ref": f"#/components/schemas/U{n % 10}"} for n in range(30)}
    started = time.process_time()
    assert example(thing(whole), **others) is MISSING
    assert time.process_time() - started < 5  # one, unless the machine is busy


def thing(properties):
    return {"type": "object", "required": [*properties], "properties": properties}
