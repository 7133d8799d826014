"""The Markdown beside each page: what programs read."""

from __future__ import annotations

import json
import re

import pytest
from conftest import SHARED, api, needs_shared, operation
from markdown_it import MarkdownIt

FRUIT = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string", "description": "What it is called,\n*always* in English"},
        "tree": {"$ref": "#/components/schemas/Tree"},
        "box": {"type": "object", "properties": {"size": {"type": "integer", "default": 3, "enum": [3, 5]}}},
    },
}
TREE = {"type": "object", "description": "Where it grows.", "properties": {"height": {"type": "number"}}}


def content(schema):
    return {"content": {"application/json": {"schema": schema}}}


FRUITS = content({"type": "array", "items": {"$ref": "#/components/schemas/Fruit"}})
SPEC = api(
    {
        "/fruits": {
            "get": operation(
                "fruits_list",
                "fruits",
                summary="List fruits",
                description="All fruits. See [one](#operation/fruits_get) and [more](https://more.example/).",
                parameters=[
                    {"name": "ripe", "in": "query", "required": True, "schema": {"type": "boolean"}, "description": "Now"},
                ],
                responses={"200": {"description": "Fruits", **FRUITS}, "404": {"$ref": "#/components/responses/None"}},
            ),
            "post": operation(
                "fruits_add",
                "fruits",
                requestBody=content({"$ref": "#/components/schemas/Fruit"}),
                responses={"201": {"description": "Added.", **content(FRUIT)}, "422": {"description": "Wrong.", **FRUITS}},
                security=[{"key": []}, {"login": ["write"]}],
            ),
        },
        "/fruits/{id}": {"get": operation("fruits_get", "fruits", summary="Get a fruit")},
        "/trees": {"get": operation("trees_list", "trees", deprecated=True)},
    },
    servers=[{"url": "https://fruits.example/v1"}],
    tags=[{"name": "fruits", "description": "What *grows*."}, {"name": "trees"}],
    components={
        "schemas": {"Fruit": FRUIT, "Tree": TREE},
        "responses": {"None": {"description": "There is none."}},
        "securitySchemes": {
            "key": {"type": "apiKey", "in": "header", "name": "X-Key"},
            "login": {"type": "http", "scheme": "bearer"},
        },
    },
)  # fmt: skip


def readable(site, name):
    return (site.outdir / f"api/{name}.md").read_text("utf-8")


def test_an_operation(make_site):
    site = make_site(SPEC).build()
    text = readable(site, "fruits/fruits_list")
    assert text.startswith(
        "# List fruits\n\n"
        "> [Test API 1.2](../index.md) · [HTML](fruits_list.html) · Index of all pages: [llms.txt](../../llms.txt)\n\n"
        "`GET https://fruits.example/v1/fruits`\n"
    )
    assert "All fruits. See [one](fruits_get.md) and [more](https://more.example/)." in text
    assert "## Query parameters\n\n- `ripe` (boolean, required): Now\n" in text
    assert text.count("```") == 2
    assert "```bash\ncurl 'https://fruits.example/v1/fruits?ripe=" in text
    assert (
        "- **200 OK**: Fruits. `application/json`: array of [Fruit](../schemas/Fruit.md)."
        " Fields: `name` string; `tree` [Tree](../schemas/Tree.md); `box` object\n"
    ) in text
    assert "\n- **404 Not Found**: There is none.\n" in text
    assert text.endswith(
        "\n\nGroup: [Fruits](index.md)"
        f" · Same path: [{site.title('api/fruits/fruits_add')}](fruits_add.md), [Get a fruit](fruits_get.md)"
        " · [OpenAPI](../open-api-spec/fruits_list.md)\n"
    )
    assert site.warnings == []


def test_with_the_address_of_the_site_all_links_are_whole(make_site):
    files = {
        "api/fruits/fruits_list.md": "See {doc}`/guide` and [it](/guide.md#part).\n",
        "guide.md": "# G\n\n## Part\n",
    }
    conf = "html_baseurl = 'https://docs.example'; myst_heading_anchors = 2"
    text = readable(make_site(SPEC, files, conf=conf).build(), "fruits/fruits_list")
    assert (
        "> [Test API 1.2](https://docs.example/api/index.md)"
        " · [HTML](https://docs.example/api/fruits/fruits_list.html)"
        " · Index of all pages: [llms.txt](https://docs.example/llms.txt)\n"
    ) in text
    assert "See [G](https://docs.example/guide.html) and [it](https://docs.example/guide.html#part)." in text
    assert "array of [Fruit](https://docs.example/api/schemas/Fruit.md)" in text
    assert re.findall(r"\]\((?!https://)[^)]+\)", text) == []


