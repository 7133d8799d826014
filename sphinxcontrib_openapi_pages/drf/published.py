"""The schemas of responses that drf-spectacular publishes, and data held against them."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import ComponentRegistry, get_class
from drf_spectacular.settings import spectacular_settings
from jsonschema import FormatChecker
from jsonschema.exceptions import ValidationError, best_match
from jsonschema.validators import extend
from openapi_schema_validator import OAS30Validator, OAS31Validator
from rest_framework.renderers import JSONRenderer
from rest_framework.views import APIView

from .messages import shortened, without_value

MAX_FAULTS = 100
"""How many faults of one response are looked for."""

FORMATS = FormatChecker(("date", "date-time", "email", "ipv4", "ipv6", "uuid"))
"""Without ``time``: RFC 3339 wants an offset, which REST framework never writes."""


@dataclass(frozen=True)
class PublishedResponses:
    """What is published of the responses of a view for one method.

    https://spec.openapis.org/oas/v3.0.3#responses-object
    """

    responses: Mapping[str, Any]
    """Response Objects by status."""
    components: Mapping[str, Any]

    @classmethod
    def of(cls, view: Any, method: str, declared: Mapping[Any, Any]) -> PublishedResponses:
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
        return cls(responses, inspector.registry.build({}))

    def key(self, status: int) -> str | None:
        """Return the key under which *status* is published: itself, its range or the default; else None."""
        keys = (str(status), f"{status // 100}XX", "default")
        return next((key for key in keys if key in self.responses), None)

    def schema(self, key: str, media_type: object) -> dict[str, Any] | None:
        """Return the schema of a body, of the first media type if *media_type* is not published; None for no body."""
        content = self.responses[key].get("content")
        if not content:
            return None
        media = content[media_type] if media_type in content else next(iter(content.values()))
        schema: dict[str, Any] = media.get("schema", {})
        return schema

    def errors(self, schema: dict[str, Any], data: Any) -> dict[str, list[str]]:
        """Return what is wrong with *data*, as it is rendered: messages by JSONPath, of the first faults."""
        try:
            instance = json.loads(JSONRenderer().render(data))
        except (TypeError, ValueError) as error:
            return {"$": [shortened(f"cannot be rendered as JSON: {error}")]}
        kind = _Validator30 if spectacular_settings.OAS_VERSION.startswith("3.0") else _Validator31
        validator = kind({**schema, "components": self.components}, format_checker=FORMATS)
        messages: dict[str, list[str]] = {}
        for fault in map(best_match, ([fault] for fault in islice(validator.iter_errors(instance), MAX_FAULTS))):
            message = without_value(fault.message, fault.instance)
            messages.setdefault(shortened(fault.json_path), []).append(message)
        return messages


def _inspector(base: type, declared: Mapping[Any, Any]) -> Any:
    """Return an inspector of the class *base*, if that is one of drf-spectacular, for the *declared* responses.

    What it overrides and what is called of it is private in part: ``get_operation`` would describe parameters, filters
    and authentication too, for which a request need not have what they need.
    """

    class Inspector(base if issubclass(base, AutoSchema) else AutoSchema):  # type: ignore[misc]
        def get_response_serializers(self) -> Any:
            return copy.deepcopy(declared)  # since instances get the view, with its request, as context

        def _postprocess_serializer_schema(self, schema: Any, serializer: Any, direction: Any) -> Any:
            return schema  # with the write-only fields that COMPONENT_SPLIT_REQUEST takes out, to find them in data

    return Inspector()


def _required(validator: Any, names: list[str], instance: Any, schema: Mapping[str, Any]) -> Iterator[ValidationError]:
    if not validator.is_type(instance, "object"):
        return
    properties = schema.get("properties", {})
    for name in names:
        if name not in instance and not properties.get(name, {}).get("writeOnly"):
            yield ValidationError(f"{name!r} is a required property")


def _write_only(validator: Any, value: bool, instance: Any, schema: Mapping[str, Any]) -> Iterator[ValidationError]:
    if value:
        yield ValidationError("is write-only, but the response has it")


def _or_null(keyword: Any) -> Any:
    """Return *keyword* so that null fits where ``nullable`` stands beside it.

    By the letter it does so only in 3.0 and beside ``type``. But drf-spectacular writes it beside ``allOf`` for a
    nested serializer, and REST framework's pages have it in 3.1 too.
    """

    def check(validator: Any, value: Any, instance: Any, schema: Mapping[str, Any]) -> Iterator[ValidationError]:
        if not (instance is None and schema.get("nullable")):
            yield from keyword(validator, value, instance, schema)

    return check


def _for_responses(dialect: Any) -> Any:
    nullable = {name: _or_null(dialect.VALIDATORS[name]) for name in ("type", "enum", "allOf", "oneOf", "anyOf")}
    return extend(dialect, {**nullable, "required": _required, "writeOnly": _write_only})


_Validator30 = _for_responses(OAS30Validator)
_Validator31 = _for_responses(OAS31Validator)
