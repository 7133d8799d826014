"""Names of operations, schemas, groups and APIs: roles, indices, inventory, search."""

from __future__ import annotations

import json
import re
import xml.etree.ElementTree as ElementTree

import pytest
from conftest import api, operation

FLAG = {"type": "object", "properties": {"key": {"type": "string"}}}
SPEC = api(
    {
        "/flags/": {"get": operation("flags_list", "feature_flags")},
        "/flags/{id}": {
            "get": operation("flags_retrieve", "feature_flags", summary="Look at a flag"),
            "delete": operation("", "feature_flags", deprecated=True),
        },
    },
    webhooks={"flagChanged": {"post": operation("flag_changed")}},
    components={"schemas": {"Flag": FLAG}},
)
LIST = "api/feature-flags/flags_list"


def links(site, docname="words"):
    """Return text and target of the internal links in a document."""
    return [(link.get_text(), link["href"]) for link in site.body(docname).select("a.reference.internal")]


@pytest.mark.parametrize(
    ("role", "text", "target"),
    [
        ("op:flags_list", "flags_list", f"{LIST}.html"),
        ("op:GET /flags/", "GET /flags/", f"{LIST}.html"),
        ("op:get /flags", "get /flags", f"{LIST}.html"),
        ("op:GET /flags/{flag_id}", "GET /flags/{flag_id}", "api/feature-flags/flags_retrieve.html"),
        ("op:DELETE /flags/{id}", "DELETE /flags/{id}", "api/feature-flags/delete-flags-id.html"),
        ("op:the list <flags_list>", "the list", f"{LIST}.html"),
        ("op:api:flags_list", "api:flags_list", f"{LIST}.html"),
        ("op:~api:flags_list", "flags_list", f"{LIST}.html"),
        ("schema:Flag", "Flag", "api/schemas/Flag.html"),
        ("group:feature_flags", "Feature flags", "api/feature-flags/index.html"),
        ("api:api", "Test API", "api/index.html"),
    ],
)
@pytest.mark.parametrize("markup", ["md", "rst"])
def test_roles(make_site, role, text, target, markup):
    kind, _, name = role.partition(":")
    written = f":openapi:{kind}:`{name}`" if markup == "rst" else f"{{openapi:{kind}}}`{name}`"
    heading = ":orphan:\n\nWords\n=====\n\n" if markup == "rst" else "---\norphan: true\n---\n# Words\n\n"
    site = make_site(SPEC, {f"words.{markup}": f"{heading}See {written}.\n"}).build(nitpicky=True)
    assert links(site) == [(text, target)]
    assert site.warnings == []


def test_a_name_after_an_exclamation_mark_is_no_link(make_site):
    site = make_site(SPEC, {"words.md": "---\norphan: true\n---\n# Words\n\n{openapi:op}`!flags_list`\n"}).build()
    assert links(site) == []
    assert "flags_list" in site.text("words")
    assert site.warnings == []


def test_the_role_any_takes_a_name_that_is_a_document_as_well_for_one(make_site):
    words = "---\norphan: true\n---\n# Words\n\n{any}`flags_list`\n"
    site = make_site(SPEC, {"api/feature-flags/words.md": words}).build()
    link = site.body("api/feature-flags/words").find("a", class_="reference internal")
    assert link["href"].startswith("flags_list.html")
    assert site.warnings == []


def test_unknown_names_are_warned_about_in_nitpicky_mode_only(make_site):
    files = {"words.md": "---\norphan: true\n---\n# Words\n\n{openapi:op}`flag_list` {openapi:schema}`Falg`\n"}
    site = make_site(SPEC, files).build()
    assert site.warnings == []
    site = make_site(SPEC, files).build(nitpicky=True)
    assert site.warnings == [
        (
            "words.md:6: WARNING: openapi:op reference target not found: 'flag_list'; did you mean 'flags_list'? "
            "[openapi_pages.target]"
        ),
        (
            "words.md:6: WARNING: openapi:schema reference target not found: 'Falg'; did you mean 'Flag'? "
            "[openapi_pages.target]"
        ),
    ]


