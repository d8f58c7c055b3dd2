"""Limits on what one client may hold: time for a request, time for an answer, memory, connections.

uvicorn limits the size of a request's head and the time between requests; the rest stands here. Between
asyncio and uvicorn stands a protocol of ours, by asyncio's own interface; between uvicorn and the application
a middleware, by ASGI's. They know each other by the client's address and port.
"""

import asyncio
import socket
import struct
from collections.abc import Iterator

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from publisher.library.server.held import BLOCK

REQUEST = 10.0  # seconds for them to come, from the first byte on
IDLE = 15  # seconds of silence after an answer
STALLED = 60.0  # seconds for a client to take the next block of an answer
CONNECTIONS = 200  # at once
OF_ONE = 100  # of them from one address

Client = tuple[str, int]
_NO_LINGER = struct.pack("ii", 1, 0)
_CROWDED = (
    b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\nRetry-After: 5\r\nContent-Length: 0\r\n\r\n"
)


class _LeftError(Exception):
    """The client has gone: nothing more is made for it."""


class Connection(asyncio.Protocol):
    """One client's connection with uvicorn's protocol, cut where the client takes too long over anything."""

    def __init__(self, inner: asyncio.Protocol, others: "dict[Client, Connection]") -> None:
        """`others`: all that are open, by address and port; this one enters itself."""
        self._inner, self._others = inner, others
        self._limits: dict[str, asyncio.TimerHandle] = {}
        self._answering = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        # Who has gone before we look has no address any more.
        peer = transport.get_extra_info("peername") or ("", id(self))
        self._transport, self._client = transport, (peer[0], peer[1])
        self._others[self._client] = self
        self._inner.connection_made(transport)
        # Nothing is buffered beyond one block; and a client that does not read is known from its first byte.
        transport.set_write_buffer_limits(high=0)
        self._limit("request", REQUEST)
        if self._crowded():
            transport.write(_CROWDED)
            transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        self._others.pop(self._client, None)
        self._lift("request")
        self._lift("stalled")
        self._inner.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if not (self._answering or "request" in self._limits or self.closing()):
            self._limit("request", REQUEST)  # what comes a byte at a time does not come to an end in time
        self._inner.data_received(data)

    def eof_received(self) -> bool | None:
        return self._inner.eof_received()

    def pause_writing(self) -> None:
        self._limit("stalled", STALLED)
        self._inner.pause_writing()

    def resume_writing(self) -> None:
        self._lift("stalled")
        self._inner.resume_writing()

    def closing(self) -> bool:
        return self._transport.is_closing()

    def answering(self, begun: bool) -> None:
        """Whether a whole request has come, and its answer is on its way."""
        self._answering = begun
        self._lift("request")

    def _crowded(self) -> bool:
        of_one = sum(1 for address, _ in self._others if address == self._client[0])
        return len(self._others) > CONNECTIONS or of_one > OF_ONE

    def _limit(self, what: str, seconds: float) -> None:
        self._lift(what)
        self._limits[what] = asyncio.get_running_loop().call_later(seconds, self._cut)

    def _lift(self, what: str) -> None:
        if what in self._limits:
            self._limits.pop(what).cancel()

    def _cut(self) -> None:
        """At once: what lies in the system's buffers is not kept for a client that takes nothing either."""
        own = self._transport.get_extra_info("socket")
        own.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _NO_LINGER)
        self._transport.abort()


class Measured:
    """An application whose answers go out block by block, and no further than there is a client."""

    def __init__(self, app: ASGIApp, connections: dict[Client, Connection]) -> None:
        self._app, self._connections = app, connections

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        connection = self._connections.get(scope["client"])
        if connection is None:
            return

        async def sent(message: Message) -> None:
            for part in _parts(message):
                if connection.closing():
                    raise _LeftError
                await send(part)

        connection.answering(True)
        try:
            await self._app(scope, receive, sent)
        except _LeftError:
            pass
        finally:
            connection.answering(False)


def _parts(message: Message) -> Iterator[Message]:
    """One by one, since a page is in memory once, and its blocks are copies."""
    body = message.get("body", b"")
    if len(body) <= BLOCK:
        yield message
        return
    for at in range(0, len(body), BLOCK):
        more = message.get("more_body", False) or at + BLOCK < len(body)
        yield {**message, "body": body[at : at + BLOCK], "more_body": more}
