"""JSON Schema as each version of OpenAPI has it: whether a value fits a schema of a bundled document.

OpenAPI 2.0 and 3.0 have a dialect of their own, near draft 4 (https://spec.openapis.org/oas/v3.0.3.html#schema-object);
3.1 and later have draft 2020-12 or the one that ``jsonSchemaDialect`` names. What hinders no reader is let pass in all
of them: types and patterns that are not known here, and formats that cannot be told for sure.
"""

from __future__ import annotations

import datetime
import json
import re
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import attrs
from jsonschema import Draft4Validator, Draft202012Validator, FormatChecker, ValidationError, validators
from jsonschema.exceptions import UndefinedTypeCheck, UnknownType, best_match
from jsonschema.protocols import Validator
from referencing.exceptions import Unresolvable

from .direction import Direction
from .patterns import PatternError, matches
from .references import PointerError, followed, is_reference, reference_to

Keyword = Callable[[Any, Any, Any, Any], "Iterator[ValidationError] | None"]
Keywords = dict[str, Keyword]

MAX_REASON = 200
"""Longest reason in characters: messages quote values, which may be whole documents."""

MAX_STEPS = 20_000
"""How many schemas a value is compared with, beside :data:`STEPS_PER_VALUE` for each value in it."""

STEPS_PER_VALUE = 100

MAX_STEPS_OF_CANDIDATE = 2_000
"""As :data:`MAX_STEPS`, for values of which there are many to choose among."""

MAX_TOO_LONG = 5
"""How many of those may take too long before no more are compared."""

MAX_SECONDS = 5
"""How long texts are held against the patterns of one document, all together."""


class TooManyStepsError(Exception):
    """Whether a value fits its schema takes too long to tell: the alternatives multiply."""


#: What hinders an answer: of a schema that refers to itself and nothing else, or has a number beyond all bounds.
_UNKNOWN = (RecursionError, UnknownType, UndefinedTypeCheck, Unresolvable, PointerError, ArithmeticError)


@dataclass(frozen=True)
class Misfit:
    """A part of a value that does not match its schema."""

    path: str
    """JSONPath of the part."""
    reason: str


