"""Requests for an operation: the smallest that it accepts, with each of the bodies that are worth showing."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import parse_qsl, quote

from .body_examples import body_examples
from .example_texts import FORMATS, WORDS
from .example_values import MISSING, generate
from .media_types import notation, written
from .operation import Example, MediaType, Operation, Parameter, Requirement
from .serialisation import file_suffix, flat, form_parts, in_path, in_query, joined
from .server_urls import document_base, resolved, server_url

UNKNOWN_SERVER = "https://YOUR-SERVER"
"""What stands for a server of which nobody says where it is. Nobody takes it for one."""


@dataclass
class Request:
    """A request for an operation: what it needs and no more."""

    method: str
    """In upper case."""
    url: str
    """With path and query parameters filled in, encoded."""
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    has_certificate: bool = False
    """Whether the client shows a certificate (mutual TLS)."""
    is_streamed: bool = False
    """Whether the answer is a sequence that may not end."""
    username: str = ""
    """For HTTP Basic authentication, with :attr:`password`."""
    password: str = ""
    media_type: str = ""
    """Of the body; empty where there is none."""
    body: Any = None
    """A JSON value; of a form, its fields as pairs of name and text; else a text, or ``None`` for a file."""
    files: dict[str, str] = field(default_factory=dict)
    """Names of the files of a ``multipart/form-data`` body, by field."""
    part_types: dict[str, str] = field(default_factory=dict)
    """Media types of the parts of such a body, by field; of a plain text there is none."""

    @property
    def is_json(self) -> bool:
        """Whether the body is one JSON value."""
        return notation(self.media_type) == "json" and self.body is not None

    @property
    def is_form(self) -> bool:
        return self.media_type == "application/x-www-form-urlencoded"

    @property
    def is_multipart(self) -> bool:
        return self.media_type.startswith("multipart/") and self.body is not None

    @property
    def is_empty_form(self) -> bool:
        return (self.is_form or self.is_multipart) and self.body == [] and not self.files

    @property
    def is_file(self) -> bool:
        """Whether the body is something that no literal can stand for."""
        return not isinstance(self.body, str) or self.body == FORMATS["binary"]

    @property
    def file(self) -> str:
        """The name of the file that the body is."""
        return f"body{file_suffix(self.media_type)}"

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields of a form; none where the example is not an object."""
        return [field for field in self.body if isinstance(field, tuple)] if isinstance(self.body, list) else []


def requests_of(operation: Operation, location: str, server: str = "") -> list[tuple[Example, Request]]:
    """Return the smallest requests that *operation* accepts, each with the example that is its body.

    They go to the first server and are authorised in the first way. *location* is where the document was read, and
    *server* is in the place of the document's own servers.
    """
    base = _without_body(operation, _server(operation, location, server))
    content = operation.request_body.content if operation.request_body is not None else []
    if not content:
        return [(Example("", has_value=False), base)]
    media = next((media for media in content if "json" in media.name), content[0])
    found = [(example, _with_body(base, media, example)) for example in _bodies(media)]
    is_required = operation.request_body is not None and operation.request_body.is_required
    return [(example, request if is_required or not request.is_empty_form else base) for example, request in found]


def _without_body(operation: Operation, server: str) -> Request:
    path, *given = operation.endpoint.path.partition("#")[0].split("?", 1)
    path = quote(path, safe="/:@!$&'()*+,;=?{}%")
    parts = [part for part in "".join(given).split("&") if part]
    names = {part.partition("=")[0] for part in parts}
    request = Request(operation.endpoint.method.upper(), server)
    query: list[str] = []
    for parameter in operation.parameters:
        place = "{" + parameter.name + "}"
        is_in_path = parameter.location == "path" or any(place in part for part in parts)
        if parameter.unresolved or not (parameter.is_required or is_in_path):
            continue
        value = _value(parameter)
        if is_in_path:
            written_out = in_path(parameter, value)
            path = path.replace(place, written_out)
            parts = [part.replace(place, written_out) for part in parts]
        elif parameter.location in ("query", "querystring"):
            query += in_query(parameter, value)
        elif parameter.location == "header":
            request.headers[parameter.name] = joined(value, ",", "=" if parameter.data.get("explode") else ",", str)
        elif parameter.location == "cookie":
            request.cookies[parameter.name] = quote(flat(value), safe="")
    for requirement in next((alternative for alternative in operation.security if alternative), []):
        _authorise(request, requirement, query)
    query = [*map(_filled, parts), *(part for part in query if part.partition("=")[0] not in names)]
    request.url += _filled(path) + ("?" + "&".join(query) if query else "")
    request.is_streamed = any(
        media.schema is None and media.item_schema is not None
        for response in operation.responses[:1]
        for media in response.content
    )
    return request


