"""Fetches URLs: within bounds of time and size, three tries each, only on permitted hosts."""

from __future__ import annotations

import re
import time
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import requests
from requests.auth import AuthBase, HTTPBasicAuth

from .locations import SourceError, is_url, too_large

TRIES = 3
BACKOFF = 1.0
"""Seconds before the second try; twice as many before the third."""

TIMEOUT = 30
"""Seconds without a sign of the server after which a try has failed."""

DEADLINE = 300
"""Seconds that one try may take in all: a server may send a byte now and then for ever."""

MAX_REDIRECTS = 10
CHUNK = 2**14

TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which another try may succeed (RFC 9110 §15, RFC 6585)."""


class _TransientError(SourceError):
    """Another try may succeed."""


class HeaderAuth(AuthBase):
    """The value of the header ``Authorization``, as it is."""

    def __init__(self, value: str) -> None:
        self._value = value

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return *request* with the header."""
        request.headers["Authorization"] = self._value
        return request


def split_credentials(url: str) -> tuple[str, AuthBase | None]:
    """Return *url* without user and password, which no message shall show, and these two as what to log in with."""
    parts = urlsplit(url)
    userinfo, at, host = parts.netloc.rpartition("@")
    if not at:
        return url, None
    user, _, password = userinfo.partition(":")
    return parts._replace(netloc=host).geturl(), HTTPBasicAuth(unquote(user).encode(), unquote(password).encode())


@dataclass(frozen=True)
class Answer:
    """What a server answered."""

    body: bytes | None
    """``None`` if the document has not changed (status 304)."""
    validators: Mapping[str, str] = field(default_factory=dict)
    """Request headers that ask next time whether it has."""


@dataclass(frozen=True)
class Fetcher:
    """Fetches the document at *root* and what it may refer to."""

    root: str
    hosts: Container[str | None] = ()
    """Hosts that may be asked beside the root's own."""
    auth: AuthBase | None = field(default=None, repr=False)
    """Sent to the host of *root* only."""
    max_bytes: int = 64 * 2**20

    def fetch(self, url: str, validators: Mapping[str, str]) -> Answer:
        """Return the answer for *url*. Raises :exc:`SourceError` once no try has succeeded."""
        for attempt in range(1, TRIES + 1):
            try:
                with _Session() as session:
                    return self._follow(session, url, validators)
            except _TransientError:
                if attempt == TRIES:
                    raise
                time.sleep(BACKOFF * attempt)
        raise AssertionError

    def _follow(self, session: _Session, url: str, validators: Mapping[str, str]) -> Answer:
        deadline = time.monotonic() + DEADLINE
        for _ in range(MAX_REDIRECTS):
            auth = self.auth if _origin(url) == _origin(self.root) else None
            try:
                with session.get(url, headers={**validators}, auth=auth, timeout=TIMEOUT, stream=True) as response:
                    target = session.target_of(response)
                    if target is None:
                        return self._answer(response, deadline)
            except requests.RequestException as error:
                raise _explained(error) from error
            url = self._permitted(url, target)
        raise SourceError(f"it redirects more than {MAX_REDIRECTS} times")

    def _permitted(self, url: str, target: str) -> str:
        """Return the URL to which *url* redirects, if it may be fetched."""
        try:
            new = urljoin(url, target)
            host = urlsplit(new).hostname
        except ValueError as error:
            raise SourceError("it redirects to what is not a URL") from error
        if not is_url(new) or (url.lower().startswith("https:") and not new.lower().startswith("https:")):
            raise SourceError(f"it redirects to {urlsplit(new).scheme}:, which is not followed")
        if host != urlsplit(self.root).hostname and host not in self.hosts:
            raise SourceError(
                f"it redirects to the host {host}; to follow, name the host in 'remote_references', "
                "or write the address to which it leads"
            )
        return new

    def _answer(self, response: requests.Response, deadline: float) -> Answer:
        status = response.status_code
        if status == HTTPStatus.NOT_MODIFIED:
            return Answer(None)
        if status != HTTPStatus.OK:
            kind = _TransientError if status in TRANSIENT else SourceError
            raise kind(f"the server answered {status} {response.reason or ''}".rstrip())
        headers = {
            "If-None-Match": response.headers.get("ETag"),
            "If-Modified-Since": response.headers.get("Last-Modified"),
        }
        return Answer(self._body(response, deadline), {name: value for name, value in headers.items() if value})

    def _body(self, response: requests.Response, deadline: float) -> bytes:
        """Return what *response* holds, unpacked; the bound holds for the unpacked bytes."""
        body = bytearray()
        for chunk in response.iter_content(CHUNK):
            body += chunk
            if len(body) > self.max_bytes:
                raise SourceError(too_large(self.max_bytes))
            if time.monotonic() > deadline:
                raise _TransientError(f"it did not arrive within {DEADLINE} seconds")
        return bytes(body)


def _origin(url: str) -> tuple[str, str | None, int | None]:
    """Return what has to be the same for a password to be sent (RFC 6454 §4)."""
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)


class _Session(requests.Session):
    """A session that follows no redirect by itself: each target has to be permitted first.

    Requests would also read the whole body of an answer that redirects, however long it is.
    """

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None

    def target_of(self, response: requests.Response) -> str | None:
        """Return where *response* redirects to."""
        return super().get_redirect_target(response)


def _explained(error: requests.RequestException) -> SourceError:
    """Return *error* in words, without the URL: that may hold a password."""
    if isinstance(error, requests.Timeout):
        return _TransientError(f"there was no answer within {TIMEOUT} seconds")
    if isinstance(error, requests.exceptions.SSLError):
        return SourceError(f"the TLS certificate of the server is not accepted: {_reason(error)}")
    if isinstance(error, requests.exceptions.ContentDecodingError):
        return SourceError("what the server sent cannot be unpacked")
    if isinstance(error, requests.exceptions.ProxyError):
        return _TransientError("the proxy cannot be reached")
    if isinstance(error, requests.exceptions.ChunkedEncodingError):
        return _TransientError("the server closed the connection too early")
    if isinstance(error, requests.ConnectionError):
        if "timed out" in str(error):
            return _TransientError(f"there was no answer within {TIMEOUT} seconds")
        return _TransientError(f"no connection: {_reason(error)}")
    return SourceError(f"{type(error).__name__}")


def _reason(error: BaseException) -> str:
    """Return the words of the innermost error."""
    inner: Any = error
    while True:
        cause = getattr(inner, "reason", None) or (inner.args[0] if inner.args else None)
        if not isinstance(cause, BaseException):
            break
        inner = cause
    if isinstance(inner, OSError) and inner.strerror:
        return str(inner.strerror)
    found = re.search(r"\[Errno -?\d+\] ([^()]+)", str(inner))
    return found[1] if found else str(inner).rpartition(": ")[2]
