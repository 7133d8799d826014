"""The objects of the OpenAPI Specification as the pages need them: references followed, defaults filled in.

Everything is read from the slice of one operation, or of one API, that the bundler has
checked: the values are of the right kind, and every reference is local.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from .bundle import UNRESOLVED
from .component_store import StoredSlice
from .conjunction import ALSO, CHOICES, IMPOSSIBLE, LATER_FIRST, MORE_CHOICES, conjoin
from .document import Endpoint, operations_of
from .enumerations import COMPANIONS, AllowedValue, allowed_values, constant, enumeration, type_of
from .heirs import NAME_OF_HEIR, implied_heirs
from .number_limits import NumberLimits, number_limits
from .references import PointerError, component_pointer, followed, is_reference, pointer_name
from .titles import described, operation_title, schema_title

if TYPE_CHECKING:
    from .direction import Direction
    from .json_schema import Dialect

Data = Mapping[str, Any]


_PARENT = "x-openapi-pages-parent"
"""Keyword for the Discriminator Object of a schema that a merged ``allOf`` extends."""

_STATUS_ORDER = "23145d"
"""First characters of statuses, success first; all others come last."""

#: Keywords that make a schema more than another name for its only named part.
_STRUCTURE = frozenset({"properties", "patternProperties", "additionalProperties", "items", "oneOf", "anyOf", "enum"})

#: Those of them that do so beside a reference: a choice among its values leaves them values of that schema.
_FURTHER = _STRUCTURE - {"enum"}

_ANNOTATIONS = frozenset({"title", "description", "default", "example", "examples", "externalDocs", "deprecated"}) | {
    "discriminator",
    NAME_OF_HEIR,
}


LEFT_OUT = "x-openapi-pages-left-out"
"""The keyword of a schema of which no more is known than its name, since its slice had no room for it."""


class KnownSchemas:
    """The component schemas of one API that pages have shown, with all that was worked out of them.

    Most pages show schemas that others show, too. Nothing of this goes to another process, or into the next build.
    """

    def __init__(self) -> None:
        self._schemas: dict[tuple[str, bool], Schema] = {}

    def __reduce__(self) -> tuple[Any, ...]:
        return KnownSchemas, ()

    def get(self, reference: str, components: Components) -> Schema:
        """Return the schema that *reference* leads to, read from *components* if it is not known yet."""
        key = reference, components.has_directions
        if key not in self._schemas:
            if len(self._schemas) >= MAX_KNOWN:
                self._schemas.clear()
            self._schemas[key] = Schema({"$ref": reference}, components)
        return self._schemas[key]


MAX_KNOWN = 300
"""How many schemas are kept, each of them with the document of a page: as many as the pages of some groups show."""


class Components:
    """Follows references within one document.

    What a document that holds all it refers to says of a component, every document of the same API says that holds
    it: so its schemas are among those that are *known*.
    """

    def __init__(self, document: Data, known: KnownSchemas | None = None) -> None:
        self.document = document
        self.has_directions: bool
        """Whether any schema is only read or only written."""
        self._is_3_0 = str(document.get("openapi", "")).startswith("3.0")
        if isinstance(document, StoredSlice):
            self.has_directions = document.has_directions
            self._known = known if document.is_whole else None
        else:
            self.has_directions = _has_directions(document)
            self._known = known

    @cached_property
    def dialect(self) -> Dialect:
        """What tells whether a value fits a schema of the document."""
        # Imported here, since it is slow to import and a build in which nothing changed makes no examples.
        from .json_schema import Dialect

        return Dialect(self.document)

    def schema(self, value: Data | bool) -> Schema:
        """Return the Schema Object *value*, which may be a reference."""
        if self._known is not None and isinstance(value, Mapping) and len(value) == 1 and is_reference(value):
            return self._known.get(value["$ref"], self)
        return Schema(value, self)

    @cached_property
    def heirs(self) -> dict[str, list[str]]:
        """Names of the schemas that extend one with a discriminator, and of those that extend them, by its name."""
        return implied_heirs(self.document.get("components", {}).get("schemas", {}))

    def siblings(self, value: Data) -> Data:
        """Return what counts of what stands beside the ``$ref`` of a Schema Object: in 3.0, little more than words."""
        if self._is_3_0:
            return {key: item for key, item in value.items() if key in ("description", "summary") or key[:2] == "x-"}
        return {key: item for key, item in value.items() if key != "$ref"}

    def target(self, reference: str) -> Data:
        """Return the schema at *reference*; something in its place where it is not here, or nowhere."""
        try:
            value = followed(self.document, reference)
        except PointerError:
            return self._missing(reference)
        if isinstance(value, bool):
            return {} if value else IMPOSSIBLE
        return value if isinstance(value, Mapping) else {UNRESOLVED: reference}

    def _missing(self, reference: str) -> Data:
        is_left_out = isinstance(self.document, StoredSlice) and self.document.lacks(reference)
        return {LEFT_OUT: True} if is_left_out else {UNRESOLVED: reference}

    def follow(self, value: Data) -> tuple[Data, str | None]:
        """Return the object that *value* is or refers to, siblings of ``$ref`` included, and the name asked for."""
        name: str | None = None
        siblings: dict[str, Any] = {}
        seen = set()
        while isinstance(value.get("$ref"), str):
            reference = value["$ref"]
            name = name or pointer_name(reference)
            siblings = {**{key: item for key, item in value.items() if key != "$ref"}, **siblings}
            try:
                value = followed(self.document, reference)
            except PointerError:
                value = self._missing(reference)
            if isinstance(value, bool):
                value = {} if value else {"not": {}}
            if reference in seen or not isinstance(value, Mapping):
                return {UNRESOLVED: reference, **siblings}, name
            seen.add(reference)
        return ({**value, **siblings} if siblings else value), name


def _has_directions(document: Data) -> bool:
    todo: list[Any] = [document]
    while todo:
        value = todo.pop()
        if isinstance(value, Mapping):
            if value.get("readOnly") is True or value.get("writeOnly") is True:
                return True
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    return False


@dataclass(frozen=True)
class Choice:
    """Schemas of which a value fits exactly one (``oneOf``) or at least one (``anyOf``)."""

    is_exclusive: bool
    schemas: list[Schema]


@dataclass(frozen=True)
class Presence:
    """Properties that an object has together, with what the document says of the case."""

    names: list[str]
    title: str = ""
    description: str = field(default="", compare=False)

    @classmethod
    def of(cls, data: Data) -> Presence:
        """Return what the Schema Object *data* asks for."""
        return cls(list(data["required"]), str(data.get("title", "")), str(data.get("description", "")))


@dataclass(frozen=True)
class Requirements:
    """Groups of properties of which an object has exactly one (``oneOf``) or at least one (``anyOf``)."""

    is_exclusive: bool
    groups: list[Presence]


class _Place(str):
    """What a value is known by that has no name: where it is written."""

    def __new__(cls, value: Any) -> Self:
        place = super().__new__(cls, f"at {id(value)}")
        place.value = value
        return place

    value: Any
    """Held so that no other value gets the same place."""


class Schema:
    """A Schema Object with its references followed and its ``allOf`` merged, one level at a time."""

    def __init__(self, value: Data | bool, components: Components) -> None:
        self._components = components
        self._value = value
        self.name: str | None
        """The name of the component that the schema is; ``None`` for one written in place."""
        self.data: Data
        written = IMPOSSIBLE if value is False else value if isinstance(value, Mapping) else {}
        self.name, self.data = _merged(written, components, set())

    @cached_property
    def identity(self) -> str:
        """What the schema is known by where it is met again: its name, else where it is written.

        An ``allOf`` without a name is known by what it says: merging makes some that are written nowhere.
        """
        if self.name:
            return self.name
        if isinstance(self._value, Mapping) and "allOf" in self._value:
            return _digest(self._value)
        return _Place(self._value)

    @cached_property
    def digest(self) -> str:
        """What tells schemas apart that say the same from others, whatever they are called."""
        return _digest(self.data)

    @property
    def has_directions(self) -> bool:
        """Whether anything in the document is only read or only written."""
        return self._components.has_directions

    def is_fit(self, value: Any, direction: Direction) -> bool:
        """Return whether *value*, which goes in *direction*, fits the schema; not where that cannot be told."""
        return self._components.dialect.fits(value, self._value, direction)

    @property
    def comparisons(self) -> int:
        """With how many schemas values were compared so far, here and elsewhere in the document."""
        return self._components.dialect.steps

    @cached_property
    def parts(self) -> list[Schema]:
        """The schemas of its ``allOf``."""
        data = self._components.follow(self._value)[0] if isinstance(self._value, Mapping) else {}
        return [self._components.schema(part) for part in data.get("allOf", [])]

    def narrowed(self, *values: Any, choice: Schema | None = None, without: Iterable[str] = ()) -> Schema:
        """Return the schema of what fits this one and *values*, each a schema or a Schema Object.

        *choice* is one of :attr:`options`, in the place of all of them. Keywords in *without* do not count.
        """
        further = [value._value if isinstance(value, Schema) else value for value in values]
        if choice is None and not without:
            return Schema({"allOf": [self._value, *further]}, self._components)
        if choice is not None:
            further.append(choice._value)
        gone = {"example", "examples", "default", *CHOICES, MORE_CHOICES, ALSO, *without}
        gone |= {"discriminator"} if choice is not None else set()
        kept = [
            {keyword: parts}
            for keyword, parts in self._choices
            if keyword not in without and (choice is None or choice._value not in parts)
        ]
        own = {key: item for key, item in self.data.items() if key not in gone}
        also = [] if ALSO in without else self.also
        return Schema({"allOf": [own, *kept, *also, *further]}, self._components)

    @property
    def unresolved(self) -> str | None:
        """The reference that led nowhere, if this schema was one."""
        return self.data.get(UNRESOLVED)

    @property
    def is_left_out(self) -> bool:
        """Whether only the name of the schema is known here: its slice had no room for it."""
        return LEFT_OUT in self.data and self.data.keys().isdisjoint(_STRUCTURE)

    @property
    def is_partial(self) -> bool:
        """Whether parts of its ``allOf`` are not known here."""
        return LEFT_OUT in self.data and not self.is_left_out

    @property
    def is_impossible(self) -> bool:
        """Whether there is no value that fits."""
        return self.data.get("not") in ({}, True)

    @property
    def description(self) -> str:
        return str(self.data.get("description", ""))

    @cached_property
    def title(self) -> str:
        """What the component is called on pages: its title where that says more than its name."""
        return schema_title(self.name, self.data) if self.name else ""

    def part(self, value: Data | bool) -> Schema:
        """Return the schema *value* that stands in a keyword of this one."""
        return self._components.schema(value)

    @property
    def words_here(self) -> str:
        """The description written where the schema is used: of a component, that beside the reference."""
        if self.name and not (isinstance(self._value, Mapping) and "description" in self._value):
            return ""
        return self.description

    @cached_property
    def allowed_values(self) -> list[AllowedValue]:
        """The values of ``enum``, with what is said of each."""
        return allowed_values(self.data)

    @property
    def number_limits(self) -> NumberLimits:
        return number_limits(self.data)

    @property
    def also(self) -> list[Data]:
        """Groups of keywords that hold as well: a part of an ``allOf`` may have a pattern as another has."""
        return list(self.data.get(ALSO, []))

    @property
    def is_deprecated(self) -> bool:
        return bool(self.data.get("deprecated"))

    @cached_property
    def types(self) -> list[str]:
        """The names of the types that a value may have, without ``null``; inferred where the author left them out."""
        given = self.data.get("type")
        if given is not None:
            return [name for name in ([given] if isinstance(given, str) else given) if name != "null"]
        for keyword, name in (("properties", "object"), ("additionalProperties", "object"), ("items", "array")):
            if keyword in self.data:
                return [name]
        return [name for name in dict.fromkeys(map(type_of, self.data.get("enum", []))) if name != "null"]

    @property
    def is_nullable(self) -> bool:
        """Whether ``null`` is a value, said in the manner of 3.0 or of 3.1."""
        given = self.data.get("type")
        if self.data.get("nullable") or (isinstance(given, list) and "null" in given) or given == "null":
            return True
        if given is None and None in self.data.get("enum", []):
            return True
        return any(_is_null(part) for _, parts in self._choices for part in parts)

    @cached_property
    def properties(self) -> dict[str, Schema]:
        return {name: self._components.schema(value) for name, value in self.data.get("properties", {}).items()}

    @property
    def required(self) -> list[str]:
        return list(self.data.get("required", []))

    @cached_property
    def items(self) -> Schema | None:
        """What the elements of an array are."""
        value = self.data.get("items")
        return self._components.schema(value) if isinstance(value, (Mapping, bool)) and value is not False else None

    @cached_property
    def prefix_items(self) -> list[Schema]:
        """What the first elements of an array are, one by one."""
        return [self._components.schema(value) for value in self.data.get("prefixItems", [])]

    @cached_property
    def patterns(self) -> dict[str, Schema]:
        """Schemas of properties by a pattern of their names; an empty pattern stands for all others."""
        found = {
            pattern: self._components.schema(value) for pattern, value in self.data.get("patternProperties", {}).items()
        }
        for keyword in ("additionalProperties", "unevaluatedProperties"):
            value = self.data.get(keyword)
            if isinstance(value, Mapping) and value:
                found[""] = self._components.schema(value)
        return found

    @property
    def is_closed(self) -> bool:
        """Whether no other properties are permitted."""
        return self.data.get("additionalProperties") is False or self.data.get("unevaluatedProperties") is False

    @property
    def _choices(self) -> list[tuple[str, list[Any]]]:
        own = [(keyword, self.data[keyword]) for keyword in CHOICES if self.data.get(keyword)]
        return [*own, *self.data.get(MORE_CHOICES, [])]

    @cached_property
    def requirements(self) -> list[Requirements]:
        """Choices that only say which properties there must be."""
        return [
            Requirements(keyword == "oneOf", [Presence.of(self._followed(part)) for part in values])
            for keyword, values in self._choices
            if self._is_about_presence(values)
        ]

    def _followed(self, value: Any) -> Any:
        return self._components.follow(value)[0] if is_reference(value) else value

    def _is_about_presence(self, values: list[Any]) -> bool:
        """Return whether the alternatives *values* say nothing but which properties there must be."""
        return all(_is_presence(self._followed(value)) for value in values)

    @cached_property
    def choices(self) -> list[Choice]:
        """The ``oneOf`` and ``anyOf`` of the schema, each of which a value has to meet.

        A schema that only has a discriminator is one of those that its mapping names, or that extend it (inheritance).
        """
        found = [
            Choice(keyword == "oneOf", [self._components.schema(value) for value in values if not _is_null(value)])
            for keyword, values in self._choices
            if not self._is_about_presence(values)
        ]
        discriminator = self.data.get("discriminator", {})
        if not found and self.name and discriminator:
            targets = [*discriminator.get("mapping", {}).values(), *self._components.heirs.get(self.name, [])]
            targets += [discriminator["defaultMapping"]] if "defaultMapping" in discriminator else []
            references = [t if "#" in t else component_pointer("schemas", t) for t in targets]
            heirs = [self._components.schema({"$ref": reference}) for reference in dict.fromkeys(references)]
            found = [Choice(True, [heir for heir in heirs if heir.name != self.name])]
        return [choice for choice in found if choice.schemas]

    @property
    def alternatives(self) -> list[Schema]:
        """The schemas of the first of :attr:`choices`."""
        return self.choices[0].schemas if self.choices else []

    @property
    def options(self) -> list[Schema]:
        """The :attr:`alternatives`; where there are none, the first groups of properties of which there must be one."""
        groups = (values for _, values in self._choices if self._is_about_presence(values))
        return self.alternatives or [self.part(value) for value in next(groups, [])]

    @property
    def discriminator(self) -> str:
        """The name of the property that tells the alternatives apart, by the schema itself or by what all extend."""
        return str(self._discriminator.get("propertyName", ""))

    @cached_property
    def _discriminator(self) -> Data:
        if "discriminator" in self.data or not self.alternatives:
            found: Data = self.data.get("discriminator", {})
            return found
        parents = [part.data.get(_PARENT, {}) if part.name else {} for part in self.alternatives]
        return parents[0] if all(parent == parents[0] for parent in parents) else {}

    def is_default(self, part: Schema) -> bool:
        """Return whether a value that :attr:`discriminator` tells nothing of is *part* (``defaultMapping``, 3.2)."""
        return part.name is not None and pointer_name(self._discriminator.get("defaultMapping", "")) == part.name

    @property
    def has_unnamed_heirs(self) -> bool:
        """Whether a discriminator tells apart schemas that the schema does not name: those that extend it."""
        return bool(self.discriminator and self.name and not self.choices)

    @property
    def own_discriminator(self) -> tuple[str, str]:
        """Name and value of the property that tells the schema from its heirs, or from others of the same parent."""
        parent = self.data["discriminator"] if self.has_unnamed_heirs else self.data.get(_PARENT, {})
        if not (parent and self.name):
            return "", ""
        values = [*_mapped(parent, self.name), self.data.get(NAME_OF_HEIR), self.name]
        return str(parent.get("propertyName", "")), str(next(filter(None, values)))

    def discriminator_values(self, part: Schema) -> list[str]:
        """Return the values of :attr:`discriminator` that stand for *part*, one of the alternatives."""
        if not self.discriminator:
            return []
        data = part.properties[self.discriminator].data if self.discriminator in part.properties else {}
        own = [data["const"]] if "const" in data else data.get("enum", [])
        own = [part.data[NAME_OF_HEIR]] if NAME_OF_HEIR in part.data else own
        return _mapped(self._discriminator, part.name) or list(map(str, own)) or ([part.name] if part.name else [])


def _mapped(discriminator: Data, name: str | None) -> list[str]:
    """Return the values that the mapping of *discriminator* has for the schema called *name*."""
    mapping = discriminator.get("mapping", {})
    return [value for value, target in mapping.items() if pointer_name(target) == name]


def _digest(value: Data) -> str:
    text = json.dumps(value, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def _is_presence(value: Any) -> bool:
    """Return whether *value* says nothing but which properties there must be, and that there must not be others."""
    if not (isinstance(value, Mapping) and value.get("required") and value.keys() <= _OF_PRESENCE):
        return False
    others = value.get("not")
    parts = others.get("anyOf", [others]) if isinstance(others, Mapping) else []
    is_about_others = all(isinstance(part, Mapping) and part.keys() == {"required"} for part in parts)
    return others is None or (bool(parts) and is_about_others)


_OF_PRESENCE = frozenset({"required", "title", "description", "type", "not"})


def _is_null(value: Any) -> bool:
    return isinstance(value, Mapping) and (value.get("type") == "null" or value.get("enum") == [None])


MAX_PARTS = 200
"""How deep the parts of an ``allOf`` are nested; of a schema with deeper ones, it is known that they are left out."""


def _merged(value: Data, components: Components, seen: set[str], depth: int = 0) -> tuple[str | None, Data]:
    """Return name and keywords of a schema, those of its ``allOf`` and of what stands beside a ``$ref`` among them.

    *seen* are the references to its parts so far: the same part again adds nothing.
    """
    name: str | None = None
    layers: list[Data] = []
    while is_reference(value):
        reference = value["$ref"]
        name = name or pointer_name(reference)
        layers.append(components.siblings(value))
        if reference in seen:
            value = {}
            break
        seen.add(reference)
        value = components.target(reference)
    part = _Conjunction(components, seen, depth)
    part.add_schema(value)
    for siblings in reversed(layers):
        part.add_siblings(siblings)
    is_alias = not layers or layers[0].keys().isdisjoint(_FURTHER)
    return (name or part.alias if is_alias else None), part.data


class _Conjunction:
    """The parts of one schema, put together."""

    def __init__(self, components: Components, seen: set[str], depth: int) -> None:
        self.components = components
        self.seen = seen
        self.depth = depth
        self.data: dict[str, Any] = {}
        self.alias: str | None = None
        """The name of the only named part, if the schema says no more than that."""
        self.ranks: dict[str, int] = {}
        """Which keywords are from what extends others: the words of a higher rank count."""

    def add_schema(self, value: Data) -> None:
        """Add a schema that is no reference."""
        data = _normalised(value, self.components)
        if "allOf" not in data or self.depth > MAX_PARTS:
            self._add({**data, LEFT_OUT: True} if "allOf" in data else data, 2)
            return
        is_later_first = LATER_FIRST in data
        own = {key: item for key, item in data.items() if key not in ("allOf", LATER_FIRST)}
        names: list[str] = []
        has_more = not own.keys().isdisjoint(_FURTHER)
        parts = [
            _merged(part, self.components, self.seen, self.depth + 1) if isinstance(part, Mapping) else (None, part)
            for part in data["allOf"]
        ]
        for name, part in parts:
            names += [name] if name else []
            has_more = has_more or (name is None and part is not True and not _is_mere_limit(part))
        is_alias = len(names) == 1 and not has_more
        nullables = [isinstance(part, Mapping) and _is_nullable(part) for _, part in parts]
        for number, (name, part) in enumerate(parts):
            if name and isinstance(part, Mapping) and "discriminator" in part:
                self.data.setdefault(_PARENT, part["discriminator"])
            self._add_part(name, part, number if is_later_first else int(name is None), is_alias=is_alias)
        if not (is_alias or all(nullables)):
            self.data.pop("nullable", None)
        if "type" in own and "nullable" not in own:
            self.data.pop("nullable", None)
        self._add(own, len(parts) + 2)
        self.alias = names[0] if is_alias else None

    def _add_part(self, name: str | None, part: Any, rank: int, *, is_alias: bool) -> None:
        if part is True:
            return
        if part is False:
            part = IMPOSSIBLE
        if name is not None and not is_alias:
            # What is said of one of several parts, or of what is extended, is not said of the whole.
            part = {key: item for key, item in part.items() if key not in _ANNOTATIONS}
        self._add(part, rank)

    def add_siblings(self, siblings: Data) -> None:
        """Add what stands beside a reference, which extends what it refers to."""
        if not siblings:
            return
        if not siblings.keys().isdisjoint(_FURTHER):
            if "discriminator" in self.data:
                self.data.setdefault(_PARENT, self.data["discriminator"])
            self.data = {key: item for key, item in self.data.items() if key not in _ANNOTATIONS}
        _, siblings = _merged(siblings, self.components, self.seen, self.depth + 1)
        self._add(siblings, MAX_PARTS + 3)

    def _add(self, part: Data, rank: int) -> None:
        conjoin(self.data, part, overrides=lambda key: rank > self.ranks.get(key, 0))
        for key in part:
            self.ranks[key] = max(rank, self.ranks.get(key, 0))


def _is_mere_limit(part: Any) -> bool:
    return isinstance(part, Mapping) and part.keys().isdisjoint(_STRUCTURE)


def _is_nullable(data: Data) -> bool:
    given = data.get("type")
    return bool(data.get("nullable")) or given == "null" or (isinstance(given, list) and "null" in given)


def _normalised(data: Data, components: Components) -> Data:
    """Return *data* with what can be said in several ways said in one."""
    return _with_enum_on_items(_with_enumeration(_without_null_choice(data), components))


def _without_null_choice(data: Data) -> Data:
    """Return *data* with ``oneOf: [X, {type: null}]`` as ``allOf: [X]`` that is nullable, which says the same.

    A choice of one is that one.
    """
    for keyword in CHOICES:
        values = data.get(keyword)
        if values and "properties" not in data:
            left = [value for value in values if not _is_null(value)]
            if len(left) == 1 and not _is_named_constant(left[0]):
                rest = {key: item for key, item in data.items() if key != keyword}
                if len(left) < len(values):
                    rest = {key: item for key, item in rest.items() if key != "discriminator"} | {"nullable": True}
                return {**rest, "allOf": [*data.get("allOf", []), *left]}
    return data


def _is_named_constant(value: Any) -> bool:
    """Return whether *value* is a constant with words of its own: they are about the value, not about the schema."""
    found = constant(value) if isinstance(value, Mapping) else None
    return found is not None and bool(found.name or found.description)


def _with_enumeration(data: Data, components: Components) -> Data:
    """Return *data* with a choice of constants as ``enum``."""
    for keyword in CHOICES:
        values = data.get(keyword)
        if not values or "properties" in data or "enum" in data:
            continue
        found = [_constant(value, components) for value in values]
        if all(found) and any(item.value is not None for item in found if item):
            made = enumeration([item for item in found if item])
            rest = {key: item for key, item in data.items() if key not in (keyword, "discriminator")}
            return {**made, **rest}
    return data


def _constant(value: Any, components: Components) -> AllowedValue | None:
    """Return the constant that the alternative *value* is, or refers to."""
    for _ in range(10):
        if not is_reference(value):
            break
        value = {**components.target(value["$ref"]), **components.siblings(value)}
    if _is_null(value):
        return AllowedValue(None)
    return constant(value) if isinstance(value, Mapping) else None


def _with_enum_on_items(data: Data) -> Data:
    """Return *data*, an array, with an ``enum`` that lists no arrays as that of its items, which is meant."""
    if data.get("type") != "array" or not data.get("enum") or any(isinstance(v, list) for v in data["enum"]):
        return data
    moved = {key: item for key, item in data.items() if key in COMPANIONS}
    items = data.get("items")
    rest = {key: item for key, item in data.items() if key not in COMPANIONS}
    return {**rest, "items": {"allOf": [items, moved]} if isinstance(items, Mapping) and items else moved}


@dataclass(frozen=True)
class Example:
    """An Example Object, or the value of ``example``."""

    name: str
    value: Any = None
    has_value: bool = True
    summary: str = ""
    description: str = ""
    external_url: str = ""
    written: str = ""
    """The value as it is sent (``serializedValue``, 3.2), where that is known."""
    media_type: str = ""
    """What the value is written in, if it is one of a body."""

    @property
    def title(self) -> str:
        """The summary, else the name, in one line; empty where the author gave none that tells anything."""
        title = " ".join((self.summary or self.name).split())
        return "" if title.lower() == "default" else title


@dataclass(frozen=True)
class Encoding:
    """An Encoding Object under the name or the position (``[0]``, ``[1…]``) of its part of a body."""

    name: str
    data: Data
    headers: list[Parameter] = field(default_factory=list)


@dataclass(frozen=True)
class MediaType:
    """A Media Type Object under its name, such as ``application/json``."""

    name: str
    schema: Schema | None
    """What the whole body is."""
    item_schema: Schema | None = None
    """What each item of a stream is (``itemSchema``, 3.2)."""
    examples: list[Example] = field(default_factory=list)
    encodings: list[Encoding] = field(default_factory=list)

    @property
    def main_schema(self) -> Schema | None:
        """What the body is, or of what it is a sequence."""
        return self.schema or self.item_schema


@dataclass(frozen=True)
class Parameter:
    """A Parameter Object, or a Header Object with its name."""

    name: str
    location: str
    """``path``, ``query``, ``querystring``, ``header`` or ``cookie``."""
    description: str
    schema: Schema | None
    content: list[MediaType]
    examples: list[Example]
    data: Data
    unresolved: str | None = None

    @property
    def is_required(self) -> bool:
        return self.location == "path" or bool(self.data.get("required"))

    @property
    def is_deprecated(self) -> bool:
        return bool(self.data.get("deprecated")) or (self.schema is not None and self.schema.is_deprecated)


@dataclass(frozen=True)
class RequestBody:
    """A Request Body Object."""

    description: str
    is_required: bool
    content: list[MediaType]
    unresolved: str | None = None


@dataclass(frozen=True)
class Link:
    """A Link Object: an operation that may follow."""

    name: str
    description: str
    operation: str
    """operationId, or reference to the operation."""
    data: Data


@dataclass(frozen=True)
class Response:
    """A Response Object under its status: a code, a class of codes (``4XX``) or ``default``."""

    status: str
    description: str
    headers: list[Parameter]
    content: list[MediaType]
    links: list[Link]
    unresolved: str | None = None
    component: str | None = None
    """The name of the component that the response is; ``None`` for one written in place."""

    @property
    def is_error(self) -> bool:
        return is_error(self.status)


def is_error(status: str) -> bool:
    """Return whether *status* says that something went wrong; ``default`` does by custom."""
    return status[:1] in ("4", "5") or status == "default"


@dataclass(frozen=True)
class Requirement:
    """A security scheme that a request needs, with the scopes it must have been granted."""

    scheme: str
    data: Data
    """The Security Scheme Object; empty where the document declares none of that name."""
    scopes: list[str]


@dataclass(frozen=True)
class Callback:
    """The operations that the service calls at one URL of the client's."""

    name: str
    expression: str
    operations: list[Operation]


