"""Groups: what they hold, their order, their pages, and how the navigation follows."""

from __future__ import annotations

from conftest import api, operation


def endpoints(site, docname):
    """Return the titles that a page lists as endpoints."""
    return [item.find("a").get_text() for item in site.body(docname).select("ul.openapi-endpoints > li")]


def groups(site):
    return [term.find("a").get_text() for term in site.body("api/index").select("dl.openapi-groups > dt")]


def toctree(site, docname):
    return site.app.env.toctree_includes.get(docname, [])


def test_groups_in_declared_order_then_as_they_appear(make_site):
    paths = {
        "/1": {"get": operation("a", "late"), "post": operation("b", "second")},
        "/2": {"get": operation("c", "first")},
    }
    site = make_site(
        api(paths, tags=[{"name": "first", "description": "The *first* one."}, {"name": "second"}])
    ).build()
    assert groups(site) == ["First", "Second", "Late"]
    assert "The first one." in site.text("api/index")
    assert toctree(site, "api/index") == ["api/first/index", "api/second/index", "api/late/index"]


def test_a_tag_that_only_explains_has_a_page_and_one_without_operations_has_none(make_site):
    tags = [{"name": "paging", "x-traitTag": True, "description": "How pages follow."}, {"name": "empty"}]
    site = make_site(api({"/1": {"get": operation("a", "first")}}, tags=tags)).build()
    assert groups(site) == ["Paging", "First"]
    assert "How pages follow." in site.text("api/paging/index")


def test_operations_in_the_order_of_paths_and_of_the_path_item(make_site):
    paths = {
        "/z": {"post": operation("z_post", "g", summary="Z post"), "get": operation("z_get", "g", summary="Z get")},
        "/a": {"delete": operation("a_delete", "g", summary="A delete")},
    }
    site = make_site(api(paths)).build()
    assert endpoints(site, "api/g/index") == ["Z post", "Z get", "A delete"]
    assert "POST /z" in site.text("api/g/index")


def test_group_title_from_option_then_document_then_name(make_site):
    paths = {
        f"/{tag}": {"get": operation(f"get_{tag}", tag)} for tag in ("one_two", "b", "c", "batch_exports", "iOS Apps")
    }
    tags = [
        {"name": "one_two", "x-displayName": "No"},
        {"name": "b", "x-displayName": "Bees"},
        {"name": "c", "summary": "Cees"},
    ]
    site = make_site(api(paths, tags=tags), options={"titles": {"one_two": "Yes"}}).build()
    assert groups(site) == ["Yes", "Bees", "Cees", "Batch exports", "iOS Apps"]
    assert site.title("api/batch-exports/index") == "Batch exports"


def test_titles_for_a_tag_that_is_not_there_are_warned_about(make_site):
    site = make_site(api({"/a": {"get": operation("a", "x")}}), options={"titles": {"y": "Y"}}).build()
    assert len(site.warnings) == 1
    assert "contains the tag 'y', which is not in the document [openapi_pages.config]" in site.warnings[0]


def test_large_group_is_split_and_its_pages_are_linked(make_site):
    paths = {f"/p{n}": {"get": operation(f"op{n:02}", "big", summary=f"Op {n}")} for n in range(45)}
    site = make_site(api(paths)).build()
    assert [len(endpoints(site, f"api/big/{page}")) for page in ("index", "page-2", "page-3")] == [20, 20, 5]
    assert [site.title(f"api/big/{page}") for page in ("index", "page-2")] == ["Big", "Big (page 2)"]
    links = [a["href"] for a in site.body("api/big/page-2").select(".openapi-pager a")]
    assert links == ["index.html", "page-3.html"]
    assert toctree(site, "api/big/index")[-2:] == ["api/big/page-2", "api/big/page-3"]
    assert toctree(site, "api/big/page-3") == [f"api/big/op{n}" for n in range(40, 45)]
    assert site.warnings == []


def test_group_size_zero_means_one_page(make_site):
    paths = {f"/p{n}": {"get": operation(f"op{n}", "big")} for n in range(45)}
    site = make_site(api(paths), options={"group_size": 0}).build()
    assert len(endpoints(site, "api/big/index")) == 45
    assert "api/big/page-2" not in site.docnames()


