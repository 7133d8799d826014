"""The theme's navigation on pages of an API: what is listed, what is marked, where it leads."""

from __future__ import annotations

import posixpath
import re

import pytest
from conftest import api, operation

GROUPS = ("one", "two", "three", "placed")
SPEC = api(
    {f"/{tag}/{n}": {"get": operation(f"{tag}_{n}", tag, summary=f"{tag} & {n}")} for tag in GROUPS for n in range(3)},
    components={"schemas": {name: {"type": "object", "description": name} for name in ("Cat", "Dog")}},
)
FILES = {
    "index.md": "# Home\n\n```{toctree}\n:maxdepth: 1\n:caption: Parts\napi/index\nguide\n```\n",
    "guide.md": "# Guide\n\n## Placed here\n\n```{openapi-group} placed\n:caption: Placed\n```\n\n```{toctree}\nmore\n```\n",
    "more.md": "# More\n\n## Much more\n",
    "api/two/index.md": "# Two\n\n```{toctree}\ncapture\n```\n",
    "api/two/capture.md": "# Capture\n\nBy hand.\n",
    "api/one/one_1.md": "# Mine `too`\n\n## First\n\n### Deep\n\n## Second\n",
}
OPTIONS = {"group_size": 2}

SIDEBARS = {
    "furo": ".sidebar-tree",
    "pydata_sphinx_theme": ".bd-docs-nav .bd-toc-item",
    "sphinx_book_theme": ".bd-docs-nav .bd-toc-item",
    "sphinx_rtd_theme": ".wy-menu-vertical",
    "alabaster": ".sphinxsidebar",
}

#: What makes each theme draw collapsed navigation for each page by itself, without the extension.
COLLAPSED = """
def setup(app):
    def collapse(app, pagename, templatename, context, doctree):
        draw = context["toctree"]
        def toctree(**given):
            return draw(**{"maxdepth": -1, **given, "collapse": True, "titles_only": True})
        context["toctree"] = toctree
    app.connect("html-page-context", collapse, priority=100)

"""
THEME_OPTIONS = {
    "pydata_sphinx_theme": {"collapse_navigation": True},
    "sphinx_book_theme": {"collapse_navbar": True},
}


def links(site, page, theme):
    """Return classes, text and target of each link in the sidebar of *page*, those to its own sections left out."""
    found = []
    for sidebar in site.html(page).select(SIDEBARS[theme]):
        for link in sidebar.select("li > a.reference, li > .caption"):
            entry = link.parent
            if link.name != "a" or not link["href"].startswith("#") or link["href"] == "#":
                # Furo has no rules for these classes.
                classes = [name for name in link.get("class", ()) if name != "internal"]
                level = entry.get("class", [])
                level = [] if theme == "furo" and re.fullmatch("toctree-l[2-9]", " ".join(level)) else level
                found.append((level, classes, link.get_text(), link.get("href")))
    return found


def build(make_site, theme, *, builder="html", conf="", mode="pages", spec=SPEC, files=FILES, **options):
    lines = f"openapi_pages_navigation = {mode!r}\n{conf}"
    # An override, since the test application would take another theme than alabaster.
    return make_site(spec, files, builder=builder, conf=lines, options={**OPTIONS, **options}).build(html_theme=theme)


@pytest.mark.parametrize(
    ("theme", "builder"), [*((theme, "html") for theme in SIDEBARS), ("furo", "dirhtml"), ("alabaster", "dirhtml")]
)
def test_every_page_has_the_navigation_that_the_theme_would_collapse(make_site, theme, builder):
    site = build(make_site, theme, builder=builder)
    conf = f"{COLLAPSED}\nhtml_theme_options = {THEME_OPTIONS.get(theme, {})}"
    expected = build(make_site, theme, builder=builder, conf=conf, mode="off")
    pages = sorted(docname for docname in site.docnames() if docname != "api/two/capture")
    assert len(pages) > 20
    for docname in pages:
        page = docname if builder == "html" or docname.endswith("index") else f"{docname}/index"
        assert links(site, page, theme) == links(expected, page, theme), docname
        assert links(site, page, theme)
    assert site.warnings == expected.warnings == []


