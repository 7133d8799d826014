"""Connections to servers. They end after a time limit, and are opened only to permitted addresses."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.util.connection import create_connection


class Line:
    """The connections of one fetch, with a time limit for all of them.

    A limit for each read is not enough: a server may send a byte from time to time forever.
    """

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds
        self._timer = threading.Timer(seconds, self._hang_up)
        self._timer.daemon = True
        self._socket: socket.socket | None = None
        self.address: str | None = None
        """The peer of the last connection; ``None`` for one through a proxy."""
        self.choose: Callable[[Sequence[str]], Sequence[str]] = lambda addresses: addresses
        """Returns those of the addresses of a host that are permitted, or raises an error."""

    def __enter__(self) -> Self:
        self._timer.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._timer.cancel()
        self._timer.join()
        self._let_go()

    @property
    def is_over(self) -> bool:
        """Whether the time is over."""
        return time.monotonic() >= self._end

    def connect(self, connection: HTTPConnection) -> socket.socket:
        """Return a socket that is connected to the host of *connection*, at a permitted address.

        The name is resolved once, so the address that is checked is the address of the connection.
        """
        found = socket.getaddrinfo(connection.host.strip("[]"), connection.port, type=socket.SOCK_STREAM)
        failure = OSError("the host has no address")
        for address in self.choose([*dict.fromkeys(str(entry[4][0]) for entry in found)]):
            try:
                connected = self._connect(connection, address)
            except OSError as error:
                failure = error
            else:
                self.address = address
                return connected
        raise failure

    def _connect(self, connection: HTTPConnection, address: str) -> socket.socket:
        left = self._end - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        timeout: Any = connection.timeout
        return create_connection(
            (address, connection.port), min(timeout, left), connection.source_address, connection.socket_options
        )

    def watch(self, connected: socket.socket) -> None:
        """Close the connection of *connected* when the time is over.

        That is done to a duplicate: TLS takes the socket itself away.
        """
        self._let_go()
        self._socket = connected.dup()
        if self.is_over:
            self._hang_up()

    def _hang_up(self) -> None:
        if self._socket is not None:
            with suppress(OSError):
                self._socket.shutdown(socket.SHUT_RDWR)

    def _let_go(self) -> None:
        if self._socket is not None:
            self._socket.close()


class Adapter(HTTPAdapter):
    """Sends requests over connections of a :class:`Line`. A proxy must check the addresses that it connects to."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Make what opens direct connections."""
        super().init_poolmanager(*args, **kwargs)
        _watch_pools(self.poolmanager, self._line, is_direct=True)

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        """Return what opens connections to *proxy*."""
        is_new = proxy not in self.proxy_manager
        manager = super().proxy_manager_for(proxy, **kwargs)
        if is_new:
            _watch_pools(manager, self._line, is_direct=False)
        return manager


def _watch_pools(manager: Any, line: Line, *, is_direct: bool) -> None:
    """Let the pools that *manager* makes open connections of *line*."""
    manager.pool_classes_by_scheme = {
        scheme: type(pool.__name__, (pool,), {"ConnectionCls": _watched(pool.ConnectionCls, line, is_direct)})
        for scheme, pool in manager.pool_classes_by_scheme.items()
    }


def _watched(base: type[HTTPConnection], line: Line, is_direct: bool) -> type[HTTPConnection]:
    class Watched(base):  # type: ignore[misc, valid-type]
        def _new_conn(self) -> socket.socket:
            connected: socket.socket = line.connect(self) if is_direct else super()._new_conn()
            line.watch(connected)
            return connected

    return Watched
