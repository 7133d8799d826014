"""The contract of a view: the requests that it accepts, and the responses that it returns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from drf_spectacular.utils import OpenApiResponse, PolymorphicProxySerializer
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer, ListSerializer

_NOTE = "validated_request"


@dataclass(frozen=True)
class Contract:
    """The arguments of :func:`validated_request` for one view."""

    request: Any
    """Serializer class or instance of the body, or a mapping to these from media types; None for no body."""
    queries: tuple[Any, ...]
    """Serializer classes or instances, of which each field is a parameter of the query."""
    responses: Any
    """The declared responses, in the form that ``extend_schema`` accepts; None if there are none."""
    strict_request: bool
    strict_response: bool
    gives_context: bool = True
    """Whether the serializers of a request know the request and the view."""
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

    def request_name(self) -> str:
        """Return the name of the body that is taken, or the names by media type; nothing for no body."""
        if isinstance(self.request, Mapping):
            return ", ".join(f"{media_type}: {name_of(declared)}" for media_type, declared in self.request.items())
        return "" if self.request is None else name_of(self.request)

    def response_names(self) -> dict[str, str]:
        """Return the names of the declared responses, by status, or without a status if drf-spectacular finds it."""
        if not isinstance(self.responses, Mapping):
            return {} if self.responses is None else {"": name_of(self.responses)}
        names: dict[str, str] = {}
        for key, declared in self.responses.items():
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


def name_of(declared: Any) -> str:
    """Return the name of the serializer of a declared body, in brackets if the body is a list."""
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
