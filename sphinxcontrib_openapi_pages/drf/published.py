"""The schemas of responses that drf-spectacular publishes, and validation of data against them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from drf_spectacular.drainage import GENERATOR_STATS, has_override
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, get_class
from drf_spectacular.settings import spectacular_settings
from jsonschema.exceptions import ValidationError
from rest_framework.utils.encoders import JSONEncoder
from rest_framework.views import APIView

from ..openapi.direction import Direction
from ..openapi.json_schema import Dialect, Keywords, TooManyStepsError, unless_null
from .media_types import bare_type
from .messages import shortened
from .written_fields import as_stored, as_written, checked_formats, is_hinted, keep_pattern_out, meta_as_written

MAX_FAULTS = 100
"""How many faults of one response are looked for."""


@dataclass(frozen=True)
class PublishedResponses:
    """The published responses of a view for one method.

    https://spec.openapis.org/oas/v3.0.3#responses-object
    """

    responses: Mapping[str, Any]
    """Response Objects by status."""
    document: Mapping[str, Any]
    """The components that they refer to, in a document."""

    @classmethod
    def of(cls, view: Any, method: str, declared: Any) -> PublishedResponses:
        """Return what drf-spectacular makes of the *declared* responses of *view* for *method*."""
        view = copy.copy(view) if isinstance(view, APIView) else APIView()
        for name, value in (("request", None), ("kwargs", {})):
            vars(view).setdefault(name, value)  # missing in a method that is called by itself, as in a unit test
        inspector = _inspector(get_class(type(view).schema), declared)
        inspector.view = view
        inspector.method = method
        inspector.path = ""
        inspector.registry = ComponentRegistry()
        with GENERATOR_STATS.silence():
            responses = inspector._get_response_bodies()
        document = {"openapi": spectacular_settings.OAS_VERSION, "components": inspector.registry.build({})}
        return cls(*json.loads(json.dumps([responses, document], cls=_PublishedEncoder)))

    def key(self, status: int) -> str | None:
        """Return the key under which *status* is published: itself, its range or the default; else None."""
        keys = (str(status), f"{status // 100}XX", "default")
        return next((key for key in keys if key in self.responses), None)

    def statuses(self) -> list[int | str]:
        """Return what statuses are published: numbers, ranges and the default."""
        return [int(key) if key.isdecimal() else key for key in self.responses]

    def schemas(self, key: str) -> dict[str, Any]:
        """Return the schemas of the body that is published under *key*, by media type; empty if there is no body.

        Parameters of media types, such as the version that drf-spectacular adds, are left out.
        """
        content = self.responses[key].get("content", {})
        return {bare_type(media_type): media.get("schema", {}) for media_type, media in content.items()}

    def errors(self, schema: Any, data: Any) -> dict[str, list[str]]:
        """Return the errors of *data*, which is JSON: messages by JSONPath, the first ones only.

        Each response needs its own Dialect, because a Dialect counts the steps and the time that a response takes.
        """
        dialect = Dialect(self.document, reading=_as_meant, formats=checked_formats())
        messages: dict[str, list[str]] = {}
        try:
            for misfit in islice(dialect.misfits(data, schema, Direction.RESPONSE), MAX_FAULTS):
                messages.setdefault(shortened(misfit.path), []).append(misfit.reason)
        except TooManyStepsError:
            pass  # what was found until then is true
        return messages


class _PublishedEncoder(JSONEncoder):
    """Writes what drf-spectacular generates from serializers, including unusual defaults."""

    def default(self, obj: Any) -> Any:
        try:
            return super().default(obj)
        except TypeError:
            return str(obj)


def _inspector(base: type, declared: Any) -> Any:
    """Return an inspector of the class *base*, if that is one of drf-spectacular, for the *declared* responses.

    What it overrides and what is called of it is private in part: ``get_operation`` would describe parameters, filters
    and authentication too, for which a request need not have what they need.
    """

    class Inspector(base if issubclass(base, AutoSchema) else AutoSchema):  # type: ignore[misc]
        def get_response_serializers(self) -> Any:
            return copy.deepcopy(declared)  # since instances get the view, with its request, as context

        def _postprocess_serializer_schema(self, schema: Any, serializer: Any, direction: Any) -> Any:
            return schema  # with the write-only fields that COMPONENT_SPLIT_REQUEST takes out, to find them in data

        def _map_serializer_field(self, field: Any, direction: Any, bypass_extensions: bool = False) -> Any:
            schema = super()._map_serializer_field(field, direction, bypass_extensions)
            return as_written(field, schema) if schema and not has_override(field, "field") else schema

        def _get_serializer_field_meta(self, field: Any, direction: Any) -> Any:
            return meta_as_written(field, super()._get_serializer_field_meta(field, direction))

        def _map_model_field(self, model_field: Any, direction: Any) -> Any:
            return as_stored(model_field, super()._map_model_field(model_field, direction))

        def _map_response_type_hint(self, method: Any) -> Any:
            return super()._map_response_type_hint(method) if is_hinted(method) else {}

        def _insert_field_validators(self, field: Any, schema: Any) -> None:
            keep_pattern_out(field, schema)
            super()._insert_field_validators(field, schema)

    return Inspector()


def _as_meant(keywords: Keywords) -> Keywords:
    """Return *keywords* as drf-spectacular means them.

    It writes ``oneOf`` where alternatives may overlap: an address or an empty text, or two serializers that have fields
    in common. And ``nullable`` is in 3.1 too, in the pages of REST framework.
    """
    meant = {name: unless_null(check) for name, check in keywords.items()}
    return {**meant, "oneOf": meant["anyOf"], "writeOnly": _write_only}


def _write_only(validator: Any, value: bool, instance: Any, schema: Mapping[str, Any]) -> Iterator[ValidationError]:
    if value:
        yield ValidationError("is write-only, but the response has it")
