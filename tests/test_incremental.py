"""What is read again when something changes, and that parallel builds equal serial ones."""

from __future__ import annotations

import copy
import json
import os
import time

import pytest
import yaml
from conftest import api, operation

from sphinxcontrib_openapi_pages.openapi import document_writer
from sphinxcontrib_openapi_pages.openapi.yaml_writer import to_yaml

SPEC = api(
    {
        "/a": {"get": operation("a_list", "one", description="A.")},
        "/b": {"get": operation("b_list", "one", description="B.")},
        "/c": {"get": operation("c_list", "two", description="C.")},
    }
)
PAGE = "api/one/a_list"


def edited(**members):
    spec = copy.deepcopy(SPEC)
    spec["paths"]["/a"]["get"].update(members)
    return spec


def test_nothing_is_parsed_or_read_when_nothing_changed(make_site, monkeypatch):
    site = make_site(SPEC).build()
    monkeypatch.setattr("sphinxcontrib_openapi_pages.sphinx.mount.open_document", None)
    site.build()
    assert site.read == []
    assert "(unchanged)" in site.status


def test_touching_the_document_reads_nothing(make_site):
    site = make_site(SPEC).build()
    os.utime(site.srcdir / "openapi.yaml", (time.time() + 10, time.time() + 10))
    assert site.build().read == []


def test_only_the_touched_page_is_read_when_a_description_changes(make_site):
    site = make_site(SPEC).build()
    site.write({"openapi.yaml": edited(description="Changed.")})
    assert site.build().read == site.written == [PAGE]
    assert "Changed." in site.text(PAGE)


@pytest.mark.parametrize("dump", [yaml.safe_dump, json.dumps])
def test_only_what_changed_is_written_out_again(make_site, monkeypatch, dump):
    site = make_site(dump(SPEC)).build()
    written = []
    monkeypatch.setattr(document_writer, "to_yaml", lambda value: (written.append(value), to_yaml(value))[1])
    site.write({"openapi.yaml": dump(edited(description="Changed."))})
    published = yaml.safe_load((site.build().outdir / "api/openapi.yaml").read_text("utf-8"))
    assert published == edited(description="Changed.")
    assert written == [{"/a": published["paths"]["/a"]}]


def test_page_and_group_are_read_when_a_title_changes(make_site):
    site = make_site(SPEC).build()
    site.write({"openapi.yaml": edited(summary="New title")})
    assert site.build().read == [PAGE, "api/one/index"]
    assert sorted(site.written) == ["api/index", PAGE, "api/one/index"]
    assert "New title" in site.text("api/one/index")


def test_a_shared_schema_reads_exactly_the_pages_that_show_it(make_site):
    spec = copy.deepcopy(SPEC)
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    spec["paths"]["/a"]["get"]["responses"] = {"200": {"description": "Fine.", "content": content}}
    spec["components"] = {
        "schemas": {"Thing": {"properties": {"part": {"$ref": "#/components/schemas/Part"}}}, "Part": {}}
    }
    site = make_site(spec).build()
    spec["components"]["schemas"]["Part"] = {"type": "string", "description": "A part."}
    site.write({"openapi.yaml": spec})
    assert (
        sorted(site.build().read)
        == site.written
        == [PAGE, "api/schemas/Part", "api/schemas/Thing", "api/schemas/index"]
    )


def test_override_added_changed_and_removed(make_site):
    site = make_site(SPEC).build()
    override = site.srcdir / f"{PAGE}.md"
    site.write({f"{PAGE}.md": "Added.\n"})
    os.utime(override, (1, 1))  # an old file, as from an archive
    assert site.build().read == [PAGE]
    assert "Added." in site.text(PAGE)
    site.write({f"{PAGE}.md": "Edited.\n"})
    assert site.build().read == site.written == [PAGE]
    assert "Edited." in site.text(PAGE)
    assert site.build().read == []
    override.unlink()
    assert site.build().read == [PAGE]
    assert "Edited." not in site.text(PAGE)
    assert site.title(PAGE) == "List all a"
    assert site.build().read == []


def test_group_is_written_again_when_an_override_changes_a_title(make_site):
    site = make_site(SPEC, {f"{PAGE}.md": "# Mine\n"}).build()
    site.write({f"{PAGE}.md": "# Changed\n"})
    assert site.build().read == [PAGE]
    assert site.written == [PAGE, "api/one/index"]
    assert "Changed" in site.text("api/one/index")
    site.write({f"{PAGE}.md": "# Changed\n\nMore.\n"})
    site.build()
    assert site.written == [PAGE]
    site.write({f"{PAGE}.md": "# Changed back\n"})
    site.build()
    assert site.written == [PAGE, "api/one/index"]


