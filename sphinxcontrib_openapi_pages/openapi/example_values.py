"""Examples made from schemas, for where the document gives none: the same on every build, valid, readable."""

from __future__ import annotations

import math
import random
import re
from functools import lru_cache
from typing import Any

import rstr

from .direction import Direction
from .model import Schema
from .number_limits import number_limits
from .patterns import PatternError, matches

MAX_DEPTH = 6
"""How deep an example nests before optional parts are left out."""

MAX_NESTING = 50
"""How deep an example nests at all, even where every part is required."""

MAX_SIZE = 120
"""How many values an example has at most, where less depth means less."""

MAX_STEPS = 2000
"""How many schemas are looked at for one example before the rest is left out."""

MAX_TEXT = 1000
"""Longest text that is made, in characters."""

MAX_CHOICES = 20
"""How many alternatives of a ``oneOf`` or ``anyOf`` are tried."""

#: Texts for the formats of JSON Schema Validation §7.3 and of the OpenAPI format registry.
FORMATS = {
    "date-time": "2024-01-15T09:30:00Z",
    "date": "2024-01-15",
    "time": "09:30:00Z",
    "duration": "P1D",
    "email": "user@example.com",
    "idn-email": "user@example.com",
    "hostname": "example.com",
    "idn-hostname": "example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com",
    "url": "https://example.com",
    "iri": "https://example.com",
    "uri-reference": "/path",
    "iri-reference": "/path",
    "uri-template": "https://example.com/{id}",
    "uuid": "3fa85f64-5717-4562-b3fc-2c963f66afa6",
    "json-pointer": "/path",
    "relative-json-pointer": "0",
    "regex": "^[a-z]+$",
    "byte": "ZXhhbXBsZQ==",
    "binary": "<binary>",
    "password": "********",
}

MISSING = object()
"""No example can be made, as of a schema that nothing fits."""


def generate(
    schema: Schema, direction: Direction = Direction.REQUEST, *, required_only: bool = False, max_depth: int = MAX_DEPTH
) -> Any:
    """Return a JSON value that fits *schema*; ``None`` where there is none.

    *direction* leaves out read-only properties of a request and write-only ones of a response.
    *required_only* leaves out every property that is not required; those at more than *max_depth* levels are, too.
    """
    value: Any = MISSING
    for depth in range(1, max_depth + 1):
        generator = _Generator(direction, required_only, depth)
        deeper = generator.value(schema, ())
        if depth > 1 and _size(deeper) > MAX_SIZE:
            break
        value = deeper
        if not generator.has_left_out:
            break
    return None if value is MISSING else value


def _size(value: Any) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_size, parts))


