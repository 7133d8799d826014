"""Creates the sources of all pages of an API."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ..config import ApiOptions
from ..openapi.operation import is_error
from ..openapi.references import component_pointer, pointer_name
from ..openapi.slices import Slice, Slicer
from ..openapi.titles import api_title
from .addresses import SCHEMAS
from .menu import Group, Menu, MenuOperation
from .page_sources import (
    ApiPage,
    ErrorPage,
    GroupEntry,
    GroupPage,
    PageSource,
    SchemaEntry,
    SchemasPage,
    SchemaUsage,
    SectionEntry,
    page_source,
    route_info,
    slice_source,
    usage_member,
)
from .schema_pages import UsedSchema


def api_pages(
    folder: str, slicer: Slicer, menu: Menu, schemas: list[UsedSchema], options: ApiOptions
) -> Iterator[PageSource]:
    """Yield the source of every page of the API at *folder*: of the API, its groups, its operations, its schemas."""
    yield _api_page(folder, slicer, menu, len(schemas))
    for group in menu.groups():
        yield from _group_pages(group, options)
    if schemas:
        listed = [SchemaEntry(schema.name, schema.docname, schema.description) for schema in schemas]
        yield page_source(f"{folder}/{SCHEMAS}/index", "Schemas", SchemasPage(listed))
    slices = list(_slice_pages(slicer, menu, schemas))
    if slicer.share_out(page.body for page in slices if isinstance(page.body, Slice)):
        slices = list(_slice_pages(slicer, menu, schemas))
    yield from slices


def _slice_pages(slicer: Slicer, menu: Menu, schemas: list[UsedSchema]) -> Iterator[PageSource]:
    """Yield the pages that are slices of the document: those of operations and of schemas."""
    for operation in menu.operations():
        yield _operation_page(slicer, operation)
    for schema in schemas:
        yield _schema_page(slicer, schema)


def error_page(folder: str, message: str) -> PageSource:
    """Return the page of an API whose document cannot be read, so that links to the API still have a target."""
    return page_source(f"{folder}/index", folder, ErrorPage(message))


def _api_page(folder: str, slicer: Slicer, menu: Menu, schema_count: int) -> PageSource:
    data = slicer.graph.document.data
    errors = _shared_errors(menu)
    kept = ("openapi", "$self", "jsonSchemaDialect", "info", "servers", "security", "externalDocs")
    shown: dict[str, Any] = {key: data[key] for key in kept if key in data}
    schemes = data.get("components", {}).get("securitySchemes", {})
    pointers = [component_pointer("securitySchemes", name) for name in schemes]
    pointers += [component_pointer("responses", name) for name in errors]
    page = ApiPage(
        slicer.named(shown, pointers),
        [SectionEntry(section.caption, [_group_entry(group) for group in section.groups]) for section in menu.sections],
        slicer.graph.document.holes(),
        errors,
        f"{folder}/{SCHEMAS}/index" if schema_count else "",
        schema_count,
    )
    return page_source(f"{folder}/index", api_title(shown.get("info", {}), folder), page)


def _shared_errors(menu: Menu) -> dict[str, list[str]]:
    """Return the statuses of the error responses that are components, by name of the component."""
    errors: dict[str, list[str]] = {}
    for operation in menu.operations():
        for status, response in operation.data.get("responses", {}).items():
            reference = response.get("$ref", "") if isinstance(response, dict) else ""
            if is_error(status) and reference.startswith("#/components/responses/"):
                statuses = errors.setdefault(pointer_name(reference), [])
                statuses += [] if status in statuses else [status]
    return errors


def _group_pages(group: Group, options: ApiOptions) -> Iterator[PageSource]:
    pages = group.pages(options.group_size)
    names = [name for name, _ in pages]
    for number, (docname, operations) in enumerate(pages, 1):
        children = [_group_entry(child) for child in group.children] if number == 1 else []
        entries = [operation.entry for operation in operations]
        yield page_source(docname, group.title, GroupPage(group.tag, group.title, number, names, entries, children))


def _group_entry(group: Group) -> GroupEntry:
    description, count = group.tag.get("description", ""), len(group.operations)
    webhook_count = sum(operation.endpoint.is_webhook for operation in group.operations)
    return GroupEntry(group.name, group.title, description, group.docname, count, webhook_count)


def _schema_page(slicer: Slicer, schema: UsedSchema) -> PageSource:
    operations = {use: [operation.entry for operation in users] for use, users in schema.operations.items()}
    usage = SchemaUsage(schema.name, operations, schema.users, schema.parents, schema.children)
    return slice_source(schema.docname, schema.name, slicer.schema_slice(schema.name, usage_member(usage)))


def _operation_page(slicer: Slicer, operation: MenuOperation) -> PageSource:
    endpoint = operation.endpoint
    route = route_info(endpoint.method, endpoint.path)
    body = slicer.slice(endpoint, operation.item, operation.data)
    return slice_source(operation.docname, operation.id or route, body, route)
