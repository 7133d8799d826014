"""Hypothesis strategies for OpenAPI documents: valid ones, and ones in which one thing is wrong."""

from __future__ import annotations

import copy
import json
from typing import Any

from hypothesis import strategies as st

ODD_TEXTS = (
    "", " ", "\n", "null", "1.10", "a/b", "../x", "<b>x</b>", "{raw}`x`", ":ref:`x`", "|x|", "`", "*", "[x](y)", "é",
    "\u202e", "x" * 300, "$ref", "x-y", "~0~1", "#/", "%41", "con", "index", "page-2", "\x00", "#\n# h", "|a|\n|-|\n|b|",
    "<details><summary>s</summary>", "> [!NOTE]\n> x", "```\nx", "- a\n  - b", "<table><td>", "\\", "{{x}}", "\r\n", "javascript:x",
)  # fmt: skip
NAMES = tuple("abcd")

words = st.sampled_from(("", "A thing.", "Some *words* of `Markdown`.", "# Heading\n\ntext"))
texts = st.one_of(words, st.sampled_from(ODD_TEXTS), st.text(max_size=12))
names = st.one_of(st.sampled_from(NAMES), st.sampled_from(ODD_TEXTS), st.text(min_size=1, max_size=6))
flags = st.booleans()
scalars = st.one_of(
    st.none(),
    flags,
    st.integers(-(10**6), 10**6),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(max_size=8),
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(names, inner, max_size=3), max_leaves=5
)
counts = st.integers(0, 200)
numbers = st.one_of(st.integers(-100, 100), st.floats(-100, 100))


def some(required: dict[str, Any] | None = None, /, **optional: Any) -> st.SearchStrategy[dict[str, Any]]:
    """Return maps with the members *required* and some of *optional*; a trailing ``_`` is no part of a name."""
    named = {name.removesuffix("_").replace("__", "-"): strategy for name, strategy in optional.items()}
    return st.fixed_dictionaries(required or {}, optional=named)


def references(section: str) -> st.SearchStrategy[dict[str, Any]]:
    return st.sampled_from([{"$ref": f"#/components/{section}/{name}"} for name in NAMES[:2]])


def schemas(depth: int = 2) -> st.SearchStrategy[Any]:
    """Return Schema Objects nested *depth* levels deep at most."""
    said = {
        "title": texts, "description": texts, "deprecated": flags, "readOnly": flags, "writeOnly": flags, "default": values,
        "example": values, "nullable": flags, "externalDocs": st.just({"url": "https://example.com"}),
    }  # fmt: skip
    text = some(
        {"type": st.just("string")}, **said, minLength=counts, maxLength=counts, enum=st.lists(values, max_size=3),
        format=st.sampled_from(["date", "date-time", "uuid", "email", "binary", "odd"]),
        pattern=st.sampled_from(["^a+$", "[", "(a+)+$", r"\d{3}", "^(?!x)", r"\p{L}"]),
    )  # fmt: skip
    number = some(
        {"type": st.sampled_from(["integer", "number"])}, **said, minimum=numbers, maximum=numbers, multipleOf=st.sampled_from([1, 0.1, 5, 1e-300]),
        exclusiveMinimum=numbers | flags, exclusiveMaximum=numbers | flags,
    )  # fmt: skip
    other = some({"type": st.sampled_from(["boolean", "null", ["string", "null"], ["integer", "string"]])}, **said)
    leaves = [text, number, other, references("schemas"), flags, some(const=values), some(**said)]
    if not depth:
        return st.one_of(leaves)
    inner = st.deferred(lambda: schemas(depth - 1))
    some_schemas = st.lists(inner, min_size=1, max_size=3)
    thing = some(
        {"type": st.just("object")}, **said, properties=st.dictionaries(names, inner, max_size=3),
        required=st.lists(st.sampled_from(NAMES), max_size=2, unique=True), additionalProperties=inner | flags,
        patternProperties=st.dictionaries(st.sampled_from(["^x", "["]), inner, max_size=1), minProperties=st.integers(0, 5),
    )  # fmt: skip
    array = some(
        {"type": st.just("array")}, **said, items=inner, minItems=counts, maxItems=counts, uniqueItems=flags,
        prefixItems=some_schemas, contains=inner,
    )  # fmt: skip
    choice = some(
        **said, oneOf=some_schemas, anyOf=some_schemas, allOf=some_schemas, not_=inner, if_=inner, then=inner,
        discriminator=st.just({"propertyName": "a", "mapping": {"x": "#/components/schemas/a", "y": "b"}}),
    )  # fmt: skip
    return st.one_of([*leaves, thing, array, choice])


