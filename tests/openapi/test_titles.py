"""Titles of operations that the document gives none, as PostHog makes them."""

from __future__ import annotations

import pytest

from sphinxcontrib_openapi_pages.openapi.document import Endpoint
from sphinxcontrib_openapi_pages.openapi.titles import group_title, operation_title


@pytest.mark.parametrize(
    ("method", "identifier", "title"),
    [
        ("get", "feature_flags_list", "List all feature flags"),
        ("get", "feature_flags_retrieve", "Retrieve feature flags"),
        ("patch", "feature_flags_partial_update", "Update feature flags"),
        ("put", "feature_flags_update", "Replace feature flags"),
        ("delete", "feature_flags_destroy", "Delete feature flags"),
        ("post", "createBoat", "Create boat"),
        ("head", "ping", "Ping"),
    ],
)
def test_titles_from_operation_ids(method, identifier, title):
    endpoint = Endpoint("paths", "/flags", method)
    assert operation_title(endpoint, {"operationId": identifier}) == title


def test_a_summary_is_the_title():
    assert (
        operation_title(Endpoint("paths", "/a", "get"), {"summary": "All\n boats", "operationId": "x"}) == "All boats"
    )


def test_an_operation_without_a_name_is_called_by_its_route():
    assert operation_title(Endpoint("paths", "/a/{id}", "get"), {}) == "GET /a/{id}"


@pytest.mark.parametrize(
    ("tag", "titles", "title"),
    [
        ({"name": "batch_exports"}, {}, "Batch exports"),
        ({"name": "batch_exports"}, {"batch_exports": "Exports"}, "Exports"),
        ({"name": "a", "x-displayName": "Harbours"}, {}, "Harbours"),
        ({"name": "a", "summary": "Ports"}, {}, "Ports"),
        ({"name": "My Boats"}, {}, "My Boats"),
    ],
)
def test_titles_of_groups(tag, titles, title):
    assert group_title(tag, titles) == title
