"""Compares what an operation needs besides its request: security and servers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..operation import Operation
from .change import Change, Kind, Part


def compare_security(old: Operation, new: Operation) -> Iterator[Change]:
    """Yield the alternatives of the security that are gone or new.

    One is gone without harm if another asks for no more.
    """
    if old.endpoint.is_outgoing:
        return
    before, now = _alternatives(old), _alternatives(new)
    for text, needs in before.items():
        if text not in now:
            is_met = any(_asks_no_more(other, needs) for other in now.values())
            yield Change(Kind.REMOVED, Part.SECURITY, text, is_breaking=not is_met)
    for text in now:
        if text not in before:
            yield Change(Kind.ADDED, Part.SECURITY, text)


Needs = Mapping[str, frozenset[str]]
"""The scopes by security scheme."""


def _alternatives(operation: Operation) -> dict[str, Needs]:
    # A list of alternatives is never equal to one that requires nothing.
    found = [{need.scheme: frozenset(need.scopes) for need in needs} for needs in operation.security or [[]]]
    return {_text(needs): needs for needs in found}


def _text(needs: Needs) -> str:
    parts = [f"{name} ({', '.join(sorted(scopes))})" if scopes else name for name, scopes in sorted(needs.items())]
    return " + ".join(parts) or "none"


def _asks_no_more(new: Needs, old: Needs) -> bool:
    return all(name in old and scopes <= old[name] for name, scopes in new.items())


def compare_servers(old: Iterable[Mapping[str, Any]], new: Iterable[Mapping[str, Any]]) -> Iterator[Change]:
    """Yield the servers that are gone or new."""
    before, now = (dict.fromkeys(str(server.get("url", "")) for server in servers) for servers in (old, new))
    for url in before:
        if url not in now:
            yield Change(Kind.REMOVED, Part.SERVER, url, is_breaking=True)
    for url in now:
        if url not in before:
            yield Change(Kind.ADDED, Part.SERVER, url)