examples = st.dictionaries(
    names,
    some(summary=texts, description=texts, value=values) | some(externalValue=st.just("https://boats.example/a.json")),
    max_size=2,
)
encodings = st.dictionaries(names, some(contentType=texts, explode=flags, style=st.just("form")), max_size=1)
media_types = (
    some(schema=schemas(), example=values, encoding=encodings)
    | some(schema=schemas(), examples=examples)
    | some(itemSchema=schemas(1))
)
contents = st.dictionaries(
    st.sampled_from(["application/json", "text/plain", "multipart/form-data", "application/x-www-form-urlencoded", "*/*", "a"]), media_types, max_size=2
)  # fmt: skip
parameters = some(
    {"name": names, "in": st.sampled_from(["query", "header", "path", "cookie", "querystring"])},
    description=texts, required=flags, deprecated=flags, schema=schemas(1), example=values, explode=flags,
    style=st.sampled_from(["form", "simple", "deepObject", "label", "matrix", "pipeDelimited"]), allowReserved=flags,
) | some({"name": names, "in": st.just("query"), "content": contents})  # fmt: skip
headers = st.dictionaries(names, some(description=texts, schema=schemas(1), required=flags), max_size=2)
servers = some({"url": st.sampled_from(["https://example.com/{v}", "/", "//x", "javascript:x", "{a}"])}, description=texts, variables=st.dictionaries(st.sampled_from(["v", "a"]), some({"default": texts}, enum=st.lists(texts, max_size=2)), max_size=1))  # fmt: skip
links = st.dictionaries(
    names, some(operationId=names, description=texts, parameters=st.dictionaries(names, values, max_size=1)), max_size=1
)
responses = some({"description": texts}, headers=headers, content=contents, links=links) | references("responses")
bodies = some({"content": contents}, description=texts, required=flags)
statuses = st.sampled_from(["200", "201", "4XX", "default", "404"])
security = st.lists(
    st.dictionaries(st.sampled_from([*NAMES[:2], "none"]), st.lists(texts, max_size=2), max_size=2), max_size=2
)
METHODS = ("get", "put", "post", "delete", "patch")


def operations(depth: int = 1) -> st.SearchStrategy[dict[str, Any]]:
    """Return Operation Objects; callbacks hold others, *depth* levels deep."""
    calls = {}
    if depth:
        item = st.dictionaries(st.sampled_from(METHODS), st.deferred(lambda: operations(depth - 1)), max_size=1)
        calls["callbacks"] = st.dictionaries(
            names, st.dictionaries(st.sampled_from(["{$request.body#/url}", "x"]), item, max_size=1), max_size=1
        )
    return some(
        {"responses": st.dictionaries(statuses, responses, max_size=2)},
        operationId=names, summary=texts, description=texts, tags=st.lists(names, max_size=2, unique=True), deprecated=flags,
        parameters=st.lists(parameters | references("parameters"), max_size=3), requestBody=bodies, security=security,
        servers=st.lists(servers, max_size=1), **calls, externalDocs=st.just({"url": "https://example.com"}),
        x__codeSamples=st.just([{"lang": "Shell", "source": "x"}]),
    )  # fmt: skip


path_items = st.dictionaries(st.sampled_from(METHODS), operations(), min_size=1, max_size=2).flatmap(
    lambda item: some(
        {name: st.just(value) for name, value in item.items()},
        parameters=st.lists(parameters, max_size=1),
        summary=texts,
    )
)
schemes = st.one_of(
    st.just({"type": "http", "scheme": "bearer"}),
    st.just({"type": "apiKey", "in": "header", "name": "X"}),
    some({"type": st.just("oauth2"), "flows": st.dictionaries(st.sampled_from(["implicit", "clientCredentials"]), some({"scopes": st.dictionaries(names.filter(lambda name: name != "$ref"), texts, max_size=2)}, tokenUrl=texts), max_size=1)}),
    st.just({"type": "openIdConnect", "openIdConnectUrl": "https://x"}),
)  # fmt: skip
tags = st.lists(some({"name": names}, description=texts, summary=texts), max_size=2, unique_by=lambda tag: tag["name"])