@pytest.mark.parametrize("theme", SIDEBARS)
def test_current_group_is_expanded_and_the_others_are_not(make_site, theme):
    site = build(make_site, theme)
    shown = [text for _, _, text, _ in links(site, "api/one/one_0", theme)]
    assert [text for text in shown if text in ("One", "Two", "Three", "Placed", "Schemas")] == [
        "One", "Two", "Three", "Placed", "Schemas",
    ]  # fmt: skip
    assert [text for text in shown if " & " in text or text in ("GET Mine too", "One (page 2)")] == [
        "GET one & 0", "GET Mine too", "One (page 2)",
    ]  # fmt: skip
    marked = [(text, href) for _, classes, text, href in links(site, "api/one/one_0", theme) if "current" in classes]
    assert marked == [("GET one & 0", "#")]
    assert [href for *_, text, href in links(site, "api/one/one_0", theme) if text == "Three"] == [
        "../three/index.html"
    ]


@pytest.mark.parametrize("theme", SIDEBARS)
def test_documents_of_the_author_keep_their_navigation(make_site, theme):
    site, off = build(make_site, theme), build(make_site, theme, mode="off")
    for page in ("index", "guide", "more", "api/two/capture", "genindex", "search"):
        assert site.html(page).select(SIDEBARS[theme]) == off.html(page).select(SIDEBARS[theme]), page


def test_all_documents_are_collapsed_if_asked(make_site):
    everything, generated = build(make_site, "furo", mode="all"), build(make_site, "furo")
    shown = [text for _, _, text, _ in links(everything, "more", "furo")]
    assert shown == ["Test API", "Guide", "GET placed & 0", "GET placed & 1", "GET placed & 2", "More"]
    assert len(links(generated, "more", "furo")) > len(shown)


def test_sections_of_the_page_stand_below_it_where_the_theme_wants_them(make_site):
    site = build(make_site, "alabaster")
    entry = site.html("api/one/one_1").select_one(f"{SIDEBARS['alabaster']} a.current").parent
    assert entry["class"] == ["toctree-l3", "current"]
    sections = [(link["href"], link.get_text(), link.parent["class"]) for link in entry.find("ul").select("li > a")]
    assert sections[:2] == [("#first", "First", ["toctree-l4"]), ("#second", "Second", ["toctree-l4"])]
    assert "Deep" not in entry.get_text()


@pytest.mark.parametrize("theme", ["furo", "alabaster", "sphinx_book_theme"])
def test_one_of_very_many_schemas_shows_where_it_belongs(make_site, monkeypatch, theme):
    monkeypatch.setattr("sphinxcontrib_openapi_pages.render.schema.MAX_IN_NAVIGATION", 1)
    site = build(make_site, theme)
    entries = links(site, "api/schemas/Dog", theme)
    assert [text for _, _, text, _ in entries][-2:] == ["Schemas", "Guide"]
    assert not {"Cat", "Dog"} & {text for _, _, text, _ in entries}
    if theme != "sphinx_book_theme":
        assert next(classes for classes, _, text, _ in entries if text == "Schemas")[:2] == ["toctree-l2", "current"]
    assert next(href for *_, text, href in entries if text == "Schemas") == "index.html"
    assert next(href for *_, text, href in entries if text == "One") == "../one/index.html"
    assert site.html("api/schemas/Dog").find("link", rel="prev")["href"] == "Cat.html"


def test_wrong_option_is_reported(make_site):
    site = build(make_site, "alabaster", mode="never")
    assert site.warnings == [
        "conf.py:4: WARNING: openapi_pages_navigation is 'never'; write 'pages', 'all' or 'off' [openapi_pages.config]"
    ]


def test_the_tree_is_drawn_once_for_all_operations_of_a_group(make_site, monkeypatch):
    from sphinx.builders.html import StandaloneHTMLBuilder

    drawn = []
    draw = StandaloneHTMLBuilder._get_local_toctree
    monkeypatch.setattr(
        StandaloneHTMLBuilder,
        "_get_local_toctree",
        lambda self, docname, **kwargs: drawn.append(docname) or draw(self, docname, **kwargs),
    )
    paths = {f"/{n}": {"get": operation(f"op{n}", "many")} for n in range(30)}
    build(make_site, "furo", spec=api(paths), group_size=0)
    assert len([docname for docname in drawn if posixpath.dirname(docname) == "api/many"]) == 2


