"""The only way from a location to a parsed document: prance's parser with our store and reader."""

from __future__ import annotations

import prance
import pytest

from sphinxcontrib_openapi_pages.openapi.parsing import parser as parsers
from sphinxcontrib_openapi_pages.openapi.parsing.parser import parse_file
from sphinxcontrib_openapi_pages.openapi.parsing.reader import LoadError
from sphinxcontrib_openapi_pages.openapi.source.locations import SourceError
from sphinxcontrib_openapi_pages.openapi.source.store import Store

VALID = 'openapi: "3.0.3"\ninfo: {title: Boats, version: "1"}\npaths: {}\n'


@pytest.fixture
def parsed(tmp_path):
    def parse(text: str, name: str = "openapi.yaml"):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        return parse_file(str(path), Store(str(path), tmp_path))

    return parse


def test_it_is_a_parser_of_prance(parsed):
    parser = parsed(VALID)
    assert isinstance(parser, prance.BaseParser)
    assert parser.specification["info"]["title"] == "Boats"
    assert (parser.version, parser.version_parsed, parser.valid) == ("OpenAPI 3.0.3", (3, 0, 3), False)


@pytest.mark.parametrize(
    ("text", "version"),
    [
        ('swagger: "2.0"', ((2, 0), "Swagger/OpenAPI 2.0")),
        ("openapi: 3.1.0", ((3, 1, 0), "OpenAPI 3.1.0")),
        ("openapi: soon", ((), None)),
        ("openapi: [3]", ((), None)),
        ("- a list", ((), None)),
    ],
)
def test_the_version_is_the_one_that_the_document_names(parsed, text, version):
    parser = parsed(text)
    assert (parser.version_parsed, parser.version) == version


def test_references_keep_their_names(parsed):
    text = (
        VALID + "components: {schemas: {A: {$ref: '#/components/schemas/B'}, B: {properties: {$ref: {type: string}}}}}"
    )
    assert parsed(text).specification["components"]["schemas"]["A"] == {"$ref": "#/components/schemas/B"}


def test_validation_is_that_of_prance(parsed):
    parser = parsed(VALID)
    parser.validate()
    assert parser.valid


def test_a_fault_has_its_place(parsed):
    parser = parsed('openapi: "3.0.3"\ninfo:\n  title: Boats\npaths: {}\n')
    with pytest.raises(LoadError, match="'version' is a required property") as raised:
        parser.validate()
    assert (raised.value.place.pointer, parser.valid) == ("/info", False)


@pytest.mark.parametrize("version", ["4.0.0", "soon", "[3]", "3", "null"])
def test_a_version_that_no_validator_knows_is_a_fault(parsed, version):
    parser = parsed(f"openapi: {version}\ninfo: {{title: Boats, version: '1'}}\npaths: {{}}\n")
    with pytest.raises(LoadError):
        parser.validate()


def test_documents_are_parsed_where_no_validator_is_installed(parsed, monkeypatch):
    def none_installed() -> str:
        raise RuntimeError("No validation backend available!")

    monkeypatch.setattr(parsers, "default_validation_backend", none_installed)
    parser = parsed(VALID)
    assert parser.specification["paths"] == {}
    with pytest.raises(LoadError, match="install the extra 'validate'"):
        parser.validate()


def test_other_files_are_read_by_the_same_store(parsed, tmp_path):
    parser = parsed(VALID)
    (tmp_path / "parts.json").write_text('{"a": [1, 2]}', "utf-8")
    assert parser.beside(str(tmp_path / "parts.json")).specification == {"a": [1, 2]}
    with pytest.raises(SourceError, match="outside the folder"):
        parser.beside("/etc/hostname")