def test_bodies_and_authorization(make_site):
    text = readable(make_site(SPEC).build(), "fruits/fruits_add")
    assert (
        "**Authorization:** [**key**](../index.md): API key in the `X-Key` header"
        " or [**login**](../index.md): bearer token in the header `Authorization: Bearer …`, with the scope `write`"
    ) in text
    assert (
        "- `name` (string, required): What it is called, *always* in English\n"
        "- `tree` ([Tree](../schemas/Tree.md)): Where it grows.\n"
        "- `box` (object)\n"
        "  - `size` (integer): Allowed values: `3`, `5`. Default: `3`.\n"
    ) in text
    assert text.count("```") == 2
    assert "- **201 Created**: Added. `application/json`: object\n  - `name` (string): What" in text
    assert "- **422 Unprocessable" in text
    (error,) = [line for line in text.splitlines() if line.startswith("- **422")]
    assert error.endswith("Wrong. `application/json`: array of [Fruit](../schemas/Fruit.md)")


def test_groups_schemas_and_the_api(make_site):
    site = make_site(SPEC).build()
    group = readable(site, "fruits/index")
    assert group.startswith("# Fruits\n\n> [API](../index.md) · [HTML](index.html) · Index of all pages: [llms.txt](../../llms.txt)\n\nWhat *grows*.\n\n- [List fruits](fruits_list.md): `GET /fruits`\n")  # fmt: skip
    schema = readable(site, "schemas/Fruit")
    assert "- `tree` ([Tree](Tree.md)): Where it grows.\n" in schema
    assert "[List fruits](../fruits/fruits_list.md): `GET /fruits`" in schema
    assert '"properties"' not in schema
    assert "- [`Fruit`](Fruit.md)\n- [`Tree`](Tree.md)" in readable(site, "schemas/index")
    whole = readable(site, "index")
    assert "- `https://fruits.example/v1`" in whole
    assert "API key in the `X-Key` header." in whole
    assert "- [Fruits](fruits/index.md): 3 endpoints. What *grows*." in whole


WORDS = """---
tocdepth: 2
---
# Every fruit

Read {doc}`the guide </guide>` and {openapi:op}`fruits_get`, or {openapi:schema}`Fruit`.

```{include} shared.txt
```

:::{warning}
Wash *them*.
:::

::::{tab-set}
:::{tab-item} Day
Sun.
:::
:::{tab-item} Night
Moon.
:::
::::

(more)=

## Details

1. one
2. two

   deeper

| a | b |
| - | - |
| `x` | 1 \\| 2 |

```{code-block} python
:caption: Shown

print("```")
```

term
: what it means

[down](#more) ![a picture](https://pictures.example/a.png)
"""


def test_words_of_the_author(make_site):
    files = {
        "api/fruits/fruits_list.md": WORDS,
        "api/fruits/shared.txt": "Words that *several* pages have.\n",
        "api/fruits/fruits_get.rst": "Only |this|.\n\n.. |this| replace:: *one*\n\n.. note:: Or ``none``.\n",
        "guide.md": "# Guide\n",
    }
    conf = "myst_enable_extensions = ['colon_fence', 'deflist']\nextensions.append('sphinx_design')"
    site = make_site(SPEC, files, conf=conf).build()
    text = readable(site, "fruits/fruits_list")
    assert text.startswith("# Every fruit\n")
    for line in (
        "Read [the guide](../../guide.html) and [`fruits_get`](fruits_get.md), or [`Fruit`](../schemas/Fruit.md).",
        "Words that *several* pages have.",
        "> **Warning:** Wash *them*.",
        "**Day**\n\nSun.\n\n**Night**\n\nMoon.",
        "## Details\n\n1. one\n2. two\n\n   deeper",
        "| a | b |\n| --- | --- |\n| `x` | 1 \\| 2 |",
        'Shown\n\n````python\nprint("```")\n````',
        "- **term**: what it means",
        "down ![a picture](https://pictures.example/a.png)",
        "## Query parameters",
    ):
        assert line in text, text
    assert "tocdepth" not in text
    other = readable(site, "fruits/fruits_get")
    assert "Only *one*." in other
    assert "> **Note:** Or `none`." in other


def test_directory_pages(make_site):
    site = make_site(SPEC, builder="dirhtml").build()
    assert "[HTML](.)" in readable(site, "fruits/fruits_list/index")
    for path in (site.outdir / "api").rglob("*.md"):
        if path.parent.name != "open-api-spec":
            targets = re.findall(r"\]\((?!https?:)([^)]+)\)", path.read_text("utf-8"))
            assert targets
            assert all((path.parent / target).is_file() for target in targets if target != "."), targets
    assert not (site.outdir / "api/fruits/fruits_list.md").exists()


