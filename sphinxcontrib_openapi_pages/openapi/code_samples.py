"""Requests as code: what a client would send for an operation, in several languages."""

from __future__ import annotations

import base64
import json
import re
import shlex
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from .authored_samples import Sample, authored_samples
from .operation import Example, Operation
from .python_source import Call, Code, exploded, source, text_source
from .sample_requests import Request, requests_of

Language = Callable[[Request], str]


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
        yield from (_curl_part(name, text, request.part_types.get(name, "")) for name, text in request.fields)
        for name, path in request.files.items():
            kind = request.part_types.get(name, "")
            yield f"-F {shlex.quote(f'{name}=@{path}' + (f';type={kind}' if kind else ''))}"
    elif request.media_type:
        yield f"--data-binary @{request.file}" if request.is_file else f"--data-raw {shlex.quote(request.body)}"


def _curl_part(name: str, text: str, media_type: str) -> str:
    if not media_type:
        return f"--form-string {shlex.quote(f'{name}={text}')}"
    if re.search(r"^[@<\"\s]|;", text):  # which has a meaning of its own there
        text = '"' + re.sub(r'[\\"]', r"\\\g<0>", text) + '"'
    return f"-F {shlex.quote(f'{name}={text};type={media_type}')}"


def python(request: Request) -> str:
    """Return Python for the library Requests, laid out as Black does it."""
    method = request.method.lower()
    is_known = method in ("get", "post", "put", "patch", "delete", "head", "options")
    named = tuple(_python_arguments(request))
    arguments = (request.url,) if is_known else (request.method, request.url)
    call = Call(f"requests.{method if is_known else 'request'}", arguments, named)
    before = f"body = {_python_text(request.body)}\n\n" if ("data", Code("body.encode()")) in named else ""
    after = "print(response.status_code, response.text)"
    if request.is_streamed:
        after = "for line in response.iter_lines():\n    print(line.decode())"
    sent = exploded(call, "response = ") if named else source(call, "response = ")
    return f"import requests\n\n{before}{sent}\n{after}"


def _python_arguments(request: Request) -> Iterator[tuple[str, Any]]:
    headers = dict(request.headers)
    is_usual = request.is_multipart or request.is_form or (request.is_json and request.media_type == "application/json")
    if request.media_type and not is_usual:
        headers["Content-Type"] = request.media_type
    if headers:
        yield "headers", headers
    if request.cookies:
        yield "cookies", request.cookies
    if request.has_certificate:
        yield "cert", ("client.pem", "client-key.pem")
    if request.username:
        yield "auth", (request.username, request.password)
    yield from _python_body(request)
    if request.is_streamed:
        yield "stream", True


def _python_body(request: Request) -> Iterator[tuple[str, Any]]:
    if request.is_json:
        yield "json", request.body
    elif request.is_multipart:
        # Requests sends multipart only if there are files; a file without a name is a plain field.
        texts = [(name, None, text) for name, text in request.fields]
        files = [(name, path, Call("open", (path, "rb"))) for name, path in request.files.items()]
        kinds = request.part_types
        yield "files", [(name, (path, content, *_typed(kinds, name))) for name, path, content in (*texts, *files)]
    elif request.is_form:
        yield "data", request.fields
    elif request.media_type:
        yield "data", Call("open", (request.file, "rb")) if request.is_file else Code("body.encode()")


def _typed(kinds: Mapping[str, str], name: str) -> tuple[str, ...]:
    return (kinds[name],) if name in kinds else ()


def _python_text(text: str) -> str:
    if "\n" not in text:
        return text_source(text)
    escaped = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    return f'"""\\\n{escaped}\n"""'


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
        lines += [_javascript_part(name, text, request.part_types.get(name, "")) for name, text in request.fields]
        lines += [f"form.append({json.dumps(name)}, file);  // a File or Blob" for name in request.files]
        return "\n".join(lines) + "\n\n", "form"
    if request.media_type:
        return "", "file" if request.is_file else _javascript_text(request.body)
    return "", ""


def _javascript_part(name: str, text: str, media_type: str) -> str:
    if not media_type:
        return f"form.append({json.dumps(name)}, {json.dumps(text, ensure_ascii=False)});"
    content = json.dumps(text, ensure_ascii=False)
    if "json" in media_type:
        content = f"JSON.stringify({json.dumps(json.loads(text), ensure_ascii=False)})"
    return f"form.append({json.dumps(name)}, new Blob([{content}], {{ type: {json.dumps(media_type)} }}));"


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


def samples_of(
    operation: Operation, languages: list[str], added: Mapping[str, Language], location: str, server: str = ""
) -> list[tuple[Example, list[Sample]]]:
    """Return code for *operation* with each of the examples of its body.

    It is in *languages*, by the functions in *added* (by label), and the document's own, which takes the place of ours
    in the same language. *location* is where the document was read, and *server* is in the place of its servers.
    """
    own = list(authored_samples(operation.data))
    made = [
        (example, list(_samples(request, own, languages, added)))
        for example, request in requests_of(operation, location, server)
    ]
    # Where the document's own take the place of all, they are the same for each body.
    return made if any(samples != made[0][1] for _, samples in made) else made[:1]


def _samples(
    request: Request, own: list[Sample], languages: Iterable[str], added: Mapping[str, Language]
) -> Iterator[Sample]:
    for name in languages:
        label, lexer, write = LANGUAGES[name]
        same = [sample for sample in own if sample.lexer in (name, *(SHELLS if name == "curl" else ()))]
        yield from same or [Sample(label, lexer, write(request))]
        own = [sample for sample in own if sample not in same]
    for label, write in added.items():
        yield Sample(label, label.lower(), write(request))
    yield from own