@dataclass(repr=False)  # Sphinx makes a text of what it gives to the listeners of an event
class Operation:
    """An Operation Object with what its path and its document add to it."""

    endpoint: Endpoint
    data: Data
    item: Data
    document: Data
    components: Components
    extra: list[Any] = field(default_factory=list)
    """docutils nodes that handlers of an event want to stand above the description."""

    @property
    def id(self) -> str:
        return str(self.data.get("operationId", ""))

    @cached_property
    def title(self) -> str:
        """The title of its page, unless the author has given that one; may be set."""
        return operation_title(self.endpoint, self.data)

    @property
    def description(self) -> str:
        """The operation's own description, then that of its path, which holds for all its methods.

        A summary that is too much for a title stands before them.
        """
        summary = self.data.get("summary", "")
        own = [self.data.get("description"), self.item.get("summary"), self.item.get("description")]
        return described(summary, _joined(*(text for text in own if text != summary)))

    @property
    def is_deprecated(self) -> bool:
        return bool(self.data.get("deprecated"))

    @property
    def unresolved(self) -> str | None:
        """The reference that led nowhere, if the operation was one."""
        return self.data.get(UNRESOLVED)

    @property
    def servers(self) -> list[Data]:
        """The servers of this operation where it has its own, else none: the document's are on the page of the API."""
        return list(self.data.get("servers") or self.item.get("servers") or [])

    @cached_property
    def parameters(self) -> list[Parameter]:
        """Parameters of the path and the operation; the latter replace the former by name *and* location."""
        found: dict[tuple[str, str, str | None], Parameter] = {}
        for value in [*self.item.get("parameters", []), *self.data.get("parameters", [])]:
            data, _ = self.components.follow(value)
            parameter = _parameter(data, str(data.get("name", "")), str(data.get("in", "query")), self.components)
            found[parameter.name, parameter.location, parameter.unresolved] = parameter
        return list(found.values())

    @cached_property
    def request_body(self) -> RequestBody | None:
        if "requestBody" not in self.data:
            return None
        data, _ = self.components.follow(self.data["requestBody"])
        content = _content(data, self.components)
        return RequestBody(data.get("description", ""), bool(data.get("required")), content, data.get(UNRESOLVED))

    @cached_property
    def responses(self) -> list[Response]:
        """The responses, success first and errors last."""
        found = [
            _response(status, value, self.components)
            for status, value in self.data.get("responses", {}).items()
            if not status.startswith("x-")
        ]
        return sorted(found, key=lambda response: f"{_STATUS_ORDER}{response.status}".find(response.status[:1]))

    @cached_property
    def security(self) -> list[list[Requirement]]:
        """Alternatives, each of them requirements that must all be met; an empty one means that none is needed."""
        # What the document says of security is about requests to the service, not from it.
        general = [] if self.endpoint.is_outgoing else self.document.get("security", [])
        given = self.data.get("security", general)
        schemes = self.document.get("components", {}).get("securitySchemes", {})
        return [
            [
                Requirement(name, self.components.follow(schemes[name])[0] if name in schemes else {}, list(scopes))
                for name, scopes in alternative.items()
            ]
            for alternative in given
        ]

    @cached_property
    def callbacks(self) -> list[Callback]:
        found = []
        for name, value in self.data.get("callbacks", {}).items():
            data, _ = self.components.follow(value)
            for expression, item in data.items():
                if isinstance(item, Mapping) and not expression.startswith("x-"):
                    found.append(Callback(name, expression, self._called(expression, item)))
        return found

    def _called(self, expression: str, item: Data) -> list[Operation]:
        return [
            Operation(replace(endpoint, section="callbacks"), data, path_item, self.document, self.components)
            for endpoint, path_item, data in operations_of({"paths": {expression: item}})
        ]