def named(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """Return the components to which :func:`references` lead."""
    return st.fixed_dictionaries(dict.fromkeys(NAMES[:2], strategy))


components = st.fixed_dictionaries(
    {
        "schemas": named(schemas().filter(lambda schema: not isinstance(schema, dict) or "$ref" not in schema)),
        "responses": named(responses.filter(lambda response: "$ref" not in response)),
        "parameters": named(parameters),
        "securitySchemes": named(schemes),
    }
)
documents = some(
    {
        "openapi": st.sampled_from(["3.0.3", "3.1.1", "3.2.0"]),
        "info": some({"title": texts, "version": texts}, description=texts, contact=some(name=texts, url=texts, email=texts), license=some({"name": texts}, url=texts)),
        "paths": st.dictionaries(st.sampled_from(["/a", "/a/{b}", "/", "/{c}/d", "/%7B"]), path_items, min_size=1, max_size=2),
        "components": components,
    },
    servers=st.lists(servers, max_size=2), security=security, tags=tags, webhooks=st.dictionaries(names, path_items, max_size=1),
)  # fmt: skip

#: Values that may stand anywhere in a document that somebody made in a hurry.
WRONG = (
    None, True, False, 0, -1, 1e308, 10**30, "", "x", "null", [], {}, [None], [[]], {"": None}, {"a": {}}, {"$ref": "#/nowhere"}, {"$ref": "#"},
    {"$ref": ""}, {"$ref": "#/paths"}, {"$ref": "#/components/schemas/a"}, {"$ref": "#/components"}, {"$ref": None}, {"$ref": "x.yaml"},
    {"$ref": "http://127.0.0.1:9/"}, {"$ref": "../../etc/passwd"}, {"type": "object"}, [{"$ref": "#/components/parameters/b"}], "\ud800",
)  # fmt: skip


def places(value: Any, place: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Return the ways to all values in *value*."""
    members = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(inner for key, item in members for inner in places(item, (*place, key)))]


def at(value: Any, place: tuple[Any, ...]) -> Any:
    for key in place:
        value = value[key]
    return value


@st.composite
def edited_documents(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return documents, each with one in which one value is replaced, left out, renamed, or put in another's place."""
    before = draw(documents)
    document = copy.deepcopy(before)
    ways = places(document)[1:]
    place = draw(st.sampled_from(ways))
    parent, key = at(document, place[:-1]), place[-1]
    kind = draw(st.sampled_from(["wrong", "wrong", "missing", "renamed", "other", "any", "reference"]))
    if kind == "wrong":
        parent[key] = draw(st.sampled_from(WRONG))
    elif kind == "missing":
        del parent[key]
    elif kind == "renamed" and isinstance(parent, dict):
        parent[draw(names)] = parent.pop(key)
    elif kind == "other":
        parent[key] = copy.deepcopy(at(document, draw(st.sampled_from(ways))))
    elif kind == "reference":
        steps = (str(step).replace("~", "~0").replace("/", "~1") for step in draw(st.sampled_from(ways)))
        parent[key] = {"$ref": "#/" + "/".join(steps)}
    else:
        parent[key] = draw(values)
    return before, document


def mutated_documents() -> st.SearchStrategy[dict[str, Any]]:
    """Return documents with one fault, or none."""
    return edited_documents().map(lambda pair: pair[1])


@st.composite
def damaged_texts(draw: st.DrawFn) -> str:
    """Return texts of documents that are cut off, or in which some characters are others."""
    text = json.dumps(draw(documents), indent=1)
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(start + 10, len(text)))) if draw(flags) else len(text)
    return (
        text[:start]
        + draw(st.sampled_from(["", "\x00", "}", "{", '"', ",", "\t", "&a ", "*a", "!!x", "- ", "\n---\n", "é", "\\"]))
        + text[end:]
    )
