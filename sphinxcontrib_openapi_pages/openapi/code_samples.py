"""Requests as code: what a client would send for an operation, in several languages."""

from __future__ import annotations

import base64
import json
import pprint
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from .example_values import FORMATS, generate
from .media_types import notation, written
from .model import Example, MediaType, Operation, Parameter, Requirement, Schema

DEFAULT_SERVER = "https://example.com"


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

    @property
    def is_json(self) -> bool:
        """Whether the body is one JSON value."""
        return notation(self.media_type) == "json"

    @property
    def is_form(self) -> bool:
        return self.media_type == "application/x-www-form-urlencoded"

    @property
    def is_multipart(self) -> bool:
        return self.media_type.startswith("multipart/") and self.body is not None

    @property
    def is_file(self) -> bool:
        """Whether the body is something that no literal can stand for."""
        return not isinstance(self.body, str) or self.body == FORMATS["binary"]

    @property
    def fields(self) -> list[tuple[str, str]]:
        """The fields of a form; none where the example is not an object."""
        return [field for field in self.body if isinstance(field, tuple)] if isinstance(self.body, list) else []


Language = Callable[[Request], str]


@dataclass(frozen=True)
class Sample:
    """Code that sends a request."""

    label: str
    lexer: str
    """Name of the Pygments lexer."""
    code: str


def request_of(operation: Operation) -> Request:
    """Return the smallest request that *operation* accepts, to its first server and authorised in the first way."""
    path = quote(operation.endpoint.path.partition("#")[0], safe="/:@!$&'()*+,;=?{}%")
    request = Request(operation.endpoint.method.upper(), _server(operation))
    query: list[str] = []
    for parameter in operation.parameters:
        if parameter.unresolved or not (parameter.is_required or parameter.location == "path"):
            continue
        value = _value(parameter)
        if parameter.location == "path":
            path = path.replace("{" + parameter.name + "}", in_path(parameter, value))
        elif parameter.location in ("query", "querystring"):
            query += in_query(parameter, value)
        elif parameter.location == "header":
            request.headers[parameter.name] = _joined(value, ",", "=" if parameter.data.get("explode") else ",", str)
        elif parameter.location == "cookie":
            request.cookies[parameter.name] = quote(_flat(value), safe="")
    for requirement in next((alternative for alternative in operation.security if alternative), []):
        _authorise(request, requirement, query)
    request.url += path
    if query:
        request.url += ("&" if "?" in path else "?") + "&".join(query)
    if operation.request_body is not None and operation.request_body.content:
        _add_body(request, operation.request_body.content)
    request.is_streamed = any(
        media.schema is None and media.item_schema is not None
        for response in operation.responses[:1]
        for media in response.content
    )
    return request


def _server(operation: Operation) -> str:
    servers = operation.servers or operation.document.get("servers") or [{}]
    url = str(servers[0].get("url", ""))
    for name, variable in servers[0].get("variables", {}).items():
        url = url.replace("{" + name + "}", str(variable.get("default", name)))
    if not url.startswith(("http://", "https://")):
        url = f"{DEFAULT_SERVER}/{url.lstrip('/')}"
    return url.rstrip("/")


def _value(parameter: Parameter) -> Any:
    examples = [*parameter.examples, *(example for media in parameter.content for example in media.examples)]
    given = next((example.value for example in examples if example.has_value), None)
    if given is not None:
        return given
    schema = parameter.schema or (parameter.content[0].schema if parameter.content else None)
    if schema is None:
        return parameter.name.upper()
    made = generate(schema)
    return parameter.name.upper() if made in ("text", None) else made


def _flat(value: Any) -> str:
    """Return a value as text: a text as it is, all others as JSON."""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _joined(value: Any, separator: str, assign: str, encode: Callable[[str], str]) -> str:
    """Return the items of *value*, or its fields as ``name assign value``, with *separator* between them."""
    if isinstance(value, list):
        return separator.join(encode(_flat(item)) for item in value)
    if isinstance(value, dict):
        return separator.join(f"{encode(name)}{assign}{encode(_flat(item))}" for name, item in value.items())
    return encode(_flat(value))