def read_operation(document: Data, known: KnownSchemas | None = None) -> Operation:
    """Return the one operation of the slice *document*."""
    components = Components(document, known)
    endpoint, item, data = next(operations_of(document))
    return Operation(endpoint, data, item, document, components)


def read_response(document: Data, status: str, name: str, known: KnownSchemas | None = None) -> Response:
    """Return the component response *name* of the slice *document*, as the response to *status*."""
    return _response(status, {"$ref": component_pointer("responses", name)}, Components(document, known))


def read_schema(document: Data, name: str, known: KnownSchemas | None = None) -> Schema:
    """Return the component schema *name* of the slice *document*."""
    return Components(document, known).schema({"$ref": component_pointer("schemas", name)})


def _parameter(data: Data, name: str, location: str, components: Components) -> Parameter:
    schema = components.schema(data["schema"]) if "schema" in data else None
    if about_values := {key: value for key, value in data.items() if key in COMPANIONS and key[:2] == "x-"}:
        schema = schema and schema.narrowed(about_values)
    return Parameter(
        name=name,
        location=location,
        description=_joined(data.get("description"), schema.description if schema else ""),
        schema=schema,
        content=_content(data, components),
        examples=_examples(data, components),
        data=data,
        unresolved=data.get(UNRESOLVED),
    )


