"""Responses, held against what is published of a view."""

from __future__ import annotations

import logging
import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.conf import settings
from django.http.response import HttpResponseBase
from rest_framework.response import Response

from .call import Call
from .contract import Contract
from .messages import shortened

if TYPE_CHECKING:
    from .published import PublishedResponses

logger = logging.getLogger(__package__)

_INSPECTION = threading.RLock()
"""Held while drf-spectacular inspects a view: it loads its extensions on first use, without a lock of its own."""


class ResponseValidationError(Exception):
    """A view answered what its contract does not say.

    It is a fault of the service, not of the client, so REST framework does not make a response of it.
    """

    def __init__(self, view: str, problem: str, serializer: str = "", errors: Mapping[str, list[str]] | None = None):
        super().__init__(f"{view}: {problem}" + (f": {shortened(str(errors))}" if errors else ""))
        self.view = view
        """Class and method of the view, or name of the function."""
        self.serializer = serializer
        """Name of the serializer that the contract has for the status; empty where it has none."""
        self.errors = dict(errors or {})
        """Messages by JSONPath of what is at fault in the data, a hundred at most; values in them are cut."""


class ResponseCheck:
    """Holds the responses of a view against its contract."""

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        self._names = contract.response_names()
        self._published: dict[tuple[type, str, str], PublishedResponses] = {}

    def __call__(self, call: Call, response: object) -> None:
        """Log in DEBUG that *response* does not fit, or raise :class:`ResponseValidationError` if that is strict."""
        if not (self.contract.strict_response or settings.DEBUG):
            return
        try:
            self._check(call, response)
        except ResponseValidationError as error:
            if self.contract.strict_response:
                raise
            logger.warning(
                "%s", error, extra={"view": error.view, "serializer": error.serializer, "errors": error.errors}
            )

    def _check(self, call: Call, response: object) -> None:
        kind = type(response).__name__
        if not isinstance(response, HttpResponseBase):
            raise ResponseValidationError(call.name, f"returned {kind} instead of a Response")
        published, status = self._published_for(call), response.status_code
        key = published.key(status)
        if key is None:
            declared = ", ".join(self._names) or "none"
            raise ResponseValidationError(call.name, f"the status {status} is not among those declared: {declared}")
        schema = published.schema(key, getattr(call.request, "accepted_media_type", None))
        if schema is not None and schema.get("format") == "binary":
            return
        if not isinstance(response, Response):
            raise ResponseValidationError(call.name, f"returned {kind} instead of a Response; its body is not checked")
        serializer, subject = self._names[key], f"the response {status}"
        if schema is None and response.data is not None:
            raise ResponseValidationError(call.name, f"{subject} has a body, but none is declared")
        if schema is not None and response.data is None:
            raise ResponseValidationError(call.name, f"{subject} has no body, as {serializer} would have", serializer)
        if schema is not None and (errors := published.errors(schema, response.data)):
            raise ResponseValidationError(call.name, f"{subject} does not fit {serializer}", serializer, errors)

    def _published_for(self, call: Call) -> PublishedResponses:
        from .published import PublishedResponses

        method = "GET" if call.request.method == "HEAD" else str(call.request.method)
        key = type(call.view), getattr(call.view, "action", None) or "", method
        if key not in self._published:
            with _INSPECTION:
                if key not in self._published:
                    self._published[key] = PublishedResponses.of(call.view, method, self.contract.responses or {})
        return self._published[key]
