"""Validates requests against the contract of a view."""

from __future__ import annotations

import copy
import logging
from collections import ChainMap
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, cast

from django.db.models import Model
from django.http import Http404
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.fields import empty
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, ListSerializer, ModelSerializer

from .call import Call
from .contract import Contract, name_of
from .media_types import bare_type
from .messages import short_errors, shortened

logger = logging.getLogger(__package__)


class ValidatedRequest(Request):
    """A request of a view that is decorated with :func:`validated_request`; for annotations."""

    validated_data: Any
    """The validated body: a dict, or a list for ``many=True``.

    It is empty if no body is declared, and if a body is invalid and the view is not strict.
    """
    validated_query_data: dict[str, Any]
    """The validated query; empty in the same cases."""


def validate_request(contract: Contract, call: Call) -> None:
    """Give the request of *call* its validated data.

    Raises ``rest_framework.exceptions.ValidationError`` if the contract is strict and the request does not keep it.
    """
    request: Any = call.request
    queries = [_validated_query(declared, contract, call) for declared in contract.queries]
    data = _validated_body(contract, call)
    request.validated_query_data = queries[0] if len(queries) == 1 else dict(ChainMap(*reversed(queries)))
    request.validated_data = data


def _validated_query(declared: Any, contract: Contract, call: Call) -> Any:
    serializer = _bound(declared, call.request.query_params, contract, call)
    _forget_unsent(serializer)
    return _validated(serializer, contract, "query", call.name)


def _validated_body(contract: Contract, call: Call) -> Any:
    request = call.request
    if contract.request is None or request.method in ("GET", "HEAD"):
        return {}
    declared = contract.request
    if isinstance(declared, Mapping):
        declared = _for_media_type(declared, request, contract, call)
        if declared is None:
            return {}
    serializer = _bound(declared, request.data, contract, call)
    if not isinstance(serializer, ListSerializer):
        serializer.partial = serializer.partial or request.method == "PATCH"
    if isinstance(serializer, ModelSerializer):
        serializer.instance = _edited(call, serializer.Meta.model)
    return _validated(serializer, contract, "body", call.name)


def _for_media_type(declared: Mapping[str, Any], request: Request, contract: Contract, call: Call) -> Any:
    """Return the serializer for the media type of *request*: for that of no body, the first."""
    media_type = bare_type(str(request.content_type or ""))
    for key in (media_type or next(iter(declared), ""), "*/*"):
        if key in declared:
            return declared[key]
    if contract.strict_request:
        raise UnsupportedMediaType(media_type)
    _log(call.name, "body", ", ".join(declared), {"content-type": [f"{media_type} is not declared"]})
    return None


def _bound(declared: Any, data: Any, contract: Contract, call: Call) -> BaseSerializer[Any]:
    """Return a serializer of its own for *data*, made as the *declared* class or instance."""
    from rest_framework.generics import GenericAPIView

    serializer: Any = declared() if isinstance(declared, type) else copy.deepcopy(declared)
    serializer.initial_data = data
    view = call.view
    if contract.gives_context:
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
    """Return the object of *model* that a PUT or PATCH edits, as generic views use it for validation.

    Without it, an unchanged unique value would conflict with the object itself. If there is no object, the view reports
    it.
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
    if not serializer.is_valid(raise_exception=contract.strict_request):
        _log(view, part, name_of(serializer), serializer.errors)
    return serializer.validated_data


def _log(view: str, part: str, serializer: str, errors: Any) -> None:
    short = short_errors(errors)
    logger.warning(
        "%s: the %s of the request does not match %s: %s",
        view,
        part,
        serializer,
        shortened(str(short)),
        extra={"view": view, "serializer": serializer, "errors": short},
    )
