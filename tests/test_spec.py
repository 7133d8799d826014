"""Reading documents: formats, versions, references, sources, faults."""

from __future__ import annotations

import http.server
import json
import re
import threading

import pytest
import yaml
from conftest import api, operation
from sphinx.errors import ExtensionError

from sphinxcontrib_openapi_pages.openapi import yaml_writer
from sphinxcontrib_openapi_pages.openapi.parsing.reader import parse_text
from sphinxcontrib_openapi_pages.openapi.yaml_writer import to_yaml

OK = {"/ok": {"get": operation("ok_list", "g")}}
PAGE = "api/g/ok_list"


@pytest.mark.parametrize("name", ["spec.json", "spec.yaml", "spec.yml", "spec"])
@pytest.mark.parametrize("write", [json.dumps, yaml.safe_dump])
def test_yaml_and_json_under_any_name(make_site, name, write):
    site = make_site(write(api(OK)), name=name).build()
    assert PAGE in site.docnames()
    assert site.warnings == []


@pytest.mark.parametrize("version", ["3.0.0", "3.0.4", "3.1.1", "3.2.0"])
def test_versions_of_openapi(make_site, version):
    site = make_site({**api(OK), "openapi": version}).build()
    assert PAGE in site.docnames()
    assert site.warnings == []


SWAGGER = {
    "swagger": "2.0",
    "info": {"title": "Old", "version": "1"},
    "host": "example.com",
    "basePath": "/v1",
    "schemes": ["https", "http"],
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "securityDefinitions": {
        "basic": {"type": "basic"},
        "oauth": {"type": "oauth2", "flow": "accessCode", "authorizationUrl": "https://a.example", "tokenUrl": "https://t.example", "scopes": {"read": "Read."}},
    },
    "security": [{"oauth": ["read"]}],
    "parameters": {
        "limit": {"name": "limit", "in": "query", "type": "integer", "maximum": 9, "description": "How many."},
        "payload": {"name": "payload", "in": "body", "required": True, "schema": {"$ref": "#/definitions/Pet"}},
    },
    "responses": {"Gone": {"description": "It is gone."}},
    "definitions": {
        "Pet": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string", "x-nullable": True}, "$ref": {"type": "string"}}},
    },
    "paths": {
        "/pets": {
            "get": operation(
                "pets_list", "pets",
                parameters=[{"$ref": "#/parameters/limit"}, {"name": "tag", "in": "query", "type": "array", "items": {"type": "string"}, "collectionFormat": "multi"}],
                responses={"200": {"description": "Pets.", "schema": {"type": "array", "items": {"$ref": "#/definitions/Pet"}}, "headers": {"X-N": {"type": "integer"}}, "examples": {"application/json": [{"name": "Rex"}]}}, "404": {"$ref": "#/responses/Gone"}},
            ),
            "post": operation("pets_create", "pets", parameters=[{"$ref": "#/parameters/payload"}]),
            "put": operation("pets_update", "pets", parameters=[{"name": "photo", "in": "formData", "type": "file", "required": True, "description": "A photo."}]),
        }
    },
}  # fmt: skip


def test_swagger_2(make_site):
    site = make_site(SWAGGER).build()
    listing, create, update = (site.text(f"api/pets/pets_{name}") for name in ("list", "create", "update"))
    assert "limit integer, at most 9 How many." in listing
    assert "tag array of string" in listing
    assert "application/json : array of Pet" in listing
    assert "X-N integer" in listing
    assert '"Rex"' in listing
    assert "It is gone." in listing
    assert "oauth : OAuth 2.0, with the scope read" in listing
    assert "application/json : Pet required" in create
    assert "name string or null required" in create
    assert "$ref string" in create
    assert "multipart/form-data : object required" in update
    assert "photo string, binary required A photo." in update
    assert "https://example.com/v1" in site.text("api/index")
    assert "Authorization code flow" in site.text("api/index")
    published = json.loads((site.outdir / "api/openapi.json").read_text("utf-8"))
    limit, tag = published["components"]["parameters"]["limit"], published["paths"]["/pets"]["get"]["parameters"][1]
    assert limit == {"name": "limit", "in": "query", "description": "How many.", "schema": limit["schema"]}
    assert (tag["style"], tag["explode"]) == ("form", True)
    assert site.warnings == []