def test_page_with_override_follows_the_document(make_site):
    site = make_site(SPEC, {f"{PAGE}.md": "Mine.\n"}).build()
    site.write({"openapi.yaml": edited(description="Changed.")})
    assert site.build().read == [PAGE]
    assert "Mine. " in site.text(PAGE)
    assert "Changed." in site.text(PAGE)


def test_removed_operation_is_gone_and_a_new_one_is_there(make_site):
    site = make_site(SPEC).build()
    spec = copy.deepcopy(SPEC)
    del spec["paths"]["/b"]
    spec["paths"]["/d"] = {"get": operation("d_list", "two")}
    site.write({"openapi.yaml": spec})
    site.build()
    assert "api/one/b_list" not in site.docnames()
    assert set(site.read) == {"api/index", "api/one/index", "api/two/d_list", "api/two/index"}
    assert site.warnings == []


def test_document_with_the_directive_follows_the_group(make_site):
    files = {"guide.md": "# Guide\n\n```{openapi-group} one\n```\n", "index.md": "# Home\n\n```{toctree}\nguide\n```\n"}
    site = make_site(SPEC, files).build()
    site.write({"openapi.yaml": edited(summary="Renamed")})
    assert set(site.build().read) == {PAGE, "api/one/index", "guide"}
    assert "Renamed" in site.text("guide")


def test_a_file_that_a_reference_reads_is_watched(make_site):
    spec = api({"/a": {"$ref": "paths/a.yaml"}})
    site = make_site(spec, {"paths/a.yaml": {"get": operation("a_list", "one", description="Old.")}}).build()
    assert "Old." in site.text(PAGE)
    site.write({"paths/a.yaml": {"get": operation("a_list", "one", description="New.")}})
    assert site.build().read == [PAGE]


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def sends(*names):
    """Return the responses of an operation that sends what the schemas *names* say, and refuses with a problem."""
    choices = {"oneOf": [ref(name) for name in names]}
    problem = {"description": "Refused.", "content": {"application/json": {"schema": ref("Problem")}}}
    return {"200": {"description": "Fine.", "content": {"application/json": {"schema": choices}}}, "404": problem}


SCHEMAS = {
    "Problem": {"type": "object", "properties": {"title": {"type": "string"}, "cause": ref("Problem")}},
    "Ship": {"type": "object", "properties": {"name": {"type": "string", "maxLength": 9}, "home": ref("Harbour")}},
    "Harbour": {
        "type": "object",
        "properties": {"ships": {"type": "array", "items": ref("Ship")}, "mayor": ref("Man")},
    },
    "Man": {"type": "object", "properties": {"name": {"type": "string"}, "age": {"type": "integer", "readOnly": True}}},
    **{
        f"Sea{n}": {"type": "object", "description": "Deep. " * 50, "properties": {"next": ref(f"Sea{n + 1}")}}
        for n in range(20)
    },
    "Sea20": {"type": "object", "properties": {"ship": ref("Ship")}},
}
"""Schemas that several pages show; the slice of one that reaches the seas has no room for all."""


def test_parallel_build_equals_serial_build(make_site):
    kinds = (["Ship"], ["Harbour", "Ship"], ["Sea15", "Harbour"], ["Sea18"], ["Problem"])
    paths = {
        f"/p{n}": {
            "get": operation(f"op{n}_list", f"g{n % 3}", description=f"*Op* {n}.", responses=sends(*kinds[n % 5])),
            "post": operation(f"op{n}_make", f"g{n % 3}", requestBody=sends(*kinds[n % 4])["404"], description="Make."),
        }
        for n in range(40)
    }
    spec = api(paths, components={"schemas": SCHEMAS})
    options = {"twin_size": 2000}
    files = {"api/g1/op1_list.md": "# Own\n\n(label)=\n## Notes\n\n{ref}`label`\n"}
    serial = make_site(spec, files, options=options).build()
    parallel = make_site(spec, files, options=options).build(parallel=4)
    pages = sorted(path.relative_to(serial.outdir) for path in serial.outdir.rglob("*.html"))
    assert len(pages) > 45
    for page in [*pages, "searchindex.js", "objects.inv"]:
        assert (serial.outdir / page).read_bytes() == (parallel.outdir / page).read_bytes(), page
    assert serial.warnings == parallel.warnings == []
    twins = [(serial.outdir / f"api/open-api-spec/op{n}_list.md").read_text("utf-8") for n in range(5)]
    assert ["../openapi.json#" in twin for twin in twins] == [False, False, True, True, False]
