"""Schema Objects: their type in words, and the list of their fields, nested to any depth."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from docutils import nodes

from ..model import Schema
from ..nodes import details, summary
from .common import Page, anchor_link, chip, code, external_link, hole, joined, labelled, paragraph, value_text
from .markdown import render_markdown

REQUEST, RESPONSE = "request", "response"

MAX_NESTING = 8
"""How many lists of fields stand within one another; deeper ones stand below, and are linked."""

MAX_TYPES = 3
"""How many alternatives a type names before it only counts them."""


# The type in words


def type_nodes(schema: Schema, seen: frozenset[str] = frozenset()) -> list[nodes.Node]:
    """Return the type of *schema* in words: ``array of FeatureFlag``, ``integer, 1 to 100``, ``string or null``.

    *seen* are the names of the arrays that *schema* is an element of.
    """
    words = [*_base_type(schema, seen), *(nodes.Text(f", {text}") for text in constraints(schema))]
    if schema.is_nullable and schema.types + schema.alternatives:
        words.append(nodes.Text(" or null"))
    return words


def _base_type(schema: Schema, seen: frozenset[str]) -> list[nodes.Node]:
    if schema.unresolved:
        return [nodes.Text("unresolved reference "), code(schema.unresolved)]
    if schema.is_impossible:
        return [nodes.Text("nothing")]
    if "const" in schema.data:
        return [nodes.Text("always "), code(value_text(schema.data["const"]))]
    is_array = schema.types == ["array"] and schema.name not in seen
    if is_array and schema.items is not None:
        return [nodes.Text("array of "), *type_nodes(schema.items, seen | ({schema.name} if schema.name else set()))]
    if (
        schema.name
        and not is_array
        and (schema.name in seen or not schema.types or "object" in schema.types or schema.alternatives)
    ):
        return [_schema_name(schema.name)]
    if schema.alternatives and not schema.properties:
        if len(schema.alternatives) <= MAX_TYPES:
            return joined((nodes.inline("", "", *type_nodes(part)) for part in schema.alternatives), " or ")
        return [nodes.Text(f"{'one' if schema.is_exclusive else 'any'} of {len(schema.alternatives)} alternatives")]
    if schema.types == ["object"] and not schema.properties and "" in schema.patterns:
        return [nodes.Text("map of "), *type_nodes(schema.patterns[""])]
    text = " or ".join(schema.types) or ("null" if schema.is_nullable else "any")
    if schema.data.get("format"):
        text += f", {schema.data['format']}"
    return [nodes.Text(text)]


def _schema_name(name: str) -> nodes.Node:
    return nodes.inline(name, name, classes=["openapi-schema-name"])


def constraints(schema: Schema) -> list[str]:
    """Return the limits of a value in words (JSON Schema Validation §6)."""
    data = schema.data
    words = [
        _number_range(data),
        f"multiple of {data['multipleOf']}" if "multipleOf" in data else "",
        _count_range(data, "Length", "character"),
        _count_range(data, "Items", "item"),
        "unique items" if data.get("uniqueItems") else "",
        _count_range(data, "Properties", "property", "properties"),
        data.get("contentMediaType", ""),
        data.get("contentEncoding", ""),
    ]
    return [text for text in words if text]


def _number_range(data: Any) -> str:
    low, high = data.get("minimum"), data.get("maximum")
    above, below = data.get("exclusiveMinimum"), data.get("exclusiveMaximum")
    above = low if above is True else above if above is not False else None
    below = high if below is True else below if below is not False else None
    low, high = (None if above is not None else low), (None if below is not None else high)
    if low is not None and high is not None:
        return f"{low} to {high}"
    parts = [("more than", above), ("at least", low), ("less than", below), ("at most", high)]
    return " and ".join(f"{words} {number}" for words, number in parts if number is not None)


def _count_range(data: Any, suffix: str, one: str, many: str = "") -> str:
    low, high = data.get(f"min{suffix}") or 0, data.get(f"max{suffix}")
    many = many or f"{one}s"
    if high is None:
        return f"at least {low} {one if low == 1 else many}" if low else ""
    if low == high:
        return f"{low} {one if low == 1 else many}"
    return f"{low} to {high} {many}" if low else f"at most {high} {one if high == 1 else many}"


# What is said of one value


def value_details(schema: Schema) -> list[nodes.Node]:
    """Return default, allowed values, pattern and examples of a value of *schema*."""
    data, element = schema.data, element_of(schema)
    result: list[nodes.Node] = []
    if element.data.get("enum"):
        result += _allowed_values(element)
    if "default" in data:
        result.append(labelled("Default", data["default"]))
    if element.data.get("pattern"):
        result.append(paragraph("Pattern: ", code(element.data["pattern"]), classes="openapi-meta"))
    result += [labelled("Example", example) for example in _examples(data)]
    if schema.data.get("externalDocs", {}).get("url"):
        result.append(external_docs(schema.data["externalDocs"]))
    return result


def external_docs(data: Any) -> nodes.paragraph:
    """Return the link of an External Documentation Object."""
    text = " ".join(data.get("description", "").split())
    return paragraph("See also: ", external_link(data["url"], text), classes="openapi-meta")


def _examples(data: Any) -> list[Any]:
    if "example" in data:
        return [data["example"]]
    examples = data.get("examples", [])
    return list(examples.values() if isinstance(examples, dict) else examples if isinstance(examples, list) else [])


def _allowed_values(schema: Schema) -> list[nodes.Node]:
    values = schema.data["enum"]
    descriptions = _enum_descriptions(schema)
    if not any(descriptions):
        return [paragraph("Allowed values: ", *joined(code(value_text(v)) for v in values), classes="openapi-meta")]
    items = []
    for value, text in zip(values, descriptions, strict=True):
        definition = nodes.definition("", *render_markdown(text))
        items.append(nodes.definition_list_item("", nodes.term("", "", code(value_text(value))), definition))
    values_list = nodes.definition_list("", *items, classes=["openapi-enum"])
    return [paragraph("Allowed values:", classes="openapi-meta"), values_list]


def _enum_descriptions(schema: Schema) -> list[str]:
    """Return a description for each value, empty where the author gave none."""
    values = schema.data["enum"]
    given = schema.data.get("x-enumDescriptions", schema.data.get("x-enum-descriptions"))
    names = schema.data.get("x-enum-varnames", schema.data.get("x-enumNames"))
    if isinstance(given, dict):
        return [str(given.get(value_text(value), "")) for value in values]
    for texts in (given, names):
        if isinstance(texts, list):
            return [str(text) for text in [*texts, *[""] * len(values)][: len(values)]]
    return [""] * len(values)


# Fields


@dataclass(frozen=True)
class _Task:
    """A schema whose fields are still to be listed, and where."""

    holder: nodes.Element
    schema: Schema
    path: str
    anchor: str
    depth: int
    ancestors: frozenset[str]


class Fields:
    """Lists the fields of a schema. Those nearest to the top come first, so that a schema which occurs
    at several depths is listed where it stands highest; elsewhere the page links there."""

    def __init__(self, page: Page, anchor: str, direction: str) -> None:
        self.page = page
        self.prefix = anchor
        self.direction = direction
        self.queue: deque[_Task] = deque()
        self.root = nodes.container()

    def render(self, schema: Schema) -> list[nodes.Node]:
        """Return the fields of *schema*, or of what it is an array of."""
        self.queue.append(_Task(self.root, schema, "", self.prefix, 0, frozenset()))
        while self.queue:
            self._expand(self.queue.popleft())
        return list(self.root.children)

    def _expand(self, task: _Task) -> None:
        schema = element_of(task.schema)
        key = (schema.name or "", self.direction)
        if schema.unresolved:
            task.holder.append(hole(schema.unresolved))
        elif schema.name and (schema.name in task.ancestors or key in self.page.shown):
            words = "Recursive, its fields are those of " if schema.name in task.ancestors else "Fields as for "
            link = anchor_link(self.page.shown[key], _schema_name(schema.name))
            task.holder.append(paragraph(words, link, ".", classes="openapi-repeated"))
        else:
            if schema.name:
                self.page.shown[key] = task.anchor
            self._list(task, schema)

    def _list(self, task: _Task, schema: Schema) -> None:
        ancestors = task.ancestors | ({schema.name} if schema.name else set())
        holder = self._holder(task)
        depth = task.depth if holder is task.holder else 0
        items = [
            self._field(name, value, name in schema.required, task.path, depth, ancestors)
            for name, value in schema.properties.items()
            if self._is_visible(value)
        ]
        for pattern, value in schema.patterns.items():
            label = f"/{pattern}/" if pattern else "*"
            items.append(self._field(label, value, False, task.path, depth, ancestors))
        for index, value in enumerate(schema.prefix_items):
            items.append(self._field(f"[{index}]", value, False, task.path, depth, ancestors))
        if items:
            holder += nodes.definition_list("", *items, classes=["openapi-fields"])
        if schema.is_closed and schema.properties:
            holder += paragraph("No other properties are permitted.", classes="openapi-meta")
        if schema.alternatives:
            self._alternatives(holder, schema, task.path, depth, ancestors)

    def _holder(self, task: _Task) -> nodes.Element:
        """Return where the fields go: below everything else if they are nested too deeply."""
        if task.depth < MAX_NESTING:
            return task.holder
        below = nodes.container(classes=["openapi-deep"])
        anchor = self.page.anchor(f"{task.anchor}-fields", below)
        below += paragraph("Fields of ", code(task.path), ":")
        task.holder.append(paragraph(anchor_link(anchor, nodes.Text("Its fields are listed below."))))
        self.root += below
        return below

    def _is_visible(self, value: Schema) -> bool:
        hidden = "readOnly" if self.direction == REQUEST else "writeOnly"
        return not value.data.get(hidden)

    def _field(
        self, name: str, value: Schema, is_required: bool, path: str, depth: int, ancestors: frozenset[str]
    ) -> nodes.definition_list_item:
        full_name = f"{path}.{name}" if path else name
        term = nodes.term("", "", code(name, "openapi-name"))
        anchor = self.page.anchor(f"{self.prefix}-{full_name}", term)
        item = field_item(term, value, is_required=is_required, is_deprecated=value.is_deprecated)
        definition = item.children[-1]
        assert isinstance(definition, nodes.definition)
        definition += field_definition(value)
        if has_fields(value):
            nested = details(classes=["openapi-nested"], open=depth == 0)
            nested += summary("", "", nodes.Text(_count_words(element_of(value))))
            definition += nested
            self.queue.append(
                _Task(
                    nested,
                    value,
                    full_name + "[]" * (sum(1 for _ in _unwrapped(value)) - 1),
                    anchor,
                    depth + 1,
                    ancestors,
                )
            )
        return item

    def _alternatives(
        self, holder: nodes.Element, schema: Schema, path: str, depth: int, ancestors: frozenset[str]
    ) -> None:
        words = "One of:" if schema.is_exclusive else "Any of:"
        if schema.discriminator:
            holder += paragraph(f"{words[:-1]}, told apart by ", code(schema.discriminator), ":")
        else:
            holder += paragraph(words)
        items = []
        for number, part in enumerate(schema.alternatives, 1):
            values = schema.discriminator_values(part.name or "") if schema.discriminator else []
            label = [code(value) for value in values] or type_nodes(part)
            term = nodes.term("", "", *joined(label))
            anchor = self.page.anchor(f"{self.prefix}-{path}-{part.name or number}", term)
            definition = nodes.definition("", *render_markdown(part.description), *value_details(part))
            if values and part.name:
                definition.insert(0, paragraph(*type_nodes(part)))
            items.append(nodes.definition_list_item("", term, definition))
            if has_fields(part):
                self.queue.append(_Task(definition, part, path, anchor, depth + 1, ancestors))
        holder += nodes.definition_list("", *items, classes=["openapi-alternatives"])


def field_item(
    term: nodes.term, schema: Schema | None, *, is_required: bool, is_deprecated: bool
) -> nodes.definition_list_item:
    """Return the item of a field or parameter: name, type and marks; the definition is still empty."""
    marks = [chip("required", "required")] if is_required else []
    marks += [chip("deprecated", "deprecated")] if is_deprecated else []
    if schema is not None:
        marks += [chip("read-only", "read-only")] if schema.data.get("readOnly") else []
        marks += [chip("write-only", "write-only")] if schema.data.get("writeOnly") else []
    types = [nodes.inline("", "", *type_nodes(schema), classes=["openapi-type"])] if schema is not None else []
    for part in [*types, *marks]:
        term += [nodes.Text(" "), part]
    return nodes.definition_list_item("", term, nodes.definition())


def field_definition(schema: Schema) -> list[nodes.Node]:
    """Return what is said of a field beside its name and type."""
    return [*render_markdown(schema.description), *value_details(schema)]


def _unwrapped(schema: Schema) -> Iterator[Schema]:
    """Yield *schema*, what it is an array or a map of, and so on; ends where a schema is an array of itself."""
    seen = set()
    current: Schema | None = schema
    while current is not None and current.name not in seen:
        yield current
        seen |= {current.name} - {None}
        if current.types == ["array"] and not current.prefix_items:
            current = current.items
        elif current.types == ["object"] and not current.properties and set(current.patterns) == {""}:
            current = current.patterns[""]
        else:
            current = None


def element_of(schema: Schema) -> Schema:
    """Return *schema*, or what it is an array or a map of."""
    *_, element = _unwrapped(schema)
    return element


def has_fields(schema: Schema) -> bool:
    """Return whether there is more to list of *schema* than its type says."""
    element = element_of(schema)
    if element.unresolved or element.properties or element.patterns or element.prefix_items:
        return True
    return bool(element.alternatives) and any(
        part.name or has_fields(part) or part.description or part.data.get("enum") for part in element.alternatives
    )


def _count_words(schema: Schema) -> str:
    count = len(schema.properties)
    if not count:
        return "Alternatives" if schema.alternatives else "Properties"
    return "1 property" if count == 1 else f"{count} properties"