class _Generator:
    def __init__(self, direction: Direction, required_only: bool, depth: int) -> None:
        self.direction = direction
        self.required_only = required_only
        self.depth = depth
        self.steps = 0
        self.has_left_out = False
        """Whether more depth would have meant more."""

    def value(self, schema: Schema, above: tuple[str, ...], hint: str = "") -> Any:
        """Return an example. *above* are the names of the schemas around it, *hint* is the name of its property."""
        data = schema.data
        self.steps += 1
        is_too_much = self.steps > MAX_STEPS or len(above) > MAX_NESTING
        if schema.is_impossible or schema.is_left_out or is_too_much:
            return MISSING
        if "const" in data:
            return data["const"]
        if data.get("enum"):
            return next((item for item in data["enum"] if item is not None and fits(item, schema)), data["enum"][0])
        for given in (*_given(data), data.get("default")):
            if given is not None and self._can_be_taken(given, schema) and fits(given, schema):
                return given
        if schema.alternatives:
            return self._further_choices(schema, self._choice(schema, above, hint), above)
        return self._of_type(schema, above, hint)

    @staticmethod
    def _can_be_taken(given: Any, schema: Schema) -> bool:
        """Return whether an example that the document gives has what is wanted here and no more."""
        if isinstance(given, list):
            return not any(isinstance(item, (dict, list)) for item in given)
        return not isinstance(given, dict) or not schema.properties

    def _of_type(self, schema: Schema, above: tuple[str, ...], hint: str) -> Any:
        kind = next(iter(schema.types), "")
        if not kind:
            kind = _implied_type(schema)
        if kind == "object":
            return self._object(schema, above)
        if kind == "array":
            return self._array(schema, above, hint)
        if kind in ("integer", "number"):
            return _number(schema.data, kind)
        if kind == "boolean":
            return True
        if kind == "string":
            return _text(schema.data, hint)
        return None

    def _choice(self, schema: Schema, above: tuple[str, ...], hint: str) -> Any:
        """Return an example of one alternative, with what the schema itself asks for."""
        fallback: Any = MISSING
        for part in schema.alternatives[:MAX_CHOICES]:
            if self._recurs(part, above):
                continue
            value = self.value(part, (*above, part.identity), hint)
            if value is MISSING:
                continue
            if schema.properties or schema.required:
                value = self._both(schema, value, above)
            if isinstance(value, dict) and schema.discriminator:
                names = schema.discriminator_values(part)
                value = {**value, schema.discriminator: names[0]} if names else value
            if not schema.types or _has_type(value, schema.types):
                fallback = value if fallback is MISSING else fallback
                others = [other for other in schema.alternatives[:MAX_CHOICES] if other is not part]
                if not schema.choices[0].is_exclusive or not any(fits(value, other) for other in others):
                    return value
        if fallback is MISSING and schema.is_nullable:
            return None
        return fallback if fallback is not MISSING else self._of_type(schema, above, hint)

    def _further_choices(self, schema: Schema, value: Any, above: tuple[str, ...]) -> Any:
        """Return *value*, an object, with what further choices of *schema* ask for."""
        for choice in schema.choices[1:]:
            part = next((part for part in choice.schemas if not self._recurs(part, above)), None)
            made = self.value(part, (*above, part.identity)) if part is not None else MISSING
            if isinstance(value, dict) and isinstance(made, dict):
                value = {**made, **value}
        return value

    def _both(self, schema: Schema, chosen: Any, above: tuple[str, ...]) -> Any:
        """Return an object of *schema* with what an alternative of it asks for."""
        own = self._object(schema, above)
        if not isinstance(chosen, dict):
            return own
        known = {name: self.value(schema.properties[name], above, name) for name in chosen if name in schema.properties}
        return {name: value for name, value in {**chosen, **known, **own}.items() if value is not MISSING}

    def _object(self, schema: Schema, above: tuple[str, ...]) -> Any:
        above = (*above, schema.identity)
        asked, left_out = _chosen_names(schema)
        required = [name for name in dict.fromkeys([*schema.required, *asked]) if name in schema.properties]
        optional = [name for name in schema.properties if name not in (*required, *left_out)]
        if optional and not self._takes_optional(above):
            optional = []
        result: dict[str, Any] = {}
        for name in [*required, *optional]:
            part = schema.properties[name]
            if self.direction.hides(part.data):
                continue
            if name in optional and (self._recurs(part, above) or part.is_deprecated):
                continue
            value = self._recursive(part) if self._recurs(part, above) else self.value(part, above, name)
            if value is not MISSING:
                result[name] = value
        name, value = schema.own_discriminator
        if name in result and fits(value, schema.properties[name]):
            result[name] = value
        for name in schema.required:
            if name not in schema.properties:
                result[name] = self._pattern_value(schema, name, above)
        self._fill(schema, result, above)
        return result

    def _takes_optional(self, above: tuple[str, ...]) -> bool:
        """Return whether an object has what it may have, beside what it must."""
        if self.required_only:
            return False
        self.has_left_out |= len(above) > self.depth
        return len(above) <= self.depth

    def _fill(self, schema: Schema, result: dict[str, Any], above: tuple[str, ...]) -> None:
        """Add properties that the schema does not name, where it wants some or has nothing else."""
        least = schema.data.get("minProperties") or 0
        others = schema.patterns.get("")
        wants_one = others is not None and not schema.properties and self._takes_optional(above)
        for number in range(1, max(int(least) - len(result), 1 if wants_one else 0) + 1):
            if others is not None and self._recurs(others, above) and len(result) >= least:
                return
            value = self.value(others, above) if others is not None else "text"
            if value is not MISSING:
                result[f"key{number}" if number > 1 else "key"] = value

    def _pattern_value(self, schema: Schema, name: str, above: tuple[str, ...]) -> Any:
        for pattern, part in schema.patterns.items():
            if (not pattern or _matches(pattern, name)) and not self._recurs(part, above):
                return self.value(part, above, name)
        return "text"

    def _array(self, schema: Schema, above: tuple[str, ...], hint: str) -> Any:
        data = schema.data
        least = int(data.get("minItems") or 0)
        above = (*above, schema.identity)
        first = [self._element(part, above) for part in schema.prefix_items]
        items = schema.items
        if items is None or data.get("maxItems") == 0:
            return first + ["text"] * (least - len(first))
        if self._recurs(items, above) and least <= len(first):
            return first
        count = max(least - len(first), 0 if first or (self.required_only and not least) else 1)
        made = [self.value(items, above, hint.removesuffix("s")) for _ in range(min(count, 100))]
        made = [value for value in made if value is not MISSING]
        if data.get("uniqueItems") and len(made) > 1:
            made = _distinct(made, items)
        return first + made

    def _element(self, part: Schema, above: tuple[str, ...]) -> Any:
        """Return an element that has to stand in its place, whether there is an example of it or not."""
        value = self._recursive(part) if self._recurs(part, above) else self.value(part, above)
        return None if value is MISSING else value

    @staticmethod
    def _recurs(part: Schema, above: tuple[str, ...]) -> bool:
        return bool(part.identity) and part.identity in above

    @staticmethod
    def _recursive(part: Schema) -> Any:
        """Return the smallest value that ends a recursion."""
        if part.is_nullable:
            return None
        return [] if part.types == ["array"] else {}


