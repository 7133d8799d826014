"""Markdown twins keep to their limit, whatever the document, and say what they leave out."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from conftest import api, operation

LIMIT = 6_000
LONG = "Words of some length, äöü. " * 800
TEXT = {"type": "string"}


def ref(section: str, name: str) -> dict[str, str]:
    return {"$ref": f"#/components/{section}/{name}"}


def sends(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def answer(schema: Any, **members: Any) -> dict[str, Any]:
    return {"200": {"description": "Fine.", **sends(schema), **members}}


WIDE = {"type": "object", "properties": {f"field{n}": {"type": "string", "description": LONG[:90]} for n in range(200)}}
QUERY = [{"name": f"q{n}", "in": "query", "description": LONG[:300], "schema": TEXT} for n in range(60)]

HARD: dict[str, Any] = {
    "body": operation("body", requestBody=sends(WIDE), security=[{"key": []}]),
    "answer": operation("answer", responses={**answer(ref("schemas", "Near")), "400": answer(WIDE)["200"]}),
    "words": operation("words", description=LONG, responses=answer(ref("schemas", "Near"))),
    "queries": operation("queries", parameters=QUERY),
    "shared": operation("shared", responses={"200": ref("responses", "Large"), "404": ref("responses", "Small")}),
    "chain": operation("chain", responses=answer(ref("schemas", "Chain0")), security=[{"key": []}]),
    "wide": operation("wide", responses=answer(ref("schemas", "Wide"))),
    "example": operation("example", responses={"200": {"description": "", "content": {"application/json": {
        "schema": ref("schemas", "Near"),
        "examples": {"large": ref("examples", "Large"), "small": ref("examples", "Small")},
    }}}}),
    "inline": operation("inline", responses=answer(ref("schemas", "Near"), content={"application/json": {
        "schema": ref("schemas", "Near"), "example": {"text": LONG}
    }})),
    "extension": operation("extension", **{"x-notes": LONG}),
    "secret": operation("secret", security=[{"large": []}]),
    "i" * 9000: operation("i" * 9000),
}  # fmt: skip

SPEC = api(
    {f"/{'long-' * 1500 if len(name) > 1000 else name}": {"post": made} for name, made in HARD.items()},
    components={
        "schemas": {
            "Near": {"type": "object", "properties": {"id": TEXT}},
            "Wide": WIDE,
            **{
                f"Chain{n}": {"description": LONG[:400], "properties": {"next": ref("schemas", f"Chain{n + 1}")}}
                for n in range(40)
            },
            "Chain40": TEXT,
        },
        "responses": {"Large": answer(WIDE)["200"], "Small": {"description": "Gone."}},
        "examples": {"Large": {"value": LONG}, "Small": {"value": {"id": "1"}}},
        "securitySchemes": {
            "key": {"type": "apiKey", "name": "X-Key", "in": "header"},
            "large": {"type": "apiKey", "name": "X-Key", "in": "header", "description": LONG},
        },
    },
)


@pytest.fixture(scope="module")
def twins(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The twins by operation, and an override with more words than there is room for."""
    from conftest import Site

    site = Site(tmp_path_factory.mktemp("twins"), "openapi-json")
    conf = f"extensions = ['myst_parser', 'sphinxcontrib_openapi_pages']\nopenapi_pages = {{'api': {{'spec': 'openapi.yaml', 'twin_size': {LIMIT}}}}}"
    files = {
        "index.md": "# Home\n\n```{toctree}\napi/index\n```\n",
        "api/chain/chain.md": "Mine.\n\n" + f"{LONG[:200]}\n" * 60,
    }
    site.write({"conf.py": conf, "openapi.yaml": SPEC, **files})
    site.build()
    folder = site.outdir / "api/open-api-spec"
    return {path.stem: path.read_text("utf-8") for path in folder.iterdir()}


def parsed(twin: str) -> tuple[str, dict[str, Any]]:
    """Return the note above the JSON of *twin*, and its value."""
    note, _, rest = twin.partition("## OpenAPI\n\n")[2].partition("```json ")
    return note.strip(), json.loads(rest.partition("\n")[2].removesuffix("\n```\n"))


