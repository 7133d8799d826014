"""Code samples: what they say, and that running them sends just that."""

from __future__ import annotations

import email
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

from sphinxcontrib_openapi_pages.openapi.code_samples import python
from sphinxcontrib_openapi_pages.openapi.operation import MediaType, Parameter
from sphinxcontrib_openapi_pages.openapi.sample_requests import Request
from sphinxcontrib_openapi_pages.openapi.serialisation import in_path, in_query

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
    languages = html.select_one(".sd-tab-set")
    labels = [label.get_text(strip=True) for label in languages.select("label.sd-tab-label")]
    return dict(zip(labels, [pre.get_text().strip() for pre in languages.select("pre")], strict=True))


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


def run(language, code, folder=None):
    """Run the *code* of a sample in *folder*. Skip the test if the machine cannot run this language."""
    program, *arguments = {
        "cURL": ["curl", "bash", "-c", f"{code} --silent --max-time 60"],
        "Python": [sys.executable, sys.executable, "-c", code],
        "JavaScript": ["node", "node", "--input-type=module", "-e", code],
    }[language]
    if shutil.which(program) is None:
        pytest.skip(f"needs {program} to run samples in {language}")
    subprocess.run(arguments, check=True, capture_output=True, timeout=120, cwd=folder)


@pytest.mark.parametrize("language", ["cURL", "Python"])
@pytest.mark.parametrize("case", CASES)
def test_running_a_sample_sends_what_the_document_asks_for(make_site, server, case, language):
    url, seen = server
    method, members, expected = CASES[case]
    code = samples(build(make_site, method, members, url))[language]
    run(language, code)
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
    assert 'files=[("file", ("file.bin", open("file.bin", "rb")))]' in found["Python"]
    assert 'form.append("file", file);' in found["JavaScript"]


def test_languages_are_an_option_and_the_document_may_give_its_own(make_site):
    own = [{"lang": "Python", "label": "Our SDK", "source": "client.op()"}, {"lang": "Go", "source": "op()"}]
    found = samples(
        build(make_site, "get", {"x-codeSamples": own}, "https://e.com", options={"samples": ["python", "curl"]})
    )
    assert list(found) == ["Our SDK", "cURL", "Go"]
    assert found["Our SDK"].strip() == "client.op()"


README = {
    "code-samples": [{"language": "node", "code": "await op()"}, {"language": "go", "name": "Go SDK", "code": "op()"}]
}
ONE = {"examples": {"request": {"curl": "curl https://own", "csharp": "Op();"}, "response": "{}"}}
TWO = {
    "examples": [
        {"title": "Short", "request": {"python": "op(1)"}},
        {"title": "Long", "request": {"python": "op(22)", "node.js": ""}},
    ]
}
NOTHING = {"code-samples": ["x", {"language": 5, "code": None}], "examples": [5, {"request": [1]}]}


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ({"x-readme": README}, {"Node.js": "await op()", "Go SDK": "op()"}),
        ({"x-oaiMeta": ONE}, {"cURL": "curl https://own", "C#": "Op();"}),
        ({"x-oaiMeta": TWO}, {"Python (Short)": "op(1)", "Python (Long)": "op(22)"}),
    ],
)
def test_samples_in_the_forms_of_other_vendors(make_site, members, expected):
    site = build(make_site, "get", members, "https://e.com")
    found = samples(site)
    assert {label: found[label] for label in expected} == expected
    assert len(found) == 4
    assert site.warnings == []


def test_what_is_no_sample_is_left_out(make_site):
    site = build(make_site, "get", {"x-readme": NOTHING, "x-oaiMeta": NOTHING, "x-codeSamples": 5}, "https://e.com")
    assert list(samples(site)) == ["cURL", "Python", "JavaScript"]


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
        ("query", {"R": [1, 2], "G": 200}, {}, "R=1&R=2&G=200"),
        ("query", ["blue", "black"], {"style": "spaceDelimited"}, "a=blue%20black"),
        ("query", ["blue", "black"], {"style": "pipeDelimited"}, "a=blue%7Cblack"),
        ("query", {"R": 100, "G": 200}, {"style": "deepObject"}, "a[R]=100&a[G]=200"),
        ("query", ["blue", "black"], {"style": "deepObject"}, "a[]=blue&a[]=black"),
        ("query", {"R": [1, 2], "G": [{"x": 3}]}, {"style": "deepObject"}, "a[R][]=1&a[R][]=2&a[G][0][x]=3"),
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
    run(language, code)
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
    run(language, code)
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
    assert 'data=open("body.bin", "rb")' in found["Python"]


