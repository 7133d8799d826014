"""What no toctree leads to, and files that meet a page."""

from __future__ import annotations

import pytest
from conftest import api, operation

SPEC = api({"/pets": {"get": operation("listPets", "pets")}, "/orders": {"get": operation("listOrders", "orders")}})
LOOSE = "no toctree contains the API at 'api'; add 'api/index' to a toctree"


@pytest.mark.parametrize(
    ("index", "is_loose"),
    [
        ("# Home\n", True),
        ("# Home\n\n[The API](api/index)\n", True),
        ("# Home\n\n```{toctree}\napi/index\n```\n", False),
        ("# Home\n\n```{toctree}\napi/pets/index\n```\n", False),
        ("# Home\n\n```{openapi-group} pets\n```\n", False),
    ],
)
def test_an_api_that_nothing_leads_to(make_site, index, is_loose):
    site = make_site(SPEC, {"index.md": index}).build()
    assert site.warnings == []
    assert (LOOSE in site.status) is is_loose


def test_an_api_may_be_the_whole_site(make_site):
    assert make_site(SPEC, conf="root_doc = 'api/index'\nexclude_patterns += ['index.md']").build().warnings == []


def test_an_override_at_the_address_of_no_page(make_site):
    site = make_site(
        SPEC, {"api/pets/listPet.md": "# Mine\n", "api/pets/about.md": "---\norphan: true\n---\n# About\n"}
    )
    words = "there is no page at 'api/pets/listPet', the closest is 'api/pets/listPets'; rename the file"
    for _ in range(2):
        assert [words in warning and "listPet.md:1:" in warning for warning in site.build().warnings] == [True]
        site.write({"api/pets/about.md": "---\norphan: true\n---\n# About pets\n"})
    site.write({"index.md": "# Home\n\n```{toctree}\napi/index\napi/pets/listPet\n```\n"})
    assert site.build().warnings == []


@pytest.mark.parametrize("broken", ["openapi: 3.0.3\ninfo: [\n", "[]"])
def test_overrides_of_a_document_that_cannot_be_read_are_not_misplaced(make_site, broken):
    files = {
        "api/pets/listPets.md": "## Before\n\nWords.\n\n```{openapi-operation} listPets\n:parts: responses\n```\n",
        "api/pets/index.md": "Words.\n\n```{openapi-group} pets\n```\n",
        "api/index.md": "# Ours\n\nWords.\n",
    }
    site = make_site(broken, files).build()
    (warning,) = site.warnings
    assert "openapi.yaml" in warning
    assert "the API at 'api' has no pages" in warning
    site.write({"openapi.yaml": SPEC})
    assert site.build().warnings == []
    assert site.title("api/pets/listPets") == "List pets"
    assert "Words." in site.text("api/pets/listPets")


def test_a_file_beside_an_api_without_operations(make_site):
    (warning,) = make_site(api(), {"api/pets/listPets.md": "# Mine\n"}).build().warnings
    assert "there is no page at 'api/pets/listPets'; rename the file, or add it to a toctree" in warning


@pytest.mark.parametrize(
    ("file", "page", "advice"),
    [
        ("api.md", "api/index", "rename the file, or make it api/index.md to have its words on the page"),
        ("api/pets.md", "api/pets/index", "rename the file, or make it api/pets/index.md to have"),
        ("api/pets/listPets/index.md", "api/pets/listPets", "rename the file, or make it api/pets/listPets.md to have"),
    ],
)
def test_a_document_that_the_builder_writes_into_the_file_of_a_page(make_site, file, page, advice):
    docname = file.removesuffix(".md")
    files = {file: "# Functions\n\nMine.\n", "index.md": f"# Home\n\n```{{toctree}}\n{docname}\napi/index\n```\n"}
    site = make_site(SPEC, files, builder="dirhtml")
    words = f"the builder 'dirhtml' writes {docname!r} and the page {page!r} to the same file, so one of them is lost"
    for _ in range(2):  # also when nothing has changed
        (warning,) = site.build().warnings
        assert warning.startswith(f"{file}:1: WARNING: {words}; {advice}")
        assert warning.endswith("[openapi_pages.address]")
    site.write({f"{page}.md": "Words.\n"})
    assert f"{words}; rename the file [" in site.build().warnings[0]
    assert make_site(SPEC, files).build().warnings == []


def test_an_api_whose_page_is_written_into_the_file_of_another(make_site):
    conf = "openapi_pages = {'api': 'openapi.yaml', 'api/pets/listPets': 'openapi.yaml'}"
    site = make_site(SPEC, {"index.md": "# Home\n"}, conf=conf, builder="dirhtml").build()
    (warning,) = site.warnings
    assert "the page 'api/pets/listPets' to the same file" in warning
    assert "write another folder for the API at 'api/pets/listPets'" in warning


def test_a_file_that_is_shown_on_the_page_of_an_api_is_told(make_site):
    words = "[openapi] api/index.md appears at the top of the page of the API at 'api'"
    site = make_site("openapi: [", {"api/index.md": "# Our API\n"}, conf="openapi_pages = {}").build()
    assert words not in site.status
    conf = (site.srcdir / "conf.py").read_text("utf-8").replace("openapi_pages = {}", "")
    site.write({"conf.py": conf, "openapi.yaml": SPEC})
    assert words in site.build().status
    assert words not in site.build().status
