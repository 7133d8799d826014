"""Faulty documents of our own, section by section of https://spec.openapis.org/oas/v3.2.0.html.

Each case says what the one fault is, which warning tells of it, and what is shown all the same.
The operation ``ok_list`` is healthy in all of them.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from conftest import api, operation

OK = {"get": operation("ok_list", "g")}
PAGE = "api/g/ok_list"


@dataclass(frozen=True)
class Case:
    """A document with one fault."""

    spec: dict[str, Any] | str
    warnings: tuple[str, ...]
    """What the warnings say, each in its order: place (in the form of a JSON pointer) or words."""
    shows: tuple[tuple[str, str], ...] = ()
    """Pages and what they show."""
    files: dict[str, Any] = field(default_factory=dict)
    is_shown: bool = True
    """Whether the healthy operation has its page."""
    options: dict[str, Any] = field(default_factory=dict)
    """Options of the API."""


def doc(paths: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    return api({"/ok": OK, **(paths or {})}, **members)


def get(**members: Any) -> dict[str, Any]:
    """Return a document with an operation of these members at ``api/g/x``."""
    return doc({"/x": {"get": {**operation("x", "g"), **members}}})


def schema(value: Any, **components: Any) -> dict[str, Any]:
    """Return a document whose operation ``x`` answers with the schema *value*."""
    spec = get(responses={"200": {"description": "Fine.", "content": {"application/json": {"schema": value}}}})
    return {**spec, "components": {"schemas": components}} if components else spec


def parameter(**members: Any) -> dict[str, Any]:
    return get(parameters=[{"name": "p", "in": "query", **members}, {"name": "q", "in": "query"}])


X = "api/g/x"
AT = "/paths/~1x/get"


def chain(length: int, last: str = "fine") -> dict[str, Any]:
    """Return files each of which is a reference to the next."""
    files: dict[str, Any] = {f"f{n}.yaml": {"$ref": f"f{n + 1}.yaml"} for n in range(length)}
    files[f"f{length}.yaml"] = {"type": "object", "properties": {last: {"type": "string"}}}
    return files


def nested(depth: int, *keys: str) -> Any:
    """Return a schema within a schema within a schema …"""
    value: Any = {"type": "string", "description": "The innermost."}
    for _ in range(depth):
        for key in reversed(keys):
            value = [value] if key == "[]" else {key: value}
    return value


def doubling(depth: int, keyword: str) -> dict[str, Any]:
    """Return schemas each of which has the next one twice: written out, they would be without end."""

    def body(reference: dict[str, str]) -> Any:
        return {"a": reference, "b": reference} if keyword == "properties" else [reference, reference]

    schemas: dict[str, Any] = {
        f"S{n}": {keyword: body({"$ref": f"#/components/schemas/S{n + 1}"})} for n in range(depth)
    }
    return {**schemas, f"S{depth}": {"type": "object", "properties": {"end": {"type": "string"}}}}


def within(around: Any, depth: int, value: Any) -> Any:
    """Return *value* put through *around* so many times."""
    for _ in range(depth):
        value = around(value)
    return value


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def numbered(text: str, amount: int, value: Any) -> dict[str, Any]:
    return {f"{text}{number}": value for number in range(amount)}


TREE = {"type": "object", "properties": {"label": {"type": "string"}, "children": ref("Tree")}}
KEY = {"type": "apiKey", "in": "header", "name": "X"}
FORGED = "a\n\n# Forged\n`]( https://boats.test ) <b>"
SCRIPT = "java\tscript:alert(1)"
CHECKED = {"check_examples": True}
VALIDATED = {"validate": "error"}
PERMITTED = {"remote_references": ["127.0.0.1", "localhost", "a.internal"]}

CASES = {
    # 4.8.1 OpenAPI Object
    "version is of the future": Case({**doc(), "openapi": "4.0.0"}, ("OpenAPI 4.0.0 is not known; the document is read as 3.2",)),
    "version is an object": Case({**doc(), "openapi": {"$ref": "#/openapi"}}, ("it has no 'openapi' (or 'swagger') field",), is_shown=False),
    "tabs in the texts of JSON": Case(json.dumps(doc({"/x": {"get": 5}})).replace("Test API", "Test\tAPI\n\n"), ("a number where the specification requires an Operation object",)),
    "version is null": Case({**doc(), "openapi": None}, ("it has no 'openapi' (or 'swagger') field",), is_shown=False),
    "paths is a list": Case({**doc(), "paths": [], "webhooks": {"ok": OK}}, ("a list where the specification requires a Paths object",), (("api/webhooks/ok_list", "Fine."),), is_shown=False),
    "servers is an object": Case(doc(servers={"url": "https://x.example"}), ("an object where the specification requires a list; it is left out (at #/servers)",)),
    "tags is a text": Case(doc(tags="g"), ("#/tags",)),
    "tags holds texts": Case(doc(tags=["g", {"name": "g", "description": "Ours."}]), ("a text where the specification requires a Tag object; it is left out (at #/tags/0)",), (("api/g/index", "Ours."),)),
    "security is a map": Case(doc(security={"key": []}), ("#/security",)),
    "externalDocs without url": Case(doc(externalDocs={"description": "More"}), ()),
    "the whole is nested lists": Case("[[[[[]]]]]", ("it is not a map",), is_shown=False),
    # 4.8.2-4 Info, Contact, License
    "info is missing": Case({key: value for key, value in doc().items() if key != "info"}, ()),
    "info is a text": Case({**doc(), "info": "My API"}, ("a text where the specification requires an Info object",)),
    "title is an object": Case({**doc(), "info": {"title": {"en": "x"}, "version": "1"}}, ("#/info/title",)),
    "contact is a text": Case({**doc(), "info": {"title": "T", "version": "1", "contact": "me@example.com"}}, ("#/info/contact",)),
    "license with a script for an address": Case({**doc(), "info": {"title": "T", "version": "1", "license": {"name": "L", "url": "javascript:alert(1)"}}}, (), (("api/index", "L"),)),
    # 4.8.5-6 Server, Server Variable
    "server without url": Case(doc(servers=[{"description": "none"}, {"url": "https://two.example"}]), (), (("api/index", "https://two.example"),)),
    "server variable with numbers": Case(doc(servers=[{"url": "https://x.example:{port}", "variables": {"port": {"enum": [8443, 443], "default": 443}}}]), (), (("api/index", "8443"),)),
    "server variable is a text": Case(doc(servers=[{"url": "https://{x}", "variables": {"x": "y"}}]), ("#/servers/0/variables/x",)),
    # 4.8.7 Components
    "components.schemas is a list": Case(doc(components={"schemas": [{"type": "string"}]}), ("#/components/schemas",)),
    "a component of a strange name": Case(schema({"$ref": "#/components/schemas/a~1b%20c"}, **{"a/b c": {"properties": {"bird": {"type": "string"}}}}), (), ((X, "bird string"),)),
    # 4.8.8-9 Paths, Path Item
    "a path without a slash": Case(doc({"x": {"get": operation("x", "g")}}), (), ((X, "Fine."),)),
    "two paths that differ in the names of variables": Case(doc({"/{a}": {"get": operation("a", "g")}, "/{b}": {"get": operation("b", "g")}}), (), (("api/g/a", "/{a}"), ("api/g/b", "/{b}"))),
    "paths is the document": Case({**doc(), "paths": {"$ref": "#"}, "webhooks": {"ok": OK}}, ("the reference '#' cannot be followed: it leads to the document itself",), (("api/webhooks/ok_list", "Fine."),), is_shown=False),
    "a path item is the components": Case({**schema({"$ref": "#/components/schemas/A"}, A={"properties": {"a": {"type": "string"}}}), "servers": {"$ref": "#/components/schemas"}}, ("an object where the specification requires a list",), ((X, "a string"),)),
    "a path item is null": Case(doc({"/x": None}), ("null where the specification requires a PathItem object; it is left out (at #/paths/~1x)",)),
    "a method in upper case": Case(doc({"/x": {"GET": operation("x", "g")}}), ()),
    "a path item refers to nothing": Case(doc({"/x": {"$ref": "#/components/pathItems/None"}}), ("the reference '#/components/pathItems/None' cannot be followed: there is nothing at that place",), (("api/index", "#/components/pathItems/None"),)),
    "a path item refers to itself": Case(doc({"/x": {"$ref": "#/paths/~1x"}}), ("leads in a circle",)),
    "path items refer to one another": Case(doc({"/x": {"$ref": "#/paths/~1y"}, "/y": {"$ref": "#/paths/~1x"}}), ("leads in a circle",)),
    "a path with braces that do not close": Case(doc({"/x/{id": {"get": operation("x", "g")}}), (), ((X, "/x/{id"),)),
    "an additional operation is a text": Case(doc({"/x": {"additionalOperations": {"COPY": "x"}}}), ("#/paths/~1x/additionalOperations/COPY",)),
    # 4.8.10 Operation
    "an operation is a list": Case(doc({"/x": {"get": []}}), ("a list where the specification requires an Operation object; it is left out (at #/paths/~1x/get)",)),
    "the summary is a list": Case(get(summary=["x"]), (f"#{AT}/summary",), ((X, "Fine."),)),
    "a tag is an object": Case(get(tags=[{"name": "g"}, "g"]), (f"#{AT}/tags/0",), ((X, "Fine."),)),
    "no responses": Case(doc({"/x": {"get": {"operationId": "x", "tags": ["g"]}}}), (), ((X, "GET /x"),)),
    "deprecated is a text": Case(get(deprecated="yes"), ("a text where the specification requires true or false",), ((X, "Fine."),)),
    "security names a scheme that nobody declared": Case(get(security=[{"nowhere": ["read"]}]), (), ((X, "nowhere"),)),
    "security scopes are null": Case(get(security=[{"key": None}]), (f"#{AT}/security/0/key",), ((X, "Fine."),)),
    "tags differ in case only": Case(doc({"/x": {"get": operation("x", "G")}}), ("the folder 'g' of the tag 'G' is taken by the tag 'g'; it gets 'g-2'",), (("api/g-2/x", "Fine."),)),
    # 4.8.12 Parameter
    "a parameter without a name": Case(get(parameters=[{"in": "query"}, {"name": "q", "in": "query"}]), (), ((X, "q"),)),
    "a parameter is a text": Case(get(parameters=["p", {"name": "q", "in": "query"}]), (f"a text where the specification requires a Parameter object; it is left out (at #{AT}/parameters/0)",), ((X, "q"),)),
    "a parameter in nowhere": Case(parameter(**{"in": "nowhere"}), (), ((X, "p"),)),
    "the schema of a parameter is a text": Case(parameter(schema="string"), ("a text where the specification requires a Schema object",), ((X, "p"),)),
    "parameters twice": Case(get(parameters=[{"name": "p", "in": "query"}] * 2), (), ((X, "p"),)),
    "a parameter refers to a schema": Case({**get(parameters=[{"$ref": "#/components/schemas/P"}]), "components": {"schemas": {"P": {"type": "string"}}}}, (), ((X, "Fine."),)),
    # 4.8.13-15 Request Body, Media Type, Encoding
    "the body is a list": Case(get(requestBody=[]), (f"#{AT}/requestBody",), ((X, "Fine."),)),
    "a media type is null": Case(get(requestBody={"content": {"application/json": None}}), (f"#{AT}/requestBody/content/application~1json",), ((X, "Fine."),)),
    "a media type that is none": Case(get(requestBody={"content": {"<b>": {"schema": {"type": "string"}}}}), (), ((X, "<b>"),)),
    "a form that is a list": Case(get(requestBody={"content": {"multipart/form-data": {"schema": {"type": "array", "example": [None, [1, 2, 3]]}}}}), (), ((X, "Fine."),)),
    "a first element that is the list itself": Case(schema({"$ref": "#/components/schemas/A"}, A={"type": "array", "prefixItems": [{"$ref": "#/components/schemas/A"}, False], "items": {"type": "string"}}), (), ((X, "Fine."),)),
    "encoding of a field that is not there": Case(get(requestBody={"content": {"multipart/form-data": {"schema": {"type": "object"}, "encoding": {"x": {"contentType": 5}}}}}), (), ((X, "Fine."),)),
    # 4.8.16-17 Responses, Response
    "a status that is none": Case(get(responses={"2000": {"description": "Too much."}, "okay": {"description": "Words."}}), (), ((X, "Too much."), (X, "Words."))),
    "a response is a text": Case(get(responses={"200": "Fine.", "404": {"description": "Not here."}}), (f"#{AT}/responses/200",), ((X, "Not here."),)),
    "headers is a list": Case(get(responses={"200": {"description": "Fine.", "headers": []}}), (f"#{AT}/responses/200/headers",), ((X, "Fine."),)),
    # 4.8.18 Callback
    "a callback is a text": Case(get(callbacks={"c": "x"}), (f"#{AT}/callbacks/c",), ((X, "Fine."),)),
    "a callback with an empty expression": Case(get(callbacks={"c": {"": {"post": {"responses": {}}}}}), (), ((X, "Fine."),)),
    # 4.8.19 Example
    "examples is a list": Case(parameter(examples=[1, 2]), ("#" + AT + "/parameters/0/examples",), ((X, "p"),)),
    "an example is a text": Case(parameter(examples={"e": "x"}), (f"#{AT}/parameters/0/examples/e",), ((X, "p"),)),
    # 4.8.20 Link
    "a link to no operation": Case(get(responses={"200": {"description": "Fine.", "links": {"l": {"operationId": "none"}}}}), (), ((X, "none"),)),
    # 4.8.22 Tag
    "a tag without a name": Case(doc(tags=[{"description": "nameless"}]), ()),
    "a tag and a schema of no characters": Case({**doc({"/x": {"get": operation("x", "")}}), "components": {"schemas": {" ": {"type": "string"}}}}, (), (("api/group/index", "Unnamed"), ("api/schemas/unnamed", "Unnamed"))),
    "a tag whose parent is itself": Case(doc(tags=[{"name": "g", "parent": "g"}]), ("the parent 'g' of the tag 'g'",)),
    "a tag of slashes and dots": Case(doc({"/x": {"get": operation("x", "../../..")}}), (), (("api/group/x", "Fine."),)),
    # 4.8.23 Reference
    "a reference with an empty fragment": Case(schema({"$ref": "#"}), ("the reference '#' cannot be followed: it leads to the document itself; the page shows a note instead (at #/paths/~1x/get/responses/200/content/application~1json/schema)",), ((X, "Fine."),)),
    "a reference to what is no schema": Case(schema({"$ref": "#/info/title"}), ("a text where the specification requires a Schema object",), ((X, "Fine."),)),
    "a reference that is a number": Case(schema({"$ref": 5}), ("a number where the specification requires a text; it is left out (at #/paths/~1x/get/responses/200/content/application~1json/schema/$ref)",), ((X, "Fine."),)),
    "a reference into a text": Case(schema({"$ref": "#/info/title/0"}), ("there is nothing at that place",), ((X, "leads nowhere"),)),
    "a reference with broken escapes": Case(schema({"$ref": "#/components/%zz/~9"}), ("there is nothing at that place",), ((X, "leads nowhere"),)),
    "the same hole a hundred times": Case(doc({f"/x{n}": {"get": operation(f"x{n}", "g", responses={"200": {"$ref": "#/components/responses/R"}})} for n in range(100)}), ("the same applies to 99 more references to it",), (("api/g/x7", "leads nowhere"),)),
    "a folder for a file": Case(schema({"$ref": "folder"}), ("it is not a regular file",), ((X, "leads nowhere"),), {"folder/x.yaml": {}}),
    "a name that no file can have": Case(schema({"$ref": "a\0b.yaml"}), ("cannot be followed",), ((X, "leads nowhere"),)),
    "a name that is too long": Case(schema({"$ref": "a" * 5000}), ("File name too long",), ((X, "leads nowhere"),)),
    "a long chain of files": Case(schema({"$ref": "f0.yaml"}), (), ((X, "fine string"),), chain(150)),
    "two files that refer to one another": Case(schema({"$ref": "a.yaml"}), ("leads in a circle",), ((X, "leads nowhere"),), {"a.yaml": {"$ref": "b.yaml"}, "b.yaml": {"$ref": "a.yaml"}}),
    "fields that contain themselves": Case(schema({"$ref": "#/components/schemas/A"}, A={"properties": {"$ref": "#/components/schemas/A"}}), ("leads in a circle",), ((X, "Fine."),)),
    "fields that contain one another": Case(schema({"$ref": "#/components/schemas/A"}, A={"properties": {"$ref": "#/components/schemas/B"}}, B={"properties": {"$ref": "#/components/schemas/A"}}), (), ((X, "properties A"),)),
    "a reference to the local network that is validated": Case(schema({"$ref": "http://169.254.169.254/latest"}), ("the document is not valid: the reference 'http://169.254.169.254/latest' cannot be followed", "references to other hosts are off"), ((X, "leads nowhere"),), options={"validate": "warn"}),
    "a reference to the file of passwords that is validated": Case(schema({"$ref": "file:///etc/passwd"}), ("cannot be followed", "it is outside the folder of the document"), ((X, "leads nowhere"),), options={"validate": "warn"}),
    "a reference to a port that no host has": Case(schema({"$ref": "http://127.0.0.1:99999/x"}), ("it is not a URL",), ((X, "leads nowhere"),), options=PERMITTED),
    "a reference to a name that is no name": Case(schema({"$ref": "http://a.internal\\@127.0.0.1/x"}), ("cannot be followed",), ((X, "leads nowhere"),), options=PERMITTED),
    # 4.8.24 Schema
    "a schema is a number": Case(schema(5), ("a number where the specification requires a Schema object",), ((X, "Fine."),)),
    "properties is a list": Case(schema({"properties": [{"name": "a"}]}), ("a list where the specification requires a map",), ((X, "Fine."),)),
    "required is true": Case(schema({"properties": {"a": {"type": "string", "required": True}}}), ("true or false where the specification requires a list",), ((X, "a string"),)),
    "a type that is none": Case(schema({"properties": {"a": {"type": "wibble"}}}), (), ((X, "a wibble"),)),
    "type is an object": Case(schema({"type": {"oneOf": []}}), ("an object where the specification requires a type name or a list of type names",), ((X, "Fine."),)),
    "enum is a text": Case(schema({"properties": {"a": {"enum": "x"}}}), ("a text where the specification requires a list",), ((X, "a"),)),
    "allOf is an object": Case(schema({"allOf": {"type": "string"}}), ("an object where the specification requires a list",), ((X, "Fine."),)),
    "allOf refers to itself": Case(schema({"$ref": "#/components/schemas/A"}, A={"allOf": [{"$ref": "#/components/schemas/A"}, {"properties": {"a": {"type": "string"}}}]}), (), ((X, "a string"),)),
    "oneOf refers to itself": Case(schema({"$ref": "#/components/schemas/A"}, A={"oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "string"}]}), (), ((X, "A"),)),
    "items refers to itself": Case(schema({"$ref": "#/components/schemas/A"}, A={"type": "array", "items": {"$ref": "#/components/schemas/A"}}), (), ((X, "A"),)),
    "a choice of lists of itself": Case(schema({"$ref": "#/components/schemas/A"}, A={"oneOf": [{"type": "array", "items": {"$ref": "#/components/schemas/A"}}]}), (), ((X, "array of"),)),
    "a part of lists of itself": Case(schema({"$ref": "#/components/schemas/A"}, A={"anyOf": [{"type": "array", "items": {"allOf": [{"$ref": "#/components/schemas/A"}, {"nullable": True}]}}, {"type": "object", "additionalProperties": {"oneOf": [{"$ref": "#/components/schemas/A"}, False]}}]}), (), ((X, "map of"),)),
    "a discriminator that leads back": Case(schema({"$ref": "#/components/schemas/A"}, A={"type": "array", "items": {"$ref": "#/components/schemas/B"}, "discriminator": {"propertyName": "k", "mapping": {"x": "#/components/schemas/B"}}}, B={"oneOf": [{"type": "array", "items": {"$ref": "#/components/schemas/A"}}]}), (), ((X, "array of"),)),
    "empty oneOf": Case(schema({"oneOf": [], "anyOf": [], "allOf": []}), (), ((X, "Fine."),)),
    "bounds are texts": Case(schema({"properties": {"a": {"minimum": "low", "maximum": "9"}}}), ("a text where the specification requires a number",), ((X, "at most 9"),)),
    "a pattern that is none": Case(schema({"properties": {"a": {"type": "string", "pattern": "([unclosed"}}}), (), ((X, "([unclosed"),)),
    "a pattern that never ends": Case(schema({"properties": {"a": {"type": "string", "pattern": "^(a+)+(b{1,1000000}){1,1000000}$", "minLength": 10**9}}}), (), ((X, "Fine."),)),
    "bounds of a million million": Case(schema({"type": "array", "minItems": 10**12, "items": {"type": "string", "minLength": 10**12}}), (), ((X, "Fine."),)),
    "a pattern that never ends on the example": Case(schema({"properties": {"a": {"type": "string", "pattern": "^(a|aa)+$", "example": "a" * 60 + "!"}}}), (), ((X, "Fine."),)),
    "a pattern that never ends on a checked example": Case(schema({"type": "string", "pattern": "^(a|aa)+$", "example": "a" * 60 + "!"}), (), ((X, "Fine."),), options=CHECKED),
    "names against a pattern that never ends": Case(schema({"patternProperties": {"^(a|aa)+$": {}}, "additionalProperties": False, "example": {"a" * 60 + "!": 1}}), (), ((X, "Fine."),), options=CHECKED),
    "names in parts against a pattern that never ends": Case(schema({"allOf": [{"patternProperties": {"^(a|aa)+$": {}}}], "unevaluatedProperties": False, "example": {"a" * 60 + "!": 1}}), (), ((X, "Fine."),), options=CHECKED),
    "a thousand patterns that never end": Case(schema({"allOf": [{"pattern": f"^(a|aa)+{n}$"} for n in range(1000)], "example": "a" * 60 + "!"}), (), ((X, "Fine."),), options=CHECKED),
    "a pattern that never ends on a validated default": Case(schema({"type": "string", "pattern": "^(a+)+$", "default": "a" * 60 + "!"}), (), ((X, "Fine."),), options=VALIDATED),
    "names in a validated default against a pattern that never ends": Case(schema({"patternProperties": {"^(a+)+$": {}}, "default": {"a" * 60 + "!": 1}}), (), ((X, "Fine."),), options=VALIDATED),
    "a pattern that fills the memory": Case(schema({"type": "string", "pattern": "(?:(?:(?:a?){1000}){1000}){1000}", "example": "a"}), (), ((X, "Fine."),), options=CHECKED),
    "a pattern of a million letters": Case(schema({"type": "string", "pattern": "(a|" * 300_000, "example": "a"}), (), ((X, "Fine."),), options=CHECKED),
    "a hundred choices of itself": Case(schema({"$ref": "#/components/schemas/A"}, A={"required": ["a"], "properties": {"a": {"type": "string"}}, "oneOf": [{"required": ["b"], "properties": {"b": {"$ref": "#/components/schemas/A"}}}] * 100}), (), ((X, "Fine."),)),
    "a discriminator to nowhere": Case(schema({"oneOf": [{"type": "object"}], "discriminator": {"propertyName": "k", "mapping": {"a": "#/components/schemas/None"}}}), ("there is nothing at that place; it is left out",), ((X, "Fine."),)),
    "a discriminator is a text": Case(schema({"discriminator": "kind"}), ("a text where the specification requires a Discriminator object",), ((X, "Fine."),)),
    "a field without a name": Case(schema({"properties": {"": {"type": "string"}, " ": {"type": "string"}, "\n": {"type": "string"}}}), (), ((X, "string"),)),
    "fields within fields": Case(json.dumps(schema(nested(150, "properties", "a"))), (), ((X, "Fine."),)),
    "lists within lists": Case(json.dumps(schema(nested(400, "items"))), (), ((X, "Fine."),)),
    "allOf within allOf": Case(json.dumps(schema(nested(200, "allOf", "[]"))), (), ((X, "Fine."),)),
    "oneOf within oneOf": Case(json.dumps(schema(nested(200, "oneOf", "[]"))), (), ((X, "Fine."),)),
    "not within not": Case(json.dumps(schema(nested(400, "not"))), (), ((X, "Fine."),)),
    "an example within an example": Case(json.dumps(schema({"example": nested(450, "a")})), (), ((X, "Fine."),)),
    "too deep": Case(json.dumps(schema(nested(600, "items"))), ("is nested more than 500 levels deep",), is_shown=False),
    "too deep through aliases": Case("openapi: 3.1.0\nx-0: &a0 []\n" + "".join(f"x-{n}: &a{n} [*a{n - 1}]\n" for n in range(1, 600)), ("openapi.yaml:501: WARNING: the document is not YAML: it is nested more than 500 levels deep",), is_shown=False),
    "doubling through allOf": Case(schema({"$ref": "#/components/schemas/S0"}, **doubling(30, "allOf")), (), ((X, "end string"),)),
    "doubling through oneOf": Case(schema({"$ref": "#/components/schemas/S0"}, **doubling(30, "oneOf")), (), ((X, "Fine."),)),
    "doubling through properties": Case(schema({"$ref": "#/components/schemas/S0"}, **doubling(30, "properties")), (), ((X, "Fine."),)),
    "doubling through what is written out": Case(schema({"$ref": "#/components/schemas/S0"}, **{f"S{n}": {"properties": {"a": {"properties": {"$ref": f"#/components/schemas/S{n + 1}/properties"}}, "b": {"properties": {"$ref": f"#/components/schemas/S{n + 1}/properties"}}}} for n in range(40)}, S40={"properties": {"end": {}}}), ("has more than 2,000,000 values once its references are written out",), is_shown=False),
    # 4.8.27-30 Security Scheme, OAuth Flows, Security Requirement
    "a security scheme is a text": Case(doc(components={"securitySchemes": {"key": "apiKey"}}), ("#/components/securitySchemes/key",)),
    "a security scheme of no type": Case({**get(security=[{"key": []}]), "components": {"securitySchemes": {"key": {}}}}, (), ((X, "key"),)),
    "flows is a list": Case(doc(components={"securitySchemes": {"o": {"type": "oauth2", "flows": []}}}), ("#/components/securitySchemes/o/flows",)),
    "scopes is a list": Case(doc(components={"securitySchemes": {"o": {"type": "oauth2", "flows": {"implicit": {"scopes": ["a"]}}}}}), ("#/components/securitySchemes/o/flows/implicit/scopes",)),
    # 4.1-4.3 Format, data types
    "a key twice in JSON": Case('{"openapi": "3.1.0", "info": {"title": "T",\n"version": "1"}, "paths": {"/ok": {"get": {"operationId": "a", "tags": ["g"]},\n"get": {"operationId": "ok_list", "tags": ["g"]}}}}', ("openapi.yaml:3: WARNING: the key 'get' occurs twice in one map; the last one is used",)),
    "a key twice in YAML": Case("openapi: 3.1.0\ninfo: {title: T, version: '1'}\npaths:\n  /ok:\n    get: {operationId: a, tags: [g]}\n    get: {operationId: ok_list, tags: [g]}\n", ("openapi.yaml:6: WARNING: the key 'get' occurs twice in one map; the last one is used",)),
    "two YAML documents": Case(json.dumps(doc()) + "\n---\n{}\n", ("it contains more than one document",), is_shown=False),
    "an anchor that contains itself": Case("openapi: 3.1.0\nx: &a\n  b: *a\n", ("openapi.yaml:3: WARNING: the document is not YAML: the alias 'a' is inside the value that it refers to",), is_shown=False),
    "an alias of nothing": Case("openapi: 3.1.0\nx: *a\n", ("openapi.yaml:2: WARNING",), is_shown=False),
    "merged maps": Case("openapi: 3.1.0\ninfo: {title: T, version: '1'}\nx: &base {tags: [g], description: Merged.}\npaths:\n  /ok: {get: {<<: *base, operationId: ok_list}}\n", (), ((PAGE, "Merged."),)),
    "a local tag": Case("openapi: 3.1.0\ninfo: {title: !Ref T, version: '1'}\npaths:\n  /ok: {get: {operationId: ok_list, tags: [g]}}\n", ("openapi.yaml:2: WARNING: the tag '!Ref' has no effect here",), (("api/index", "T"),)),
    "a number of ten thousand digits": Case("openapi: 3.1.0\ninfo: {title: T, version: %s}\npaths:\n  /ok: {get: {operationId: ok_list, tags: [g]}}\n" % ("1" * 10000), ()),
    "a number of ten thousand digits in JSON": Case(json.dumps(doc()).replace('"1.2"', "1" * 10000), ()),
    "numbers beyond all numbers": Case(json.dumps(schema({"maximum": 1, "example": 2})).replace('"maximum": 1', '"maximum": 1e999').replace('"example": 2', '"example": -1e999, "default": NaN'), ("a text where the specification requires a number",), ((X, "NaN"),)),
    "control characters": Case(json.dumps(get(summary="a\x00b\x1b[31m\x7f\ud800", description="\x08\ufffe")), (), ((X, "Fine."),)),
    "limits of four hundred digits": Case(schema({"properties": {key: {"type": "number", key: 10**400} for key in ("minimum", "maximum", "exclusiveMinimum", "multipleOf")}}), (), ((X, "multipleOf number"),), options=CHECKED),
    "limits that are texts": Case(schema({"properties": {"p": {"type": "number", "exclusiveMinimum": "low", "dependencies": 7, "example": 5}}}), ("/p/exclusiveMinimum", "/p/dependencies"), ((X, "p number"),), options=CHECKED),
    "no spaces in a million letters": Case(get(description="x" * 1_000_000), (), ((X, "Fine."),)),
    "a tab in YAML": Case("openapi: 3.1.0\ninfo:\n\ttitle: T\n", ("openapi.yaml:3: WARNING: the document is not YAML",), is_shown=False),
    "an empty map": Case("{}", ("it has no 'openapi' (or 'swagger') field",), is_shown=False),
    # Found by fuzzing
    "a reference that is null": Case(get(responses={"200": {"description": "Fine."}, "404": {"$ref": None}}), ("null where the specification requires a text; it is left out (at #/paths/~1x/get/responses/404/$ref)",), ((X, "Fine."),)),
    "a schema that extends anything": Case(api({"/ok": OK}, components={"schemas": {"Any": True, "B": {"allOf": [{"$ref": "#/components/schemas/Any"}]}}}), ()),
    "the document itself as a callback": Case(get(callbacks={"c": {"$ref": "#"}}), ("the reference '#' cannot be followed: it leads to the document itself",), ((X, "Fine."),)),
    "swagger of a version that has none": Case({"swagger": "3.0", "info": {"title": "T", "version": "1"}, "paths": {"/ok": OK}}, ("the field 'swagger' has the version 3.0; it is read as the field 'openapi'",)),
    "swagger of no known version": Case({"swagger": "9", "info": {"title": "T", "version": "1"}, "paths": {"/ok": OK}}, ("OpenAPI 9 is not known; the document is read as 3.2",)),
    # What leads back to itself, or doubles, without a name
    "an array of what leads back to it": Case(schema(ref("Tree"), Tree={"type": "array", "items": TREE}), (), ((X, "label string"),)),
    "a map of what leads back to it": Case(schema(ref("Tree"), Tree={"additionalProperties": {"oneOf": [{"type": "string"}, TREE]}}), (), ((X, "label string"),)),
    "a tuple of what leads back to it": Case(schema(ref("Tree"), Tree={"prefixItems": [TREE, {"type": "array", "items": TREE}], "items": TREE}), (), ((X, "label string"),)),
    "patterns of what leads back to them": Case(schema(ref("Tree"), Tree={"patternProperties": {"^a": TREE, "^b": {"not": TREE}}}), (), ((X, "label string"),)),
    "an array that contains what leads back to it": Case(schema(ref("Tree"), Tree={"type": "array", "contains": ref("Tree"), "minContains": 2}), (), ((X, "At least 2 items"),)),
    "arrays of a million arrays": Case(schema(within(lambda inner: {"type": "array", "minItems": 10**6, "items": inner}, 30, {"type": "string"})), (), ((X, "array of array"),)),
    "choices that double beside one another": Case(schema(ref("S0"), **{f"S{n}": {"allOf": [{"oneOf": [ref(f"S{n + 1}"), {"properties": {"x": {}}}]}, {"oneOf": [ref(f"S{n + 1}"), {"properties": {"y": {}}}]}]} for n in range(30)}, S30={"type": "object"}), (), ((X, "S1"),), options={"schema_pages": False}),
    "doubling through aliases in the deep": Case("openapi: 3.1.0\ninfo: {title: T, version: '1'}\nx-0: &d0 {a: 1}\n" + "".join(f"x-{n}: &d{n} {{k: *d{n - 1}}}\n" for n in range(1, 400)) + "".join(f"x-{n}: &d{n} [*d{n - 1}, *d{n - 1}]\n" for n in range(400, 409)) + "paths: {/ok: {get: {operationId: ok_list, tags: [g]}}}\n", ()),
    "doubling through arrays without a name": Case(schema(ref("S0"), **{f"S{n}": {"type": "array", "items": {"properties": {"a": ref(f"S{n + 1}"), "b": ref(f"S{n + 1}")}}} for n in range(40)}, S40={"properties": {"end": {"type": "string"}}}), (), ((X, "Same fields as"),)),
    "a chain of two thousand schemas": Case(schema(ref("S0"), **{f"S{n}": ref(f"S{n + 1}") for n in range(2000)}, S2000={"properties": {"end": {"type": "string"}}}), (), ((X, "end string"),), options={"schema_pages": False}),
    "a chain of two thousand allOf": Case(schema(ref("S0"), **{f"S{n}": {"allOf": [ref(f"S{n + 1}"), {"properties": {f"p{n}": {"type": "string"}}}]} for n in range(2000)}, S2000={"type": "object"}), (), ((X, "p0 string"),), options={"schema_pages": False}),
    "schemas that all reach one another": Case(schema(ref("S0"), **{f"S{n}": {"description": "Some words. " * 20, "properties": {f"s{k}": ref(f"S{(n * 7 + k * 13) % 220}") for k in range(12)}} for n in range(220)}), (), ((X, "s0 S0"),)),
    "callbacks in one another": Case({**get(callbacks={"c": {"$ref": "#/components/callbacks/C"}}), "components": {"callbacks": {"C": {"/c": {"post": {**operation("c", "g"), "callbacks": {"d": {"$ref": "#/components/callbacks/C"}}}}}}}}, (), ((X, "/c"),)),
    "callbacks sixty deep": Case(json.dumps(get(callbacks=within(lambda inner: {"c": {"/c": {"post": {"responses": {}, "callbacks": inner}}}}, 60, {}))), (), ((X, "/c"),)),
    "tags a thousand deep": Case({**doc(tags=[{"name": "g", "parent": "p0"}, *({"name": f"p{n}", "parent": f"p{n + 1}"} for n in range(1000)), {"name": "p1000"}]), "openapi": "3.2.0"}, ("is nested more than 50 levels deep; it is placed beside its parent; so are 950 more tags",)),
    # Much of one kind
    "a thousand tags on one operation": Case(get(tags=[*numbered("t", 1000, 0)]), (), (("api/t0/x", "Fine."),)),
    "ten thousand alternatives of security": Case(get(security=[{f"s{n}": []} for n in range(10_000)]), (), ((X, "9,950 more are not shown here"),)),
    "three hundred schemes in three hundred alternatives": Case({**get(security=[{f"s{n + k}": [] for k in range(300)} for n in range(300)]), "components": {"securitySchemes": numbered("s", 600, KEY)}}, (), ((X, "more are not shown here"),)),
    "an enum of twenty thousand values that is checked": Case(schema({"properties": {"a": {"enum": [*range(20_000)], "default": 19_999, "examples": [*range(2000)]}}}), (), ((X, "and 19,000 more"),), options=CHECKED),
    "five thousand parameters": Case(get(parameters=[{"name": f"q{n}", "in": "query", "description": "Some *words*."} for n in range(5000)]), (), ((X, "more are not shown here"),)),
    "ninety-nine responses of a hundred headers": Case(get(responses={str(400 + n): {"description": "Fine.", "headers": numbered("X-", 100, {"description": "Some *words*."})} for n in range(99)}), (), ((X, "Fine."),)),
    "links with many parameters": Case(get(responses=numbered("40", 9, {"description": "Fine.", "links": numbered("l", 100, {"operationId": "x", "parameters": numbered("p", 100, "$request.body")})})), (), ((X, "Fine."),)),
    "servers with many variables": Case(get(servers=[{"url": "https://{v0}.test", "variables": numbered("v", 50, {"default": "a", "enum": [*numbered("e", 50, 0)]})}] * 4), (), ((X, "Fine."),)),
    "three thousand examples": Case(get(requestBody={"content": {"a/json": {"examples": numbered("e", 3000, {"value": ["text"] * 50})}}}), (), ((X, "2,900 more are not shown here"),)),
    "five thousand alternatives": Case(schema({"oneOf": [{"properties": {f"p{n}": {"type": "string"}}} for n in range(5000)]}), (), ((X, "more are not shown here"),)),
    "a path of three thousand variables": Case(doc({"/" + "/".join(f"{{v{n}}}" for n in range(3000)): {"get": operation("x", "g")}}), (), ((X, "Fine."),)),
    "a name of a million letters": Case(schema({"properties": {"p" * 1_000_000: {"type": "string"}}}), (), ((X, "Fine."),)),
    "five thousand patterns": Case(schema({"patternProperties": {f"^p{n}": {"type": "string"} for n in range(5000)}}), (), ((X, "^p0"),)),
    "patterns that repeat what repeats": Case(schema({"properties": {f"f{n}": {"type": "string", "pattern": pattern} for n, pattern in enumerate(("(((a{99}){99}){99}){99}", "((((((a*)*)*)*)*)*)*", "(((((a{,99}){,99}){,99}){,99}))", "(((a{1,99}){1,99}){1,99}){1,99}", "b" * 1_000_000))}}), (), ((X, "f4 string"),)),
    # Texts that want to be more
    "scripts in all links": Case({**get(externalDocs={"url": SCRIPT}, description=f"[a]({SCRIPT}) <a href='{SCRIPT}'>b</a>"), "info": {"title": "T", "version": "1", "termsOfService": SCRIPT, "contact": {"url": SCRIPT}, "license": {"name": "L", "url": SCRIPT}}}, (), ((X, "Fine."),)),
    "headings and links in all names": Case({**doc({"/x" + FORGED: {"get": operation("x", "g", summary=FORGED)}}, tags=[{"name": "g", "x-displayName": FORGED}]), "info": {"title": FORGED, "version": FORGED, "summary": FORGED}}, (), ((X, "Fine."),)),
    "a name with an escaped letter": Case(schema(ref("%2541"), **{"%41": {"properties": {"percent": {"type": "string"}}}}), (), ((X, "percent string"),)),
    "a long definition that is used often": Case(get(description="[a]: https://boats.test/" + "x" * 30_000 + "\n\n" + "[a] " * 9000), (), ((X, "addresses of some links are too long"),)),
    "addresses that begin and do not end": Case(get(description="http://a.b/(" * 6000), (), ((X, "Fine."),)),
    "a table of a thousand columns and two hundred rows": Case(get(description="|" + "a|" * 1000 + "\n|" + "-|" * 1000 + "\n" + ("|" + "a|" * 1000 + "\n") * 200), (), ((X, "not fit on this page"),)),
    "words in angle brackets": Case(get(description="<svg> <title> <path> <script> List<Item> and the end."), (), ((X, "<title> <path> <script> List<Item> and the end."),)),
    "code in a language that nobody knows": Case(get(description="```nobody\nsail\n```\n\n~~~nobody\n{not json\n~~~\n"), (), ((X, "sail {not json"),)),
    # Words of other versions
    "fields of 3 in 2.0": Case({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {"/ok": {"get": {**operation("ok_list", "g"), "callbacks": "none", "servers": 5}}}}, ("'callbacks' is not a field of this object in OpenAPI 2.0", "'servers' is not a field of this object in OpenAPI 2.0")),
    "members of the wrong kind beside a reference": Case(schema({"properties": {"a": {**ref("A"), "required": True, "type": 7, "description": ["x"]}}}, A={"properties": {"b": {"type": "string"}}}), ("/a/required", "/a/type", "/a/description"), ((X, "b string"),)),
    "conditions of the wrong kind": Case(schema({"allOf": [{"dependentRequired": 7, "minContains": "x"}, {"dependentRequired": {"a": 7}, "maxContains": []}], "properties": {"a": {"type": "string"}}}), ("/allOf/0/dependentRequired", "/allOf/0/minContains", "/allOf/1/maxContains", "/allOf/1/dependentRequired/a"), ((X, "a string"),)),
    "a tuple of draft 4 that has an identifier": Case(schema(ref("A"), A={"$id": "https://a.test/a", "type": "array", "items": [{"properties": {"one": {}}}, {"$ref": "#two"}], "$defs": {"B": {"$anchor": "two", "properties": {"two": {}}}}}), ("it is read as 'prefixItems'",), ((X, "one any"), (X, "two any"))),
    "a description that refers to nothing": Case(get(description={"$ref": "none.md"}), ("the reference 'none.md' cannot be followed: No such file or directory; it is left out",), ((X, "Fine."),)),
    "null among types": Case("{openapi: 3.1.0, info: {title: T, version: '1'}, paths: {/ok: {get: {operationId: ok_list, tags: [g], parameters: [{name: p, in: query, schema: {type: [integer, null]}}]}}}}", ("null instead of the string 'null'; it is read as the string",), ((PAGE, "p integer or null"),)),
    "an unknown version that is validated": Case({**doc(), "openapi": "3.9.0"}, ("the validator does not know OpenAPI 3.9.0",), options={"validate": "warn"}),
    "a version without quotes that is validated": Case(json.dumps(doc()).replace('"3.1.0"', "3.1"), ("the value of 'openapi' is a number; put it in quotes",), options={"validate": "warn"}),
    "files that refer to the document and to one another": Case(schema(ref("A"), A={"$ref": "s/a.yaml"}), (), ((X, "end string"),), {"s/a.yaml": {"properties": {"b": {"$ref": "b.yaml"}, "again": {"$ref": "../openapi.yaml#/components/schemas/A"}}}, "s/b.yaml": {"properties": {"a": {"$ref": "a.yaml"}, "end": {"type": "string"}}}}),
    # Swagger 2.0
    "swagger with two bodies": Case({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {"/ok": {"post": operation("ok_list", "g", parameters=[{"in": "body", "name": "a"}, {"in": "body", "name": "b"}])}}}, ()),
    "swagger with definitions in a circle": Case({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "paths": {"/ok": OK}, "definitions": {"A": {"$ref": "#/definitions/A"}}}, ("leads in a circle",)),
    "swagger with a parameter of no kind": Case({"swagger": "2.0", "info": {"title": "T", "version": "1"}, "parameters": {"p": 5}, "paths": {"/ok": {"get": operation("ok_list", "g", parameters=[{"$ref": "#/parameters/p"}, {}])}}}, ("#/parameters/p",)),
    # Descriptions (CommonMark)
    "blocks within blocks": Case(get(description=">" * 3000 + " deep"), (), ((X, "Fine."),)),
    "lists within lists in a description": Case(get(description="\n".join("  " * n + "- x" for n in range(300))), (), ((X, "Fine."),)),
    "elements within elements": Case(get(description="<details>" * 3000 + "deep"), (), ((X, "Fine."),)),
    "bold within bold": Case(get(description="<b><i>" * 3000 + "deep"), (), ((X, "Fine."),)),
    "a table in a table": Case(get(description="<table><tr><td>" * 500 + "deep"), (), ((X, "Fine."),)),
    "many brackets": Case(get(description="[" * 20000 + "![" * 20000), (), ((X, "Fine."),)),
    "many emphases": Case(get(description="*a **a " * 5000), (), ((X, "Fine."),)),
    "a table of many columns": Case(get(description="|".join("a" * 500) + "\n" + "|".join(["-"] * 500) + "\n" + "|".join("b" * 500)), (), ((X, "Fine."),)),
    "rows and cells in no table": Case(get(description="<tr><td>a</td></tr><li>b</li><dd>c</dd></p></b>"), (), ((X, "Fine."),)),
}  # fmt: skip
