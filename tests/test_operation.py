"""What an operation's page shows."""

from __future__ import annotations

import json

import pytest
from conftest import api, operation


def page(make_site, members, path="/things/{id}", method="post", **spec_members):
    """Build an API with one operation and return the site; the page is ``api/g/op``."""
    item = {method: operation("op", "g", **members)}
    return make_site(api({path: item}, **spec_members)).build()


def body(schema, **media):
    return {"requestBody": {"content": {"application/json": {"schema": schema, **media}}}}


def response(schema, **media):
    return {
        "responses": {"200": {"description": "Fine.", "content": {"application/json": {"schema": schema, **media}}}}
    }


def fields(site, section):
    """Return name, then type and marks, of every field that a section of the page lists."""
    found = site.body("api/g/op").find(id=section)
    assert found is not None, section
    return [
        [part.get_text() for part in (*term.select(".openapi-name"), *term.select(".openapi-type, .openapi-chip"))]
        for term in found.select("dl.openapi-fields > dt")
    ]


def test_signature_deprecation_description_and_external_docs(make_site):
    members = {
        "deprecated": True,
        "description": "Adds a *thing*.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n",
        "externalDocs": {"url": "https://example.com/more", "description": "More"},
    }
    site = page(make_site, members)
    html = site.body("api/g/op")
    assert html.select_one(".openapi-signature").get_text() == "POST /things/{id}"
    assert "Deprecated" in html.select_one(".admonition").get_text()
    assert html.find("em", string="thing") is not None
    assert [cell.get_text() for cell in html.select("table td")] == ["1", "2"]
    assert html.find("a", href="https://example.com/more").get_text() == "More"
    assert "Operation ID: op" in site.text("api/g/op")
    assert site.warnings == []


def test_parameters_of_path_and_operation_merge_by_name_and_location(make_site):
    shared = [
        {"name": "id", "in": "path", "required": True, "description": "Old.", "schema": {"type": "string"}},
        {"name": "id", "in": "query", "schema": {"type": "string"}},
        {"name": "lang", "in": "header", "schema": {"type": "string"}},
    ]
    own = [
        {"name": "id", "in": "path", "required": True, "description": "New.", "schema": {"type": "integer"}},
        {"name": "session", "in": "cookie", "deprecated": True, "schema": {"type": "string"}},
    ]
    site = make_site(api({"/x/{id}": {"parameters": shared, "get": operation("op", "g", parameters=own)}})).build()
    assert fields(site, "path-parameters") == [["id", "integer", "required"]]
    assert fields(site, "query-parameters") == [["id", "string"]]
    assert fields(site, "header-parameters") == [["lang", "string"]]
    assert fields(site, "cookie-parameters") == [["session", "string", "deprecated"]]
    assert "New." in site.text("api/g/op")
    assert "Old." not in site.text("api/g/op")
    order = [h for h in site.headings("api/g/op") if h.endswith(("ters", "ers", "ies"))]
    assert order == ["Path parameters", "Query parameters", "Headers", "Cookies"]


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "format": "date-time"}, "string, date-time"),
        ({"type": "integer", "minimum": 1, "maximum": 100}, "integer, 1 to 100"),
        ({"type": "number", "exclusiveMinimum": 0}, "number, more than 0"),
        ({"type": "number", "minimum": 0, "exclusiveMinimum": True, "maximum": 5}, "number, more than 0 and at most 5"),
        ({"type": "integer", "multipleOf": 5}, "integer, multiple of 5"),
        ({"type": "string", "maxLength": 50}, "string, at most 50 characters"),
        ({"type": "string", "minLength": 3, "maxLength": 3}, "string, 3 characters"),
        ({"type": ["string", "null"]}, "string or null"),
        ({"type": "string", "nullable": True}, "string or null"),
        ({"type": ["string", "integer"]}, "string or integer"),
        ({"type": "array", "items": {"type": "string"}, "minItems": 1}, "array of string, at least 1 item"),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Flag"}}, "array of Flag"),
        ({"type": "array", "items": {"type": ["string", "object"]}}, "array of (string or object)"),
        ({"type": "array", "items": {"type": "string", "nullable": True}}, "array of (string or null)"),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": ["string", "integer"]}}},
            "array of array of (string or integer)",
        ),
        (
            {"oneOf": [{"type": "array", "items": {"type": "string"}}, {"type": "integer"}]},
            "array of string or integer",
        ),
        ({"type": "object", "additionalProperties": {"type": ["string", "null"]}}, "map of (string or null)"),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, "map of integer"),
        ({"$ref": "#/components/schemas/Flag"}, "Flag"),
        ({"allOf": [{"$ref": "#/components/schemas/Flag"}], "nullable": True}, "Flag or null"),
        ({"oneOf": [{"type": "string"}, {"$ref": "#/components/schemas/Flag"}]}, "string or Flag"),
        ({"anyOf": [{"type": "string"}, {"type": "null"}]}, "string or null"),
        ({"type": "string", "contentEncoding": "base64"}, "string, encoded as base64"),
        (
            {"type": "string", "contentMediaType": "image/png", "contentEncoding": "base64"},
            "string, image/png encoded as base64",
        ),
        ({"type": "string", "contentMediaType": "application/json"}, "string, application/json"),
        ({"const": 7}, "always 7"),
        ({}, "any"),
        (True, "any"),
        (False, "nothing"),
        ({"$ref": "#/components/schemas/Row"}, "array of array of Row"),
    ],
)
def test_type_in_words(make_site, schema, words):
    flag = {"type": "object", "properties": {"on": {"type": "boolean"}}}
    row = {"type": "array", "items": {"type": "array", "items": {"$ref": "#/components/schemas/Row"}}}
    parameters = [{"name": "p", "in": "query", "schema": schema}]
    site = page(make_site, {"parameters": parameters}, components={"schemas": {"Flag": flag, "Row": row}})
    assert fields(site, "query-parameters")[0] == ["p", words]
    assert site.warnings == []


def test_default_enum_pattern_and_examples(make_site):
    schema = {
        "type": "string",
        "default": "",
        "enum": ["a", "", None, 1.5],
        "pattern": "^[a-z]*$",
        "example": "a",
    }
    parameters = [
        {"name": "p", "in": "query", "schema": schema, "examples": {"one": {"summary": "The one", "value": "b"}}}
    ]
    text = page(make_site, {"parameters": parameters}).text("api/g/op")
    assert 'Default: ""' in text
    assert 'Allowed values: a , "" , null , 1.5' in text
    assert "Pattern: ^[a-z]*$" in text
    assert "Example: a" in text
    assert "Example (The one): b" in text