class Dialect:
    """The schemas of the bundled *document*, of OpenAPI 2.0 or 3, or of a part of one.

    :param reading: what to make of the keywords, by name, where the document's author does not mean them by the letter.
    :param formats: the formats that are checked.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        *,
        reading: Callable[[Keywords], Keywords] | None = None,
        formats: FormatChecker | None = None,
    ) -> None:
        self.document = document
        self._reading = reading
        self._formats = FORMATS if formats is None else formats
        self.unchecked: dict[str, str] = {}
        """Patterns that are not checked, and why."""
        self._validators: dict[Direction, Any] = {}
        self._too_long = 0
        self.steps = 0
        """How many schemas candidates have been compared with."""

    def misfit(self, value: Any, pointer: str, direction: Direction) -> str:
        """Return why *value* does not fit the schema at the JSON pointer *pointer*; nothing if it does.

        Nothing too where that cannot be told, as with a type that is not known here.
        Raises :exc:`TooManyStepsError`.
        """
        validator = self._validator({"$ref": reference_to(pointer)}, value, direction, MAX_STEPS)
        try:
            error = best_match(validator.iter_errors(value))
        except _UNKNOWN:
            return ""
        return _reason(error) if error is not None else ""

    def misfits(self, value: Any, schema: Any, direction: Direction) -> Iterator[Misfit]:
        """Yield the parts of *value* that do not fit *schema*, which may refer into the document.

        No more where that cannot be told. Raises :exc:`TooManyStepsError`.
        """
        try:
            for error in self._validator(schema, value, direction, MAX_STEPS).iter_errors(value):
                deepest = best_match([error])
                yield Misfit(deepest.json_path, _message(deepest))
        except _UNKNOWN:
            return

    def fits(self, value: Any, schema: Any, direction: Direction) -> bool:
        """Return whether *value* fits *schema*, which stands in the document; not where that cannot be told."""
        if self._too_long > MAX_TOO_LONG:
            return False
        validator = self._validator(schema, value, direction, MAX_STEPS_OF_CANDIDATE)
        before = validator.format_checker.steps_left
        try:
            return bool(validator.is_valid(value))
        except TooManyStepsError:
            self._too_long += 1
        except _UNKNOWN:
            pass
        finally:
            self.steps += before - validator.format_checker.steps_left
        return False

    def _validator(self, schema: Any, value: Any, direction: Direction, steps: int) -> Any:
        if direction not in self._validators:
            kind = _validator_class(*_base(self.document), direction, self._reading)
            # Identifiers in schemas are none here: the bundler has made every reference one into this document.
            context = _Context(self.document, self._formats, self.unchecked)
            self._validators[direction] = kind(self.document, format_checker=context)
        validator = self._validators[direction]
        validator.format_checker.steps_left = steps + STEPS_PER_VALUE * _value_count(value)
        return validator.evolve(schema=schema)


class _Context(FormatChecker):
    """What keywords need to know of the document. Validators hand it on to one another as what checks formats.

    So their classes, which take long to make, are the same for all documents.
    """

    def __init__(self, document: Mapping[str, Any], formats: FormatChecker, unchecked: dict[str, str]) -> None:
        super().__init__(formats=())
        self.checkers = formats.checkers
        self.document = document
        self.unchecked = unchecked
        self.steps_left = MAX_STEPS
        self._seconds = 0.0
        self._targets: dict[str, Any] = {}
        self._comparisons: set[tuple[str, int]] = set()
        self._enums: dict[int, tuple[set[Any], list[Any]]] = {}
        """Long lists by id, each held so that no other gets its id."""

    def count_step(self) -> None:
        """Count a comparison of a value with a schema."""
        self.steps_left -= 1
        if self.steps_left < 0:
            raise TooManyStepsError

    def target(self, reference: str, validator: Any) -> Any:
        """Return the validator of what *reference* leads to, made once; of anything, if that is nowhere."""
        self.count_step()
        if reference not in self._targets:
            try:
                schema = followed(self.document, reference) if reference.startswith("#") else True
            except PointerError:
                schema = True
            self._targets[reference] = validator.evolve(schema=schema)
        return self._targets[reference]

    @contextmanager
    def following(self, reference: str, value: Any) -> Iterator[None]:
        """Hold *value* against what *reference* leads to.

        Raises :exc:`RecursionError` where that leads back to itself with the same value, before a thousand calls do.
        """
        comparison = reference, id(value)
        if comparison in self._comparisons:
            raise RecursionError(f"{reference} leads back to itself")
        self._comparisons.add(comparison)
        try:
            yield
        finally:
            self._comparisons.discard(comparison)

    def is_among(self, value: Any, values: list[Any]) -> bool:
        """Return whether *value* is one of *values*, found as fast in long lists as in short ones."""
        if id(values) not in self._enums:
            self._enums[id(values)] = set(map(_comparable, values)), values
        return _comparable(value) in self._enums[id(values)][0]

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
                schema = followed(self.document, schema["$ref"])
            except PointerError:
                return False
        return False

    def matches(self, pattern: str, text: str) -> bool | None:
        """Return whether *pattern* is found in *text*; ``None`` where that cannot be told."""
        if pattern in self.unchecked:
            return None
        if self._seconds > MAX_SECONDS:
            self.unchecked[pattern] = "earlier patterns took too long"
            return None
        started = time.monotonic()
        try:
            return matches(pattern, text)
        except PatternError as error:
            self.unchecked[pattern] = str(error)
            return None
        finally:
            self._seconds += time.monotonic() - started


def _base(document: Mapping[str, Any]) -> tuple[type[Validator], bool]:
    """Return the validator of the document's dialect, and whether the dialect has ``nullable``."""
    if "swagger" in document or str(document.get("openapi")).startswith("3.0"):
        return Draft4Validator, True
    dialect = {"$schema": document.get("jsonSchemaDialect", "")}
    return validators.validator_for(dialect, default=Draft202012Validator), False


