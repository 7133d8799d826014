"""References within one document: JSON pointers (RFC 6901), and the graph of references."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from .spec_tables import EXTENSIBLE_MAPS, Leaf, Shape, Table

MAX_INDEX = 10
"""More digits than the index of any item has."""


class PointerError(LookupError):
    """There is no value at a JSON pointer; the message explains why."""

    def __init__(self, reason: str = "there is nothing at that place") -> None:
        super().__init__(reason)


def escape(token: str) -> str:
    """Return *token* as one step of a JSON pointer."""
    return token.replace("~", "~0").replace("/", "~1")


def unescape(step: str) -> str:
    """Return the decoded form of a step of a JSON pointer."""
    return step.replace("~1", "/").replace("~0", "~")


def tokens(pointer: str) -> list[str]:
    """Return the steps of a JSON pointer."""
    return [unescape(step) for step in pointer.split("/")[1:]]


def reference_to(pointer: str) -> str:
    """Return the reference to the value at *pointer* of the same document, as the bundle writes it."""
    return "#" + pointer.replace("%", "%25")


def pointer_of(reference: str) -> str:
    """Return the pointer that a local reference (``#/…``) has for its fragment."""
    return unquote(reference[1:])


def component_pointer(section: str, name: str) -> str:
    """Return the reference to the component *name* of *section*."""
    return reference_to(f"/components/{section}/{escape(name)}")


def pointer_name(reference: str) -> str:
    """Return the name of the component that a reference refers to; the name itself (of a discriminator) unchanged."""
    return unescape(unquote(reference).rpartition("/")[2]) if "#/" in reference else reference


def member(value: Any, step: str) -> Any:
    """Return the key or index in *value* that *step* of a pointer names. Raises :exc:`PointerError`."""
    if isinstance(value, (dict, Mapping)) and step in value:
        return step
    if isinstance(value, list) and step.isdecimal() and len(step) < MAX_INDEX and int(step) < len(value):
        return int(step)
    raise PointerError


def lookup(document: Any, pointer: str) -> Any:
    """Return the value at the JSON pointer *pointer*. Raises :exc:`PointerError`."""
    if pointer and not pointer.startswith("/"):
        raise PointerError
    value = document
    for step in tokens(pointer):
        value = value[member(value, step)]
    return value


def followed(document: Any, reference: str) -> Any:
    """Return the target of the local *reference* in a bundle. Raises :exc:`PointerError`."""
    return lookup(document, pointer_of(reference))


def anchor_pointer(document: Any, name: str) -> str:
    """Return the pointer of the schema with the ``$anchor`` *name*. Raises :exc:`PointerError`."""
    todo: list[tuple[Any, str]] = [(document, "")]
    while todo:
        value, pointer = todo.pop()
        if isinstance(value, dict):
            if name in (value.get("$anchor"), value.get("$dynamicAnchor")):
                return pointer
            todo += [(item, f"{pointer}/{escape(key)}") for key, item in value.items()]
        elif isinstance(value, list):
            todo += [(item, f"{pointer}/{index}") for index, item in enumerate(value)]
    raise PointerError


def is_reference(value: Any) -> bool:
    """Return whether *value* is a Reference Object. A *property* called ``$ref`` is not: it contains a schema."""
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
                yield from (component_pointer("securitySchemes", name) for name in value)
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
            yield value if value.startswith("#") else component_pointer("schemas", value)
        todo += [
            (item, kind)
            for _, item, kind in fields(value, shape, table)
            if isinstance(item, (dict, list)) or kind is Leaf.SCHEMA_NAME
        ]


SCHEMAS = "#/components/schemas/"
"""The beginning of references to component schemas."""


def component_of(pointer: str) -> str:
    """Return the reference to the component at *pointer*, or to the component that contains it."""
    return "/".join(pointer.split("/")[:4])
