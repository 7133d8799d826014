"""Mistakes in conf.py: each is one warning at its line, which says what to write."""

from __future__ import annotations

import pytest
from conftest import api, operation

SPEC = api({"/hives": {"get": operation("hives_list", "hives")}, "/x": {"get": operation("", "hives")}})
PAGE = "api/hives/hives_list"


@pytest.mark.parametrize(
    ("conf", "words"),
    [
        ("openapi_pages['api']['group_sise'] = 5", "there is no option 'group_sise'; did you mean 'group_size'?"),
        ("openapi_pages['api']['zzz'] = 5", "there is no option 'zzz'; the options are spec, overlays, titles, "),
        ("openapi_pages['api'][3] = 5", "there is no option 3; the options are spec, overlays, titles, "),
        ("openapi_pages['api']['group_size'] = -1", "is -1; write a whole number, 0 or more"),
        ("openapi_pages['api']['group_size'] = True", "is True; write a whole number, 0 or more"),
        ("openapi_pages['api']['max_size'] = 0", "is 0; write a whole number, 1 or more"),
        ("openapi_pages['api']['home_tag'] = 'middle'", "is 'middle'; write 'first' or 'last'"),
        ("openapi_pages['api']['home_tag'] = []", "is []; write 'first' or 'last'"),
        ("openapi_pages['api']['validate'] = True", "is True; write 'off', 'warn' or 'error'"),
        ("openapi_pages['api']['schema_pages'] = 'no'", "is 'no'; write True or False"),
        ("openapi_pages['api']['titles'] = ['a']", "is ['a']; write a dict from tag to title"),
        ("openapi_pages['api']['exclude'] = 'put *'", "is 'put *'; write a list of patterns"),
        ("openapi_pages['api']['samples'] = ['Curl']", "write a list such as ['curl', 'python', 'javascript']"),
        ("openapi_pages['api']['link_base'] = 'docs/'", "write a URL that begins with 'http://' or 'https://'"),
        ("openapi_pages['api']['extensions'] = ['a']", "is ['a']; write a list of names that begin with 'x-'"),
        ("openapi_pages['api']['remote_references'] = ['http://a.example/']", "write a list of hosts, such as"),
        (
            "openapi_pages['api']['reference_folders'] = ['old']",
            "contains 'old', which is not a folder; write a path relative",
        ),
        ("openapi_pages['api']['coverage_minimum'] = '80%'", "write a number from 0 to 100, or a dict"),
        ("openapi_pages['api']['parts'] = ['sample']", "contains 'sample'; there are description, security, "),
        (
            "openapi_pages['api']['titles'] = {'Hives': 'B'}",
            "contains the tag 'Hives', which is not in the document; did",
        ),
        (
            "openapi_pages['api']['exclude'] = ['hives_lst']",
            "'hives_lst', but the document has no such operation; did you",
        ),
        ("openapi_pages['api']['exclude'] = ['get /hivs']", "such operation; did you mean 'get /hives'?"),
        ("openapi_pages['api']['exclude'] = ['putt *']", "['exclude'] contains 'putt *', but the document has no such"),
        (
            "openapi_pages['api']['coverage_exclude'] = ['a']",
            "['coverage_exclude'] contains 'a', but the document has no",
        ),
        ("openapi_pages['../up'] = 'openapi.yaml'", "'../up' is not a folder below the source folder; write some"),
        (
            "openapi_pages[''] = 'openapi.yaml'",
            "'' is not a folder below the source folder; write something like 'api'",
        ),
        ("openapi_pages['two\\\\v1'] = 'openapi.yaml'", "write something like 'two/v1'"),
        ("openapi_pages['two '] = 'openapi.yaml'", "write something like 'two'"),
        ("openapi_pages['two/index'] = 'openapi.yaml'", "write something like 'two'"),
        ("openapi_pages['two.md'] = 'openapi.yaml'", "write something like 'two'"),
        ("openapi_pages['https://a.example/b'] = 'openapi.yaml'", "write something like 'api'"),
        ("openapi_pages[2] = 'openapi.yaml'", "2 is not a folder below the source folder; write something like '2'"),
        ("openapi_pages['openapi.yaml'] = 'two'", "write something like {'two': 'openapi.yaml'}, the folder first"),
        ("openapi_pages['API/'] = 'openapi.yaml'", "two entries for the folder 'api'; the first is used; give each"),
        ("openapi_pages['two'] = {'titles': {}}", "without the key 'spec'; write under that key a path, or a URL"),
        ("openapi_pages['two'] = {'Spec': 'openapi.yaml'}", "without the key 'spec'; write under that key a path"),
        ("openapi_pages['two'] = {'spec': ['openapi.yaml']}", "['spec'] is ['openapi.yaml']; write a path, or a URL"),
        ("openapi_pages['two'] = ''", "openapi_pages['two']['spec'] is ''; write a path, or a URL"),
        ("openapi_pages['two'] = 'ftp://a.example/b.yaml'", "write a path, or a URL that begins with 'http://' or"),
        ("openapi_pages['two'] = ['openapi.yaml']", "write the path or URL of one OpenAPI document, or a dict"),
        ("openapi_pages['two'] = 5", "openapi_pages['two'] is 5; write the path or URL"),
        ("openapi_pages_samples = {'Go': 1}", "openapi_pages_samples is {'Go': 1}; write a dict from name"),
        ("openapi_pages_parts = ['a']", "openapi_pages_parts is ['a']; write a dict from name to function"),
        ("openapi_pages_navigation = False", "openapi_pages_navigation is False; write 'pages', 'all' or 'off'"),
    ],
)
def test_mistakes_say_what_to_write(make_site, conf, words):
    site = make_site(SPEC, conf=conf).build()
    assert len(site.warnings) == 1
    assert words in site.warnings[0]
    assert site.warnings[0].startswith("conf.py:4: WARNING: ")
    assert "[openapi_pages.config]" in site.warnings[0]
    assert PAGE in site.docnames()


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("'openapi.yaml'", "is 'openapi.yaml'; write a dict from folder to document, such as {'api': 'openapi.yaml'}"),
        ("Path('a.json')", "write a dict from folder to document, such as {'api': 'a.json'}"),
        ("['openapi.yaml']", "is ['openapi.yaml']; write a dict from folder to document"),
        ("{'api': 'openapi.yaml'},", "write a dict from folder to document"),
        ("{'spec': 'openapi.yaml', 'titles': {}}", "contains options, but no folder; write {'api': {'spec': …}}"),
    ],
)
def test_a_value_that_is_no_dict_of_folders_is_one_warning(make_site, value, words):
    conf = f"from pathlib import Path\nopenapi_pages = {value}"
    site = make_site(SPEC, {"index.md": "# Home\n"}, conf=conf).build()
    assert len(site.warnings) == 1
    assert words in site.warnings[0]
    assert site.docnames() == set()


