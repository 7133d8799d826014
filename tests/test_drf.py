"""The decorator for Django REST framework: what it validates, publishes and reports."""

from __future__ import annotations

import asyncio
import datetime
import json
import logging
import os
import subprocess
import sys
import uuid
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace

import pytest
from adrf.views import APIView as AsyncAPIView
from boats.models import Boat, Hire
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.http import FileResponse, HttpResponse, HttpResponseRedirect, JsonResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.management.commands.spectacular import SchemaGenerationError
from drf_spectacular.settings import spectacular_settings
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    PolymorphicProxySerializer,
    extend_schema,
    extend_schema_field,
)
from rest_framework import serializers
from rest_framework.decorators import action, api_view
from rest_framework.exceptions import NotFound, ValidationError
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.pagination import PageNumberPagination
from rest_framework.parsers import JSONParser, MultiPartParser
from rest_framework.renderers import BaseRenderer, JSONRenderer
from rest_framework.response import Response
from rest_framework.routers import SimpleRouter
from rest_framework.schemas import AutoSchema
from rest_framework.test import APIClient, APIRequestFactory
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet, ModelViewSet, ViewSet

from sphinxcontrib_openapi_pages.drf import ResponseValidationError, validated_request, view_records, view_table

EXAMPLE = Path(__file__).parents[1] / "examples" / "boat_hire"
PUNT = {"name": "Isis", "kind": "punt", "seats": 5, "hourly_rate": "18.50", "lock_code": "0417"}

factory = APIRequestFactory()


class KnotSerializer(serializers.Serializer):
    name = serializers.CharField(max_length=20)
    strength = serializers.IntegerField(min_value=1, max_value=100)
    secret = serializers.CharField(write_only=True, required=False)
    tied_at = serializers.DateTimeField(read_only=True)
    uses = serializers.SerializerMethodField()

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_uses(self, knot):
        return knot["uses"]


BOWLINE = {"name": "Bowline", "strength": 60, "tied_at": "2024-05-01T10:00:00Z", "uses": ["mooring"]}


class NoteSerializer(serializers.Serializer):
    text = serializers.CharField()
    loud = serializers.BooleanField(required=False)


class RopeSerializer(serializers.Serializer):
    knot = KnotSerializer(allow_null=True)
    tags = serializers.ListField(child=serializers.SlugField(), required=False)
    owner = serializers.EmailField(allow_blank=True, allow_null=True, required=False)
    colour = serializers.ChoiceField(["white", "tarred"], allow_null=True, required=False)


LEGAL_OR_ROPE = PolymorphicProxySerializer(
    "KnotOrRope", [KnotSerializer, RopeSerializer], resource_type_field_name=None
)


class BoatNameSerializer(serializers.ModelSerializer):
    class Meta:
        model = Boat
        fields = ["name"]


class SearchSerializer(serializers.Serializer):
    word = serializers.CharField()
    wet = serializers.BooleanField(required=False)
    size = serializers.ListField(child=serializers.IntegerField(), required=False)


def answering(make_response, *, base=APIView, **arguments):
    """Return a view whose methods answer what *make_response* returns for the request."""

    class KnotView(base):
        @validated_request(**arguments)
        def get(self, request, **kwargs):
            return make_response(request)

        @validated_request(**arguments)
        def post(self, request, **kwargs):
            return make_response(request)

        @validated_request(**arguments)
        def patch(self, request, **kwargs):
            return make_response(request)

    return KnotView.as_view()


def echo(request):
    return Response({"body": request.validated_data, "query": request.validated_query_data})


def post(view, data, **extra):
    return view(factory.post("/", data, format="json", **extra))


@pytest.fixture
def logged(settings, caplog):
    """Return a function that calls its argument in DEBUG and returns what was logged."""

    def call(function):
        settings.DEBUG = True
        with caplog.at_level(logging.WARNING, logger="sphinxcontrib_openapi_pages.drf"):
            function()
        return caplog.records

    return call


# Requests, against the running example


@pytest.mark.django_db
def test_a_body_that_does_not_fit_is_refused_with_the_errors_of_the_serializer():
    response = APIClient().post("/api/boats/", {**PUNT, "seats": 40, "lock_code": "x"}, format="json")
    assert response.status_code == 400
    assert set(response.json()) == {"seats", "lock_code"}
    assert Boat.objects.count() == 0


@pytest.mark.django_db
def test_a_view_works_with_what_the_serializer_made_of_the_body():
    response = APIClient().post("/api/boats/", PUNT, format="json")
    assert response.status_code == 201
    assert response.json() == {
        "id": Boat.objects.get().pk,
        "name": "Isis",
        "kind": "punt",
        "seats": 5,
        "hourly_rate": "18.50",
        "is_out": False,
    }
    assert Boat.objects.get().hourly_rate == Decimal("18.50")


@pytest.mark.django_db
def test_a_patch_may_leave_fields_out_and_keep_a_value_that_is_unique():
    boat, other = Boat.objects.create(**PUNT), Boat.objects.create(**{**PUNT, "name": "Cherwell"})
    client = APIClient()
    response = client.patch(f"/api/boats/{boat.pk}/", {"name": "Isis", "seats": 4}, format="json")
    assert (response.status_code, response.json()["seats"]) == (200, 4)
    clash = client.patch(f"/api/boats/{other.pk}/", {"name": "Isis"}, format="json")
    assert (clash.status_code, list(clash.json())) == (400, ["name"])
    missing = client.patch("/api/boats/999/", {"seats": 4}, format="json")
    assert missing.status_code == 404


@pytest.mark.django_db
def test_a_query_is_validated_and_what_was_not_sent_is_not_there():
    Boat.objects.create(**PUNT)
    client = APIClient()
    assert client.get("/api/boats/").json()["count"] == 1
    assert client.get("/api/boats/?is_out=false").json()["count"] == 1
    assert client.get("/api/boats/?is_out=true").json()["count"] == 0
    assert client.get("/api/boats/?kind=raft").status_code == 400
    assert list(client.get("/api/free-boats/").json()) == ["party"]
    found = client.get("/api/free-boats/?party=2&kind=rowing&kind=punt").json()
    assert [boat["name"] for boat in found["boats"]] == ["Isis"]
    assert client.get("/api/free-boats/?party=2&kind=rowing").json() == {"boats": []}


