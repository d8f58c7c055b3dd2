"""A file that is held open, sent by Starlette: whole or in parts, and to its end though it is replaced.

Starlette reads a Range field, and tells of parts. Whole files it leaves to who can send them faster, by an
extension of ASGI: https://asgi.readthedocs.io/en/latest/extensions.html#path-send
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse
from starlette.types import Message, Receive, Scope, Send

from publisher.library.server.ranges import heeded

BLOCK = 128 * 1024  # bytes that one client has in memory at most
_PATH_SEND = "http.response.pathsend"
_NOW = getattr(os, "RWF_NOWAIT", 0)


class HeldFile(FileResponse):
    """An answer with the file behind a descriptor, which it closes."""

    chunk_size = BLOCK  # of parts, which Starlette reads

    def __init__(self, descriptor: int, path: Path, fields: Mapping[str, str]) -> None:
        """`path` is where the descriptor is from; `fields` have an ETag in quotation marks."""
        # By its descriptor a file stays the one that was looked at. Windows has no such name.
        name = str(path) if sys.platform == "win32" else f"/dev/fd/{descriptor}"
        found = os.fstat(descriptor)
        super().__init__(name, headers=fields, stat_result=found)
        self._descriptor, self._size = descriptor, found.st_size
        self._boundary = b"", b""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def sent(message: Message) -> None:
            if message["type"] == _PATH_SEND:
                await self._whole(send)
            else:
                await send(self._reproducible(message))

        try:
            await super().__call__(self._asked(scope), receive, sent)
        finally:
            os.close(self._descriptor)

    async def _whole(self, send: Send) -> None:
        """Block after block, each when the one before has left."""
        for position in range(0, self._size or 1, BLOCK):
            wanted = min(BLOCK, self._size - position)
            block = await _block(self._descriptor, wanted, position)
            if len(block) < wanted:
                return  # cut short while it was sent: the connection ends, and the client knows
            more = position + BLOCK < self._size
            await send({"type": "http.response.body", "body": block, "more_body": more})

    def _asked(self, scope: Scope) -> Scope:
        """The request as Starlette is to see it. HEAD knows no ranges: RFC 9110 14.2."""
        fields = ", ".join(Headers(scope=scope).getlist("range")) if scope["method"] == "GET" else ""
        counts = heeded(fields, self._size)
        others = [field for field in scope["headers"] if field[0] != b"range"]
        headers = [*others, (b"range", counts.encode())] if counts else others
        return {**scope, "headers": headers, "extensions": {_PATH_SEND: {}}}

    def _reproducible(self, message: Message) -> Message:
        """Parts with a boundary of the content's digest, which cannot stand in it, for one that is drawn."""
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=message["headers"])
            kind, separator, drawn = headers["content-type"].partition("; boundary=")
            if separator:
                ours = headers["etag"].strip('"')[: len(drawn)].ljust(len(drawn), "-")
                headers["content-type"] = f"{kind}{separator}{ours}"
                self._boundary = f"--{drawn}".encode(), f"--{ours}".encode()
        elif self._boundary[0] and message["body"].startswith(self._boundary[0]):
            return {**message, "body": message["body"].replace(*self._boundary, 1)}
        return message


async def _block(descriptor: int, size: int, position: int) -> bytes:
    """What memory has, at once; what a disk has, without keeping others waiting."""
    if _NOW:
        buffer = bytearray(size)
        with contextlib.suppress(OSError):  # EAGAIN, or a file system that cannot say
            if os.preadv(descriptor, [buffer], position, _NOW) == size:
                return buffer  # type: ignore[return-value] # a bytearray is as good
    return await asyncio.to_thread(_read, descriptor, size, position)


def _read(descriptor: int, size: int, position: int) -> bytes:
    os.lseek(descriptor, position, os.SEEK_SET)  # no pread on Windows; nobody else has this descriptor
    pieces: list[bytes] = []
    while size and (piece := os.read(descriptor, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
