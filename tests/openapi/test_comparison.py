"""What changed in an operation between two versions of a document, and whether it may break clients."""

from __future__ import annotations

import copy
import re
from pathlib import Path
from typing import Any

import pytest
from breaking_changes import INNER, OPERATIONS, SCHEMAS, answers, header, query, sends
from breaking_changes import all_checks as checks_with_tests

from sphinxcontrib_openapi_pages.openapi.comparison.change import Change
from sphinxcontrib_openapi_pages.openapi.comparison.documents import general_changes, operation_changes
from sphinxcontrib_openapi_pages.openapi.comparison.version import Version, Versions
from sphinxcontrib_openapi_pages.openapi.coverage import Aspect, missing_in
from sphinxcontrib_openapi_pages.openapi.diagnostics import Place
from sphinxcontrib_openapi_pages.openapi.document import Document
from sphinxcontrib_openapi_pages.openapi.operation import Operation, read_operation

DOCS = Path(__file__).parents[2] / "docs/breaking-changes.md"


def document(members: dict[str, Any], section: str = "paths", **components: Any) -> dict[str, Any]:
    operation = {"responses": {"200": {"description": ""}}, **members}
    return {"openapi": "3.1.0", section: {"/a": {"post": operation}}, "components": components}


def versions_of(old: dict[str, Any], new: dict[str, Any]) -> Versions:
    # A copy, because what is one object is the same.
    return Versions(*(Version(Document(copy.deepcopy(data), Place("openapi.yaml"))) for data in (old, new)))


def compare(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Return the changes of the one operation of both documents."""
    versions = versions_of(old, new)
    first, second = (
        version.operation(endpoint)
        for version in (versions.old, versions.new)
        for endpoint, _, _ in version.operations.values()
    )
    return operation_changes(first, second, versions)


def said(old: dict[str, Any], new: dict[str, Any], **members: Any) -> dict[str, bool]:
    """Return whether each line of the changes tells of a breaking one."""
    return {change.line: change.is_breaking for change in compare(document(old, **members), document(new, **members))}


def params(schema: Any) -> dict[str, Any]:
    return {"parameters": [query(schema=schema)]}


def nested(schema: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"f": {"type": "array", "items": schema}}}


#: Where a schema stands: the operation around it, what is said of it and of its fields, and whether clients send it.
PLACES = {
    "parameter": (params, "Query parameter q", "Query parameter q{}", True),
    "body": (sends, "Request body", "Request field {}", True),
    "field": (lambda schema: sends(nested(schema)), "Request field f[]", "Request field f[]{}", True),
    "response": (answers, "Body of response 200", "Field {} of response 200", False),
    "response field": (
        lambda schema: answers(nested(schema)),
        "Field f[] of response 200",
        "Field f[]{} of response 200",
        False,
    ),
    "header": (
        lambda schema: header(schema=schema),
        "Header X-A of response 200",
        "Header X-A{} of response 200",
        False,
    ),
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("checks", "old", "new", "words", "breaks_sent", "breaks_received"), SCHEMAS)
def test_a_schema(place, checks, old, new, words, breaks_sent, breaks_received):
    around, part, _, is_sent = PLACES[place]
    found = said(around(old), around(new))
    assert found[f"{part}: {words}"] is (breaks_sent if is_sent else breaks_received)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize(("checks", "old", "new", "name", "words", "breaks_sent", "breaks_received"), INNER)
def test_a_part_of_a_schema(place, checks, old, new, name, words, breaks_sent, breaks_received):
    around, _, part, is_sent = PLACES[place]
    joined = name if place in ("body", "response") or name[0] == "[" else f".{name}"
    found = said(around(old), around(new))
    assert found[f"{part.format(joined)}: {words}"] is (breaks_sent if is_sent else breaks_received)


@pytest.mark.parametrize(("checks", "old", "new", "line", "is_breaking"), OPERATIONS)
def test_an_operation(checks, old, new, line, is_breaking):
    assert said(old, new)[line] is is_breaking


@pytest.mark.parametrize("row", [*SCHEMAS, *INNER], ids=str)
def test_of_a_webhook_clients_receive_the_request(row):
    old, new, words, breaks_sent, breaks_received = row[1], row[2], row[-3], row[-2], row[-1]
    found = said(sends(old), sends(new), section="webhooks")
    assert [breaks for line, breaks in found.items() if line.endswith(f": {words}")] == [breaks_received]
    called = said(
        {"callbacks": {"done": {"{$url}": {"post": sends(old)}}}},
        {"callbacks": {"done": {"{$url}": {"post": sends(new)}}}},
    )
    assert called == {f"Callback done (POST {{$url}}): {line}": breaks for line, breaks in found.items()}
    del breaks_sent


def test_the_table_in_the_documentation_names_what_has_a_test():
    rows = re.findall(r"^\| `([a-z-]+)` +\| (yes|no)", DOCS.read_text("utf-8"), re.MULTILINE)
    assert {name for name, has_test in rows if has_test == "yes"} == checks_with_tests()


THING = {"type": "object", "properties": {"a": {"type": "string"}, "self": {"$ref": "#/components/schemas/Thing"}}}


def test_a_component_is_compared_wherever_it_stands_and_told_once_in_a_body():
    reference = {"$ref": "#/components/schemas/Thing"}
    both = {
        **sends({"type": "array", "items": reference}),
        **answers({"type": "object", "properties": {"t": reference}}),
    }
    wider = {**THING, "properties": {**THING["properties"], "a": {"type": ["string", "integer"]}}}
    changes = compare(document(both, schemas={"Thing": THING}), document(both, schemas={"Thing": wider}))
    assert [(change.line, change.is_breaking) for change in changes] == [
        ("Request field [].a: type changed from string to integer or string", False),
        ("Field t.a of response 200: type changed from string to integer or string", True),
    ]


def test_the_same_said_in_other_words_is_no_change_of_the_contract():
    nullable = {"oneOf": [{"type": "string"}, {"type": "null"}]}
    assert compare(document(sends(nullable)), document(sends({"type": ["string", "null"]}))) == []
    choice = {"oneOf": [{"const": "a"}, {"const": "b"}]}
    assert compare(document(sends(choice)), document(sends({"type": "string", "enum": ["a", "b"]}))) == []


def test_null_is_still_a_value_where_alternatives_come():
    old = {"type": "string", "nullable": True, "default": "a"}
    new = {"nullable": True, "default": "a", "oneOf": [{"type": "string"}, {"type": "object"}]}
    assert said(sends(old), sends(new)) == {"Request body: type changed from string to object or string": False}


def test_the_same_is_no_change():
    same = {**params({"type": "string"}), **sends(THING), **answers(THING), "security": [{"key": []}]}
    data = document(same, schemas={"Thing": THING})
    assert compare(data, data) == []
    assert general_changes(versions_of(data, data), ()) == []


def read(**members: Any) -> Operation:
    return read_operation({"openapi": "3.1.0", "paths": {"/a": {"post": {"responses": {}, **members}}}})


def test_what_an_operation_lacks():
    missing = missing_in(read(parameters=[query()], responses={"200": {"description": "Fine."}}))
    assert missing[Aspect.DESCRIPTION] == ["summary or description"]
    assert missing[Aspect.PARAMETERS] == ["q"]
    assert missing[Aspect.REQUEST] is None
    assert missing[Aspect.RESPONSES] == ["200"]
    assert missing[Aspect.ERRORS] == ["4xx or 5xx"]
