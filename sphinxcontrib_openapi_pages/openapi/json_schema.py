"""JSON Schema as each version of OpenAPI has it: whether a value fits a schema of a bundled document.

OpenAPI 2.0 and 3.0 have a dialect of their own, near draft 4 (https://spec.openapis.org/oas/v3.0.3.html#schema-object);
3.1 and later have draft 2020-12 or the one that ``jsonSchemaDialect`` names. What hinders no reader is let pass in all
of them: types and patterns that are not known here, and formats that cannot be told for sure.
"""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker, ValidationError, validators
from jsonschema.exceptions import UndefinedTypeCheck, UnknownType, best_match
from jsonschema.protocols import Validator
from referencing.exceptions import Unresolvable

from .direction import Direction
from .references import PointerError, is_reference, lookup

Keyword = Callable[[Any, Any, Any, Any], "Iterator[ValidationError] | None"]

MAX_REASON = 200
"""Longest reason in characters: messages quote values, which may be whole documents."""

MAX_REFERENCES = 20_000
"""How many references are followed for one value: alternatives of alternatives multiply."""


class _TooMuchError(Exception):
    """More than :data:`MAX_REFERENCES` would have to be followed."""


#: What hinders an answer: of a schema that refers to itself and nothing else, or has a number beyond all bounds.
_UNKNOWN = (re.error, RecursionError, UnknownType, UndefinedTypeCheck, Unresolvable, ArithmeticError, _TooMuchError)


class Dialect:
    """The schemas of the bundled *document*, of OpenAPI 2.0 or 3, or of a part of one."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self.document = document
        self._validators: dict[Direction, Any] = {}

    def misfit(self, value: Any, pointer: str, direction: Direction) -> str:
        """Return why *value* does not fit the schema at the JSON pointer *pointer*; nothing if it does.

        Nothing too where that cannot be told, as with a pattern that Python does not know.
        """
        validator = self._validator({"$ref": f"#{pointer}"}, direction)
        try:
            error = best_match(validator.iter_errors(value))
        except _UNKNOWN:
            return ""
        return _reason(error) if error is not None else ""

    def fits(self, value: Any, schema: Any, direction: Direction) -> bool:
        """Return whether *value* fits *schema*, which stands in the document; not where that cannot be told."""
        try:
            return bool(self._validator(schema, direction).is_valid(value))
        except _UNKNOWN:
            return False

    def _validator(self, schema: Any, direction: Direction) -> Any:
        if direction not in self._validators:
            kind = _validator_class(*_base(self.document), direction)
            # Identifiers in schemas are none here: the bundler has made every reference one into this document.
            self._validators[direction] = kind(self.document, format_checker=_Context(self.document))
        validator = self._validators[direction]
        validator.format_checker.left = MAX_REFERENCES
        return validator.evolve(schema=schema)


class _Context(FormatChecker):
    """What keywords need to know of the document. Validators hand it on to one another as what checks formats."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        super().__init__(formats=())
        self.checkers = FORMATS.checkers
        self.document = document
        self.left = MAX_REFERENCES
        """How many references may still be followed."""
        self._known: dict[str, Any] = {}

    def target(self, reference: str, validator: Any) -> Any:
        """Return the validator of what *reference* leads to, made once; ``None`` if that is nowhere."""
        self.left -= 1
        if self.left < 0:
            raise _TooMuchError
        if reference not in self._known:
            try:
                schema = lookup(self.document, reference[1:]) if reference.startswith("#") else True
            except PointerError:
                schema = True
            self._known[reference] = validator.evolve(schema=schema)
        return self._known[reference]

    def is_hidden(self, schema: Any, direction: Direction) -> bool:
        """Return whether values that go in *direction* need not have the property *schema*."""
        for _ in range(10):
            if not isinstance(schema, dict):
                return False
            if any(schema.get(keyword) is True for keyword in direction.value):
                return True
            parts = schema.get("allOf", [])
            schema = schema if is_reference(schema) or len(parts) != 1 else parts[0]
            if not is_reference(schema):
                return False
            try:
                schema = lookup(self.document, schema["$ref"].removeprefix("#"))
            except PointerError:
                return False
        return False


def _base(document: Mapping[str, Any]) -> tuple[type[Validator], bool]:
    """Return the validator of the document's dialect, and whether the dialect has ``nullable``."""
    if "swagger" in document or str(document.get("openapi")).startswith("3.0"):
        return Draft4Validator, True
    dialect = {"$schema": document.get("jsonSchemaDialect", "")}
    return validators.validator_for(dialect, default=Draft202012Validator), False


