"""Code samples in the document: Redocly's ``x-codeSamples``, ReadMe's ``x-readme`` and OpenAI's ``x-oaiMeta``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Sample:
    """Code that sends a request."""

    label: str
    lexer: str
    """Name of the Pygments lexer."""
    code: str


_LEXERS = {"curl": "bash", "node": "javascript", "node.js": "javascript", "nodejs": "javascript", "c#": "csharp"}
"""Lexers of the languages that have another name there."""

_LABELS = {
    "curl": "cURL",
    "csharp": "C#",
    "javascript": "JavaScript",
    "node": "Node.js",
    "node.js": "Node.js",
    "nodejs": "Node.js",
    "php": "PHP",
    "typescript": "TypeScript",
}
"""Names of languages that are not written as identifiers are."""


def authored_samples(operation: Mapping[str, Any]) -> Iterator[Sample]:
    """Yield the code samples of the Operation Object *operation*."""
    for sample in _list(operation.get("x-codeSamples", operation.get("x-code-samples"))):
        language = str(sample.get("lang") or "text")
        yield from _sample(language, sample.get("source"), str(sample.get("label") or language))
    for sample in _list(_map(operation.get("x-readme")).get("code-samples")):
        language = str(sample.get("language") or "text")
        yield from _sample(language, sample.get("code"), str(sample.get("name") or _label(language)))
    yield from _examples_of_openai(_map(operation.get("x-oaiMeta")).get("examples"))


def _examples_of_openai(examples: Any) -> Iterator[Sample]:
    """Yield the requests of *examples*: one example, or a list of examples with titles."""
    given = [examples] if isinstance(examples, Mapping) else _list(examples)
    requests = [(str(example.get("title") or ""), _map(example.get("request"))) for example in given]
    has_titles = len([request for _, request in requests if request]) > 1
    for title, request in requests:
        for language, code in request.items():
            label = _label(language)
            yield from _sample(language, code, f"{label} ({title})" if has_titles and title else label)


def _sample(language: str, code: Any, label: str) -> Iterator[Sample]:
    if isinstance(code, str) and code.strip():
        name = language.lower()
        yield Sample(label, _LEXERS.get(name, name), code.rstrip())


def _label(language: str) -> str:
    return _LABELS.get(language.lower(), language[:1].upper() + language[1:])


def _map(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _list(value: Any) -> list[Mapping[str, Any]]:
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []
