"""Documents that Hypothesis makes, through the whole pipeline to doctrees.

A long run, each test with so many documents:
``OPENAPI_PAGES_FUZZ=10000 pytest -p no:logging -n 3 tests/test_fuzz.py``
"""

from __future__ import annotations

import io
import json
import os
import random
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from conftest import SHARED
from hypothesis import HealthCheck, given, settings
from openapi_strategies import WRONG, at, damaged_texts, documents, edited_documents, mutated_documents, places
from sphinx.testing.util import SphinxTestApp
from sphinx.util.console import strip_colors

from sphinxcontrib_openapi_pages.openapi.component_graph import ComponentGraph
from sphinxcontrib_openapi_pages.openapi.diagnostics import recorded
from sphinxcontrib_openapi_pages.openapi.document import open_document
from sphinxcontrib_openapi_pages.openapi.incremental import EMPTY_RECORD, BuildRecord
from sphinxcontrib_openapi_pages.openapi.parsing.reader import LoadError
from sphinxcontrib_openapi_pages.openapi.slices import Slicer
from sphinxcontrib_openapi_pages.openapi.source.store import Store
from sphinxcontrib_openapi_pages.sphinx.mount import mount_apis
from sphinxcontrib_openapi_pages.sphinx.project import page_project

ROOT = Path(__file__).parents[1]

COUNT = int(os.environ.get("OPENAPI_PAGES_FUZZ", "0"))

fuzzed = settings(
    max_examples=COUNT or 100,
    derandomize=not COUNT,
    deadline=None,
    database=None,
    suppress_health_check=list(HealthCheck),
)


class Pipeline:
    """One Sphinx application, whose document is another each time."""

    def __init__(self, folder: Path) -> None:
        (folder / "conf.py").write_text(
            "extensions = ['sphinxcontrib_openapi_pages']\nopenapi_pages = {'api': 'openapi.yaml'}\n"
        )
        (folder / "index.rst").write_text("Home\n====\n\n.. toctree::\n\n   api/index\n")
        self.spec = folder / "openapi.yaml"
        self.spec.write_text("{}")
        self.errors = io.StringIO()
        self.app = SphinxTestApp("dummy", srcdir=folder, warning=self.errors)

    def run(self, text: str) -> tuple[list[str], set[tuple[str, str]]]:
        """Return the warnings, and method and path of every operation that has a page."""
        self.errors.seek(0)
        self.errors.truncate()
        self.spec.write_text(text, "utf-8", "surrogatepass")
        mount_apis(self.app)
        env = self.app.env
        env.find_files(self.app.config, self.app.builder)
        project = page_project(env)
        for docname in sorted(project.pages):
            self.app.builder.read_doc(docname)
            assert next(iter(env.get_doctree(docname).findall(lambda node: node.tagname == "title"))).astext().strip()
            env.clear_doc(docname)
        said = strip_colors(self.errors.getvalue())
        warnings = [part for part in re.split(r"(?<=\])\n", said) if part.strip()]
        api = project.apis["api"]
        operations = {(operation.method, operation.path) for operation in api.operations if not operation.is_webhook}
        assert {operation.docname for operation in api.operations} <= api.docnames
        return warnings, operations


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pipeline]:
    made = Pipeline(tmp_path_factory.mktemp("fuzz"))
    yield made
    made.app.cleanup()


def expected(document: Any) -> set[tuple[str, str]]:
    """Return method and path of the operations that can be shown, whatever else is wrong."""
    paths = document.get("paths")
    items = paths.items() if isinstance(paths, dict) and not isinstance(paths.get("$ref"), str) else ()
    return {
        (method, path)
        for path, item in items
        if isinstance(item, dict) and "$ref" not in item and not path.startswith("x-") and not item.get("x-internal")
        for method in ("get", "put", "post", "delete", "patch")
        if isinstance(item.get(method), dict) and "$ref" not in item[method] and not item[method].get("x-internal")
    }