def test_markdown_links_and_the_role_any_find_names(make_site):
    files = {"words.md": "---\norphan: true\n---\n# Words\n\n[a flag](#Flag) and {any}`flags_list`\n"}
    site = make_site(SPEC, files).build(nitpicky=True)
    assert links(site) == [("a flag", "api/schemas/Flag.html"), ("flags_list", f"{LIST}.html")]
    assert site.warnings == []


def test_general_index_and_table_of_routes(make_site):
    site = make_site(SPEC).build()
    entries = site.body("genindex").find_all("li")
    index = {entry.find(string=True).strip(): entry.find("a")["href"] for entry in entries if entry.find("a")}
    assert index["flags_list"] == f"{LIST}.html#op-flags_list"
    assert index["Look at a flag"] == "api/feature-flags/flags_retrieve.html#op-flags_retrieve"
    assert index["Flag"] == "api/schemas/Flag.html#schema-Flag"
    paths = next(entry for entry in entries if entry.find(string=True).strip() == "/flags/{id}")
    assert {link.get_text(): link["href"] for link in paths.find_all("a")} == {
        "DELETE": "api/feature-flags/delete-flags-id.html#op-delete-flags-id",
        "GET": "api/feature-flags/flags_retrieve.html#op-flags_retrieve",
    }
    assert site.body(LIST).find(id="op-flags_list") is not None
    table = site.body("openapi-routes")
    assert table.find("h1").get_text() == "All endpoints by path"
    rows = [re.sub(r"\s+", " ", row.get_text(" ")).strip() for row in table.find_all("tr")]
    assert [row for row in rows if row] == [
        "Test API",
        "GET /flags/ List all flags",
        "GET /flags/{id} Look at a flag",
        "DELETE /flags/{id} Deprecated: DELETE /flags/{id}",
        "Webhooks",
        "POST flagChanged (webhook) Flag changed",
    ]


def _headings(table):
    rows = [[cell.get_text(" ", strip=True) for cell in row.find_all("td")] for row in table.find_all("tr")]
    return [" ".join(filter(None, row)).replace("\N{NO-BREAK SPACE}", " ") for row in rows if any(row)]


def test_a_large_api_has_a_heading_for_each_beginning_of_paths(make_site):
    names = ("boats", "ports", "boat-yards")
    paths = {f"/v1/{name}/{n}": {"get": operation(f"{name}-{n}", "g")} for n in range(20) for name in names}
    rows = _headings(make_site(api(paths)).build().body("openapi-routes"))
    assert [row for row in rows if not row.startswith("GET")] == ["/v1/boat-yards", "/v1/boats", "/v1/ports"]
    assert rows[1].startswith("GET /v1/boat-yards/0")


def test_several_apis_have_headings_with_their_names(make_site):
    other = {**api({"/b": {"get": operation("b", "g")}}), "info": {"title": "Other", "version": "1"}}
    conf = "openapi_pages['other'] = 'other.yaml'"
    site = make_site(api({"/a": {"get": operation("a", "g")}}), {"other.yaml": other}, conf=conf).build()
    assert [row for row in _headings(site.body("openapi-routes")) if "GET" not in row] == ["Test API", "Other"]


@pytest.mark.parametrize(("builder", "target"), [("html", "../openapi-routes.html"), ("dirhtml", "../openapi-routes/")])
def test_the_page_of_an_api_leads_to_all_endpoints(make_site, builder, target):
    site = make_site(SPEC, builder=builder).build()
    link = site.body("api/index").find("a", string="All endpoints by path")
    assert link["href"] == target
    assert site.build(html_domain_indices=False).body("api/index").find("a", string="All endpoints by path") is None


def test_search_knows_every_name_and_its_kind(make_site):
    site = make_site(SPEC).build()
    index = (site.outdir / "searchindex.js").read_text("utf-8")
    names = {"flags_list", "GET /flags/", "DELETE /flags/{id}", "Flag", "Feature flags", "Test API"}
    assert {name for name in names if json.dumps(name) not in index} == set()
    assert '"OpenAPI operation"' in index
    assert '"list all flags"' in index.lower()