def _encoder(parameter: Parameter) -> Callable[[str], str]:
    safe = ":/?#[]@!$&'()*+,;=" if parameter.data.get("allowReserved") else ""
    return partial(quote, safe=safe)


def in_path(parameter: Parameter, value: Any) -> str:
    """Return *value* as a path takes it, in the style of *parameter* (OpenAPI 3.2 §4.12.5)."""
    encode, name = _encoder(parameter), parameter.name
    style, explode = parameter.data.get("style", "simple"), bool(parameter.data.get("explode"))
    if style == "label":
        return "." + _joined(value, "." if explode else ",", "=" if explode else ",", encode)
    if style == "matrix":
        if explode and isinstance(value, list):
            return "".join(f";{name}={encode(_flat(item))}" for item in value)
        if explode and isinstance(value, dict):
            return "".join(f";{key}={encode(_flat(item))}" for key, item in value.items())
        return f";{name}={_joined(value, ',', ',', encode)}"
    return _joined(value, ",", "=" if explode else ",", encode)


def in_query(parameter: Parameter, value: Any) -> list[str]:
    """Return *value* as the parts of a query, in the style of *parameter* (OpenAPI 3.2 §4.12.5)."""
    encode, name = _encoder(parameter), quote(parameter.name, safe="[]")
    if parameter.content:
        media = parameter.content[0].name
        if media == "application/x-www-form-urlencoded" and isinstance(value, dict):
            text = urlencode({key: _flat(item) for key, item in value.items()})
        else:
            text = quote(value if isinstance(value, str) and "json" not in media else json.dumps(value), safe="")
        return [text if parameter.location == "querystring" else f"{name}={text}"]
    style = parameter.data.get("style", "form")
    explode = parameter.data.get("explode", style == "form")
    if isinstance(value, dict) and style == "deepObject":
        return [f"{name}[{encode(key)}]={encode(_flat(item))}" for key, item in value.items()]
    if isinstance(value, dict) and explode:
        return [f"{encode(key)}={encode(_flat(item))}" for key, item in value.items()]
    if isinstance(value, list) and explode:
        return [f"{name}={encode(_flat(item))}" for item in value]
    separator = {"spaceDelimited": "%20", "pipeDelimited": "%7C"}.get(style, ",")
    return [f"{name}={_joined(value, separator, separator, encode)}"]


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


def _add_body(request: Request, content: list[MediaType]) -> None:
    media = next((media for media in content if "json" in media.name), content[0])
    request.media_type = "application/json" if media.name == "*/*" else media.name
    first = next((example for example in media.examples if example.has_value), Example(""))
    given, schema = first.value, media.main_schema
    if given is None and schema is not None:
        example = schema.data.get("example")
        given = example if isinstance(example, (dict, list)) else generate(schema, required_only=True)
        if given == {}:  # says nothing; what could be sent says more
            given = generate(schema, max_depth=1)
    if first.written and request.is_form:
        request.body = parse_qsl(first.written, keep_blank_values=True)
    elif request.is_json:
        request.body = _parsed(first.written, given)
    elif not media.name.startswith("multipart/") and not request.is_form:
        request.body = first.written or written(given, media.name, schema)
    elif isinstance(given, dict):
        _add_form(request, given, media)


def _parsed(text: str, value: Any) -> Any:
    """Return the JSON value that *text* stands for, if it is one; else *value*."""
    try:
        return json.loads(text)
    except ValueError:
        return value


def _add_form(request: Request, given: dict[str, Any], media: MediaType) -> None:
    if not request.is_form and media.schema is not None:
        request.files = {name: f"{name}.bin" for name in given if _is_file(media.schema.properties.get(name))}
    request.body = [
        (name, _flat(item))
        for name, value in given.items()
        if name not in request.files
        for item in (value if isinstance(value, list) else [value])
    ]


