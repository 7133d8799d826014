"""Overrides that say for which state of their operation they were written."""

from __future__ import annotations

import copy
import json
import re

import pytest
from conftest import api, operation

LIST = "api/things/things_list"
CREATE = "api/things/things_create"

API = api(
    {
        "/things": {
            "get": operation("things_list", "things", parameters=[{"name": "q", "in": "query", "schema": {"type": "string"}}, {"name": "size", "in": "query"}]),
            "post": operation("things_create", "things", requestBody={"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}}),
        },
    },
    components={"schemas": {"Thing": {"type": "object", "properties": {"name": {"type": "string"}}}}},
)  # fmt: skip


def changed(**members):
    """Return the document with other members of a parameter, and other words."""
    new = copy.deepcopy(API)
    new["paths"]["/things"]["get"]["parameters"][0] |= members
    new["paths"]["/things"]["get"]["description"] = "New words."
    return new


@pytest.fixture
def reviewed(make_site):
    """Return a function that makes a site whose overrides are reviewed, and writes the states into them."""

    def make(**files):
        words = {f"{LIST}.md": "Words.\n", f"{CREATE}.rst": "Words.\n", **files}
        site = make_site(API, words, options={"review_overrides": True})
        site.builder = "openapi-review"
        site.build()
        assert site.warnings == []
        site.builder = "html"
        return site.build()

    return make


def text(site, name):
    return (site.srcdir / name).read_text("utf-8")


def state(site, name):
    return re.search(r"openapi_reviewed: (r[0-9a-f]{9})\n", text(site, name))[1]


def test_the_builder_writes_the_state_and_builds_are_quiet(reviewed):
    site = reviewed()
    assert re.fullmatch(r"---\nopenapi_reviewed: r[0-9a-f]{9}\n---\n\nWords\.\n", text(site, f"{LIST}.md"))
    assert re.fullmatch(r":openapi_reviewed: r[0-9a-f]{9}\n\nWords\.\n", text(site, f"{CREATE}.rst"))
    assert site.warnings == []
    for page in (LIST, CREATE):
        assert "Words." in site.text(page)
        assert "reviewed" not in site.text(page)


def test_a_changed_operation_is_warned_about_at_the_line_with_value_and_changes(reviewed):
    site = reviewed()
    old = state(site, f"{LIST}.md")
    site.write({"openapi.yaml": changed(required=True)})
    (warning,) = site.build().warnings
    new = re.search(r"'openapi_reviewed: (r[0-9a-f]{9})'", warning)[1]
    assert new != old
    assert warning == (
        f"{LIST}.md:2: WARNING: the operation has changed since this text was written: Query parameter q: now "
        f"required; review the text, and write 'openapi_reviewed: {new}' [openapi_pages.review]"
    )
    site.write({f"{LIST}.md": text(site, f"{LIST}.md").replace(old, new)})
    assert site.build().warnings == []


def test_other_words_in_the_document_are_no_change(reviewed):
    site = reviewed()
    site.write({"openapi.yaml": changed(description="Filter.", example="x")})
    assert site.build().warnings == []
    parameters = API["paths"]["/things"]["get"]["parameters"]
    other = copy.deepcopy(API)
    other["paths"]["/things"]["get"] |= {"parameters": parameters[::-1], "operationId": "things_list", "x-note": 1}
    site.write({"openapi.yaml": other})
    assert site.build().warnings == []


def test_a_change_in_a_schema_is_a_change_of_the_operation(reviewed):
    site = reviewed()
    new = copy.deepcopy(API)
    new["components"]["schemas"]["Thing"]["properties"]["name"]["maxLength"] = 5
    site.write({"openapi.yaml": new})
    (warning,) = site.build().warnings
    assert warning.startswith(f"{CREATE}.rst:1: WARNING: the operation has changed since")
    assert "Request field name: maxLength 5 added" in warning


def test_an_override_without_a_state_is_told_what_to_write(make_site):
    site = make_site(API, {f"{LIST}.md": "# Things\n"}, options={"review_overrides": True}).build()
    (warning,) = site.warnings
    assert warning.startswith(f"{LIST}.md:1: WARNING: this text does not name the state")
    value = re.search(r"'openapi_reviewed: (r[0-9a-f]{9})'", warning)[1]
    site.write({f"{LIST}.md": f"---\nopenapi_reviewed: '{value}'\n---\n\n# Things\n"})
    assert site.build().warnings == []
    assert make_site(API, {f"{LIST}.md": "# Things\n"}).build().warnings == []


def test_an_unknown_former_state_is_warned_about_without_changes(make_site):
    files = {f"{LIST}.md": "---\nopenapi_reviewed: r000000000\n---\n\nWords.\n"}
    (warning,) = make_site(API, files, options={"review_overrides": True}).build().warnings
    assert "the operation has changed since this text was written; review the text" in warning


def test_the_former_state_is_found_in_the_older_version(reviewed, make_site):
    old = state(reviewed(), f"{LIST}.md")
    files = {f"{LIST}.md": f"---\nopenapi_reviewed: {old}\n---\n\nWords.\n", "old.yaml": API}
    options = {"review_overrides": True, "since": "old.yaml"}
    (warning,) = make_site(changed(required=True), files, options=options).build().warnings
    assert "written: Query parameter q: now required; review" in warning


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\nid: x\n---\n\nWords.\n", "---\nid: x\nopenapi_reviewed: {}\n---\n\nWords.\n"),
        ("---\nid: x\nopenapi_reviewed: old\nzed: 1\n---\nWords.\n", "---\nid: x\nopenapi_reviewed: {}\nzed: 1\n---\nWords.\n"),
        ("---\r\nid: x\r\n---\r\nWords.\r\n", "---\r\nid: x\r\nopenapi_reviewed: {}\r\n---\r\nWords.\r\n"),
        ("\ufeffWords.\n", "\ufeff---\nopenapi_reviewed: {}\n---\n\nWords.\n"),
        ("", "---\nopenapi_reviewed: {}\n---\n\n"),
        ("Words: openapi_reviewed: old\n", "---\nopenapi_reviewed: {}\n---\n\nWords: openapi_reviewed: old\n"),
    ],
)  # fmt: skip
def test_the_rest_of_the_file_is_left_alone(make_site, before, after):
    site = make_site(API, options={"review_overrides": True}, builder="openapi-review")
    site.write({f"{LIST}.md": ""})
    path = site.srcdir / f"{LIST}.md"
    path.write_bytes(before.encode())
    site.build()
    found = path.read_bytes().decode()
    assert re.sub("r[0-9a-f]{9}", "{}", found) == after
    site.builder = "html"
    assert site.build().warnings == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (":orphan:\n\nThings\n======\n", ":orphan:\n:openapi_reviewed: {}\n\nThings\n======\n"),
        (":openapi_reviewed: old\n\nThings\n======\n", ":openapi_reviewed: {}\n\nThings\n======\n"),
        ("Things\n======\n\n:a: b\n", ":openapi_reviewed: {}\n\nThings\n======\n\n:a: b\n"),
    ],
)
def test_the_field_in_restructuredtext(make_site, before, after):
    site = make_site(API, {f"{LIST}.rst": before}, options={"review_overrides": True}, builder="openapi-review").build()
    assert re.sub("r[0-9a-f]{9}", "{}", text(site, f"{LIST}.rst")) == after
    site.builder = "html"
    assert site.build().warnings == []
    assert site.title(LIST) == "Things"