def test_webhooks_and_extensions_of_swagger_2(make_site):
    pet = {"type": "object", "discriminator": "kind", "properties": {"kind": {"type": "string", "x-nullable": True}}}
    lost = operation("op", "g", responses={"200": {"description": "", "schema": pet}})
    spec = {**SWAGGER, "paths": {}, "x-webhooks": {"petLost": {"post": lost}}}
    site = make_site(spec).build()
    assert site.warnings == []
    assert "string or null" in site.text("api/webhooks/op")


def test_references_into_other_files(make_site):
    files = {
        "paths/flags.yaml": {"parameters": [{"$ref": "../shared.yaml#/limit"}], "get": {"$ref": "flags/list.yaml"}},
        "paths/flags/list.yaml": operation(
            "flags_list",
            "flags",
            description={"$ref": "list.markdown"},
            responses={"200": {"$ref": "../../shared.yaml#/ok"}},
        ),
        "paths/flags/list.markdown": "From a *file*.\n",
        "shared.yaml": {
            "limit": {"name": "limit", "in": "query", "schema": {"$ref": "#/number"}},
            "number": {"type": "integer", "description": "A number."},
            "ok": {"description": "Fine.", "content": {"application/json": {"schema": {"$ref": "models/flag.yaml"}}}},
        },
        "models/flag.yaml": {
            "type": "object",
            "properties": {"next": {"$ref": "flag.yaml"}, "by": {"$ref": "user.json"}},
        },
        "models/user.json": {"type": "object", "properties": {"email": {"type": "string"}}},
    }
    tags = [{"name": "flags", "description": {"$ref": "shared.yaml#/number/description"}}]
    site = make_site(api({"/flags": {"$ref": "paths/flags.yaml"}}, tags=tags), files).build()
    text = site.text("api/flags/flags_list")
    assert "From a file ." in text
    assert "limit integer ( number ) A number." in text
    assert "application/json : flag" in text
    assert "next flag" in text
    assert "by user" in text
    assert "email string" in text
    assert "A number." in site.text("api/flags/index")
    assert site.warnings == []


def test_schemas_of_one_name_in_two_files_stay_apart(make_site):
    files = {
        "a/thing.yaml": {"type": "object", "properties": {"from_a": {"type": "string"}}},
        "b/thing.yaml": {"type": "object", "properties": {"from_b": {"type": "string"}}},
    }
    schema = {"properties": {"a": {"$ref": "a/thing.yaml"}, "b": {"$ref": "b/thing.yaml"}}}
    content = {"application/json": {"schema": schema}}
    site = make_site(
        api({"/x": {"get": operation("x", "g", responses={"200": {"description": "", "content": content}})}}), files
    )
    text = site.build().text("api/g/x")
    assert "from_a" in text
    assert "from_b" in text


HOLES = {
    "#/components/responses/Missing": "there is nothing at that place",
    "missing.yaml": "No such file or directory",
    "../outside.yaml": "it is outside the folder of the document",
    "http://127.0.0.1:9/x.json": "references to other hosts are off",
    "broken.yaml": "the file is not YAML",
}


@pytest.mark.parametrize("reference", HOLES)
def test_a_reference_that_leads_nowhere_is_a_hole_and_one_warning(make_site, reference):
    paths = {
        **OK,
        "/x": {"get": operation("x", "g", responses={"200": {"$ref": reference}, "404": {"description": "Not here."}})},
    }
    site = make_site(api(paths), {"broken.yaml": "a: [", "../outside.yaml": "{}"}).build()
    assert PAGE in site.docnames()
    text = site.text("api/g/x")
    assert f"the reference {reference} leads nowhere" in text
    assert "Not here." in text
    assert len(site.warnings) == 1
    line = (site.srcdir / "openapi.yaml").read_text().splitlines().index("        '200':", 12) + 1
    assert f"openapi.yaml:{line}: WARNING: the reference '{reference}' cannot be followed" in site.warnings[0]
    assert "the page shows a note instead (at #/paths/~1x/get/responses/200)" in site.warnings[0]
    assert HOLES[reference] in site.warnings[0]
    assert "[openapi_pages.reference]" in site.warnings[0]


