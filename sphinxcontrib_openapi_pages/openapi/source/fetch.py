"""Fetches URLs with limits for time and size, with retries, and only from permitted hosts."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from http import HTTPStatus
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit

import requests
import urllib3
from requests.auth import AuthBase, HTTPBasicAuth

from .connections import Adapter, Line
from .hosts import Hosts, is_public
from .locations import SourceError, is_url, too_large

TRIES = 3
BACKOFF = 1.0
"""Seconds before the second try; twice as many before the third."""

TIMEOUT = 30
"""Seconds without a sign of the server after which a try has failed."""

DEADLINE = 300
"""Seconds that all tries may take together: a server may send a byte now and then for ever."""

MAX_REDIRECTS = 10
CHUNK = 2**14

TRANSIENT = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Statuses after which another try may succeed (RFC 9110 §15, RFC 6585)."""


class _TransientError(SourceError):
    """Another try may succeed."""


class _TimeOverError(SourceError):
    """The time for all tries is over."""

    def __str__(self) -> str:
        return f"it did not arrive within {DEADLINE} seconds"


class HeaderAuth(AuthBase):
    """Sets the header ``Authorization`` from an environment variable."""

    def __init__(self, variable: str, value: str) -> None:
        self._variable = variable
        self._value = value

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return *request* with the header. Raises :exc:`SourceError`, which does not show the value."""
        if not (self._value.isprintable() and self._value.isascii()):
            raise SourceError(
                f"the environment variable {self._variable} contains a line break or another character that is not "
                "allowed in a header; remove it"
            )
        request.headers["Authorization"] = self._value
        return request


class NoAuth(AuthBase):
    """Sends no credentials. Without ``auth``, Requests would use the entry of ``.netrc`` for the host."""

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Return *request* as it is."""
        return request


def split_credentials(url: str) -> tuple[str, AuthBase | None]:
    """Return *url* without user and password, which no message shall show, and these two as what to log in with."""
    scheme, slashes, rest = url.partition("//")
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0]
    userinfo, at, host = authority.rpartition("@")
    if not at:
        return url, None
    user, _, password = userinfo.partition(":")
    shown = f"{scheme}{slashes}{host}{rest[len(authority) :]}"
    return shown, HTTPBasicAuth(unquote(user).encode(), unquote(password).encode())


@dataclass(frozen=True)
class Answer:
    """The response of a server."""

    body: bytes | None
    """``None`` if the document has not changed (status 304)."""
    validators: Mapping[str, str] = field(default_factory=dict)
    """Request headers that ask next time whether it has."""


