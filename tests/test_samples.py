"""Code samples: what they say, and that running them sends just that."""

from __future__ import annotations

import http.server
import json
import shutil
import subprocess
import sys
import threading
from urllib.parse import parse_qsl, urlsplit

import pytest
import yaml
from conftest import api, operation

from sphinxcontrib_openapi_pages.openapi.code_samples import in_path, in_query
from sphinxcontrib_openapi_pages.openapi.model import MediaType, Parameter

PAGE = "api/g/op"
SCHEMES = {
    "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "session"},
    "basic": {"type": "http", "scheme": "basic"},
    "oauth": {"type": "oauth2", "flows": {}},
}
BODY = {
    "type": "object",
    "required": ["name", "size"],
    "properties": {
        "name": {"type": "string", "example": "It's"},
        "size": {"type": "integer"},
        "note": {"type": "string"},
    },
}

#: Operations, and what a server must see of each.
CASES = {
    "get": (
        "get",
        {
            "security": [{"key": [], "cookie": []}],
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "example": "a b/c"}},
                {
                    "name": "tags",
                    "in": "query",
                    "required": True,
                    "schema": {"type": "array", "items": {"enum": ["x&y"]}},
                },
                {"name": "optional", "in": "query", "schema": {"type": "string"}},
                {"name": "X-Lang", "in": "header", "required": True, "schema": {"type": "string", "default": "de"}},
            ],
        },
        {
            "path": "/v1/things/a%20b%2Fc",
            "query": [("tags", "x&y")],
            "headers": {"X-Key": "YOUR_API_KEY", "X-Lang": "de", "Cookie": "session=YOUR_API_KEY"},
            "body": "",
        },
    ),
    "json": (
        "post",
        {"security": [{"oauth": []}], "requestBody": {"content": {"application/json": {"schema": BODY}}}},
        {
            "path": "/v1/things/ID",
            "query": [],
            "headers": {"Authorization": "Bearer YOUR_ACCESS_TOKEN", "Content-Type": "application/json"},
            "body": {"name": "It's", "size": 1},
        },
    ),
    "form": (
        "put",
        {
            "security": [{"basic": []}],
            "requestBody": {"content": {"application/x-www-form-urlencoded": {"schema": BODY}}},
        },
        {
            "path": "/v1/things/ID",
            "query": [],
            "headers": {
                "Authorization": "Basic VVNFUk5BTUU6UEFTU1dPUkQ=",
                "Content-Type": "application/x-www-form-urlencoded",
            },
            "body": "name=It%27s&size=1",
        },
    ),
}


def samples(site):
    html = site.body(PAGE).select_one(".openapi-samples")
    labels = [label.get_text(strip=True) for label in html.select("label")]
    return dict(zip(labels, [pre.get_text().strip() for pre in html.select("pre")], strict=True))


def build(make_site, method, members, server, **more):
    item = {method: operation("op", "g", **members)}
    if not any(p["in"] == "path" for p in members.get("parameters", [])):
        item["parameters"] = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    servers = [{"url": f"{server}/{{version}}", "variables": {"version": {"default": "v1"}}}, {"url": "https://no"}]
    spec = api({"/things/{id}": item}, servers=servers, components={"securitySchemes": SCHEMES})
    return make_site(spec, **more).build()


@pytest.fixture
def server():
    seen = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def record(self):
            length = int(self.headers.get("Content-Length") or 0)
            seen.append((self.command, self.path, dict(self.headers), self.rfile.read(length).decode()))
            self.send_response(200)
            self.send_header("Content-Length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        do_GET = do_POST = do_PUT = record

        def log_message(self, *args):
            pass

    instance = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=instance.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{instance.server_port}", seen
    instance.shutdown()


@pytest.mark.parametrize("language", ["cURL", "Python"])
@pytest.mark.parametrize("case", CASES)
def test_running_a_sample_sends_what_the_document_asks_for(make_site, server, case, language):
    url, seen = server
    method, members, expected = CASES[case]
    code = samples(build(make_site, method, members, url))[language]
    if language == "cURL":
        assert shutil.which("curl"), "cURL is needed to run its samples"
        subprocess.run(["bash", "-c", f"{code} --silent --max-time 10"], check=True, capture_output=True)
    else:
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, timeout=30)
    ((command, path, headers, body),) = seen
    assert command == method.upper()
    assert urlsplit(path).path == expected["path"]
    assert parse_qsl(urlsplit(path).query) == expected["query"]
    assert expected["headers"].items() <= headers.items()
    assert (json.loads(body) if isinstance(expected["body"], dict) else body) == expected["body"]