@pytest.mark.django_db
def test_an_action_is_validated():
    boat = Boat.objects.create(**PUNT)
    client = APIClient()
    assert client.post(f"/api/boats/{boat.pk}/hire/", {"party": 2}, format="json").status_code == 400
    crowd = client.post(f"/api/boats/{boat.pk}/hire/", {"party": 9, "hirer": "Ada"}, format="json")
    assert (crowd.status_code, crowd.json()) == (409, {"detail": "Isis has 5 seats."})
    assert client.post(f"/api/boats/{boat.pk}/hire/", {"party": 2, "hirer": "Ada"}, format="json").status_code == 201
    assert client.get(f"/api/boats/{boat.pk}/price/?hours=2").json() == {"price": "37.00"}
    assert client.get(f"/api/boats/{boat.pk}/price/?hours=20").status_code == 400


@pytest.mark.django_db
def test_a_row_that_breaks_the_contract_is_a_fault_of_the_service():
    boat = Boat.objects.create(**{**PUNT, "kind": "raft"})
    with pytest.raises(ResponseValidationError) as raised:
        APIClient().get(f"/api/boats/{boat.pk}/")
    assert raised.value.view == "BoatViewSet.retrieve"
    assert raised.value.serializer == "BoatSerializer"
    assert list(raised.value.errors) == ["$.kind"]
    assert "raft" in str(raised.value)
    client = APIClient(raise_request_exception=False)
    assert client.get(f"/api/boats/{boat.pk}/").status_code == 500


# Requests, in each mode


@pytest.mark.parametrize("debug", [True, False])
def test_an_unstrict_request_reaches_the_view_without_validated_data_and_is_always_logged(debug, settings, caplog):
    settings.DEBUG = debug
    view = answering(
        echo, request_serializer=NoteSerializer, query_serializer=SearchSerializer, strict_request_validation=False
    )
    assert post(view, {"loud": "maybe"}).data == {"body": {}, "query": {}}
    query, body, *_ = caplog.records
    assert (body.view, body.serializer) == ("KnotView.post", "NoteSerializer")
    assert set(body.errors) == {"text", "loud"}
    assert (query.view, query.serializer, set(query.errors)) == ("KnotView.post", "SearchSerializer", {"word"})
    for part in ("KnotView.post", "NoteSerializer", "text", *body.errors["text"]):
        assert part in body.getMessage()


def test_an_unstrict_response_is_not_checked_without_debug(caplog):
    view = answering(echo, responses={404: None})
    assert post(view, {}).status_code == 200
    assert caplog.records == []


def test_values_of_requests_are_in_no_log_as_a_whole(caplog):
    view = answering(echo, request_serializer=RopeSerializer, strict_request_validation=False)
    long = "Ada Lovelace, " * 100
    post(view, {"knot": {"name": "a", "strength": 1}, "colour": long})
    (record,) = caplog.records
    assert "colour" in record.errors
    assert long not in record.getMessage() + str(record.errors)


def test_what_fits_is_not_logged(logged):
    view = answering(
        lambda request: Response(BOWLINE),
        request_serializer=NoteSerializer,
        strict_request_validation=False,
        responses={200: KnotSerializer},
    )
    assert logged(lambda: post(view, {"text": "Ahoy", "loud": "true"})) == []


def test_a_strict_request_raises_in_rest_frameworks_own_way():
    class Plain:
        @validated_request(request_serializer=NoteSerializer, query_serializer=SearchSerializer)
        def post(self, request):
            return None

    request = APIView().initialize_request(factory.post("/?word=reef", {"text": ""}, format="json"))
    with pytest.raises(ValidationError) as raised:
        Plain().post(request)
    assert list(raised.value.detail) == ["text"]


@pytest.mark.parametrize(
    "declared",
    [[NoteSerializer], NoteSerializer(many=True), [NoteSerializer()]],
    ids=["list", "many", "list of instance"],
)
def test_a_list_is_taken_in_each_way_to_declare_one(declared):
    view = answering(echo, request_serializer=declared)
    assert post(view, [{"text": "a"}, {"text": "b"}]).data["body"] == [{"text": "a"}, {"text": "b"}]
    assert post(view, [{"text": "a"}, {}]).status_code == 400
    assert post(view, {"text": "a"}).status_code == 400


def test_the_words_of_extend_schema_validate_too():
    class Wind(serializers.Serializer):
        wind = serializers.IntegerField(max_value=12)

    view = answering(
        echo,
        request=OpenApiRequest([NoteSerializer]),
        parameters=[Wind, OpenApiParameter("X-Hand", str, OpenApiParameter.HEADER)],
        query_serializer=SearchSerializer,
    )
    fitting = view(factory.post("/?wind=3&word=reef", [{"text": "a"}], format="json"))
    assert fitting.data == {"body": [{"text": "a"}], "query": {"wind": 3, "word": "reef"}}
    assert list(view(factory.post("/?wind=13&word=reef", [], format="json")).data) == ["wind"]
    assert list(view(factory.post("/?wind=3", [], format="json")).data) == ["word"]
    assert view(factory.post("/?wind=3&word=reef", {"text": "a"}, format="json")).status_code == 400


def test_each_media_type_has_its_serializer():
    class Parsing(APIView):
        parser_classes = (JSONParser, MultiPartParser)

    bodies = {"application/json": NoteSerializer, "multipart/form-data": SearchSerializer}
    view = answering(echo, base=Parsing, request=bodies)
    assert post(view, {"text": "a"}).data["body"] == {"text": "a"}
    assert list(post(view, {"name": "Isis"}).data) == ["text"]
    assert list(view(factory.post("/", {"text": "a"}, format="multipart")).data) == ["word"]
    form = factory.post("/", "text=a", content_type="application/x-www-form-urlencoded")
    assert view(form).status_code == 415


def test_an_unstrict_request_of_another_media_type_is_logged(caplog):
    view = answering(echo, request={"application/json": NoteSerializer}, strict_request_validation=False)
    form = factory.post("/", "text=a", content_type="application/x-www-form-urlencoded")
    assert view(form).data["body"] == {}
    assert "application/x-www-form-urlencoded is not declared" in caplog.text