@dataclass(frozen=True)
class Fetcher:
    """Fetches the document at *root* and the documents that it may refer to."""

    root: str
    hosts: Hosts = field(default_factory=Hosts)
    """Hosts that may be asked beside the root's own."""
    auth: AuthBase | None = field(default=None, repr=False)
    """Sent to the origin of *root* only."""
    max_bytes: int = 64 * 2**20
    _public: set[str | None] = field(default_factory=set, repr=False)
    """Hosts that had public addresses: if one moves into the local network, it is not followed there."""

    def fetch(self, url: str, validators: Mapping[str, str]) -> Answer:
        """Return the answer for *url*. Raises :exc:`SourceError` once no try has succeeded."""
        with Line(DEADLINE) as line:
            for attempt in range(1, TRIES + 1):
                try:
                    with _Session(line) as session:
                        return self._follow(session, url, validators)
                except _TransientError:
                    if attempt == TRIES:
                        raise
                    time.sleep(BACKOFF * attempt)
        raise AssertionError

    def _follow(self, session: _Session, url: str, validators: Mapping[str, str]) -> Answer:
        for _ in range(MAX_REDIRECTS):
            try:
                found = self._request(session, url, validators)
            except (OSError, ValueError, urllib3.exceptions.HTTPError) as error:
                raise _TimeOverError if session.line.is_over else _explained(error) from error
            if isinstance(found, Answer):
                return found
            url = self._permitted(url, found)
        raise SourceError(f"it redirects more than {MAX_REDIRECTS} times")

    def _request(self, session: _Session, url: str, validators: Mapping[str, str]) -> Answer | str:
        """Return the response for *url*, or for the target of its redirects."""
        origin = _origin(url)
        session.turn_to(origin)
        session.line.choose = partial(self._choose, origin.host)
        auth = self.auth if origin == _origin(self.root) else NoAuth()
        with session.get(url, headers={**validators}, auth=auth, timeout=TIMEOUT, stream=True) as response:
            if session.line.address is not None and is_public(session.line.address):
                self._public.add(origin.host)
            target = session.target_of(response)
            return target if target is not None else self._answer(response, session.line)

    def _choose(self, host: str | None, addresses: Sequence[str]) -> list[str]:
        """Return those of *addresses* that are permitted for *host*. Raises :exc:`SourceError` if there are none.

        The host of the document itself may have any address, because the author of the site chose it.
        """
        if host == _origin(self.root).host and host not in self._public:
            return [*addresses]
        chosen = [address for address in addresses if self.hosts.permits(host, address)]
        if addresses and not chosen:
            raise SourceError(
                f"the host {host} is at {addresses[0]}, which is not a public internet address; if it should be, "
                "name this address in 'remote_references', too"
            )
        return chosen

    def _permitted(self, url: str, target: str) -> str:
        """Return the URL to which *url* redirects, if it may be fetched."""
        try:
            new = urljoin(url, target)
            host = _origin(new).host
        except ValueError as error:
            raise SourceError("it redirects to an invalid URL") from error
        if host is None and is_url(new):
            raise SourceError("it redirects to an invalid URL")
        if not is_url(new) or (url.lower().startswith("https:") and not new.lower().startswith("https:")):
            raise SourceError(f"it redirects to {urlsplit(new).scheme}:, which is not followed")
        if host != _origin(self.root).host and host not in self.hosts:
            raise SourceError(
                f"it redirects to the host {host}; to follow, name the host in 'remote_references', "
                "or write the address to which it leads"
            )
        return new

    def _answer(self, response: requests.Response, line: Line) -> Answer:
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
        body = self._body(response)
        if line.is_over:  # closed within a body of unknown length
            raise _TimeOverError
        return Answer(body, {name: value for name, value in headers.items() if value and value.isprintable()})

    def _body(self, response: requests.Response) -> bytes:
        """Return the unpacked body of *response*; the limit applies to the unpacked bytes."""
        body = bytearray()
        for chunk in response.iter_content(CHUNK):
            body += chunk
            if len(body) > self.max_bytes:
                raise SourceError(too_large(self.max_bytes))
        return bytes(body)


class _Origin(NamedTuple):
    """The origin that must be the same for passwords and cookies to be sent (RFC 6454 §4)."""

    scheme: str
    host: str | None
    port: int | None


def _origin(url: str) -> _Origin:
    """Return the origin of *url*. Raises :exc:`ValueError` if it has none, for example if a port is out of range."""
    parts = urlsplit(url)
    port = parts.port if parts.port is not None else {"http": 80, "https": 443}.get(parts.scheme)
    return _Origin(parts.scheme, parts.hostname, port)


class _Session(requests.Session):
    """A session that does not follow redirects automatically, because each target must be permitted first.

    Requests would also read the whole body of a redirect response, even if it is very long.
    """

    def __init__(self, line: Line) -> None:
        super().__init__()
        self.line = line
        self._origin: _Origin | None = None
        for scheme in ("http://", "https://"):
            self.mount(scheme, Adapter(line))

    def turn_to(self, origin: _Origin) -> None:
        """Forget the cookies of another origin: a cookie knows its host, not its port."""
        if origin != self._origin:
            self.cookies.clear()
        self._origin = origin

    def get_redirect_target(self, resp: requests.Response) -> str | None:
        return None

    def target_of(self, response: requests.Response) -> str | None:
        """Return where *response* redirects to."""
        return super().get_redirect_target(response)


def _explained(error: Exception) -> SourceError:
    """Return *error* in words, without the URL, which may contain a password."""
    if isinstance(error, (requests.Timeout, TimeoutError)):
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
    if isinstance(error, ValueError):
        return SourceError("its address is not a URL that can be fetched")
    return SourceError(f"{type(error).__name__}")


def _reason(error: BaseException) -> str:
    """Return the words of the innermost error."""
    inner = error
    while True:
        parts = (getattr(inner, "reason", None), *inner.args)
        cause = next((part for part in parts if isinstance(part, BaseException)), None)
        if cause is None:
            break
        inner = cause
    if isinstance(inner, OSError) and inner.strerror:
        return str(inner.strerror)
    found = re.search(r"\[Errno -?\d+\] ([^()]+)", str(inner))
    return found[1] if found else str(inner).rpartition(": ")[2]
