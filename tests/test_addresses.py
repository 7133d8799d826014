"""Titles, slugs and addresses, as a reader meets them in the address bar and the heading."""

from __future__ import annotations

import re
from html import unescape

import pytest
from conftest import api, operation

from sphinxcontrib_openapi_pages.site.addresses import Names, file_name, folder_name


@pytest.mark.parametrize(
    ("tag", "folder"),
    [
        ("feature_flags", "feature-flags"),
        ("Batch Exports", "batch-exports"),
        ("a & b", "a-b"),
        ("Größe", "größe"),
        ("!!!", "group"),
        ("../..", "group"),
    ],
)
def test_folder_of_a_tag(tag, folder):
    assert folder_name(tag) == folder


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("feature_flags_list", "feature_flags_list"),
        ("repos/create-release", "repos-create-release"),
        ("../../../etc/passwd", "etc-passwd"),
        ("with space", "with-space"),
        ("Ünïcode-ø", "Ünïcode-ø"),
        ("<script>alert(1)</script>", "script-alert-1-script"),
        (".hidden", "hidden"),
        ("a\ufffdb", "a-b"),
        ("///", "unnamed"),
    ],
)
def test_file_of_an_operation(identifier, name):
    assert file_name(identifier) == name


def test_long_names_fit_every_file_system_and_stay_distinct():
    one, other = file_name("ä" * 300), file_name("ä" * 301)
    assert len(one.encode()) <= 120
    assert one != other


def test_names_that_differ_in_case_only_are_taken():
    names = Names({"index": "the page"})
    assert [names.claim(name, "") for name in ("Index", "a", "A", "a", "con", "COM1.x")] == [
        ("Index-2", "is reserved for the page"), ("a", ""), ("A-2", "is taken by "), ("a-3", "is taken by "),
        ("con-2", "is reserved by Windows, for a device"), ("COM1-x", "is reserved by Windows, for a device"),
    ]  # fmt: skip


TITLES = [
    ("get", {"operationId": "feature_flags_list", "summary": "All\n the flags"}, "All the flags"),
    ("get", {"operationId": "feature_flags_list"}, "List all feature flags"),
    ("get", {"operationId": "flags_list_retrieve"}, "List all flags list"),
    ("post", {"operationId": "flags_list_create"}, "Create flags list"),
    ("get", {"operationId": "LLM_traces_list"}, "List all LLM traces"),
    ("get", {"operationId": "feature_flags_retrieve"}, "Retrieve feature flags"),
    ("post", {"operationId": "feature_flags_create"}, "Create feature flags"),
    ("patch", {"operationId": "feature_flags_partial_update"}, "Update feature flags"),
    ("put", {"operationId": "feature_flags_update"}, "Replace feature flags"),
    ("delete", {"operationId": "feature_flags_destroy"}, "Delete feature flags"),
    ("get", {"operationId": "session_recordings_retrieve_2"}, "Retrieve session recordings"),
    ("get", {"operationId": "list", "tags": ["projects"]}, "List all projects"),
    ("post", {"operationId": "create_2", "tags": ["projects"]}, "Create projects"),
    ("post", {"operationId": "query"}, "Query"),
    ("head", {"operationId": "x_retrieve"}, "X retrieve"),
    ("post", {"operationId": "buyMuseumTickets"}, "Buy museum tickets"),
    ("post", {"operationId": "lamps_list_create"}, "Create lamps list"),
    ("get", {}, "GET /x/{id}"),
    ("get", {"operationId": "---"}, "GET /x/{id}"),
    (
        "get",
        {"summary": "List **all** `boats`, _old_ [ones](/old) and \\*new\\*"},
        "List all boats, old ones and *new*",
    ),
    ("get", {"summary": "## Boats &amp; ![more](x.png)"}, "Boats & more"),
    ("get", {"summary": "Get a List<Item> by snake_case <id>"}, "Get a List<Item> by snake_case <id>"),
    ("get", {"summary": "Use --all... of 'it' (*.json and *.xml)"}, "Use --all... of 'it' (*.json and *.xml)"),
    ("get", {"summary": "x" * 100}, "x" * 100),
    ("get", {"summary": "x" * 101}, "GET /x/{id}"),
    ("get", {"summary": "Boats.\n\nAll of them.", "operationId": "boats_list"}, "List all boats"),
    ("get", {"summary": "- boats\n- ships", "operationId": "seekThem"}, "Seek them"),
]


@pytest.mark.parametrize(("method", "members", "title"), TITLES)
def test_title_of_an_operation(make_site, method, members, title):
    site = make_site(api({"/x/{id}": {method: {"responses": {}, **members}}})).build()
    (page,) = (name for name in site.docnames() if not name.endswith("index"))
    assert site.title(page) == title
    assert site.warnings == []


def test_a_summary_that_is_no_title_is_a_description(make_site):
    summary = "**New here?** We suggest [Ferries](/ferries).\n\nMakes a boat.\n\n- Up to 10 a day.\n"
    long = "Makes a ship of the `line`, which takes " + "a very long time and " * 5 + "much wood."
    paths = {
        "/boats": {"post": operation("create_boat", "t", summary=summary, description="*Boats* float.")},
        "/ships": {"post": operation("create_ship", "t", summary=long)},
        "/rafts": {"post": operation("create_raft", "t", summary=long, description=f"{long} Really.")},
    }
    site = make_site(api(paths)).build()
    boat = site.body("api/t/create_boat")
    assert [site.title(f"api/t/create_{name}") for name in ("boat", "ship", "raft")] == [
        "Create boat",
        "Create ship",
        "Create raft",
    ]
    assert [tag.get_text() for tag in boat.find_all(["strong", "em"])] == ["New here?", "Boats"]
    assert site.text("api/t/create_boat").index("Up to 10 a day.") < site.text("api/t/create_boat").index("float.")
    assert "Makes a ship of the line, which" in site.body("api/t/create_ship").get_text()
    assert site.text("api/t/create_raft").count("much wood.") == 1
    assert "New here" not in site.text("api/t/index")
    assert site.warnings == []