@lru_cache(maxsize=32)
def _validator_class(base: Any, has_nullable: bool, direction: Direction) -> Any:
    keywords = {
        **{name: check for name, check in base.VALIDATORS.items() if name != "$dynamicRef"},
        "$ref": _reference,
        "required": _required(direction),
        "type": _type,
        "pattern": _pattern,
        "multipleOf": _multiple_of,
        "oneOf": _one_of(base.VALIDATORS["oneOf"], base.VALIDATORS["anyOf"]),
    }
    if has_nullable:
        keywords = {name: _unless_null(check) for name, check in keywords.items()}
    create: Any = validators.create  # its stubs know no schemas that are not objects
    kind = create(
        meta_schema={},
        validators=keywords,
        type_checker=Draft202012Validator.TYPE_CHECKER,
        id_of=_no_id,
        applicable_validators=_ignoring_siblings if has_nullable else _all_keywords,
    )
    kind.evolve = attrs.evolve  # its own takes the validator that "$schema" names, which does not know our keywords
    return kind


# Keywords


def _no_id(schema: Any) -> None:
    """Return no identifier."""


def _all_keywords(schema: Mapping[str, Any]) -> Any:
    return schema.items()


def _ignoring_siblings(schema: Mapping[str, Any]) -> Any:
    """Return the keywords of *schema* that count: beside a ``$ref``, no other (Reference Object, 3.0)."""
    return [("$ref", schema["$ref"])] if is_reference(schema) else schema.items()


def _reference(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(value, str):
        yield from validator.format_checker.target(value, validator).iter_errors(instance)


def _required(direction: Direction) -> Keyword:
    def required(validator: Any, names: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if isinstance(instance, dict) and isinstance(names, list):
            properties = schema.get("properties", {})
            for name in names:
                if name not in instance and not validator.format_checker.is_hidden(properties.get(name), direction):
                    yield ValidationError(f"{name!r} is required")

    return required


def _unless_null(check: Keyword) -> Keyword:
    """Return *check* that lets ``null`` pass where the schema says so.

    By the letter of 3.0.3, ``nullable`` only changes the ``type`` beside it. Generators write it beside ``allOf``,
    ``$ref`` and ``enum`` too, and mean the same.
    """

    def checked(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if instance is None and (schema.get("nullable") is True or schema.get("x-nullable") is True):
            return
        yield from check(validator, value, instance, schema) or ()

    return checked


def _type(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    names = [value] if isinstance(value, str) else value
    if not any(_is_of_type(validator, instance, name) for name in names):
        yield ValidationError(f"{_shown(instance)} is not of type {' or '.join(names)}")


def _is_of_type(validator: Any, instance: Any, name: str) -> bool:
    try:
        return bool(validator.is_type(instance, name))
    except UnknownType:
        return True


def _pattern(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    try:
        if isinstance(instance, str) and not re.search(value, instance):
            yield ValidationError(f"{_shown(instance)} does not match {value!r}")
    except re.error:  # ECMA-262 knows more than Python, such as \p{L}
        return


def _one_of(check: Keyword, check_any: Keyword) -> Keyword:
    """Return *check*, which lets a value fit several alternatives where a discriminator tells them apart."""

    def checked(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError] | None:
        return (check_any if "discriminator" in schema else check)(validator, value, instance, schema)

    return checked


def _multiple_of(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Check in the decimals that the author wrote: 19.99 is a multiple of 0.01."""
    if validator.is_type(instance, "number") and value and Fraction(str(instance)) % Fraction(str(value)):
        yield ValidationError(f"{instance} is not a multiple of {value}")


# Formats

FORMATS = FormatChecker(formats=("date", "email", "ipv4", "ipv6", "uuid"))
"""Checks of those formats that can be told for sure, with nothing beside Python."""

_DATE_TIME = re.compile(r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


@FORMATS.checks("date-time", raises=ValueError)
def _is_date_time(value: object) -> bool:
    if not isinstance(value, str):
        return True
    if _DATE_TIME.fullmatch(value) is None:
        return False
    # The 60th second of a leap second is right, but not known to Python.
    datetime.datetime.fromisoformat(re.sub(r":60(?=[.Zz+-])", ":59", value).upper())
    return True


@FORMATS.checks("int32")
def _is_int32(value: object) -> bool:
    return not isinstance(value, int) or -(2**31) <= value < 2**31


@FORMATS.checks("int64")
def _is_int64(value: object) -> bool:
    return not isinstance(value, int) or -(2**63) <= value < 2**63


# Words


def _reason(error: Any) -> str:
    """Return why a value does not fit, and which part of it."""
    message = error.message
    quoted = repr(error.instance)
    if error.validator == "oneOf" and not error.context:
        message = f"{_shown(error.instance)} fits more than one of the alternatives"
    elif error.validator in ("oneOf", "anyOf"):
        message = f"{_shown(error.instance)} fits none of the {len(error.validator_value)} alternatives"
    elif message.startswith(quoted):
        message = _shown(error.instance) + message.removeprefix(quoted)
    if len(message) > MAX_REASON:
        message = message[: MAX_REASON - 1] + "…"
    path = "".join(f"/{token}" for token in error.absolute_path)
    return " ".join((f"at {path}: {message}" if path else message).split())


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_REASON // 3 else text[: MAX_REASON // 3] + "…"