@pytest.mark.parametrize(
    "files",
    [
        {"api/index.md": "# Mine\n\n```{toctree}\none/add\nhttps://example.com/a\nGit <git+ssh://x/y>\n```\n"},
        {"api/index.md": "# Mine\n\n```{toctree}\n:caption: More\nthree/three_1\nself\ngenindex\n```\n"},
        {"guide.md": "# Guide\n\n```{toctree}\napi/two/index\nmore\n```\n"},
    ],
)
def test_what_the_author_lists_beside_the_groups_is_as_the_theme_would_have_it(make_site, files):
    # Its page is drawn before that of its group.
    spec = {**SPEC, "paths": {"/add": {"get": operation("add", "one")}, **SPEC["paths"]}}
    given = {"files": {**FILES, **files}, "spec": spec}
    site = build(make_site, "alabaster", **given)
    expected = build(make_site, "alabaster", **given, conf=COLLAPSED, mode="off")
    for docname in sorted(site.docnames()):
        if docname.startswith("api/") and docname != "api/two/capture":
            assert links(site, docname, "alabaster") == links(expected, docname, "alabaster"), docname


def entries(site, page, theme="alabaster"):
    """Return the text of each entry in the sidebar of *page*, with its label and what tells it from others."""
    return [text for *_, text, _ in links(site, page, theme)]


NAMED = {
    "/files/{id}": {
        "get": operation("get_file", "files", summary="Get a file"),
        "put": operation("put_file", "files", summary="Change a file"),
        "patch": operation("patch_file", "files", summary="Change a file"),
        "delete": operation("delete_file", "files", summary="Remove"),
    },
    "/shared/{id}": {"get": operation("get_shared", "files", summary="Get a file")},
}


@pytest.mark.parametrize("theme", SIDEBARS)
def test_entries_of_operations_begin_with_the_method_and_are_told_apart(make_site, theme):
    site = make_site(api(NAMED)).build(html_theme=theme)
    shown = [text for text in entries(site, "api/files/put_file", theme) if "file" in text or "Remove" in text]
    assert shown == [
        "GET Get a file /files/{id}", "PUT Change a file", "PATCH Change a file", "DEL Remove",
        "GET Get a file /shared/{id}",
    ]  # fmt: skip
    page = site.html("api/files/get_file")
    assert page.title.get_text().startswith("Get a file")
    assert page.find("h1").get_text().startswith("Get a file")
    assert page.find("link", rel="next")["title"] == "Change a file"
    assert '"Get a file"' in (site.outdir / "searchindex.js").read_text("utf-8")


def test_methods_in_menus_can_be_switched_off(make_site):
    site = make_site(api(NAMED)).build(html_theme="alabaster")
    assert "DEL Remove" in entries(site, "api/files/put_file")
    site.build(html_theme="alabaster", openapi_pages_menu_methods=False)
    assert entries(site, "api/files/put_file")[2:] == [
        "Get a file GET /files/{id}", "Change a file PUT /files/{id}", "Change a file PATCH /files/{id}", "Remove",
        "Get a file GET /shared/{id}",
    ]  # fmt: skip


def test_a_title_of_another_page_can_make_an_entry_ambiguous(make_site):
    site = make_site(api(NAMED), {"api/files/get_shared.md": "# Read it\n"}).build(html_theme="alabaster")
    assert "GET Get a file" in entries(site, "api/files/get_file")
    site.write({"api/files/get_shared.md": "# Get a file\n"})
    assert "GET Get a file /files/{id}" in entries(site.build(html_theme="alabaster"), "api/files/get_file")


def test_a_title_in_a_toctree_keeps_the_method(make_site):
    files = {"index.md": "# Home\n\n```{toctree}\nRid of it <api/files/delete_file>\napi/index\n```\n"}
    site = make_site(api(NAMED), files).build(html_theme="alabaster")
    assert entries(site, "index")[0] == "DEL Rid of it"
    assert site.body("index").select_one(".toctree-wrapper a").get_text() == "DEL Rid of it"