@lru_cache(maxsize=32)
def _validator_class(
    base: Any, has_nullable: bool, direction: Direction, reading: Callable[[Keywords], Keywords] | None
) -> Any:
    theirs = {name: check for name, check in base.VALIDATORS.items() if name != "$dynamicRef"}
    keywords: Keywords = {
        **theirs,
        "$ref": _reference,
        "required": _required(direction),
        "enum": _enum,
        "uniqueItems": _unique_items,
        "type": _type,
        "multipleOf": _multiple_of,
        "oneOf": _one_of(base.VALIDATORS["oneOf"], base.VALIDATORS["anyOf"]),
        "pattern": _pattern,
        "patternProperties": _pattern_properties,
    }
    for name, find in (("additionalProperties", _listed), ("unevaluatedProperties", _evaluated)):
        if name in theirs:
            keywords[name] = _properties_beside(theirs[name], find)
    if has_nullable:
        # The bundler writes the tuples of draft 4 as draft 2020-12 does.
        keywords |= {name: Draft202012Validator.VALIDATORS[name] for name in ("items", "prefixItems")}
        keywords = {name: unless_null(check) for name, check in keywords.items()}
    if reading is not None:
        keywords = reading(keywords)
    create: Any = validators.create  # its stubs know no schemas that are not objects
    kind = create(
        meta_schema={},
        validators=keywords,
        type_checker=Draft202012Validator.TYPE_CHECKER,
        id_of=_no_id,
        applicable_validators=_ignoring_siblings if has_nullable else _all_keywords,
    )
    kind.evolve = _evolved
    return kind


def _evolved(validator: Any, **changes: Any) -> Any:
    """Return *validator* with *changes*: what jsonschema does in each step, and we count.

    Its own way takes the validator that a "$schema" in the schema names, which does not know our keywords.
    """
    validator.format_checker.count_step()
    return attrs.evolve(validator, **changes)


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
        with validator.format_checker.following(value, instance):
            yield from validator.format_checker.target(value, validator).iter_errors(instance)


