"""Operations and schemas borrowed for documents of the author: openapi-operation, openapi-schema."""

from __future__ import annotations

import pytest
from conftest import api, operation

SHIP = {"type": "object", "properties": {"name": {"type": "string"}, "port": {"$ref": "#/components/schemas/Port"}}}


def spec(description="Adds a *ship*.", port="A harbour."):
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Ship"}}}
    port_schema = {"type": "object", "description": port, "properties": {"berths": {"type": "integer"}}}
    return api(
        {
            "/ships/{fleet}": {
                "post": operation(
                    "createShip",
                    "ships",
                    description=description,
                    parameters=[{"name": "fleet", "in": "path", "required": True, "schema": {"type": "string"}}],
                    requestBody={"content": content},
                    responses={"201": {"description": "Made.", "content": content}},
                )
            }
        },
        components={"schemas": {"Ship": SHIP, "Port": port_schema}},
    )


def words(*directives, before="# Words\n\n"):
    return {"words.md": f"---\norphan: true\n---\n{before}" + "\n\n".join(directives) + "\n"}


def directive(name, argument, **options):
    lines = "".join(f":{option}: {value}\n" for option, value in options.items())
    return f"```{{openapi-{name}}} {argument}\n{lines}```"


def ids(soup):
    return [tag["id"] for tag in soup.find_all(id=True)]


def test_a_whole_operation(make_site):
    site = make_site(spec(), words(directive("operation", "createShip"))).build()
    text = site.text("words")
    for part in ("POST /ships/ {fleet}", "Adds a ship", "fleet string", "berths", "201 Created", "curl"):
        assert part in text, part
    assert site.headings("words")[:1] == ["Words"]
    assert {"Path parameters", "Request body", "Responses"} <= set(site.headings("words"))
    assert site.warnings == []


@pytest.mark.parametrize("name", ["createShip", "POST /ships/{fleet}", "post /ships/{any}/"])
def test_an_operation_is_found_by_its_names(make_site, name):
    site = make_site(spec(), words(directive("operation", name, parts="description"))).build()
    assert "Adds a ship" in site.text("words")
    assert site.warnings == []


def test_parts_in_the_order_given(make_site):
    site = make_site(spec(), words(directive("operation", "createShip", parts="responses parameters"))).build()
    assert site.headings("words") == ["Words", "Responses", "201 Created", "Path parameters"]
    assert "Adds a" not in site.text("words")


def test_headings_fit_the_section_around(make_site):
    files = words(
        directive("operation", "createShip", parts="parameters"),
        "Afterwards.",
        before="# Words\n\n## Ships\n\n### Of a fleet\n\n",
    )
    site = make_site(spec(), files).build()
    body = site.body("words")
    assert body.find("h4").get_text().startswith("Path parameters")
    assert body.find("h4").find_parent("section").find_parent("section").find("h3").get_text().startswith("Of a fleet")
    assert "Afterwards." in site.text("words")
    assert site.warnings == []


def test_the_same_thing_twice_has_ids_of_its_own(make_site):
    twice = directive("operation", "createShip")
    schemas = directive("schema", "Ship")
    site = make_site(spec(), words(twice, twice, schemas, schemas)).build()
    found = ids(site.body("words"))
    assert len(found) == len(set(found))
    targets = {link["href"][1:] for link in site.body("words").select("a.headerlink, a[href^='#']")}
    assert targets <= set(found)


def test_a_schema(make_site):
    site = make_site(spec(), words(directive("schema", "Ship"))).build()
    body = site.body("words")
    assert [name.get_text() for name in body.select("dt .openapi-name")] == ["name", "port", "berths"]
    assert ("Port", "api/schemas/Port.html") in {(a.get_text(), a["href"]) for a in body.select("a.reference.internal")}


def test_content_stays_in_step_with_the_document(make_site):
    files = words(directive("operation", "createShip", parts="description")) | {
        "other.md": "---\norphan: true\n---\n# Other\n\n" + directive("schema", "Ship") + "\n"
    }
    site = make_site(spec(), files).build()
    site.write({"openapi.yaml": spec("Puts a ship to sea.")})
    site.build()
    assert "Puts a ship to sea." in site.text("words")
    assert "words" in site.read
    assert "other" not in site.read
    site.write({"openapi.yaml": spec("Puts a ship to sea.", port="Where ships sleep.")})
    site.build()
    assert "Where ships sleep." in site.text("other")


def test_unknown_names_and_parts_are_warned_about(make_site):
    files = words(
        directive("operation", "createShips"),
        directive("operation", "createShip", parts="desciption"),
        directive("schema", "Shop"),
        directive("schema", "Ship", api="apis"),
    )
    site = make_site(spec(), files).build()
    assert site.warnings == [
        "words.md:6: WARNING: openapi-operation: the API 'api' has no operation 'createShips'; did you mean "
        "'createShip'? [openapi_pages.directive]",
        "words.md:9: WARNING: openapi-operation: there is no part 'desciption'; did you mean 'description'? "
        "[openapi_pages.directive]",
        "words.md:13: WARNING: openapi-schema: the API 'api' has no schema 'Shop'; did you mean 'Ship'? "
        "[openapi_pages.directive]",
        "words.md:16: WARNING: openapi-schema: there is no API 'apis'; did you mean 'api'? [openapi_pages.directive]",
    ]


def test_in_its_own_override_it_says_where_the_content_goes(make_site):
    override = (
        "Before.\n\n" + directive("operation", "createShip", parts="parameters") + "\n\n## Mine\n\nAfter parameters.\n"
    )
    site = make_site(spec(), {"api/ships/createShip.md": override}).build()
    assert site.headings("api/ships/createShip").count("Path parameters") == 1
    text = site.text("api/ships/createShip")
    order = ["Before.", "Path parameters", "After parameters.", "Adds a ship", "Responses"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert site.warnings == []


def test_a_schema_in_its_own_override(make_site):
    override = "Before.\n\n" + directive("schema", "Port") + "\n\nAfter.\n"
    site = make_site(spec(), {"api/schemas/Port.md": override}).build()
    text = site.text("api/schemas/Port")
    order = ["Before.", "berths", "After.", "Used by"]
    assert [text.index(part) for part in order] == sorted(text.index(part) for part in order)
    assert len(site.body("api/schemas/Port").select("dt .openapi-name")) == 1


@pytest.mark.parametrize("builder", ["text", "latex", "man", "epub", "xml", "gettext"])
def test_every_builder(make_site, builder):
    files = words(directive("operation", "createShip"), directive("schema", "Ship"))
    site = make_site(spec(), files, builder=builder, conf="project = version = copyright = 'Test'").build()
    assert site.warnings == []


def test_in_restructuredtext(make_site):
    text = ":orphan:\n\nWords\n=====\n\n.. openapi-operation:: createShip\n   :parts: request\n\n.. openapi-schema:: Port\n"
    site = make_site(spec(), {"words.rst": text}).build()
    assert site.headings("words") == ["Words", "Request body"]
    assert "A harbour." in site.text("words")
