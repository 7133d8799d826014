"""One fault each: what is said of it, and what is shown all the same."""

from __future__ import annotations

import pytest
from hostile_cases import CASES, PAGE


@pytest.mark.parametrize("name", CASES)
def test_one_fault(make_site, name):
    case = CASES[name]
    site = make_site(case.spec, case.files, options=case.options).build()
    assert len(site.warnings) == len(case.warnings), site.warnings
    for wanted, found in zip(case.warnings, site.warnings, strict=True):
        assert wanted in found
        assert found.startswith(("openapi.yaml:", *(f"{name}:" for name in case.files)))
        assert "[openapi_pages." in found
    assert (PAGE in site.docnames()) == case.is_shown
    for docname, words in case.shows:
        assert words in site.text(docname).replace("/ {", "/{")  # a variable in a path is an element of its own
    if case.warnings and case.is_shown:  # told again, though nothing is read
        first = site.warnings
        assert site.build().read == []
        assert site.warnings == first