def printable(operations: set[tuple[str, str]]) -> set[tuple[str, str]]:
    return {
        (method, re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", "\ufffd", path))
        for method, path in operations
    }


@fuzzed
@given(document=documents)
def test_valid_documents(pipeline, document):
    warnings, operations = pipeline.run(json.dumps(document))
    assert [warning for warning in warnings if "[openapi_pages.address]" not in warning] == []
    assert operations == expected(document)


@fuzzed
@given(document=mutated_documents())
def test_documents_with_one_fault(pipeline, document):
    warnings, operations = pipeline.run(json.dumps(document))
    assert all(re.search(r"\[openapi_pages\.\w+\]\s*$", warning) for warning in warnings), warnings
    if not any("has no pages" in warning for warning in warnings):
        assert printable(expected(document)) <= operations


OWN = sorted([*ROOT.glob("docs/*.yaml"), *ROOT.glob("docs/gallery/*.yaml")])
REAL = [
    path
    for name in ("oai/examples/v2.0/json", "oai/examples/v3.0", "oai/examples/v3.1", "museum", "train-travel")
    for path in sorted((SHARED / "specs" / name).glob("*.*"))
    if path.suffix in (".json", ".yaml")
]


@pytest.mark.parametrize("path", [*OWN, *REAL], ids=lambda path: path.name)
def test_documents_with_a_value_of_the_wrong_kind(pipeline, path):
    whole = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
    chance = random.Random(path.name if not COUNT else None)
    for _ in range(COUNT or 2):
        document = json.loads(json.dumps(whole, default=str))
        ways = places(document)[1:]
        place = chance.choice(ways)
        at(document, place[:-1])[place[-1]] = chance.choice(WRONG)
        warnings, _ = pipeline.run(json.dumps(document))
        assert all(re.search(r"\[openapi_pages\.\w+\]\s*$", warning) for warning in warnings), (place, warnings)


@fuzzed
@given(text=damaged_texts())
def test_damaged_texts(pipeline, text):
    warnings, _ = pipeline.run(text)
    assert all(re.search(r"\[openapi_pages\.\w+\]\s*$", warning) for warning in warnings), warnings


def opened(text: str, folder: Path, known: BuildRecord) -> tuple[Any, ...]:
    """Return all that a build makes of a document, and what it leaves for the next build."""
    path = folder / "openapi.json"
    path.write_text(text, "utf-8", "surrogatepass")
    with recorded() as faults:
        try:
            document = open_document(str(path), Store(str(path), folder), last=known)
        except LoadError as error:
            return str(error), EMPTY_RECORD
    slicer = Slicer(ComponentGraph(document), 5_000)
    slices = [(part, part.text) for part in (slicer.slice(*each) for each in document.operations())]
    left = slicer.record()
    return document.data, faults, slices, slicer.graph.unused_schemas(), left.parts, left.texts, left


@fuzzed
@given(pair=edited_documents())
def test_what_the_last_build_knew_changes_nothing(tmp_path_factory, pair):
    folder = tmp_path_factory.mktemp("known")
    known = EMPTY_RECORD
    for document in (*pair, *pair):
        text = json.dumps(document)
        *fresh, _ = opened(text, folder, EMPTY_RECORD)
        *again, known = opened(text, folder, known)
        assert again == fresh


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (  # the second is YAML, in which one value stands in two parts
            '{"openapi": "3.1.0", "components": {"schemas": {"A": {"example": {"type": "string", "default": 1.50}}}}}',
            "{openapi: 3.1.0, components: {schemas: {A: {example: &b {type: string, default: 1.50}}, B: *b}}}",
        ),
        (  # what an operation needs is no more
            '{"openapi": "3.1.0", "paths": {"/a": {"get": {"security": [{"b": []}]}}}, "components": {"securitySchemes":'
            ' {"a": {"type": "http", "scheme": "basic"}, "b": {"type": "http", "scheme": "bearer"}}}}',
            '{"openapi": "3.1.0", "paths": {"/a": {"get": {"security": [{"b": []}]}}}, "components": {"securitySchemes":'
            ' {"a": {"type": "http", "scheme": "basic"}}}}',
        ),
        (  # what is not among the parts is another
            '{"openapi": "3.1.0", "paths": {"/a": {"get": {}}}, "servers": [{"url": "https://old.example"}]}',
            '{"openapi": "3.1.0", "paths": {"/a": {"get": {}}}, "servers": [{"url": "https://new.example"}]}',
        ),
        (  # what is right in one version is wrong in the other
            '{"openapi": "3.1.0", "paths": {"/a": {"parameters": [{"name": "b", "in": "query", "type": 5}]}}}',
            '{"swagger": "2.0", "paths": {"/a": {"parameters": [{"name": "b", "in": "query", "type": 5}]}}}',
        ),
    ],
)
def test_what_the_last_build_knew_of_another_document(tmp_path, first, second):
    known = opened(first, tmp_path, EMPTY_RECORD)[-1]
    assert opened(second, tmp_path, known)[:-1] == opened(second, tmp_path, EMPTY_RECORD)[:-1]


class QuotingDumper(yaml.CSafeDumper):
    """Writes texts in quotes: PyYAML takes some for texts that are numbers in YAML 1.2."""


QuotingDumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


@settings(fuzzed, max_examples=COUNT or 30)
@given(document=documents)
def test_yaml_and_json_are_the_same(document):
    from sphinxcontrib_openapi_pages.openapi.parsing.reader import parse_text

    as_json = parse_text(json.dumps(document), "x.json").value
    as_yaml = parse_text(yaml.dump(document, Dumper=QuotingDumper, sort_keys=False, width=10**6), "x.yaml").value
    assert as_json == as_yaml
