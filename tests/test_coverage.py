"""The builder ``openapi-coverage`` and the directive of the same name."""

from __future__ import annotations

import copy
import json

import pytest
from conftest import SHARED, api, needs_shared, operation

THING = {"$ref": "#/components/schemas/Thing"}
FULL = operation(
    "things_create",
    "things",
    summary="Create a thing",
    parameters=[{"name": "dry", "in": "query", "description": "Only try."}],
    requestBody={"content": {"application/json": {"schema": THING, "example": {"n": 1}}}},
    responses={
        "201": {"description": "", "content": {"application/json": {"schema": THING, "example": {"n": 1}}}},
        "400": {"description": ""},
    },
)
EMPTY = operation(
    "others_list",
    "others",
    parameters=[{"name": "page", "in": "query", "schema": {"type": "integer"}}, {"name": "q", "in": "query", "description": "Words."}],
    requestBody={"content": {"application/json": {"schema": {"type": "object", "additionalProperties": {}}}}},
    responses={"200": {"description": ""}, "202": {"description": ""}},
)  # fmt: skip
SPEC = api(
    {
        "/things": {"post": FULL},
        "/others": {"get": EMPTY, "delete": operation("others_destroy", "others", responses={"204": {"description": ""}, "default": {"description": ""}})},
    },
    components={
        "schemas": {
            "Thing": {"properties": {"n": {"type": "integer"}}, "discriminator": {"propertyName": "kind"}},
            "Heir": {"allOf": [THING, {"properties": {"kind": {"type": "string"}}}]},
            "Loose": {"properties": {"end": {"$ref": "#/components/schemas/End"}}},
            "End": {"type": "string"},
        }
    },
)  # fmt: skip


@pytest.fixture
def cover(make_site):
    def cover(spec=SPEC, files=None, **options):
        return make_site(spec, files, builder="openapi-coverage", options=options).build()

    return cover


def report(site):
    return json.loads((site.outdir / "coverage.json").read_text("utf-8"))["apis"]["api"]


def aspects(site, name):
    (found,) = (entry for entry in report(site)["operations"] if entry["operationId"] == name)
    return found["aspects"], found["missing"]


def test_what_an_operation_has(cover):
    site = cover(files={"api/things/things_create.md": "Mine.\n"})
    assert aspects(site, "things_create") == (
        dict.fromkeys(("description", "parameters", "request", "responses", "errors", "examples", "override"), True),
        {},
    )
    assert aspects(site, "others_list") == (
        {
            "description": False,
            "parameters": False,
            "request": False,
            "responses": False,
            "errors": False,
            "examples": False,
            "override": False,
        },
        {
            "description": ["summary or description"],
            "parameters": ["page"],
            "request": ["request"],
            "responses": ["200"],
            "errors": ["4xx or 5xx"],
            "examples": ["request"],
        },
    )


def test_what_is_of_no_concern_is_left_out_of_the_figures(cover):
    site = cover()
    states, _ = aspects(site, "others_destroy")
    assert states == {
        "description": False,
        "parameters": None,
        "request": None,
        "responses": None,
        "errors": True,
        "examples": None,
        "override": False,
    }
    found = report(site)
    assert found["aspects"]["parameters"] == {"covered": 1, "of": 2, "percent": 50.0}
    assert found["total"] == {"covered": 7, "of": 14, "percent": 50.0}  # overrides do not count
    groups = {group["tag"]: (group["count"], group["total"]["percent"]) for group in found["groups"]}
    assert groups == {"things": (1, 100.0), "others": (2, 12.5)}


def test_answers_to_webhooks_are_not_the_services_to_describe(cover):
    states, _ = aspects(cover(api(webhooks={"thing": {"post": operation("thing")}})), "thing")
    assert (states["responses"], states["errors"]) == (None, None)


def test_a_default_response_alone_counts_as_success(cover):
    answer = {"description": "Fine.", "content": {"application/json": {"schema": {"type": "string"}}}}
    states, _ = aspects(cover(api({"/a": {"get": operation("op", responses={"default": answer})}})), "op")
    assert (states["responses"], states["errors"]) == (True, False)


