"""What changed since an older version of the document."""

from __future__ import annotations

import copy
import json
import subprocess

import pytest
from conftest import api, operation

from sphinxcontrib_openapi_pages.openapi.source.git_revision import old_revision
from sphinxcontrib_openapi_pages.openapi.source.locations import SourceError
from sphinxcontrib_openapi_pages.openapi.source.store import Store


def body(**properties):
    return {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}} if not properties else {"application/json": {"schema": {"type": "object", "properties": properties}}}  # fmt: skip


OLD = api(
    {
        "/things": {
            "get": operation("things_list", "things", parameters=[{"name": "q", "in": "query"}, {"name": "page", "in": "query"}], responses={"200": {"description": "", "content": body()}, "206": {"description": ""}, "404": {"description": ""}}),
            "post": operation("things_create", "things", requestBody={"content": body()}),
        },
        "/things/{id}": {"delete": operation("things_destroy", "things", parameters=[{"name": "id", "in": "path", "required": True}])},
        "/gone": {"get": operation("gone_list", "gone")},
    },
    info={"title": "Test API", "version": "1.0"},
    components={"schemas": {
        "Thing": {"type": "object", "properties": {"name": {"type": "string"}, "old": {"type": "string"}, "parts": {"type": "array", "items": {"$ref": "#/components/schemas/Part"}}, "parent": {"$ref": "#/components/schemas/Thing"}, "secret": {"type": "string", "readOnly": True}}},
        "Part": {"properties": {"size": {"type": "integer"}}},
    }},
)  # fmt: skip


def changed():
    new = copy.deepcopy(OLD)
    del new["paths"]["/gone"]
    things = new["paths"]["/things"]
    things["get"]["parameters"] = [{"name": "q", "in": "query", "required": True}, {"name": "size", "in": "query"}]
    del things["get"]["responses"]["206"], things["get"]["responses"]["404"]
    things["get"]["responses"]["429"] = {"description": ""}
    things["post"]["requestBody"]["required"] = True
    new["paths"]["/things/{key}"] = new["paths"].pop("/things/{id}")
    new["paths"]["/things/{key}"]["delete"] |= {
        "deprecated": True,
        "parameters": [{"name": "key", "in": "path", "required": True}],
    }
    new["paths"]["/new"] = {"get": operation("new_list", "new")}
    thing = new["components"]["schemas"]["Thing"]
    thing["required"] = ["name"]
    del thing["properties"]["old"]
    new["components"]["schemas"]["Part"]["properties"]["weight"] = {"type": "integer"}
    new["components"]["schemas"]["Part"]["required"] = ["weight"]
    return new


NEWS = {"news.md": "# News\n\n```{openapi-changes} old.yaml\n```\n", "index.md": "# Home\n\n```{toctree}\nnews\n```\n"}


def read(site, docname="news"):
    """Return the first paragraph and, by heading of a group, the lines of each operation."""
    found = site.body(docname).select_one(".openapi-changes")
    groups = {}
    for heading in found.select("p.rubric"):
        items = heading.find_next_sibling("ul").find_all("li", recursive=False)
        groups[heading.get_text()] = {
            item.p.get_text(): [line.get_text() for line in item.select("li")] for item in items
        }
    return found.p.get_text(), groups


def test_everything_that_changed_by_group(make_site):
    site = make_site(changed(), {**NEWS, "old.yaml": OLD}).build()
    summary, groups = read(site)
    assert summary == "Operations since 1.0: 1 added, 1 removed, 1 deprecated, 2 changed. 9 breaking changes."
    assert groups == {
        "Things": {
            "List all things breaking": [
                "Query parameter q: now required breaking",
                "Query parameter page: removed breaking",
                "Query parameter size: added",
                "Field name of response 200: now required",
                "Field old of response 200: removed breaking",
                "Field parts[].weight of response 200: added, required",
                "Response 206: removed breaking",
                "Response 404: removed",
                "Response 429: added",
            ],
            "Create things breaking": [
                "Request body: now required breaking",
                "Request field name: now required breaking",
                "Request field old: removed breaking",
                "Request field parts[].weight: added, required breaking",
            ],
            "Delete things deprecated": [],
        },
        "New": {"List all new new": []},
        "Gone": {"List all gone removed breaking": []},
    }
    body = site.body("news")
    assert body.find("a", string="List all things")["href"] == "api/things/things_list.html"
    assert body.find("a", string="Things")["href"] == "api/things/index.html"
    assert body.find("a", string="List all gone") is None
    assert site.warnings == []


