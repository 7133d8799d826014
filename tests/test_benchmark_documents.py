"""The documents that the benchmarks build."""

from __future__ import annotations

import json
import re

import pytest
from benchmarks.documents import resized
from conftest import api, operation

SCHEMAS = {"A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}}, "B": {}, "C": {}}
CONTENT = {"application/json": {"schema": {"$ref": "#/components/schemas/A"}}}
DOCUMENT = api(
    {
        f"/{n}": {"get": operation(f"op{n}", "tag", responses={"200": {"description": "", "content": CONTENT}})}
        for n in range(4)
    },
    components={"schemas": SCHEMAS},
    tags=[{"name": "tag"}],
)


@pytest.mark.parametrize("count", [1, 3, 4, 10])
def test_a_document_of_any_size_is_whole(count):
    document = resized(DOCUMENT, count)
    operations = [item["get"] for item in document["paths"].values()]
    assert len(operations) == count
    assert len({operation["operationId"] for operation in operations}) == count
    assert {tag for operation in operations for tag in operation["tags"]} == {tag["name"] for tag in document["tags"]}
    names = re.findall('"#/components/schemas/([^"]+)"', json.dumps(document))
    assert set(names) <= document["components"]["schemas"].keys()
    assert "C" not in document["components"]["schemas"]
