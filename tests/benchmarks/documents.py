"""OpenAPI documents of any size, made of a real one: a sample of its operations, or several copies of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def resized(document: dict[str, Any], count: int) -> dict[str, Any]:
    """Return *document* with *count* operations below ``paths``, and what they need of everything else.

    Fewer than there are: those at equal distances, so that each page weighs as much on average. More: copies
    with other paths, operationIds, tags and component names.
    """
    available = sum(1 for _ in _operations(document))
    if count < available:
        return _sampled(document, count)
    result: dict[str, Any] = {**document, "paths": {}, "tags": [], "components": {}, "webhooks": {}}
    copies, rest = divmod(count, available)
    whole = _sampled(document, available)
    for number in range(copies + bool(rest)):
        part = whole if number < copies else _sampled(document, rest)
        _merge(result, part if number == 0 else _renamed(part, f"-{number + 1}"))
    return result


def _operations(document: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for path, item in document["paths"].items():
        yield from ((path, method) for method in METHODS if method in item)


def _sampled(document: dict[str, Any], count: int) -> dict[str, Any]:
    every = list(_operations(document))
    kept = {every[number * len(every) // count] for number in range(count)}
    paths = {
        path: {key: value for key, value in item.items() if key not in METHODS or (path, key) in kept}
        for path, item in document["paths"].items()
        if any(other == path for other, _ in kept)
    }
    text = json.dumps(paths)
    reached: dict[str, Any] = {}
    todo = _references(text)
    while todo:
        section, name = reference = todo.pop()
        value = document["components"][section][name]
        if reference not in reached:
            reached[reference] = value
            todo |= _references(json.dumps(value)) - reached.keys()
    components: dict[str, Any] = {}
    for section, name in sorted(reached):
        components.setdefault(section, {})[name] = reached[section, name]
    used = {tag for item in paths.values() for key in METHODS if key in item for tag in item[key].get("tags", [])}
    tags = [tag for tag in document.get("tags", []) if tag["name"] in used]
    return {**document, "paths": paths, "components": components, "tags": tags, "webhooks": {}, "x-webhooks": {}}


def _references(text: str) -> set[tuple[str, str]]:
    parts = text.split('"#/components/')[1:]
    return {tuple(part.partition('"')[0].split("/")[:2]) for part in parts}  # type: ignore[misc]


def _renamed(document: dict[str, Any], suffix: str) -> dict[str, Any]:
    text = json.dumps({key: document[key] for key in ("paths", "components")})
    for section in document["components"]:
        text = text.replace(f'"#/components/{section}/', f'"#/components/{section}/copy{suffix}-')
    copy = json.loads(text)
    for item in copy["paths"].values():
        for method in METHODS:
            if method in item:
                operation = item[method]
                operation["operationId"] = operation["operationId"] + suffix
                operation["tags"] = [tag + suffix for tag in operation.get("tags", [])]
    return {
        "paths": {f"/copy{suffix}{path}": item for path, item in copy["paths"].items()},
        "components": {
            section: {f"copy{suffix}-{name}": value for name, value in values.items()}
            for section, values in copy["components"].items()
        },
        "tags": [{**tag, "name": tag["name"] + suffix} for tag in document.get("tags", [])],
    }


def _merge(result: dict[str, Any], part: dict[str, Any]) -> None:
    result["paths"].update(part["paths"])
    result["tags"] += part.get("tags", [])
    for section, values in part["components"].items():
        result["components"].setdefault(section, {}).update(values)


def load(path: Path) -> dict[str, Any]:
    """Return the JSON document at *path*."""
    return dict(json.loads(path.read_text("utf-8")))
