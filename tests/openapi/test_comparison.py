"""What changed in an operation between two versions of a document, and whether it may break clients."""

from __future__ import annotations

from typing import Any

import pytest

from sphinxcontrib_openapi_pages.openapi.comparison import Change, Kind, compare_operations
from sphinxcontrib_openapi_pages.openapi.coverage import Aspect, missing_in
from sphinxcontrib_openapi_pages.openapi.model import Operation, read_operation


def read(**members: Any) -> Operation:
    document = {"openapi": "3.1.0", "paths": {"/a": {"post": {"responses": {}, **members}}}}
    return read_operation(document)


def body(**properties: Any) -> dict[str, Any]:
    required = [name for name, schema in properties.items() if schema.pop("must", False)]
    schema = {"type": "object", "properties": properties, "required": required}
    return {"content": {"application/json": {"schema": schema}}}


def query(name: str, **members: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": {"type": "string"}, **members}


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ({}, {"parameters": [query("q")]}, Change(Kind.ADDED, Part.QUERY_PARAMETER, "q")),
        (
            {},
            {"parameters": [query("q", required=True)]},
            Change(Kind.ADDED, "query parameter", "q", is_breaking=True, is_required=True),
        ),
        ({"parameters": [query("q")]}, {}, Change(Kind.REMOVED, "query parameter", "q", is_breaking=True)),
        (
            {"requestBody": body(a={})},
            {"requestBody": body(a={"must": True})},
            Change(Kind.REQUIRED, "request field", "a", is_breaking=True),
        ),
        (
            {"responses": {"200": body(a={}, b={})}},
            {"responses": {"200": body(a={})}},
            Change(Kind.REMOVED, "response field", "b", is_breaking=True, status="200"),
        ),
        (
            {"responses": {"200": body(a={})}},
            {"responses": {"200": body(a={}, b={})}},
            Change(Kind.ADDED, "response field", "b", is_breaking=False, status="200"),
        ),
    ],
)
def test_changes(old, new, change):
    assert compare_operations(read(**old), read(**new)) == [change]


def test_the_same_is_no_change():
    same = {"parameters": [query("q")], "requestBody": body(a={}), "responses": {"200": body(b={})}}
    assert compare_operations(read(**same), read(**same)) == []


def test_what_an_operation_lacks():
    missing = missing_in(read(parameters=[query("q")], responses={"200": {"description": "Fine."}}))
    assert missing[Aspect.DESCRIPTION] == ["summary or description"]
    assert missing[Aspect.PARAMETERS] == ["q"]
    assert missing[Aspect.REQUEST] is None
    assert missing[Aspect.RESPONSES] == ["200"]
    assert missing[Aspect.ERRORS] == ["4xx or 5xx"]