def test_a_body_of_optional_fields_shows_what_can_be_sent(make_site):
    inner = {"type": "object", "properties": {"deep": {"type": "string"}}}
    schema = {"type": "object", "properties": {"name": {"type": "string"}, "inner": inner}}
    members = {"requestBody": {"content": {"application/json": {"schema": schema}}}}
    code = samples(build(make_site, "patch", members, "https://example.com"))["cURL"]
    assert json.loads(code[code.index("{") : -1]) == {"name": "text", "inner": {"deep": "text"}}


def test_a_body_that_the_document_writes_out_is_sent_as_it_is(make_site):
    example = {"serializedValue": '{"a": 1.50}'}
    content = {"application/json": {"schema": {"type": "object"}, "examples": {"e": example}}}
    site = build(make_site, "post", {"requestBody": {"content": content}}, "https://example.com")
    assert "--data-raw '{\n  \"a\": 1.5\n}'" in samples(site)["cURL"]
    assert '{"a": 1.50}' in [pre.get_text().strip() for pre in site.body(PAGE).select("pre")]


@pytest.mark.parametrize("language", ["cURL", "Python"])
def test_json_lines(make_site, server, language):
    url, seen = server
    media = {"itemSchema": {"type": "object"}, "examples": {"e": {"dataValue": [{"a": 1}, {"a": 2}]}}}
    item = {"post": operation("op", "g", requestBody={"content": {"application/jsonl": media}})}
    site = make_site(api({"/things": item}, servers=[{"url": url}])).build()
    run(language, samples(site)[language])
    assert [body.strip() for *_, body in seen] == ['{"a": 1}\n{"a": 2}']
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
    assert 'cert=("client.pem", "client-key.pem")' in found["Python"]


def test_xml_of_an_alternative_follows_its_schema(make_site):
    root = {"type": "object", "properties": {"kind": {"type": "string"}, "part": {"xml": {"attribute": True}}}}
    choice = {"oneOf": [{"$ref": "#/components/schemas/Root"}], "discriminator": {"propertyName": "kind"}}
    content = {"application/xml": {"schema": choice, "example": {"kind": "Root", "part": "a"}}}
    item = {"post": operation("op", "g", requestBody={"content": content})}
    site = make_site(api({"/things": item}, components={"schemas": {"Root": root}})).build()
    assert '<Root part="a">' in samples(site)["cURL"]


# Bodies: what of them is sent


def sent(make_site, schema, *, method="post", version="3.1.0", **components):
    """Return the JSON bodies of the samples for cURL, by the label of the tab where there are several."""
    body = {"content": {"application/json": {"schema": schema}}}
    item = {method: operation("op", "g", requestBody=body)}
    spec = {**api({"/things": item}, components={"schemas": components}), "openapi": version}
    site = make_site(spec).build()
    assert site.warnings == []
    return {
        label: json.loads(code[code.index("--data-raw '") + 12 : -1]) for label, code in curl_by_label(site).items()
    }


def curl_by_label(site):
    """Return the samples for cURL by the label of their example; by an empty text where there is only one."""
    outer = site.body(PAGE).select_one(".openapi-samples > .sd-tab-set")
    labels = [label.get_text(strip=True) for label in outer.find_all("label", recursive=False)]
    if "cURL" in labels:
        return {"": outer.select_one("pre").get_text().strip()}
    contents = outer.find_all("div", class_="sd-tab-content", recursive=False)
    return {
        label: content.select_one("pre").get_text().strip() for label, content in zip(labels, contents, strict=True)
    }