def _required(direction: Direction) -> Keyword:
    def required(validator: Any, names: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if isinstance(instance, dict) and isinstance(names, list):
            properties = schema.get("properties", {})
            for name in names:
                if name not in instance and not validator.format_checker.is_hidden(properties.get(name), direction):
                    yield ValidationError(f"{name!r} is required")

    return required


def _one_of(check: Keyword, check_any: Keyword) -> Keyword:
    """Return *check*, which lets a value fit several alternatives where a discriminator tells them apart."""

    def checked(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError] | None:
        return (check_any if "discriminator" in schema else check)(validator, value, instance, schema)

    return checked


def unless_null(check: Keyword) -> Keyword:
    """Return *check* that lets ``null`` pass where the schema says so.

    By the letter of 3.0.3, ``nullable`` only changes the ``type`` beside it. Generators write it beside ``allOf``,
    ``$ref`` and ``enum`` too, and mean the same.
    """

    def checked(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if instance is None and (schema.get("nullable") is True or schema.get("x-nullable") is True):
            return
        yield from check(validator, value, instance, schema) or ()

    return checked


def _enum(validator: Any, values: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(values, list) and not validator.format_checker.is_among(instance, values):
        yield ValidationError(f"{instance!r} is not one of {values[:MAX_REASON]!r}")


def _unique_items(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Check in one go: jsonschema compares every object with every other."""
    if value is True and isinstance(instance, list) and len(set(map(_comparable, instance))) < len(instance):
        yield ValidationError(f"{_shown(instance)} has non-unique elements")


def _comparable(value: Any) -> Any:
    """Return what is equal for the JSON values that are equal, such as 1 and 1.0, but not 1 and true."""
    if isinstance(value, dict):
        return "object", frozenset((key, _comparable(item)) for key, item in value.items())
    if isinstance(value, list):
        return "array", tuple(map(_comparable, value))
    return ("boolean", value) if isinstance(value, bool) else ("value", value)


def _type(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    names = [value] if isinstance(value, str) else value
    if not any(_is_of_type(validator, instance, name) for name in names):
        yield ValidationError(f"{_shown(instance)} is not of type {' or '.join(names)}")


def _is_of_type(validator: Any, instance: Any, name: str) -> bool:
    try:
        return bool(validator.is_type(instance, name))
    except UnknownType:
        return True


def _multiple_of(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Check in the decimals that the author wrote: 19.99 is a multiple of 0.01."""
    if validator.is_type(instance, "number") and value and Fraction(str(instance)) % Fraction(str(value)):
        yield ValidationError(f"{instance} is not a multiple of {value}")


# Keywords with patterns, which jsonschema matches without a limit


def _pattern(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and validator.format_checker.matches(value, instance) is False:
        yield ValidationError(f"{_shown(instance)} does not match {value!r}")


def _pattern_properties(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for pattern, part in value.items():
            for name, item in instance.items():
                if validator.format_checker.matches(pattern, name):
                    yield from validator.descend(item, part, path=name, schema_path=pattern)


def _properties_beside(base: Keyword, find: Callable[[Any, Any, Any], Iterable[str]]) -> Keyword:
    """Return the keyword *base*, for properties beside those that *find* finds."""

    def check(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
        if isinstance(instance, dict):
            listed = {"properties": dict.fromkeys(find(validator, instance, schema))}
            yield from base(validator, value, instance, listed) or ()

    return check


def _listed(validator: Any, instance: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[str]:
    """Yield the properties of *instance* that ``properties`` and ``patternProperties`` have, or may have."""
    properties, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for name in instance:
        if name in properties or any(
            validator.format_checker.matches(pattern, name) is not False for pattern in patterns
        ):
            yield name


def _evaluated(validator: Any, instance: Mapping[str, Any], schema: Any) -> Iterator[str]:
    """Yield the properties of *instance* that keywords of *schema* apply to (JSON Schema 2020-12 §11.3)."""
    if not isinstance(schema, dict):
        return
    yield from _listed(validator, instance, schema)
    for keyword in ("additionalProperties", "unevaluatedProperties"):
        if keyword in schema:
            rest = validator.evolve(schema=schema[keyword])
            yield from (name for name, value in instance.items() if rest.is_valid(value))
    for part in _applied(validator, instance, schema):
        yield from _evaluated(validator, instance, part)


def _applied(validator: Any, instance: Mapping[str, Any], schema: Mapping[str, Any]) -> Iterator[Any]:
    """Yield the schemas that *schema* applies to *instance* as a whole."""

    def fits(part: Any) -> bool:
        return bool(validator.evolve(schema=part).is_valid(instance))

    if is_reference(schema):
        yield validator.format_checker.target(schema["$ref"], validator).schema
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from filter(fits, schema.get(keyword, ()))
    yield from (part for name, part in schema.get("dependentSchemas", {}).items() if name in instance)
    if "if" in schema and fits(schema["if"]):
        yield schema["if"]
        yield schema.get("then")
    elif "if" in schema:
        yield schema.get("else")


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
    message = _message(error)
    path = "".join(f"/{token}" for token in error.absolute_path)
    return " ".join((f"at {path}: {message}" if path else message).split())


def _message(error: Any) -> str:
    """Return why a part of a value does not fit."""
    message: str = error.message
    quoted = repr(error.instance)
    if error.validator == "oneOf" and not error.context:
        message = f"{_shown(error.instance)} fits more than one of the alternatives"
    elif error.validator in ("oneOf", "anyOf"):
        message = f"{_shown(error.instance)} fits none of the {len(error.validator_value)} alternatives"
    elif error.validator in ("items", "unevaluatedItems"):  # quotes the items in the middle of the message
        message = f"{_shown(error.instance)} has more items than its schema describes"
    elif message.startswith(quoted):
        message = _shown(error.instance) + message.removeprefix(quoted)
    return message if len(message) <= MAX_REASON else message[: MAX_REASON - 1] + "…"


def _value_count(value: Any) -> int:
    """Return how many values *value* holds."""
    count, todo = 0, [value]
    while todo:
        part = todo.pop()
        count += 1
        todo.extend(part.values() if isinstance(part, dict) else part if isinstance(part, list) else ())
    return count


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= MAX_REASON // 3 else text[: MAX_REASON // 3] + "…"