def test_nothing_changed(make_site):
    old = {**copy.deepcopy(OLD), "info": {"title": "Test API", "version": "0.1"}}
    site = make_site(OLD, {**NEWS, "old.yaml": old}).build()
    assert read(site) == ("Nothing changed since 0.1.", {})


def test_for_webhooks_the_service_is_the_client(make_site):
    def hook(required):
        schema = {"properties": {"a": {"type": "string"}}, "required": required}
        request = {"content": {"application/json": {"schema": schema}}}
        return api(webhooks={"thing": {"post": operation("thing", requestBody=request)}})

    site = make_site(hook(["a"]), {**NEWS, "old.yaml": hook([])}).build()
    assert read(site)[1] == {"Webhooks": {"Thing": ["Request field a: now required"]}}


def test_read_only_fields_are_no_part_of_requests(make_site):
    new = copy.deepcopy(OLD)
    del new["components"]["schemas"]["Thing"]["properties"]["secret"]
    site = make_site(new, {**NEWS, "old.yaml": OLD}).build()
    assert read(site)[1] == {"Things": {"List all things breaking": ["Field secret of response 200: removed breaking"]}}


def test_request_bodies_that_were_added_and_removed(make_site):
    def version(gains, loses):
        return api({"/a": {"post": operation("gains", "g", **gains), "put": operation("loses", "g", **loses)}})

    old = version({}, {"requestBody": {"content": body(name={"type": "string"})}})
    new = version({"requestBody": {"content": body(name={"type": "string"}), "required": True}}, {})
    site = make_site(new, {**NEWS, "old.yaml": old}).build()
    changes = {
        "Gains breaking": ["Request body: added, required breaking"],
        "Loses breaking": ["Request body: removed breaking"],
    }
    assert read(site)[1] == {"G": changes}


def test_an_alternative_is_compared_with_the_same_alternative(make_site):
    def version(*names):
        cat = {"type": "object", "properties": {name: {"type": "string"} for name in names}}
        dog = {"type": "object", "properties": {"bark": {"type": "string"}}}
        answer = {"description": "", "content": {"application/json": {"schema": {"oneOf": [cat, dog]}}}}
        return api({"/a": {"get": operation("op", "g", responses={"200": answer})}})

    site = make_site(version("meow", "purr"), {**NEWS, "old.yaml": version("meow")}).build()
    assert read(site)[1] == {"G": {"Op": ["Field purr of response 200: added"]}}


def test_restructuredtext_and_a_path_relative_to_the_document(make_site):
    files = {
        "guide/news.rst": "News\n====\n\n.. openapi-changes:: old/v1.yaml\n",
        "guide/old/v1.yaml": OLD,
        "index.md": "# Home\n\n```{toctree}\nguide/news\n```\n",
    }
    site = make_site(changed(), files).build()
    assert "1 added" in read(site, "guide/news")[0]
    site.write({"guide/old/v1.yaml": {**OLD, "paths": {}}})
    assert site.build().read == ["guide/news"]
    assert "4 added" in read(site, "guide/news")[0]


@pytest.mark.parametrize("builder", ["text", "latex", "man", "texinfo", "epub", "gettext"])
def test_every_builder_shows_it(make_site, builder):
    site = make_site(
        changed(),
        {**NEWS, "old.yaml": OLD},
        builder=builder,
        conf="project = version = copyright = 'Test'\nsuppress_warnings = ['epub.unknown_project_files']",
    ).build()
    assert site.warnings == []
    if builder == "text":
        assert 'Query parameter "page": removed breaking' in (site.outdir / "news.txt").read_text("utf-8")


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("```{openapi-changes} nowhere.yaml\n```\n", "'nowhere.yaml' cannot be read: No such file or directory"),
        ("```{openapi-changes} index.md\n```\n", "'index.md' cannot be read: it is not YAML"),
        ("```{openapi-changes}\n:since: -x\n```\n", "'-x' cannot be read: that is not a git revision"),
        ("```{openapi-changes}\n:since: v0\n```\n", "'v0' cannot be read: git says: "),
        ("```{openapi-changes}\n```\n", "name a file or URL, or a git revision"),
    ],
)
def test_mistakes_are_warned_about_with_file_and_line(make_site, markup, words):
    site = make_site(OLD, {**NEWS, "news.md": f"# News\n\n{markup}"}).build()
    (warning,) = site.warnings
    assert warning.startswith("news.md:3: WARNING: openapi-changes: ")
    assert words in warning
    assert warning.endswith("no changes are listed [openapi_pages.directive]")