@pytest.mark.parametrize(
    "extension",
    [
        {"x-enumDescriptions": {"on": "Switched on."}},
        {"x-enum-descriptions": ["Switched on."]},
        {"x-enum-varnames": ["Switched on."]},
    ],
)
def test_values_of_an_enum_without_a_description_are_not_lost(make_site, extension):
    schema = {"type": "string", "enum": ["on", "off"], **extension}
    site = page(make_site, {"parameters": [{"name": "p", "in": "query", "schema": schema}]})
    terms = [term.get_text() for term in site.body("api/g/op").select("dl.openapi-enum > dt")]
    assert [term.split()[0] for term in terms] == ["on", "off"]
    assert "Switched on." in site.text("api/g/op")


def test_request_leaves_out_read_only_and_response_write_only_fields(make_site):
    schema = {
        "type": "object",
        "required": ["id", "name"],
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "name": {"type": "string"},
            "password": {"type": "string", "writeOnly": True},
        },
    }
    site = page(make_site, {**body(schema), **response(schema)})
    assert fields(site, "request") == [["name", "string", "required"], ["password", "string", "write-only"]]
    assert fields(site, "responses") == [["id", "integer"], ["name", "string"]]


def test_all_of_is_merged(make_site):
    schemas = {
        "Base": {
            "type": "object",
            "required": ["id"],
            "properties": {"id": {"type": "integer"}, "kind": {"type": "string"}},
        },
        "Dog": {
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"properties": {"bark": {"type": "boolean"}, "kind": {"enum": ["dog"]}}, "required": ["bark"]},
            ]
        },
    }
    site = page(make_site, response({"$ref": "#/components/schemas/Dog"}), components={"schemas": schemas})
    assert fields(site, "responses") == [["id", "integer"], ["kind", "string", "optional"], ["bark", "boolean"]]
    assert "Allowed values: dog" in site.text("api/g/op")


def test_marks_are_the_same_within_lists_maps_and_references(make_site):
    item = {
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "integer", "readOnly": True},
            "name": {"type": "string"},
            "secret": {"type": "string", "writeOnly": True},
        },
    }
    schema = {
        "type": "object",
        "required": ["list"],
        "properties": {
            "list": {"type": "array", "items": item},
            "map": {"type": "object", "additionalProperties": {"allOf": [item, {"required": ["name"]}]}},
            "part": {"$ref": "#/components/schemas/Part", "readOnly": True},
        },
    }
    components = {"schemas": {"Part": {"type": "object", "properties": {"x": {"type": "string"}}}}}
    paths = {"/x": {"post": operation("op", "g", **body(schema), **response(schema))}}
    site = make_site(api(paths, components=components)).build()
    marks = {line[0]: line[2:] for line in reversed(fields(site, "request"))}
    assert marks == {"list": ["required"], "name": [], "secret": ["write-only"], "map": []}
    marks = {line[0]: line[2:] for line in reversed(fields(site, "responses"))}
    assert marks == {"list": [], "id": [], "name": ["optional"], "map": ["optional"], "part": ["optional"], "x": []}


def test_alternatives_are_all_shown_with_their_discriminator(make_site):
    schemas = {
        "Cat": {"type": "object", "description": "A cat.", "properties": {"meow": {"type": "string"}}},
        "Dog": {"type": "object", "description": "A dog.", "properties": {"bark": {"type": "string"}}},
        "Pet": {
            "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
            "discriminator": {"propertyName": "kind", "mapping": {"feline": "#/components/schemas/Cat"}},
        },
    }
    site = page(make_site, response({"$ref": "#/components/schemas/Pet"}), components={"schemas": schemas})
    text = site.text("api/g/op")
    assert "One of, told apart by kind :" in text
    assert [t.get_text() for t in site.body("api/g/op").select(".openapi-alternatives > label")] == ["feline", "Dog"]
    assert "A cat." in text
    assert "A dog." in text
    assert fields(site, "responses") == [["meow", "string"], ["bark", "string"]]


def test_recursion_is_cut_by_name_and_linked(make_site):
    node = {
        "type": "object",
        "properties": {
            "value": {"type": "string"},
            "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
        },
    }
    site = page(make_site, response({"$ref": "#/components/schemas/Node"}), components={"schemas": {"Node": node}})
    assert fields(site, "responses") == [["value", "string"], ["children", "array of Node"]]
    link = site.body("api/g/op").select_one(".openapi-repeated a")
    assert link["href"] == "#response-200"
    assert "Recursive" in site.text("api/g/op")


def test_a_schema_met_again_is_a_link_to_its_highest_place(make_site):
    schemas = {
        "User": {"type": "object", "properties": {"email": {"type": "string"}}},
        "Team": {"type": "object", "properties": {"owner": {"$ref": "#/components/schemas/User"}}},
    }
    schema = {
        "type": "object",
        "properties": {"team": {"$ref": "#/components/schemas/Team"}, "author": {"$ref": "#/components/schemas/User"}},
    }
    site = page(make_site, response(schema), components={"schemas": schemas})
    assert [name for name, *_ in fields(site, "responses")] == ["team", "owner", "author", "email"]
    link = site.body("api/g/op").select_one(".openapi-repeated a")
    assert link["href"] == "#response-200-author"
    assert site.body("api/g/op").find(id="response-200-author") is not None