def test_references_in_a_circle(make_site):
    schemas = {"A": {"$ref": "#/components/schemas/B"}, "B": {"$ref": "#/components/schemas/A"}}
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
    paths = {"/x": {"get": operation("x", "g", responses={"200": {"description": "", "content": content}})}}
    site = make_site(api(paths, components={"schemas": schemas})).build()
    assert "leads nowhere" in site.text("api/g/x")
    assert len(site.warnings) == 1


def test_folders_that_the_configuration_permits(make_site):
    spec = api({"/x": {"$ref": "../outside/x.yaml"}})
    files = {"outside/x.yaml": {"get": operation("x", "g")}}
    site = make_site(spec, files, name="spec/openapi.yaml", options={"reference_folders": ["outside"]}).build()
    assert "api/g/x" in site.docnames()
    assert site.warnings == []


def test_a_symbolic_link_does_not_lead_out(make_site, tmp_path):
    (tmp_path / "secret.yaml").write_text("description: hidden\n")
    site = make_site(api({"/x": {"get": operation("x", "g", responses={"200": {"$ref": "link.yaml"}})}}))
    (site.srcdir / "link.yaml").symlink_to(tmp_path / "secret.yaml")
    assert "hidden" not in site.build().text("api/g/x")
    assert "outside the folder" in site.warnings[0]


BROKEN = {
    "": "it is empty",
    "a: [": "is not YAML: did not find expected node content",
    "[1]": "it is not a map",
    "just words": "it is a text, not a map",
    "info: {title: x}": "it has no 'openapi' (or 'swagger') field",
    "a: &a [*a]": "alias",
    "x: !!python/object/apply:os.system ['true']": "the tag '!!python/object/apply:os.system' is not allowed",
}


@pytest.mark.parametrize("text", BROKEN)
def test_a_document_that_cannot_be_used_is_one_warning(make_site, text):
    site = make_site(text, {"other.md": "---\norphan: true\n---\n# Other\n"}).build()
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("openapi.yaml:")
    assert BROKEN[text] in site.warnings[0] or "is not YAML" in site.warnings[0]
    assert "[openapi_pages.parse]" in site.warnings[0]
    assert site.title("other") == "Other"
    assert "cannot be shown" in site.text("api/index")


def test_it_works_again_when_the_fault_is_mended(make_site):
    site = make_site("a: [").build()
    site.write({"openapi.yaml": api(OK)})
    assert PAGE in site.build().docnames()
    assert site.title("api/index") == "Test API"


def test_parts_of_the_wrong_kind_are_left_out_with_a_warning_each(make_site):
    wrong = {"tags": "ok", "parameters": {"a": 1}, "responses": [1], "summary": ["x"], "operationId": 7}
    paths = {**OK, "/wrong": {"get": wrong, "post": "string"}}
    site = make_site(api(paths)).build()
    assert PAGE in site.docnames()
    assert "api/default/7" in site.docnames()
    places = {re.search(r"at #/paths/~1wrong/([^)]*)", warning)[1] for warning in site.warnings}
    assert places == {"post", "get/tags", "get/parameters", "get/responses", "get/summary"}
    assert all("[openapi_pages.structure]" in warning for warning in site.warnings)


def test_yaml_scalars_are_shown_as_the_author_wrote_them(make_site):
    text = """
openapi: 3.0.3
info: {title: x, version: 2024-01-01}
paths:
  /ok:
    get:
      operationId: ok_list
      tags: [on, 1, null]
      parameters:
      - {name: when, in: query, schema: {type: string, enum: [2020-01-01, 1.5, null, true], default: 2020-01-01}}
      responses:
        200: {description: fine}
"""
    site = make_site(text).build()
    assert {"api/on/ok_list", "api/1/index", "api/null/index"} <= site.docnames()
    page = site.text("api/on/ok_list")
    assert "Allowed values: 2020-01-01 , 1.5 , null , true" in page
    assert "Default: 2020-01-01" in page
    assert "200 OK" in page
    assert "Version 2024-01-01" in site.text("api/index")