class NoSerializer:
    pass


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"request_serializer": "NoteSerializer"}, "request_serializer is the text 'NoteSerializer'"),
        ({"request_serializer": Boat}, "the class Boat, .* the ModelSerializer of Boat"),
        ({"request_serializer": [NoteSerializer, NoteSerializer]}, "a list of 2"),
        ({"request_serializer": ["NoteSerializer"]}, r"request_serializer\[0\] is the text"),
        ({"request_serializer": LEGAL_OR_ROPE}, r"cannot validate a request; write @extend_schema\(request="),
        ({"request": {"type": "object"}}, "request is {'type': 'object'}, which can be published, but"),
        ({"request": OpenApiTypes.BINARY}, "request is .*BINARY.*, which can be published, but"),
        ({"request": OpenApiRequest(str)}, "request is the class str, which can be published, but"),
        ({"request": {"text/csv": "Note"}}, r"request\['text/csv'\] is the text 'Note'"),
        ({"request": NoteSerializer, "request_serializer": NoteSerializer}, "mean the same"),
        ({"query_serializer": "Search"}, "query_serializer is the text 'Search'"),
        ({"query_serializer": [SearchSerializer]}, "query_serializer has a list"),
        ({"query_serializer": SearchSerializer(many=True)}, "query_serializer has a list"),
        ({"parameters": SearchSerializer}, "parameters is the class SearchSerializer, which is not a list"),
        ({"parameters": [NoSerializer]}, r"write @extend_schema\(parameters="),
        ({"responses": "Knot"}, "responses is the text 'Knot'"),
        ({"responses": {200: "Knot"}}, r"responses\[200\] is the text 'Knot'"),
        ({"responses": {200: OpenApiResponse("Knot")}}, r"responses\[200\] is the text 'Knot'"),
        ({"responses": {200: OpenApiResponse}}, "the class OpenApiResponse, which is not a serializer"),
        ({"responses": {200: Response({})}}, r"responses\[200\] is <Response"),
        ({"responses": {200: serializers.CharField()}}, r"responses\[200\] is CharField"),
        ({"responses": {200: [int]}}, r"list\[int\]"),
        ({"responses": {"type": "object"}}, "the key 'type', which is not a status"),
        ({"responses": {99: KnotSerializer}}, "the key 99, which is not a status"),
        ({"headline": "Tie"}, "headline"),
    ],
)
def test_a_mistake_is_told_where_it_is_made(arguments, message):
    with pytest.raises(TypeError, match=message):
        validated_request(**arguments)


def test_a_decorator_without_parentheses_or_in_the_wrong_place_is_told():
    with pytest.raises(TypeError, match="used on get without parentheses"):

        class Knots(APIView):
            @validated_request
            def get(self, request):
                return None

    with pytest.raises(TypeError, match="used on KnotView without parentheses"):

        @validated_request
        class KnotView(APIView):
            pass

    with pytest.raises(TypeError, match=r"Ropes is a class.*method_decorator"):

        @validated_request()
        class Ropes(APIView):
            pass

    with pytest.raises(TypeError, match="this is str"):
        validated_request()("get")


def test_an_instance_is_not_shared_between_requests():
    view = answering(echo, request_serializer=NoteSerializer())
    assert post(view, {"text": "a"}).data["body"] == {"text": "a"}
    assert post(view, {}).status_code == 400
    assert post(view, {"text": "b"}).data["body"] == {"text": "b"}


def test_a_patch_of_anything_is_partial_and_a_partial_instance_always():
    strict, partial = (
        answering(echo, request_serializer=made) for made in (NoteSerializer, NoteSerializer(partial=True))
    )
    patch = factory.patch("/", {"loud": True}, format="json")
    assert strict(patch).data["body"] == {"loud": True}
    assert post(strict, {"loud": True}).status_code == 400
    assert post(partial, {"loud": True}).data["body"] == {"loud": True}


def test_serializers_know_the_request_and_the_view():
    class Signed(serializers.Serializer):
        def validate(self, attrs):
            return {"by": self.context["request"].headers["X-By"], "view": type(self.context["view"]).__name__}

    view = answering(echo, request_serializer=Signed, query_serializer=Signed)
    data = post(view, {}, headers={"X-By": "Ada"}).data
    assert data == {"body": {"by": "Ada", "view": "KnotView"}, "query": {"by": "Ada", "view": "KnotView"}}


def test_serializers_without_context_know_nothing():
    class Signed(serializers.Serializer):
        def validate(self, attrs):
            return {"knows": list(self.context)}

    view = answering(echo, request_serializer=Signed, query_serializer=Signed, include_serializer_context=False)
    assert post(view, {}).data == {"body": {"knows": []}, "query": {"knows": []}}


def test_a_generic_view_gives_its_own_context():
    class Ship(serializers.Serializer):
        def validate(self, attrs):
            return {"ship": self.context["ship"]}

    class Ships(GenericViewSet):
        def get_serializer_context(self):
            return {**super().get_serializer_context(), "ship": "Ark"}

        @validated_request(request_serializer=Ship)
        def create(self, request):
            return echo(request)

    assert post(Ships.as_view({"post": "create"}), {}).data["body"] == {"ship": "Ark"}


def test_query_parameters_that_were_not_sent_are_missing_even_required_booleans():
    class Needs(serializers.Serializer):
        wet = serializers.BooleanField()

    view = answering(echo, query_serializer=Needs)
    assert [(name, error.code) for name, (error,) in view(factory.get("/")).data.items()] == [("wet", "required")]
    optional = answering(echo, query_serializer=SearchSerializer)
    assert optional(factory.get("/?word=reef")).data["query"] == {"word": "reef"}
    assert optional(factory.get("/?word=reef&wet=0&size=1&size=2")).data["query"] == {
        "word": "reef",
        "wet": False,
        "size": [1, 2],
    }


def test_contracts_for_single_methods_stand_above_each_other():
    class Knots(ViewSet):
        @validated_request(methods=["get"], query_serializer=SearchSerializer, responses={200: None})
        @validated_request(methods=["post"], request_serializer=NoteSerializer, strict_response_validation=True)
        @action(detail=False, methods=["get", "post"])
        def knots(self, request):
            return echo(request)

    view = Knots.as_view({"get": "knots", "post": "knots"})
    assert view(factory.get("/")).status_code == 400
    assert view(factory.get("/?word=reef")).data == {"body": {}, "query": {"word": "reef"}}
    with pytest.raises(ResponseValidationError, match="status 200"):
        post(view, {"text": "a"})


# Responses


class GermanRenderer(BaseRenderer):
    media_type = "text/vnd.german"
    format = "german"

    def render(self, data, accepted_media_type=None, renderer_context=None):
        return b"Ja"