ADDRESS = {
    "type": "object",
    "required": ["street"],
    "properties": {
        "id": {"type": "integer", "readOnly": True},
        "street": {"type": "string"},
        "pin": {"type": "string", "writeOnly": True},
    },
    "example": {"id": 7, "street": "Quai 4", "pin": "1234"},
}


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#/components/schemas/Address"},
        {"allOf": [{"$ref": "#/components/schemas/Address"}], "description": "Wrapped."},
        {"anyOf": [{"$ref": "#/components/schemas/Address"}, {"type": "null"}]},
        {"oneOf": [{"$ref": "#/components/schemas/Address"}]},
    ],
)
def test_an_example_is_taken_wherever_it_stands_without_what_is_only_read(make_site, schema):
    outer = {
        "type": "object",
        "required": ["to", "via"],
        "properties": {"to": schema, "via": {"type": "array", "items": schema}},
    }
    address = {"street": "Quai 4", "pin": "1234"}
    assert sent(make_site, outer, Address=ADDRESS) == {"": {"to": address, "via": [address]}}


def test_examples_of_lists_and_of_parts(make_site):
    schema = {
        "allOf": [
            {"type": "object", "properties": {"a": {"type": "integer"}}, "example": {"a": 5}},
            {
                "type": "object",
                "required": ["a", "lines"],
                "properties": {
                    "lines": {
                        "type": "array",
                        "items": {"type": "object", "properties": {"sku": {"type": "string"}}},
                        "example": [{"sku": "A-1"}, {"sku": "B-2"}],
                    }
                },
            },
        ]
    }
    assert sent(make_site, schema) == {"": {"a": 5, "lines": [{"sku": "A-1"}, {"sku": "B-2"}]}}


def test_an_example_that_does_not_fit_is_not_part_of_a_made_one(make_site):
    inner = {"type": "object", "required": ["n"], "properties": {"n": {"type": "integer"}}, "example": {"n": "five"}}
    assert sent(make_site, {"type": "object", "required": ["inner"], "properties": {"inner": inner}}) == {
        "": {"inner": {"n": 1}}
    }


def test_wrapped_bodies_are_not_empty(make_site):
    names = {name: {"type": "string"} for name in "abcdefghijkl"}
    inner = {"type": "object", "properties": {"attributes": {"type": "object", "properties": names}}}
    few = {"a": "text", "b": "text", "c": "text"}
    assert sent(make_site, {"type": "object", "properties": {"data": inner}}) == {"": {"data": {"attributes": few}}}
    required = {"type": "object", "required": ["data"], "properties": {"data": inner, "more": {"type": "string"}}}
    assert sent(make_site, required) == {"": {"data": {"attributes": few}}}


@pytest.mark.parametrize(
    "rule",
    [
        {"not": {"required": ["a", "b"]}},
        {"dependentSchemas": {"a": {"properties": {"b": False}}}},
        {"maxProperties": 2},
    ],
)
def test_no_field_that_is_sent_excludes_another(make_site, rule):
    schema = {"type": "object", "properties": {name: {"type": "integer"} for name in "abcd"}, **rule}
    (body,) = sent(make_site, schema).values()
    assert len(body) == 2 if "maxProperties" in rule else {"a", "c"} <= body.keys() and "b" not in body


def test_a_sample_for_each_alternative(make_site):
    cat = {
        "type": "object",
        "required": ["kind"],
        "properties": {"kind": {"type": "string"}, "lives": {"type": "integer"}},
    }
    dog = {
        "type": "object",
        "required": ["kind", "tricks"],
        "properties": {"kind": {"type": "string"}, "tricks": {"type": "array", "items": {"type": "string"}}},
    }
    pet = {
        "oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}],
        "discriminator": {"propertyName": "kind", "mapping": {"feline": "#/components/schemas/Cat"}},
    }
    assert sent(make_site, pet, Cat=cat, Dog=dog) == {
        "feline": {"kind": "feline"},
        "Dog": {"kind": "Dog", "tricks": ["text"]},
    }


def test_a_sample_for_each_set_of_required_fields(make_site):
    schema = {
        "type": "object",
        "properties": {"email": {"type": "string", "format": "email"}, "phone": {"type": "integer"}, "note": {}},
        "oneOf": [{"required": ["email"]}, {"required": ["phone"]}],
    }
    assert sent(make_site, schema) == {"email": {"email": "user@example.com"}, "phone": {"phone": 1}}


def test_alternatives_that_overlap_are_still_shown(make_site):
    schema = {
        "oneOf": [
            {
                "title": title,
                "type": "object",
                "required": ["f"],
                "properties": {"f": {"type": "string", "example": word}},
            }
            for title, word in (("Submit", "do"), ("Cancel", "undo"))
        ]
    }
    assert sent(make_site, schema) == {"Submit": {"f": "do"}, "Cancel": {"f": "undo"}}


