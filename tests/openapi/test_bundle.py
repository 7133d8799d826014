"""One document out of many files, and 2.0 in the words of 3.0."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from stored_slices import stored

from sphinxcontrib_openapi_pages.openapi import diagnostics
from sphinxcontrib_openapi_pages.openapi.component_graph import ComponentGraph
from sphinxcontrib_openapi_pages.openapi.component_store import ComponentStore, StoredSlice
from sphinxcontrib_openapi_pages.openapi.document import Document, open_document
from sphinxcontrib_openapi_pages.openapi.slices import Slicer
from sphinxcontrib_openapi_pages.openapi.source.store import Store


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """Return the bundled document, with what was reported."""

    def open_files(root: dict[str, Any], **files: Any) -> tuple[Document, list[str]]:
        found: list[str] = []
        monkeypatch.setattr(diagnostics, "_sinks", [lambda diagnostic: found.append(diagnostic.message)])
        for name, content in {"openapi": root, **files}.items():
            (tmp_path / f"{name}.yaml").write_text(yaml.safe_dump(content, sort_keys=False), "utf-8")
        path = str(tmp_path / "openapi.yaml")
        return open_document(path, Store(path, tmp_path)), found

    return open_files


def document(schema: Any, **members: Any) -> dict[str, Any]:
    response = {"description": "Fine.", "content": {"application/json": {"schema": schema}}}
    get = {"operationId": "x", "responses": {"200": response}}
    return {"openapi": "3.1.0", "info": {"title": "T", "version": "1"}, "paths": {"/a": {"get": get}}, **members}


def test_schemas_of_other_files_become_components(opened):
    bundled, reported = opened(document({"$ref": "boats.yaml#/Boat"}), boats={"Boat": {"type": "object"}})
    assert bundled.data["components"]["schemas"] == {"Boat": {"type": "object"}}
    assert reported == []


def test_what_leads_nowhere_is_a_hole(opened):
    bundled, (message,) = opened(document({"$ref": "#/components/schemas/Gone"}))
    assert "the reference '#/components/schemas/Gone' cannot be followed" in message
    assert "x-openapi-pages-unresolved" in str(bundled.data["paths"])


def test_what_is_of_the_wrong_kind_is_left_out(opened):
    bundled, (message,) = opened(document({"type": "object", "properties": ["a"]}))
    assert "a list where the specification requires a map" in message
    assert "properties" not in str(bundled.data["paths"])


def test_a_slice_has_what_it_reaches_and_no_more(opened, tmp_path):
    schemas = {
        "A": {"properties": {"b": {"$ref": "#/components/schemas/B"}}},
        "B": {"type": "string"},
        "C": {"type": "string"},
    }
    bundled, _ = opened(document({"$ref": "#/components/schemas/A"}, components={"schemas": schemas}))
    graph = ComponentGraph(bundled)
    (operation,) = bundled.operations()
    slicer = Slicer(graph, 10_000)
    store = stored(slicer, tmp_path)
    whole = StoredSlice(json.loads(slicer.slice(*operation).text), store)
    assert set(whole["components"]["schemas"]) == {"A", "B"}
    assert whole["components"]["schemas"]["A"] == schemas["A"]
    assert graph.unused_schemas() == ["C"]
    small = Slicer(graph, 0).slice(*operation)
    assert not small.is_whole
    left = StoredSlice(json.loads(small.text), store)
    assert "components" not in left
    assert left.lacks("#/components/schemas/A")


def test_the_text_of_a_component_that_changed_is_not_read_for_another(opened, tmp_path):
    bundled, _ = opened(document({}, components={"schemas": {"A": {"type": "string"}}}))
    slicer = Slicer(ComponentGraph(bundled))
    store = stored(slicer, tmp_path)
    assert store.value("#/components/schemas/A") == {"type": "string"}
    store.bundle.write_text("{}")
    with pytest.raises(ValueError, match="does not match its index"):
        ComponentStore(store.bundle, store.index).value("#/components/schemas/A")


def test_swagger_is_upgraded(opened):
    old = {
        "swagger": "2.0",
        "info": {"title": "T", "version": "1"},
        "host": "boats.example",
        "basePath": "/v1",
        "consumes": ["application/json"],
        "paths": {
            "/a": {
                "post": {
                    "parameters": [
                        {"name": "body", "in": "body", "schema": {"$ref": "#/definitions/Boat"}},
                        {"name": "kinds", "in": "query", "type": "array", "items": {"type": "string"}},
                    ],
                    "responses": {"200": {"description": "", "schema": {"type": "string", "x-nullable": True}}},
                }
            }
        },
        "definitions": {"Boat": {"type": "object", "discriminator": "kind"}},
    }
    bundled, reported = opened(old)
    assert reported == []
    post = bundled.data["paths"]["/a"]["post"]
    assert bundled.data["servers"] == [{"url": "https://boats.example/v1"}]
    assert post["requestBody"]["content"] == {"application/json": {"schema": {"$ref": "#/components/schemas/Boat"}}}
    assert (post["parameters"][0]["style"], post["parameters"][0]["explode"]) == ("form", False)
    assert post["responses"]["200"]["content"]["application/json"]["schema"] == {"type": "string", "nullable": True}
    assert bundled.data["components"]["schemas"]["Boat"]["discriminator"] == {"propertyName": "kind"}
