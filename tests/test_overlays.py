"""Overlays, which change a document before it is read."""

from __future__ import annotations

import json

import pytest
import yaml
from conftest import api, operation

HIVE = {"type": "object", "properties": {"name": {"type": "string"}}}
PATHS = {
    "/hives": {
        "get": operation("hives_list", "hives", "old", description="All.", parameters=[{"name": "a", "in": "query"}, {"name": "b", "in": "query"}]),
        "post": operation("hives_create", "hives"),
    },
    "/debug": {"get": operation("debug", "hives")},
}  # fmt: skip
SPEC = api(PATHS, components={"schemas": {"Hive": HIVE}}, tags=[{"name": "hives"}])
PAGE = "api/hives/hives_list"


def overlay(*actions, **members):
    return {"overlay": "1.1.0", "info": {"title": "Mend", "version": "1"}, **members, "actions": list(actions)}


def build(make_site, *actions, spec=SPEC, name="openapi.yaml", **members):
    files = {"mend.overlay.yaml": overlay(*actions, **members)}
    return make_site(spec, files, name=name, options={"overlays": ["mend.overlay.yaml"]}).build()


def published(site):
    return json.loads((site.outdir / "api/openapi.json").read_text("utf-8"))


CHANGES = {
    "a text": ({"target": "$.paths['/hives'].get.description", "update": "Each hive."}, "/paths/~1hives/get/description", "Each hive."),
    "an object": ({"target": "$.info", "update": {"title": "Bees", "x-new": {"a": 1}}}, "/info", {"title": "Bees", "version": "1.2", "x-new": {"a": 1}}),
    "an item": ({"target": "$.tags", "update": {"name": "bees"}}, "/tags", [{"name": "hives"}, {"name": "bees"}]),
    "items": ({"target": "$.tags", "update": [{"name": "b"}, {"name": "c"}]}, "/tags/2", {"name": "c"}),
    "many": ({"target": "$.paths.*.get", "update": {"deprecated": True}}, "/paths/~1debug/get/deprecated", True),
    "below": ({"target": "$", "update": {"paths": {"/hives": {"get": {"tags": ["new"]}}}}}, "/paths/~1hives/get/tags", ["hives", "old", "new"]),
    "a filter": ({"target": "$.paths.*.*.parameters[?@.name=='b']", "update": {"description": "B."}}, "/paths/~1hives/get/parameters/1/description", "B."),
    "removal": ({"target": "$.paths.*.*.parameters[?@.name=='a']", "remove": True}, "/paths/~1hives/get/parameters", [{"name": "b", "in": "query"}]),
    "removal of texts": ({"target": "$.paths.*.*.tags[?@=='old']", "remove": True}, "/paths/~1hives/get/tags", ["hives"]),
    "removal of nested": ({"target": "$.paths['/hives'].get..parameters", "remove": True}, "/paths/~1hives/get/operationId", "hives_list"),
    "a copy": ({"target": "$.paths['/debug']", "copy": "$.paths['/hives']"}, "/paths/~1debug/post/operationId", "hives_create"),
}  # fmt: skip


@pytest.mark.parametrize("name", ["openapi.yaml", "openapi.json"])
@pytest.mark.parametrize("kind", CHANGES)
def test_actions_change_what_is_published(make_site, kind, name):
    action, pointer, expected = CHANGES[kind]
    site = build(make_site, action, spec=json.dumps(SPEC) if name.endswith("json") else SPEC, name=name)
    value = published(site)
    for step in pointer.split("/")[1:]:
        step = step.replace("~1", "/")
        value = value[int(step) if isinstance(value, list) else step]
    assert value == expected
    assert [warning for warning in site.warnings if "overlay" in warning] == []


def test_actions_follow_one_another_and_overlays_too(make_site):
    files = {
        "one.yaml": overlay(
            {"target": "$.paths", "update": {"/bees": {}}},
            {"target": "$.paths['/bees']", "copy": "$.paths['/hives']"},
            {"target": "$.paths['/hives']", "remove": True},
        ),
        "two.yaml": overlay({"target": "$.paths['/bees'].get", "update": {"summary": "Bees"}}),
    }
    site = make_site(SPEC, files, options={"overlays": ["one.yaml", "two.yaml"]}).build()
    assert site.title(PAGE) == "Bees"
    assert "GET /bees" in site.text(PAGE)
    assert list(published(site)["paths"]) == ["/debug", "/bees"]
    assert site.warnings == []