def test_faults_of_the_old_version_are_nobodys_concern(make_site):
    old = {**OLD, "tags": "wrong", "components": {"schemas": {"Thing": {"$ref": "nowhere.yaml"}}}}
    assert make_site(OLD, {**NEWS, "old.yaml": old}).build().warnings == []


# Git


def git(folder, *arguments):
    identity = ["-c", "user.name=Ann", "-c", "user.email=ann@example.com", "-c", "init.defaultBranch=main"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(make_site):
    """Return a site in a git repository: its tag v1 has an old document, in two files, and the folder a new one."""
    paths = {"things.json": json.dumps(OLD["paths"]["/things"]).replace("#", "openapi.yaml#")}
    old = {**OLD, "paths": {**OLD["paths"], "/things": {"$ref": "things.json"}}}
    site = make_site(old, paths)
    git(site.srcdir, "init")
    git(site.srcdir, "add", ".")
    git(site.srcdir, "commit", "-m", "Old")
    git(site.srcdir, "tag", "v1")
    site.write({"openapi.yaml": changed(), "things.json": "{}", "index.md": NEWS["index.md"]})
    return site


def test_a_git_revision_of_the_document_and_of_the_files_it_refers_to(repository):
    repository.write({"news.md": "# News\n\n```{openapi-changes}\n:since: v1\n```\n"})
    repository.build()
    summary, groups = read(repository)
    assert summary.startswith("Operations since 1.0: 1 added, 1 removed, 1 deprecated, 2 changed.")
    assert len(groups["Things"]["List all things breaking"]) == 9
    assert repository.warnings == []


def test_nothing_but_a_revision_is_given_to_git(repository, tmp_path):
    store = Store(str(repository.srcdir / "openapi.yaml"), tmp_path)
    for revision in ("--output=/tmp/x", "-v1", "v1\n", "v1:openapi.yaml", "nothing", "v1 HEAD"):
        with pytest.raises(SourceError):
            old_revision(revision, store)
    with pytest.raises(SourceError, match="URL"):
        old_revision("v1", Store("https://example.com/openapi.yaml", tmp_path))


# New operations


def marks(site, docname="api/new/index"):
    return [item.get_text() for item in site.body(docname).select(".openapi-new")]


@pytest.mark.parametrize("since", ["old.yaml", "v1"])
def test_new_operations_carry_a_badge(repository, since):
    conf = (repository.srcdir / "conf.py").read_text("utf-8")
    files = {"old.yaml": OLD, "news.md": "# News\n\n```{openapi-changes}\n```\n"}
    repository.write({**files, "conf.py": conf.replace("{'api': {", f"{{'api': {{'since': {since!r}, ")})
    repository.build()
    assert marks(repository) == marks(repository, "api/new/new_list") == ["new"]
    assert marks(repository, "api/things/index") == marks(repository, "api/things/things_list") == []
    assert read(repository)[0].startswith("Operations since 1.0: 1 added")
    assert repository.build().read == []
    assert repository.warnings == []


def test_badges_follow_the_old_version(make_site):
    site = make_site(changed(), {"old.yaml": OLD}, options={"since": "old.yaml"}).build()
    assert marks(site, "api/new/new_list") == ["new"]
    site.write({"old.yaml": changed()})
    site.build()
    assert marks(site) == marks(site, "api/new/new_list") == []


def test_a_version_that_cannot_be_used_is_warned_about(make_site):
    site = make_site(OLD, options={"since": "old.yaml"}).build()
    (warning,) = site.warnings
    assert (
        "openapi_pages['api']['since']: 'old.yaml' cannot be used: No such file or directory; no operation" in warning
    )
    assert warning.endswith("[openapi_pages.config]")
