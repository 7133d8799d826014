"""The index of all pages for programs."""

from __future__ import annotations

import posixpath
import re

import pytest
from benchmarks.reading import Reader
from conftest import api, operation

SPEC = api(
    {
        "/ships": {
            "get": operation("ships_list", "ships", summary="List ships", description="All of *them*. Even sunk ones."),
            "post": operation(
                "ships_add",
                "ships",
                summary="Add a ship",
                requestBody={"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Ship"}}}},
            ),
        },
        "/ports": {"get": operation("ports_list", "ports", summary="List ports", deprecated=True)},
    },
    webhooks={"shipSunk": {"post": operation("ship_sunk", summary="Ship sunk")}},
    servers=[{"url": "https://ships.example/v1/"}],
    tags=[{"name": "ships", "description": "All ships."}, {"name": "ports"}],
    components={
        "schemas": {"Ship": {"type": "object", "description": "What floats.", "properties": {"name": {}}}},
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
    },
)
WORDS = {"guide.md": "# The [guide]\n\nText.\n", "index.md": "# Home\n\n```{toctree}\nguide\napi/index\n```\n"}
LINK = re.compile(r"\]\(([^)]+)\)")


def llms(site, name="llms.txt"):
    return (site.outdir / name).read_text("utf-8")


def indexes(site):
    """Return all indexes that can be reached from the root, by path, and all files that these link."""
    found, linked, todo = {}, set(), ["llms.txt"]
    while todo:
        name = todo.pop()
        found[name] = llms(site, name)
        targets = (
            posixpath.normpath(posixpath.join(posixpath.dirname(name), path)) for path in LINK.findall(found[name])
        )
        for target in targets:
            linked.add(target)
            if re.search(r"llms(-\d+)?\.txt$", target) and target not in found and target not in todo:
                todo.append(target)
    return found, linked


def test_the_index_of_a_small_api(make_site):
    spec = {**SPEC, "info": {**SPEC["info"], "description": "An API of *ships*.\n\nMore."}}
    site = make_site(spec, WORDS, conf="project = 'Harbour'").build()
    assert llms(site) == (
        "# Harbour\n\n> An API of ships.\n\n"
        "- Test API 1.2: base URL `https://ships.example/v1`\n"
        "- Authentication: key: API key in the `X-Key` header\n\n"
        "## Documentation\n\n- [Home](_sources/index.md.txt)\n- [The \\[guide\\]](_sources/guide.md.txt)\n\n"
        "## Test API\n\n- [Overview](api/index.md): servers, authentication, errors and groups\n\n"
        "## Ships\n\n- [About Ships](api/ships/index.md)\n"
        "- [List ships](api/ships/ships_list.md): `GET /ships`. All of them.\n"
        "- [Add a ship](api/ships/ships_add.md): `POST /ships`\n\n"
        "## Ports\n\n- [About Ports](api/ports/index.md)\n"
        "- [List ports](api/ports/ports_list.md): `GET /ports`, deprecated\n\n"
        "## Webhooks\n\n- [About Webhooks](api/webhooks/index.md)\n"
        "- [Ship sunk](api/webhooks/ship_sunk.md): webhook `POST shipSunk`\n\n"
        "## Schemas\n\n- [All schemas](api/schemas/index.md)\n- [Ship](api/schemas/Ship.md): What floats.\n\n"
        "## OpenAPI documents\n\n- [Test API as openapi.json](api/openapi.json): all operations and schemas\n"
        "- [Test API as openapi.yaml](api/openapi.yaml): all operations and schemas\n"
    )
    assert all((site.outdir / target).is_file() for target in indexes(site)[1])


def test_without_a_description_there_is_a_quotation(make_site):
    assert "\n> Reference of Test API 1.2: 4 operations.\n" in llms(make_site(SPEC).build())


def test_with_the_address_of_the_site_and_without_sources(make_site):
    conf = "html_baseurl = 'https://example.com/docs'; html_copy_source = False"
    text = llms(make_site(SPEC, WORDS, conf=conf, builder="dirhtml").build())
    assert "(https://example.com/docs/guide/)" in text
    assert "(https://example.com/docs/api/ships/ships_list/index.md)" in text
    assert "(https://example.com/docs/api/ships/index.md)" in text


def test_several_apis(make_site):
    conf = "openapi_pages = {'v1': 'openapi.yaml', 'v2': 'openapi.yaml'}"
    files = {"index.md": "# Home\n\n```{toctree}\nv1/index\nv2/index\n```\n"}
    text = llms(make_site(SPEC, files, conf=conf).build())
    assert [line for line in text.splitlines() if line.endswith(": Ships")] == [
        f"## Test API (v{n}): Ships" for n in (1, 2)
    ]
    assert "v1/ships/ships_list.md" in text
    assert "v2/openapi.yaml" in text


