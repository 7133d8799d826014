"""The directive ``openapi-group`` in documents of the author."""

from __future__ import annotations

import pytest
from conftest import api, operation

SPEC = api(
    {
        "/flags": {
            "get": operation("flags_list", "flags"),
            "post": operation("flags_create", "flags", deprecated=True),
        },
        "/teams": {"get": operation("teams_list", "teams", "flags")},
    },
    tags=[{"name": "flags"}, {"name": "teams"}],
)


def guide(make_site, markup, suffix="md", **more):
    files = {f"guide.{suffix}": markup, "index.md": "# Home\n\n```{toctree}\nguide\n```\n", **more.pop("files", {})}
    return make_site(SPEC, files, **more).build()


def titles(site, docname="guide"):
    return [item.find("a").get_text() for item in site.body(docname).select("ul.openapi-endpoints > li")]


@pytest.mark.parametrize(
    ("suffix", "markup"),
    [("md", "# Guide\n\n```{openapi-group} flags\n```\n"), ("rst", "Guide\n=====\n\n.. openapi-group:: flags\n")],
)
def test_endpoints_of_a_group_in_both_markups(make_site, suffix, markup):
    site = guide(make_site, markup, suffix)
    assert titles(site) == ["List all flags", "Create flags", "List all teams"]
    assert site.app.env.toctree_includes["guide"] == [
        "api/flags/flags_list", "api/flags/flags_create", "api/teams/teams_list",
    ]  # fmt: skip
    assert site.body("guide").find("a", string="List all flags")["href"] == "api/flags/flags_list.html"
    assert site.warnings == []


def test_all_groups_captioned_by_group(make_site):
    site = guide(make_site, "# Guide\n\n```{openapi-group}\n```\n")
    assert titles(site) == ["List all flags", "Create flags", "List all teams"]
    index = "# Home\n\n```{openapi-group}\n```\n"
    sidebar = make_site(SPEC, {"index.md": index}).build(html_theme="alabaster")
    captions = [c.get_text() for c in sidebar.html("index").select(".sphinxsidebar p.caption")]
    assert captions == ["Flags", "Teams"]
    assert site.warnings == sidebar.warnings == []


def test_caption_include_and_exclude(make_site):
    options = ":caption: Mine\n:include: get *, post *\n:exclude: deprecated\n"
    markup = f"# Guide\n\n```{{openapi-group}} flags, teams\n{options}```\n"
    site = guide(make_site, markup)
    assert titles(site) == ["List all flags", "List all teams"]
    assert site.app.env.toctree_includes["guide"] == ["api/flags/flags_list", "api/teams/teams_list"]


def test_hidden_shows_nothing_but_fills_the_navigation(make_site):
    site = guide(make_site, "# Guide\n\n```{openapi-group} teams\n:hidden:\n```\n")
    assert titles(site) == []
    assert site.app.env.toctree_includes["guide"] == ["api/teams/teams_list"]


def test_groups_placed_on_the_page_of_the_api_are_not_shown_twice(make_site):
    index = "Read this first.\n\n```{openapi-group} teams\n```\n"
    site = make_site(SPEC, {"api/index.md": index}).build()
    assert site.text("api/index").count("List all teams") == 1
    assert site.app.env.toctree_includes["api/index"] == ["api/teams/teams_list", "api/flags/index"]


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("```{openapi-group} flgs\n```\n", "there is no group 'flgs' in the API 'api'; did you mean 'flags'?"),
        ("```{openapi-group} flags\n:api: app\n```\n", "there is no API 'app'; did you mean 'api'?"),
    ],
)
def test_mistakes_are_warned_about_with_file_and_line(make_site, markup, words):
    site = guide(make_site, f"# Guide\n\n{markup}")
    assert site.warnings == [f"guide.md:3: WARNING: openapi-group: {words} [openapi_pages.directive]"]


def test_among_several_apis_one_is_named(make_site):
    conf = "openapi_pages = {'api': 'openapi.yaml', 'old': 'old.yaml'}"
    old = api({"/flags": {"get": operation("old_list", "flags")}})
    site = guide(make_site, "# Guide\n\n```{openapi-group} flags\n:api: old\n```\n", conf=conf, files={"old.yaml": old})
    assert titles(site) == ["List all old"]
    unnamed = guide(make_site, "# Guide\n\n```{openapi-group} flags\n```\n", conf=conf, files={"old.yaml": old})
    assert "name an API with the option 'api'" in unnamed.warnings[0]


TAGS = ("log entries", "lamps", "a, b", "Owner's lamps", "Driver's lamps", "new")


@pytest.mark.parametrize(
    ("argument", "wanted"),
    [
        ('"log entries", lamps', ["log entries", "lamps"]),
        ("'log entries' , 'lamps'", ["log entries", "lamps"]),
        ("log entries, lamps", ["log entries", "lamps"]),
        ('"log entries" lamps', ["log entries", "lamps"]),
        ("log entries", ["log entries"]),
        ('"a, b", lamps', ["a, b", "lamps"]),
        ('"a, b" lamps', ["a, b", "lamps"]),
        ("a, b", ["a, b"]),
        ("lamps,", ["lamps"]),
        ("lamps new", ["lamps", "new"]),
        ("Owner's lamps, Driver's lamps", ["Owner's lamps", "Driver's lamps"]),
        ('"Owner\'s lamps", new', ["Owner's lamps", "new"]),
        ("Owner's lamps", ["Owner's lamps"]),
    ],
)
def test_names_with_commas_spaces_and_quotes(make_site, argument, wanted):
    spec = api({f"/{n}": {"get": operation(f"op{n}", tag)} for n, tag in enumerate(TAGS)})
    site = make_site(spec, {"index.md": f"# Home\n\n```{{openapi-group}} {argument}\n```\n"}).build()
    assert site.warnings == []
    assert titles(site, "index") == [f"Op{TAGS.index(tag)}" for tag in wanted]


def test_one_of_several_quoted_names_is_unknown(make_site):
    spec = api({"/x": {"get": operation("x", "log entries")}})
    site = make_site(spec, {"index.md": '# Home\n\n```{openapi-group} "log entries", "lmaps"\n```\n'}).build()
    assert titles(site, "index") == ["X"]
    (warning,) = site.warnings
    assert "there is no group 'lmaps' in the API 'api'" in warning
