"""The boat hire: what its pages say is what the service does."""

from __future__ import annotations

import shutil
import subprocess
import sys

import pytest
import requests
import yaml
from boats.models import Boat, Hire
from openapi_core import OpenAPI
from openapi_core.contrib.requests import RequestsOpenAPIRequest, RequestsOpenAPIResponse
from openapi_core.exceptions import OpenAPIError
from test_drf import EXAMPLE, PUNT


@pytest.fixture(scope="module")
def spec_text(tmp_path_factory):
    """The document as the command of the example's read-me writes it, in a folder without a database."""
    folder = tmp_path_factory.mktemp("example") / "boat_hire"
    shutil.copytree(EXAMPLE, folder, ignore=shutil.ignore_patterns("*.sqlite3", "__pycache__"))
    command = ["manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", "openapi.yaml"]
    done = subprocess.run([sys.executable, *command], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert not list(folder.rglob("*.sqlite3"))
    return (folder / "openapi.yaml").read_text("utf-8")


@pytest.fixture(scope="module")
def spec(spec_text):
    return OpenAPI.from_dict(yaml.safe_load(spec_text))


@pytest.fixture
def ask(spec, live_server):
    """Return a function that sends a request to the running service, and validates it and its response."""

    def send(method, path, status, *, is_valid=True, **parts):
        request = requests.Request(method, f"{live_server.url}/api/{path}", **parts)
        prepared = request.prepare()
        published = RequestsOpenAPIRequest(prepared)
        if is_valid:
            spec.validate_request(published)
        else:
            with pytest.raises(OpenAPIError):
                spec.validate_request(published)
        with requests.Session() as session:
            response = session.send(prepared, timeout=60)
        assert response.status_code == status, response.text
        if response.content:
            spec.validate_response(published, RequestsOpenAPIResponse(response))
        return response.json() if response.content else None

    return send


def test_each_operation_takes_and_answers_what_is_published(ask, spec_text):
    boat = ask("POST", "boats/", 201, json=PUNT)
    assert "lock_code" not in boat
    ask("POST", "boats/", 201, json={**PUNT, "name": "Cherwell", "kind": "rowing", "seats": 2, "hourly_rate": "9.00"})
    assert [found["name"] for found in ask("GET", "boats/", 200)["results"]] == ["Cherwell", "Isis"]
    assert [found["name"] for found in ask("GET", "boats/?kind=punt", 200)["results"]] == ["Isis"]
    place = f"boats/{boat['id']}/"
    assert ask("GET", place, 200) == boat
    assert ask("PATCH", place, 200, json={"hourly_rate": "20.00"}) == {**boat, "hourly_rate": "20.00"}
    assert ask("GET", f"{place}price/?hours=3", 200) == {"price": "60.00"}
    assert ask("GET", "free-boats/?party=4", 200)["cheapest"]["name"] == "Isis"
    hire = ask("POST", f"{place}hire/", 201, json={"hirer": "Ada", "party": 4})
    assert (hire["boat"], hire["back_at"]) == (boat["id"], None)
    assert ask("GET", "free-boats/?party=4", 200) == {"boats": []}
    assert [found["name"] for found in ask("GET", "boats/?is_out=true", 200)["results"]] == ["Isis"]
    ask("DELETE", place, 409)
    assert ask("POST", f"{place}bring-back/", 200)["back_at"] is not None
    assert ask("DELETE", place, 204) is None
    assert ask("GET", "opening-hours/", 200)[0]["day"] == "Saturday"
    assert (Boat.objects.count(), Hire.objects.count()) == (1, 0)


def test_what_is_published_as_wrong_is_refused_as_published(ask):
    boat = ask("POST", "boats/", 201, json=PUNT)
    place = f"boats/{boat['id']}/"
    assert set(ask("POST", "boats/", 400, json={"name": "Isis"}, is_valid=False)) >= {"kind", "seats", "lock_code"}
    assert set(ask("POST", "boats/", 400, json={**PUNT, "seats": 13}, is_valid=False)) == {"name", "seats"}
    assert set(ask("PATCH", place, 400, json={"kind": "raft"}, is_valid=False)) == {"kind"}
    assert set(ask("GET", "boats/?kind=raft", 400, is_valid=False)) == {"kind"}
    assert set(ask("GET", "free-boats/", 400, is_valid=False)) == {"party"}
    assert set(ask("GET", "free-boats/?party=1&kind=raft", 400, is_valid=False)) == {"kind"}
    assert set(ask("GET", f"{place}price/?hours=13", 400, is_valid=False)) == {"hours"}
    assert set(ask("POST", f"{place}hire/", 400, json={"hirer": "Ada", "party": 0}, is_valid=False)) == {"party"}


def test_what_only_the_service_can_know_is_refused_as_published(ask):
    boat = ask("POST", "boats/", 201, json=PUNT)
    place = f"boats/{boat['id']}/"
    assert set(ask("POST", "boats/", 400, json=PUNT)) == {"name"}
    assert "5 seats" in ask("POST", f"{place}hire/", 409, json={"hirer": "Ada", "party": 6})["detail"]
    ask("POST", f"{place}bring-back/", 409)
    for method, below in (("GET", ""), ("PATCH", ""), ("DELETE", ""), ("POST", "bring-back/")):
        ask(method, f"boats/{boat['id'] + 1}/{below}", 404, **({"json": {}} if method == "PATCH" else {}))
    ask("GET", "boats/?page=9", 404)


@pytest.fixture
def site(make_site, spec_text):
    return make_site(spec_text).build()


def names(body, section):
    """Return the fields that a section lists, each with its marks."""
    terms = body.find(id=section).select("dl.openapi-fields > dt")
    return {
        term.select_one(".openapi-name").get_text(): {chip.get_text() for chip in term.select(".openapi-chip")}
        for term in terms
    }


def statuses(page):
    return [label.get_text().strip() for label in page.find(id="responses").select(".sd-tab-label[class*=status]")]


def test_the_pages_have_an_address_for_each_operation_and_no_warning(site, spec_text):
    assert site.warnings == []
    operations = [operation for item in yaml.safe_load(spec_text)["paths"].values() for operation in item.values()]
    assert {f"api/{operation['tags'][0].replace('_', '-')}/{operation['operationId']}" for operation in operations} <= (
        site.docnames()
    )
    assert len(operations) == 10


def test_the_page_of_a_body_shows_what_has_to_be_sent_and_what_comes_back(site):
    page = site.body("api/boats/boats_create")
    assert site.title("api/boats/boats_create") == "Add a boat"
    assert page.select_one(".openapi-signature").get_text() == "POST /api/boats/"
    sent, answered = names(page, "request"), names(page, "response-201")
    required = {"required"}
    assert sent == {
        "name": required, "kind": required, "seats": required, "hourly_rate": required,
        "lock_code": {"required", "write-only"},
    }  # fmt: skip
    assert answered == {
        "id": set(), "name": set(), "kind": set(), "seats": set(),
        "hourly_rate": set(), "is_out": set(),
    }  # fmt: skip
    assert statuses(page) == ["201 Created", "400 Bad Request"]


def test_the_page_of_a_change_marks_nothing_as_required(site):
    page = site.body("api/boats/boats_partial_update")
    assert names(page, "request")["name"] == set()
    assert statuses(page) == ["200 OK", "400 Bad Request", "404 Not Found"]


def test_the_page_of_a_query_shows_its_parameters(site):
    page = site.body("api/landing-stage/free_boats")
    assert names(page, "query-parameters") == {"kind": set(), "party": {"required"}}
    assert names(page, "response-200")["boats"] == set()
    assert names(page, "response-200")["cheapest"] == {"optional"}


def test_the_page_of_a_deprecated_operation_says_so_and_one_without_a_body_has_none(site):
    assert "Deprecated" in site.body("api/hires/boats_price_retrieve").select_one(".admonition").get_text()
    page = site.body("api/boats/boats_destroy")
    assert statuses(page) == ["204 No Content", "404 Not Found", "409 Conflict"]
    assert page.find(id="response-204").select("dl.openapi-fields") == []