@pytest.mark.parametrize(
    "value",
    [
        "{'api': Path('openapi.yaml')}",
        "{'api': Path(__file__).parent / 'openapi.yaml'}",
        "{'api': {'spec': Path('openapi.yaml'), 'reference_folders': (Path('.'),)}}",
        "{'api/': 'openapi.yaml'}",
        "{'/api': 'openapi.yaml'}",
        "{'./api': 'openapi.yaml'}",
        "{'api': {'spec': 'openapi.yaml', 'exclude': ['put *', '* /y', 'debug_*', 'deprecated']}}",
    ],
)
def test_what_can_only_mean_one_thing_is_no_mistake(make_site, value):
    site = make_site(SPEC, conf=f"from pathlib import Path\nopenapi_pages = {value}").build()
    assert site.warnings == []
    assert PAGE in site.docnames()


def test_an_extension_without_an_api_is_not_warned_about(make_site):
    site = make_site(SPEC, {"index.md": "# Home\n"}, conf="del openapi_pages").build()
    assert site.warnings == []
    assert "[openapi] no API has pages: openapi_pages is not set in conf.py" in site.status


@pytest.mark.parametrize(
    ("spec", "found", "advice"),
    [
        ("openapi.yaml", None, "No such file or directory; write a path relative to the folder of conf.py, or a URL"),
        ("openapi.yaml", "../openapi.yaml", "write '../openapi.yaml', a path relative to the folder of conf.py"),
        ("openapi.yaml", "specs/openapi.yaml", "write 'specs/openapi.yaml', a path relative to"),
        ("openapi.yaml", "openapi.yml", "write 'openapi.yml', a path relative to"),
        ("docs/openapi.yaml", "openapi.yaml", "write 'openapi.yaml', a path relative to"),
        ("specs", "specs/petstore.json", "Is a directory; write 'specs/petstore.json', a path relative to"),
        ("specs/", "specs/readme.txt", "Is a directory; write a path relative to"),
    ],
)
def test_a_document_that_is_not_at_its_path_is_looked_for(make_site, spec, found, advice):
    site = make_site(SPEC, options={"spec": spec})
    (site.srcdir / "openapi.yaml").unlink()
    if found:
        site.write({found: SPEC})
    site.build()
    assert len(site.warnings) == 1
    assert site.warnings[0].startswith(
        f"conf.py:4: WARNING: openapi_pages['api']: the document {spec.strip('/')} cannot"
    )
    assert advice in site.warnings[0]
    assert site.warnings[0].endswith("; the API at 'api' has no pages [openapi_pages.source]")


def test_a_document_that_a_variable_names_in_vain(make_site, monkeypatch):
    site = make_site(SPEC)
    monkeypatch.chdir(site.srcdir)
    monkeypatch.setenv("OPENAPI_PAGES_SPEC", "openapi.yml")
    (warning,) = site.build().warnings
    assert "WARNING: OPENAPI_PAGES_SPEC: the document openapi.yml cannot be read" in warning
    assert "write 'openapi.yaml', a path relative to the folder in which the build is started" in warning


def test_pages_that_two_apis_have_are_warned_about(make_site):
    site = make_site(SPEC, conf="openapi_pages['api/hives'] = 'openapi.yaml'").build()
    (warning,) = site.warnings
    assert "both APIs, 'api' and 'api/hives', have the page 'api/hives/index'; write another folder" in warning


def test_warnings_can_be_suppressed(make_site):
    conf = "openapi_pages['api']['colour'] = 1\nsuppress_warnings = ['openapi_pages.config']"
    assert make_site(SPEC, conf=conf).build().warnings == []