def _chosen_names(schema: Schema) -> tuple[list[str], set[str]]:
    """Return the properties that an object has to meet its requirements, and those that it must not have for them."""
    asked: list[str] = []
    left_out: set[str] = set()
    for requirements in schema.requirements:
        asked += requirements.groups[0][1]
        if requirements.is_exclusive:
            left_out |= {name for _, names in requirements.groups[1:] for name in names}
    return asked, left_out - {*asked, *schema.required}


def _given(data: Any) -> list[Any]:
    given = data.get("examples")
    return [*([data["example"]] if "example" in data else []), *(given if isinstance(given, list) else [])]


def _implied_type(schema: Schema) -> str:
    """Return the type that the other keywords of a schema without one are about."""
    for kind, keywords in (
        ("object", ("required", "minProperties", "patternProperties")),
        ("array", ("minItems", "maxItems", "uniqueItems", "prefixItems")),
        ("string", ("pattern", "minLength", "maxLength", "format")),
        ("number", ("minimum", "maximum", "multipleOf")),
    ):
        if any(schema.data.get(keyword) for keyword in keywords):
            return kind
    return "" if schema.is_nullable else "string"


def _number(data: Any, kind: str) -> Any:
    limits = number_limits(data)
    above, below = limits.more_than, limits.less_than
    floor, ceiling = limits.lowest, limits.highest
    step = data.get("multipleOf") or (1 if kind == "integer" else 0)
    value: Any = 1
    if floor is not None and value < floor:
        value = floor
    if ceiling is not None and value > ceiling:
        value = ceiling
    if step:
        value = math.ceil(value / step) * step
        if ceiling is not None and value > ceiling:
            value = math.floor(ceiling / step) * step
    if above is not None and value <= above:
        value = above + (step or (min(below - above, 2) / 2 if below is not None else 1))
    if below is not None and value >= below:
        value = below - (step or (min(below - above, 2) / 2 if above is not None else 1))
    return int(value) if kind == "integer" or value == int(value) else value


