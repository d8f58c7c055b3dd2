"""The server as an ASGI application: who asks, for what, and the answer in pieces that fit in memory.

See https://asgi.readthedocs.io/en/latest/specs/www.html
"""

import asyncio
import contextlib
import math
import os
from collections.abc import Awaitable, Callable, Iterator, MutableMapping
from http import HTTPStatus
from typing import Any

from publisher.library.server import request as requests
from publisher.library.server.answer import CLOSE, Answer, FilePart, plain
from publisher.library.server.challenge import challenge
from publisher.library.server.hosts import Hosts
from publisher.library.server.opening import Files, GoneError
from publisher.library.server.password import Gate, Verdict
from publisher.library.server.ranges import Span
from publisher.library.server.request import Request
from publisher.library.server.watch import Watch

Scope = MutableMapping[str, Any]
Send = Callable[[dict[str, Any]], Awaitable[None]]

HEAD = 16 * 1024  # bytes of a request line and fields
FIELDS = 100  # of them
BLOCK = 128 * 1024  # bytes that one client has in memory at most
_NOW = getattr(os, "RWF_NOWAIT", 0)


class Application:
    """Answers one request at a time, as often as it is asked."""

    def __init__(self, watch: Watch, hosts: Hosts, gate: Gate | None) -> None:
        self._watch, self._hosts, self._gate = watch, hosts, gate

    async def __call__(self, scope: Scope, receive: object, send: Send) -> None:
        """One request. `receive` is never called: nobody has anything to tell us."""
        client = (scope.get("client") or ("",))[0]
        target, query = scope["raw_path"], scope["query_string"]
        request = requests.read(scope["method"], target, query, scope["headers"], client)
        shelf = self._watch.shelf
        answered = too_much(scope) or self._refused(request) or shelf.answer(request)
        with contextlib.ExitStack() as stack:
            try:
                opened = _open(answered, shelf.files, stack)
            except GoneError:
                self._watch.look()
                answered, opened = _changing(), {}
            await send(_start(answered, request))
            closing = scope.get("state", {}).get("closing", bool)
            await _send_body(answered if request.method != "HEAD" else None, opened, send, closing)

    def _refused(self, request: Request) -> Answer | None:
        """Why this client gets nothing; None: it is welcome."""
        if not self._hosts.allow(request.host):
            words = "This server is not known by that name: see --host-name."
            return plain(HTTPStatus.MISDIRECTED_REQUEST, words)
        if not self._gate:
            return None
        verdict = self._gate.judge(request.fields.get("authorization"), request.client)
        if verdict is Verdict.WAIT:
            seconds = str(math.ceil(self._gate.wait(request.client)))
            words = "잠시 뒤에 다시 해 보세요. Too many wrong passwords; wait a little."
            return plain(HTTPStatus.TOO_MANY_REQUESTS, words, ("Retry-After", seconds))
        return challenge(request, self._watch.shelf.title) if verdict is Verdict.UNKNOWN else None


def too_much(scope: Scope) -> Answer | None:
    """A head that is larger than any reader's, where it came at once and so got past h11's limit."""
    if scope["http_version"] not in ("1.0", "1.1"):
        return plain(HTTPStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1", CLOSE)
    if len(scope["raw_path"]) + len(scope["query_string"]) > HEAD // 2:
        return plain(HTTPStatus.REQUEST_URI_TOO_LONG, "주소가 너무 깁니다. The address is too long.", CLOSE)
    size = sum(len(name) + len(value) + 4 for name, value in scope["headers"])
    if size > HEAD or len(scope["headers"]) > FIELDS:
        words = "요청이 너무 큽니다. The request is too large."
        return plain(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, words, CLOSE)
    return None


def _changing() -> Answer:
    """A file is not what it was: the folder is looked at again."""
    words = "책꽂이가 바뀌고 있습니다. 잠시 뒤에 다시 해 보세요. The shelf is changing; try again."
    return plain(HTTPStatus.SERVICE_UNAVAILABLE, words, ("Retry-After", "3"))


def _open(answered: Answer, files: Files, stack: contextlib.ExitStack) -> dict[int, int]:
    """Descriptors by piece of the body, one a file. Raises GoneError before anything is sent."""
    by_path: dict[object, int] = {}
    opened: dict[int, int] = {}
    for index, piece in enumerate(answered.body):
        if isinstance(piece, FilePart):
            if piece.path not in by_path:
                by_path[piece.path] = files.open(piece.path)
                stack.callback(os.close, by_path[piece.path])
            opened[index] = by_path[piece.path]
    return opened


def _start(answered: Answer, request: Request) -> dict[str, Any]:
    fields = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in answered.fields]
    if request.fields.get("content-length", "0") != "0" or "transfer-encoding" in request.fields:
        fields.append((b"Connection", b"close"))  # what else it sends is not waited for
    return {"type": "http.response.start", "status": int(answered.status), "headers": fields}


async def _send_body(
    answered: Answer | None, opened: dict[int, int], send: Send, closing: Callable[[], bool]
) -> None:
    """Block after block, each when the one before has left. Ends early where the client has gone."""
    left = sum(map(_size, answered.body)) if answered else 0
    if not answered or not left:
        await send({"type": "http.response.body", "body": b""})
        return
    for index, piece in enumerate(answered.body):
        for position, size in _blocks(piece):
            if closing():
                return
            if isinstance(piece, bytes):
                block = piece[position : position + size]
            else:
                block = await _read(opened[index], size, position)
            if not block:
                return  # cut short while it was sent: the connection ends, and the client knows
            left -= size
            await send({"type": "http.response.body", "body": block, "more_body": left > 0})


def _size(piece: bytes | FilePart) -> int:
    return len(piece) if isinstance(piece, bytes) else piece.span.size


def _blocks(piece: bytes | FilePart) -> Iterator[tuple[int, int]]:
    """Positions and sizes."""
    span = Span(0, len(piece)) if isinstance(piece, bytes) else piece.span
    for position in range(span.start, span.stop, BLOCK):
        yield position, min(BLOCK, span.stop - position)


async def _read(descriptor: int, size: int, position: int) -> bytes:
    """What memory has, at once; what a disk has, without keeping others waiting. Empty: less was there."""
    if _NOW:
        buffer = bytearray(size)
        with contextlib.suppress(OSError):  # EAGAIN, or a file system that cannot say
            if os.preadv(descriptor, [buffer], position, _NOW) == size:
                return buffer  # type: ignore[return-value] # a bytearray is as good
    block = await asyncio.to_thread(_read_all, descriptor, size, position)
    return block if len(block) == size else b""


def _read_all(descriptor: int, size: int, position: int) -> bytes:
    os.lseek(descriptor, position, os.SEEK_SET)  # no pread on Windows; nobody else has this descriptor
    pieces: list[bytes] = []
    while size and (piece := os.read(descriptor, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
