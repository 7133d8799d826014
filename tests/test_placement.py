"""What no toctree leads to."""

from __future__ import annotations

import pytest
from conftest import api, operation

SPEC = api({"/pets": {"get": operation("listPets", "pets")}, "/orders": {"get": operation("listOrders", "orders")}})
LOOSE = "no document leads to the API at 'api'; add 'api/index' to a toctree"


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