def _text(data: Any, hint: str) -> str:
    low, high = min(int(data.get("minLength") or 0), MAX_TEXT), data.get("maxLength")
    if data.get("pattern"):
        made = _from_pattern(data["pattern"], low, high)
        if made is not None:
            return made
    text = FORMATS.get(data.get("format", ""))
    if text is None:
        text = "https://example.com" if hint.endswith(("_url", "Url", "_uri")) or hint in ("url", "uri") else "text"
    if len(text) < low:
        text = (text * (low // len(text) + 1))[:low]
    return text[: int(high)] if high is not None else text


@lru_cache(maxsize=512)
def _from_pattern(pattern: str, low: int, high: int | None) -> str | None:
    """Return a text that matches *pattern* and has *low* to *high* characters, if one is found soon."""
    for simple in ("text", "example", "1", "a", "abc123", "ABC", "2024-01-15", "example.com", "https://example.com"):
        if low <= len(simple) <= (high if high is not None else 10**6) and _matches(pattern, simple):
            return simple
    maker = rstr.Rstr(random.Random(0))  # noqa: S311
    for limit in (1, 3, 8, 20, 60):
        for _ in range(20):
            try:
                made = maker.xeger(pattern) if limit == 60 else maker.xeger(_bounded(pattern, limit))
            except Exception:
                return None
            if (
                low <= len(made) <= (high if high is not None else 10**6)
                and _matches(pattern, made)
                and made.isprintable()
            ):
                return made
    return None


def _bounded(pattern: str, limit: int) -> str:
    """Return *pattern* with open repetitions bounded by *limit*, for short texts."""
    pattern = re.sub(r"(?<!\\)\{(\d+),(\d*)\}", lambda found: _repeated(found, limit), pattern)
    pattern = re.sub(r"(?<!\\)\*", f"{{0,{limit}}}", pattern)
    return re.sub(r"(?<!\\)\+", f"{{1,{limit}}}", pattern)


def _repeated(found: re.Match[str], limit: int) -> str:
    least = int(found[1])
    return f"{{{least},{min(int(found[2] or least + limit), least + limit)}}}"


def _matches(pattern: str, text: str) -> bool:
    try:
        return matches(pattern, text)
    except PatternError:
        return False


def _distinct(values: list[Any], schema: Schema) -> list[Any]:
    """Return *values*, all alike, made different from one another."""
    if schema.data.get("enum"):
        return list(schema.data["enum"][: len(values)])
    if all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return [value + number for number, value in enumerate(values)]
    if all(isinstance(value, str) for value in values):
        return [value if not number else f"{value}{number + 1}" for number, value in enumerate(values)]
    return values[:1]


# Whether a value fits: as much of JSON Schema as is needed to choose among examples

FORMAT_CHECKS = {
    "date-time": r"\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d",
    "date": r"\d{4}-\d\d-\d\d$",
    "uri": r"[A-Za-z][\w+.-]*:",
    "email": r".+@.+",
    "uuid": r"(?i)[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
}

TYPES = {
    "string": str,
    "integer": int,
    "number": (int, float),
    "boolean": bool,
    "array": list,
    "object": dict,
}


def _has_type(value: Any, types: list[str]) -> bool:
    for name in types:
        kind = TYPES.get(name)
        if kind is not None and isinstance(value, kind) and (name == "boolean" or not isinstance(value, bool)):  # type: ignore[arg-type]
            return True
        if name == "integer" and isinstance(value, float) and value.is_integer():
            return True
    return False


def fits(value: Any, schema: Schema, depth: int = 0) -> bool:
    """Return whether *value* seems to fit *schema*: types, enumerations, limits, required properties."""
    data = schema.data
    if value is None:
        return schema.is_nullable or not schema.types
    if schema.types and not _has_type(value, schema.types):
        return False
    if (data.get("enum") and value not in data["enum"]) or ("const" in data and value != data["const"]):
        return False
    if isinstance(value, str):
        return _fits_text(value, data)
    if isinstance(value, (int, float)):
        return isinstance(value, bool) or _number_fits(value, data)
    if depth > MAX_DEPTH:
        return True
    if isinstance(value, list):
        items = schema.items
        return items is None or all(fits(item, items, depth + 1) for item in value)
    return _object_fits(value, schema, depth)


def _object_fits(value: dict[str, Any], schema: Schema, depth: int) -> bool:
    if any(name not in value for name in schema.required):
        return False
    if schema.is_closed and not schema.patterns and any(name not in schema.properties for name in value):
        return False
    # Choices within choices multiply: of those, only few levels are looked at.
    if schema.alternatives and not any(fits(value, part, depth + 3) for part in schema.alternatives[:MAX_CHOICES]):
        return False
    known = [(item, schema.properties[name]) for name, item in value.items() if name in schema.properties]
    return all(fits(item, part, depth + 1) for item, part in known)


def _fits_text(value: str, data: Any) -> bool:
    if len(value) < (data.get("minLength") or 0) or len(value) > (data.get("maxLength", len(value))):
        return False
    if data.get("pattern") and not _matches(data["pattern"], value):
        return False
    check = FORMAT_CHECKS.get(data.get("format", ""))
    return check is None or re.match(check, value) is not None


def _number_fits(value: float, data: Any) -> bool:
    step = data.get("multipleOf")
    return number_limits(data).permit(value) and (not step or abs(value / step - round(value / step)) < 1e-9)
