"""The builder ``openapi-changes``: what it prints and writes, and when it fails."""

from __future__ import annotations

import copy
import json

import pytest
from conftest import api, operation
from test_changes import OLD, git
from test_changes import changed as changed_api
from test_fetching import served

from sphinxcontrib_openapi_pages.outputs.changes_builder import Accepted


def site_of(make_site, new, old=OLD, **options):
    options = {"since": "old.yaml", **options}
    return make_site(new, {"old.yaml": old}, builder="openapi-changes", options=options)


def table(site):
    """Return verdict, operation and change of each row of the table in the terminal."""
    lines = site.status.split("changes since ")[1].splitlines()
    return [row.strip() for row in lines[3 : lines.index("", 3)]]


def report(site):
    return json.loads((site.outdir / "changes.json").read_text("utf-8"))["apis"]["api"]


def compatible():
    new = copy.deepcopy(OLD)
    new["paths"]["/things"]["get"]["parameters"][0]["description"] = "Filter."
    new["paths"]["/things"]["get"]["parameters"].append({"name": "size", "in": "query"})
    return new


def test_the_table_and_the_file(make_site):
    site = site_of(make_site, changed_api()).build()
    assert "Test API 1.0 (api): changes since 1.0\n=====================================\n" in site.status
    assert [" ".join(row.split()) for row in table(site)][:4] == [
        "breaking GET /things Query parameter q: now required",
        "breaking GET /things Query parameter page: removed",
        "GET /things Query parameter size: added",
        "GET /things Field name of response 200: now required",
    ]
    assert "16 changes, 9 of them breaking, 0 accepted" in site.status
    data = report(site)
    assert (data["count"], data["breaking"], data["accepted"], data["failed"]) == (16, 9, 0, True)
    assert data["since"] == {"name": "old.yaml", "version": "1.0"}
    assert data["changes"][0] == {
        "text": "Query parameter q: now required",
        "breaking": True,
        "accepted": False,
        "docname": "api/things/things_list",
        "operationId": "things_list",
        "method": "get",
        "path": "/things",
        "group": "things",
        "part": "query_parameter",
        "kind": "required",
        "name": "q",
    }
    assert site.app.statuscode == 1
    (warning,) = site.warnings
    assert warning == (
        "conf.py:4: WARNING: the API 'api' has 9 breaking changes since 'old.yaml'; undo unintended changes, and add "
        "the lines of the others to 'accepted_changes' [openapi_pages.changes]"
    )


def test_operations_paths_and_webhooks_that_are_gone_break_clients(make_site):
    hook = {"hook": {"post": operation("hook")}}
    old = api({"/a": {"get": operation(), "put": operation()}, "/b": {"get": operation()}, "/c": {"get": operation("c")}}, webhooks=hook)  # fmt: skip
    new = api({"/a": {"get": operation()}, "/c/{x}": {"get": operation("c", parameters=[{"name": "x", "in": "path", "required": True}])}})  # fmt: skip
    site = site_of(make_site, new, old).build()
    assert sorted(" ".join(row.split()) for row in table(site)) == [
        "breaking GET /b Operation: removed",
        "breaking GET /c/{x} Operation: path changed from /c to /c/{x}",
        "breaking GET /c/{x} Path parameter x: added, required",
        "breaking POST hook Operation: removed",
        "breaking PUT /a Operation: removed",
    ]


@pytest.mark.parametrize(
    ("limit", "new", "status"),
    [
        ("breaking", OLD, 0),
        ("breaking", compatible(), 0),
        ("any", OLD, 0),
        ("any", compatible(), 1),
        ("breaking", changed_api(), 1),
    ],
)
def test_the_exit_status(make_site, limit, new, status):
    site = site_of(make_site, new, changes_limit=limit).build()
    assert site.app.statuscode == status
    assert len(site.warnings) == status
    assert report(site)["failed"] is bool(status)


def test_nothing_changed(make_site):
    site = site_of(make_site, OLD).build()
    assert "Nothing changed." in site.status
    assert report(site)["changes"] == []


def test_lines_of_the_table_are_accepted(make_site):
    site = site_of(make_site, changed_api()).build()
    rows = [row for row in table(site) if row.startswith("breaking")]
    site = site_of(make_site, changed_api(), accepted_changes=rows[1:]).build()
    assert site.app.statuscode == 1
    assert "has 1 breaking change since" in site.warnings[0]
    site = site_of(
        make_site, changed_api(), accepted_changes=[*rows, "GET /things Query parameter qq: removed"]
    ).build()
    assert site.app.statuscode == 0
    assert site.warnings == []
    assert "['accepted_changes']: no change matches 'GET /things Query parameter qq: removed'" in site.status
    assert [row for row in table(site) if row.startswith("accepted")] == [
        row.replace("breaking", "accepted", 1) for row in rows
    ]