def test_an_alias_in_yaml_is_changed_at_one_place_alone(make_site):
    text = yaml.safe_dump({**SPEC, "paths": {}}) + (
        "paths:\n  /a: &a\n    get: {operationId: a, tags: [g], responses: {'200': {description: Fine.}}}\n  /b: *a\n"
    )
    site = build(
        make_site, {"target": "$.paths['/b'].get", "update": {"operationId": "b"}}, spec=text.replace("paths: {}\n", "")
    )
    assert {"api/g/a", "api/g/b"} <= site.docnames()


def test_an_overlay_may_be_a_mapping_and_lie_anywhere(make_site):
    mapping = overlay({"target": "$.info", "update": {"title": "Bees"}})
    conf = f"openapi_pages['api']['overlays'] = [{mapping!r}, '../elsewhere/x.yaml']"
    files = {"../elsewhere/x.yaml": overlay({"target": "$.info", "update": {"version": "9"}})}
    site = make_site(SPEC, files, conf=conf).build()
    assert site.title("api/index") == "Bees"
    assert published(site)["info"]["version"] == "9"
    assert site.warnings == []
    assert site.build().read == []


def test_an_edit_of_an_overlay_reads_the_pages_that_it_touches(make_site):
    site = build(make_site, {"target": "$.paths['/hives'].get", "update": {"description": "One."}})
    assert site.build().read == []
    changed = overlay({"target": "$.paths['/hives'].get", "update": {"description": "Two."}})
    site.write({"mend.overlay.yaml": changed})
    assert site.build().read == [PAGE]
    assert "Two." in site.text(PAGE)


FAULTS = [
    ({"target": "$.paths['/none']", "update": {}}, "the target \"$.paths['/none']\" matches nothing; the action is left out (at #/actions/0/target)"),
    ({"target": "$.paths[", "update": {}}, "'$.paths[' is not a JSONPath of RFC 9535: "),
    ({"target": "paths", "update": {}}, "'paths' is not a JSONPath of RFC 9535: "),
    ({"update": {}}, "the action has no string 'target'; the action is left out (at #/actions/0)"),
    ({"target": "$.info"}, "the action has neither 'update' nor 'copy', and 'remove' is not true"),
    ({"target": "$", "remove": True}, "the whole document cannot be removed"),
    ({"target": "$.info", "update": "x"}, "a text cannot be merged into an object; it is left out (at #/actions/0/update)"),
    ({"target": "$.info.title", "update": {"a": 1}}, "an object cannot be merged into a text; it is left out"),
    ({"target": "$.info", "update": {"title": ["a"]}}, "a list cannot be merged into a text; it is left out (at #/actions/0/update/title)"),
    ({"target": "$.paths.*.get", "update": {"tags": "x"}}, "a text cannot be merged into a list; it is left out; also at 1 more place"),
    ({"target": "$.info", "copy": "$.none"}, "'$.none' matches nothing; it must match one value"),
    ({"target": "$.info", "copy": "$.paths.*"}, "'$.paths.*' matches 2 values; it must match one value"),
]  # fmt: skip


@pytest.mark.parametrize(("action", "words"), FAULTS)
def test_a_faulty_action_is_one_warning_at_its_line(make_site, action, words):
    site = build(make_site, action)
    (warning,) = site.warnings
    assert words in warning
    line = (site.srcdir / "mend.overlay.yaml").read_text().splitlines().index("actions:")
    assert int(warning.removeprefix("mend.overlay.yaml:").split(":")[0]) > line
    assert "[openapi_pages.overlay]" in warning
    assert "All." in site.text(PAGE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: [", "mend.overlay.yaml:2: WARNING: the overlay is not YAML: "),
        ("openapi: 3.1.0", "mend.overlay.yaml:1: WARNING: this is not an overlay: it has no field 'overlay'"),
        ("overlay: 1.0.0", "mend.overlay.yaml:1: WARNING: the overlay has no list 'actions'; it is left out"),
        ("overlay: 1.0.0\nactions: []\nextends: ./other.yaml", ":3: WARNING: the overlay extends './other.yaml', but it is"),
        ("overlay: 7.0.0\nactions: []", ":1: WARNING: Overlay 7.0.0 is not known; it is read as 1.1"),
    ],
)  # fmt: skip
def test_a_faulty_overlay_is_one_warning(make_site, text, words):
    site = make_site(SPEC, {"mend.overlay.yaml": text}, options={"overlays": ["mend.overlay.yaml"]}).build()
    (warning,) = site.warnings
    assert words in warning
    assert "All." in site.text(PAGE)


