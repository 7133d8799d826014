"""What groups operations: tags, paths, functions."""

from __future__ import annotations

import pytest
from conftest import api, operation
from test_groups import endpoints, groups

from sphinxcontrib_openapi_pages.site.grouping import path_groups


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        (["/hives", "/hives/{hive}", "/keepers"], ["hives", "hives", "keepers"]),
        (["/v1/hives", "/v2.1/hives", "/v1beta1/keepers"], ["hives", "hives", "keepers"]),
        (["/api/v1/hives", "/health", "/api/keepers"], ["hives", "health", "keepers"]),
        (["/2010-04-01/Hives.json", "/2010-04-01/Keepers/{Sid}.json"], ["Hives", "Keepers"]),
        (["/apiary/hives", "/apiary/hives/{hive}/queen", "/apiary/keepers"], ["hives", "hives", "keepers"]),
        (["/apiary", "/apiary/hives"], ["apiary", "apiary"]),
        (["/{tenant}/hives", "/{tenant}/keepers/{keeper}"], ["hives", "keepers"]),
        (["/hives:count", "/hives/{hive}:feed", "/keepers"], ["hives", "hives", "keepers"]),
        (["/chat.post", "/chat.delete", "/users.list"], ["chat", "chat", "users"]),
        (["/Hives", "/hives/{hive}", "/bee%20yards"], ["Hives", "Hives", "bee yards"]),
        (["/", "/{id}", "/hives"], ["", "", "hives"]),
        (["/v1", "/v2"], ["v1", "v2"]),
        (["/"], [""]),
    ],
)
def test_the_segment_that_tells_paths_apart(paths, expected):
    assert ["".join(names) for names in path_groups(paths).values()] == expected


WITHOUT_TAGS = api(
    {
        "/v1/hives": {"get": operation("list"), "post": operation("add")},
        "/v1/hives/{hive}": {"get": operation("show")},
        "/v1/bee_keepers": {"get": operation("people")},
    },
    webhooks={"swarm": {"post": operation("swarm")}},
)


def test_a_document_without_tags_is_grouped_by_path(make_site):
    site = make_site(WITHOUT_TAGS, options={"titles": {"hives": "The hives"}}).build()
    assert site.warnings == []
    assert groups(site) == ["The hives", "Bee keepers", "Webhooks"]
    assert endpoints(site, "api/hives/index") == ["List", "Add", "Show"]
    assert "api/bee-keepers/people" in site.docnames()


def test_declared_tags_name_and_describe_groups_of_paths(make_site):
    tags = [{"name": "Bee Keepers", "description": "People in white."}, {"name": "Unused"}]
    site = make_site({**WITHOUT_TAGS, "tags": tags}).build()
    assert site.warnings == []
    assert groups(site) == ["Bee Keepers", "Hives", "Webhooks"]
    assert "People in white." in site.text("api/bee-keepers/index")


TAGGED = api({"/a/x": {"get": operation("x", "one")}, "/b": {"get": operation("y")}, "/b/c": {"get": operation("z")}})


def test_one_tag_is_enough_for_groups_of_tags_and_the_option_ignores_it(make_site):
    assert groups(make_site(TAGGED).build()) == ["One", "Default"]
    site = make_site(TAGGED, options={"group_by": "path"}).build()
    assert groups(site) == ["A", "B"]
    assert site.warnings == []


FUNCTION = """
def by(operation):
    if operation.id == "z":
        return ["Zs", "All"]
    return operation.tags or (None if operation.endpoint.path == "/b" else "All")

openapi_pages['api']['group_by'] = by
"""


def test_a_function_groups_operations_and_an_edit_of_it_counts(make_site):
    site = make_site(TAGGED, conf=FUNCTION).build()
    assert site.warnings == []
    assert groups(site) == ["One", "Default", "Zs", "All"]
    assert endpoints(site, "api/all/index") == ["Z"]
    assert "api/zs/z" in site.docnames()
    assert site.build().read == []
    site.write({"conf.py": (site.srcdir / "conf.py").read_text().replace("Zs", "Last")})
    assert "api/last/z" in site.build().docnames()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("1 / 0", "by raises ZeroDivisionError: division by zero ("),
        ("5", "by returns 5; return the name of a group, or a list of names, for GET /a/x"),
        ("[5]", "by returns [5]; return the name of a group"),
    ],
)
def test_a_function_that_fails_is_one_warning(make_site, code, words):
    conf = f"def by(operation):\n    return {code}\n\nopenapi_pages['api']['group_by'] = by"
    site = make_site(TAGGED, conf=conf).build()
    (warning,) = site.warnings
    assert warning.startswith("conf.py:5: WARNING: openapi_pages['api']['group_by']: ")
    assert words in warning
    assert "; such operations are grouped by tag" in warning
    assert groups(site) == ["One", "Default"]


@pytest.mark.parametrize("value", ["'tags'", "5", "object()"])
def test_what_is_no_grouping_is_one_warning(make_site, value):
    (warning,) = make_site(TAGGED, conf=f"openapi_pages['api']['group_by'] = {value}").build().warnings
    assert "write 'tag', 'path' or a function" in warning