def _is_file(schema: Schema | None) -> bool:
    if schema is not None and schema.types == ["array"]:
        schema = schema.items
    return schema is not None and (
        schema.data.get("format") == "binary" or (schema.types == ["string"] and "contentMediaType" in schema.data)
    )


# Languages


def curl(request: Request) -> str:
    """Return a command for cURL."""
    parts = [
        f"curl {shlex.quote(request.url)}"
        if request.method == "GET"
        else f"curl -X {request.method} {shlex.quote(request.url)}"
    ]
    if request.method == "HEAD":
        parts = [f"curl -I {shlex.quote(request.url)}"]
    if request.is_streamed:
        parts.append("-N")
    if request.has_certificate:
        parts.append("--cert client.pem --key client-key.pem")
    if request.username:
        parts.append(f"-u {request.username}:{request.password}")
    parts += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in request.headers.items()]
    if request.cookies:
        parts.append("-b " + shlex.quote("; ".join(f"{name}={value}" for name, value in request.cookies.items())))
    parts += _curl_body(request)
    return " \\\n  ".join(parts)


def _curl_body(request: Request) -> Iterator[str]:
    if request.media_type and not request.is_multipart:
        yield f"-H {shlex.quote(f'Content-Type: {request.media_type}')}"
    if request.is_json:
        yield f"--data-raw {shlex.quote(json.dumps(request.body, indent=2, ensure_ascii=False))}"
    elif request.is_form:
        yield from (f"--data-urlencode {shlex.quote(f'{name}={text}')}" for name, text in request.fields)
    elif request.is_multipart:
        yield from (f"--form-string {shlex.quote(f'{name}={text}')}" for name, text in request.fields)
        yield from (f"-F {shlex.quote(f'{name}=@{path}')}" for name, path in request.files.items())
    elif request.media_type:
        yield "--data-binary @body.bin" if request.is_file else f"--data-raw {shlex.quote(request.body)}"


def python(request: Request) -> str:
    """Return Python for the library Requests."""
    method = request.method.lower()
    is_known = method in ("get", "post", "put", "patch", "delete", "head", "options")
    call = f"requests.{method}" if is_known else "requests.request"
    arguments = [*([] if is_known else [repr(request.method)]), repr(request.url), *_python_arguments(request)]
    inner = "".join(f"    {argument},\n" for argument in arguments)
    before = f"body = {_python_text(request.body)}\n\n" if "data=body.encode()" in arguments else ""
    after = "print(response.status_code, response.text)"
    if request.is_streamed:
        after = "for line in response.iter_lines():\n    print(line.decode())"
    return f"import requests\n\n{before}response = {call}(\n{inner})\n{after}"


def _python_arguments(request: Request) -> Iterator[str]:
    headers = dict(request.headers)
    if request.media_type not in ("", "application/json") and not (request.is_multipart or request.is_form):
        headers["Content-Type"] = request.media_type
    if headers:
        yield f"headers={_python(headers)}"
    if request.cookies:
        yield f"cookies={_python(request.cookies)}"
    if request.has_certificate:
        yield "cert=('client.pem', 'client-key.pem')"
    if request.username:
        yield f"auth=({request.username!r}, {request.password!r})"
    yield from _python_body(request)
    if request.is_streamed:
        yield "stream=True"


def _python_body(request: Request) -> Iterator[str]:
    if request.is_json:
        yield f"json={_python(request.body)}"
    elif request.is_multipart:
        # Requests sends multipart only where it is given files; a file without a name is a plain field.
        plain = [f"({name!r}, (None, {text!r}))" for name, text in request.fields]
        files = [f"({name!r}, open({path!r}, 'rb'))" for name, path in request.files.items()]
        yield f"files=[{', '.join(plain + files)}]"
    elif request.is_form:
        yield f"data={_python(request.fields)}"
    elif request.media_type:
        yield "data=open('body.bin', 'rb')" if request.is_file else "data=body.encode()"


