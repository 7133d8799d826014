"""Schema Objects as pages need them: references followed, ``allOf`` merged, defaults filled in."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Self

from .all_of import PARENT, STRUCTURE, merged
from .bundle import UNRESOLVED
from .component_store import StoredSlice
from .conjunction import ALSO, CHOICES, IMPOSSIBLE, MORE_CHOICES, Data
from .enumerations import AllowedValue, allowed_values, is_deprecated, known_values, type_of
from .heirs import implied_heirs, name_of_heir
from .local_references import LEFT_OUT, LocalReferences
from .normal_form import is_null
from .number_limits import NumberLimits, number_limits
from .references import component_pointer, is_reference, pointer_name
from .titles import schema_title

if TYPE_CHECKING:
    from .direction import Direction
    from .json_schema import Dialect


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


class Components(LocalReferences):
    """The schemas of one document, which its references lead to.

    What a document that holds all it refers to says of a component, every document of the same API says that holds
    it: so its schemas are among those that are *known*.
    """

    def __init__(self, document: Data, known: KnownSchemas | None = None) -> None:
        super().__init__(document)
        self.has_directions: bool
        """Whether any schema is only read or only written."""
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
        self.name, self.data = merged(written, components, set())

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
        return LEFT_OUT in self.data and self.data.keys().isdisjoint(STRUCTURE)

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
    def title_here(self) -> str:
        """The title written where the schema is used: of a component, that beside the reference."""
        is_of_component = self.name and not (isinstance(self._value, Mapping) and "title" in self._value)
        return "" if is_of_component else str(self.data.get("title", ""))

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
    def known_values(self) -> list[AllowedValue]:
        """The values of ``x-extensible-enum``, to which others may be added."""
        return known_values(self.data)

    @property
    def number_limits(self) -> NumberLimits:
        return number_limits(self.data)

    @property
    def also(self) -> list[Data]:
        """Groups of keywords that hold as well: a part of an ``allOf`` may have a pattern as another has."""
        return list(self.data.get(ALSO, []))

    @property
    def is_deprecated(self) -> bool:
        return is_deprecated(self.data)

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
        return any(is_null(part) for _, parts in self._choices for part in parts)

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
            Choice(keyword == "oneOf", [self._components.schema(value) for value in values if not is_null(value)])
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
        parents = [part.data.get(PARENT, {}) if part.name else {} for part in self.alternatives]
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
        parent = self.data["discriminator"] if self.has_unnamed_heirs else self.data.get(PARENT, {})
        if not (parent and self.name):
            return "", ""
        values = [*_mapped(parent, self.name), name_of_heir(self.data), self.name]
        return str(parent.get("propertyName", "")), str(next(filter(None, values)))

    def discriminator_values(self, part: Schema) -> list[str]:
        """Return the values of :attr:`discriminator` that stand for *part*, one of the alternatives."""
        if not self.discriminator:
            return []
        data = part.properties[self.discriminator].data if self.discriminator in part.properties else {}
        own = [data["const"]] if "const" in data else data.get("enum", [])
        given = name_of_heir(part.data)
        own = [given] if given else list(map(str, own))
        return _mapped(self._discriminator, part.name) or own or ([part.name] if part.name else [])


def _mapped(discriminator: Data, name: str | None) -> list[str]:
    """Return the values that the mapping of *discriminator* has for the schema called *name*."""
    mapping = discriminator.get("mapping", {})
    return [value for value, target in mapping.items() if pointer_name(target) == name]


def read_schema(document: Data, name: str, known: KnownSchemas | None = None) -> Schema:
    """Return the component schema *name* of the slice *document*."""
    return Components(document, known).schema({"$ref": component_pointer("schemas", name)})


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