def test_a_schema_that_a_path_without_operations_uses_is_used(cover):
    parameter = {"name": "p", "in": "query", "schema": {"$ref": "#/components/schemas/A"}}
    spec = api({"/a": {"parameters": [parameter]}}, components={"schemas": {"A": {}, "B": {}}})
    assert report(cover(spec))["unused_schemas"] == ["B"]


def test_what_a_sequence_holds_counts(cover):
    lines = {"itemSchema": {"type": "object", "properties": {"a": {"type": "string"}}, "example": {"a": "b"}}}
    answer = {"description": "Lines.", "content": {"application/jsonl": lines}}
    states, _ = aspects(cover(api({"/a": {"get": operation("lines", responses={"200": answer})}})), "lines")
    assert (states["responses"], states["examples"]) == (True, True)


def test_the_terminal_and_the_text_show_the_figures(cover):
    site = cover()
    text = (site.outdir / "coverage.txt").read_text("utf-8")
    rows = [line.split() for line in text.splitlines()]
    assert ["Things", "1", *["100", "%"] * 6, "0", "%", "100", "%"] in rows
    assert ["All", "3", "33", "%", "50", "%", "50", "%", "50", "%", "66", "%", "50", "%", "0", "%", "50", "%"] in rows
    assert "parameters: page; request: request; responses: 200" in text
    shown = [line for line in site.status.splitlines() if line.startswith(("Things", "Others", "All"))]
    assert len(shown) == 3
    assert all(line in text.splitlines() for line in shown)


def test_schemas_that_nothing_uses(cover):
    site = cover()
    assert report(site)["unused_schemas"] == ["Loose", "End"]
    assert "* Loose\n* End\n" in (site.outdir / "coverage.txt").read_text("utf-8")


def test_overrides_that_match_nothing(cover):
    files = {
        "api/things/things_creat.md": "# Old\n",
        "api/things/notes.md": "# Notes\n",
        "api/things/alone.md": "---\norphan: true\n---\n\n# Alone\n",
        "api/capture.md": "# By hand\n",
        "api/things/index.md": "```{toctree}\nnotes\n```\n",
    }
    site = cover(files=files)
    assert report(site)["stale_overrides"] == [
        {"docname": "api/things/things_creat", "closest": "api/things/things_create"}
    ]
    assert "api/things/things_creat (closest: api/things/things_create)" in (site.outdir / "coverage.txt").read_text(
        "utf-8"
    )


def test_examples_that_do_not_fit_are_in_the_report(cover):
    spec = copy.deepcopy(SPEC)
    spec["paths"]["/things"]["post"]["requestBody"]["content"]["application/json"]["example"] = {"n": "x"}
    (fault,) = report(cover(spec))["misfits"]
    assert fault["place"] == "openapi.yaml:31"
    assert fault["message"].endswith("(at #/paths/~1things/post/requestBody/content/application~1json/example)")
    assert '"x" is not of type integer' in fault["message"]


# Minimums


@pytest.mark.parametrize(
    ("options", "warnings"),
    [
        ({"coverage_minimum": 50, "coverage_group_minimum": 12.5}, []),
        ({"coverage_minimum": 51}, ["the coverage of the API 'api' is 50.00 %, below the minimum of 51 %"]),
        (
            {"coverage_minimum": {"total": 10, "description": 100}},
            ["the coverage of the API 'api', column 'description' is 33.33 %, below the minimum of 100 %"],
        ),
        (
            {"coverage_group_minimum": 80},
            ["the coverage of the group 'others' of the API 'api' is 12.50 %, below the minimum of 80 %"],
        ),
        ({"coverage_group_minimum": {"*": 80, "others": 10}}, []),
        ({"coverage_minimum": 100, "coverage_exclude": ["* /others"]}, []),
    ],
)
def test_below_a_minimum_the_build_fails(cover, options, warnings):
    site = cover(**options)
    assert [line.split("WARNING: ")[1].removesuffix(" [openapi_pages.coverage]") for line in site.warnings] == warnings
    assert site.app.statuscode == (1 if warnings else 0)


