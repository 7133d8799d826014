"""The option ``remote_references``: the hosts that a document may refer to, and their permitted addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

#: IPv6 addresses that a gateway translates to IPv4 addresses (RFC 6052).
_TRANSLATED = IPv6Network("64:ff9b::/96")

_HOST = re.compile(r"[^\s/:@?#\[\]\\]+")


@dataclass(frozen=True)
class Hosts:
    """The hosts to which a document may refer."""

    names: frozenset[str] = frozenset()
    """Names and addresses as they are in URLs."""
    networks: tuple[IPv4Network | IPv6Network, ...] = ()
    """Networks that are not public, in which a host may nevertheless be."""

    @classmethod
    def of(cls, entries: Iterable[str]) -> Hosts:
        """Return the hosts that *entries* permit: host names, addresses, and networks such as ``10.0.0.0/8``."""
        written = [entry.strip("[]").lower() for entry in entries]
        networks = [network for network in map(_network, written) if network is not None]
        return cls(frozenset(written), tuple(networks))

    def __contains__(self, host: str | None) -> bool:
        return host in self.names

    def permits(self, host: str | None, address: str) -> bool:
        """Return whether *host* may have *address*: the address is public, or it is permitted."""
        found = ip_address(address)
        is_own = host == "localhost" or (host or "").endswith(".localhost")  # RFC 6761 §6.3
        return (
            is_public(address)
            or host == address
            or (is_own and found.is_loopback)
            or any(found in network for network in self.networks)
        )


def is_host(entry: str) -> bool:
    """Return whether *entry* is a host name, an address or a network."""
    return _network(entry.strip("[]")) is not None or _HOST.fullmatch(entry) is not None


def is_public(address: str) -> bool:
    """Return whether *address* is public: not of this machine, a local network or the internal services of a cloud.

    An IPv6 address that stands for an IPv4 address is public if that is.
    """
    found: Any = ip_address(address)
    if isinstance(found, IPv6Address):
        _, teredo = found.teredo or (None, None)
        inner = found.ipv4_mapped or found.sixtofour or teredo
        if found in _TRANSLATED:
            inner = IPv4Address(int(found) & 0xFFFFFFFF)
        found = inner or found
    return bool(found.is_global and not found.is_multicast)


def _network(entry: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(entry, strict=False)
    except ValueError:
        return None
