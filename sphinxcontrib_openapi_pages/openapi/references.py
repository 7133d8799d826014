"""References within one document: JSON pointers (RFC 6901) and who reaches whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from .spec_tables import EXTENSIBLE_MAPS, Leaf, Shape, Table


class PointerError(LookupError):
    """There is no value at a JSON pointer; the text says why."""

    def __init__(self, reason: str = "there is nothing at that place") -> None:
        super().__init__(reason)


def escape(token: str) -> str:
    """Return *token* as one step of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def tokens(pointer: str) -> list[str]:
    """Return the steps of a JSON pointer, or of the fragment of a reference (percent-decoded)."""
    return [step.replace("~1", "/").replace("~0", "~") for step in unquote(pointer).split("/")[1:]]


def lookup(document: Any, fragment: str) -> Any:
    """Return the value at the JSON pointer or ``$anchor`` *fragment*. Raises :exc:`PointerError`."""
    if fragment and not fragment.startswith("/"):
        return _anchored(document, fragment)
    value = document
    for step in tokens(fragment):
        if isinstance(value, dict) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            raise PointerError
    return value


def _anchored(document: Any, name: str) -> Any:
    todo = [document]
    while todo:
        value = todo.pop()
        if isinstance(value, dict):
            if name in (value.get("$anchor"), value.get("$dynamicAnchor")):
                return value
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)
    raise PointerError


def is_reference(value: Any) -> bool:
    """Return whether *value* is a Reference Object. A *property* called ``$ref`` is not: it holds a schema."""
    return isinstance(value, dict) and isinstance(value.get("$ref"), str)


def fields(value: Any, shape: Shape, table: Table) -> Iterator[tuple[Any, Any, Shape]]:
    """Yield key, value and kind of each member of *value* whose kind the table knows, in their order."""
    if isinstance(value, list) and isinstance(shape, list):
        for index, item in enumerate(value):
            yield index, item, shape[0]
        return
    known = table.get(shape) if isinstance(shape, str) else shape
    if not isinstance(value, dict) or not isinstance(known, dict):
        return
    has_extensions = isinstance(shape, str) and shape in EXTENSIBLE_MAPS
    for key, item in value.items():
        if key in known:
            yield key, item, known[key]
        elif "*" in known and not (has_extensions and key.startswith("x-")):
            yield key, item, known["*"]


def reached(value: Any, shape: Shape, table: Table) -> Iterator[str]:
    """Yield the local references (``#/…``) that stand in *value*, an object of kind *shape*.

    Those by name count too: the schemes of a security requirement, the schemas of a discriminator. So do those in
    examples and extensions: by the specification they are data, but their authors often mean what they point to.
    """
    todo: list[tuple[Any, Shape]] = [(value, shape)]
    while todo:
        value, shape = todo.pop()
        if isinstance(value, dict):
            if isinstance(reference := value.get("$ref"), str):
                yield reference
            if shape == "SecurityRequirement":
                yield from (f"#/components/securitySchemes/{escape(name)}" for name in value)
            elif shape is Leaf.ANY:
                todo += [(item, shape) for item in value.values() if isinstance(item, (dict, list))]
            else:
                todo += [
                    (item, Leaf.ANY)
                    for key, item in value.items()
                    if key[:2] == "x-" and isinstance(item, (dict, list))
                ]
        elif shape is Leaf.ANY and isinstance(value, list):
            todo += [(item, shape) for item in value if isinstance(item, (dict, list))]
        elif shape is Leaf.SCHEMA_NAME and isinstance(value, str):
            yield value if value.startswith("#") else f"#/components/schemas/{escape(value)}"
        todo += [
            (item, kind)
            for _, item, kind in fields(value, shape, table)
            if isinstance(item, (dict, list)) or kind is Leaf.SCHEMA_NAME
        ]


SCHEMAS = "#/components/schemas/"
"""What the references to component schemas begin with."""


def component_pointer(section: str, name: str) -> str:
    """Return the reference to the component *name* of *section*."""
    return f"#/components/{section}/{escape(name)}"


def component_of(pointer: str) -> str:
    """Return the reference to the component that *pointer* leads to or into."""
    return "/".join(pointer.split("/")[:4])


def pointer_name(pointer: str) -> str:
    """Return the name of the component at *pointer*."""
    return pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")
