"""Documents that Python makes: mappings, functions, and the names of either."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

import pytest
from conftest import api, operation

from sphinxcontrib_openapi_pages.openapi.source.python_objects import PythonObject, as_json

HIVES = api({"/hives": {"get": operation("hives_list", "hives", description="All hives.")}})
PAGE = "api/hives/hives_list"


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Return a function that writes the module ``apiary_app``, which is imported anew by each build."""
    folder = tmp_path / "code"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)

    def write(text):
        (folder / "apiary_app.py").write_text(text)
        sys.modules.pop("apiary_app", None)

    yield write
    sys.modules.pop("apiary_app", None)


GIVEN = {
    "a mapping": f"openapi_pages = {{'api': {HIVES!r}}}",
    "a mapping under the key": f"openapi_pages = {{'api': {{'spec': {HIVES!r}}}}}",
    "a function": f"def document():\n    return {HIVES!r}\n\nopenapi_pages = {{'api': document}}",
    "a method": f"class App:\n    def openapi(self):\n        return {HIVES!r}\n\n"
    "openapi_pages = {'api': {'spec': App().openapi}}",
    "a lambda": f"openapi_pages = {{'api': lambda: {HIVES!r}}}",
    "a name": "openapi_pages = {'api': 'apiary_app:app.openapi'}",
    "the name of a mapping": "openapi_pages = {'api': {'spec': 'apiary_app:DOCUMENT'}}",
}
APP = f"DOCUMENT = {HIVES!r}\n\nclass App:\n    def openapi(self):\n        return DOCUMENT\n\napp = App()\n"


@pytest.mark.parametrize("kind", GIVEN)
def test_a_document_from_python_has_pages_and_is_read_once(make_site, module, kind):
    module(APP)
    site = make_site("", conf=GIVEN[kind]).build()
    assert site.warnings == []
    assert "All hives." in site.text(PAGE)
    assert site.build().read == []
    assert site.warnings == []
    assert "(unchanged)" in site.status


def test_it_is_called_once_in_a_build_and_its_content_decides(make_site, module):
    module("calls = []\ndef document():\n    calls.append(1)\n    return DOCUMENT\n\n" + APP)
    site = make_site("", conf="openapi_pages = {'api': 'apiary_app:document'}").build(parallel=2)
    assert sys.modules["apiary_app"].calls == [1]
    assert site.build().read == []
    assert sys.modules["apiary_app"].calls == [1, 1]
    sys.modules["apiary_app"].DOCUMENT["paths"]["/hives"]["get"]["description"] = "Every hive."
    assert site.build().read == [PAGE]
    assert "Every hive." in site.text(PAGE)
    assert site.warnings == []


def test_the_configuration_that_sphinx_keeps_has_no_objects():
    class Open:
        def __reduce__(self):
            raise TypeError("cannot be kept")

    kept = pickle.loads(pickle.dumps(PythonObject.of(Open())))
    assert kept == PythonObject.of(Open())
    assert kept.value is None


def test_references_are_relative_to_conf(make_site):
    document = api({"/hives": {"$ref": "parts/hives.yaml"}})
    files = {"parts/hives.yaml": {"get": operation("hives_list", "hives")}}
    site = make_site("", files, conf=f"openapi_pages = {{'api': {document!r}}}").build()
    assert site.warnings == []
    assert PAGE in site.docnames()


def test_a_fault_in_the_document_names_the_line_of_the_api(make_site):
    document = api({"/hives": {"get": operation("hives_list", tags="hives")}})
    conf = (
        "extensions = ['sphinxcontrib_openapi_pages', 'myst_parser']\n"
        f"document = {document!r}\nopenapi_pages = {{\n    'api': lambda: document,\n}}\n"
    )
    (warning,) = make_site("", {"conf.py": conf}).build().warnings
    assert warning.startswith("conf.py:4: WARNING: a text where the specification requires a list")
    assert "(at #/paths/~1hives/get/tags)" in warning


FAULTS = {
    "def document():\n    raise KeyError('hive')\n": "apiary_app:document raises KeyError: 'hive' (",
    "def document():\n    raise SystemExit(3)\n": "apiary_app:document raises SystemExit: 3 (",
    "def document(request):\n    return {}\n": "apiary_app:document cannot be called without arguments; write a",
    "async def document():\n    return {}\n": "is a coroutine function; write a plain function that returns a mapping",
    "def document():\n    pass\n": "apiary_app:document returns nothing; write a function that returns a mapping",
    "def document():\n    return ['a']\n": "apiary_app:document returns a list; write a function",
    "document = 5\n": "apiary_app:document is neither a mapping nor a function",
    "documents = {}\n": "'apiary_app:document' cannot be found: AttributeError: module 'apiary_app' has no attribute",
    "import hives_that_are_not": "cannot be imported: ModuleNotFoundError: No module named 'hives_that_are_not'",
    "raise ValueError('no settings')": "the module 'apiary_app' cannot be imported: ValueError: no settings (",
    "document = {'openapi': '3.1.0', 'paths': {'/': b''}}": "it cannot be written as JSON: b'' is a bytes",
    "document = {'openapi': '3.1.0'}; document['paths'] = document": "cannot be written as JSON: Circular reference",
    "document = {}": "the document is not an OpenAPI document: it has no 'openapi'",
    "class App:\n    def openapi(self): return {}\n    def __call__(self, scope, receive, send): pass\ndocument = App()": (
        "cannot be called without arguments; did you mean its 'openapi'?"
    ),
    "class Schema:\n    def to_schema(self): return {}\nclass App:\n    openapi_schema = Schema()\ndocument = App()": (
        "is neither a mapping nor a function; did you mean its 'openapi_schema.to_schema'?"
    ),
}


