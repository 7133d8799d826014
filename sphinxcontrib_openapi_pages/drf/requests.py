"""Requests, held against what a view takes."""

from __future__ import annotations

import copy
import logging
from contextlib import suppress
from typing import Any, cast

from django.conf import settings
from django.db.models import Model
from django.http import Http404
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, ListSerializer, ModelSerializer

from .call import Call
from .contract import Contract, name_of
from .messages import shortened

logger = logging.getLogger(__package__)


class ValidatedRequest(Request):
    """A request as a view gets it that is decorated with :func:`validated_request`; for annotations."""

    validated_data: Any
    """What the request serializer made of the body: a dict, or a list for ``many=True``.

    An empty one where no body is declared, and where a body does not fit and the view is not strict.
    """
    validated_query_data: dict[str, Any]
    """What the query serializer made of the query; empty in the same cases."""


def validate_request(contract: Contract, call: Call) -> None:
    """Give the request of *call* its validated data.

    Raises ``rest_framework.exceptions.ValidationError`` if the contract is strict and the request does not keep it.
    """
    query: Any = {}
    data: Any = {}
    request: Any = call.request
    if contract.query is not None:
        serializer = _bound(contract.query, request.query_params, call)
        _forget_unsent(serializer)
        query = _validated(serializer, contract, "query", call.name)
    if contract.request is not None and request.method not in ("GET", "HEAD"):
        serializer = _bound(contract.request, request.data, call)
        if not isinstance(serializer, ListSerializer):
            serializer.partial = serializer.partial or request.method == "PATCH"
        if isinstance(serializer, ModelSerializer):
            serializer.instance = _edited(call, serializer.Meta.model)
        data = _validated(serializer, contract, "body", call.name)
    request.validated_query_data = query
    request.validated_data = data


def _bound(declared: Any, data: Any, call: Call) -> BaseSerializer[Any]:
    """Return a serializer of its own for *data*, made as the *declared* class or instance."""
    from rest_framework.generics import GenericAPIView

    serializer: Any = declared() if isinstance(declared, type) else copy.deepcopy(declared)
    serializer.initial_data = data
    view = call.view
    given = isinstance(view, GenericAPIView)
    serializer.context.update(view.get_serializer_context() if given else {"request": call.request, "view": view})
    return cast("BaseSerializer[Any]", serializer)


def _forget_unsent(serializer: Any) -> None:
    """Let a parameter that was not sent be missing.

    Of an HTML form, REST framework takes a check box that was not sent as false, and a query looks like a form.
    """
    for field in serializer.fields.values():
        field.default_empty_html = empty


def _edited(call: Call, model: type[Model]) -> Model | None:
    """Return the object of *model* that a PUT or PATCH edits, as the generic views validate against it.

    Without it, a value that is unique would clash with the object's own. That there is none is for the view to say.
    """
    from rest_framework.generics import GenericAPIView

    view = call.view
    if call.request.method not in ("PUT", "PATCH") or not isinstance(view, GenericAPIView):
        return None
    if (view.lookup_url_kwarg or view.lookup_field) not in view.kwargs:
        return None
    with suppress(Http404):
        edited = view.get_object()
        return edited if isinstance(edited, model) else None
    return None


def _validated(serializer: BaseSerializer[Any], contract: Contract, part: str, view: str) -> Any:
    fits = serializer.is_valid(raise_exception=contract.strict_request)
    if not fits and settings.DEBUG:
        name, errors = name_of(serializer), serializer.errors
        logger.warning(
            "%s: the %s of the request does not fit %s: %s",
            view,
            part,
            name,
            shortened(str(errors)),
            extra={"view": view, "serializer": name, "errors": errors},
        )
    return serializer.validated_data
