"""Tables of contents that stay packed from one build to the next, and are right where they are shown."""

from __future__ import annotations

from conftest import api, operation

PATHS = {f"/{n}": {"get": operation(f"op{n}", f"g{n % 4}", parameters=[], description=f"Op {n}.")} for n in range(12)}
FILES = {
    "index.md": "# Home\n\n```{toctree}\n:numbered:\n\nguide\napi/index\n```\n",
    "guide.md": "# Guide\n\n## First\n\n### Deep\n\n## Second\n",
}


def changed(**members):
    return api({**PATHS, "/1": {"get": {**PATHS["/1"]["get"], **members}}})


def packed(site):
    return {docname for docname, contents in site.app.env.tocs.data.items() if isinstance(contents, bytes)}


def test_contents_are_opened_only_where_they_are_shown(make_site):
    site = make_site(api(PATHS)).build()
    assert packed(site) == set()
    site.build()
    assert {"api/g1/op1", "api/g2/op2", "api/g3/op3"} <= packed(site)
    site.write({"openapi.yaml": changed(description="New.")})
    site.build()
    assert site.read == ["api/g1/op1"]
    assert {"api/g2/op2", "api/g3/op3"} <= packed(site)


def test_pages_that_are_only_written_again_show_their_contents(make_site):
    fresh = make_site(api(PATHS), FILES).build(html_title="Reference")
    site = make_site(api(PATHS), FILES).build()
    site.build(html_title="Reference")
    assert site.read == []
    assert "api/g2/op2" in site.written
    for page in ["index", "guide", "api/index", *(f"api/g{n % 4}/op{n}" for n in range(12))]:
        assert site.html(page) == fresh.html(page), page
    assert "1.2. Second" in site.html("guide").get_text()
    assert fresh.warnings == site.warnings == []


def test_section_numbers_that_move_are_those_of_the_contents(make_site):
    site = make_site(api(PATHS), FILES).build()
    assert "1.2. Second" in site.html("guide").find(class_="sphinxsidebar").get_text()
    site.write({"index.md": FILES["index.md"].replace("guide\n", "preface\nguide\n"), "preface.md": "# Preface\n"})
    site.build()
    assert "guide" not in site.read
    assert "2.2. Second" in site.html("guide").find(class_="sphinxsidebar").get_text()


def test_every_table_of_contents_is_there_for_other_extensions(make_site):
    site = make_site(api(PATHS), FILES).build()
    tocs = dict(site.build().app.env.tocs)
    assert tocs.keys() == site.app.env.found_docs
    assert tocs["guide"].astext().split() == ["Guide", "First", "Deep", "Second"]
    assert tocs["api/g2/op2"].astext().split() == ["Op2", "Responses"]