def test_javascript(make_site):
    code = samples(build(make_site, *CASES["json"][:2], "https://example.com"))["JavaScript"]
    assert 'await fetch("https://example.com/v1/things/ID", {' in code
    assert '"Authorization": "Bearer YOUR_ACCESS_TOKEN"' in code
    assert "body: JSON.stringify({" in code


def test_file_upload(make_site):
    schema = {"type": "object", "required": ["file"], "properties": {"file": {"type": "string", "format": "binary"}}}
    members = {"requestBody": {"content": {"multipart/form-data": {"schema": schema}}}}
    found = samples(build(make_site, "post", members, "https://example.com"))
    assert "-F file=@file.bin" in found["cURL"]
    assert "files=[('file', open('file.bin', 'rb'))]" in found["Python"]
    assert 'form.append("file", file);' in found["JavaScript"]


def test_languages_are_an_option_and_the_document_may_give_its_own(make_site):
    own = [{"lang": "Python", "label": "Our SDK", "source": "client.op()"}, {"lang": "Go", "source": "op()"}]
    found = samples(
        build(make_site, "get", {"x-codeSamples": own}, "https://e.com", options={"samples": ["python", "curl"]})
    )
    assert list(found) == ["Our SDK", "cURL", "Go"]
    assert found["Our SDK"].strip() == "client.op()"


def test_a_sample_in_a_language_that_pygments_does_not_know_is_shown_as_it_is(make_site):
    own = [{"lang": "Klingon", "label": "Klingon", "source": "Qapla' /a"}]
    site = build(make_site, "get", {"x-codeSamples": own}, "https://e.com")
    assert site.warnings == []
    assert samples(site)["Klingon"] == "Qapla' /a"


def test_no_languages_no_samples(make_site):
    site = build(make_site, "get", {}, "https://e.com", options={"samples": []})
    assert site.body(PAGE).select_one(".openapi-samples") is None


def test_a_callable_in_conf_py_adds_a_language(make_site):
    conf = "openapi_pages_samples = {'HTTP': lambda request: f'{request.method} {request.url}'}"
    site = build(make_site, "get", {}, "https://e.com", conf=conf)
    assert samples(site)["HTTP"].strip() == "GET https://e.com/v1/things/ID"
    assert site.warnings == []


def serialised(location, value, **data):
    content = [MediaType(name, None) for name in data.pop("content", [])]
    parameter = Parameter("a", location, "", None, content, [], data)
    return in_path(parameter, value) if location == "path" else "&".join(in_query(parameter, value))