@pytest.mark.parametrize(
    "wrap",
    [
        lambda s: {"type": "array", "items": s},
        lambda s: {"type": "object", "required": ["data"], "properties": {"data": s}},
    ],
)
def test_alternatives_within_a_wrapper(make_site, wrap):
    inner = {"oneOf": [{"title": "Words", "type": "string"}, {"title": "Count", "type": "integer"}]}
    found = sent(make_site, wrap(inner))
    assert list(found) == ["Words", "Count"]
    assert list(found.values()) in ([["text"], [1]], [{"data": "text"}, {"data": 1}])


def test_a_wrapper_with_much_that_is_required_is_not_empty(make_site):
    much = {f"n{number}": {"type": "integer"} for number in range(40)}
    whole = {"type": "object", "required": list(much), "properties": much}
    few = {"type": "object", "properties": {"a": {"type": "string"}}}
    schema = {"type": "object", "required": ["data", "whole"], "properties": {"data": few, "whole": whole}}
    (body,) = sent(make_site, schema).values()
    assert body["data"] == {"a": "text"}
    assert sent(make_site, {"type": "object", "properties": {"whole": whole}}) == {
        "": {"whole": dict.fromkeys(much, 1)}
    }


def test_each_named_example_has_samples_in_each_language(make_site):
    examples = {"small": {"summary": "A small one", "value": {"size": 1}}, "large": {"value": {"size": 9}}}
    content = {"application/json": {"schema": {"type": "object"}, "examples": examples}}
    site = build(make_site, "post", {"requestBody": {"content": content}}, "https://example.com")
    assert list(curl_by_label(site)) == ["A small one", "large"]
    outer = site.body(PAGE).select_one(".openapi-samples > .sd-tab-set")
    contents = outer.find_all("div", class_="sd-tab-content", recursive=False)
    for content, size in zip(contents, (1, 9), strict=True):
        assert [label.get_text(strip=True) for label in content.select("label")] == ["cURL", "Python", "JavaScript"]
        assert all(f'"size": {size}' in pre.get_text() for pre in content.select("pre"))


def test_the_documents_own_samples_are_not_repeated_for_each_example(make_site):
    examples = {"small": {"value": 1}, "large": {"value": 9}}
    content = {"application/json": {"examples": examples}}
    own = [{"lang": "shell", "source": "ours"}]
    members = {"requestBody": {"content": content}, "x-codeSamples": own}
    site = build(make_site, "post", members, "https://example.com", options={"samples": ["curl"]})
    assert samples(site) == {"shell": "ours"}


# Forms


PARTS = {
    "type": "object",
    "required": ["meta", "file", "note", "tags"],
    "properties": {
        "meta": {"type": "object", "required": ["a"], "properties": {"a": {"type": "string", "example": "x;y"}}},
        "file": {"type": "string", "format": "binary"},
        "note": {"type": "string"},
        "tags": {"type": "array", "items": {"type": "string"}, "example": ["p", "q"]},
    },
}


def test_parts_of_a_form_have_the_types_that_the_document_gives_them(make_site):
    encoding = {"file": {"contentType": "image/png, image/jpeg"}, "note": {"contentType": "text/markdown"}}
    members = {"requestBody": {"content": {"multipart/form-data": {"schema": PARTS, "encoding": encoding}}}}
    found = samples(build(make_site, "post", members, "https://example.com"))
    assert r"""-F 'meta="{\"a\": \"x;y\"}";type=application/json'""" in found["cURL"]
    assert "-F 'file=@file.png;type=image/png'" in found["cURL"]
    assert "-F 'note=text;type=text/markdown'" in found["cURL"]
    assert "--form-string tags=p" in found["cURL"]
    assert """("meta", (None, '{"a": "x;y"}', "application/json"))""" in found["Python"]
    assert '("file", ("file.png", open("file.png", "rb"), "image/png"))' in found["Python"]
    assert 'new Blob([JSON.stringify({"a": "x;y"})], { type: "application/json" })' in found["JavaScript"]


