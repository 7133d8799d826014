"""What fields of REST framework write, if drf-spectacular publishes something else.

The output of a serializer is not an error of the view.
"""

from __future__ import annotations

import datetime
import re
from typing import Any

from django.conf import settings
from django.core.validators import FileExtensionValidator, RegexValidator
from drf_spectacular.drainage import get_override
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from drf_spectacular.plumbing import (
    UnableToProceedError,
    get_type_hints,
    is_field,
    is_serializer,
    resolve_type_hint,
)
from jsonschema import FormatChecker
from rest_framework import ISO_8601, serializers
from rest_framework.settings import api_settings

from ..openapi.json_schema import FORMATS

Schema = dict[str, Any]

NAIVE_DATE_TIME = "naive-date-time"
"""Our name for the format of a date and time that may be without an offset."""

_OR_NULL = {"x-nullable": True}
"""As ``nullable``, but nothing that drf-spectacular works with."""

_ANY_TEXT = ""
"""A pattern that every text matches. drf-spectacular does not add a pattern if there is one."""

_DATE_TIME = re.compile(
    r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(?P<offset>[Zz]|[+-]\d\d:\d\d(:\d\d(\.\d+)?)?)?"
)
"""RFC 3339, and offsets with seconds: those of the times before time zones."""


def as_written(field: Any, schema: Schema) -> Schema:
    """Return *schema*, which drf-spectacular generated for *field*, adapted to what the field writes."""
    if _is_guessed(field):
        schema = _without(schema, "type")
    schema = _as_its_kind_writes(field, schema)
    if field.default is None or (_is_single_choice(field) and field.allow_null):
        return {"anyOf": [schema], **_OR_NULL} if "$ref" in schema else {**schema, **_OR_NULL}
    return schema


def _as_its_kind_writes(field: Any, schema: Schema) -> Schema:
    if isinstance(field, serializers.DateTimeField):
        return _date_time(field, schema)
    if isinstance(field, serializers.DateField):
        return schema if _is_iso(getattr(field, "format", api_settings.DATE_FORMAT)) else _without(schema, "format")
    if isinstance(field, serializers.UUIDField):
        return _uuid(field, schema)
    if isinstance(field, serializers.DecimalField) and field.localize:
        return _without(schema, "pattern")  # the separator depends on the language of the request
    if isinstance(field, serializers.IntegerField) and schema.get("format") == "int64":
        return _without(schema, "format")  # it means that 32 bits are too few, not that 64 are enough
    if isinstance(field, serializers.FileField) and not field.required:
        return {**schema, **_OR_NULL}
    if isinstance(field, (serializers.ListField, serializers.DictField)) and getattr(field.child, "allow_null", False):
        return _with_null_items(schema)
    return schema


def is_hinted(method: Any) -> bool:
    """Whether *method* has a return type. Otherwise drf-spectacular assumes a string, and prints a warning."""
    hint = get_override(method, "field") or get_type_hints(method).get("return")
    if isinstance(hint, dict) or is_serializer(hint) or is_field(hint):
        return True
    try:
        resolve_type_hint(hint)
    except UnableToProceedError:
        return False
    return True


def meta_as_written(field: Any, meta: Schema) -> Schema:
    """Return *meta*, which drf-spectacular will add to the schema of *field*.

    In OpenAPI 3.1, it cannot add ``nullable`` to choices of several types.
    """
    return _without(meta, "nullable") if _is_single_choice(field) else meta


def as_stored(model_field: Any, schema: Schema) -> Schema:
    """Return *schema*, which drf-spectacular has made of *model_field*, for its value as the model has it.

    Relations and read-only fields write it so, and the renderer makes numbers of decimals.
    """
    if schema.get("format") == "decimal":
        schema = {**_without(schema, "format", "pattern"), "type": "number"}
    return {**schema, **_OR_NULL} if getattr(model_field, "null", False) else schema


def keep_pattern_out(field: Any, schema: Schema) -> None:
    """Prevent drf-spectacular from adding a pattern to *schema* that differs from the validators of *field*."""
    for validator in field.validators:
        is_other = isinstance(validator, RegexValidator) and (
            validator.inverse_match or re.compile(validator.regex).flags & ~re.UNICODE  # flags are not published
        )
        # The name of a file may be in upper case, and its address may go on after it.
        if is_other or isinstance(validator, FileExtensionValidator):
            schema.setdefault("pattern", _ANY_TEXT)


def checked_formats() -> FormatChecker:
    """Return the formats that are checked with the settings of the project.

    ``time`` is not checked: RFC 3339 requires an offset, which REST framework never writes.
    """
    formats = FormatChecker(formats=())
    formats.checkers = dict(FORMATS.checkers)
    formats.checks(NAIVE_DATE_TIME, raises=ValueError)(_is_date_time)
    formats.checks("date-time", raises=ValueError)(_is_aware_date_time if settings.USE_TZ else _is_date_time)
    return formats


def _is_guessed(field: Any) -> bool:
    """Whether drf-spectacular takes what *field* writes for a text, since it cannot know, and warns."""
    if OpenApiSerializerFieldExtension.get_match(field) is not None:
        return False
    if isinstance(field, serializers.ReadOnlyField):
        parent = field.parent.parent if isinstance(field.parent, serializers.ListSerializer) else field.parent
        return getattr(getattr(parent, "Meta", None), "model", None) is None
    known = next(kind for kind in type(field).__mro__ if kind.__module__.startswith("rest_framework."))
    return known in (serializers.Field, serializers.RelatedField)


def _is_single_choice(field: Any) -> bool:
    return isinstance(field, serializers.ChoiceField) and not isinstance(field, serializers.MultipleChoiceField)


def _date_time(field: serializers.DateTimeField, schema: Schema) -> Schema:
    output = getattr(field, "format", api_settings.DATETIME_FORMAT)
    if not _is_iso(output):
        return _without(schema, "format")
    zone = field.timezone if hasattr(field, "timezone") else field.default_timezone()
    is_naive = output is None or zone is None
    return {**schema, "format": NAIVE_DATE_TIME} if is_naive and schema.get("format") == "date-time" else schema


def _uuid(field: serializers.UUIDField, schema: Schema) -> Schema:
    if field.uuid_format == "hex_verbose":
        return schema
    return _without(schema, "format", *(["type"] if field.uuid_format == "int" else []))


def _with_null_items(schema: Schema) -> Schema:
    """Return *schema* with null for items: drf-spectacular forgets ``allow_null`` of a serializer in a list."""
    for keyword in ("items", "additionalProperties"):
        if isinstance(schema.get(keyword), dict):
            schema = {**schema, keyword: {"anyOf": [schema[keyword]], **_OR_NULL}}
    return schema


def _is_iso(output_format: str | None) -> bool:
    return output_format is None or output_format.lower() == ISO_8601


def _without(schema: Schema, *keywords: str) -> Schema:
    return {name: value for name, value in schema.items() if name not in keywords}


def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    return _DATE_TIME.fullmatch(value) is not None and bool(datetime.datetime.fromisoformat(value.upper()))


def _is_aware_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    found = _DATE_TIME.fullmatch(value)
    return found is not None and bool(found["offset"]) and _is_date_time(value)