def test_large_schemas_within_an_error_are_links_to_their_pages(make_site):
    payment = {"type": "object", "properties": {f"part{number}": {"type": "string"} for number in range(45)}}
    reason = {"type": "object", "properties": {"code": {"type": "string"}}}
    parts = {"payment": "Payment", "reason": "Reason"}
    error = {"type": "object", "properties": {k: {"$ref": f"#/components/schemas/{v}"} for k, v in parts.items()}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    responses = {status: {"description": "", "content": content} for status in ("400", "402")}
    schemas = {"Payment": payment, "Reason": reason, "Error": error}
    site = page(make_site, {"responses": responses}, components={"schemas": schemas})
    assert fields(site, "response-400") == [
        ["payment", "Payment"],
        ["reason", "Reason"],
        ["code", "string"],
    ]
    link = site.body("api/g/op").select_one("#response-400 .openapi-type a[href$='Payment.html']")
    assert link.get_text() == "Payment"


def test_fields_nested_to_any_depth_are_all_on_the_page(make_site):
    schema = {"type": "string", "description": "The deepest."}
    for level in range(60, 0, -1):
        schema = {"type": "object", "properties": {f"level{level}": schema}}
    site = page(make_site, response(schema))
    text = site.text("api/g/op")
    assert all(f"level{level} " in text for level in range(1, 61))
    assert "The deepest." in text


def test_media_types_that_say_the_same_are_shown_once(make_site):
    schema = {"type": "object", "properties": {"a": {"type": "string"}}}
    content = {name: {"schema": schema} for name in ("application/json", "application/xml")}
    content["text/plain"] = {"schema": {"type": "string"}}
    site = page(make_site, {"requestBody": {"required": True, "description": "Send it.", "content": content}})
    labels = [label.get_text(strip=True) for label in site.body("api/g/op").select("#request > .sd-tab-set > label")]
    assert labels == ["application/json, application/xml", "text/plain"]
    found = [p.get_text() for p in site.body("api/g/op").select(".openapi-media-type")]
    assert found == ["application/json, application/xml: object required", "text/plain: string required"]
    assert "Send it." in site.text("api/g/op")


def test_every_named_example_with_summary_and_description(make_site):
    examples = {
        "small": {"summary": "A small one", "description": "Very *small*.", "value": {"a": 1}},
        "away": {"externalValue": "https://example.com/e.json"},
        "ref": {"$ref": "#/components/examples/Shared"},
    }
    shared = {"Shared": {"summary": "Shared one", "value": {"b": None}}}
    site = page(make_site, response({"type": "object"}, examples=examples), components={"examples": shared})
    text = site.text("api/g/op")
    tabs = site.body("api/g/op").select_one("#response-example")
    assert [label.get_text(strip=True) for label in tabs.select("label")] == ["A small one", "away", "Shared one"]
    assert site.body("api/g/op").select_one("#response-200 a")["href"] == "#response-example"
    assert "Very small ." in text
    assert {"b": None} in [json.loads(block.get_text()) for block in tabs.select("pre")]
    assert site.body("api/g/op").find("a", href="https://example.com/e.json") is not None


def test_responses_by_status_with_headers_and_links(make_site):
    responses = {
        "201": {
            "description": "Made.",
            "headers": {"X-Rate": {"description": "How many are left.", "schema": {"type": "integer"}}},
            "links": {
                "Next": {"operationId": "op", "parameters": {"id": "$response.body#/id"}, "description": "Get it."}
            },
        },
        "4XX": {"description": "Wrong."},
        "default": {"description": "Else."},
    }
    site = page(make_site, {"responses": responses})
    labels = [label.get_text(strip=True) for label in site.body("api/g/op").select("#responses > .sd-tab-set > label")]
    assert labels == ["201 Created", "4XX Client error", "default – any other status"]
    assert fields(site, "response-201") == [["X-Rate", "integer"]]
    text = site.text("api/g/op")
    assert "Next : op with id = $response.body#/id" in text
    assert "Get it." in text


SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
    "oauth": {
        "type": "oauth2",
        "flows": {
            "clientCredentials": {
                "tokenUrl": "https://example.com/t",
                "scopes": {"read": "May *read* it.", "write": ""},
            }
        },
    },
}


def test_security_in_words(make_site):
    security = [{"key": [], "token": []}, {"oauth": ["read", "write"]}, {}]
    site = page(make_site, {"security": security}, components={"securitySchemes": SCHEMES})
    text = site.text("api/g/op")
    assert "One of:" in text
    assert "key : API key in the X-Key header" in text
    assert "and token : bearer token (JWT) in the header" in text
    assert "oauth : OAuth 2.0, with the scopes read , write" in text
    assert "Authorization is optional." in text
    index = site.text("api/index")
    assert "Client credentials flow" in index
    assert "May read it." in index


def test_security_of_the_document_unless_the_operation_has_its_own(make_site):
    paths = {
        "/a": {"get": operation("inherits", "g"), "put": operation("open", "g", security=[])},
    }
    site = make_site(api(paths, security=[{"key": []}], components={"securitySchemes": SCHEMES})).build()
    assert "X-Key" in site.text("api/g/inherits")
    assert "Authorization" not in site.headings("api/g/open")


def test_servers_with_variables(make_site):
    server = {
        "url": "https://{region}.example.com",
        "description": "By region.",
        "variables": {"region": {"default": "eu", "enum": ["eu", "us"], "description": "Where."}},
    }
    site = page(make_site, {"servers": [{"url": "https://own.example.com"}]}, servers=[server])
    assert "https://own.example.com" in site.text("api/g/op")
    text = site.text("api/index")
    assert "https://{region}.example.com" in text
    assert "region : default eu , one of eu , us" in text


def test_callbacks_are_operations_within_the_page(make_site):
    called = {
        "{$request.body#/url}": {"post": {"description": "Called back.", **body({"type": "string"}), "responses": {}}}
    }
    site = page(make_site, {"callbacks": {"onEvent": called}})
    section = site.body("api/g/op").find(id="callback-onEvent")
    assert "POST {$request.body#/url}" in section.get_text()
    assert "Called back." in section.get_text()


def test_callbacks_of_callbacks_stand_beside_them(make_site):
    def called(name, **members):
        return {"{$request.body#/url}": {"post": {"operationId": name, "responses": {}, **members}}}

    inner = called("inner")
    for depth in range(40):
        inner = called(f"at{depth}", callbacks={f"c{depth}": inner})
    site = page(make_site, {"callbacks": {"onEvent": inner}})
    sections = [
        section["id"] for section in site.body("api/g/op").find(id="callbacks").find_all("section", recursive=False)
    ]
    assert sections[:3] == ["callback-onEvent", "callback-onEvent-c39", "callback-c39-c38"]
    assert len(sections) == 41
    assert site.warnings == []


def test_a_callback_in_itself_is_shown_once(make_site):
    post = {"description": "Heard.", "callbacks": {"again": {"$ref": "#/components/callbacks/C"}}, "responses": {}}
    components = {"callbacks": {"C": {"{$request.body#/url}": {"post": post}}}}
    site = page(make_site, {"callbacks": {"cb": {"$ref": "#/components/callbacks/C"}}}, components=components)
    text = site.text("api/g/op")
    assert text.count("Heard.") == 1
    assert "cb → again : cb: POST {$request.body#/url}" in text


