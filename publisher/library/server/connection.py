"""Limits on what one client may hold: time for a request, time for an answer, memory, connections.

uvicorn limits the size of a request's head and the time between requests; the rest stands here.
"""

import asyncio
import socket
import struct
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

REQUEST = 10.0  # seconds for them to come, from the first byte on
IDLE = 15  # seconds of silence after an answer
STALLED = 60.0  # seconds for a client to take the next block of an answer
CONNECTIONS = 200  # at once
OF_ONE = 100  # of them from one address

_NO_LINGER = struct.pack("ii", 1, 0)
_CROWDED = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"
)


class Connection(H11Protocol):
    """One client's connection, cut where it takes too long over anything."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.app_state = {**self.app_state, "closing": self._closing}
        self._waiting: asyncio.TimerHandle | None = None
        self._stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        own = transport.get_extra_info("socket")
        if own is not None:
            # asyncio does it for sockets of IPPROTO_TCP alone, and create_server's have proto 0: without it
            # the last part of every answer waits 40 ms for the client's delayed acknowledgement.
            own.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        # Nothing is buffered beyond one block; and a client that does not read is known from its first byte.
        transport.set_write_buffer_limits(high=0)
        self._wait()
        if self._crowded():
            transport.write(_CROWDED)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._unwait()
        self._unstall()
        self._unset_keepalive_if_required()

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._unwait()
        elif self._waiting is None and not self._closing():
            self._wait()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._unstall()
        self._stalled = self.loop.call_later(STALLED, self._cut)

    def resume_writing(self) -> None:
        super().resume_writing()
        self._unstall()

    def _crowded(self) -> bool:
        if len(self.connections) > CONNECTIONS:
            return True
        address = self.client and self.client[0]
        others = (getattr(other, "client", None) for other in self.connections)
        return sum(1 for other in others if other and other[0] == address) > OF_ONE

    def _closing(self) -> bool:
        return self.transport is None or self.transport.is_closing()

    def _wait(self) -> None:
        """For a whole request: what comes a byte at a time does not come to an end in time."""
        self._waiting = self.loop.call_later(REQUEST, self._cut)

    def _cut(self) -> None:
        """At once: what lies in the system's buffers is not kept for a client that takes nothing either."""
        own = self.transport.get_extra_info("socket")
        if own is not None:
            own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self.transport.abort()

    def _unwait(self) -> None:
        if self._waiting:
            self._waiting.cancel()
            self._waiting = None

    def _unstall(self) -> None:
        if self._stalled:
            self._stalled.cancel()
            self._stalled = None
