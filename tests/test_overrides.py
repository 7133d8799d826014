"""Files of the author at the addresses of pages."""

from __future__ import annotations

import base64

import pytest
from conftest import api, operation

PAGE = "api/g/op_list"
SPEC = api(
    {
        "/x": {
            "get": operation(
                "op_list", "g", description="What the spec says.", parameters=[{"name": "q", "in": "query"}]
            )
        },
        "/y": {"get": operation("other_list", "g")},
    },
    tags=[{"name": "g", "description": "The group's description."}],
)
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def test_override_stands_above_the_description(make_site):
    site = make_site(SPEC, {f"{PAGE}.md": "My *own* words.\n"}).build()
    text = site.text(PAGE)
    assert site.title(PAGE) == "List all op"
    assert text.index("My own words.") < text.index("What the spec says.") < text.index("Query parameters")
    assert site.warnings == []


def test_own_first_level_heading_replaces_the_title(make_site):
    site = make_site(SPEC, {f"{PAGE}.md": "---\nkeywords: a\n---\n\n# Mine\n\nText.\n"}).build()
    assert site.title(PAGE) == "Mine"
    assert "List all op" not in site.text(PAGE)
    assert "Mine" in site.text("api/g/index")
    assert site.app.env.metadata[PAGE]["keywords"] == "a"


@pytest.mark.parametrize(
    ("suffix", "text"),
    [("md", "First.\n\n## Notes\n\nSecond.\n"), ("rst", "First.\n\nNotes\n-----\n\nSecond.\n")],
)
def test_sections_of_an_override_do_not_swallow_the_description(make_site, suffix, text):
    site = make_site(SPEC, {f"{PAGE}.{suffix}": text}).build()
    assert site.headings(PAGE) == [
        "List all op",
        "Notes",
        "Description",
        "Query parameters",
        "Examples",
        "Responses",
        "200 OK",
    ]
    levels = {h.get_text().removesuffix("¶"): h.name for h in site.body(PAGE).find_all(["h1", "h2", "h3"])}
    assert levels["Notes"] == levels["Description"] == levels["Responses"] == "h2"
    assert site.warnings == []


@pytest.mark.parametrize("text", ["## Only a section\n\nText.\n", "### Deep first\n\nText.\n\n## Then higher\n"])
def test_override_that_begins_below_the_first_level_is_not_warned_about(make_site, text):
    site = make_site(SPEC, {f"{PAGE}.md": text}).build()
    assert site.title(PAGE) == "List all op"
    assert site.warnings == []


def test_other_heading_faults_of_an_override_are_warned_about_with_file_and_line(make_site):
    site = make_site(SPEC, {f"{PAGE}.md": "## Two\n\nText.\n\n#### Four\n"}).build()
    (warning,) = site.warnings
    assert warning.startswith(f"{PAGE}.md:5: WARNING: ")
    assert warning.endswith("[myst.header]")


def test_warnings_name_file_and_line_of_the_override(make_site):
    site = make_site(
        SPEC,
        {
            f"{PAGE}.md": "Fine.\n\nMore.\n\n```{no-such-directive}\n```\n",
            "api/g/other_list.rst": "Fine.\n\n.. no-such-directive::\n",
        },
    ).build()
    places = [warning.split(": ")[0] for warning in site.warnings if "no-such-directive" in warning]
    assert f"{PAGE}.md:5" in places
    assert "api/g/other_list.rst:3" in places


def test_restructuredtext_title_and_field_list(make_site):
    site = make_site(SPEC, {f"{PAGE}.rst": ":author: Ann\n\n.. _mine:\n\nMine\n====\n\nText.\n"}).build()
    assert site.title(PAGE) == "Mine"
    assert site.app.env.metadata[PAGE]["author"] == "Ann"
    assert site.warnings == []


def test_directives_references_and_images_of_an_override_work(make_site):
    site = make_site(
        SPEC,
        {
            f"{PAGE}.md": "(here)=\n\nSee {doc}`/index` and {ref}`there`.\n\n```{note}\nNoted.\n```\n\n![dot](dot.png)\n",
            "index.md": "(there)=\n# Home\n\n{ref}`here`\n\n```{toctree}\napi/index\n```\n",
        },
    )
    (site.srcdir / "api" / "g" / "dot.png").write_bytes(PIXEL)
    site.build()
    body = site.body(PAGE)
    assert body.select_one(".admonition.note") is not None
    assert body.find("img", alt="dot")["src"] == "../../_images/dot.png"
    assert [a.get_text() for a in body.select("p:not(.openapi-returned) a.reference")] == ["Home", "Home"]
    assert site.body("index").find("a", href="api/g/op_list.html#here").get_text() == "List all op"
    assert site.warnings == []


def test_overview_of_a_group_and_of_the_api(make_site):
    site = make_site(SPEC, {"api/g/index.md": "About the group.\n", "api/index.md": "# Our API\n\nAbout it.\n"}).build()
    group, whole = site.text("api/g/index"), site.text("api/index")
    assert group.index("About the group.") < group.index("The group's description.") < group.index("List all op")
    assert site.title("api/index") == "Our API"
    assert whole.index("About it.") < whole.index("Version 1.2")
    assert site.app.env.toctree_includes["api/index"] == ["api/g/index"]


def test_overrides_on_every_page_of_a_split_group(make_site):
    paths = {f"/p{n}": {"get": operation(f"op{n}", "g")} for n in range(5)}
    files = {"api/g/page-2.md": "On page two.\n", "api/g/op4.md": "Of operation four.\n"}
    site = make_site(api(paths), files, options={"group_size": 2}).build()
    assert "On page two." in site.text("api/g/page-2")
    assert "Of operation four." in site.text("api/g/op4")


def test_hand_rolled_page_among_the_generated_ones(make_site):
    site = make_site(
        SPEC, {"api/capture.md": "# Capture\n\nBy hand.\n", "api/index.md": "```{toctree}\ncapture\n```\n"}
    ).build()
    assert site.title("api/capture") == "Capture"
    assert site.app.env.toctree_includes["api/index"] == ["api/capture", "api/g/index"]
    assert site.app.env.collect_relations()["api/g/index"][1] == "api/capture"
    assert site.warnings == []


def test_nobody_is_warned_that_no_toctree_reaches_a_page(make_site):
    site = make_site(SPEC, {"index.md": "# Home\n", f"{PAGE}.md": "Text.\n"}).build()
    assert site.warnings == []


def test_sources_have_sane_names(make_site):
    site = make_site(SPEC, {f"{PAGE}.rst": "Text.\n"}).build()
    assert "Text." in (site.outdir / "_sources" / f"{PAGE}.rst.txt").read_text()


@pytest.mark.parametrize("theme", ["basic", "furo"])
@pytest.mark.parametrize("builder", ["html", "dirhtml"])
def test_show_source_leads_to_what_is_published_where_there_is_no_file(make_site, builder, theme):
    site = make_site(SPEC, {f"{PAGE}.rst": "Text.\n"}, builder=builder, conf=f"html_theme = {theme!r}").build()
    copies = [path for path in (site.outdir / "_sources").rglob("*") if path.is_file()]
    assert sorted(path.name for path in copies) == ["index.md.txt", f"{PAGE.rpartition('/')[2]}.rst.txt"]

    def shown(page):
        path = site.outdir / page
        found = [link["href"] for link in site.html(page).select("a[href*=_sources]")]
        return [(path.parent / link).resolve().relative_to(site.outdir.resolve()).as_posix() for link in found]

    end = "" if builder == "html" else "/index"
    (readable,) = shown(f"api/g/other_list{end}")
    assert readable == f"api/g/other_list{end}.md"
    assert "# " in (site.outdir / readable).read_text("utf-8")
    assert shown(f"{PAGE}{end}") == [f"_sources/{PAGE}.rst.txt"]
    assert shown("api/g/index") == ["api/g/index.md"]


def test_markdown_that_nothing_reads_is_warned_about(make_site):
    conf = "extensions = ['sphinxcontrib_openapi_pages']\nsource_suffix = {'.rst': 'restructuredtext'}"
    files = {f"{PAGE}.md": "Mine.\n", "index.rst": "Home\n====\n\n.. toctree::\n\n   api/index\n"}
    site = make_site(SPEC, files, conf=conf)
    (site.srcdir / "index.md").unlink()
    site.build()
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith(f"{PAGE}.md:1: WARNING: nothing reads this Markdown file; add 'myst_parser'")
    assert "Mine." not in site.text(PAGE)