def test_multipart_encodings(make_site):
    content = {
        "multipart/form-data": {
            "schema": {"type": "object", "properties": {"file": {"type": "string", "format": "binary"}}},
            "encoding": {"file": {"contentType": "image/png", "headers": {"X-A": {}}}},
        }
    }
    text = page(make_site, {"requestBody": {"content": content}}).text("api/g/op")
    assert "file sent as image/png , with headers: X-A" in text


def test_descriptions_are_data_not_source(make_site):
    hostile = (
        "{raw}`html` |subst| :ref:`nowhere` <script>bad()</script> [x](javascript:bad())\n\n"
        "```{include} /etc/passwd\n```\n\n# Heading\n\n<b onclick='bad()'>bold</b><br>next\n\n[rel](/docs/x)\n"
    )
    site = page(make_site, {"description": hostile, "summary": "<script>bad()</script>"})
    html = str(site.body("api/g/op"))
    assert "<script>bad" not in html
    assert "onclick" not in html
    assert "javascript:" not in [a.get("href", "")[:11] for a in site.body("api/g/op").find_all("a")]
    assert "root:" not in html
    assert "{raw}" in site.text("api/g/op")
    assert site.body("api/g/op").find("strong", string="bold") is not None
    assert site.body("api/g/op").find("a", href="/docs/x") is not None
    assert "Heading" not in site.headings("api/g/op")
    assert site.title("api/g/op") == "<script>bad()</script>"
    assert site.warnings == []


LINKS = "[a](/docs/a) [b](b.html) [c](https://other.example/c) [d](#there)"


def link_targets(site):
    return [a["href"] for a in site.body("api/g/op").select("a.external") if a.get_text() in "abcd"]


def test_relative_links_get_the_base_that_the_option_names(make_site):
    parameters = [{"name": "p", "in": "query", "description": LINKS}]
    spec = api({"/x": {"get": operation("op", "g", description=LINKS, parameters=parameters)}})
    site = make_site(spec, options={"link_base": "https://example.com/base/"}).build()
    expected = ["https://example.com/docs/a", "https://example.com/base/b.html", "https://other.example/c", "#there"]
    assert link_targets(site) == expected * 2
    assert link_targets(make_site(spec).build()) == ["/docs/a", "b.html", "https://other.example/c", "#there"] * 2


def test_fields_of_the_other_direction_are_shown_greyed_on_demand(make_site):
    schema = {"type": "object", "properties": {"id": {"type": "integer", "readOnly": True}, "name": {"type": "string"}}}
    spec = api({"/x": {"post": operation("op", "g", **body(schema))}})
    site = make_site(spec, options={"other_direction": "show"}).build()
    assert fields(site, "request") == [["id", "integer", "read-only"], ["name", "string"]]
    assert [term["id"] for term in site.body("api/g/op").select("dt.openapi-muted")] == ["request-id"]


def test_extensions_of_the_author_s_choice(make_site):
    schema = {"type": "object", "properties": {"a": {"type": "string", "x-unit": "metres", "x-other": 1}}}
    members = {"x-scope": ["flags:read"], **body(schema)}
    site = make_site(
        api({"/x": {"post": operation("op", "g", **members)}}), options={"extensions": ["x-scope", "x-unit"]}
    )
    text = site.build().text("api/g/op")
    assert 'x-scope: ["flags:read"]' in text
    assert "x-unit: metres" in text
    assert "x-other" not in text


def test_security_schemes_are_explained_once_and_linked(make_site):
    site = page(make_site, {"security": [{"key": []}]}, components={"securitySchemes": SCHEMES})
    link = site.body("api/g/op").select_one(".openapi-security a")
    assert link["href"] == "../index.html#authentication-key"
    assert site.body("api/index").find(id="authentication-key") is not None


def test_path_variables_stand_out(make_site):
    site = page(make_site, {})
    assert [v.get_text() for v in site.body("api/g/op").select(".openapi-signature .openapi-variable")] == ["{id}"]


def test_style_sheet_and_script_only_where_they_are_needed(make_site):
    site = make_site(
        api({"/x": {"get": operation("op", "g")}}), {"plain.md": "---\norphan: true\n---\n# Plain\n"}
    ).build()
    assert "openapi-pages.css" in str(site.html("api/g/op"))
    assert "openapi-pages.js" in str(site.html("api/index"))
    assert "openapi-pages" not in str(site.html("plain").find("head"))


def test_a_large_page_shows_nothing_twice(make_site):
    item = {"type": "object", "properties": {f"f{n}": {"type": "string"} for n in range(9)}}
    big = {"type": "object", "properties": {f"part{n}": item for n in range(60)}}
    site = page(
        make_site,
        {**body({"$ref": "#/components/schemas/Big"}), **response({"$ref": "#/components/schemas/Big"})},
        components={"schemas": {"Big": big}},
    )
    assert "Same fields as Big" in site.text("api/g/op").partition("Responses")[2]
    terms = site.body("api/g/op").select("dl.openapi-fields > dt")
    assert 300 < len(terms) < 400
    anchors = {tag["id"] for tag in site.html("api/g/op").find_all(id=True)}
    links = site.body("api/g/op").select(".openapi-repeated a")
    assert len(links) > 20
    assert {link["href"].removeprefix("#") for link in links} <= anchors


def test_long_examples_are_not_highlighted(make_site):
    site = page(make_site, response({"type": "array"}, example=[{"name": f"n{n}"} for n in range(2000)]))
    block = site.body("api/g/op").select_one("#response-example pre")
    assert '"n1999"' in block.get_text()
    assert block.find("span", class_=True) is None


def test_alerts_as_on_github(make_site):
    text = "> [!WARNING]\n> Take *care*.\n"
    site = page(make_site, {"description": text, "parameters": [{"name": "p", "in": "query", "description": text}]})
    alerts = site.body("api/g/op").select("blockquote.openapi-alert.openapi-warning")
    assert [" ".join(alert.get_text().split()) for alert in alerts] == ["Warning Take care."] * 2
    assert "[!WARNING]" not in site.text("api/g/op")


def test_numbered_lists_definition_lists_and_nested_links_of_descriptions(make_site):
    text = (
        "7. Seven\n8. Eight\n\n<dl><dt>Bee</dt><dd>Has *six* legs.</dd></dl>\n\n"
        "[a [b](https://b.example) c](https://a.example)"
    )
    found = page(make_site, {"description": text}).body("api/g/op")
    assert found.find("ol")["start"] == "7"
    assert found.find("dt", string="Bee").find_next_sibling("dd").get_text(strip=True) == "Has *six* legs."
    assert found.find("a", string="b")["href"] == "https://b.example"


