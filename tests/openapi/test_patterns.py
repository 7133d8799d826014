"""Regular expressions of a document, for libraries that would run them without a limit."""

from __future__ import annotations

import re

from sphinxcontrib_openapi_pages.openapi.patterns import with_patterns, without_patterns

SLOW = "^(a+)+/$"


def test_patterns_match_nothing_and_what_is_none_stays():
    document = {
        "pattern": SLOW,
        "default": "aaa",
        "patternProperties": {SLOW: {"pattern": "(unclosed", "properties": {"pattern": {"type": "string"}}}},
        "parts": [{"patternProperties": ["a"], "pattern": 5}],
    }
    copy = without_patterns(document)
    (name,) = copy["patternProperties"]
    assert re.search(name, "a/") is None
    assert "pattern" not in copy
    assert copy["patternProperties"][name] == document["patternProperties"][SLOW]
    assert {key: copy[key] for key in ("default", "parts")} == {key: document[key] for key in ("default", "parts")}
    assert SLOW in document["patternProperties"]


def test_messages_have_the_patterns_of_the_document():
    (name,) = without_patterns({"patternProperties": {SLOW: {}}})["patternProperties"]
    assert with_patterns(f"{name!r} is wrong, as is '/'") == f"{SLOW!r} is wrong, as is '/'"
