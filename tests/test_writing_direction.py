"""Texts that are written from right to left find their direction; code and other texts stay as they are."""

from __future__ import annotations

from conftest import api, operation

HEBREW = "שלום עולם"
SCHEMA = {
    "type": "object",
    "properties": {
        "name": {"type": "string", "description": f"{HEBREW}.\n\n- {HEBREW} `code`\n- two"},
        "plain": {"type": "string", "description": "Left to right."},
    },
}
SPEC = api(
    {
        "/pets/{id}": {
            "get": operation(
                "get_pet",
                "pets",
                summary=HEBREW,
                description=f"{HEBREW} `GET /pets`\n\n* {HEBREW}\n\n```json\n{{}}\n```\n\nEnglish.",
                responses={"200": {"description": HEBREW, "content": {"application/json": {"schema": SCHEMA}}}},
            )
        }
    },
    tags=[{"name": "pets", "description": HEBREW}],
)
PAGE = "api/pets/get_pet"


def test_texts_of_the_document_find_their_direction(make_site):
    site = make_site(SPEC).build()
    page = site.body(PAGE)
    assert page.h1["dir"] == "auto"
    directed = [element.get_text(" ", strip=True) for element in page.find_all(dir="auto")]
    assert f"{HEBREW} GET /pets" in directed, "the description"
    assert page.select_one("div[dir=auto] > ul li").get_text(strip=True) == HEBREW
    assert page.find("pre").find_parent(dir="auto") is None
    field = page.find(id="response-200-name").find_next_sibling("dd")
    assert [child["dir"] for child in field.find_all(["p", "ul"], recursive=False)] == ["auto", "auto"]
    assert page.find(id="response-200-plain").find_next_sibling("dd").p.get("dir") is None
    assert page.select_one(".openapi-returned").find("a") is not None
    entry = site.body("api/pets/index").select_one(".openapi-endpoint [dir=auto]")
    assert entry.get_text() == HEBREW
    assert site.body("api/index").select_one(".openapi-groups dd [dir=auto]").get_text() == HEBREW
    assert site.warnings == []


def test_pages_in_other_scripts_have_no_attribute(make_site):
    spec = api({"/x": {"get": operation("x", "g", summary="Größe – 大小", description="Ça va? **Да.**")}})
    assert make_site(spec).build().html("api/g/x").find(dir="auto") is None


def test_other_builders_write_the_texts(make_site):
    for builder in ("text", "latex", "man", "texinfo", "epub"):
        site = make_site(SPEC, builder=builder, conf="project = version = copyright = 'Test'").build()
        assert site.warnings == []
        written = "".join(path.read_text("utf-8", "ignore") for path in site.outdir.rglob("*.*") if path.is_file())
        assert HEBREW in written