def _filled(text: str) -> str:
    """Return *text* with words in the place of variables that nobody declares."""
    return re.sub(r"\{([^{}]*)\}", lambda found: quote(found[1].upper(), safe=""), text)


def _server(operation: Operation, location: str, server: str) -> str:
    own = [{"url": server}] if server else operation.document.get("servers") or []
    url = server_url(operation.servers or own, server or document_base(operation.document, location))
    return _filled(resolved(url, [{"url": UNKNOWN_SERVER}], "")).rstrip("/")


def _value(parameter: Parameter) -> Any:
    examples = [*parameter.examples, *(example for media in parameter.content for example in media.examples)]
    given = next((example.value for example in examples if example.has_value), None)
    if given is not None:
        return given
    schema = parameter.schema or (parameter.content[0].schema if parameter.content else None)
    made = generate(schema) if schema is not None else MISSING
    return parameter.name.upper() if made in (WORDS[0], None, MISSING) else made


def _authorise(request: Request, requirement: Requirement, query: list[str]) -> None:
    scheme = requirement.data
    kind, name = scheme.get("type"), str(scheme.get("name", ""))
    if kind == "apiKey":
        if scheme.get("in") == "query":
            query.append(f"{quote(name)}=YOUR_API_KEY")
        elif scheme.get("in") == "cookie":
            request.cookies[name] = "YOUR_API_KEY"
        else:
            request.headers[name] = "YOUR_API_KEY"
    elif kind == "http" and str(scheme.get("scheme", "")).lower() == "basic":
        request.username, request.password = "USERNAME", "PASSWORD"
    elif kind == "http":
        word = "Bearer" if str(scheme.get("scheme", "")).lower() == "bearer" else str(scheme.get("scheme", ""))
        request.headers["Authorization"] = f"{word} YOUR_TOKEN"
    elif kind == "mutualTLS":
        request.has_certificate = True
    elif kind in ("oauth2", "openIdConnect"):
        request.headers["Authorization"] = "Bearer YOUR_ACCESS_TOKEN"


def _bodies(media: MediaType) -> list[Example]:
    """Return the bodies of a request in *media*; one without a value where none is known."""
    return body_examples(media) or [Example("", has_value=False)]


def _with_body(base: Request, media: MediaType, example: Example) -> Request:
    """Return the request *base* with *example* as its body."""
    request = replace(base, media_type="application/json" if media.name == "*/*" else media.name)
    value = example.value if example.has_value else None
    if example.written and request.is_form:
        request.body = parse_qsl(example.written, keep_blank_values=True)
    elif notation(request.media_type) == "json":
        request.body = _parsed(example.written, value)
    elif not media.name.startswith("multipart/") and not request.is_form:
        request.body = example.written or written(value, media.name, media.main_schema)
    elif isinstance(value, dict):
        parts = list(form_parts(value, media, is_multipart=not request.is_form))
        request.files = {part.name: part.file for part in parts if part.file}
        request.part_types = {part.name: part.media_type for part in parts if part.media_type}
        request.body = [(part.name, part.text) for part in parts if not part.file]
    return request


def _parsed(text: str, value: Any) -> Any:
    """Return the JSON value that *text* stands for, if it is one; else *value*."""
    try:
        return json.loads(text)
    except ValueError:
        return value
