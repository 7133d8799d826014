"""One change of one part of an operation or of an API, and the line that describes it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

N_ = str
"""Marks a message: it is collected for translators here, and translated where a page shows it."""


class Kind(Enum):
    """How a part changed; the value is the message."""

    ADDED = N_("{part}: added")
    ADDED_REQUIRED = N_("{part}: added, required")
    REMOVED = N_("{part}: removed")
    REQUIRED = N_("{part}: now required")
    OPTIONAL = N_("{part}: no longer required")
    NULLABLE = N_("{part}: may now be null")
    NOT_NULLABLE = N_("{part}: may no longer be null")
    DEPRECATED = N_("{part}: now deprecated")
    NOT_DEPRECATED = N_("{part}: no longer deprecated")
    VALUE_ADDED = N_("{part}: value {new} added")
    VALUE_REMOVED = N_("{part}: value {old} removed")
    ALTERNATIVE_ADDED = N_("{part}: alternative {new} added")
    ALTERNATIVE_REMOVED = N_("{part}: alternative {old} removed")
    SET = N_("{part}: {keyword} {new} added")
    UNSET = N_("{part}: {keyword} {old} removed")
    CHANGED = N_("{part}: {keyword} changed from {old} to {new}")
    GAINED = N_("{part}: {keyword} added")
    LOST = N_("{part}: {keyword} removed")
    DIFFERS = N_("{part}: {keyword} changed")
    WORDS = N_("{part}: descriptions, examples, links or names changed")


class Part(Enum):
    """What changed; the value is its name in messages."""

    API = N_("The API")
    SERVER = N_("Server {name}")
    SECURITY_SCHEME = N_("Security scheme {name}")
    SCHEMA = N_("Schema {name}")
    OPERATION = N_("Operation")
    SECURITY = N_("Security {name}")
    PATH_PARAMETER = N_("Path parameter {name}")
    QUERY_PARAMETER = N_("Query parameter {name}")
    QUERYSTRING_PARAMETER = N_("Query string parameter {name}")
    HEADER_PARAMETER = N_("Header parameter {name}")
    COOKIE_PARAMETER = N_("Cookie parameter {name}")
    REQUEST_BODY = N_("Request body")
    REQUEST_MEDIA_TYPE = N_("Media type {name} of the request")
    REQUEST_FIELD = N_("Request field {name}")
    RESPONSE = N_("Response {name}")
    RESPONSE_BODY = N_("Body of response {status}")
    RESPONSE_MEDIA_TYPE = N_("Media type {name} of response {status}")
    RESPONSE_FIELD = N_("Field {name} of response {status}")
    RESPONSE_HEADER = N_("Header {name} of response {status}")
    CALLBACK = N_("Callback {name}")


IN_CALLBACK = N_("Callback {callback}: {change}")
"""The message for a change of a request that a callback sends."""


@dataclass(frozen=True)
class Change:
    """One change of one part."""

    kind: Kind
    part: Part
    name: str = ""
    """A name, a status, or a path of fields (``filters.groups[].id``); empty if there is only one such part."""
    is_breaking: bool = False
    status: str = ""
    """The status of the response that the part belongs to."""
    keyword: str = ""
    """The field of the specification that changed, such as ``maxLength``."""
    old: str = ""
    new: str = ""
    callback: str = ""
    """The name of the callback whose request changed."""

    @property
    def line(self) -> str:
        """The change in one line of English."""
        part = self.part.value.format(name=self.name, status=self.status)
        line = self.kind.value.format(part=part, keyword=self.keyword, old=self.old, new=self.new)
        return IN_CALLBACK.format(callback=self.callback, change=line) if self.callback else line