def search_anchors(site):
    """Yield page and id of each name that the search finds, put together as the script of Sphinx's search does."""
    text = (site.outdir / "searchindex.js").read_text("utf-8")
    index = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))
    for prefix, children in index["objects"].items():
        for number, kind, _, anchor, name in children:
            full = f"{prefix}.{name}" if prefix else name
            yield (
                index["docnames"][number],
                {"": full, "-": f"{index['objnames'][str(kind)][1]}-{full}"}.get(anchor, anchor),
            )


def test_search_leads_to_ids_that_there_are(make_site):
    tagged = {"/v1.0": {"get": operation("v1.get", "ships")}, "/x": {"get": operation("x", "a b", "Group")}}
    site = make_site(api({**SPEC["paths"], **tagged}, components=SPEC["components"])).build()
    found = list(search_anchors(site))
    assert ("api/ships/index", "group-page-ships") in found
    assert [(page, name) for page, name in found if site.html(page).find(id=name) is None] == []


def test_another_project_links_by_the_inventory(make_site):
    site = make_site(SPEC).build()
    words = (
        "# Words\n\n{openapi:op}`flags_list`, {openapi:op}`GET /flags/`, {openapi:schema}`Flag`, "
        "{external+there:openapi:op}`that <flags_retrieve>`\n"
    )
    there = f"intersphinx_mapping = {{'there': ('https://example.com/docs', {str(site.outdir / 'objects.inv')!r})}}"
    conf = f"extensions.append('sphinx.ext.intersphinx'); openapi_pages = {{}}\n{there}"
    other = make_site(SPEC, {"index.md": words}, conf=conf).build(nitpicky=True)
    found = [(link.get_text(), link["href"]) for link in other.body("index").select("a.reference.external")]
    base = "https://example.com/docs/api"
    assert found == [
        ("flags_list", f"{base}/feature-flags/flags_list.html#op-flags_list"),
        ("GET /flags/", f"{base}/feature-flags/flags_list.html#op-flags_list"),
        ("Flag", f"{base}/schemas/Flag.html#schema-Flag"),
        ("that", f"{base}/feature-flags/flags_retrieve.html#op-flags_retrieve"),
    ]
    assert other.warnings == []


TWO = "openapi_pages = {'v1': 'openapi.yaml', 'v2': 'openapi.yaml'}"


def test_two_versions_of_an_api_do_not_mix_their_names(make_site):
    files = {
        "index.md": "# Home\n\n```{toctree}\nv1/index\nv2/index\nv2/words\n```\n"
        "{openapi:op}`v1:flags_list` {openapi:op}`v2:flags_list` {openapi:op}`flags_list`\n",
        "v2/words.md": "# Words\n\n{openapi:op}`flags_list`\n",
    }
    site = make_site(SPEC, files, conf=TWO).build()
    found = [href for _, href in links(site, "index") if "flags_list" in href]
    assert found == [f"{folder}/feature-flags/flags_list.html" for folder in ("v1", "v2", "v1")]
    assert links(site, "v2/words") == [("flags_list", "feature-flags/flags_list.html")]
    assert site.warnings == [
        (
            "index.md:8: WARNING: openapi:op: several APIs have 'flags_list'; write one of 'v1:flags_list', "
            "'v2:flags_list' [openapi_pages.target]"
        )
    ]
    inventory = [name for name, *_ in site.app.env.domains["openapi"].get_objects()]
    assert {"v1:flags_list", "v2:flags_list", "v1:Flag", "v2:Flag"} <= set(inventory)
    assert len(inventory) == len(set(inventory))


def test_roles_of_httpdomain_find_operations(make_site):
    pytest.importorskip("sphinxcontrib.httpdomain", reason="needs sphinxcontrib-httpdomain, which tox installs")
    words = "---\norphan: true\n---\n# Words\n\n{http:get}`/flags/{id}` {http:delete}`/flags/(int:id)`\n"
    site = make_site(SPEC, {"words.md": words}, conf="extensions.append('sphinxcontrib.httpdomain')").build()
    assert [href for _, href in links(site)] == [
        "api/feature-flags/flags_retrieve.html",
        "api/feature-flags/delete-flags-id.html",
    ]
    assert site.warnings == []


