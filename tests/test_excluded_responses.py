"""The option ``exclude_responses``."""

from __future__ import annotations

import json

import pytest
from conftest import api, operation

PAGE = "api/g/op"


def refers(name):
    schema = {"$ref": f"#/components/schemas/{name}"}
    return {"description": f"With {name}.", "content": {"application/json": {"schema": schema}}}


ERROR = {"type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}}}
SCHEMAS = {"Hive": {"type": "object"}, "Error": ERROR, "Item": {"type": "object"}, "Lonely": {"type": "object"}}
CALLED = {"post": {"responses": {"422": refers("Error"), "204": {"description": "Taken."}}}}
RESPONSES = {"200": refers("Hive"), "422": refers("Error"), "5XX": {"description": "Our fault."}}
SPEC = api(
    {"/a": {"get": operation("op", "g", responses=RESPONSES, callbacks={"done": {"{$request.query.url}": CALLED}})}},
    components={"schemas": SCHEMAS},
)


@pytest.mark.parametrize(
    ("patterns", "shown"),
    [
        ([], ["With Hive.", "With Error.", "Our fault."]),
        (["422"], ["With Hive.", "Our fault."]),
        (["4*", "5xx"], ["With Hive."]),
        (["default"], ["With Hive.", "With Error.", "Our fault."]),
        (["[45]*"], ["With Hive."]),
    ],
)
def test_responses_that_match_are_left_out(make_site, patterns, shown):
    site = make_site(SPEC, options={"exclude_responses": patterns}).build()
    text = site.text(PAGE)
    assert [words for words in ("With Hive.", "With Error.", "Our fault.") if words in text] == shown
    assert "Taken." in text
    assert site.warnings == []


def test_schemas_that_only_they_use_are_left_out(make_site):
    site = make_site(SPEC, options={"exclude_responses": ["422"]}).build()
    pages = {name for name in site.docnames() if "/schemas/" in name}
    assert pages == {"api/schemas/index", "api/schemas/Hive", "api/schemas/Lonely"}
    published = json.loads((site.outdir / "api/openapi.json").read_text("utf-8"))
    assert list(published["components"]["schemas"]) == ["Hive", "Lonely"]
    assert "422" not in json.dumps(published)


def test_the_option_changes_pages_and_an_edit_after_it_too(make_site):
    site = make_site(json.dumps(SPEC), name="openapi.json").build()
    conf = (site.srcdir / "conf.py").read_text()
    site.write({"conf.py": conf + "openapi_pages['api']['exclude_responses'] = ['422']\n"})
    assert "With Error." not in site.build().text(PAGE)
    site.write({"openapi.json": json.dumps(SPEC).replace("Our fault.", "Your fault.")})
    assert site.build().read == [PAGE]
    assert "Your fault." in site.text(PAGE)
    assert "With Error." not in site.text(PAGE)


def test_a_number_is_one_warning(make_site):
    (warning,) = make_site(SPEC, options={"exclude_responses": [422]}).build().warnings
    assert "is [422]; write a list of patterns for statuses, such as ['422', '5*']" in warning