def test_a_star_stands_for_any_text_and_nothing_else_does():
    accepted = Accepted(["GET /a* Field x[] of response 2*: *", "POST /b"])
    assert accepted.has("GET /a/{id} Field x[] of response 200: value b added")
    assert not accepted.has("GET /a/{id} Field xx of response 200: value b added")
    assert not accepted.has("POST /b Operation: removed")
    assert accepted.unused == ["POST /b"]


def test_an_api_that_cannot_be_compared_fails(make_site):
    site = site_of(make_site, OLD, since="").build()
    assert site.app.statuscode == 1
    assert site.warnings == [
        "conf.py:4: WARNING: openapi_pages['api'] has no older version to compare with; set 'since' "
        "[openapi_pages.config]"
    ]
    site = site_of(make_site, OLD, since="nowhere.yaml").build()
    assert site.app.statuscode == 1
    assert len(site.warnings) == 1
    site = site_of(make_site, "no document").build()
    assert site.app.statuscode == 1
    assert len(site.warnings) == 1


def test_a_git_revision_from_the_environment(make_site, monkeypatch):
    site = make_site(OLD, builder="openapi-changes")
    git(site.srcdir, "init")
    git(site.srcdir, "add", ".")
    git(site.srcdir, "commit", "-m", "Old")
    site.write({"openapi.yaml": changed_api()})
    monkeypatch.setenv("OPENAPI_PAGES_SINCE", "HEAD")
    site.build()
    assert report(site)["since"] == {"name": "HEAD", "version": "1.0"}
    assert report(site)["breaking"] == 9
    monkeypatch.setenv("OPENAPI_PAGES_SINCE_API", "openapi.yaml")
    assert report(site.build())["count"] == 0


def test_an_older_version_from_a_url(make_site):
    body = json.dumps(OLD).encode()
    with served((200, {"Content-Type": "application/json"}, body)) as (url, _):
        site = site_of(make_site, changed_api(), since=url).build()
        assert report(site)["breaking"] == 9
        site.builder = "html"
        site.write({"news.md": f"---\norphan: true\n---\n\n# News\n\n```{{openapi-changes}} {url}\n```\n"})
        site.build()
        assert site.warnings == []
        assert site.text("news").startswith("News Operations since 1.0: 1 added")


def test_pages_are_not_read(make_site):
    site = site_of(make_site, OLD).build()
    assert site.read == ["index"]


def test_overrides_are_read_since_their_toctrees_lead_to_other_documents(make_site):
    files = {"api/index.md": "```{toctree}\n:hidden:\n\nguide\n```\n", "api/guide.md": "# Guide\n"}
    site = site_of(make_site, OLD)
    site.write(files)
    site.build()
    assert site.warnings == []
    assert site.read == ["api/guide", "api/index", "index"]


def test_what_belongs_to_no_operation(make_site):
    scheme = {"type": "apiKey", "in": "header", "name": "X-Key"}
    old = {
        **OLD,
        "servers": [{"url": "https://a.example"}],
        "tags": [{"name": "things", "description": "Old."}],
        "components": {
            "schemas": {**OLD["components"]["schemas"], "Alone": {"type": "string"}, "Gone": {"type": "string"}},
            "securitySchemes": {"key": scheme, "token": {"type": "http", "scheme": "bearer"}},
        },
    }
    new = copy.deepcopy(old)
    new["info"] = {"title": "New title", "version": "2.0"}
    new["servers"] = [{"url": "https://b.example"}]
    new["tags"] = [{"name": "things", "description": "New."}]
    new["components"]["schemas"] |= {"Alone": {"type": "integer"}, "Added": {"type": "string"}}
    del new["components"]["schemas"]["Gone"]
    new["components"]["securitySchemes"]["key"]["name"] = "X-Other"
    site = site_of(make_site, new, old).build()
    assert [" ".join(row.split()) for row in table(site)] == [
        "The whole API The API: title changed from Test API to New title",
        "The whole API The API: descriptions, examples, links or names changed",
        "breaking The whole API Server https://a.example: removed",
        "The whole API Server https://b.example: added",
        "breaking The whole API Security scheme key: name changed from X-Key to X-Other",
        "The whole API Schema Alone: definition changed",
        "The whole API Schema Gone: removed",
        "The whole API Schema Added: added",
    ]
    site.builder = "html"
    site.write({"news.md": "---\norphan: true\n---\n\n# News\n\n```{openapi-changes}\n```\n"})
    site.build()
    assert site.text("news").startswith(
        "News No operations changed since 1.0. 2 breaking changes. The whole API The API: title changed from Test API to New title"
    )
