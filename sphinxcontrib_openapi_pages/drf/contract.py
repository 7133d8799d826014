"""What a view promises: what it takes and what it answers."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, ListSerializer

SerializerLike = type[BaseSerializer[Any]] | BaseSerializer[Any] | Sequence[type[BaseSerializer[Any]]]
"""A serializer class, an instance, which may have ``many=True``, or a list of one class, which means the same."""

_NOTE = "validated_request"


@dataclass(frozen=True)
class Contract:
    """What :func:`validated_request` says of a view."""

    request: Any
    """Serializer class or instance of the body; None for no body."""
    query: Any
    """Serializer class or instance of the query; None for no parameters."""
    responses: Mapping[Any, Any] | None
    """What a view answers, by status, in the form that ``extend_schema`` takes; None where nothing is said."""
    strict_request: bool
    strict_response: bool
    methods: Sequence[str] | None = None
    """HTTP methods to which the contract applies; None for all."""
    versions: Sequence[str] | None = None
    """Versions of the API to which the contract applies; None for all."""

    def has_method(self, method: str | None) -> bool:
        """Whether the contract applies to the HTTP *method*."""
        return self.methods is None or method in [name.upper() for name in self.methods]

    def applies_to(self, request: Request) -> bool:
        """Whether *request* is in the scope of the contract, as ``extend_schema`` sees its scope."""
        return self.has_method(request.method) and (self.versions is None or request.version in self.versions)

    def response_names(self) -> dict[str, str]:
        """Return the names of what is answered, by status."""
        names: dict[str, str] = {}
        for key, declared in (self.responses or {}).items():
            status = str(key[0] if isinstance(key, tuple) else key)
            names[status] = f"{names[status]} or {name_of(declared)}" if status in names else name_of(declared)
        return names


def contracts_of(bearer: object) -> tuple[Contract, ...]:
    """Return the contracts that are noted on a view's function or schema, the outermost first."""
    contracts: tuple[Contract, ...] = getattr(bearer, _NOTE, ())
    return contracts


def note_contracts(bearer: object, contracts: tuple[Contract, ...]) -> None:
    """Note *contracts* on a view's function or schema class."""
    setattr(bearer, _NOTE, contracts)


def unlisted(declared: Any) -> Any:
    """Return *declared* in the form that drf-spectacular takes: a list of a serializer becomes ``many=True``."""
    if isinstance(declared, OpenApiResponse):
        return OpenApiResponse(unlisted(declared.response), declared.description, declared.examples)
    if isinstance(declared, (list, tuple)) and len(declared) == 1:
        item = declared[0]
        return ListSerializer(child=item() if isinstance(item, type) else copy.deepcopy(item))
    return declared


def name_of(declared: Any) -> str:
    """Return the name of a declared body: of its serializer, in brackets where it is a list."""
    if isinstance(declared, OpenApiResponse):
        declared = declared.response
    if declared is None:
        return "no body"
    if isinstance(declared, Mapping):
        return "schema"
    if isinstance(declared, ListSerializer):
        return f"[{name_of(declared.child)}]"
    if isinstance(declared, PolymorphicProxySerializer):
        return declared.component_name
    if isinstance(declared, BaseSerializer):
        return type(declared).__name__
    return getattr(declared, "__name__", str(declared))
