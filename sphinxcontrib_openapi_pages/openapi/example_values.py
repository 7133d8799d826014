"""Examples made from schemas, for where the document gives none: the same on every build, valid, readable.

Of each schema there are candidates, the best first: what the author gives, then what is made. The first ones are put
together, and the whole is held against its schema. Only if it does not fit, every part is held against its own, and
the next candidates are tried.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain, count, islice, product
from typing import Any

from .direction import Direction
from .example_numbers import numbers
from .example_texts import WORDS, fits_pattern, texts
from .schema import Schema

MAX_DEPTH = 6
"""How deep an example nests before optional parts are left out."""

MAX_NESTING = 50
"""How deep an example nests at all, even where every part is required."""

MAX_SIZE = 120
"""How many values an example has at most, where less depth means less."""

MAX_SMALL = 30
"""How many values an example has at most, where it need not have more than what is required."""

MAX_STEPS = 2000
"""How many schemas are looked at for one example before the rest is left out."""

MAX_CAREFUL_STEPS = 600
"""As :data:`MAX_STEPS`, where every part is held against its schema as well."""

MAX_COMPARISONS = 20_000
"""With how many schemas candidates of one example are compared: each of them with up to 2,000."""

STEPS_PER_VALUE = 3
"""How many schemas are looked at for one value of an example, about."""

MAX_ITEMS = 100
"""Longest list that is made."""

MAX_VALUES = 2000
"""How many values the copies of one item have together: lists are shorter than asked, where each has many."""

MAX_CHOICES = 20
"""How many alternatives of a ``oneOf`` or ``anyOf`` are tried."""

MAX_CANDIDATES = 60
"""How many candidates of one schema are tried."""

FEW = 3
"""How many fields an object has of those that it may have, where it must have none and should say little."""

MAX_GROWN = 40
"""How many optional fields are tried one by one."""

KINDS = ("string", "integer", "object", "array", "boolean", "number")
"""The types of values, in the order in which they are tried where a schema permits them all."""

MISSING = object()
"""No example can be made, as of a schema that nothing fits."""


def generate(
    schema: Schema,
    direction: Direction = Direction.REQUEST,
    *,
    required_only: bool = False,
    max_depth: int = MAX_DEPTH,
    choice: Schema | None = None,
) -> Any:
    """Return a JSON value that fits *schema*; :data:`MISSING` where none is found.

    *direction* leaves out read-only properties of a request and write-only ones of a response.
    *required_only* leaves out properties that are not required, of objects that have others; those at more than
    *max_depth* levels are, too. *choice* is that of the alternatives of *schema* which is wanted.
    """
    made: Any = MISSING
    depth = 1
    most = schema.comparisons + MAX_COMPARISONS
    for level in range(1, max_depth + 1):
        maker = _Maker(direction, required_only, level)
        deeper = maker.best(schema, choice, schema)
        is_large = maker.steps > maker.most_steps or _size(deeper) > (MAX_SMALL if required_only else MAX_SIZE)
        if is_large and made not in (MISSING, {}, []):
            break
        made, depth = deeper, level
        if not maker.has_left_out:
            break
    goals = [schema if choice is None else schema.narrowed(choice)]
    if choice is not None and choice in schema.alternatives:
        # Authors write "oneOf" and mean alternatives that overlap. What is wanted of one of them may fit others, too.
        goals.append(schema.narrowed(choice=choice))
    for goal in goals:
        if made is not MISSING and goal.is_fit(made, direction):
            return made
        for level in dict.fromkeys((depth, 1, 0)):  # where much is to be tried, less may be found sooner
            careful = _Maker(direction, required_only, level, most).best(schema, choice, goal)
            if careful is not MISSING:
                return careful
    return generate(schema, direction, choice=choice) if required_only else MISSING


def without_hidden(value: Any, schema: Schema, direction: Direction) -> Any:
    """Return *value*, an example that the author gives of *schema*, without what does not go in *direction*."""
    if not schema.has_directions:
        return value
    if isinstance(value, list):
        first = schema.prefix_items
        parts = [*first, *([schema.items] * (len(value) - len(first)))][: len(value)]
        return [
            without_hidden(item, part, direction) if part is not None else item
            for item, part in zip(value, parts, strict=True)
        ]
    if not isinstance(value, dict):
        return value
    kept = {}
    for name, item in value.items():
        part = _property(schema, name)
        if part is None:
            kept[name] = item
        elif not direction.hides(part.data):
            kept[name] = without_hidden(item, part, direction)
    return kept


def _property(schema: Schema, name: str, depth: int = 0) -> Schema | None:
    """Return what *schema*, or the first of its alternatives that knows it, says of the property *name*."""
    if name in schema.properties or depth > MAX_DEPTH:
        return schema.properties.get(name)
    alternatives = (_property(part, name, depth + 1) for part in schema.alternatives[:MAX_CHOICES])
    return next(filter(None, alternatives), schema.patterns.get(""))


def _size(value: Any) -> int:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_size, parts))


class _Maker:
    def __init__(
        self, direction: Direction, required_only: bool, depth: int, most_comparisons: int | None = None
    ) -> None:
        self.direction = direction
        self.required_only = required_only
        self.depth = depth
        self.most_comparisons = most_comparisons
        """With how many schemas values may have been compared, if every part is to be held against its schema."""
        most = MAX_STEPS if depth < 2 else STEPS_PER_VALUE * MAX_SIZE
        self.most_steps = MAX_CAREFUL_STEPS if self.is_careful else most
        """How many schemas are looked at; deeper examples are not wanted if they are large."""
        self.steps = 0
        self.looks = 0
        """How many schemas candidates have been made of: those that are narrowed to an alternative are no steps."""
        self.hops = 0
        """How many objects around the value have it only because they would be empty without."""
        self.has_left_out = False
        """Whether more depth would have meant more."""

    @property
    def is_careful(self) -> bool:
        """Whether every part is held against its schema."""
        return self.most_comparisons is not None

    def best(self, schema: Schema, choice: Schema | None, goal: Schema) -> Any:
        """Return an example of *schema*, or of its alternative *choice*, that fits *goal*."""
        if choice is None:
            return self.value(schema, ())
        return next(self._fitting(goal, self._of_choice(schema, choice, (), "", goal)), MISSING)

    def value(self, schema: Schema, above: tuple[str, ...], hint: str = "") -> Any:
        """Return an example. *above* are the names of the schemas around it, *hint* is the name of its property."""
        return next(self._values(schema, above, hint), MISSING)

    def _values(self, schema: Schema, above: tuple[str, ...], hint: str = "") -> Iterator[Any]:
        """Yield examples, the best first."""
        self.steps += 1
        is_too_much = self.steps > self.most_steps or len(above) > MAX_NESTING
        if not (schema.is_impossible or schema.is_left_out or schema.is_partial or schema.unresolved or is_too_much):
            yield from self._fitting(schema, self._candidates(schema, above, hint, schema))

    def _fitting(self, schema: Schema, candidates: Iterable[Any]) -> Iterator[Any]:
        for made in islice(candidates, MAX_CANDIDATES):
            if made is not MISSING and (not self.is_careful or self._is_fit(made, schema)):
                yield made

    def _is_fit(self, value: Any, schema: Schema) -> bool:
        self.steps += 1
        if self.most_comparisons is not None and schema.comparisons > self.most_comparisons:
            self.steps = self.most_steps + 1  # nothing more is tried
        return self.steps <= self.most_steps and schema.is_fit(value, self.direction)

    def _candidates(self, schema: Schema, above: tuple[str, ...], hint: str, goal: Schema) -> Iterator[Any]:
        """Yield values that may fit *schema*, which has been made for *goal* if it is not the same."""
        data = schema.data
        self.looks += 1
        if self._has_looked_enough(above):
            return
        if "const" in data:
            yield data["const"]
        elif data.get("enum"):
            yield from sorted(data["enum"], key=lambda item: item is None)
        else:
            given = [without_hidden(value, schema, self.direction) for value in _given(schema)]
            yield from given
            yield from (item.value for item in schema.known_values)
            for part in schema.alternatives[:MAX_CHOICES]:
                if not self._recurs(part, above):
                    yield from islice(self._of_choice(schema, part, above, hint, goal), MAX_CANDIDATES // 4)
            yield from self._of_types(schema, above, hint, goal)
            yield from self._under_conditions(schema, above, hint, goal)
            yield from (
                {**made, **value}
                for value in given
                if isinstance(value, dict) and isinstance(made := self._object(schema, above), dict)
            )
            if schema.is_nullable or "type" not in data:
                yield None

    def _has_looked_enough(self, above: tuple[str, ...]) -> bool:
        return self.looks > self.most_steps or len(above) > 2 * MAX_NESTING

    # Alternatives and conditions

    def _of_choice(
        self, schema: Schema, choice: Schema, above: tuple[str, ...], hint: str, goal: Schema
    ) -> Iterator[Any]:
        """Yield examples of one alternative, with what the schema itself asks for."""
        is_alternative = choice in schema.alternatives  # else it only says which properties there must be
        value = self.value(choice, (*above, choice.identity), hint) if is_alternative else MISSING
        if value is not MISSING:
            if schema.properties or schema.required:
                value = self._both(schema, value, above)
            yield self._further_choices(schema, self._told_apart(schema, choice, value), above)
        if self._has_looked_enough(above):
            return
        narrowed = schema.narrowed(choice=choice) if is_alternative else schema.narrowed(choice)
        for made in self._candidates(narrowed, (*above, choice.identity), hint, goal):
            yield self._told_apart(schema, choice, made)

    @staticmethod
    def _told_apart(schema: Schema, choice: Schema, value: Any) -> Any:
        """Return *value* with that value of the discriminator which stands for *choice*."""
        names = schema.discriminator_values(choice) if isinstance(value, dict) else []
        return {**value, schema.discriminator: names[0]} if names else value

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
        return {**chosen, **{name: value for name, value in known.items() if value is not MISSING}, **own}

    def _under_conditions(self, schema: Schema, above: tuple[str, ...], hint: str, goal: Schema) -> Iterator[Any]:
        """Yield examples that meet one side of a condition on purpose."""
        data = schema.data
        sides = []
        if "if" in data:
            sides = [[data["if"], data.get("then", True)], [{"not": data["if"]}, data.get("else", True)]]
        for keyword in ("dependentSchemas", "dependencies"):
            found = data.get(keyword)
            sides += [[part] for part in found.values() if isinstance(part, dict)] if isinstance(found, dict) else []
        for side in sides:
            narrowed = schema.narrowed(*side, without=("if", "then", "else", "dependentSchemas", "dependencies"))
            yield from islice(self._candidates(narrowed, above, hint, goal), MAX_CANDIDATES // 4)

    # Types

    def _of_types(self, schema: Schema, above: tuple[str, ...], hint: str, goal: Schema) -> Iterator[Any]:
        kinds = schema.types
        if not kinds and not (schema.is_nullable and not schema.choices):
            kinds = list(dict.fromkeys((_implied_type(schema), *KINDS)))
        share = MAX_CANDIDATES // (len(kinds) + 1)
        for kind in kinds:
            yield from islice(self._of_type(kind, schema, above, hint, goal), share)

    def _of_type(self, kind: str, schema: Schema, above: tuple[str, ...], hint: str, goal: Schema) -> Iterator[Any]:
        if kind == "object":
            return self._objects(schema, above, goal)
        if kind == "array":
            return self._arrays(schema, above, hint)
        if kind in ("integer", "number"):
            return numbers(schema.data, kind)
        return iter((True, False)) if kind == "boolean" else texts(schema.data, hint) if kind == "string" else iter(())

    # Objects

    def _objects(self, schema: Schema, above: tuple[str, ...], goal: Schema) -> Iterator[Any]:
        """Yield objects: with all fields that are wanted, with as many as fit together, with values of every kind."""
        yield self._object(schema, above)
        least = self._object(schema, above, ())
        optional = self._optional(schema, (*above, schema.identity), schema.required)
        yield self._grown(schema, least, optional, above, goal)
        yield from (least, {}, {"key": WORDS[0]})
        for name in least:
            part = _property(schema, name)
            values = self._values(part, (*above, schema.identity), name) if part is not None else iter(())
            yield from ({**least, name: value} for value in islice(values, 1, 6))

    def _object(self, schema: Schema, above: tuple[str, ...], chosen: Iterable[str] | None = None) -> Any:
        """Return an object with what it must have, and of what it may have, what is *chosen* or wanted."""
        above = (*above, schema.identity)
        asked, excluded = _chosen_names(schema)
        required = [name for name in dict.fromkeys([*schema.required, *asked]) if not self._is_hidden(schema, name)]
        known = [name for name in required if name in schema.properties]
        others = self._optional(schema, above, required) if chosen is None else chosen
        result = self._members(schema, known, above)
        others = [name for name in others if name not in excluded and name not in known]
        result |= self._members(schema, others, above, is_short=self.required_only)
        for name in chain(required, _dependent(schema, result)):
            if name not in result:
                made = self._members(schema, [name], above) if name in schema.properties else {}
                result |= made or {name: self._pattern_value(schema, name, above)}
        self._fill(schema, result, above)
        return {name: value for name, value in result.items() if value is not MISSING}

    def _members(
        self, schema: Schema, names: Iterable[str], above: tuple[str, ...], *, is_short: bool = False
    ) -> dict[str, Any]:
        """Return the properties *names*; if it *is_short*, only few of them, and none that is empty."""
        given = _given_by_parts(schema, self.direction)
        told_apart, own_name = schema.own_discriminator
        least = int(schema.data.get("minProperties") or 0)
        result: dict[str, Any] = {}
        self.hops += is_short
        for name in names:
            part = schema.properties[name]
            value = given[name] if name in given else self._member(part, above, name)
            if name == told_apart and part.is_fit(own_name, self.direction):
                value = own_name
            if value is not MISSING and not (is_short and value in ({}, [])):
                result[name] = value
            if is_short and len(result) >= max(FEW, least):
                break
        self.hops -= is_short
        return result

    def _member(self, part: Schema, above: tuple[str, ...], name: str) -> Any:
        return self._recursive(part) if self._recurs(part, above) else self.value(part, above, name)

    def _is_hidden(self, schema: Schema, name: str) -> bool:
        return (
            schema.has_directions and name in schema.properties and self.direction.hides(schema.properties[name].data)
        )

    def _optional(self, schema: Schema, above: tuple[str, ...], required: list[str]) -> list[str]:
        """Return the names of the properties that an object may have, if it is to have some beside those *required*."""
        if self.required_only and required and len(required) >= int(schema.data.get("minProperties") or 0):
            return []
        asked = set(schema.required)
        if self._level(above) > self.depth:
            self.has_left_out |= not asked.issuperset(schema.properties)
            return []
        return [
            name
            for name, part in schema.properties.items()
            if name not in asked
            and not (self._is_hidden(schema, name) or part.is_deprecated or self._recurs(part, above))
        ]

    def _level(self, above: tuple[str, ...]) -> int:
        """Return how deep an object stands, as far as that counts for what it has beside what it must have."""
        return self.hops + 1 if self.required_only else len(above)

    def _grown(
        self, schema: Schema, least: dict[str, Any], optional: list[str], above: tuple[str, ...], goal: Schema
    ) -> Any:
        """Return *least* with all *optional* properties that fit together."""
        result, is_fit = least, self._is_fit(least, goal)
        for name in optional[:MAX_GROWN]:
            larger = self._object(schema, above, [*(n for n in result if n in optional), name])
            if self._is_fit(larger, goal):
                result, is_fit = larger, True
        return result if is_fit else MISSING

    def _fill(self, schema: Schema, result: dict[str, Any], above: tuple[str, ...]) -> None:
        """Add properties that the schema does not name, where it wants some or has nothing else."""
        least = int(schema.data.get("minProperties") or 0)
        wants_one = bool(schema.patterns) and not schema.properties
        if wants_one and self._level(above) > self.depth:
            self.has_left_out, wants_one = True, False
        missing = max(min(least, MAX_ITEMS) - len(result), 1 if wants_one and not result else 0)
        for name in islice(self._names(schema, result), missing):
            others = self._pattern(schema, name)
            if others is not None and self._recurs(others, above) and len(result) >= least:
                return
            value = self.value(others, above) if others is not None else WORDS[0]
            if value is not MISSING:
                result[name] = value

    def _names(self, schema: Schema, taken: dict[str, Any]) -> Iterator[str]:
        """Yield names for properties that the schema does not name."""
        rule = schema.data.get("propertyNames")
        if isinstance(rule, dict):
            of_rule = schema.narrowed(without=schema.data).narrowed({"type": "string"}, rule)
            candidates: Iterable[Any] = self._values(of_rule, ())
        else:
            usual = (f"key{number}" if number > 1 else "key" for number in count(1))
            told = islice(filter(None, schema.patterns), MAX_CHOICES)
            patterns = [text for pattern in told for text in islice(texts({"pattern": pattern}, ""), 3)]
            candidates = (
                (*patterns, *islice(usual, MAX_ITEMS)) if "" not in schema.patterns or schema.is_closed else usual
            )
        yield from (name for name in candidates if isinstance(name, str) and name not in taken)

    def _pattern(self, schema: Schema, name: str) -> Schema | None:
        """Return what the schema says of properties called *name* without naming them."""
        return next(
            (part for pattern, part in schema.patterns.items() if pattern and fits_pattern(pattern, name)),
            schema.patterns.get(""),
        )

    def _pattern_value(self, schema: Schema, name: str, above: tuple[str, ...]) -> Any:
        part = self._pattern(schema, name)
        return WORDS[0] if part is None or self._recurs(part, above) else self.value(part, above, name)

    # Arrays

    def _arrays(self, schema: Schema, above: tuple[str, ...], hint: str) -> Iterator[Any]:
        """Yield arrays: as long as is wanted, with other items, and as short as can be."""
        data, hint = schema.data, hint.removesuffix("s")
        above = (*above, schema.identity)
        first = []
        for part in schema.prefix_items:
            if (value := self._member(part, above, "")) is MISSING:
                break
            first.append(value)
        least = min(int(data.get("minItems") or 0), MAX_ITEMS)
        most = int(data["maxItems"]) if "maxItems" in data else MAX_ITEMS
        is_whole = len(first) == len(schema.prefix_items)
        held = self._contained(schema, above) if is_whole else []
        wanted = 0 if first or held else 1
        missing = max(min(max(least - len(first) - len(held), wanted), most - len(first) - len(held)), 0)
        yield [*first, *held, *(self._elements(schema, above, hint, missing, held) if is_whole else [])]
        if schema.items is not None:
            yield from ([*first, value] for value in islice(self._values(schema.items, above, hint), 5))
        yield from (first[:length] for length in range(len(first), -1, -1))
        yield from ([WORDS[0]] * least, [1] * least)

    def _elements(self, schema: Schema, above: tuple[str, ...], hint: str, number: int, held: list[Any]) -> list[Any]:
        """Return *number* items, or as many as there are."""
        items = schema.items
        if items is None:
            is_open = schema.data.get("items") is not False and schema.data.get("unevaluatedItems") is not False
            made = (f"text{n}" if n > 1 and schema.data.get("uniqueItems") else WORDS[0] for n in count(1))
            return list(islice(made, number if is_open and schema.data.get("minItems") else 0))
        if not number or (self._recurs(items, above) and not schema.data.get("minItems")):
            return []
        if self._recurs(items, above):
            return [self._recursive(items)] * number
        if schema.data.get("uniqueItems") and number + len(held) > 1:
            return list(islice(_distinct(self._values(items, above, hint), held), number))
        value = self.value(items, above, hint)
        return [] if value is MISSING else _copies(value, number)

    def _contained(self, schema: Schema, above: tuple[str, ...]) -> list[Any]:
        """Return the items that an array must have somewhere."""
        rule = schema.data.get("contains")
        least = min(int(schema.data.get("minContains", 1)), MAX_ITEMS)
        if rule is None or least < 1:
            return []
        items = schema.items
        part = items.narrowed(rule) if items is not None else schema.narrowed(rule, without=schema.data)
        values = self._values(part, above)
        if schema.data.get("uniqueItems"):
            return list(islice(_distinct(values, []), least))
        value = next(values, MISSING)
        return [] if value is MISSING else _copies(value, least)

    # Recursion

    @staticmethod
    def _recurs(part: Schema, above: tuple[str, ...]) -> bool:
        return bool(part.identity) and part.identity in above

    @staticmethod
    def _recursive(part: Schema) -> Any:
        """Return the smallest value that ends a recursion."""
        if part.is_nullable:
            return None
        return [] if part.types == ["array"] else {}


def _given(schema: Schema) -> Iterator[Any]:
    """Yield what the author gives: examples, then a default that says something."""
    data = schema.data
    examples = data.get("examples")
    given = [*([data["example"]] if "example" in data else []), *(examples if isinstance(examples, list) else [])]
    default = data.get("default")
    yield from (value for value in given if value is not None)
    if default not in (None, {}, []):
        yield default


def _given_by_parts(schema: Schema, direction: Direction, depth: int = 0) -> dict[str, Any]:
    """Return the fields of the examples that the parts of an ``allOf`` give."""
    found: dict[str, Any] = {}
    for part in schema.parts if depth < MAX_DEPTH else ():
        example = next((value for value in _given(part) if isinstance(value, dict)), None)
        own = without_hidden(example, part, direction) if example is not None else None
        found |= own if own is not None else _given_by_parts(part, direction, depth + 1)
    return found


def _chosen_names(schema: Schema) -> tuple[list[str], set[str]]:
    """Return the properties that an object has to meet its requirements, and those that it must not have for them."""
    if not schema.requirements:
        return [], set()
    choices = islice(product(*(requirements.groups for requirements in schema.requirements)), MAX_CANDIDATES)
    tried = [[name for group in groups for name in group.names] for groups in choices]
    asked = next((names for names in tried if _is_exclusive(schema, {*names, *schema.required})), tried[0])
    others = {
        name
        for requirements in schema.requirements
        if requirements.is_exclusive
        for group in requirements.groups
        for name in group.names
    }
    return asked, others - {*asked, *schema.required}


def _is_exclusive(schema: Schema, names: set[str]) -> bool:
    """Return whether an object with properties *names* has one group of those of which it may have only one."""
    return all(
        sum(names.issuperset(group.names) for group in requirements.groups) == 1
        for requirements in schema.requirements
        if requirements.is_exclusive
    )


def _dependent(schema: Schema, names: Iterable[str]) -> list[str]:
    """Return the names of the properties that an object with *names* must have."""
    known = {**(schema.data.get("dependencies") or {}), **(schema.data.get("dependentRequired") or {})}
    found = list(names) if known else []
    for name in found:
        more = known.get(name)
        found += [text for text in more if text not in found] if isinstance(more, list) else []
    return found


def _copies(value: Any, number: int) -> list[Any]:
    """Return *value* so many times, or as often as there is room: lists of lists of lists grow without end."""
    return [value] * (min(number, max(MAX_VALUES // _size(value), 1)) if number > 1 else number)


def _implied_type(schema: Schema) -> str:
    """Return the type that the other keywords of a schema without one are about."""
    for kind, keywords in (
        ("object", ("required", "minProperties", "patternProperties", "propertyNames", "dependentRequired")),
        ("array", ("minItems", "maxItems", "uniqueItems", "prefixItems", "contains")),
        ("string", ("pattern", "minLength", "maxLength", "format")),
        ("number", ("minimum", "maximum", "multipleOf")),
    ):
        if any(schema.data.get(keyword) for keyword in keywords):
            return kind
    return "string"


def _distinct(values: Iterable[Any], others: Iterable[Any]) -> Iterator[Any]:
    """Yield those *values* that are not among the others, each once. Numbers are no truth values."""
    seen = [repr(value) for value in others]
    for value in values:
        if repr(value) not in seen:
            seen.append(repr(value))
            yield value
