"""Which pages an API has, and the source of each: small, self-contained, in the cache.

A source is Markdown with one fenced block of JSON. It is written only when it differs, so
that Sphinx reads again exactly those pages which a change of the document touches.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..config import ApiOptions
from ..openapi.atomic_files import replace_file
from ..openapi.diagnostics import Subtype, warn
from ..openapi.document import Document, Slice, component_pointer, pointer_name
from ..openapi.model import is_error
from ..openapi.references import lookup
from .addresses import BUNDLE
from .menu import Group, Menu, Operation
from .schema_pages import SchemaEntry

FENCE = re.compile(r"^```json (?P<info>[^\n]*)\n", re.MULTILINE)
"""The line above the JSON of a page."""

FENCE_END = "\n```\n"
"""What follows it, at the end of the page."""

KINDS = ("api", "group", "schemas", "schema")
"""Info strings of the pages that are not an operation's."""

SECTION = "## OpenAPI\n\n"
"""Heading above the JSON of an operation."""

SCHEMAS = "schemas"
"""Folder of the pages of schemas."""

USAGE = "x-openapi-pages-usage"
"""Member of a schema's page source: its name, and who uses it."""


@dataclass(frozen=True)
class Page:
    """The source of one page."""

    docname: str
    heading: str
    info: str
    """One of :data:`KINDS` or, for an operation, method and path."""
    body: str | Slice
    """JSON."""
    note: str = ""
    """A line of Markdown above the JSON."""

    @property
    def digest(self) -> str:
        """What tells the page from one with another text."""
        body = self.body if isinstance(self.body, str) else self.body.digest
        return hashlib.sha256("\0".join([self.heading, self.info, self.note, body]).encode()).hexdigest()

    @property
    def text(self) -> str:
        title = " ".join(self.heading.split())
        section = "" if self.info in KINDS else SECTION
        note = f"{self.note}\n\n" if self.note else ""
        body = self.body if isinstance(self.body, str) else self.body.text
        return f"# {title}\n\n{section}{note}```json {self.info}\n{body}{FENCE_END}"


def read_page(path: Path) -> tuple[str, dict[str, Any]]:
    """Return the info string and the data of the page source at *path*.

    One that is damaged, or that another build took away, is warned about; the next build makes it anew.
    """
    try:
        text = path.read_text("utf-8")
        found = FENCE.search(text)
        if found is not None and text.endswith(FENCE_END):
            return found["info"], json.loads(text[found.end() : -len(FENCE_END)])
        reason = "it is damaged"
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it is damaged"
    replace_file(path, b"")  # which is of no page's size
    message = f"the source of this page cannot be read: {reason}; build again"
    warn(Subtype.SOURCE, message, str(path))
    return "api", {"error": f"T{message[1:]}."}


def api_pages(
    folder: str, document: Document, menu: Menu, schemas: list[SchemaEntry], options: ApiOptions
) -> Iterator[Page]:
    """Yield every page of the API mounted at *folder*: its own, its groups', its operations', its schemas'."""
    yield _api_page(folder, document, menu, len(schemas))
    for group in menu.groups():
        yield from _group_pages(folder, group, options)
    for operation in menu.operations():
        yield _operation_page(document, operation, options)
    yield from _schema_pages(folder, document, schemas, options)


def error_page(folder: str, message: str) -> Page:
    """Return the page of an API whose document cannot be read, so that links to it stay whole."""
    return Page(f"{folder}/index", folder, "api", _json({"error": message}))


API_FIELDS = ("openapi", "$self", "jsonSchemaDialect", "info", "servers", "security", "externalDocs")
"""Fields of the document that the page of its API shows, or needs to read the others."""


def _api_page(folder: str, document: Document, menu: Menu, schema_count: int) -> Page:
    data = document.data
    shown: dict[str, Any] = {key: data[key] for key in API_FIELDS if key in data}
    shown["securitySchemes"] = data.get("components", {}).get("securitySchemes", {})
    if holes := document.holes():
        shown["holes"] = holes
    shown["sections"] = [
        {"caption": section.caption, "groups": [_group_entry(group) for group in section.groups]}
        for section in menu.sections
    ]
    shown.update(_shared_errors(document, menu))
    if schema_count:
        shown["schemas"] = {"docname": f"{folder}/{SCHEMAS}/index", "count": schema_count}
    return Page(f"{folder}/index", shown.get("info", {}).get("title") or folder, "api", _json(shown))


def _shared_errors(document: Document, menu: Menu) -> dict[str, Any]:
    """Return the statuses of the error responses that are components, by name, and all components they need."""
    errors: dict[str, list[str]] = {}
    for operation in menu.operations():
        for status, response in operation.data.get("responses", {}).items():
            reference = response.get("$ref", "") if isinstance(response, dict) else ""
            if is_error(status) and reference.startswith("#/components/responses/"):
                statuses = errors.setdefault(pointer_name(reference), [])
                statuses += [] if status in statuses else [status]
    components: dict[str, dict[str, Any]] = {}
    for pointer in sorted(document.nearest(component_pointer("responses", name) for name in errors)):
        section = components.setdefault(pointer.split("/")[2], {})
        section[pointer_name(pointer)] = lookup(document.data, pointer[1:])
    return {"errors": errors, "components": components} if errors else {}


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
    return {**vars(operation.entry), "is_home": operation.home == group.name}


def _schema_pages(folder: str, document: Document, schemas: list[SchemaEntry], options: ApiOptions) -> Iterator[Page]:
    if not schemas:
        return
    listed = [
        {"name": schema.name, "docname": schema.docname, "description": _description(schema)} for schema in schemas
    ]
    data = {"api": f"{folder}/index", "schemas": listed}
    yield Page(f"{folder}/{SCHEMAS}/index", "Schemas", "schemas", _json(data))
    for schema in schemas:
        usage = {
            "name": schema.name,
            "operations": {
                use: [vars(operation.entry) for operation in operations]
                for use, operations in schema.operations.items()
            },
            "schemas": schema.users,
            "parents": schema.parents,
            "children": schema.children,
        }
        body = document.schema_slice(schema.name, {USAGE: usage}, options.twin_size)
        yield Page(schema.docname, schema.name, "schema", body)


def _description(schema: SchemaEntry) -> str:
    return str(schema.data.get("description", "")) if isinstance(schema.data, dict) else ""


def _operation_page(document: Document, operation: Operation, options: ApiOptions) -> Page:
    endpoint = operation.endpoint
    info = " ".join(f"{endpoint.method.upper()} {endpoint.path}".replace("`", "%60").split())
    body = document.slice(endpoint, operation.item, operation.data, options.twin_size)
    note = "" if body.is_whole else f"Schemas for which there is no room here are in [{BUNDLE}](../{BUNDLE})."
    return Page(operation.docname, operation.id or info, info, body, note)


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=1, ensure_ascii=False)