def test_titles_of_apis_are_no_html_in_the_table_of_routes(make_site):
    title = "<img src=x onerror=alert(1)> & more"
    spec = {**api({"/ships": {"get": operation("ships_list", "g")}}), "info": {"title": title, "version": "1"}}
    table = make_site(spec).build().body("openapi-routes")
    assert table.find("img", src="x") is None
    cap = table.find("tr", class_="cap")
    assert re.sub(r"\s+", " ", cap.get_text()).strip() == title
    assert table.find("a")["href"] == f"#{cap['id']}"
    assert not re.search(r"[ \t\n]", cap["id"])


def test_table_of_routes_in_epub(make_site):
    site = make_site(SPEC, builder="epub", conf="epub_copyright = version = 'x'").build()
    table = ElementTree.parse(site.outdir / "openapi-routes.xhtml")
    assert "Look at a flag" in "".join(table.getroot().itertext())
    ids = [element.get("id") for element in table.iter() if element.get("id")]
    assert [name for name in ids if not re.fullmatch(r"[A-Za-z_][\w.-]*", name)] == []


def test_what_httpdomain_describes_itself_stays_its_own(make_site):
    pytest.importorskip("sphinxcontrib.httpdomain", reason="needs sphinxcontrib-httpdomain, which tox installs")
    words = "---\norphan: true\n---\n# Words\n\n```{http:get} /flags/{id}\nBy hand.\n```\n\n{http:get}`/flags/{id}`\n"
    site = make_site(SPEC, {"words.md": words}, conf="extensions.append('sphinxcontrib.httpdomain')").build()
    assert [href for _, href in links(site)] == ["#get--flags-id"]
    assert site.warnings == []


def orders(version="", title="Orders"):
    spec = api({"/x": {"get": operation("x", "lines")}})
    return {**spec, "info": {"title": title, "version": version}}


ORDERS = {
    "index.md": "# Home\n\n```{toctree}\none/index\ntwo/index\nthree/index\nother/index\n```\n",
    "1.yaml": orders("1.4"),
    "2.yaml": orders("2.0"),
    "3.yaml": orders("2.0", " orders"),
    "4.yaml": orders("2.0", "Bills"),
}
FOUR = "openapi_pages = {'one': '1.yaml', 'two': '2.yaml', 'three': '3.yaml', 'other': '4.yaml'}"


def test_apis_of_one_title_are_told_apart_by_version_or_else_by_folder(make_site):
    site = make_site(orders(), ORDERS, conf=FOUR).build(html_theme="alabaster")
    titles = ["Orders 1.4", "Orders (two)", "orders (three)", "Bills"]
    for navigation in (site.body("index"), site.html("index").select_one(".sphinxsidebar")):
        assert [link.get_text() for link in navigation.select("li.toctree-l1 > a")] == titles
    assert [site.title(f"{folder}/index") for folder in ("one", "two", "three", "other")] == titles
    index = (site.outdir / "searchindex.js").read_text("utf-8")
    llms = (site.outdir / "llms.txt").read_text("utf-8")
    for title in titles:
        assert f'"{title}"' in index
        assert f"## {title}: Lines" in llms
        assert f"[{title} as openapi.json]" in llms
        assert f"{title} GET /x X" in site.text("openapi-routes").replace("\N{NO-BREAK SPACE}", " ")
    assert site.warnings == []


def test_titles_change_with_the_other_apis_of_that_title(make_site):
    site = make_site(orders(), ORDERS, conf=FOUR).build()
    site.write({"3.yaml": orders("2.1")})
    site.build()
    assert [site.title(f"{folder}/index") for folder in ("two", "three")] == ["Orders 2.0", "Orders 2.1"]
    assert "Orders 2.0" in site.text("index")
    site.write({"2.yaml": orders("2.0", "Returns"), "3.yaml": orders("2.1", "Parcels")})
    site.build()
    assert [site.title(f"{folder}/index") for folder in ("one", "two", "three")] == ["Orders", "Returns", "Parcels"]
    assert "two/index" not in site.build().read
