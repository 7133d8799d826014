"""Checks the arguments of :func:`validated_request` when a view is decorated, and explains mistakes."""

from __future__ import annotations

import copy
import inspect
import re
from collections.abc import Mapping
from types import NoneType
from typing import Any

from django.db.models import Model
from django.http.response import HttpResponseBase
from drf_spectacular.utils import (
    OpenApiParameter,
    OpenApiRequest,
    OpenApiResponse,
    PolymorphicProxySerializer,
)
from rest_framework.fields import Field
from rest_framework.serializers import BaseSerializer, ListSerializer

MAX_SHOWN = 80
"""Longest value in a message, in characters."""

_STATUS = re.compile(r"[1-5](\d\d|XX)|default")


def published_request(declared: Any) -> Any:
    """Return *declared*, the body of a request, in the form that drf-spectacular takes."""
    if isinstance(declared, Mapping):
        return {media_type: published_request(part) for media_type, part in declared.items()}
    if isinstance(declared, OpenApiRequest):
        return OpenApiRequest(_unlisted(declared.request), declared.encoding, declared.examples)
    return _unlisted(declared)


def request_serializers(declared: Any, argument: str) -> Any:
    """Return the serializer that validates a body, or one for each media type; None for no body.

    Raises ``TypeError`` if *declared* has none. The *argument* is named in the message.
    """
    if isinstance(declared, OpenApiRequest):
        return request_serializers(declared.request, argument)
    if isinstance(declared, Mapping) and all("/" in str(key) for key in declared):
        return {media: request_serializers(part, f"{argument}[{media!r}]") for media, part in declared.items()}
    if declared is None:
        return None
    serializer = _unlisted(declared, argument)
    _check_validating(serializer, argument, "request")
    return serializer


def query_serializers(query_serializer: Any, parameters: Any) -> tuple[Any, ...]:
    """Return the serializers that validate a query. Raises ``TypeError`` for what can be no parameters."""
    if not isinstance(parameters, (list, tuple, NoneType)):
        raise TypeError(f"parameters is {_shown(parameters)}, which is not a list; write a list")
    named = [("parameters", part) for part in parameters or () if not isinstance(part, OpenApiParameter)]
    if query_serializer is not None:
        named.append(("query_serializer", query_serializer))
    for argument, declared in named:
        if isinstance(declared, (list, tuple, ListSerializer)):
            raise TypeError(f"{argument} has a list; the fields of one serializer are the parameters of a query")
        _check_validating(declared, argument, "parameters")
    return tuple(declared for _, declared in named)


def declared_responses(declared: Any) -> Any:
    """Return *declared* in the form that drf-spectacular accepts. Raises ``TypeError`` for an unsupported value."""
    if not isinstance(declared, Mapping):
        return None if declared is None else _response(declared, "responses")
    for key in declared:
        status = key[0] if isinstance(key, tuple) and key else key
        if not isinstance(status, (int, str)) or _STATUS.fullmatch(str(status)) is None:
            raise TypeError(
                f"responses has the key {key!r}, which is not a status; write {{200: …}}, or {{(200, 'text/csv'): …}} "
                "to name the media type"
            )
    return {key: _response(part, f"responses[{key!r}]") for key, part in declared.items()}


def _response(declared: Any, argument: str) -> Any:
    if isinstance(declared, OpenApiResponse):
        return OpenApiResponse(_response(declared.response, argument), declared.description, declared.examples)
    if _is_no_body(declared):
        raise _no_serializer(declared, argument)
    return _unlisted(declared, argument)


def _check_validating(declared: Any, argument: str, published_as: str) -> None:
    """Raise ``TypeError`` unless *declared* can validate data."""
    if _is_no_body(declared):
        raise _no_serializer(declared, argument)
    if not _is_validating(declared):
        raise TypeError(
            f"{argument} is {_shown(declared)}, which can be published, but cannot validate a request; write "
            f"@extend_schema({published_as}=…) above @validated_request(…)"
        )


def _is_validating(declared: Any) -> bool:
    """Return whether *declared* is the class or an instance of a serializer that can validate data."""
    if isinstance(declared, ListSerializer):
        return _is_validating(declared.child)
    kind = declared if isinstance(declared, type) else type(declared)
    return issubclass(kind, BaseSerializer) and not issubclass(kind, PolymorphicProxySerializer)


def _is_no_body(declared: Any) -> bool:
    """Return whether drf-spectacular cannot make a schema from *declared*."""
    kind = declared if isinstance(declared, type) else type(declared)
    return (
        isinstance(declared, (str, bytes, int, float))
        or inspect.isroutine(declared)
        or issubclass(kind, (Model, HttpResponseBase, OpenApiResponse))
        or (issubclass(kind, Field) and not issubclass(kind, BaseSerializer))
    )


def _unlisted(declared: Any, argument: str = "") -> Any:
    """Return *declared*, but ``many=True`` of a serializer for the list of it."""
    if not isinstance(declared, (list, tuple)):
        return declared
    if len(declared) != 1:
        raise TypeError(f"{argument} is a list of {len(declared)}; a list has one class in it, that of its items")
    (item,) = declared
    kind = item if isinstance(item, type) else type(item)
    if not issubclass(kind, BaseSerializer):
        types = ", or list[int] for a list of a type" if argument.startswith("responses") else ""
        raise TypeError(
            f"{argument}[0] is {_shown(item)}, which is not a serializer; write the class of a serializer in the list"
            + types
        )
    return ListSerializer(child=item() if isinstance(item, type) else copy.deepcopy(item))


def _no_serializer(declared: Any, argument: str) -> TypeError:
    kind = declared if isinstance(declared, type) else type(declared)
    wanted = f"the ModelSerializer of {kind.__name__}" if issubclass(kind, Model) else "a serializer"
    return TypeError(
        f"{argument} is {_shown(declared)}, which is not a serializer; write the class of {wanted}, or an instance"
    )


def _shown(declared: Any) -> str:
    if isinstance(declared, type):
        return f"the class {declared.__name__}"
    text = repr(declared)
    kind = "the text " if isinstance(declared, str) else ""
    return kind + (text if len(text) <= MAX_SHOWN else text[: MAX_SHOWN - 1] + "…")


def check_is_called(request_serializer: Any) -> None:
    """Raise ``TypeError`` if the decorator is used on a function or view without parentheses."""
    is_view = isinstance(request_serializer, type) and hasattr(request_serializer, "as_view")
    if is_view or inspect.isroutine(request_serializer):
        raise TypeError(
            f"validated_request is used on {request_serializer.__name__} without parentheses; write "
            "@validated_request(…), or @validated_request() without arguments"
        )


def check_is_function(decorated: Any) -> None:
    """Raise ``TypeError`` if *decorated* is neither a method nor a function."""
    if isinstance(decorated, type):
        raise TypeError(
            f"validated_request decorates methods and functions, and {decorated.__name__} is a class; for a method "
            "that it inherits, write @method_decorator(validated_request(…), name='list') above the class"
        )
    if not callable(decorated):
        raise TypeError(f"validated_request decorates methods and functions, and this is {type(decorated).__name__}")