def _joined(*texts: Any) -> str:
    """Return *texts* as paragraphs, those that say something and each once."""
    return "\n\n".join(dict.fromkeys(str(text) for text in texts if text))


def _response(status: str, value: Data, components: Components) -> Response:
    data, component = components.follow(value)
    headers = _headers(data, components)
    links = [_link(name, link, components) for name, link in data.get("links", {}).items()]
    description = _joined(data.get("summary"), data.get("description"))
    content = _content(data, components)
    return Response(status, description, headers, content, links, data.get(UNRESOLVED), component)


def _headers(data: Data, components: Components) -> list[Parameter]:
    return [
        _parameter(components.follow(header)[0], name, "header", components)
        for name, header in data.get("headers", {}).items()
    ]


def _link(name: str, value: Data, components: Components) -> Link:
    data, _ = components.follow(value)
    target = data.get("operationId") or data.get("operationRef") or data.get(UNRESOLVED) or ""
    return Link(name, data.get("description", ""), target, data)


def _content(data: Data, components: Components) -> list[MediaType]:
    return [
        _media_type(name, components.follow(value)[0], components) for name, value in data.get("content", {}).items()
    ]


def _media_type(name: str, data: Data, components: Components) -> MediaType:
    schema, item_schema = (
        components.schema(data[key]) if data.get(key) is not None else None for key in ("schema", "itemSchema")
    )
    return MediaType(name, schema, item_schema, _examples(data, components), [*_encodings(data, components)])


