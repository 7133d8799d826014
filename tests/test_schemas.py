"""Pages of component schemas, and links to them."""

from __future__ import annotations

import pytest
from conftest import api, operation


def ref(name):
    return {"$ref": f"#/components/schemas/{name}"}


def body(schema):
    return {"content": {"application/json": {"schema": schema}}}


SPEC = api(
    {
        "/pets": {
            "get": operation(
                "listPets",
                "pets",
                parameters=[{"name": "kind", "in": "query", "schema": ref("Kind")}],
                responses={"200": {"description": "Fine.", **body({"type": "array", "items": ref("Pet")})}},
            ),
            "post": operation(
                "createPet",
                "pets",
                requestBody=body(ref("Cat")),
                responses={"400": {"$ref": "#/components/responses/Bad"}},
            ),
        }
    },
    components={
        "responses": {"Bad": {"description": "Bad.", **body(ref("Problem"))}},
        "schemas": {
            "Pet": {
                "type": "object",
                "description": "An *animal*.",
                "required": ["kind"],
                "properties": {"kind": ref("Kind"), "owner": ref("Owner"), "id": {"type": "integer", "readOnly": True}},
                "discriminator": {"propertyName": "kind", "mapping": {"meow": "#/components/schemas/Cat"}},
            },
            "Cat": {"allOf": [ref("Pet"), {"properties": {"lives": {"type": "integer", "example": 9}}}]},
            "Kind": {"type": "string", "enum": ["meow", "woof"]},
            "Owner": {"type": "object", "properties": {"name": {"type": "string"}, "secret": {"writeOnly": True}}},
            "Problem": {"type": "object", "properties": {"title": {"type": "string"}}},
            "Forgotten": {"type": "object", "properties": {"left": {"type": "boolean"}}},
        },
    },
)


def targets(soup):
    return {(link.get_text(), link["href"]) for link in soup.select("a.reference.internal")}


def test_page_of_a_schema(make_site):
    site = make_site(SPEC).build()
    page = site.body("api/schemas/Pet")
    assert site.title("api/schemas/Pet") == "Pet"
    assert page.find("em", string="animal") is not None
    assert [name.get_text() for name in page.select("dt .openapi-name")] == ["kind", "owner", "id"]
    assert page.find(id="field-id").find(class_="openapi-read-only") is not None
    assert {("Kind", "Kind.html"), ("Owner", "Owner.html")} <= targets(page)
    assert page.find(id="field-owner.name") is None, "another schema's fields are on its own page"
    assert '"kind": "meow"' in page.get_text()
    assert '"$ref": "#/components/schemas/Owner"' in page.find(id="source").get_text()
    assert site.headings("api/schemas/Pet") == ["Pet", "Fields", "Inheritance", "JSON Schema"]
    assert site.warnings == []


def test_page_of_a_schema_with_many_users(make_site):
    paths = {
        f"/{n}": {"get": operation(f"op{n}", "pets", responses={"200": {"description": "Fine.", **body(ref("Pet"))}})}
        for n in range(40)
    }
    site = make_site({**SPEC, "paths": paths}).build()
    page = site.body("api/schemas/Pet")
    assert [name.get_text() for name in page.select("dt .openapi-name")] == ["kind", "owner", "id"]
    assert len(page.select("#used-by .openapi-endpoints > li")) == 40
    assert ("Owner", "Owner.html") in targets(page)
    assert site.warnings == []


def test_who_uses_a_schema(make_site):
    site = make_site(SPEC).build()

    def users(name):
        found = site.body(f"api/schemas/{name}").find(id="used-by")
        return [
            (part.get_text(), [link.get_text() for link in part.find_next_sibling("ul").find_all("a")])
            for part in found.select("p.openapi-label")
        ]

    summaries = {
        name: site.body(f"api/schemas/{name}").find(id="used-by").summary.get_text() for name in ("Pet", "Kind")
    }
    assert summaries == {"Pet": "Used by 1 operation", "Kind": "Used by 1 operation and 1 schema"}
    assert users("Pet") == [("In responses of 1 operation", ["List all pets"])] or users("Pet")[0][1] == ["List pets"]
    assert users("Cat")[0] == ("In requests of 1 operation", ["Create pet"])
    assert users("Kind") == [("In parameters of 1 operation", ["List pets"]), ("In 1 schema", ["Pet"])]
    assert users("Problem") == [("In responses of 1 operation", ["Create pet"])]
    assert site.body("api/schemas/Forgotten").find(id="used-by") is None


def test_example_and_users_stand_before_the_fields(make_site):
    text = make_site(SPEC).build().text("api/schemas/Pet")
    places = [text.index(words) for words in ("animal", "Example", "Used by", "Fields", "Inheritance", "JSON Schema")]
    assert places == sorted(places)


