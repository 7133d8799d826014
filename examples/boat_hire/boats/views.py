"""The operations of the service, each with its contract."""

from datetime import time
from functools import partial

from django.conf import settings
from django.utils import timezone
from drf_spectacular.utils import OpenApiResponse
from rest_framework.decorators import action, api_view
from rest_framework.response import Response
from rest_framework.views import APIView
from rest_framework.viewsets import GenericViewSet

from sphinxcontrib_openapi_pages.drf import ValidatedRequest, validated_request

from .models import Boat
from .serializers import (
    BoatQuerySerializer,
    BoatSerializer,
    FreeBoatsQuerySerializer,
    FreeBoatsSerializer,
    HireSerializer,
    OpeningHoursSerializer,
    PriceQuerySerializer,
    PriceSerializer,
    ProblemSerializer,
)

contract = partial(validated_request, strict_response_validation=settings.STRICT_RESPONSES)

MESSAGES = {"type": "array", "items": {"type": "string"}}
BY_ITEM = {"type": "object", "additionalProperties": MESSAGES, "description": "Of a list: by position in it."}
INVALID = OpenApiResponse(
    {"type": "object", "additionalProperties": {"oneOf": [MESSAGES, BY_ITEM]}}, "What is wrong, by field."
)
MISSING = OpenApiResponse(ProblemSerializer, "There is no such boat.")


class BoatViewSet(GenericViewSet):
    queryset = Boat.objects.all()
    serializer_class = BoatSerializer

    @contract(
        query_serializer=BoatQuerySerializer,
        responses={
            200: BoatSerializer(many=True),
            400: INVALID,
            404: OpenApiResponse(ProblemSerializer, "No such page."),
        },
        summary="List boats",
        description="Lists boats by name.",
        tags=["boats"],
    )
    def list(self, request: ValidatedRequest) -> Response:
        boats = self.get_queryset()
        if "kind" in request.validated_query_data:
            boats = boats.filter(kind=request.validated_query_data["kind"])
        if "is_out" in request.validated_query_data:
            out = boats.filter(hires__back_at=None, hires__isnull=False)
            boats = out if request.validated_query_data["is_out"] else boats.exclude(pk__in=out)
        page = self.paginate_queryset(boats)
        return self.get_paginated_response(BoatSerializer(page, many=True).data)

    @contract(
        request_serializer=BoatSerializer,
        responses={201: OpenApiResponse(BoatSerializer, "The boat is for hire."), 400: INVALID},
        summary="Add a boat",
        tags=["boats"],
    )
    def create(self, request: ValidatedRequest) -> Response:
        boat = Boat.objects.create(**request.validated_data)
        return Response(BoatSerializer(boat).data, status=201)

    @contract(responses={200: BoatSerializer, 404: MISSING}, summary="Show a boat", tags=["boats"])
    def retrieve(self, request: ValidatedRequest, pk: int) -> Response:
        return Response(BoatSerializer(self.get_object()).data)

    @contract(
        request_serializer=BoatSerializer,
        responses={200: BoatSerializer, 400: INVALID, 404: MISSING},
        summary="Change a boat",
        description="Changes what is given, and leaves the rest.",
        tags=["boats"],
    )
    def partial_update(self, request: ValidatedRequest, pk: int) -> Response:
        boat = self.get_object()
        for name, value in request.validated_data.items():
            setattr(boat, name, value)
        boat.save()
        return Response(BoatSerializer(boat).data)

    @contract(
        responses={
            204: OpenApiResponse(None, "The boat is gone."),
            404: MISSING,
            409: OpenApiResponse(ProblemSerializer, "The boat is on the water."),
        },
        summary="Scrap a boat",
        tags=["boats"],
    )
    def destroy(self, request: ValidatedRequest, pk: int) -> Response:
        boat = self.get_object()
        if boat.hires.filter(back_at=None).exists():
            return Response({"detail": f"{boat} is on the water."}, status=409)
        boat.delete()
        return Response(status=204)

    @contract(
        request_serializer=HireSerializer,
        responses={
            201: OpenApiResponse(HireSerializer, "Off you go."),
            400: INVALID,
            404: MISSING,
            409: OpenApiResponse(ProblemSerializer, "The boat is out, or too small."),
        },
        summary="Hire a boat",
        tags=["hires"],
    )
    @action(detail=True, methods=["post"])
    def hire(self, request: ValidatedRequest, pk: int) -> Response:
        boat = self.get_object()
        if boat.hires.filter(back_at=None).exists():
            return Response({"detail": f"{boat} is on the water."}, status=409)
        if request.validated_data["party"] > boat.seats:
            return Response({"detail": f"{boat} has {boat.seats} seats."}, status=409)
        hire = boat.hires.create(**request.validated_data)
        return Response(HireSerializer(hire).data, status=201)

    @contract(
        responses={
            200: OpenApiResponse(HireSerializer, "What is to be paid for."),
            404: MISSING,
            409: OpenApiResponse(ProblemSerializer, "The boat was not out."),
        },
        summary="Bring a boat back",
        tags=["hires"],
    )
    @action(detail=True, methods=["post"], url_path="bring-back")
    def bring_back(self, request: ValidatedRequest, pk: int) -> Response:
        boat = self.get_object()
        hire = boat.hires.filter(back_at=None).first()
        if hire is None:
            return Response({"detail": f"{boat} is at the landing stage."}, status=409)
        hire.back_at = timezone.now()
        hire.save()
        return Response(HireSerializer(hire).data)

    @contract(
        query_serializer=PriceQuerySerializer,
        responses={200: PriceSerializer, 400: INVALID, 404: MISSING},
        summary="Reckon a price",
        description="Multiply `hourly_rate` yourself: it is a field of the boat now.",
        tags=["hires"],
        deprecated=True,
    )
    @action(detail=True)
    def price(self, request: ValidatedRequest, pk: int) -> Response:
        price = self.get_object().hourly_rate * request.validated_query_data["hours"]
        return Response(PriceSerializer({"price": price}).data)


class FreeBoatsView(APIView):
    @contract(
        query_serializer=FreeBoatsQuerySerializer,
        responses={200: FreeBoatsSerializer, 400: INVALID},
        operation_id="free_boats",
        summary="Find a free boat",
        description="Finds boats at the landing stage that carry your party, the cheapest first.",
        tags=["landing_stage"],
    )
    def get(self, request: ValidatedRequest) -> Response:
        party, kinds = request.validated_query_data["party"], request.validated_query_data.get("kind")
        boats = Boat.objects.filter(seats__gte=party).order_by("hourly_rate", "name")
        boats = boats.exclude(hires__back_at=None, hires__isnull=False)
        if kinds is not None:
            boats = boats.filter(kind__in=kinds)
        found = {"boats": boats, "cheapest": boats[0]} if boats else {"boats": boats}
        return Response(FreeBoatsSerializer(found).data)


@contract(
    responses={200: [OpeningHoursSerializer]},
    operation_id="opening_hours",
    summary="Show the opening hours",
    tags=["landing_stage"],
)
@api_view()
def opening_hours(request: ValidatedRequest) -> Response:
    days = [{"day": day, "opens": time(10), "closes": time(18)} for day in ("Saturday", "Sunday")]
    return Response(OpeningHoursSerializer(days, many=True).data)