def test_numbers_are_shown_as_the_author_wrote_them(make_site):
    text = """
openapi: 3.0.3
info: {title: x, version: 1.10}
tags: [{name: 007, description: 1e3}]
servers: [{url: "https://x.example:{port}", variables: {port: {default: 0x1F, enum: [0x1F, +5]}}}]
paths:
  /ok:
    get:
      operationId: 1.0
      tags: [007]
      parameters:
      - {name: 1.20, in: query, schema: {type: string, enum: [1.10, 1.20, 08], default: 1.10}}
      - {name: 2.50, in: query, schema: {type: number, minimum: 1.50}}
      responses:
        0200: {description: fine}
        2.10: {description: other}
"""
    site = make_site(text).build()
    page = site.text("api/007/1.0")
    assert '1.20 string Allowed values: "1.10" , "1.20" , "08" Default: "1.10"' in page
    assert "2.50 number, at least 1.5" in page
    assert "0200" in page
    assert "2.10" in page
    index = site.text("api/index")
    assert "Version 1.10" in index
    assert "0x1F , +5" in index
    assert "1e3" in site.text("api/007/index")
    assert site.warnings == []


def test_json_numbers_keep_their_text_too(make_site):
    site = make_site('{"openapi": "3.0.3", "info": {"title": "x", "version": 1.10}, "paths": {}}').build()
    assert "Version 1.10" in site.text("api/index")


def test_environment_variable_replaces_the_document(make_site, monkeypatch, tmp_path):
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(api({"/o": {"get": operation("other", "g")}})))
    site = make_site(api(OK))
    monkeypatch.setenv("OPENAPI_PAGES_SPEC", str(tmp_path / "other.yaml"))
    assert "api/g/other" in site.build().docnames()
    monkeypatch.delenv("OPENAPI_PAGES_SPEC")
    assert PAGE in site.build().docnames()


def test_environment_variable_of_one_api_among_several(make_site, monkeypatch, tmp_path):
    (tmp_path / "other.yaml").write_text(yaml.safe_dump(api({"/o": {"get": operation("other", "g")}})))
    conf = "openapi_pages = {'api': 'openapi.yaml', 'api/v-2': 'openapi.yaml'}"
    site = make_site(api(OK), conf=conf)
    monkeypatch.setenv("OPENAPI_PAGES_SPEC", "ignored.yaml")
    monkeypatch.setenv("OPENAPI_PAGES_SPEC_API_V_2", str(tmp_path / "other.yaml"))
    assert {PAGE, "api/v-2/g/other"} <= site.build().docnames()
    assert site.warnings == []


INVALID = {**api(OK), "info": {"title": "No version"}}


def test_validation_is_off_by_default(make_site):
    assert make_site(INVALID).build().warnings == []


def test_validation_that_warns(make_site):
    site = make_site(INVALID, options={"validate": "warn"}).build()
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith("openapi.yaml:2: WARNING: the document is not valid: 'version' ")
    assert site.warnings[0].endswith(" (at #/info) [openapi_pages.validation]")
    assert PAGE in site.docnames()


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0"])
def test_validation_does_not_run_the_patterns_of_a_document(make_site, version):
    slow, text = "^(a+)+$", "a" * 60 + "!"
    texts = {"A": {"type": "string", "pattern": slow, "default": text}}
    maps = {"B": {"type": "object", "patternProperties": {slow: {"type": "string"}}, "default": {text: 1}}}
    schemas = texts if version == "3.0.3" else {**texts, **maps}
    document = {**api(OK, components={"schemas": schemas}), "openapi": version}
    assert make_site(document, options={"validate": "error"}).build().warnings == []


def test_validation_finds_faults_beside_patterns(make_site):
    schema = {"type": "object", "pattern": "^a", "properties": {"pattern": {"type": 5}}}
    document = {**api(OK, components={"schemas": {"A": schema}}), "openapi": "3.0.3"}
    site = make_site(document, options={"validate": "warn"}).build()
    assert "[openapi_pages.validation]" in site.warnings[0]