@pytest.mark.parametrize("code", FAULTS)
def test_a_fault_in_python_is_one_warning_and_the_rest_is_built(make_site, module, code):
    module(code)
    site = make_site("", conf="openapi_pages = {'api': 'apiary_app:document'}").build()
    (warning,) = site.warnings
    assert warning.startswith("conf.py:4: WARNING: openapi_pages['api']['spec']: the document ")
    assert FAULTS[code] in warning
    assert "; the API at 'api' has no pages [openapi_pages." in warning
    assert len(warning) < 500
    assert site.title("index") == "Home"


def test_relative_paths_are_relative_to_conf(make_site):
    conf = "import sys\nsys.path.insert(0, '../relative')\nopenapi_pages = {'api': 'relative_app:document'}"
    module = (
        "from pathlib import Path\nimport yaml\ndef document(): return yaml.safe_load(Path('openapi.yaml').read_text())"
    )
    site = make_site(HIVES, {"../relative/relative_app.py": module}, conf=conf).build()
    assert site.warnings == []
    assert PAGE in site.docnames()


def test_a_module_that_is_not_there(make_site):
    (warning,) = make_site("", conf="openapi_pages = {'api': 'no_such_app.main:app'}").build().warnings
    assert "the module 'no_such_app.main' cannot be imported: ModuleNotFoundError" in warning
    assert "; conf.py has to put the folder of the module on sys.path" in warning


def test_an_object_in_the_place_of_all_entries_is_one_short_warning(make_site):
    files = {"index.md": "# Home\n"}
    site = make_site("", files, conf=f"document = {HIVES!r}\nopenapi_pages = document").build()
    (warning,) = site.warnings
    assert "openapi_pages is <a mapping>; write a dict from folder to document" in warning


def test_the_variable_replaces_the_object_and_may_name_another(make_site, module, monkeypatch):
    module(APP)
    conf = "def document():\n    raise ValueError\n\nopenapi_pages = {'api': document}"
    monkeypatch.setenv("OPENAPI_PAGES_SPEC", "apiary_app:DOCUMENT")
    site = make_site("", conf=conf).build()
    assert site.warnings == []
    assert PAGE in site.docnames()


def test_since_and_git_cannot_be_together(make_site):
    conf = f"openapi_pages = {{'api': {{'spec': {HIVES!r}, 'since': 'v1.0'}}}}"
    (warning,) = make_site("", conf=conf).build().warnings
    assert "the document comes from Python; git has no versions of it; name a file" in warning


def test_values_that_json_does_not_have():
    code = (
        "import datetime, decimal, enum, json, pathlib, types, uuid\n"
        "from sphinxcontrib_openapi_pages.openapi.source.python_objects import as_json\n"
        "Kind = enum.Enum('Kind', {'A': 'a'})\n"
        "document = types.MappingProxyType({200: datetime.date(2026, 1, 2), 'e': Kind.A, 'd': decimal.Decimal('1.50'),\n"
        " 't': (1, 2), 's': {'b', 'a'}, 'u': uuid.UUID(int=1), 'p': pathlib.PurePosixPath('/a')})\n"
        "print(as_json(document).decode())"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert json.loads(out) == {
        "200": "2026-01-02",
        "e": "a",
        "d": 1.5,
        "t": [1, 2],
        "s": ["a", "b"],
        "u": "00000000-0000-0000-0000-000000000001",
        "p": "/a",
    }


def test_limits_of_whole_numbers_are_whole_numbers():
    schema = {"minimum": 1.0, "maximum": 2.5, "multipleOf": -3.0, "description": '"minimum": 1.0,', "default": 1.0}
    assert json.dumps(json.loads(as_json(schema))) == json.dumps({**schema, "minimum": 1, "multipleOf": -3})


def test_lazy_translations_are_texts():
    from sphinx.locale import _TranslationProxy  # a text that is made when it is needed, as Django's

    lazy = _TranslationProxy("sphinx", "general", "Hive")
    assert json.loads(as_json({"title": lazy})) == {"title": "Hive"}