@pytest.mark.parametrize(
    ("location", "value", "data", "expected"),
    [
        # The table of OpenAPI 3.2, §4.12.6 "Style Examples"
        ("path", "blue", {"style": "matrix"}, ";a=blue"),
        ("path", ["blue", "black"], {"style": "matrix"}, ";a=blue,black"),
        ("path", ["blue", "black"], {"style": "matrix", "explode": True}, ";a=blue;a=black"),
        ("path", {"R": 100, "G": 200}, {"style": "matrix"}, ";a=R,100,G,200"),
        ("path", {"R": 100, "G": 200}, {"style": "matrix", "explode": True}, ";R=100;G=200"),
        ("path", "blue", {"style": "label"}, ".blue"),
        ("path", ["blue", "black"], {"style": "label", "explode": True}, ".blue.black"),
        ("path", {"R": 100, "G": 200}, {"style": "label", "explode": True}, ".R=100.G=200"),
        ("path", ["blue", "black"], {}, "blue,black"),
        ("path", {"R": 100, "G": 200}, {"explode": True}, "R=100,G=200"),
        ("path", "a/b c", {}, "a%2Fb%20c"),
        ("query", ["blue", "black"], {}, "a=blue&a=black"),
        ("query", ["blue", "black"], {"explode": False}, "a=blue,black"),
        ("query", {"R": 100, "G": 200}, {"explode": False}, "a=R,100,G,200"),
        ("query", {"R": 100, "G": 200}, {}, "R=100&G=200"),
        ("query", ["blue", "black"], {"style": "spaceDelimited"}, "a=blue%20black"),
        ("query", ["blue", "black"], {"style": "pipeDelimited"}, "a=blue%7Cblack"),
        ("query", {"R": 100, "G": 200}, {"style": "deepObject"}, "a[R]=100&a[G]=200"),
        ("query", "a/b:c", {"allowReserved": True}, "a=a/b:c"),
        ("query", {"x": 1}, {"content": ["application/json"]}, "a=%7B%22x%22%3A%201%7D"),
        ("querystring", {"x": 1, "y": "b c"}, {"content": ["application/x-www-form-urlencoded"]}, "x=1&y=b+c"),
    ],
)
def test_styles_of_parameters(location, value, data, expected):
    assert serialised(location, value, **data) == expected


@pytest.mark.parametrize("language", ["cURL", "Python"])
def test_multipart_fields_and_odd_paths(make_site, server, language):
    url, seen = server
    schema = {
        "type": "object",
        "required": ["meta", "tags"],
        "properties": {
            "meta": {"type": "object", "required": ["id"], "properties": {"id": {"type": "integer"}}},
            "tags": {"type": "array", "minItems": 2, "items": {"enum": ["@x", "y"]}},
        },
    }
    members = {"requestBody": {"content": {"multipart/form-data": {"schema": schema}}}}
    spec = api({"/odd path/[x]": {"post": operation("op", "g", **members)}}, servers=[{"url": url}])
    code = samples(make_site(spec).build())[language]
    command = ["bash", "-c", f"{code} --silent"] if language == "cURL" else [sys.executable, "-c", code]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    ((_, path, headers, body),) = seen
    assert path == "/odd%20path/%5Bx%5D"
    assert headers["Content-Type"].startswith("multipart/form-data; boundary=")
    assert body.count('name="tags"') == 2
    assert '{"id": 1}' in body
    assert "@x" in body


XML = """<?xml version="1.0" encoding="UTF-8"?>
<s:thing xmlns:s="https://example.com/s" id="1">
  <Names>
    <name>it's "é" \\ &amp; &lt;</name>
  </Names>
  <part>a</part>
  <part>b</part>
  <note>line one
line two</note>
</s:thing>"""
THING = {
    "type": "object",
    "xml": {"name": "thing", "prefix": "s", "namespace": "https://example.com/s"},
    "properties": {
        "id": {"type": "integer", "xml": {"attribute": True}},
        "names": {
            "type": "array",
            "xml": {"name": "Names", "wrapped": True},
            "items": {"type": "string", "xml": {"name": "name"}},
        },
        "part": {"type": "array", "items": {"type": "string"}},
    },
}
VALUE = {"id": 1, "names": ['it\'s "é" \\ & <'], "part": ["a", "b"], "note": "line one\nline two"}


@pytest.mark.parametrize("language", ["cURL", "Python", "JavaScript"])
@pytest.mark.parametrize(("media_type", "expected"), [("application/xml", XML), ("application/yaml", None)])
def test_bodies_in_xml_and_yaml(make_site, server, language, media_type, expected):
    url, seen = server
    content = {media_type: {"schema": {"$ref": "#/components/schemas/Thing"}, "example": VALUE}}
    item = {"post": operation("op", "g", requestBody={"content": content})}
    spec = api({"/things": item}, servers=[{"url": url}], components={"schemas": {"Thing": THING}})
    code = samples(make_site(spec).build())[language]
    if language == "JavaScript" and shutil.which("node") is None:
        pytest.skip("needs Node.js to run JavaScript")
    command = {
        "cURL": ["bash", "-c", f"{code} --silent"],
        "Python": [sys.executable, "-c", code],
        "JavaScript": ["node", "--input-type=module", "-e", code],
    }[language]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    ((_, _, headers, body),) = seen
    assert {name.lower(): value for name, value in headers.items()}["content-type"] == media_type
    if expected:
        assert body.strip() == expected
    else:
        assert yaml.safe_load(body) == VALUE