def test_a_document_that_cannot_be_read_is_below_every_minimum(cover):
    site = cover("not: [a document", coverage_minimum=1)
    assert "is 0.00 %, below the minimum of 1 %" in site.warnings[-1]
    assert site.app.statuscode == 1
    assert report(site)["operations"] == []


def test_unknown_names_of_minimums_are_warned_about(cover):
    site = cover(coverage_minimum={"descriptions": 80}, coverage_group_minimum={"thngs": 80})
    assert ["did you mean 'description'?" in site.warnings[0], "did you mean 'things'?" in site.warnings[1]] == [
        True,
        True,
    ]


def test_excluded_operations_are_counted_as_such(cover):
    found = report(cover(coverage_exclude=["others_*"]))
    assert (found["count"], found["excluded"], found["total"]["percent"]) == (1, 2, 100.0)


# The directive

PAGES = {
    "state.md": "# State\n\n```{openapi-coverage}\n:operations:\n```\n",
    "index.md": "# Home\n\n```{toctree}\nstate\n```\n",
}


def rows(site):
    table = site.body("state").find("table")
    return [[cell.get_text(" ", strip=True) for cell in row.find_all(["td", "th"])] for row in table.find_all("tr")]


@pytest.mark.parametrize(
    ("suffix", "markup"),
    [("md", PAGES["state.md"]), ("rst", "State\n=====\n\n.. openapi-coverage::\n   :operations:\n")],
)
def test_table_and_bars(make_site, suffix, markup):
    site = make_site(SPEC, {f"state.{suffix}": markup, "index.md": PAGES["index.md"]}).build()
    assert rows(site)[1:] == [
        ["Things", "1", "100 %", "100 %", "100 %", "100 %", "100 %", "100 %", "100 %", "0 %"],
        ["Others", "2", "12 %", "0 %", "0 %", "0 %", "0 %", "50 %", "0 %", "0 %"],
        ["All", "3", "50 %", "33 %", "50 %", "50 %", "50 %", "66 %", "50 %", "0 %"],
    ]
    body = site.body("state")
    assert [span["style"] for span in body.select("tbody .openapi-bar > span")] == [
        "width: 100.0%",
        "width: 12.5%",
        "width: 50.0%",
    ]
    assert body.find("table").find("a", string="Things")["href"] == "api/things/index.html"
    assert [tag.get_text() for tag in body.select("details > summary")] == ["Things: 100 %", "Others: 12 %"]
    assert body.select_one("details a[href='api/others/others_list.html']") is not None
    assert site.html("state").find("link", href=lambda href: "openapi-pages.css" in href) is not None
    assert site.warnings == []


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "epub", "gettext"])
def test_every_builder_shows_it(make_site, builder):
    site = make_site(
        SPEC,
        PAGES,
        builder=builder,
        conf="project = version = copyright = 'Test'\nsuppress_warnings = ['epub.unknown_project_files']",
    ).build()
    assert site.warnings == []
    if builder == "text":
        text = (site.outdir / "state.txt").read_text("utf-8")
        assert "########## 100 %" in text
        assert "page" in text


def test_the_page_follows_document_and_overrides(make_site):
    site = make_site(SPEC, PAGES).build()
    assert site.build().read == []
    site.write({"api/others/others_list.md": "Mine.\n"})
    assert sorted(site.build().read) == ["api/others/others_list", "state"]
    assert rows(site)[2][-1] == "50 %"
    spec = copy.deepcopy(SPEC)
    spec["paths"]["/others"]["get"]["description"] = "Words."
    site.write({"openapi.yaml": spec})
    assert "state" in site.build().read
    assert rows(site)[2][3] == "50 %"


@needs_shared
@pytest.mark.real
@pytest.mark.parametrize(
    ("name", "count", "total"), [("posthog/schema.yaml", 224, 38), ("github/api.github.com.json", 1493, 85)]
)
def test_real_documents(make_site, name, count, total):
    site = make_site(SPEC, options={"spec": str(SHARED / "specs" / name)}, builder="openapi-coverage").build(parallel=2)
    found = report(site)
    assert found["count"] == count
    assert int(found["total"]["percent"]) == total
