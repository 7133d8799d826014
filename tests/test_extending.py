"""What other extensions and conf.py can take part in: events, parts of their own."""

from __future__ import annotations

import pytest
from conftest import api, operation

SPEC = api(
    {
        "/ships": {"get": operation("ships_list", "ships"), "post": operation("ships_create", "ships")},
        "/ports": {"get": operation("ports_list", "ports")},
        "/cats": {"get": operation("cats_list", "cats")},
    }
)

MENU = """
def change(app, folder, menu):
    (section,) = menu.sections
    section.groups.reverse()
    section.groups = [group for group in section.groups if group.name != 'cats']
    for group in section.groups:
        group.title = f'The {group.name} of {folder}'
        group.operations = [item for item in group.operations if item.id != 'ships_create']


def setup(app):
    app.connect('openapi-pages-menu-built', change)
"""


def test_the_menu_can_be_changed(make_site):
    site = make_site(SPEC, conf=MENU).build()
    assert [link.get_text() for link in site.body("api/index").select(".openapi-groups dt a")] == [
        "The ports of api",
        "The ships of api",
    ]
    assert {"api/ships/ships_list", "api/ports/ports_list"} <= site.docnames()
    assert not {"api/ships/ships_create", "api/cats/index"} & site.docnames()
    assert site.warnings == []


def test_a_change_of_the_handler_is_seen(make_site):
    site = make_site(SPEC, conf=MENU).build()
    site.write({"conf.py": (site.srcdir / "conf.py").read_text().replace("The {group", "All {group")})
    site.build()
    assert site.title("api/ships/index") == "All ships of api"


OPERATION = """
from docutils import nodes


def change(app, docname, operation):
    if operation.endpoint.method == 'post':
        operation.title = f'{operation.title}!'
        operation.extra.append(nodes.paragraph('', f'See the log of {docname}.'))


def setup(app):
    app.connect('openapi-pages-operation-read', change)
"""


def test_operations_can_be_changed_before_they_are_rendered(make_site):
    site = make_site(SPEC, conf=OPERATION).build()
    assert site.title("api/ships/ships_create") == "Create ships!"
    assert site.title("api/ships/ships_list") == "List all ships"
    assert "See the log of api/ships/ships_create." in site.text("api/ships/ships_create")
    assert ("Create ships!") in site.text("api/ships/index")


PARTS = """
from docutils import nodes


def limits(operation):
    if operation.endpoint.method == 'get':
        section = nodes.section(ids=['limits'])
        section += [nodes.title('', 'Limits'), nodes.paragraph('', 'Ten in a minute.')]
        yield section


openapi_pages_parts = {'limits': limits}
"""


def test_parts_of_the_author(make_site):
    site = make_site(SPEC, conf=PARTS).build()
    assert site.headings("api/ships/ships_list") == ["List all ships", "Examples", "Responses", "200 OK", "Limits"]
    assert site.headings("api/ships/ships_create") == ["Create ships", "Examples", "Responses", "200 OK"]
    assert site.warnings == []


def test_order_of_the_parts(make_site):
    options = {"parts": ["limits", "responses", "examples"]}
    site = make_site(SPEC, conf=PARTS, options=options).build()
    assert site.headings("api/ships/ships_list") == ["List all ships", "Limits", "Responses", "200 OK"]
    assert "curl" not in site.text("api/ships/ships_list")
    (warning,) = site.warnings
    assert "openapi_pages['api']['parts'] contains 'examples'; there are description, " in warning
    assert warning.endswith("limits [openapi_pages.config]")


def test_own_parts_can_be_borrowed(make_site):
    words = "# Home\n\n```{toctree}\napi/index\n```\n\n```{openapi-operation} ships_list\n:parts: limits\n```\n"
    site = make_site(SPEC, {"index.md": words}, conf=PARTS).build()
    assert site.headings("index") == ["Home", "Limits"]
    assert site.warnings == []


def test_what_is_no_function_is_warned_about(make_site):
    site = make_site(SPEC, conf="openapi_pages_parts = {'limits': 'ten'}").build()
    (warning,) = site.warnings
    assert "openapi_pages_parts is {'limits': 'ten'}; write a dict from name to function" in warning


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("return 'Ten in a minute.'", "returned 'Ten in a minute.'; return a list of docutils nodes"),
        ("return ['Ten', 'in', 'a minute']", "returned ['Ten', 'in', 'a minute']; return a list of docutils nodes"),
        ("return nodes.paragraph('', 'Ten')", "returned <paragraph: <#text: 'Ten'>>; return a list of docutils nodes"),
        ("return {'limits': 10}", "returned {'limits': 10}; return a list of docutils nodes"),
        ("return 10", "raised TypeError: 'int' object is not iterable"),
        ("return operation.data['x-rate']", "raised KeyError: 'x-rate'"),
        ("yield nodes.paragraph('', 'Shown')\n    raise ValueError('no\\nrate')", "raised ValueError: no rate"),
        ("raise RuntimeError('x' * 300)", f"raised RuntimeError: {'x' * 79}…"),
    ],
)
def test_a_part_that_fails_is_named(make_site, body, fault):
    conf = f"from docutils import nodes\ndef limits(operation):\n    {body}\nopenapi_pages_parts = {{'limits': limits}}"
    site = make_site(api({"/ships": {"get": operation("ships_list", "ships")}}), conf=conf).build()
    message = f"openapi_pages_parts['limits'] {fault}; it is left out of the page 'api/ships/ships_list'"
    assert [message in warning and "conf.py" in warning for warning in site.warnings] == [True]
    assert site.headings("api/ships/ships_list") == ["List all ships", "Examples", "Responses", "200 OK"]


def test_a_part_may_show_nothing(make_site):
    site = make_site(SPEC, conf="openapi_pages_parts = {'limits': lambda operation: None}").build()
    assert site.warnings == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [("None.x", "raised AttributeError: 'NoneType' object has no"), ("10", "returned 10; return a text")],
)
def test_a_language_that_fails_is_named(make_site, code, fault):
    conf = f"openapi_pages_samples = {{'Go': lambda request: {code}}}"
    site = make_site(api({"/ships": {"get": operation("ships_list", "ships")}}), conf=conf).build()
    assert [f"openapi_pages_samples['Go'] {fault}" in warning for warning in site.warnings] == [True]
    assert "curl" in site.text("api/ships/ships_list")
    assert "Go" not in site.text("api/ships/ships_list")


def test_the_document_can_be_changed_before_anything_is_made_of_it(make_site):
    conf = """
openapi_pages['api']['overlays'] = ['m.yaml']
openapi_pages['api']['since'] = 'openapi.yaml'

def mend(app, folder, document):
    assert folder == "api"
    document["info"]["title"] += ", mended"
    document["paths"]["/new"] = {"get": {"operationId": "new", "tags": ["g"], "responses": {}}}

def setup(app):
    app.connect("openapi-pages-document-read", mend)
"""
    overlay = {"overlay": "1.0.0", "actions": [{"target": "$.info", "update": {"title": "Bees"}}]}
    site = make_site(api({"/a": {"get": operation("a", "g")}}), {"m.yaml": overlay}, conf=conf).build()
    assert site.warnings == []
    assert site.title("api/index") == "Bees, mended"
    assert "api/g/new" in site.docnames()
    assert "New" not in {badge.get_text() for badge in site.body("api/g/index").select(".openapi-badge")}
    assert site.build().read == []