def test_a_body_that_no_text_stands_for_is_a_file(make_site):
    media = {"schema": {"type": "array", "prefixItems": [{"type": "object"}]}, "prefixEncoding": [{}]}
    members = {"requestBody": {"content": {"multipart/mixed": media}}}
    found = samples(build(make_site, "post", members, "https://example.com"))
    assert "--data-binary @body.bin" in found["cURL"]
    assert "data=open('body.bin', 'rb')" in found["Python"]


def test_a_body_of_optional_fields_shows_what_can_be_sent(make_site):
    inner = {"type": "object", "properties": {"deep": {"type": "string"}}}
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "inner": inner}}
    members = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    code = samples(build(make_site, "patch", members, "https://example.com"))["cURL"]
    assert '"name": "text"' in code
    assert '"inner": {}' in code


def test_a_body_that_the_document_writes_out_is_sent_as_it_is(make_site):
    example = {"serializedValue": '{"a": 1.50}'}
    content = {"application/json": {"schema": {"type": "object"}, "examples": {"e": example}}}
    site = build(make_site, "post", {"requestBody": {"content": content}}, "https://example.com")
    assert "--data-raw '{\n  \"a\": 1.5\n}'" in samples(site)["cURL"]
    assert '{"a": 1.50}' in [pre.get_text().strip() for pre in site.body(PAGE).select("pre")]


def test_json_lines(make_site, server):
    url, seen = server
    media = {"itemSchema": {"type": "object"}, "examples": {"e": {"dataValue": [{"a": 1}, {"a": 2}]}}}
    item = {"post": operation("op", "g", requestBody={"content": {"application/jsonl": media}})}
    site = make_site(api({"/things": item}, servers=[{"url": url}])).build()
    for language, program in (("cURL", ["bash", "-c"]), ("Python", [sys.executable, "-c"])):
        subprocess.run([*program, samples(site)[language]], check=True, capture_output=True, timeout=30)
    assert [body.strip() for *_, body in seen] == ['{"a": 1}\n{"a": 2}'] * 2
    assert '{"a": 1}\n{"a": 2}' in [pre.get_text().strip() for pre in site.body(PAGE).select("pre")]


def test_a_sequence_that_comes_back_is_read_as_it_comes(make_site):
    answer = {"description": "Events.", "content": {"text/event-stream": {"itemSchema": {"type": "object"}}}}
    site = build(make_site, "get", {"responses": {"200": answer}}, "https://example.com")
    found = samples(site)
    assert "-N" in found["cURL"]
    assert "for line in response.iter_lines():" in found["Python"]
    assert "for await (const text of response.body" in found["JavaScript"]
    assert "a sequence of object" in site.body(PAGE).select_one(".openapi-returned").get_text()


def test_client_certificates(make_site):
    spec = api(
        {"/a": {"get": operation("op", "g", security=[{"tls": []}])}},
        components={"securitySchemes": {"tls": {"type": "mutualTLS"}}},
    )
    found = samples(make_site(spec).build())
    assert "--cert client.pem --key client-key.pem" in found["cURL"]
    assert "cert=('client.pem', 'client-key.pem')" in found["Python"]


def test_xml_of_an_alternative_follows_its_schema(make_site):
    root = {"type": "object", "properties": {"kind": {"type": "string"}, "part": {"xml": {"attribute": True}}}}
    choice = {"oneOf": [{"$ref": "#/components/schemas/Root"}], "discriminator": {"propertyName": "kind"}}
    content = {"application/xml": {"schema": choice, "example": {"kind": "Root", "part": "a"}}}
    item = {"post": operation("op", "g", requestBody={"content": content})}
    site = make_site(api({"/things": item}, components={"schemas": {"Root": root}})).build()
    assert '<root part="a">' in samples(site)["cURL"]