def test_pages_that_go_take_their_markdown_along(make_site):
    site = make_site(SPEC, {"api/notes.md": "---\norphan:\n---\n# Notes\n"}).build()
    own = site.outdir / "api/mine.md"
    own.write_text("# Mine\n\n> A quotation.\n\nText.\n")
    before = readable(site, "fruits/fruits_list")
    time_before = (site.outdir / "api/fruits/fruits_list.md").stat().st_mtime_ns
    (site.outdir / "api/fruits/fruits_get.md").unlink()
    paths = {path: item for path, item in SPEC["paths"].items() if path != "/trees"}
    site.write({"openapi.yaml": {**SPEC, "paths": paths}})
    site.build()
    assert not (site.outdir / "api/trees/trees_list.md").exists()
    assert readable(site, "fruits/fruits_list") == before
    assert (site.outdir / "api/fruits/fruits_list.md").stat().st_mtime_ns == time_before
    assert (site.outdir / "api/fruits/fruits_get.md").is_file()
    assert "api/fruits/fruits_list" not in site.written
    assert own.is_file()


def test_several_processes_write_the_same(make_site):
    one, other = make_site(SPEC).build(), make_site(SPEC).build(parallel=2)
    names = sorted(path.relative_to(one.outdir) for path in (one.outdir / "api").rglob("*.md"))
    assert len(names) > 10
    assert [(one.outdir / name).read_text() for name in names] == [(other.outdir / name).read_text() for name in names]


@pytest.mark.parametrize("builder", ["singlehtml", "text", "epub", "latex", "openapi-json"])
def test_builders_without_such_pages(make_site, builder):
    site = make_site(SPEC, builder=builder).build()
    assert [path for path in site.outdir.rglob("*.md") if path.parent.name != "open-api-spec"] == []


def test_markdown_in_the_output_of_another_builder_is_no_document(make_site):
    site = make_site(SPEC, conf="exclude_patterns = []").build()
    for builder in ("dirhtml", "html"):
        site.builder = builder
        assert site.build().warnings == []
        assert not [name for name in site.app.env.found_docs if name.startswith("_build")]


def test_what_has_no_room_is_elsewhere(make_site):
    deep = {"type": "object", "properties": {f"f{n}": {"type": "string", "description": "x" * 90} for n in range(99)}}
    many = {f"g{n}": {"type": "object", "description": "y" * 400, "properties": {"in": deep}} for n in range(90)}
    body = {"type": "object", "properties": many}
    spec = api({"/a": {"post": operation("a", "g", requestBody=content(body))}})
    files = {"api/g/a.md": "# A\n\n" + "\n\n".join(f"{'word ' * 200}{n}." for n in range(30)) + "\n"}
    site = make_site(spec, files).build()
    text = readable(site, "g/a")
    assert len(text) <= 50_000
    assert "`f1`" not in text
    assert text.endswith("· What is left out here: [OpenAPI](../open-api-spec/a.md)\n")


def test_titles_and_texts_are_no_markup(make_site):
    spec = json.loads((SHARED / "bad/hostile-text.json").read_text()) if SHARED.is_dir() else SPEC
    parser = MarkdownIt("commonmark").enable("table")
    evil = "```{include} /etc/passwd\n```\n\n## Instructions\n\n- [Do](javascript:alert(1)) <script>x</script>\n\n```\n"
    get = operation(
        "evil", "[t](https://evil.example/)\n# t", summary="## a\n[b](https://evil.example/)", description=evil
    )
    get["parameters"] = [{"name": f"p`\n{evil}", "in": "query", "description": evil, "schema": {"enum": [evil]}}]
    for document in (spec, api({"/x`\n## y": {"get": get}})):
        site = make_site(document).build()
        found = [path for path in (site.outdir / "api").rglob("*.md") if path.parent.name != "open-api-spec"]
        assert len(found) >= 3
        for path in found:
            text = path.read_text("utf-8")
            tokens = parser.parse(text)
            headings = [tokens[n + 1].content for n, token in enumerate(tokens) if token.type == "heading_open"]
            assert "Instructions" not in headings, text
            assert len([heading for heading in headings if heading]) == len(headings)
            assert [token for token in tokens if token.type == "html_block"] == []
            inner = [child for token in tokens if token.type == "inline" for child in token.children]
            assert [child for child in inner if child.type == "html_inline"] == []
            targets = [child.attrGet("href") for child in inner if child.type == "link_open"]
            assert not [target for target in targets if target.startswith("javascript")]


@needs_shared
@pytest.mark.real
@pytest.mark.parametrize("name", ["posthog/schema.yaml", "stripe/openapi.yaml", "github/api.github.com.json"])
def test_no_file_of_real_documents_is_longer_than_its_limit(make_site, name):
    site = make_site((SHARED / "specs" / name).read_text("utf-8"), name="openapi.json").build(parallel=2)
    texts = [*(site.outdir / "api").rglob("*.md"), *site.outdir.rglob("llms.txt")]
    sizes = {path: len(path.read_text("utf-8")) for path in texts if path.parent.name != "open-api-spec"}
    assert max(sizes.values()) <= 50_000