def test_operation_with_two_tags_has_one_page_and_is_listed_twice(make_site):
    paths = {
        "/o": {"get": operation("invites_list", "organizations", "invites")},
        "/p": {"get": operation("p", "invites")},
    }
    first = make_site(api(paths)).build()
    assert "api/organizations/invites_list" in first.docnames()
    assert endpoints(first, "api/invites/index") == ["List all invites", "P"]
    link = first.body("api/invites/index").select_one("ul.openapi-endpoints a")
    assert link["href"] == "../organizations/invites_list.html"
    assert toctree(first, "api/invites/index") == ["api/invites/p"]
    last = make_site(api(paths), options={"home_tag": "last"}).build()
    assert "api/invites/invites_list" in last.docnames()
    assert first.warnings == last.warnings == []


def test_tag_groups_become_captions_and_lose_no_group(make_site):
    paths = {f"/{tag}": {"get": operation(f"get_{tag}", tag)} for tag in "abc"}
    spec = api(paths, **{"x-tagGroups": [{"name": "Main", "tags": ["c", "a", "gone"]}]})
    site = make_site(spec).build()
    assert [h for h in site.headings("api/index") if "ndpoints" in h or h == "Main"] == ["Main", "More endpoints"]
    assert groups(site) == ["C", "A", "B"]


def test_nested_tags_of_3_2(make_site):
    spec = api(
        {"/x": {"get": operation("x", "child")}, "/y": {"get": operation("y", "loop1")}},
        tags=[{"name": "parent"}, {"name": "child", "parent": "parent", "summary": "The child"}]
        + [{"name": "loop1", "parent": "loop2"}, {"name": "loop2", "parent": "loop1"}],
    )
    site = make_site({**spec, "openapi": "3.2.0"}).build()
    assert toctree(site, "api/index") == ["api/parent/index", "api/loop1/index"]
    assert toctree(site, "api/parent/index") == ["api/child/index"]
    assert "The child" in site.text("api/parent/index")
    assert any("the parent 'loop2' of the tag 'loop1' is not another tag" in warning for warning in site.warnings)


def test_excluded_and_internal_operations_have_no_page(make_site):
    paths = {
        "/a": {"get": operation("a_get", "g"), "put": operation("a_put", "g")},
        "/internal/b": {"get": operation("b", "g")},
        "/c": {"get": operation("c", "g", deprecated=True), "post": operation("debug_c", "g")},
        "/d": {"get": operation("d", "g", **{"x-internal": True})},
        "/e": {"x-internal": True, "get": operation("e", "only_internal")},
    }
    options = {"exclude": ["put *", "* /internal/*", "deprecated", "debug_*"]}
    site = make_site(api(paths), options=options).build()
    assert site.docnames() == {"api/index", "api/g/index", "api/g/a_get"}


def test_webhooks_have_a_group_of_their_own(make_site):
    hook = {"post": {"requestBody": {"content": {"application/json": {"schema": {"type": "string"}}}}, "responses": {}}}
    site = make_site(api(webhooks={"newFlag": hook}, **{"x-webhooks": {"old-flag": hook}})).build()
    assert {"api/webhooks/post-newFlag", "api/webhooks/post-old-flag"} <= site.docnames()
    assert site.title("api/webhooks/post-newFlag") == "New flag"
    assert "POST webhook newFlag" in site.text("api/webhooks/post-newFlag")


def test_deprecated_endpoints_are_marked_in_the_list(make_site):
    site = make_site(api({"/a": {"get": operation("a", "g", deprecated=True), "put": operation("b", "g")}})).build()
    items = site.body("api/g/index").select("ul.openapi-endpoints > li")
    assert ["deprecated" in item.get_text() for item in items] == [True, False]


def test_previous_next_and_breadcrumbs_follow_the_menu(make_site):
    paths = {
        "/1": {"get": operation("one", "g"), "post": operation("two", "g")},
        "/2": {"get": operation("three", "h")},
    }
    site = make_site(api(paths)).build()
    relations = site.app.env.collect_relations()
    assert relations["api/g/two"] == ["api/g/index", "api/g/one", "api/h/index"]
    crumbs = [a.get_text() for a in site.html("api/g/two").select(".related li.nav-item a")]
    assert "Test API" in crumbs
    assert "G" in crumbs


PROSE = {"name": "Boarding rules", "description": "Arrive early.\n\n## Bicycles\n\nThey go first."}


def chapters(*tags, **members):
    """Return a document in which ``x-tagGroups`` names *tags*, before the group of its only operation."""
    named = [tag["name"] for tag in tags]
    return api(
        {"/crossings": {"get": operation("x", "crossings")}},
        tags=[*tags, {"name": "crossings", "description": "Crossings."}],
        **{
            "x-tagGroups": [{"name": "Overview", "tags": named}, {"name": "Operations", "tags": ["crossings"]}],
            **members,
        },
    )