def test_an_overlay_that_is_not_there(make_site):
    (warning,) = make_site(SPEC, options={"overlays": ["none.yaml"]}).build().warnings
    assert warning.startswith("conf.py:4: WARNING: the overlay ")
    assert "none.yaml cannot be read: No such file or directory; it is left out [openapi_pages.overlay]" in warning


@pytest.mark.parametrize("extends", ["openapi.yaml", "./openapi.yaml", "https://bees.example/v1/openapi.yaml"])
def test_what_an_overlay_extends_may_be_a_copy(make_site, extends):
    assert build(make_site, {"target": "$.info", "update": {}}, extends=extends).warnings == []


def test_a_variable_may_name_another_document_than_the_overlay(make_site, monkeypatch):
    files = {"mend.overlay.yaml": overlay(extends="openapi.yaml"), "other.yaml": SPEC}
    site = make_site(SPEC, files, options={"overlays": ["mend.overlay.yaml"]})
    monkeypatch.setenv("OPENAPI_PAGES_SPEC", str(site.srcdir / "other.yaml"))
    assert site.build().warnings == []


@pytest.mark.parametrize("value", ["'a.yaml'", "[5]", "['https://a.example/b.yaml']", "[print]"])
def test_what_is_no_list_of_overlays(make_site, value):
    (warning,) = make_site(SPEC, conf=f"openapi_pages['api']['overlays'] = {value}").build().warnings
    assert "; write a list of paths and mappings" in warning


def test_later_warnings_name_the_overlay(make_site):
    site = build(
        make_site,
        {"target": "$.info", "update": {"title": "Bees"}},
        {"target": "$.paths['/hives'].get", "update": {"responses": {"404": {"$ref": "#/components/responses/None"}}}},
    )
    (warning,) = site.warnings
    lines = (site.srcdir / "mend.overlay.yaml").read_text().splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "'404':" in text)
    assert warning.startswith(
        f"mend.overlay.yaml:{line}: WARNING: the reference '#/components/responses/None' cannot be"
    )
    assert "(at #/actions/1/update/responses/404)" in warning


def test_later_warnings_name_the_line_of_items_that_moved(make_site):
    spec = json.loads(json.dumps(SPEC))
    spec["paths"]["/hives"]["get"]["parameters"][1]["schema"] = {"type": "string", "default": 5}
    site = make_site(spec, options={"check_examples": True, "overlays": ["m.yaml"]})
    action = {"target": "$.paths.*.*.parameters[?@.name=='a']", "remove": True}
    site.write({"m.yaml": overlay(action)})
    (warning,) = site.build().warnings
    line = next(
        n for n, text in enumerate((site.srcdir / "openapi.yaml").read_text().splitlines(), 1) if "default: 5" in text
    )
    assert warning.startswith(f"openapi.yaml:{line}: WARNING: the default does not match its schema")


def test_the_older_version_gets_the_overlays_too(make_site):
    files = {
        "old.yaml": SPEC,
        "page.md": "```{openapi-changes} old.yaml\n```\n",
        "m.yaml": overlay({"target": "$.paths['/debug']", "remove": True}),
    }
    site = make_site(SPEC, files, options={"overlays": ["m.yaml"]}).build()
    assert "Removed" not in site.text("page")
    assert "debug" not in site.text("page")


def test_an_overlay_of_a_document_from_python(make_site):
    conf = f"openapi_pages = {{'api': {{'spec': lambda: {SPEC!r}, 'overlays': ['m.yaml']}}}}"
    files = {"m.yaml": overlay({"target": "$.info", "update": {"title": "Bees"}}, extends="other.yaml")}
    site = make_site("", files, conf=conf).build()
    assert site.title("api/index") == "Bees"
    assert site.warnings == []