FITTING = {
    "class": (KnotSerializer, BOWLINE),
    "instance": (KnotSerializer(), BOWLINE),
    "description": (OpenApiResponse(KnotSerializer, "A knot."), BOWLINE),
    "list": ([KnotSerializer], [BOWLINE]),
    "list of an instance": ([KnotSerializer()], []),
    "many": (KnotSerializer(many=True), [BOWLINE]),
    "list with a description": (OpenApiResponse([KnotSerializer]), [BOWLINE]),
    "more fields than declared": (KnotSerializer, {**BOWLINE, "colour": "white"}),
    "as the serializer writes it": (
        KnotSerializer,
        KnotSerializer({**BOWLINE, "secret": "x", "tied_at": datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC)}).data,
    ),
    "as the renderer writes it": (
        KnotSerializer,
        {
            **BOWLINE,
            "name": gettext_lazy("Bowline"),
            "tied_at": datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC),
            "uses": ("a", "b"),
        },
    ),
    "null for a serializer": (RopeSerializer, {"knot": None}),
    "null for other fields": (RopeSerializer, {"knot": None, "owner": None, "colour": None}),
    "nested": (RopeSerializer, {"knot": BOWLINE, "tags": ["wet"], "owner": "ada@example.org", "colour": "tarred"}),
    "type": (OpenApiTypes.UUID, uuid.UUID(int=7)),
    "type of a list": (list[int], [1, 2]),
    "schema": ({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": 1}),
    "one of several": (LEGAL_OR_ROPE, {"knot": None}),
    "nothing": (None, None),
    "nothing with a description": (OpenApiResponse(description="Nothing."), None),
    "serializer without fields": (serializers.Serializer, None),
    "file": (OpenApiTypes.BINARY, b"\x00\xff"),
}

MISFITTING = {
    "missing field": (KnotSerializer, {"name": "Bowline"}, ["$"]),
    "wrong type": (KnotSerializer, {**BOWLINE, "strength": "60"}, ["$.strength"]),
    "out of range": (KnotSerializer, {**BOWLINE, "strength": 101}, ["$.strength"]),
    "read-only field": (KnotSerializer, {**BOWLINE, "tied_at": "yesterday"}, ["$.tied_at"]),
    "missing read-only field": (KnotSerializer, {k: v for k, v in BOWLINE.items() if k != "tied_at"}, ["$"]),
    "method field": (KnotSerializer, {**BOWLINE, "uses": [1]}, ["$.uses[0]"]),
    "write-only field": (KnotSerializer, {**BOWLINE, "secret": "x"}, ["$.secret"]),
    "null": (KnotSerializer, {**BOWLINE, "name": None}, ["$.name"]),
    "nested": (RopeSerializer, {"knot": {**BOWLINE, "name": 7}}, ["$.knot.name"]),
    "email": (RopeSerializer, {"knot": None, "owner": "Ada"}, ["$.owner"]),
    "object for a list": ([KnotSerializer], BOWLINE, ["$"]),
    "list for an object": (KnotSerializer, [BOWLINE], ["$"]),
    "item of a list": (KnotSerializer(many=True), [BOWLINE, {**BOWLINE, "name": 7}], ["$[1].name"]),
    "type": (OpenApiTypes.UUID, "7", ["$"]),
    "schema": ({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": "b"}, ["$.a"]),
    "not JSON": (OpenApiTypes.OBJECT, {"a": float("nan")}, ["$"]),
}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.1"])
@pytest.mark.parametrize("case", FITTING)
@pytest.mark.parametrize("split", [True, False])
def test_a_response_that_fits_is_let_through(case, version, split, monkeypatch):
    monkeypatch.setattr(spectacular_settings, "OAS_VERSION", version)
    monkeypatch.setattr(spectacular_settings, "COMPONENT_SPLIT_REQUEST", split)
    declared, data = FITTING[case]
    response = Response(data)
    view = answering(lambda request: response, responses={200: declared}, strict_response_validation=True)
    assert view(factory.get("/")) is response


@pytest.mark.parametrize("version", ["3.0.3", "3.1.1"])
@pytest.mark.parametrize("case", MISFITTING)
@pytest.mark.parametrize("split", [True, False])
def test_strict_data_that_does_not_fit_raises_and_says_where(case, version, split, monkeypatch):
    monkeypatch.setattr(spectacular_settings, "OAS_VERSION", version)
    monkeypatch.setattr(spectacular_settings, "COMPONENT_SPLIT_REQUEST", split)
    declared, data, places = MISFITTING[case]
    view = answering(lambda request: Response(data), responses={200: declared}, strict_response_validation=True)
    with pytest.raises(ResponseValidationError) as raised:
        view(factory.get("/"))
    assert list(raised.value.errors) == places
    assert raised.value.view == "KnotView.get"


FAULTS = {
    "undeclared status": ({200: KnotSerializer}, Response(BOWLINE, status=202), "status 202 .* 200"),
    "nothing declared": (None, Response(BOWLINE), "status 200 .* none"),
    "unexpected body": ({204: None}, Response({}, status=204), "has a body"),
    "unexpected body beside a description": ({204: OpenApiResponse()}, Response({"a": 1}, status=204), "has a body"),
    "missing body": ({200: KnotSerializer}, Response(), "no body, but KnotSerializer"),
    "data": ({200: KnotSerializer}, Response({}), "does not match KnotSerializer.*name"),
    "no Response": ({200: KnotSerializer}, BOWLINE, "returned dict instead of a Response"),
    "nothing returned": ({200: KnotSerializer}, None, "returned NoneType instead of a Response"),
    "Django's response": ({200: KnotSerializer}, HttpResponse(b"{}"), "returned HttpResponse instead of a Response"),
    "stream": ({200: str}, StreamingHttpResponse(iter([b"{}"])), "returned StreamingHttpResponse instead"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_each_fault_of_a_strict_response_raises(case):
    responses, response, message = FAULTS[case]
    view = answering(lambda request: response, responses=responses, strict_response_validation=True)
    with pytest.raises(ResponseValidationError, match=message):
        view(factory.get("/"))


@pytest.mark.parametrize("case", FAULTS)
def test_each_fault_of_an_unstrict_response_is_logged_in_debug_and_let_through(case, logged, caplog):
    responses, response, message = FAULTS[case]

    class Knots:
        @validated_request(responses=responses)
        def get(self, request):
            return response

    request = APIView().initialize_request(factory.get("/"))
    assert Knots().get(request) is response
    assert caplog.records == []
    (record,) = logged(lambda: Knots().get(request))
    assert record.levelno == logging.WARNING
    assert record.view == "Knots.get"
    with pytest.raises(AssertionError, match=message):
        raise AssertionError(record.getMessage())
    names = {
        "missing body": "KnotSerializer",
        "data": "KnotSerializer",
        "Django's response": "KnotSerializer",
        "stream": "str",
    }
    assert record.serializer == names.get(case, "")
    assert bool(record.errors) == (case == "data")


DJANGOS = {
    "nothing": ({204: None}, HttpResponse(status=204), None),
    "nothing described": ({302: OpenApiResponse(description="Gone.")}, HttpResponseRedirect("/"), None),
    "JSON": ({200: KnotSerializer}, JsonResponse(BOWLINE), None),
    "JSON as text": ({200: str}, HttpResponse('"a"', content_type="application/json; charset=utf-8"), None),
    "problem": ({400: NoteSerializer}, HttpResponse('{"text": "a"}', "application/problem+json", 400), None),
    "table": ({(200, "text/csv"): str}, HttpResponse("a,b", content_type="text/csv; charset=utf-8"), None),
    "stream": ({(200, "text/csv"): str}, StreamingHttpResponse(iter(["a"]), content_type="text/csv"), None),
    "events": (
        {(200, "text/event-stream"): KnotSerializer},
        StreamingHttpResponse(iter(["data: 1"]), content_type="text/event-stream"),
        None,
    ),
    "page": ({(200, "text/html"): str}, TemplateResponse(None, "page.html"), None),
    "a body": ({204: None}, HttpResponse(b"a", status=204), "has a body, but none is declared"),
    "a stream": ({204: None}, StreamingHttpResponse(iter(["a"]), status=204), "has a body, but none is declared"),
    "no body": ({200: KnotSerializer}, HttpResponse(), "has no body, but KnotSerializer is declared"),
    "JSON that does not match": (
        {200: KnotSerializer},
        JsonResponse({"name": "a"}),
        "does not match KnotSerializer.*strength",
    ),
    "no JSON": (
        {200: KnotSerializer},
        HttpResponse("{", content_type="application/json"),
        "cannot be rendered as JSON",
    ),
    "stream of JSON": (
        {200: KnotSerializer},
        StreamingHttpResponse(iter(["{}"]), content_type="application/json"),
        "returned StreamingHttpResponse instead of a Response; the body of a stream is not checked",
    ),
    "stream of another type": (
        {(200, "text/csv"): str},
        StreamingHttpResponse(iter(["a"]), content_type="text/plain"),
        "its type text/plain is not among those declared: text/csv",
    ),
    "JSON instead of a table": ({(200, "text/csv"): str}, JsonResponse({}), "its type application/json is not among"),
}


@pytest.mark.parametrize("case", DJANGOS)
def test_responses_of_django_are_held_against_what_is_declared(case):
    responses, response, message = DJANGOS[case]
    view = answering(lambda request: response, responses=responses, strict_response_validation=True)
    if message is None:
        assert view(factory.get("/")) is response
    else:
        with pytest.raises(ResponseValidationError, match=message):
            view(factory.get("/"))


@pytest.mark.parametrize(
    ("declared", "status", "data"),
    [
        (KnotSerializer, 200, BOWLINE),
        (KnotSerializer(many=True), 200, [BOWLINE]),
        ([KnotSerializer], 200, [BOWLINE]),
        (OpenApiResponse(KnotSerializer, "A knot."), 200, BOWLINE),
        (list[int], 200, [1]),
        (OpenApiTypes.UUID, 200, uuid.UUID(int=7)),
    ],
)
def test_responses_take_what_extend_schema_takes(declared, status, data):
    fitting, other = (
        answering(lambda request, answer=answer: answer, responses=declared, strict_response_validation=True)
        for answer in (Response(data, status), Response({"other": 1}, status))
    )
    assert fitting(factory.get("/")).status_code == status
    with pytest.raises(ResponseValidationError, match="the response 200 does not match") as raised:
        other(factory.get("/"))
    assert raised.value.declared_status_codes == [200]


def test_one_serializer_for_all_methods_is_declared_for_the_status_that_is_published():
    class Knots(ViewSet):
        @validated_request(responses=KnotSerializer, strict_response_validation=True)
        def create(self, request):
            return Response(BOWLINE, status=201)

        @validated_request(responses=KnotSerializer, strict_response_validation=True)
        def destroy(self, request):
            return Response(status=204)

    view = Knots.as_view({"post": "create", "delete": "destroy"})
    assert view(factory.post("/")).status_code == 201
    assert view(factory.delete("/")).status_code == 204


def test_a_record_of_a_response_says_its_status_and_those_declared(logged):
    view = answering(lambda request: Response({}, 418), responses={"2XX": None, 404: NoteSerializer, "default": None})
    (record,) = logged(lambda: view(factory.get("/")))
    assert (record.status_code, record.declared_status_codes) == (418, ["2XX", 404, "default"])
    nothing = answering(lambda request: None, responses={200: None})

    def ask():
        with pytest.raises(AssertionError):  # of REST framework, which wants a response
            nothing(factory.get("/"))

    *_, record = logged(ask)
    assert (record.status_code, record.declared_status_codes) == (None, [200])


class KindsSerializer(serializers.Serializer):
    home = serializers.URLField(allow_blank=True)
    any = serializers.JSONField(allow_null=True)
    colour = serializers.ChoiceField(["white"], allow_blank=True, allow_null=True)
    size = serializers.ChoiceField([1, 2], allow_blank=True, allow_null=True)
    tied_at = serializers.DateTimeField()


@pytest.mark.parametrize("version", ["3.0.3", "3.1.1"])
@pytest.mark.parametrize("empty", ["", None])
def test_responses_that_are_right_pass(version, empty, monkeypatch, settings):
    monkeypatch.setattr(spectacular_settings, "OAS_VERSION", version)
    settings.USE_TZ = False
    value = {"home": "", "any": None, "colour": empty, "size": empty, "tied_at": datetime.datetime(2024, 5, 1, 10)}
    for data in (value, KindsSerializer(value).data):
        view = answering(
            lambda request, data=data: Response(data), responses={200: KindsSerializer}, strict_response_validation=True
        )
        assert view(factory.get("/")).status_code == 200


@pytest.mark.parametrize("version", ["3.0.3", "3.1.1"])
@pytest.mark.parametrize(
    ("name", "value"),
    [("home", 1), ("home", None), ("colour", "blue"), ("size", 3), ("size", "1"), ("tied_at", "yesterday"), ("tied_at", "2024-05-01T10:00:00")],
)  # fmt: skip
def test_values_of_the_same_fields_that_are_wrong_do_not_pass(version, name, value, monkeypatch):
    monkeypatch.setattr(spectacular_settings, "OAS_VERSION", version)
    right = {"home": "", "any": None, "colour": "", "size": 1, "tied_at": "2024-05-01T10:00:00Z"}
    view = answering(
        lambda request: Response({**right, name: value}),
        responses={200: KindsSerializer},
        strict_response_validation=True,
    )
    with pytest.raises(ResponseValidationError) as raised:
        view(factory.get("/"))
    assert list(raised.value.errors) == [f"$.{name}"]


def test_errors_that_a_view_raises_are_answered_by_rest_framework():
    def nowhere(request):
        raise NotFound("No such knot.")

    view = answering(nowhere, responses={200: KnotSerializer}, strict_response_validation=True)
    response = view(factory.get("/"))
    assert (response.status_code, str(response.data["detail"])) == (404, "No such knot.")
    invalid = answering(echo, request_serializer=NoteSerializer, strict_response_validation=True)
    assert post(invalid, {}).status_code == 400


@pytest.mark.parametrize("response", [FileResponse(BytesIO(b"x")), StreamingHttpResponse(iter([b"x"]))])
def test_a_file_may_come_without_a_response_of_rest_framework(response):
    view = answering(
        lambda request: response, responses={(200, "application/pdf"): bytes}, strict_response_validation=True
    )
    assert view(factory.get("/")) is response


@pytest.mark.parametrize("status", ["2XX", "default", "200"])
def test_ranges_and_the_default_are_found(status):
    view = answering(lambda request: Response({}), responses={status: KnotSerializer}, strict_response_validation=True)
    with pytest.raises(ResponseValidationError, match="does not match KnotSerializer"):
        view(factory.get("/"))


def test_the_media_type_decides_which_schema_counts():
    class Both(APIView):
        renderer_classes = (JSONRenderer, GermanRenderer)

    view = answering(
        lambda request: Response("Ja"),
        base=Both,
        responses={(200, "application/json"): KnotSerializer, (200, "text/vnd.german"): str},
        strict_response_validation=True,
    )
    assert view(factory.get("/", headers={"Accept": "text/vnd.german"})).data == "Ja"
    with pytest.raises(ResponseValidationError):
        view(factory.get("/", headers={"Accept": "application/json"}))


def test_a_put_may_make_what_is_not_there(db):
    class Boats(GenericViewSet):
        queryset = Boat.objects.all()

        @validated_request(request_serializer=BoatNameSerializer)
        def update(self, request, pk):
            return echo(request)

    view = Boats.as_view({"put": "update"})
    boat = Boat.objects.create(**PUNT)
    assert view(factory.put("/", {"name": "Isis"}, format="json"), pk=boat.pk).status_code == 200
    assert view(factory.put("/", {"name": "Cherwell"}, format="json"), pk=boat.pk + 1).status_code == 200
    assert view(factory.put("/", {"name": "Isis"}, format="json"), pk=boat.pk + 1).status_code == 400


def test_a_put_to_an_object_of_another_model_does_not_stand_for_the_one_of_the_serializer(db):
    class Hires(GenericViewSet):
        queryset = Hire.objects.all()

        @validated_request(request_serializer=BoatNameSerializer)
        def update(self, request, pk):
            return echo(request)

    boat = Boat.objects.create(**PUNT)
    hire = Hire.objects.create(pk=boat.pk, boat=boat, hirer="Ada", party=2)
    put = factory.put("/", {"name": "Isis"}, format="json")
    assert Hires.as_view({"put": "update"})(put, pk=hire.pk).status_code == 400


def test_a_head_request_is_held_against_get():
    class Knots(ListModelMixin, GenericAPIView):
        @validated_request(responses={200: KnotSerializer}, strict_response_validation=True)
        def get(self, request):
            return Response([BOWLINE])

    view = Knots.as_view(pagination_class=None)
    assert view(factory.get("/")).status_code == 200
    assert view(factory.head("/")).status_code == 200


def test_a_declared_instance_keeps_nothing_of_a_request():
    declared = KnotSerializer()
    view = answering(
        lambda request: Response(BOWLINE),
        request_serializer=declared,
        responses={200: declared, 201: KnotSerializer(many=True)},
        strict_response_validation=True,
    )
    assert post(view, BOWLINE).status_code == 200
    assert declared.context == {}


class Pages(PageNumberPagination):
    page_size = 1


@pytest.mark.parametrize("version", ["3.0.3", "3.1.1"])
def test_a_list_of_a_paginated_view_is_a_page_as_published(version, monkeypatch):
    monkeypatch.setattr(spectacular_settings, "OAS_VERSION", version)

    class Knots(GenericViewSet):
        pagination_class = Pages

        @validated_request(responses={200: KnotSerializer}, strict_response_validation=True)
        def list(self, request):
            if "plain" in request.query_params:
                return Response([BOWLINE])
            return self.get_paginated_response(self.paginate_queryset([BOWLINE, BOWLINE]))

    view = Knots.as_view({"get": "list"})
    assert view(factory.get("/")).data["count"] == 2
    with pytest.raises(ResponseValidationError) as raised:
        view(factory.get("/?plain"))
    assert list(raised.value.errors) == ["$"]


LONG = "Ada Lovelace, " * 10


@pytest.mark.parametrize(
    ("declared", "data"),
    [
        (KnotSerializer, {**BOWLINE, "name": LONG}),
        (KnotSerializer, {**BOWLINE, "strength": LONG}),
        (RopeSerializer, {"knot": None, "owner": LONG}),
        (RopeSerializer, {"knot": None, "colour": LONG}),
        (RopeSerializer, {"knot": None, "tags": {"of": LONG}}),
        (RopeSerializer, {"knot": None, "tags": [LONG]}),
        ([KnotSerializer], {**BOWLINE, "name": LONG}),
        (KnotSerializer, [LONG]),
        (LEGAL_OR_ROPE, {"name": LONG}),
        ({"type": "object", "not": {"required": ["a"]}}, {"a": LONG}),
        ({"type": "array", "uniqueItems": True}, [LONG, LONG]),
        ({"type": "array", "prefixItems": [{}], "items": False}, [1, LONG]),
        ({"type": "object", "additionalProperties": {"type": "integer"}}, {"a": LONG}),
    ],
)
def test_values_of_responses_are_in_no_message_and_in_no_log_as_a_whole(declared, data, logged):
    def view(**mode):
        return answering(lambda request: Response(data), responses={200: declared}, **mode)

    with pytest.raises(ResponseValidationError) as raised:
        view(strict_response_validation=True)(factory.get("/"))
    (record,) = logged(lambda: view()(factory.get("/")))
    for words in (str(raised.value), str(raised.value.errors), record.getMessage(), str(record.errors)):
        assert "$" in words
        assert LONG not in words
        assert len(words) < 1200


def test_a_message_about_many_faults_is_short():
    view = answering(
        lambda request: Response([{**BOWLINE, "name": number} for number in range(5000)]),
        responses={200: [KnotSerializer]},
        strict_response_validation=True,
    )
    with pytest.raises(ResponseValidationError) as raised:
        view(factory.get("/"))
    assert len(str(raised.value)) < 1200
    assert len(raised.value.errors) == 100


RACE = """
import threading
import django
django.setup()
from django.conf import settings
from boats.views import FreeBoatsView
from drf_spectacular import extensions, plumbing
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView
from sphinxcontrib_openapi_pages.drf import validated_request

real = plumbing.import_string
plumbing.import_string = lambda name: (event.wait(0.002), real(name))[1]
event = threading.Event()

class Knot(serializers.Serializer):
    name = serializers.CharField()

def view():
    class Knots(APIView):
        authentication_classes = ()
        permission_classes = ()

        @validated_request(responses={200: Knot}, strict_response_validation=True)
        def get(self, request):
            return Response({"name": "Bowline"})

    return Knots.as_view()

start, shared, failures = threading.Barrier(8), view(), []

def ask(own):
    start.wait()
    try:
        assert own(APIRequestFactory().get("/")).status_code == 200
    except BaseException as error:
        failures.append(repr(error))

threads = [threading.Thread(target=ask, args=(shared if number % 2 else view(),)) for number in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(failures)
"""


def test_the_first_requests_may_come_at_once():
    """They come in a process of their own: drf-spectacular loads what it needs once."""
    done = run_without_sphinx(RACE, DJANGO_SETTINGS_MODULE="boat_hire.settings")
    assert (done.stdout, done.stderr) == ("[]\n", "")


# Kinds of view


def function_view(order):
    contract = validated_request(
        request_serializer=NoteSerializer,
        responses={200: NoteSerializer},
        summary="Sing",
        strict_response_validation=True,
    )

    def sing(request):
        return Response({"text": request.validated_data["text"]} if request.method == "POST" else {"hush": True})

    if order == "above":
        return contract(api_view(["GET", "POST"])(sing))
    return api_view(["GET", "POST"])(contract(sing))


@pytest.mark.parametrize("order", ["above", "below"])
def test_functions_are_validated_and_published_on_either_side_of_api_view(order):
    view = function_view(order)
    assert post(view, {"text": "la"}).data == {"text": "la"}
    assert post(view, {}).status_code == 400
    with pytest.raises(ResponseValidationError, match=r"^sing: the response 200 does not match NoteSerializer"):
        view(factory.get("/"))
    operation = published(path("sing/", view))["/sing/"]["post"]
    assert operation["summary"] == "Sing"
    assert operation["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/NoteRequest"
    }


def test_an_inherited_method_is_decorated_with_djangos_method_decorator():
    contract = validated_request(query_serializer=SearchSerializer, summary="Boats with a word")

    @method_decorator(contract, name="list")
    class Boats(ModelViewSet):
        queryset = Boat.objects.none()
        serializer_class = NoteSerializer

    assert Boats.as_view({"get": "list"})(factory.get("/")).status_code == 400
    router = SimpleRouter()
    router.register("knots", Boats)
    assert published(*router.urls)["/knots/"]["get"]["summary"] == "Boats with a word"


def test_a_coroutine_is_awaited_and_the_database_is_left_to_a_thread(transactional_db):
    class Boats(AsyncAPIView):
        @validated_request(
            request_serializer=BoatNameSerializer, responses={200: BoatNameSerializer}, strict_response_validation=True
        )
        async def post(self, request):
            await asyncio.sleep(0)
            return Response({"nom" if "wrong" in request.query_params else "name": request.validated_data["name"]})

    async def ask(name, query=""):
        return await Boats.as_view()(factory.post(f"/{query}", {"name": name}, format="json"))

    Boat.objects.create(**PUNT)
    assert asyncio.run(ask("Cherwell")).data == {"name": "Cherwell"}
    assert asyncio.run(ask("Isis")).status_code == 400
    with pytest.raises(ResponseValidationError, match=r"Boats\.post"):
        asyncio.run(ask("Cherwell", "?wrong"))


def test_a_coroutine_is_left_alone_where_its_contract_is_for_another_method(db):
    class Boats(AsyncAPIView):
        @validated_request(
            methods=["get"], query_serializer=SearchSerializer, responses={200: None}, strict_response_validation=True
        )
        async def post(self, request):
            return Response({"any": "thing"})

    assert asyncio.run(Boats.as_view()(factory.post("/", {}, format="json"))).data == {"any": "thing"}


@pytest.mark.parametrize("order", ["above", "below"])
def test_options_that_reach_the_function_are_validated(order):
    contract = validated_request(
        query_serializer=SearchSerializer, request_serializer=NoteSerializer, responses={200: KnotSerializer},
        strict_response_validation=True,
    )  # fmt: skip

    def tie(request):
        return Response({**BOWLINE, "name": request.validated_query_data["word"]})

    methods = api_view(["GET", "OPTIONS"])
    view = contract(methods(tie)) if order == "above" else methods(contract(tie))
    assert view(factory.options("/?word=reef", {"text": "la"}, format="json")).data["name"] == "reef"
    assert view(factory.options("/?word=reef", {}, format="json")).status_code == 400
    assert view(factory.options("/")).status_code == 400
    with pytest.raises(ResponseValidationError):
        view(factory.options(f"/?word={'x' * 30}", {"text": "la"}, format="json"))


@pytest.mark.parametrize("order", ["above", "below"])
def test_options_that_do_not_reach_the_function_are_left_alone(order):
    view = function_view(order)
    assert view(factory.options("/")).data["name"] == "Sing"


def test_options_of_a_class_are_validated():
    class Knots(APIView):
        @validated_request(query_serializer=SearchSerializer)
        def options(self, request):
            return echo(request)

    assert Knots.as_view()(factory.options("/")).status_code == 400
    assert Knots.as_view()(factory.options("/?word=reef")).data["query"] == {"word": "reef"}


# What is published


def published(*patterns):
    return SchemaGenerator(patterns=list(patterns)).get_schema(public=True)["paths"]


def test_drf_spectacular_emits_what_its_own_decorator_makes_of_the_same_arguments():
    shared = {
        "summary": "Tie a knot",
        "description": "Ties it.",
        "tags": ["knots"],
        "deprecated": True,
        "operation_id": "knot_tie",
        "responses": {201: OpenApiResponse(KnotSerializer, "Tied."), 204: None, 400: RopeSerializer},
    }
    header = OpenApiParameter("X-Hand", str, OpenApiParameter.HEADER)

    def patterns(decorator):
        class Knots(ViewSet):
            @decorator
            @action(detail=False, methods=["post"])
            def tie(self, request):
                """Not shown."""

        router = SimpleRouter()
        router.register("knots", Knots, "knot")
        return router.urls

    ours = validated_request(
        request_serializer=NoteSerializer, query_serializer=SearchSerializer, parameters=[header], **shared
    )
    theirs = extend_schema(request=NoteSerializer, parameters=[header, SearchSerializer], **shared)
    schema = published(*patterns(ours))
    assert schema == published(*patterns(theirs))
    operation = schema["/knots/tie/"]["post"]
    assert operation["deprecated"] is True
    assert operation["description"] == "Ties it."
    assert {(parameter["name"], parameter.get("required", False)) for parameter in operation["parameters"]} == {
        ("X-Hand", False),
        ("word", True),
        ("wet", False),
        ("size", False),
    }
    assert set(operation["responses"]) == {"201", "204", "400"}


def test_without_responses_and_with_no_body_the_rest_is_left_to_drf_spectacular():
    class Knots(GenericViewSet):
        serializer_class = KnotSerializer

        @validated_request(summary="Untie")
        @action(detail=False, methods=["post"])
        def untie(self, request):
            """Unties."""

    router = SimpleRouter()
    router.register("knots", Knots, "knot")
    operation = published(*router.urls)["/knots/untie/"]["post"]
    assert "requestBody" not in operation
    assert operation["description"] == "Unties."
    schema = operation["responses"]["200"]["content"]["application/json"]["schema"]
    assert schema == {"$ref": "#/components/schemas/Knot"}


def test_the_view_keeps_its_name_and_doc_string():
    @validated_request()
    def haul(self, request):
        """Haul away."""

    assert (haul.__name__, haul.__doc__) == ("haul", "Haul away.")


def document_of(view, tmp_path, **options):
    """Return what drf-spectacular's command makes of the viewset *view*."""
    router = SimpleRouter()
    router.register("knots", view, "knot")
    file = tmp_path / "openapi.json"
    call_command(
        "spectacular",
        urlconf=SimpleNamespace(urlpatterns=router.urls),
        file=str(file),
        format="openapi-json",
        **options,
    )
    return json.loads(file.read_text("utf-8"))


def test_a_contract_below_action_is_a_warning_of_drf_spectacular(tmp_path, capsys):
    class Knots(ViewSet):
        @action(detail=False)
        @validated_request(query_serializer=SearchSerializer, responses={200: KnotSerializer})
        def lost(self, request):
            return None

        @validated_request(responses={200: KnotSerializer})
        @action(detail=False)
        def found(self, request):
            return None

    with pytest.raises(SchemaGenerationError):
        document_of(Knots, tmp_path, fail_on_warn=True)
    errors = capsys.readouterr().err
    assert "Knots.lost: @action is above @validated_request" in errors
    assert "Knots.found" not in errors


def test_contracts_above_action_are_no_warning(tmp_path):
    class Knots(ViewSet):
        @extend_schema(request=OpenApiTypes.BINARY)
        @validated_request(responses={200: KnotSerializer}, summary="Tie")
        @action(detail=False, methods=["post"])
        def tie(self, request):
            return None

    document = document_of(Knots, tmp_path, fail_on_warn=True)
    operation = document["paths"]["/knots/tie/"]["post"]
    assert operation["summary"] == "Tie"
    assert operation["requestBody"]["content"]["application/json"]["schema"] == {"type": "string", "format": "binary"}


# Reports


class Report(ViewSet):
    @validated_request(request_serializer=NoteSerializer, responses={201: [NoteSerializer], 204: None})
    def create(self, request):
        return None

    def list(self, request):
        return None

    @action(detail=False)
    @validated_request(query_serializer=SearchSerializer, strict_request_validation=False)
    def lost(self, request):
        return None

    @extend_schema(exclude=True)
    @action(detail=False)
    def hidden(self, request):
        return None


report_router = SimpleRouter()
report_router.register("reports", Report, "report")
urlpatterns = [*report_router.urls, path("above/", function_view("above")), path("below/", function_view("below"))]


def test_records_say_which_views_are_annotated():
    records = {(record.method, record.path): record for record in view_records(__name__)}
    assert {key: record.is_annotated for key, record in records.items()} == {
        ("GET", "/above/"): True,
        ("POST", "/above/"): True,
        ("GET", "/below/"): True,
        ("POST", "/below/"): True,
        ("GET", "/reports/"): False,
        ("POST", "/reports/"): True,
        ("GET", "/reports/lost/"): False,
    }
    assert records["POST", "/reports/"].view == f"{__name__}.Report.create"
    assert records["GET", "/below/"].view == f"{__name__}.sing"
    assert records["GET", "/reports/"].contract is None
    assert not records["GET", "/reports/lost/"].is_published


def test_records_need_drf_spectacular_to_be_set_up(monkeypatch):
    monkeypatch.setattr(Report, "schema", AutoSchema())
    with pytest.raises(ImproperlyConfigured, match="DEFAULT_SCHEMA_CLASS"):
        view_records(__name__)


def test_the_table_has_a_line_for_each_view_and_a_sum():
    table = view_table(view_records(__name__))
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line]
    assert cells[0] == ["Operation", "View", "Annotated", "Body", "Query", "Responses", "Strict"]
    assert [
        "POST /reports/", f"{__name__}.Report.create", "yes", "NoteSerializer", "", "201: [NoteSerializer], 204: no body",
        "request",
    ] in cells  # fmt: skip
    assert ["GET /reports/", f"{__name__}.Report.list", "no", "", "", "", ""] in cells
    assert [
        "GET /reports/lost/", f"{__name__}.Report.lost", "below @action: not published", "", "SearchSerializer", "", "",
    ] in cells  # fmt: skip
    assert table.splitlines()[-1] == "5 of 7 operations are annotated."


def run_without_sphinx(code, **environment):
    """Run *code* in a Python that has nothing of what Sphinx and our pages need, in the folder of the example."""
    missing = (
        "sphinx", "docutils", "myst_parser", "sphinx_design", "babel", "prance", "requests", "urllib3", "markdown_it",
        "nh3", "rstr", "openapi_schema_validator",
    )  # fmt: skip
    block = f"import sys; sys.modules.update(dict.fromkeys({missing}))\n"
    variables = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    return subprocess.run(
        [sys.executable, "-c", block + code],
        cwd=EXAMPLE,
        env={**variables, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


MODULE = "import runpy; runpy.run_module('sphinxcontrib_openapi_pages.drf', run_name='__main__')"


def test_the_table_is_printed_where_sphinx_is_not_installed():
    done = run_without_sphinx(MODULE, DJANGO_SETTINGS_MODULE="boat_hire.settings")
    assert done.returncode == 0, done.stderr
    assert "boats.views.FreeBoatsView.get" in done.stdout
    assert done.stdout.endswith("10 of 10 operations are annotated.\n")


def test_the_part_is_imported_before_django_is_set_up_and_without_sphinx():
    code = "import sphinxcontrib_openapi_pages.drf as drf; print(drf.validated_request.__name__)"
    done = run_without_sphinx(code, DJANGO_SETTINGS_MODULE="boat_hire.settings")
    assert (done.stdout, done.stderr) == ("validated_request\n", "")


def test_the_module_says_what_it_needs():
    done = run_without_sphinx(MODULE)
    assert done.returncode == 1
    assert "DJANGO_SETTINGS_MODULE" in done.stderr
    assert "Traceback" not in done.stderr
