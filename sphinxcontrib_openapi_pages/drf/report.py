"""Which views have a contract, as records and as a table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from .contract import Contract, contracts_of, name_of

HEAD = ("Operation", "View", "Annotated", "Body", "Query", "Responses", "Strict")


@dataclass(frozen=True)
class ViewRecord:
    """An operation of the API, with the contract of its view."""

    method: str
    """In upper case."""
    path: str
    """As the OpenAPI document has it, without a prefix that its settings add or take away."""
    view: str
    """Dotted name of the view's class and method, or of the function."""
    contract: Contract | None
    """The arguments of :func:`validated_request`; None if the view is not decorated."""
    is_published: bool
    """Whether drf-spectacular sees the contract, which it does not if ``@action`` is above the decorator."""

    @property
    def is_annotated(self) -> bool:
        return self.contract is not None and self.is_published


def view_records(urlconf: str | None = None) -> list[ViewRecord]:
    """Return a record for each operation that drf-spectacular would publish, in its order.

    Django must be set up. Raises ``ImproperlyConfigured`` if drf-spectacular is not.

    :param urlconf: dotted name of the module with the URL patterns; without it, ``ROOT_URLCONF``.
    """
    from drf_spectacular.drainage import GENERATOR_STATS
    from drf_spectacular.generators import SchemaGenerator

    generator = SchemaGenerator(urlconf=urlconf)
    endpoints = generator.endpoint_inspector_cls(urlconf=urlconf).get_api_endpoints()
    with GENERATOR_STATS.silence():  # the records show what is not published
        records = [_record(generator, *endpoint) for endpoint in endpoints]
    return [record for record in records if record is not None]


def _record(generator: Any, path: str, path_regex: str, method: str, callback: Any) -> ViewRecord | None:
    from drf_spectacular.openapi import AutoSchema
    from drf_spectacular.settings import spectacular_settings

    view = generator.create_view(callback, method)
    path = generator.coerce_path(path, method, view)
    view.request = spectacular_settings.GET_MOCK_REQUEST(method, path, view, None)
    if not isinstance(view.schema, AutoSchema):
        raise ImproperlyConfigured(
            f"{type(view).__name__} is inspected by {type(view.schema)}; set DEFAULT_SCHEMA_CLASS of REST framework to "
            "'drf_spectacular.openapi.AutoSchema'"
        )
    view.schema.method = method
    if view.schema.is_excluded():
        return None
    handler = getattr(view, getattr(view, "action", None) or method.lower())
    contracts = contracts_of(handler) or contracts_of(view.schema)
    return ViewRecord(
        method=method,
        path=path,
        view=".".join([type(view).__module__, type(view).__name__, handler.__name__]).removesuffix(".handler"),
        contract=next((contract for contract in contracts if contract.has_method(method)), None),
        is_published=contracts_of(view.schema) == contracts,
    )


def view_table(records: Iterable[ViewRecord]) -> str:
    """Return *records* as a table in Markdown, and below it how many of them are annotated."""
    listed = list(records)
    rows = [HEAD, *map(_row, listed)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in rows
    ]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    annotated = sum(record.is_annotated for record in listed)
    return "\n".join([*lines, "", f"{annotated} of {len(listed)} operations are annotated.", ""])


def _row(record: ViewRecord) -> tuple[str, ...]:
    operation, contract = f"{record.method} {record.path}", record.contract
    if contract is None:
        return (operation, record.view, "no", "", "", "", "")
    strict = {"request": contract.strict_request, "response": contract.strict_response}
    return (
        operation,
        record.view,
        "yes" if record.is_published else "below @action: not published",
        contract.request_name(),
        ", ".join(map(name_of, contract.queries)),
        ", ".join(f"{status}: {name}" if status else name for status, name in contract.response_names().items()),
        ", ".join(part for part, is_strict in strict.items() if is_strict),
    )