def test_response_links_lead_to_the_operation_that_follows(make_site):
    links = {
        "ById": {"operationId": "other", "parameters": {"id": "$response.body#/id"}},
        "ByRef": {"operationRef": "#/paths/~1y/get"},
        "Nowhere": {"operationId": "missing"},
    }
    responses = {"200": {"description": "", "links": links}}
    spec = api({"/x": {"get": operation("op", "g", responses=responses)}, "/y": {"get": operation("other", "h")}})
    site = make_site(spec).build()
    found = [(a.get_text(), a["href"]) for a in site.body("api/g/op").select("#response-200 li a")]
    assert found == [("other", "../h/other.html"), ("#/paths/~1y/get", "../h/other.html")]
    assert "Nowhere : missing" in site.text("api/g/op")
    assert site.warnings == []


def test_links_to_operations_in_descriptions_are_internal(make_site):
    text = "[one](#operation/other) [two](#tag/h/operation/other) [three](#/operations/other)"
    parameters = [{"name": "p", "in": "query", "description": text}]
    spec = api(
        {
            "/x": {"get": operation("op", "g", description=text, parameters=parameters)},
            "/y": {"get": operation("other", "h")},
        }
    )
    site = make_site(spec).build()
    assert [a["href"] for a in site.body("api/g/op").find_all("a", string=["one", "two", "three"])] == [
        "../h/other.html"
    ] * 6
    assert make_site(spec, builder="dirhtml").build().warnings == []


RECURSIVE = [
    {"allOf": [{"$ref": "#/components/schemas/Node"}, {"nullable": True}]},
    {"allOf": [{"$ref": "#/components/schemas/Node"}, {"$ref": "#/components/schemas/Other"}]},
    {"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/Node"}, {"properties": {"more": {}}}]}},
    {"allOf": [{"$ref": "#/components/schemas/Node"}], "properties": {"more": {"type": "string"}}},
    {"oneOf": [{"$ref": "#/components/schemas/Node"}, {"type": "null"}]},
    {"anyOf": [{"type": "string"}, {"allOf": [{"$ref": "#/components/schemas/Node"}, {"properties": {"x": {}}}]}]},
    {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Node"}},
]


@pytest.mark.parametrize("parent", RECURSIVE)
def test_recursion_through_any_keyword_ends(make_site, parent):
    schemas = {
        "Node": {"type": "object", "properties": {"name": {"type": "string"}, "parent": parent}},
        "Other": {"type": "object", "properties": {"other": {"type": "string"}}},
    }
    node = {"$ref": "#/components/schemas/Node"}
    site = page(make_site, {**body(node), **response(node)}, components={"schemas": schemas})
    assert "Recursive" in site.text("api/g/op")
    assert len(site.body("api/g/op").select("dl.openapi-fields > dt")) < 30


def test_a_reference_to_an_anchor_is_followed(make_site):
    schemas = {"Flag": {"$anchor": "banner", "type": "object", "properties": {"colour": {"type": "string"}}}}
    site = page(make_site, response({"$ref": "#banner"}), components={"schemas": schemas})
    assert site.warnings == []
    assert "colour" in site.text("api/g/op")


def test_a_nullable_reference_is_not_a_choice(make_site):
    owner = {"oneOf": [{"$ref": "#/components/schemas/User"}, {"type": "null"}]}
    schemas = {"User": {"type": "object", "properties": {"email": {"type": "string"}}}}
    schema = {"type": "object", "properties": {"owner": owner}}
    site = page(make_site, response(schema), components={"schemas": schemas})
    assert fields(site, "responses") == [["owner", "User or null"], ["email", "string"]]
    assert "One of" not in site.text("api/g/op")


def test_callbacks_are_sent_by_the_service(make_site):
    called = {"{$request.body#/url}": {"post": {"summary": "Tell the client", "responses": {}}}}
    key = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    members = {"callbacks": {"onEvent": called}, "security": [{"key": []}]}
    site = page(make_site, members, components={"securitySchemes": key}, security=[{"key": []}])
    section = site.body("api/g/op").find(id="callbacks")
    assert "onEvent: Tell the client" in section.get_text()
    assert section.select(".openapi-samples") == []
    assert "Authorization" not in section.get_text()


def test_a_text_that_reads_as_another_value_keeps_its_quotes(make_site):
    parameters = [{"name": "p", "in": "query", "schema": {"enum": [None, "null", "1", 1, "true", "plain"]}}]
    assert 'null , "null" , "1" , 1 , "true" , plain' in page(make_site, {"parameters": parameters}).text("api/g/op")


@pytest.mark.parametrize("builder", ["latex", "text", "man", "epub", "texinfo", "xml", "json", "singlehtml", "gettext"])
def test_every_builder_writes_a_page_with_everything_on_it(make_site, builder):
    schema = {
        "type": "object",
        "required": ["name"],
        "properties": {
            "name": {"type": "string", "description": "Its **name**.<br>Really. ![logo](https://e.com/x.png)"},
            "kind": {"oneOf": [{"type": "string", "enum": ["one"]}, {"type": "object", "properties": {"deep": {}}}]},
        },
    }
    called = {"{$request.body#/url}": {"post": {"responses": {}}}}
    members = {
        **body(schema),
        **response(schema),
        "security": [{"key": []}],
        "callbacks": {"onEvent": called},
        "description": "| a | b |\n|---|---|\n| 1 | 2 |\n\n<details><summary>Fold</summary>\n\nFolded.\n\n</details>",
    }
    key = {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}}
    spec = api({"/x/{id}": {"post": operation("op", "g", **members)}}, components={"securitySchemes": key})
    conf = "project = version = copyright = 'Test'\nman_pages = [('index', 'test', 'Test', [], 1)]"
    site = make_site(spec, builder=builder, conf=conf).build()
    assert site.warnings == []
    suffixes = {".tex", ".txt", ".1", ".xhtml", ".texi", ".xml", ".fjson", ".html", ".pot"}
    texts = [path.read_text("utf-8") for path in site.outdir.rglob("*") if path.suffix in suffixes]
    whole = "\n".join(texts)
    names = () if builder == "gettext" else ("onEvent", "deep")  # names are not translated
    for word in ("Folded", "Really", *names):
        assert word in whole, word
    if builder == "epub":
        import xml.etree.ElementTree as ElementTree

        for text in texts:
            ElementTree.fromstring(text.partition("?>")[2] if text.startswith("<?xml") else text)


