"""Text and data that are only for readers: descriptions, examples, links, titles, extensions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..enumerations import EXTENSIBLE, is_about_values, text_of
from ..references import PointerError, fields, followed, is_reference
from ..schema import Schema
from ..spec_tables import V3, Shape

WORDS = frozenset({"description", "summary", "example", "examples", "externalDocs", "links", "$comment"})
"""Fields that are only for readers, in any object."""

MAX_DEPTH = 30
"""How deep the objects of an operation are nested."""


def words_of_schema(schema: Schema) -> dict[str, Any]:
    """Return the parts of *schema* that are only for readers, without nested schemas."""
    found = {key: value for key, value in schema.data.items() if key in WORDS or key == "title" or _is_extension(key)}
    values = {text_of(each.value): [each.name, each.description] for each in schema.allowed_values}
    return {**found, "name": schema.name, "enum": {text: words for text, words in values.items() if any(words)}}


def _is_extension(key: str) -> bool:
    if key == EXTENSIBLE:
        return True
    return key.startswith("x-") and not key.startswith("x-openapi-pages-") and not is_about_values(key)


def words_of(value: Any, shape: Shape, document: Mapping[str, Any], depth: int = 0) -> Any:
    """Return the parts of *value*, an object of kind *shape*, that are for readers only, without its schemas."""
    if shape == "Schema" or depth > MAX_DEPTH:
        return None
    if is_reference(value):
        try:
            target = followed(document, value["$ref"])
        except PointerError:
            return value["$ref"]
        siblings = {key: item for key, item in value.items() if key != "$ref"}
        return [siblings, words_of(target, shape, document, depth + 1)]
    if not isinstance(value, (Mapping, list)):
        return None
    inner = {key: words_of(item, kind, document, depth + 1) for key, item, kind in fields(value, shape, V3)}
    if isinstance(value, Mapping) and isinstance(shape, str):
        inner |= {key: item for key, item in value.items() if key in WORDS or _is_extension(key)}
    return {key: item for key, item in inner.items() if item}