@pytest.mark.parametrize("builder", ["html", "text"])
def test_titles_and_paths_are_data_of_which_no_smart_quotes_are_made(make_site, builder):
    quoted = 'Use --all... of "it\'s"'
    paths = {
        "/p/{slug}--{id}": {"get": operation("", "t")},
        "/Users('{id}')...": {"get": operation("u", "t", summary=quoted, callbacks={"c--d": {"/c": {"post": {}}}})},
    }
    tags = [{"name": "t", "x-displayName": f"{quoted} T"}]
    spec = {**api(paths, tags=tags), "info": {"title": f"{quoted} API", "version": "1--2"}}
    index = "# Home -- mine\n\n```{openapi-group}\n```\n\n```{openapi-changes} old.yaml\n```\n\n```{toctree}\napi/index\n```\n"
    files = {"index.md": index, "old.yaml": api({"/q": {"get": operation("gone", "t", summary=quoted)}})}
    site = make_site(spec, files, builder=builder).build()
    pages = {path: path.read_text("utf-8") for path in site.outdir.rglob("*.html" if builder == "html" else "*.txt")}
    pages = {path: unescape(text) for path, text in pages.items() if "_sources" not in path.parts}
    assert len(pages) >= 5
    for text in pages.values():
        assert not re.search("[\u201c\u201d\u2018\u2019\u2026]", text)
        assert "\u2013" not in text.replace("Home \u2013 mine", "")
    home = next(text for path, text in pages.items() if path.name.startswith("index.") and path.parent == site.outdir)
    assert home.count('Use --all... of "it\'s"') >= 2
    assert "GET /p/{slug}--{id}" in home


def test_addresses_of_a_small_api(make_site):
    site = make_site(
        api(
            {
                "/flags": {
                    "get": operation("feature_flags_list", "feature_flags"),
                    "post": operation("", "feature_flags"),
                },
                "/loose": {"get": operation("loose")},
            }
        )
    ).build()
    assert site.docnames() == {
        "api/index",
        "api/feature-flags/index",
        "api/feature-flags/feature_flags_list",
        "api/feature-flags/post-flags",
        "api/default/index",
        "api/default/loose",
    }
    assert site.warnings == []
    assert "POST /flags" in site.text("api/feature-flags/post-flags")


def test_collisions_get_a_suffix_and_one_warning_each(make_site):
    site = make_site(
        api(
            {
                "/a": {"get": operation("list_a", "x")},
                "/b": {"get": operation("LIST_A", "y")},
                "/c": {"get": operation("index", "x")},
                "/d": {"get": operation("d", "Schemas")},
            }
        )
    ).build()
    assert {"api/x/list_a", "api/y/LIST_A-2", "api/x/index-2", "api/schemas-2/d"} <= site.docnames()
    said = "\n".join(site.warnings)
    assert "'LIST_A' of GET /b is taken by GET /a; it gets 'LIST_A-2'; give the operation another operationId" in said
    assert "'index' of GET /c is reserved for the page of the group; it gets 'index-2'" in said
    assert "the folder 'schemas' of the tag 'Schemas' is reserved for the pages of schemas; it gets 'schemas-2'" in said
    assert len(site.warnings) == 3
    assert all("[openapi_pages.address]" in warning for warning in site.warnings)


def test_who_has_taken_a_name(make_site):
    paths = {
        "/a": {"get": operation("", "aux")},
        "/b": {"get": operation("get-a", "x"), "post": operation("page-2", "x")},
        "/c": {"get": operation("c", "Webhooks"), "post": operation("con.list", "Default"), "put": operation("d")},
    }
    site = make_site(api(paths, webhooks={"w": {"post": operation("w")}})).build()
    said = "\n".join(site.warnings)
    assert "the folder 'aux' of the tag 'aux' is reserved by Windows, for a device; it gets 'aux-2'" in said
    assert "'get-a' of GET /b is taken by GET /a; it gets 'get-a-2'; give the operation another operationId" in said
    assert "'page-2' of POST /b is reserved for a page of the group; it gets 'page-2-operation'" in said
    assert "'con.list' of POST /c is reserved by Windows, for a device; it gets 'con-list'" in said
    assert "the folder 'webhooks' of the webhooks is taken by the tag 'Webhooks'; it gets 'webhooks-2'" in said
    assert "the folder 'default' of the operations without a tag is taken by the tag 'Default'" in said
    assert len(site.warnings) == 6


def test_pages_are_written_inside_the_output_folder_only(make_site, tmp_path):
    before = set(tmp_path.rglob("*"))
    paths = {
        f"/{n}": {"get": operation(name, "../../x")}
        for n, name in enumerate(["../../up", "/etc/x", "a/../../b", "c:\\d"])
    }
    site = make_site(api(paths)).build()
    new = set(tmp_path.rglob("*")) - before
    assert all(path.is_relative_to(site.srcdir) for path in new)
    assert {name for name in site.docnames() if name.startswith("api/x/")} == {
        "api/x/index", "api/x/up", "api/x/etc-x", "api/x/a-..-..-b", "api/x/c-d",
    }  # fmt: skip