def _python_text(text: str) -> str:
    if "\n" not in text:
        return repr(text)
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""\\\n{escaped}\n"""'


def _python(value: Any) -> str:
    text = pprint.pformat(value, sort_dicts=False, width=88)
    return text.replace("\n", "\n    ")


def javascript(request: Request) -> str:
    """Return JavaScript for ``fetch``."""
    headers = dict(request.headers)
    if request.username:
        token = base64.b64encode(f"{request.username}:{request.password}".encode()).decode()
        headers["Authorization"] = f"Basic {token}"
    if request.cookies:
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in request.cookies.items())
    if request.media_type and not request.is_multipart:
        headers["Content-Type"] = request.media_type
    before, body = _javascript_body(request)
    lines = [f"  method: {json.dumps(request.method)},"]
    if headers:
        lines.append(f"  headers: {_indented(headers)},")
    if body:
        lines.append(f"  body: {body},")
    options = "\n".join(lines)
    call = f"const response = await fetch({json.dumps(request.url)}, {{\n{options}\n}});"
    after = "console.log(response.status, await response.text());"
    if request.is_streamed:
        after = (
            "for await (const text of response.body.pipeThrough(new TextDecoderStream())) {\n  console.log(text);\n}"
        )
    return f"{before}{call}\n{after}"


def _javascript_body(request: Request) -> tuple[str, str]:
    if request.is_json:
        return "", f"JSON.stringify({_indented(request.body)})"
    if request.is_form:
        return "", f"new URLSearchParams({_indented(request.fields)})"
    if request.is_multipart:
        lines = ["const form = new FormData();"]
        lines += [f"form.append({json.dumps(name)}, {json.dumps(text)});" for name, text in request.fields]
        lines += [f"form.append({json.dumps(name)}, file);  // a File or Blob" for name in request.files]
        return "\n".join(lines) + "\n\n", "form"
    if request.media_type:
        return "", "file" if request.is_file else _javascript_text(request.body)
    return "", ""


def _javascript_text(text: str) -> str:
    if "\n" not in text:
        return json.dumps(text, ensure_ascii=False)
    return "`" + re.sub(r"[\\`]|\$(?={)", r"\\\g<0>", text) + "`"


def _indented(value: Any) -> str:
    return json.dumps(value, indent=2, ensure_ascii=False).replace("\n", "\n  ")


LANGUAGES: dict[str, tuple[str, str, Language]] = {
    "curl": ("cURL", "bash", curl),
    "python": ("Python", "python", python),
    "javascript": ("JavaScript", "javascript", javascript),
}
"""Label, Pygments lexer and writer of each language, by the name that the option ``samples`` has for it."""


SHELLS = ("shell", "bash")
"""Languages of code that is in the place of the commands for cURL."""


def samples_of(operation: Operation, languages: list[str], added: Mapping[str, Language]) -> Iterator[Sample]:
    """Yield code for *operation*: in *languages*, by the functions in *added* (by label), and the document's own.

    The document's own code in one of the languages takes its place.
    """
    request = request_of(operation)
    own = list(_own_samples(operation))
    for name in languages:
        label, lexer, write = LANGUAGES[name]
        same = [sample for sample in own if sample.lexer in (name, *(SHELLS if name == "curl" else ()))]
        yield from same or [Sample(label, lexer, write(request))]
        own = [sample for sample in own if sample not in same]
    for label, write in added.items():
        yield Sample(label, label.lower(), write(request))
    yield from own


def _own_samples(operation: Operation) -> Iterator[Sample]:
    for sample in operation.data.get("x-codeSamples", operation.data.get("x-code-samples", [])):
        if isinstance(sample, Mapping) and isinstance(sample.get("source"), str):
            language = str(sample.get("lang") or "text")
            yield Sample(str(sample.get("label") or language), language.lower(), sample["source"].rstrip())
