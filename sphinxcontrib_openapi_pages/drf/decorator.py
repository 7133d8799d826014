"""The decorator that declares the contract of a view, publishes it, and validates against it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar, cast

from asgiref.sync import iscoroutinefunction, sync_to_async
from django.utils.functional import Promise
from drf_spectacular.utils import extend_schema
from rest_framework.serializers import BaseSerializer

from .call import Call
from .contract import Contract, contracts_of, note_contracts
from .declarations import (
    check_is_called,
    check_is_function,
    declared_responses,
    published_request,
    query_serializers,
    request_serializers,
)
from .hidden_contracts import warn_of_hidden_contracts
from .requests import validate_request
from .responses import ResponseCheck

View = TypeVar("View", bound=Callable[..., Any])
Text = str | Promise

SerializerLike = type[BaseSerializer[Any]] | BaseSerializer[Any] | Sequence[type[BaseSerializer[Any]]]
"""A serializer class, an instance, which may have ``many=True``, or a list of one class, which means the same."""


def validated_request(
    request_serializer: SerializerLike | None = None,
    *,
    query_serializer: type[BaseSerializer[Any]] | BaseSerializer[Any] | None = None,
    responses: Any = None,
    summary: Text | None = None,
    description: Text | None = None,
    tags: Sequence[str] | None = None,
    deprecated: bool = False,
    strict_request_validation: bool = True,
    strict_response_validation: bool = False,
    include_serializer_context: bool = True,
    **extend_schema_arguments: Any,
) -> Callable[[View], View]:
    """Validate what a view takes and answers with the very serializers that its published operation shows.

    Decorates methods of viewsets and of API views, ``@action`` methods and ``@api_view`` functions, above
    ``@action`` and ``@api_view``; coroutines too, where the view awaits them.

    :param request_serializer: for the body; ``request.validated_data`` is what it makes of it. A ``PATCH`` may leave
        fields out. ``request``, as of ``extend_schema``, is another word for it.
    :param query_serializer: for the query; ``request.validated_query_data`` is what it makes of it. Serializers in
        ``parameters``, as of ``extend_schema``, validate the query as well.
    :param responses: status to ``OpenApiResponse``, serializer class or instance, list of one serializer, or None for
        no body; also what else ``extend_schema`` takes.
    :param strict_request_validation: raise REST framework's ``ValidationError`` if it does not match; else log.
    :param strict_response_validation: raise :class:`ResponseValidationError` if the response does not match; else log,
        if Django's ``DEBUG`` is on.
    :param include_serializer_context: whether the serializers of the request know request and view, as those that
        generic views make.
    :param extend_schema_arguments: further arguments of drf-spectacular's ``extend_schema``.

    Raises ``TypeError`` for what cannot be validated.
    """
    check_is_called(request_serializer)
    if "request" in extend_schema_arguments and request_serializer is not None:
        raise TypeError("request_serializer and request mean the same; use one of them")
    body = extend_schema_arguments.pop("request", None)
    argument = "request_serializer" if body is None else "request"
    body = request_serializer if body is None else body
    parameters = extend_schema_arguments.pop("parameters", None)
    contract = Contract(
        request=request_serializers(body, argument),
        queries=query_serializers(query_serializer, parameters),
        responses=declared_responses(responses),
        strict_request=strict_request_validation,
        strict_response=strict_response_validation,
        gives_context=include_serializer_context,
        methods=extend_schema_arguments.get("methods"),
        versions=extend_schema_arguments.get("versions"),
    )
    published = {
        "request": published_request(body),
        "summary": summary,
        "description": description,
        "tags": tags,
        "deprecated": deprecated,
        **extend_schema_arguments,
    }
    if contract.responses is not None:
        published["responses"] = contract.responses
    if parameters or query_serializer is not None:
        published["parameters"] = [*(parameters or ()), *([] if query_serializer is None else [query_serializer])]
    annotate = extend_schema(**published)

    def decorate(function: View) -> View:
        warn_of_hidden_contracts()
        check_is_function(function)
        if hasattr(function, "cls"):
            return cast("View", _decorate_function_view(contract, annotate, function))
        kept = annotate(_keep(contract, function))
        note_contracts(kept.kwargs["schema"], contracts_of(kept))
        kept.schema = kept.kwargs["schema"]()  # where @api_view looks for it, if it is above
        return cast("View", kept)

    return decorate


def _decorate_function_view(contract: Contract, annotate: Callable[[Any], Any], view: Any) -> Any:
    """Decorate what ``@api_view`` returns: the methods, which call the function, of a class that it has made.

    The class inherits ``options`` where the function does not answer ``OPTIONS``.
    """
    for method in vars(view.cls).keys() & set(view.cls.http_method_names):
        setattr(view.cls, method, _keep(contract, getattr(view.cls, method)))
    annotate(view)
    note_contracts(view.cls.kwargs["schema"], (contract, *contracts_of(view)))
    note_contracts(view, (contract, *contracts_of(view)))
    return view


def _keep(contract: Contract, function: Callable[..., Any]) -> Any:
    """Return *function* with every request and response held against *contract*."""
    check_response = ResponseCheck(contract)
    kept: Any

    if iscoroutinefunction(function):

        @wraps(function)
        async def kept(*args: Any, **kwargs: Any) -> Any:
            call = Call.of(function.__name__, args)
            if not contract.applies_to(call.request):
                return await function(*args, **kwargs)
            await sync_to_async(validate_request)(contract, call)
            response = await function(*args, **kwargs)
            await sync_to_async(check_response)(call, response)
            return response

    else:

        @wraps(function)
        def kept(*args: Any, **kwargs: Any) -> Any:
            call = Call.of(function.__name__, args)
            if not contract.applies_to(call.request):
                return function(*args, **kwargs)
            validate_request(contract, call)
            response = function(*args, **kwargs)
            check_response(call, response)
            return response

    note_contracts(kept, (contract, *contracts_of(function)))
    return kept
