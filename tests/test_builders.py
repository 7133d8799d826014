"""What the builders that write no site of several pages need."""

from __future__ import annotations

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup
from conftest import api, operation

SHIP = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}, "port": {"oneOf": [{"type": "string"}, {"type": "integer"}]}},
}
OK = {
    "200": {"description": "Fine.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Ship"}}}}
}
PATH = "/organizations/{organization_id}/environments/{environment_id}/ships/"
SPEC = api(
    {
        PATH: {"get": operation("ships_list", "ships", responses=OK)},
        "/ships/": {"post": operation("ships_create", "ships", responses={**OK, "409": {"description": "Taken."}})},
    },
    components={"schemas": {"Ship": SHIP}},
)
BEFORE = "# Home\n\n```{toctree}\n:numbered:\nwords\napi/index\n```\n"
WORDS = "# Words\n\n(here)=\n## Responses\n\n{openapi:op}`ships_create` and {ref}`here`\n"


@pytest.fixture
def build(make_site):
    def build_(builder):
        conf = "project = version = copyright = 'Test'\nman_pages = [('index', 'test', 'Test', [], 1)]"
        site = make_site(SPEC, {"index.md": BEFORE, "words.md": WORDS}, builder=builder, conf=conf).build()
        assert site.warnings == []
        return site

    return build_


@pytest.mark.parametrize("theme", ["basic", "furo"])
def test_one_page_has_each_id_once_and_its_links_lead_there(make_site, theme):
    files = {"index.md": BEFORE, "words.md": WORDS}
    site = make_site(SPEC, files, builder="singlehtml").build(html_theme=theme, html_title="Test")
    assert site.warnings == []
    page = site.html("index")
    ids = Counter(element["id"] for element in page.find_all(id=True))
    assert [name for name, count in ids.items() if count > 1] == []
    targets = [link["href"] for link in page.find_all("a", href=re.compile("^#."))]
    assert [target for target in targets if target[1:] not in ids] == []
    create = page.find(id="api/ships/ships_create-op-ships_create").find_parent("section")
    returned = create.select_one(".openapi-returned a")
    assert page.find(id=returned["href"][1:]).find_parent("section").find_parent("section") == create
    numbers = [number.get_text().strip() for number in create.select(".section-number")]
    assert len(numbers) == len(set(numbers)) > 1


def test_pdf_breaks_long_paths_and_knows_every_place(build):
    site = build("latex")
    text = (site.outdir / "test.tex").read_text("utf-8")
    assert "\\usepackage{openapipages}" in text
    assert (site.outdir / "openapipages.sty").is_file()
    assert "\\penalty900{}/\\penalty900{}environments" in text
    labels = {found.replace("\\detokenize{", "").replace("}", "") for found in re.findall(r"\\label\{(.*?\})\}", text)}
    links = {
        found.replace("\\detokenize{", "").replace("}", "") for found in re.findall(r"\\hyperref\[(.*?\})\]", text)
    }
    assert [link for link in links if link not in labels] == []
    assert any(link.endswith(":response-409") for link in links)


@pytest.mark.parametrize("builder", ["text", "man"])
def test_labels_of_tabs_stand_on_lines_of_their_own(build, builder):
    site = build(builder)
    text = next(path for path in site.outdir.rglob("*") if path.name in ("ships_create.txt", "test.1")).read_text(
        "utf-8"
    )
    lines = [line.strip(" -[]") for line in text.splitlines()]
    assert "409 Conflict" in lines
    assert "Taken." in lines
    assert any("optional" in line and "·" in line for line in lines)


def test_epub_has_a_style_sheet_that_old_readers_understand(build):
    site = build("epub")
    page = BeautifulSoup((site.outdir / "api/ships/ships_create.xhtml").read_text("utf-8"), "html.parser")
    sheets = [link["href"].rpartition("/")[2].partition("?")[0] for link in page.find_all("link", rel="stylesheet")]
    assert "openapi-pages-epub.css" in sheets
    assert "openapi-pages.css" not in sheets
    assert not any(
        sign in (site.outdir / "_static/openapi-pages-epub.css").read_text("utf-8") for sign in (":is(", ":has(")
    )
    assert page.find("script") is None
