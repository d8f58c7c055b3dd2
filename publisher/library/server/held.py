"""A file that is held open, sent by Starlette: whole or in parts, and to its end though it is replaced.

Starlette tells of several parts, of If-Range, and of parts that are not there. Whole files it leaves to who
can send them faster, by an extension of ASGI; a single part is sent in the same way: https://asgi.readthedocs.io/en/latest/extensions.html#path-send
"""

import asyncio
import contextlib
import os
import sys
from collections.abc import Mapping
from http import HTTPStatus
from pathlib import Path

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import FileResponse
from starlette.types import Message, Receive, Scope, Send

from publisher.library.server.ranges import heeded, only_part

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

        asked = self._asked(scope)
        fields = Headers(scope=asked)
        part = only_part(fields.get("range", ""), self._size) if "if-range" not in fields else None
        try:
            await (self._part(part, send) if part else super().__call__(asked, receive, sent))
        finally:
            os.close(self._descriptor)

    async def _part(self, part: range, send: Send) -> None:
        """Send one part: Starlette would read it in another thread, block after block."""
        headers = MutableHeaders(raw=[*self.raw_headers])
        headers["content-range"] = f"bytes {part.start}-{part.stop - 1}/{self._size}"
        headers["content-length"] = str(len(part))
        start = {"type": "http.response.start", "status": HTTPStatus.PARTIAL_CONTENT, "headers": headers.raw}
        await send(start)
        await self._blocks(part, send)

    async def _whole(self, send: Send) -> None:
        await self._blocks(range(self._size), send)

    async def _blocks(self, part: range, send: Send) -> None:
        """Send block after block, each when the one before has left."""
        for position in range(part.start, part.stop or 1, BLOCK):
            wanted = min(BLOCK, part.stop - position)
            block = await _block(self._descriptor, wanted, position)
            if len(block) < wanted:
                return  # cut short while it was sent: the connection ends, and the client knows
            more = position + BLOCK < part.stop
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