@pytest.mark.parametrize("language", ["cURL", "Python"])
def test_a_service_gets_the_parts_of_a_form_as_they_are_meant(make_site, server, language, tmp_path):
    url, seen = server
    encoding = {"file": {"contentType": "text/csv"}, "tags": {"style": "form", "explode": False}}
    schema = {**PARTS, "properties": {**PARTS["properties"], "file": {"type": "string", "example": "1,2"}}}
    members = {"requestBody": {"content": {"multipart/form-data": {"schema": schema, "encoding": encoding}}}}
    code = samples(build(make_site, "post", members, url))[language]
    run(language, code, folder=tmp_path)
    ((_, _, headers, body),) = seen
    message = email.message_from_string(f"Content-Type: {headers['Content-Type']}\n\n{body}")
    parts = {part.get_param("name", header="Content-Disposition"): part for part in message.get_payload()}
    assert json.loads(parts["meta"].get_payload()) == {"a": "x;y"}
    assert {name: part["Content-Type"] for name, part in parts.items()} == {
        "meta": "application/json",
        "file": "text/csv",
        "note": None,
        "tags": None,
    }
    assert parts["tags"].get_payload().strip() == "p,q"


@pytest.mark.parametrize("language", ["cURL", "Python"])
@pytest.mark.parametrize(
    ("encoding", "expected"),
    [
        ({}, [("ids", "1"), ("ids", "2"), ("meta", '{"a": {"b": 5}}')]),
        ({"ids": {"explode": False}}, [("ids", "1,2"), ("meta", '{"a": {"b": 5}}')]),
        ({"ids": {"style": "pipeDelimited"}}, [("ids", "1|2"), ("meta", '{"a": {"b": 5}}')]),
        ({"meta": {"style": "deepObject", "explode": True}}, [("ids", "1"), ("ids", "2"), ("meta[a][b]", "5")]),
        ({"ids": {"contentType": "application/json"}}, [("ids", "[1, 2]"), ("meta", '{"a": {"b": 5}}')]),
    ],
)
def test_fields_of_a_form_are_written_in_the_styles_of_the_document(make_site, server, encoding, expected, language):
    url, seen = server
    schema = {"type": "object", "example": {"ids": [1, 2], "meta": {"a": {"b": 5}}}}
    media = {"schema": schema, "encoding": encoding}
    members = {"requestBody": {"content": {"application/x-www-form-urlencoded": media}}}
    run(language, samples(build(make_site, "post", members, url))[language])
    assert [parse_qsl(body) for *_, body in seen] == [expected]


def test_a_form_that_may_be_empty_is_not_sent(make_site):
    media = {"schema": {"type": "object", "properties": {}}}
    members = {"requestBody": {"content": {"application/x-www-form-urlencoded": media}}}
    found = samples(build(make_site, "post", members, "https://example.com"))
    assert "Content-Type" not in found["cURL"]