def test_a_tag_of_words_that_tag_groups_name_is_a_page(make_site):
    site = make_site(chapters(PROSE, {"name": "silent"}, {"name": "blank", "description": " "})).build()
    assert groups(site) == ["Boarding rules", "Crossings"]
    assert "Overview" in site.headings("api/index")
    assert "They go first." in site.text("api/boarding-rules/index")
    assert site.headings("api/boarding-rules/index") == ["Boarding rules"]
    assert "endpoint" not in site.text("api/boarding-rules/index")
    assert toctree(site, "api/index") == ["api/boarding-rules/index", "api/crossings/index"]
    assert "[Boarding rules](" in (site.outdir / "llms.txt").read_text("utf-8")
    assert site.warnings == []


def test_a_tag_of_words_in_2_0(make_site):
    spec = {**chapters(PROSE), "swagger": "2.0"}
    del spec["openapi"]
    site = make_site(spec).build()
    assert "They go first." in site.text("api/boarding-rules/index")


def test_a_tag_whose_operations_are_left_out_is_left_out(make_site):
    spec = chapters(PROSE)
    spec["paths"]["/boarding"] = {"get": operation("rules", "Boarding rules")}
    assert groups(make_site(spec, options={"exclude": ["rules"]}).build()) == ["Crossings"]
    spec["paths"]["/boarding"]["get"]["x-internal"] = True
    assert groups(make_site(spec).build()) == ["Crossings"]


def test_a_page_of_words_is_placed_like_a_group(make_site):
    index = "Read this.\n\n```{openapi-group}\n```\n"
    site = make_site(chapters(PROSE), {"api/index.md": index}).build()
    assert toctree(site, "api/index") == ["api/boarding-rules/index", "api/crossings/x"]
    assert site.text("api/index").count("Boarding rules") == 1
    chosen = index.replace("```\n", ":include: get *\n```\n")
    site = make_site(chapters(PROSE), {"api/index.md": chosen}).build()
    assert toctree(site, "api/index") == ["api/crossings/x", "api/boarding-rules/index"]
    assert site.warnings == []


def test_tags_nested_deeply_stand_beside_their_parents(make_site):
    tags = [{"name": f"t{n}", **({"parent": f"t{n - 1}"} if n else {})} for n in range(1000)]
    site = make_site(api({"/x": {"get": operation("x", "t999")}}, tags=tags)).build()
    (warning,) = site.warnings
    assert (
        "the tag 't51' is nested more than 50 levels deep; it is placed beside its parent; so are 948 more tags"
        in warning
    )
    assert "GET /x" in site.text("api/t999/x")
    assert "api/t999/index" in toctree(site, "api/t49/index")


def test_endpoints_are_listed_with_a_line_for_each(make_site):
    spec = api({"/a": {"get": operation("a", "g", summary="Get it", deprecated=True)}})
    (line,) = make_site(spec).build().body("api/g/index").select("ul.openapi-endpoints > li > *")
    assert line.get_text() == "GET /a Get it deprecated"


def test_endpoints_stand_before_servers_and_authentication(make_site):
    bad = {"description": "Bad.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}}
    components = {
        "securitySchemes": {"key": {"type": "apiKey", "in": "header", "name": "X-Key"}},
        "responses": {"Bad": bad},
        "schemas": {"Problem": {"type": "object", "properties": {"code": {"type": "integer"}}}},
    }
    responses = {"400": {"$ref": "#/components/responses/Bad"}}
    spec = api({"/a": {"get": operation("a", "g", responses=responses)}}, components=components)
    site = make_site({**spec, "servers": [{"url": "https://example.com"}]}).build()
    headings = [heading for heading in site.headings("api/index") if heading != "key"]
    assert headings == ["Test API", "Endpoints", "Servers", "Authentication", "Errors", "Schemas"]


def test_webhooks_are_counted_as_webhooks(make_site):
    hook = {"post": operation("told", "pets")}
    spec = api({"/pets": {"get": operation("list", "pets")}}, webhooks={"told": hook, "asked": {"post": operation()}})
    site = make_site(spec).build()
    terms = [term.get_text(" ", strip=True) for term in site.body("api/index").select("dl.openapi-groups > dt")]
    assert terms == ["Pets 1 endpoint", "Webhooks 2 webhooks"]
