"""Serialises values in paths, queries and forms, in the styles of OpenAPI 3.2 §4.12.5."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from mimetypes import MimeTypes
from typing import Any
from urllib.parse import quote, urlencode

from .conjunction import Data
from .media_types import notation, written
from .operation import MediaType, Parameter
from .schema import Schema

Pairs = list[tuple[str, str]]
"""Names and values of a query or a form."""

STYLING = ("style", "explode", "allowReserved")
"""Fields of an Encoding Object that define how a value is written, for any content type."""

TEXTUAL = ("json", "xml", "yaml", "text/", "urlencoded")
"""Parts of the names of media types with text."""


def flat(value: Any) -> str:
    """Return *value* as text: a text as it is, all others as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def joined(value: Any, separator: str, assign: str, encode: Callable[[str], str]) -> str:
    """Return the items of *value*, or its fields as ``name assign value``, with *separator* between them."""
    if isinstance(value, list):
        return separator.join(encode(flat(item)) for item in value)
    if isinstance(value, dict):
        return separator.join(f"{encode(name)}{assign}{encode(flat(item))}" for name, item in value.items())
    return encode(flat(value))


def _encoder(parameter: Parameter) -> Callable[[str], str]:
    safe = ":/?#[]@!$&'()*+,;=" if parameter.data.get("allowReserved") else ""
    return partial(quote, safe=safe)


def in_path(parameter: Parameter, value: Any) -> str:
    """Return *value* as a path takes it, in the style of *parameter*."""
    encode, name = _encoder(parameter), parameter.name
    style, explode = parameter.data.get("style", "simple"), bool(parameter.data.get("explode"))
    if style == "label":
        return "." + joined(value, "." if explode else ",", "=" if explode else ",", encode)
    if style == "matrix":
        if explode and isinstance(value, list):
            return "".join(f";{name}={encode(flat(item))}" for item in value)
        if explode and isinstance(value, dict):
            return "".join(f";{key}={encode(flat(item))}" for key, item in value.items())
        return f";{name}={joined(value, ',', ',', encode)}"
    return joined(value, ",", "=" if explode else ",", encode)


def in_query(parameter: Parameter, value: Any) -> list[str]:
    """Return *value* as the parts of a query, in the style of *parameter*."""
    name = quote(parameter.name, safe="[]")
    if parameter.content:
        media = parameter.content[0].name
        if media == "application/x-www-form-urlencoded" and isinstance(value, dict):
            text = urlencode({key: flat(item) for key, item in value.items()})
        else:
            text = quote(value if isinstance(value, str) and "json" not in media else json.dumps(value), safe="")
        return [text if parameter.location == "querystring" else f"{name}={text}"]
    separators = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}
    pairs = _styled(name, value, parameter.data, separators, _encoder(parameter))
    return [f"{key}={text}" for key, text in pairs]


def _styled(name: str, value: Any, data: Data, separators: dict[str, str], encode: Callable[[str], str] = str) -> Pairs:
    """Return *value* as pairs, in the style that *data*, a Parameter or Encoding Object, has."""
    style = data.get("style", "form")
    explode = data.get("explode", style == "form")
    if style == "deepObject" and isinstance(value, (dict, list)):
        return list(_deep(name, value, encode))
    if explode and isinstance(value, dict):
        members = [(key, item if isinstance(item, list) else [item]) for key, item in value.items()]
        return [(encode(key), encode(flat(item))) for key, items in members for item in items]
    if explode and isinstance(value, list):
        return [(name, encode(flat(item))) for item in value]
    separator = separators.get(style, ",")
    return [(name, joined(value, separator, separator, encode))]


def _deep(name: str, value: Any, encode: Callable[[str], str]) -> Iterator[tuple[str, str]]:
    """Yield the values within *value*, called *name*, with the way to each in brackets.

    OpenAPI does not say how lists are written there: they are as most services take them.
    """
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _deep(f"{name}[{encode(key)}]", item, encode)
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _deep(f"{name}[{number if isinstance(item, (dict, list)) else ''}]", item, encode)
    else:
        yield name, encode(flat(value))


# Forms


@dataclass(frozen=True)
class Part:
    """A field of a form, or a file in it."""

    name: str
    text: str = ""
    media_type: str = ""
    """Where the document, or OpenAPI itself, has another than that of plain text."""
    file: str = ""
    """The name of the file, if it is one."""


def form_parts(value: dict[str, Any], media: MediaType, *, is_multipart: bool) -> Iterator[Part]:
    """Yield the fields of *value*, the body of *media*, each as its Encoding Object has it."""
    encodings = {encoding.name: encoding.data for encoding in media.encodings}
    known = media.schema.properties if media.schema is not None else {}
    for name, item in value.items():
        encoding, schema = encodings.get(name, {}), known.get(name)
        media_type = _media_type(encoding)
        if is_multipart and _is_file(schema, media_type, item):
            yield Part(name, media_type=media_type, file=f"{name}{file_suffix(media_type)}")
        elif not encoding.keys().isdisjoint(STYLING):
            separators = {"spaceDelimited": " ", "pipeDelimited": "|"}
            yield from (Part(key, text) for key, text in _styled(name, item, encoding, separators))
        elif notation(media_type) == "json":
            yield Part(name, _json(item), media_type)
        else:
            for one in item if isinstance(item, list) else [item]:
                kind = media_type or ("application/json" if isinstance(one, (dict, list)) else "")
                yield Part(name, (notation(kind) == "xml" and written(one, kind, schema)) or flat(one), kind)


def _media_type(encoding: Data) -> str:
    """Return the first media type that *encoding* names outright."""
    names = [name.strip() for name in str(encoding.get("contentType", "")).split(",")]
    return next((name for name in names if "*" not in name), "")


def _json(value: Any) -> str:
    """Return *value* as JSON; a text that is an object or a list in JSON already, as it is."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            json.loads(value)
        except ValueError:
            pass
        else:
            return value
    return json.dumps(value, ensure_ascii=False)


def _is_file(schema: Schema | None, media_type: str, value: Any) -> bool:
    if isinstance(value, (str, list)) and media_type and not _is_text(media_type):
        return True
    if schema is not None and schema.types == ["array"]:
        schema = schema.items
    if schema is None or schema.data.get("format") == "binary":
        return schema is not None
    kind = str(schema.data.get("contentMediaType", ""))
    is_encoded = "contentEncoding" in schema.data
    return bool(kind) and schema.types in ([], ["string"]) and not (is_encoded or _is_text(kind))


def _is_text(media_type: str) -> bool:
    return any(name in media_type for name in TEXTUAL)


def file_suffix(media_type: str) -> str:
    """Return how the name of a file in *media_type* ends."""
    if name := notation(media_type):
        return f".{name}"
    # Without the files of the machine, which differ.
    return MimeTypes(filenames=()).guess_extension(media_type) or ".bin"