def test_each_choice_stands_by_itself(make_site):
    def one(name):
        return {"type": "object", "title": name.upper(), "properties": {name: {"type": "string"}}}

    schema = {"allOf": [{"oneOf": [one("a"), one("b")]}, {"oneOf": [one("c"), one("d")]}]}
    mixed = {"oneOf": [{"type": "string"}, {"type": "integer"}], "anyOf": [{"minimum": 3}, {"pattern": "^x"}]}
    site = page(make_site, {**body(schema), "parameters": [{"name": "p", "in": "query", "schema": mixed}]})
    tabs = site.body("api/g/op").select("#request .openapi-alternatives")
    assert [[label.get_text(strip=True) for label in tab.select("label")] for tab in tabs] == [["A", "B"], ["C", "D"]]
    text = site.text("api/g/op")
    assert "One of: string string integer integer" in text  # label and content of each tab
    assert "Any of: " in text
    assert "Pattern: ^x" in text


def test_inheritance_by_discriminator_shows_the_heirs(make_site):
    schemas = {
        "Pet": {
            "type": "object",
            "properties": {"kind": {"type": "string"}},
            "discriminator": {"propertyName": "kind", "mapping": {"cat": "Cat"}},
        },
        "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"meow": {"type": "string"}}}]},
    }
    site = page(make_site, response({"$ref": "#/components/schemas/Pet"}), components={"schemas": schemas})
    assert [label.get_text() for label in site.body("api/g/op").select(".openapi-alternatives label")] == ["cat"]
    assert "meow string" in site.text("api/g/op")


def test_conditions_are_words(make_site):
    schema = {
        "type": "object",
        "properties": {"a": {"type": "string", "not": {"const": "x"}, "xml": {"attribute": True}}},
        "if": {"required": ["a"]},
        "then": {"required": ["b"]},
        "externalDocs": {"url": "https://example.com/docs"},
    }
    site = page(make_site, body(schema))
    text = site.text("api/g/op")
    assert "Not: x XML: attribute" in text
    assert "If a is present: b is required" in text
    assert site.body("api/g/op").find("a", href="https://example.com/docs") is not None


TEXTS = {"type": "array", "items": {"type": "string"}}


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "string", "xml": {"name": "animal"}}, "XML: element animal"),
        (
            {"type": "string", "xml": {"name": "a", "prefix": "p", "namespace": "urn:x"}},
            "XML: element p:a , namespace urn:x",
        ),
        ({"type": "string", "xml": {"prefix": "p", "namespace": "urn:x"}}, "XML: prefix p , namespace urn:x"),
        ({"type": "string", "xml": {"attribute": True}}, "XML: attribute"),
        ({"type": "string", "xml": {"attribute": True, "name": "id"}}, "XML: attribute id"),
        ({"type": "string", "xml": {"nodeType": "attribute", "name": "id"}}, "XML: attribute id"),
        ({"type": "string", "xml": {"nodeType": "text"}}, "XML: text of the element"),
        ({"type": "string", "xml": {"nodeType": "cdata", "name": "b"}}, "XML: text of the element, as a CDATA section"),
        ({"type": "object", "properties": {"a": {}}, "xml": {"nodeType": "none"}}, "XML: no element of its own"),
        ({**TEXTS, "xml": {"wrapped": True, "name": "tags"}}, "XML: items wrapped in the element tags"),
        ({**TEXTS, "xml": {"wrapped": True}}, "XML: items wrapped in one element"),
        ({**TEXTS, "xml": {"nodeType": "element", "name": "tags"}}, "XML: items wrapped in the element tags"),
        ({**TEXTS, "xml": {"wrapped": False}}, "XML: items not wrapped"),
        ({"type": "array", "items": {"type": "string", "xml": {"name": "tag"}}}, "Each item: XML: element tag"),
        ({"type": "string", "xml": {"x-other": 1}}, 'XML: {"x-other": 1}'),
    ],
)
def test_xml_in_words(make_site, schema, words):
    site = page(make_site, body({"type": "object", "properties": {"f": schema}}))
    assert words in site.text("api/g/op")


def test_the_text_builder_shows_values_closed_objects_and_missing_schemas(make_site):
    closed = {"type": "object", "properties": {"a": {"type": "string"}}, "additionalProperties": False}
    kind = {"enum": ["s", "m"], "x-enumDescriptions": {"s": "It is *small*.", "m": "It is larger."}}
    schema = {
        "type": "object",
        "properties": {"kind": kind, "closed": closed, "gone": {"$ref": "#/components/schemas/Gone"}},
    }
    site = make_site(api({"/x": {"post": operation("op", "g", **body(schema))}}), builder="text").build()
    text = " ".join((site.outdir / "api/g/op.txt").read_text("utf-8").split())
    assert 'Allowed values: "s" It is *small*. "m" It is larger.' in text
    assert "No other properties are allowed." in text
    assert "#/components/schemas/Gone" in text


@pytest.mark.parametrize("builder", ["xml", "latex", "epub"])
def test_links_in_descriptions_of_fields_are_the_same_for_every_builder(make_site, builder):
    parameters = [{"name": "p", "in": "query", "description": "[rel](/docs/a) [op](#operation/other)"}]
    spec = api({"/x": {"get": operation("op", "g", parameters=parameters)}, "/y": {"get": operation("other", "h")}})
    conf = "project = version = copyright = 'Test'"
    site = make_site(spec, builder=builder, options={"link_base": "https://example.com/"}, conf=conf).build()
    page_file = {"xml": "api/g/op.xml", "latex": "test.tex", "epub": "api/g/op.xhtml"}[builder]
    whole = (site.outdir / page_file).read_text("utf-8")
    assert "https://example.com/docs/a" in whole
    assert "#operation/other" not in whole
    assert site.warnings == []