def test_inheritance_and_discriminator(make_site):
    site = make_site(SPEC).build()
    parent = site.body("api/schemas/Pet").find(id="inheritance")
    assert "Extended by: Cat" in parent.get_text()
    assert "The value of kind determines the schema:" in parent.get_text()
    assert "meow: Cat" in parent.get_text()
    child = site.body("api/schemas/Cat").find(id="inheritance")
    assert ("Pet", "Pet.html") in targets(child)
    assert [name.get_text() for name in site.body("api/schemas/Cat").select("dt .openapi-name")] == [
        "kind",
        "owner",
        "id",
        "lives",
    ]


def test_type_names_lead_to_the_pages(make_site):
    site = make_site(SPEC).build()
    assert ("Pet", "../schemas/Pet.html") in targets(site.body("api/pets/listPets"))
    assert ("Kind", "../schemas/Kind.html") not in targets(site.body("api/pets/createPet").find(id="request-lives"))
    assert ("Cat", "../schemas/Cat.html") in targets(site.body("api/pets/createPet"))


def test_list_of_schemas_and_navigation(make_site):
    site = make_site(SPEC).build()
    index = site.body("api/schemas/index")
    assert [term.get_text() for term in index.select("dt")] == ["Pet", "Cat", "Kind", "Owner", "Problem", "Forgotten"]
    assert "An animal." in index.get_text()
    assert ("6 schemas", "schemas/index.html") in targets(site.body("api/index"))
    assert "api/schemas/Cat" in site.app.env.toctree_includes["api/schemas/index"]


def test_hundreds_of_schemas_do_not_flood_the_navigation(make_site):
    many = {f"Schema{number}": {"type": "object"} for number in range(201)}
    site = make_site(api({"/a": {"get": operation("a")}}, components={"schemas": many})).build(html_theme="alabaster")
    sidebar = {
        link.get_text() for link in site.html("api/schemas/index").select(".sphinxsidebar [class^=toctree-] > a")
    }
    assert "Schemas" in sidebar
    assert not any(name in sidebar for name in many)
    assert ("Schema200", "Schema200.html") in targets(site.body("api/schemas/index"))
    assert site.warnings == []


def test_without_schema_pages_names_are_no_links(make_site):
    site = make_site(SPEC, options={"schema_pages": False}).build(nitpicky=True)
    assert not any("schemas" in docname for docname in site.docnames())
    assert not any("schemas" in target for _, target in targets(site.body("api/pets/listPets")))
    assert "array of Pet" in site.text("api/pets/listPets")
    assert site.warnings == []


def test_unused_schemas_can_be_left_out(make_site):
    site = make_site(SPEC, options={"unused_schemas": False}).build()
    assert "api/schemas/Forgotten" not in site.docnames()
    assert {"api/schemas/Owner", "api/schemas/Problem", "api/schemas/Kind"} <= site.docnames()


def test_override_of_a_schema(make_site):
    site = make_site(SPEC, {"api/schemas/Owner.md": "Whoever *feeds* it.\n"}).build()
    text = site.text("api/schemas/Owner")
    assert text.index("Whoever feeds it.") < text.index("secret")
    assert site.title("api/schemas/Owner") == "Owner"
    assert site.warnings == []


def test_names_that_differ_in_case_only_get_pages_of_their_own(make_site):
    schemas = {"pet": {"type": "string"}, "Pet": {"type": "integer"}}
    site = make_site(api({"/a": {"get": operation("a")}}, components={"schemas": schemas})).build()
    assert {"api/schemas/pet", "api/schemas/Pet-2"} <= site.docnames()
    assert "integer" in site.text("api/schemas/Pet-2")
    assert len(site.warnings) == 1
    assert "[openapi_pages.address]" in site.warnings[0]


@pytest.mark.parametrize("name", ["a/b", "List«Pet»", "../../up", "con", "x y"])
def test_any_name_gets_a_safe_page(make_site, name):
    spec = api(
        {"/a": {"get": operation("a", responses={"200": {"description": "", **body(ref(name.replace("/", "~1")))}})}},
        components={"schemas": {name: {"type": "object", "properties": {"inner": {"type": "string"}}}}},
    )
    site = make_site(spec).build()
    (docname,) = (
        docname for docname in site.docnames() if docname.startswith("api/schemas/") and "index" not in docname
    )
    assert site.title(docname) == name
    assert docname.count("/") == 2


def test_descriptions_link_to_schemas(make_site):
    words = "A [cat](#/components/schemas/Cat), an [owner](#/schemas/Owner)."
    site = make_site(
        api({"/a": {"get": operation("a", "x", description=words)}}, components=SPEC["components"])
    ).build()
    assert {("cat", "../schemas/Cat.html"), ("owner", "../schemas/Owner.html")} <= targets(site.body("api/x/a"))