def test_the_builder_writes_into_the_named_files_alone(make_site):
    from sphinx.testing.util import SphinxTestApp

    site = make_site(API, {f"{LIST}.md": "A.\n", f"{CREATE}.md": "B.\n"}, options={"review_overrides": True})
    app = SphinxTestApp("openapi-review", srcdir=site.srcdir)
    app.build(filenames=[str(site.srcdir / f"{LIST}.md")])
    app.cleanup()
    assert "openapi_reviewed" in text(site, f"{LIST}.md")
    assert text(site, f"{CREATE}.md") == "B.\n"


def test_the_builder_says_that_no_api_is_reviewed(make_site):
    site = make_site(API, {f"{LIST}.md": "A.\n"}, builder="openapi-review").build()
    (warning,) = site.warnings
    assert warning.startswith("conf.py:4: WARNING: no API has the option 'review_overrides'; set it to True")
    assert text(site, f"{LIST}.md") == "A.\n"


def test_the_coverage_counts_reviewed_overrides(reviewed):
    site = reviewed(**{"coverage.md": "---\norphan: true\n---\n\n# C\n\n```{openapi-coverage}\n```\n"})
    figures = []
    for document in (API, changed(required=True)):
        site.write({"openapi.yaml": document})
        site.builder = "html"
        site.build()
        shown = site.body("coverage").select("tbody tr")[-1].select("td")[-1].get_text()
        site.builder = "openapi-coverage"
        site.build()
        data = json.loads((site.outdir / "coverage.json").read_text("utf-8"))
        figures.append((data["apis"]["api"]["aspects"]["override"]["covered"], shown))
    assert figures == [(2, "100 %"), (1, "50 %")]