def test_errors_show_their_bodies_among_the_samples(make_site):
    problem = {"type": "object", "properties": {"code": {"type": "integer", "example": 7}}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    responses = {
        status: {"description": words, "content": content}
        for status, words in {"400": "Bad Request", "403": "Forbidden."}.items()
    }
    responses["200"] = {"description": "OK"}
    site = page(make_site, {"responses": responses}, components={"schemas": {"Problem": problem}})
    samples = site.body("api/g/op").select_one(".openapi-samples")
    for status in ("400", "403"):
        assert '"code"' in samples.select_one(f"#response-example-{status} pre").get_text()
        assert site.body("api/g/op").select(f"#response-{status} a[href='#response-example-{status}']")
    assert [line.get_text() for line in samples.select(".openapi-returned")] == [
        "200 OK",
        "400 Bad Request: Problem",
        "403 Forbidden: Problem",
    ]
    assert site.text("api/g/op").count("Forbidden.") == 0


@pytest.mark.parametrize(
    ("servers", "options", "base"),
    [
        ([{"url": "https://a.test/v1/"}], {}, "https://a.test/v1"),
        ([{"url": "/v1"}], {"server": "https://b.test"}, "https://b.test"),
        ([], {}, None),
    ],
)
def test_the_address_of_the_server_stands_beside_the_path(make_site, servers, options, base):
    spec = api({"/x": {"get": operation("op", "g")}}, servers=servers)
    line = make_site(spec, options=options).build().body("api/g/op").select_one(".openapi-signature")
    assert line.get_text(" ", strip=True).startswith("GET /x")
    found = line.select_one(".openapi-base")
    assert (found and found.get_text()) == base


def test_one_response_alone_is_a_heading(make_site):
    site = page(make_site, {"responses": {"200": {"description": "All is well."}}})
    responses = site.body("api/g/op").select_one("#responses")
    assert responses.select("label") == []
    assert responses.find("h3").get_text() == "200 OK"
    assert "All is well." in responses.get_text()


def test_ids_of_alternatives_stay_when_others_come_before(make_site):
    def alternative(title):
        return {"type": "object", "title": title, "properties": {"name": {"type": "string"}}}

    for titles in (["Bank account", "Card"], ["Cash", "Bank account", "Card"]):
        source = {"oneOf": [alternative(title) for title in titles]}
        site = page(make_site, body({"type": "object", "properties": {"source": source}}))
        ids = {tag["id"] for tag in site.body("api/g/op").find_all(id=True)}
        assert {"request-source-card", "request-source-card.name", "request-source-bank-account.name"} <= ids


def test_lists_of_many_fields_are_folded_at_first(make_site):
    def listed(count):
        inner = {"type": "object", "properties": {f"inner_{n}": {"type": "string"} for n in range(count)}}
        site = page(make_site, body({"type": "object", "properties": {"outer": inner}}))
        return site.body("api/g/op").select_one("details")

    assert listed(30).has_attr("open")
    assert not listed(50).has_attr("open")


PROBLEM = {"type": "object", "properties": {"code": {"type": "integer", "description": "What went wrong."}}}


def test_what_comes_back_stands_beside_the_code_samples(make_site):
    ok = {"description": "Fine.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}
    thing = {"type": "object", "properties": {"name": {"type": "string", "example": "Ann"}}}
    responses = {"default": {"description": "Else."}, "404": {"description": "Gone."}, "201": ok}
    site = page(make_site, {"responses": responses}, components={"schemas": {"Thing": thing}})
    samples = site.body("api/g/op").select_one(".openapi-samples")
    assert [label.get_text().strip() for label in samples.select("label.sd-tab-label")][-3:] == [
        "201",
        "404",
        "default",
    ]
    lines = [line.get_text() for line in samples.select(".openapi-returned")]
    assert lines == ["201 Created: Thing", "404 Not Found: Gone.", "default – any other status: Else."]
    targets = ["#response-201", "../schemas/Thing.html", "#response-404", "#response-default"]
    links = samples.select(".openapi-returned a")
    assert [link["href"].removesuffix("#schema-Thing") for link in links] == targets
    assert {target[1:] for target in targets if target[0] == "#"} <= {
        tag["id"] for tag in site.body("api/g/op").find_all(id=True)
    }
    assert '"Ann"' in samples.select_one("#response-example").get_text()
    assert site.body("api/g/op").select_one("#responses pre") is None
    assert site.warnings == []


def test_a_borrowed_response_has_its_example(make_site):
    files = {"own.md": "---\norphan: true\n---\n# Own\n\n```{openapi-operation} op\n:parts: responses\n```\n"}
    spec = api({"/x": {"get": operation("op", "g", **response(PROBLEM))}})
    site = make_site(spec, files).build()
    assert '"code"' in site.body("own").select_one("#response-200 pre").get_text()
    assert site.warnings == []


def test_errors_that_are_components_are_explained_once_on_the_page_of_the_api(make_site):
    missing = {
        "description": "There is *nothing*.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }
    responses = {
        "200": {"$ref": "#/components/responses/Fine"},
        "404": {"$ref": "#/components/responses/Missing"},
        "409": {"description": "Only here.", "content": {"application/json": {"schema": PROBLEM}}},
    }
    components = {
        "responses": {"Missing": missing, "Fine": {"description": "All is fine."}},
        "schemas": {"Problem": PROBLEM},
    }
    spec = api({f"/{name}": {"get": operation(name, "g", responses=responses)} for name in "ab"}, components=components)
    site = make_site(spec).build()
    line = site.body("api/g/a").select_one("#responses li#response-404")
    assert line.get_text(strip=True) == "404 Not Found: There isnothing.Problem"
    assert line.select_one("a")["href"] == "../index.html#error-Missing"
    labels = [label.get_text(strip=True) for label in site.body("api/g/a").select("#responses > .sd-tab-set > label")]
    assert labels == ["200 OK", "409 Conflict"]
    explained = site.body("api/index").find("details", id="error-Missing")
    assert explained.summary.get_text() == "Missing 404"
    assert not explained.has_attr("open")
    assert "What went wrong." in explained.get_text()
    assert site.body("api/index").find(id="error-Fine") is None
    assert site.warnings == []


def test_statuses_begin_with_success(make_site):
    statuses = ["default", "500", "404", "301", "200", "204", "101", "weird"]
    site = page(make_site, {"responses": {status: {"description": "x"} for status in statuses}})
    labels = [label.get_text(strip=True).split()[0] for label in site.body("api/g/op").select("#responses label")]
    assert labels == ["200", "204", "301", "101", "404", "500", "default", "weird"]


def test_items_of_a_stream_stand_beside_the_whole(make_site):
    item = {"type": "object", "properties": {"line": {"type": "string"}}}
    whole = {"type": "array", "maxItems": 9, "items": {"type": "integer"}}
    content = {"application/jsonl": {"schema": whole, "itemSchema": item}, "application/json-seq": {"itemSchema": item}}
    site = page(make_site, {"responses": {"200": {"description": "", "content": content}}})
    found = [line.get_text() for line in site.body("api/g/op").select("#response-200 .openapi-media-type")]
    assert found == [
        "application/jsonl: array of integer, at most 9 items",
        "As a stream, a sequence of object",
        "application/json-seq: a sequence of object",
    ]
    assert ["line", "string"] in fields(site, "response-200")


def test_encodings_by_position(make_site):
    media = {
        "schema": {"type": "array", "prefixItems": [{"type": "object"}], "items": {"type": "string"}},
        "prefixEncoding": [{"contentType": "application/json"}],
        "itemEncoding": {"contentType": "image/png"},
    }
    text = page(make_site, {"requestBody": {"content": {"multipart/mixed": media}}}).text("api/g/op")
    assert "[0] sent as application/json [1…] sent as image/png" in text


HEIRS = {
    "Pet": {"type": "object", "properties": {"kind": {"type": "string"}}, "discriminator": {"propertyName": "kind"}},
    "Cat": {"allOf": [{"$ref": "#/components/schemas/Pet"}], "properties": {"meow": {"type": "string"}}},
    "Dog": {"allOf": [{"$ref": "#/components/schemas/Pet"}, {"properties": {"bark": {"type": "string"}}}]},
}


@pytest.mark.parametrize("mapping", [{}, {"feline": "#/components/schemas/Cat"}])
def test_heirs_are_told_apart_by_the_discriminator_of_what_they_extend(make_site, mapping):
    pet = {**HEIRS["Pet"], "discriminator": {"propertyName": "kind", **({"mapping": mapping} if mapping else {})}}
    either = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}
    site = page(make_site, response(either), components={"schemas": {**HEIRS, "Pet": pet}})
    body = site.body("api/g/op")
    assert "One of, told apart by kind :" in site.text("api/g/op")
    cat = "feline" if mapping else "Cat"
    assert [label.get_text() for label in body.select("#response-200 .openapi-alternatives > label")] == [cat, "Dog"]
    assert f'"kind": "{cat}"' in body.select_one("#response-example pre").get_text()
    assert len(body.select("#response-200 .openapi-alternatives")) == 1  # an heir is not one of its own kind


def test_heirs_that_no_mapping_names_are_listed_with_what_they_extend(make_site):
    tiger = {"allOf": [{"$ref": "#/components/schemas/Cat"}, {"properties": {"stripes": {"type": "integer"}}}]}
    heirs = {**HEIRS, "Tiger": tiger}
    site = page(make_site, response({"$ref": "#/components/schemas/Pet"}), components={"schemas": heirs})
    text = site.text("api/g/op")
    labels = site.body("api/g/op").select("#response-200 .openapi-alternatives > label")
    assert [label.get_text() for label in labels] == ["Cat", "Dog", "Tiger"]
    assert "One of, told apart by kind :" in text
    assert "stripes integer" in text
    assert "Extended by: Cat , Dog" in site.text("api/schemas/Pet")


def test_a_constant_tells_alternatives_apart_that_have_no_name(make_site):
    def part(kind):
        return {"type": "object", "properties": {"kind": {"const": kind}, "x": {"type": "string"}}}

    schema = {"oneOf": [part("a"), part("b")], "discriminator": {"propertyName": "kind"}}
    site = page(make_site, response(schema))
    labels = [label.get_text() for label in site.body("api/g/op").select("#response-200 .openapi-alternatives > label")]
    assert labels == ["a", "b"]


def test_an_alternative_without_more_to_say_shows_its_type(make_site):
    schema = {"anyOf": [{"type": "string"}, {"type": "object", "properties": {"a": {"type": "integer"}}}]}
    panels = page(make_site, body(schema)).body("api/g/op").select("#request .sd-tab-content")
    assert panels[0].get_text(strip=True) == "string"


@pytest.mark.parametrize(("media", "text"), [("application/xml", '<Pet id="1">'), ("text/yaml", "name: text")])
def test_examples_are_written_as_their_media_type_has_them(make_site, media, text):
    pet = {
        "type": "object",
        "properties": {"id": {"type": "integer", "xml": {"attribute": True}}, "name": {"type": "string"}},
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Pet"}}}
    content[media] = content["application/json"]
    responses = {"200": {"description": "", "content": content}}
    site = page(make_site, {"responses": responses}, components={"schemas": {"Pet": pet}})
    example = site.body("api/g/op").select_one("#response-example")
    assert [label.get_text(strip=True) for label in example.select("label")] == ["application/json", media]
    blocks = [block.get_text() for block in example.select("pre")]
    assert '"name": "text"' in blocks[0]
    assert text in blocks[1]


def test_only_arrays_have_unique_items(make_site):
    parameters = [{"name": "p", "in": "query", "schema": {"type": "string", "uniqueItems": True, "maxItems": 3}}]
    assert fields(page(make_site, {"parameters": parameters}), "query-parameters") == [["p", "string"]]


def test_links_to_schemas_in_descriptions_are_internal(make_site):
    text = "[one](#/components/schemas/Thing) [two](#/schemas/Thing)"
    parameters = [{"name": "p", "in": "query", "description": text}]
    members = {"description": text, "parameters": parameters}
    site = page(make_site, members, components={"schemas": {"Thing": {"type": "object"}}})
    links = site.body("api/g/op").find_all("a", string=["one", "two"])
    assert [link["href"].partition("#")[0] for link in links] == ["../schemas/Thing.html"] * 4


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"in": "path", "style": "matrix", "explode": True}, "a semicolon and the name before each value"),
        ({"in": "path", "style": "label"}, "values prefixed by a dot"),
        ({"in": "query", "explode": False}, "values separated by commas"),
        ({"in": "query", "style": "deepObject", "explode": True}, "fields in brackets"),
        ({"in": "query", "allowReserved": True}, "reserved characters not encoded"),
        ({"in": "query", "style": "form", "explode": True}, ""),
    ],
)
def test_how_a_value_is_written_in_words(make_site, data, words):
    site = page(make_site, {"parameters": [{"name": "id", "schema": {"type": "array"}, **data}]})
    text = site.text("api/g/op")
    assert (f"Serialization: {words}" in text) if words else ("Serialization" not in text)