def _encodings(data: Data, components: Components, within: str = "") -> Iterator[Encoding]:
    """Yield the Encoding Objects of a Media Type Object, and those of the parts of parts (3.2)."""
    first = data.get("prefixEncoding", [])
    found = {f"{within}.{name}" if within else name: part for name, part in data.get("encoding", {}).items()}
    found |= {f"{within}[{index}]": part for index, part in enumerate(first)}
    if "itemEncoding" in data:
        found[f"{within}[{len(first)}…]"] = data["itemEncoding"]
    for name, part in found.items():
        yield Encoding(name, part, _headers(part, components))
        yield from _encodings(part, components, name)


def _examples(data: Data, components: Components) -> list[Example]:
    """Return the examples of a parameter, header or media type."""
    found = [Example("", data["example"])] if "example" in data else []
    for name, value in data.get("examples", {}).items():
        example, _ = components.follow(value)
        if is_reference(example.get("value")):  # data by the specification, but its authors mean the example there
            target, _ = components.follow(example["value"])
            example = {**example, "value": target.get("value", example["value"])}
        shown = next((key for key in ("value", "dataValue", "serializedValue") if key in example), None)
        found.append(
            Example(
                name=name,
                value=example[shown] if shown else None,
                has_value=shown is not None,
                written=str(example.get("serializedValue", "")),
                summary=example.get("summary", ""),
                description=example.get("description", ""),
                external_url=example.get("externalValue", ""),
            )
        )
    return found