def test_fields_of_a_form_of_openapi_2(make_site):
    fields = [
        {
            "name": name,
            "in": "formData",
            "type": "array",
            "required": True,
            "items": {"type": "integer"},
            "minItems": 2,
            **more,
        }
        for name, more in (("a", {}), ("b", {"collectionFormat": "multi"}), ("c", {"collectionFormat": "pipes"}))
    ]
    item = {"post": operation("op", "g", parameters=fields)}
    site = make_site({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": item}}).build()
    lines = samples(site)["cURL"].splitlines()
    assert [line.split()[1] for line in lines if "--data-urlencode" in line] == ["a=1,1", "b=1", "b=1", "'c=1|1'"]


# Servers


@pytest.mark.parametrize(
    ("server", "expected"),
    [
        ({"url": "//api.boats.test/v2"}, "https://api.boats.test/v2/a"),
        ({"url": "../v3/"}, "https://YOUR-SERVER/v3/a"),
        ({"url": "/"}, "https://YOUR-SERVER/a"),
        ({"url": "{scheme}://{host}/", "variables": {"scheme": {"enum": ["http"], "default": "http"}, "host": {"enum": ["b.test"]}}}, "http://b.test/a"),
        ({"url": "https://{tenant}.boats.test"}, "https://TENANT.boats.test/a"),
    ],
)  # fmt: skip
def test_servers_of_all_kinds(make_site, server, expected):
    item = {"get": operation("op", "g", servers=[server])}
    assert f"curl {expected}" in samples(make_site(api({"/a": item})).build())["cURL"]


OWN = [{"url": "https://upload.boats.test"}]


@pytest.mark.parametrize(
    ("members", "own", "expected"),
    [
        ({}, {}, "https://sandbox.test/v1/a"),
        ({"servers": [{"url": "https://boats.test"}]}, {}, "https://sandbox.test/v1/a"),
        ({"servers": [{"url": "/v2"}]}, {}, "https://sandbox.test/v1/a"),
        ({}, {"servers": OWN}, "https://upload.boats.test/a"),
        ({}, {"servers": [{"url": "/v2"}]}, "https://sandbox.test/v2/a"),
    ],
)
def test_the_option_server_is_in_place_of_those_of_the_document(make_site, members, own, expected):
    spec = api({"/a": {"get": operation("op", "g", **own)}}, **members)
    site = make_site(spec, options={"server": "https://sandbox.test/v1/"}).build()
    assert f"curl {expected}" in samples(site)["cURL"]
    assert site.warnings == []
    assert "YOUR-SERVER" not in site.status


def test_a_line_of_the_build_says_that_no_server_is_known(make_site):
    site = make_site(api({"/a": {"get": operation("op", "g")}})).build()
    assert "curl https://YOUR-SERVER/a" in samples(site)["cURL"]
    words = "the document has no server, so code samples show https://YOUR-SERVER; set the option 'server'"
    assert words in site.status
    assert site.warnings == []


def test_servers_are_relative_to_the_address_of_the_document(make_site):
    item = {"get": operation("op", "g")}
    spec = {
        **api({"/a": item}, servers=[{"url": "../v1"}]),
        "openapi": "3.2.0",
        "$self": "https://boats.test/api/d.json",
    }
    site = make_site(spec).build()
    assert "curl https://boats.test/v1/a" in samples(site)["cURL"]
    assert "https://boats.test/v1" in site.text("api/index")


@pytest.mark.parametrize(
    ("path", "parameters", "expected"),
    [
        ("/b?kind=x", ["kind"], "/b?kind=x'"),
        ("/b?kind={kind}&n=1", ["kind"], "/b?kind=KIND&n=1'"),
        ("/b?kind=x", ["kind", "size"], "/b?kind=x&size=SIZE'"),
        ("/b/{undeclared}", [], "/b/UNDECLARED\n"),
    ],
)
def test_queries_and_variables_of_paths(make_site, path, parameters, expected):
    given = [{"name": name, "in": "query", "required": True, "schema": {"type": "string"}} for name in parameters]
    site = make_site(api({path: {"get": operation("op", "g", parameters=given)}})).build()
    assert f"https://YOUR-SERVER{expected}" in samples(site)["cURL"] + "\n"


@pytest.mark.parametrize(
    ("servers", "link"),
    [
        ([{"url": "https://api.boats.test/v1/"}], "https://api.boats.test/v1/auth/token"),
        ([{"url": "//api.boats.test"}], "https://api.boats.test/auth/token"),
        ([{"url": "/v1/"}], None),
        ([], None),
    ],
)
def test_addresses_of_tokens_are_never_links_into_the_documentation(make_site, servers, link):
    flows = {"password": {"tokenUrl": "auth/token", "refreshUrl": "auth/token", "scopes": {}}}
    schemes = {
        "login": {"type": "oauth2", "flows": flows},
        "connect": {"type": "openIdConnect", "openIdConnectUrl": "auth/token"},
    }
    spec = api({"/a": {"get": operation("op", "g")}}, servers=servers, components={"securitySchemes": schemes})
    body = make_site(spec).build().body("api/index").select_one("#authentication")
    assert [a["href"] for a in body.select("a.external")] == ([link] * 3 if link else [])
    assert body.select('a[href="auth/token"]') == []
    assert body.get_text().count(link or "auth/token") == 3


# Python as Black writes it


@pytest.mark.parametrize(
    "value",
    [
        {"a": 1, "b": [True, None, 1.5, 1e100], "c": {}},
        {"quote": 'a "double" one', "both": '"it\'s"', "single": "it's", "back": "a\\b\n\t\x01é", "both ": "'\"\\'"},
        {"long": ["x" * 40, "y" * 40], "nested": {"k": {"deep": "z" * 90}, "l": [[1, 2], [3, "w" * 80]]}},
        ["a" * 100],
        [{"k": "v" * 70}, {"k": ["v" * 30, "w" * 30, "x" * 30]}],
    ],
)
@pytest.mark.parametrize("media", ["application/json", "multipart/form-data", "application/x-www-form-urlencoded"])
def test_python_looks_as_black_would_write_it(make_site, value, media):
    body = value if media == "application/json" or isinstance(value, dict) else {"list": value}
    request = Request(
        "POST",
        "https://example.com/" + "x" * 60,
        headers={"X-Long": "y" * 60, "Authorization": "Bearer YOUR_TOKEN"},
        cookies={"session": "YOUR_API_KEY"},
        media_type=media,
        body=body if media == "application/json" else [(name, json.dumps(item)) for name, item in body.items()],
        files={"file": "file.png"} if media.startswith("multipart") else {},
        part_types={"file": "image/png", "a": "application/json", "long": "application/json"},
    )
    for code in (
        python(request),
        python(Request("GET", "https://example.com/a")),
        python(Request("GET", f"https://example.com/{'a' * 90}")),
    ):
        command = [sys.executable, "-m", "ruff", "format", "--isolated", "--line-length", "88", "-"]
        formatted = subprocess.run(command, input=f"{code}\n", check=True, capture_output=True, text=True).stdout
        assert f"{code}\n" == formatted


# Examples in files of their own


@pytest.mark.parametrize(
    ("file", "text", "media", "expected"),
    [
        ("ex.json", '{"from": "a file"}', "application/json", '{\n  "from": "a file"\n}'),
        ("ex.yaml", "from: a file", "application/json", '{\n  "from": "a file"\n}'),
        ("parts/ex", '{"from": "a file"}', "application/json", '{\n  "from": "a file"\n}'),
        ("ex.xml", "<from>a file</from>", "application/xml", "<from>a file</from>"),
        ("ex.csv", "a,b\n1,2", "text/csv", "a,b\n1,2"),
    ],
)
def test_an_example_in_a_file_of_its_own_is_shown(make_site, file, text, media, expected):
    content = {media: {"schema": {}, "examples": {"far": {"externalValue": f"./{file}"}}}}
    responses = {"200": {"description": "", "content": content}}
    spec = api({"/a": {"post": operation("op", "g", responses=responses, requestBody={"content": content})}})
    site = make_site(spec, {file: text}).build()
    assert site.warnings == []
    assert expected in [pre.get_text().strip() for pre in site.body(PAGE).select("#response-example pre")]
    if "json" in media:
        assert '"from": "a file"' in curl_by_label(site)[""]
    site.write({file: text.replace("a file", "another").replace("1,2", "another")})
    assert "another" in site.build().text(PAGE)


def test_an_example_that_cannot_be_read_is_one_warning_and_its_address(make_site):
    content = {"image/png": {"examples": {"far": {"externalValue": "pic.png"}, "gone": {"externalValue": "gone.png"}}}}
    spec = api({"/a": {"get": operation("op", "g", responses={"200": {"description": "", "content": content}})}})
    site = make_site(spec)
    (site.srcdir / "pic.png").write_bytes(b"\x89PNG\x00")
    site.build()
    (warning,) = site.warnings
    assert "the example 'gone.png' cannot be read: No such file or directory; the page shows its address" in warning
    assert "The example is at pic.png" in site.text(PAGE)
    assert "The example is at gone.png" in site.text(PAGE)
    assert site.body(PAGE).select('a[href$=".png"]') == []


def test_examples_in_several_media_types_are_told_apart_by_these(make_site):
    media = {"schema": {"type": "object", "properties": {"a": {"type": "integer"}}}, "example": {"a": 1}}
    content = {"application/json": media, "application/xml": media}
    responses = {"200": {"description": "Response", "content": content}}
    site = make_site(api({"/x": {"get": operation("op", "g", responses=responses)}})).build()
    labels = [
        label.get_text(strip=True)
        for label in site.body("api/g/op").select(".openapi-returned-example label.sd-tab-label")
    ]
    assert labels == ["application/json", "application/xml"]
    assert "Response application/json" not in site.text("api/g/op"), "a description that says nothing"
