"""Examples of a body: those that the document gives, else one made for each alternative of its schema."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from .direction import Direction
from .example_values import MISSING, generate, without_hidden
from .operation import Example, MediaType
from .schema import Schema

MAX_EXAMPLES = 10
"""How many examples of one body are sent or made."""


MAX_WRAPPERS = 3
"""How many lists and objects of one field are around alternatives of which each has an example."""


def body_examples(media: MediaType) -> list[Example]:
    """Return what a request in *media* may hold: no more than it must, where the document gives no example."""
    schema = media.main_schema
    given = [example for example in media.examples if example.has_value]
    if given or schema is None:
        return [_sent(example, schema) for example in given[:MAX_EXAMPLES]]
    values = [value for value in schema_examples(schema, Direction.REQUEST) if _is_body(value, schema)]
    if values:
        return [Example("", value) for value in values[:MAX_EXAMPLES]]
    return made_examples(schema, Direction.REQUEST, required_only=True)


def _sent(example: Example, schema: Schema | None) -> Example:
    is_written = schema is None or bool(example.written)
    return example if is_written else replace(example, value=without_hidden(example.value, schema, Direction.REQUEST))  # type: ignore[arg-type]


def _is_body(value: Any, schema: Schema) -> bool:
    """Return whether *value* is a body: a text may stand for one that is an object."""
    return isinstance(value, (dict, list)) or schema.is_fit(value, Direction.REQUEST)


def schema_examples(schema: Schema, direction: Direction) -> list[Any]:
    """Return the examples that the author gives of a whole value of *schema*, not of a part of it."""
    given = [schema.data["example"]] if "example" in schema.data else schema.data.get("examples", [])
    values = [without_hidden(value, schema, direction) for value in given] if isinstance(given, list) else []
    return [value for value in values if len(schema.parts) < 2 or schema.is_fit(value, direction)]


def made_examples(schema: Schema, direction: Direction, *, required_only: bool = False) -> list[Example]:
    """Return examples made from *schema*: one for each of its alternatives, with its name, or a single one."""
    inner, path = _with_alternatives(schema, direction)
    whole = generate(schema, direction, required_only=required_only) if path else MISSING
    found: list[Example] = []
    for choice in inner.options[:MAX_EXAMPLES] if len(inner.options) > 1 else ():
        made = generate(inner, direction, required_only=required_only, choice=choice)
        if made is MISSING:
            continue
        value = _with_part(whole, path, made)
        is_new = all(value != example.value for example in found)
        if is_new and (not path or schema.is_fit(value, direction)):
            found.append(Example(_name(inner, choice), value))
    if len(found) > 1:
        return found
    if whole is MISSING:
        whole = generate(schema, direction, required_only=required_only)
    return [Example("", whole)] if whole is not MISSING else []


def _with_part(whole: Any, path: list[str | None], part: Any) -> Any:
    """Return *whole*, an example, with *part* at *path*."""
    if not path:
        return part
    name, *rest = path
    if name is None:
        return [_with_part(whole[0] if isinstance(whole, list) and whole else MISSING, rest, part)]
    members = whole if isinstance(whole, dict) else {}
    return {**members, name: _with_part(members.get(name, MISSING), rest, part)}


def _with_alternatives(schema: Schema, direction: Direction) -> tuple[Schema, list[str | None]]:
    """Return *schema*, or what is wrapped in it, and the path to that: names of properties, ``None`` for items."""
    inner, path = schema, list[str | None]()
    while len(inner.options) < 2 and len(path) < MAX_WRAPPERS:
        if "example" in inner.data or "examples" in inner.data:
            break
        member = _main_member(inner, direction)
        if member is None:
            break
        name, inner = member
        path.append(name)
    return (inner, path) if len(inner.options) > 1 else (schema, [])


def _main_member(schema: Schema, direction: Direction) -> tuple[str | None, Schema] | None:
    """Return name and schema of what *schema* wraps: its items or its only property.

    Of several properties, that is the only one that an object must have and that has objects for alternatives.
    """
    if schema.items is not None and not schema.properties:
        return None, schema.items
    members = [(name, part) for name, part in schema.properties.items() if not direction.hides(part.data)]
    if len(members) > 1:
        members = [(name, part) for name, part in members if name in schema.required and _has_kinds(part)]
    return members[0] if len(members) == 1 else None


def _has_kinds(schema: Schema) -> bool:
    return sum(bool(option.properties) for option in schema.options[:MAX_EXAMPLES]) > 1


def _name(schema: Schema, choice: Schema) -> str:
    """Return what tells *choice* from the other alternatives of *schema*."""
    names = schema.discriminator_values(choice)
    title = str(choice.data.get("title") or choice.name or "")
    own = [name for name in choice.required if name not in schema.required]
    return (names[0] if names else title) or ", ".join(own or choice.types)