def member(twin: str, *path: str) -> Any:
    value: Any = parsed(twin)[1]
    for step in path:
        value = value[step]
    return value


def test_no_twin_exceeds_the_limit(twins):
    assert len(twins) == len(HARD)
    assert {name: len(text.encode()) for name, text in twins.items() if len(text.encode()) > LIMIT} == {}
    assert sum(len(text.encode()) > LIMIT / 2 for text in twins.values()) >= 2, "what fits is used"


def test_the_largest_parts_of_an_operation_become_references(twins):
    note, data = parsed(twins["body"])
    assert note == "Parts of the operation that do not fit here are in [openapi.json](../openapi.json)."
    made = data["paths"]["/body"]["post"]
    assert made["requestBody"] == {"$ref": "../openapi.json#/paths/~1body/post/requestBody"}
    assert made["security"] == [{"key": []}]
    assert data["components"]["securitySchemes"]["key"]["name"] == "X-Key"
    answers = member(twins["answer"], "paths", "/answer", "post", "responses")
    assert answers["400"] == {"$ref": "../openapi.json#/paths/~1answer/post/responses/400"}
    assert answers["200"]["content"]["application/json"]["schema"] == ref("schemas", "Near")
    assert "Near" in member(twins["answer"], "components", "schemas")
    queries = member(twins["queries"], "paths", "/queries", "post", "parameters")
    assert {"$ref": "../openapi.json#/paths/~1queries/post/parameters/59"} in queries
    assert len([query for query in queries if "name" in query]) > 2


def test_descriptions_go_before_the_operation_does(twins):
    made = member(twins["words"], "paths", "/words", "post")
    assert "description" not in made
    assert made["responses"].keys() == {"200"}


def test_an_operation_for_which_there_is_no_room_at_all_is_a_reference(twins):
    assert member(twins["extension"], "paths") == {"/extension": {"$ref": "../openapi.json#/paths/~1extension"}}
    (long,) = (text for name, text in twins.items() if name.startswith("iii"))
    assert "```json" not in long
    assert long.endswith("that do not fit here are in [openapi.json](../openapi.json).\n\n")


def test_the_nearest_schemas_are_held_and_farther_ones_are_references(twins):
    note, data = parsed(twins["chain"])
    assert note == "Schemas that do not fit here are in [openapi.json](../openapi.json)."
    names = list(data["components"]["schemas"])
    assert 2 < len(names) < 15
    assert sorted(names) == sorted(f"Chain{n}" for n in range(len(names)))
    outside = set(re.findall(r'"(\.\./[^"]*)"', twins["chain"]))
    assert outside == {f"../openapi.json#/components/schemas/Chain{len(names)}"}
    assert "key" in data["components"]["securitySchemes"]
    assert "Mine." in twins["chain"]
    assert twins["chain"].partition("## OpenAPI")[0].endswith("\n…\n\n"), "the author's words end with a line"
    assert member(twins["wide"], "paths", "/wide", "post", "responses", "200", "content", "application/json") == {
        "schema": {"$ref": "../openapi.json#/components/schemas/Wide"}
    }


def test_other_components_are_held_as_far_as_they_fit(twins):
    answers = member(twins["shared"], "paths", "/shared", "post", "responses")
    assert answers == {
        "200": {"$ref": "../openapi.json#/components/responses/Large"},
        "404": ref("responses", "Small"),
    }
    assert list(member(twins["shared"], "components", "responses")) == ["Small"]
    assert list(member(twins["example"], "components", "examples")) == ["Small"]
    assert list(member(twins["example"], "components", "schemas")) == ["Near"]


def test_a_twin_that_fits_has_short_lines_and_no_more_of_them_than_reads_well(twins):
    lines = twins["example"].splitlines()
    assert ' "info": {"title": "Test API", "version": "1.2"},' in lines
    assert '   "Near": {"type": "object", "properties": {"id": {"type": "string"}}}' in lines