def test_validation_reads_what_the_document_may_refer_to_and_nothing_else(make_site):
    server = http.server.HTTPServer(("127.0.0.1", 0), http.server.BaseHTTPRequestHandler)
    asked = []
    server.get_request = lambda: asked.append(1) or server.socket.accept()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    document = api({**OK, "/b": {"get": operation("b", "g", parameters=[{"$ref": "more/part.yaml#/word"}])}})
    part = {"word": {"name": "w", "in": "query", "schema": {"$ref": "type.yaml"}}}
    files = {"more/part.yaml": part, "more/type.yaml": {"type": "string"}}
    site = make_site(document, files, options={"validate": "warn"}).build()
    assert site.warnings == []
    for reference in (f"http://127.0.0.1:{server.server_port}/x.yaml", "file:///etc/passwd", "/etc/passwd"):
        files["more/type.yaml"] = {"$ref": reference}
        site = make_site(document, files, options={"validate": "warn"}).build()
        assert "[openapi_pages.reference]" in "".join(site.warnings)
        assert f"the document is not valid: the reference '{reference}' cannot be followed" in site.warnings[0]
    server.shutdown()
    assert asked == []


def test_validation_that_stops_the_build(make_site):
    with pytest.raises(ExtensionError, match="the document is not valid: 'version' "):
        make_site(INVALID, options={"validate": "error"}).build()
    assert make_site(api(OK), options={"validate": "error"}).build().warnings == []


def test_faults_are_told_again_when_nothing_changed(make_site):
    site = make_site(api({**OK, "/x": {"get": "text"}})).build()
    first = site.warnings
    assert len(first) == 1
    assert site.build().read == []
    assert site.warnings == first


def test_progress_and_summary(make_site):
    status = make_site(api(OK)).build().status
    assert "[openapi] reading" in status
    assert "[openapi] writing page sources... [100%]" in status
    assert "[openapi] Test API 1.2: 1 operations in 1 groups" in status


def test_references_back_to_the_root_and_percent_encoded_ones(make_site):
    schemas = {
        "Tree": {"properties": {"leaf": {"type": "string"}}},
        "with space": {"properties": {"bird": {"type": "string"}}},
    }
    content = {"application/json": {"schema": {"$ref": "../openapi.yaml#/components/schemas/Tree"}}}
    spaced = {"application/json": {"schema": {"$ref": "#/components/schemas/with%20space"}}}
    paths = {
        "/a": {"$ref": "sub/paths.yaml"},
        "/b": {"get": operation("b", "g", responses={"200": {"description": "", "content": spaced}})},
    }
    files = {"sub/paths.yaml": {"get": operation("a", "g", responses={"200": {"description": "", "content": content}})}}
    site = make_site(api(paths, components={"schemas": schemas}), files).build()
    assert "leaf string" in site.text("api/g/a")
    assert "bird string" in site.text("api/g/b")
    assert site.warnings == []


def test_parameters_beside_the_reference_of_a_path_item_are_added(make_site):
    files = {"item.yaml": {"parameters": [{"name": "a", "in": "query"}], "get": operation("x", "g")}}
    spec = api({"/x": {"$ref": "item.yaml", "parameters": [{"name": "b", "in": "query"}]}})
    text = make_site(spec, files).build().text("api/g/x")
    assert "Query parameters a b" in text


def test_what_is_written_as_yaml_is_what_was_read(monkeypatch):
    texts = [
        "",
        "a b",
        "1.10",
        "0E0",
        "0o17",
        "1e3",
        "on",
        "null",
        "~",
        "2020-01-01",
        "=",
        "<<",
        " x ",
        "a: b",
        "# c",
        "é\n\nx\n",
        "'\"",
        "!t",
        "*a",
        "{",
        "%",
        "\u2028",
    ]
    value = {
        "map": {text: text for text in texts},
        "list": [*texts, None, True, 0, -1, 1.5, 1e300, [], {}, [[]], [{"a": [1]}]],
    }
    written = to_yaml(value)
    assert parse_text(written, "x.yaml").value == value
    assert yaml.load(written, Loader=yaml.CSafeLoader) == value
    monkeypatch.setattr(yaml_writer, "MAX_INDENTATION", 0)
    assert yaml.load(to_yaml(value), Loader=yaml.CSafeLoader) == value
    assert to_yaml({"a": {"b": [1, {"c": "d"}]}, "e": 2}) == "a: {b: [1, {c: d}]}\ne: 2\n"


@pytest.mark.parametrize("members", [{}, {"components": {}}, {"webhooks": {}}, {"tags": [{"name": "empty"}]}])
def test_a_document_without_operations(make_site, members):
    site = make_site(api({}, **members)).build()
    assert site.title("api/index") == "Test API"
    assert site.warnings == []
