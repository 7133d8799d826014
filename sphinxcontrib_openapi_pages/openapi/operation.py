"""The Operation Object and the objects in it, as pages need them: references followed, defaults filled in.

Everything is read from the slice of one operation, or of one API, that the bundler has
checked: the values are of the right kind, and every reference is local.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from .bundle import UNRESOLVED
from .conjunction import Data
from .document import Endpoint, operations_of
from .enumerations import is_about_values, is_deprecated
from .references import component_pointer, is_reference
from .schema import Components, KnownSchemas, Schema
from .titles import described, operation_title

_STATUS_ORDER = "23145d"
"""First characters of statuses, success first; all others come last."""


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
        return is_deprecated(self.data) or (self.schema is not None and self.schema.is_deprecated)


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


def _parameter(data: Data, name: str, location: str, components: Components) -> Parameter:
    schema = components.schema(data["schema"]) if "schema" in data else None
    if about_values := {key: value for key, value in data.items() if key[:2] == "x-" and is_about_values(key)}:
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
