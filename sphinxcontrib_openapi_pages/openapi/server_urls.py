"""URLs of Server Objects, and URLs that are relative to them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urljoin

Data = Mapping[str, Any]

_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


def is_absolute(url: str) -> bool:
    """Return whether *url* has a scheme."""
    return _ABSOLUTE.match(url) is not None


def server_url(servers: Sequence[Data], document_url: str) -> str:
    """Return the URL of the first of *servers*, with the default values of its variables.

    It is relative if the server is relative and *document_url*, the URL of the document, is unknown.
    """
    server: Data = servers[0] if servers else {}
    url = str(server.get("url") or "/")
    for name, variable in server.get("variables", {}).items():
        values = [variable.get("default"), *variable.get("enum", [])]
        url = url.replace("{" + name + "}", str(next((value for value in values if value is not None), name)))
    return absolute(url, document_url)


def absolute(url: str, document_url: str) -> str:
    """Return *url* of a server, resolved against *document_url*; unchanged if that is unknown."""
    if is_absolute(document_url):
        return _joined(document_url, url)
    return f"https:{url}" if url.startswith("//") else url


def resolved(url: str, servers: Sequence[Data], document_url: str) -> str:
    """Return *url*, resolved against the first of *servers*; unchanged if its URL is unknown."""
    base = server_url(servers, document_url)
    return _joined(base, url) if is_absolute(base) else url


def document_base(document: Data, location: str) -> str:
    """Return the address to which servers in *document* are relative, which was read from *location*."""
    own = str(document.get("$self", ""))
    return _joined(location, own) if is_absolute(location) else own


def _joined(base: str, url: str) -> str:
    try:
        return urljoin(base, url)
    except ValueError:  # it is not a URL at all, such as "http://["
        return url
