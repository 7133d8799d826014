"""Validates responses against the published spec of a view."""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http.response import HttpResponseBase
from rest_framework.response import Response

from .call import Call
from .contract import Contract
from .media_types import bare_type, is_json
from .messages import shortened

if TYPE_CHECKING:
    from .published import PublishedResponses

logger = logging.getLogger(__package__)

_INSPECTION = threading.RLock()
"""Held while drf-spectacular inspects a view: it loads its extensions on first use, without a lock of its own."""


class ResponseValidationError(Exception):
    """A response does not match the contract of its view.

    This is an error of the service, not of the client, so REST framework does not turn it into a response.
    """

    def __init__(
        self,
        view: str,
        problem: str,
        serializer: str = "",
        errors: Mapping[str, list[str]] | None = None,
        status_code: int | None = None,
        declared_status_codes: Sequence[int | str] = (),
    ):
        super().__init__(f"{view}: {problem}" + (f": {shortened(str(errors))}" if errors else ""))
        self.view = view
        """Class and method of the view, or name of the function."""
        self.serializer = serializer
        """Name of the declared serializer for the status; empty if there is none."""
        self.errors = dict(errors or {})
        """Error messages about the data by JSONPath, a hundred at most; values in them are shortened."""
        self.status_code = status_code
        """Status of the response; None if the view returned none."""
        self.declared_status_codes = list(declared_status_codes)
        """Statuses of the contract: numbers, ranges such as ``"2XX"``, and ``"default"``."""


class ResponseCheck:
    """Validates the responses of a view against its contract."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self._names = contract.response_names()
        self._published: dict[tuple[type, str, str], PublishedResponses] = {}

    def __call__(self, call: Call, response: object) -> None:
        """Log in DEBUG that *response* does not match, or raise :class:`ResponseValidationError` if that is strict."""
        if not (self.contract.strict_response or settings.DEBUG):
            return
        try:
            self._check(call, response)
        except ResponseValidationError as error:
            if self.contract.strict_response:
                raise
            logger.warning(
                "%s",
                error,
                extra={
                    "view": error.view,
                    "serializer": error.serializer,
                    "errors": error.errors,
                    "status_code": error.status_code,
                    "declared_status_codes": error.declared_status_codes,
                },
            )

    def _check(self, call: Call, response: object) -> None:
        published = self._published_for(call)
        status = getattr(response, "status_code", None)
        fault = partial(
            ResponseValidationError, call.name, status_code=status, declared_status_codes=published.statuses()
        )
        if not isinstance(response, HttpResponseBase):
            raise fault(f"returned {type(response).__name__} instead of a Response")
        key = published.key(response.status_code)
        if key is None:
            declared = ", ".join(published.responses) or "none"
            raise fault(f"the status {status} is not among those declared: {declared}")
        serializer = self._names.get(key, self._names.get("", ""))
        media_type = _media_type(response, call)
        problem = _problem(response, media_type, published.schemas(key), serializer)
        if problem is not None:
            raise fault(problem, serializer if published.schemas(key) else "")
        errors = _errors(response, media_type, published, key)
        if errors:
            raise fault(f"the response {status} does not match {serializer}", serializer, errors)

    def _published_for(self, call: Call) -> PublishedResponses:
        from .published import PublishedResponses

        method = "GET" if call.request.method == "HEAD" else str(call.request.method)
        key = type(call.view), getattr(call.view, "action", None) or "", method
        if key not in self._published:
            with _INSPECTION:
                if key not in self._published:
                    declared = {} if self.contract.responses is None else self.contract.responses
                    self._published[key] = PublishedResponses.of(call.view, method, declared)
        return self._published[key]


def _has_body(response: HttpResponseBase) -> bool:
    if isinstance(response, Response):
        return response.data is not None
    if response.streaming or not getattr(response, "is_rendered", True):  # a template is rendered later
        return True
    return bool(response.content)  # type: ignore[attr-defined]


def _media_type(response: HttpResponseBase, call: Call) -> str:
    if isinstance(response, Response):
        return bare_type(str(getattr(call.request, "accepted_media_type", None)))
    return bare_type(str(response.headers.get("Content-Type", "")))


def _problem(response: HttpResponseBase, media_type: str, schemas: Mapping[str, Any], serializer: str) -> str | None:
    """Return why the body of *response* is of another kind than the declared *schemas*, by media type; None if not."""
    subject = f"the response {response.status_code}"
    if _is_file(schemas):
        return None
    if not schemas:
        return f"{subject} has a body, but none is declared" if _has_body(response) else None
    if not _has_body(response):
        return f"{subject} has no body, but {serializer} is declared"
    if isinstance(response, Response) or _is_other_than_json(media_type, schemas):
        return None
    problem = f"returned {type(response).__name__} instead of a Response"
    if not is_json(media_type) or not any(map(is_json, schemas)):
        return f"{problem}; its type {media_type} is not among those declared: {', '.join(schemas)}"
    return f"{problem}; the body of a stream is not checked" if response.streaming else None


def _errors(
    response: HttpResponseBase, media_type: str, published: PublishedResponses, key: str
) -> dict[str, list[str]]:
    """Return the errors in the data of *response*; none if it is not JSON and does not have to be."""
    schemas = published.schemas(key)
    if not schemas or _is_file(schemas):
        return {}
    if not isinstance(response, Response) and _is_other_than_json(media_type, schemas):
        return {}
    try:
        data = _json_of(response)
    except (TypeError, ValueError) as error:
        return {"$": [shortened(f"cannot be rendered as JSON: {error}")]}
    return published.errors(schemas.get(media_type, next(iter(schemas.values()))), data)


def _is_file(schemas: Mapping[str, Any]) -> bool:
    return any(schema.get("format") == "binary" for schema in schemas.values())


def _is_other_than_json(media_type: str, schemas: Mapping[str, Any]) -> bool:
    return media_type in schemas and not is_json(media_type)


def _json_of(response: Any) -> Any:
    """Return the body of *response* as its client receives it. Raises ``TypeError`` or ``ValueError`` without JSON."""
    from rest_framework.renderers import JSONRenderer

    return json.loads(JSONRenderer().render(response.data) if isinstance(response, Response) else response.content)
