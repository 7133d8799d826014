"""Which pages an API has, and the source of each: small, self-contained, in the cache.

A source is Markdown with one fenced block of JSON. It is written only when it differs, so
that Sphinx reads again exactly those pages which a change of the document touches.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .config import ApiOptions
from .menu import Group, Menu, Operation
from .spec.document import Document

FENCE = re.compile(r"^```json (?P<info>[^\n]*)\n(?P<body>.*?)\n```$", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Page:
    """The source of one page."""

    docname: str
    heading: str
    info: str
    """``api``, ``group`` or, for an operation, method and path."""
    body: str
    """JSON text."""

    @property
    def text(self) -> str:
        title = " ".join(self.heading.split())
        section = "" if self.info in ("api", "group") else "## OpenAPI\n\n"
        return f"# {title}\n\n{section}```json {self.info}\n{self.body}\n```\n"


def read_page(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the info string and the data of the page source at *path*."""
    found = FENCE.search(path.read_text("utf-8"))
    assert found is not None, path
    return found["info"], json.loads(found["body"])


def write_page(page: Page, path: Path) -> bool:
    """Write *page* to *path* unless it is there already; return whether it was written."""
    text = page.text.encode()
    try:
        if path.read_bytes() == text:
            return False
    except OSError:
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(path, text)
    return True


def replace_file(path: Path, data: bytes) -> None:
    """Write *data* to *path* in one step: a build that is killed leaves the old file or the new one."""
    temporary = path.with_name(f"{path.name[:100]}.{os.getpid()}.tmp")
    temporary.write_bytes(data)
    temporary.replace(path)


def api_pages(folder: str, document: Document, menu: Menu, options: ApiOptions) -> Iterator[Page]:
    """Yield every page of the API mounted at *folder*: its own, its groups', its operations'."""
    yield _api_page(folder, document, menu)
    for group in menu.groups():
        yield from _group_pages(folder, group, options)
    for operation in menu.operations():
        yield _operation_page(document, operation)


def error_page(folder: str, message: str) -> Page:
    """Return the page of an API whose document cannot be read, so that links to it stay whole."""
    return Page(f"{folder}/index", folder, "api", _json({"error": message}))


def _api_page(folder: str, document: Document, menu: Menu) -> Page:
    data = document.data
    shown: dict[str, Any] = {key: data[key] for key in ("info", "servers", "security", "externalDocs") if key in data}
    shown["securitySchemes"] = data.get("components", {}).get("securitySchemes", {})
    shown["sections"] = [
        {"caption": section.caption, "groups": [_group_entry(group) for group in section.groups]}
        for section in menu.sections
    ]
    return Page(f"{folder}/index", shown.get("info", {}).get("title") or folder, "api", _json(shown))


def _group_pages(folder: str, group: Group, options: ApiOptions) -> Iterator[Page]:
    pages = group.pages(options.group_size)
    names = [name for name, _ in pages]
    for number, (docname, operations) in enumerate(pages, 1):
        data = {
            "tag": group.tag,
            "title": group.title,
            "api": f"{folder}/index",
            "number": number,
            "pages": names,
            "operations": [_operation_entry(operation, group) for operation in operations],
            "children": [_group_entry(child) for child in group.children] if number == 1 else [],
        }
        yield Page(docname, group.title, "group", _json(data))


def _group_entry(group: Group) -> dict[str, Any]:
    return {
        "name": group.name,
        "title": group.title,
        "description": group.tag.get("description", ""),
        "docname": group.docname,
        "count": len(group.operations),
    }


def _operation_entry(operation: Operation, group: Group) -> dict[str, Any]:
    return {
        "id": operation.id,
        "method": operation.endpoint.method,
        "path": operation.endpoint.path,
        "webhook": operation.endpoint.is_webhook,
        "title": operation.title,
        "deprecated": bool(operation.data.get("deprecated")),
        "docname": operation.docname,
        "home": operation.home == group.name,
    }


def _operation_page(document: Document, operation: Operation) -> Page:
    endpoint = operation.endpoint
    info = " ".join(f"{endpoint.method.upper()} {endpoint.path}".split())
    body = document.slice(endpoint, operation.item, operation.data)
    return Page(operation.docname, operation.id or info, info, body)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False)