def large(count):
    paths = {
        f"/fleets/{{fleet}}/{part}/{number}": {
            "get": operation(f"{part}_{number}", "fleets", summary=f"Look at {part} {number}", description="Look. Now.")
        }
        for part in ("anchors", "masts", "sails")
        for number in range(count)
    }
    return {**SPEC, "paths": {**SPEC["paths"], **paths}, "tags": [*SPEC["tags"], {"name": "fleets"}]}


def test_the_index_of_a_large_api_names_others(make_site):
    site = make_site(large(60), WORDS).build()
    found, linked = indexes(site)
    assert {"llms.txt", "api/ships/llms.txt", "api/schemas/llms.txt", "api/fleets/llms.txt"} <= found.keys()
    assert "- [Ships](api/ships/llms.txt): 2 operations. All ships.\n" in found["llms.txt"]
    assert found["api/ships/llms.txt"].startswith(
        "# Ships\n\n> Ships of Test API 1.2: 2 operations. All ships.\n\n## Ships\n"
    )
    assert "- [List ships](ships_list.md): `GET /ships`. All of them.\n" in found["api/ships/llms.txt"]
    assert "ships_list" not in found["llms.txt"]
    assert re.search(r"- \[Fleets, part 1\]\(llms-1.txt\): \d+ pages on anchors\n", found["api/fleets/llms.txt"])
    assert max(map(len, found.values())) <= 12_000
    pages = {path.relative_to(site.outdir).as_posix() for path in (site.outdir / "api").rglob("*.md")}
    assert {page for page in pages if "open-api-spec" not in page} <= linked
    assert all((site.outdir / target).is_file() for target in linked)
    site.write({"openapi.yaml": SPEC})
    site.build()
    assert list((site.outdir / "api").rglob("llms*.txt")) == []


def test_a_program_finds_a_page_in_three_files(make_site):
    site = make_site(large(60)).build()
    reader = Reader(site.outdir)
    page = reader.find("ships_add")
    assert page == "api/ships/ships_add.md"
    assert reader.complete([page], ["POST", "`POST /ships`", "Sinks"]) == ["Sinks"]
    assert reader.texts.keys() == {"llms.txt", "api/ships/llms.txt", page, "api/schemas/Ship.md"}


def test_many_documents_of_the_author_are_named_in_parts(make_site):
    names = [f"chapter-{number:03}-{'x' * 60}" for number in range(330)]
    files = {f"{name}.md": f"# {name}\n" for name in names}
    site = make_site(SPEC, {**files, "index.md": "# Home\n\n```{toctree}\n:glob:\n*\napi/index\n```\n"}).build()
    found, linked = indexes(site)
    assert max(map(len, found.values())) <= 50_000
    assert {f"_sources/{name}.md.txt" for name in names} <= linked
    assert (site.outdir / "llms-1.txt").is_file()
    for name in names[5:]:
        (site.srcdir / f"{name}.md").unlink()
    site.build()
    assert [path.name for path in site.outdir.glob("llms*.txt")] == ["llms.txt"]


def test_a_sentence_that_tells_no_page_from_another_is_left_out(make_site):
    words = {"a": "Manages ships.", "b": "Manages ships.", "c": "Sinks a ship."}
    spec = api({f"/{name}": {"get": operation(name, "ships", description=text)} for name, text in words.items()})
    text = llms(make_site(spec).build())
    assert "ships/b.md): `GET /b`\n" in text
    assert "ships/c.md): `GET /c`. Sinks a ship.\n" in text
    assert "Manages ships." not in text


def test_titles_of_links_are_short(make_site):
    files = {"guide.md": f"# {'word ' * 40}\n", "index.md": WORDS["index.md"]}
    text = llms(make_site(SPEC, files).build())
    assert max(len(title) for title in re.findall(r"^- \[(.*?)\]\(", text, re.MULTILINE)) <= 80


def test_beside_sphinx_llms_txt(make_site):
    pytest.importorskip("sphinx_llms_txt", reason="needs sphinx-llms-txt, which tox installs")
    site = make_site(SPEC, WORDS, conf="extensions.append('sphinx_llms_txt'); project = 'Harbour'").build()
    text = llms(site)
    assert text.startswith("# Harbour")
    assert "_sources/guide.md.txt" in text
    assert text.count("](api/ships/ships_list.md)") == 1
    assert "_sources/api/" not in text
    site.build()
    assert llms(site) == text
    assert (site.outdir / "llms-full.txt").is_file()
    assert site.warnings == []
