"""Real servers on real sockets: a website in a thread, and clients that send what bytes they like."""

import asyncio
import hashlib
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import uvicorn

from publisher.library.server.app import application
from publisher.library.server.hosts import Hosts
from publisher.library.server.password import Gate
from publisher.library.server.run import listen, serve
from publisher.library.server.shelves import Contents
from publisher.library.server.site import Site
from publisher.library.server.watch import Watch
from publisher.library.website import Resource, Website

MOMENT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
KINDS = {"epub": "application/epub+zip", "html": "text/html; charset=utf-8", "svg": "image/svg+xml"}


@dataclass(frozen=True)
class Reply:
    """What came back."""

    status: int
    fields: Mapping[str, str]  # by small names
    body: bytes


@dataclass
class Running:
    """A server that runs."""

    port: int
    watch: Watch
    failures: list[str] = field(default_factory=list)

    def get(self, target: str, method: str = "GET", **fields: str) -> Reply:
        """One request on a connection of its own; `If_Range` becomes the field `If-Range`."""
        named = {"Host": f"127.0.0.1:{self.port}"}
        named |= {name.replace("_", "-"): value for name, value in fields.items()}
        lines = [f"{method} {target} HTTP/1.1", *(f"{k}: {v}" for k, v in named.items()), "Connection: close"]
        return parsed(self.raw("\r\n".join([*lines, "", ""]).encode("latin-1")), method)

    def raw(self, sent: bytes, timeout: float = 20) -> bytes:
        """All that comes back for these bytes until the server closes."""
        with self.connect(timeout) as client:
            client.sendall(sent)
            return everything(client)

    def connect(self, timeout: float = 20) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), timeout)


def everything(client: socket.socket) -> bytes:
    """Until the server closes; what came before a reset counts."""
    got = bytearray()
    try:
        while piece := client.recv(1 << 16):
            got += piece
    except ConnectionResetError:
        pass
    return bytes(got)


def parsed(got: bytes, method: str = "GET") -> Reply:
    """A reply that ends where its connection does; its length is what it says."""
    head, separator, body = got.partition(b"\r\n\r\n")
    assert separator, got
    first, *lines = head.decode("latin-1").split("\r\n")
    fields = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    status = int(first.split()[1])
    if method != "HEAD" and status not in (204, 304):
        assert int(fields["content-length"]) == len(body)
    else:
        assert body == b""
    return Reply(status, fields, body)


def resource(body: bytes | Path, kind: str = "epub", name: str = "") -> Resource:
    data = body if isinstance(body, bytes) else body.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    return Resource(KINDS.get(kind, kind), body, len(data), digest, MOMENT, name)


@contextmanager
def running(
    folder: Path,
    resources: Mapping[str, Resource],
    *,
    gate: Gate | None = None,
    hosts: Hosts | None = None,
) -> Iterator[Running]:
    """A server of these resources, whose files lie in `folder`."""
    website = Website(dict(resources))

    def read(_: datetime) -> Contents:
        return Contents("책꽂이", website, lambda files: Site(website, files))

    with watched(Watch(folder, read), gate=gate, hosts=hosts) as run:
        yield run


@contextmanager
def watched(watch: Watch, *, gate: Gate | None = None, hosts: Hosts | None = None) -> Iterator[Running]:
    listening = listen(0, lan=False)
    run = Running(listening.getsockname()[1], watch)
    app = application(watch, hosts or Hosts("sofa"), gate)
    servers: list[uvicorn.Server] = []
    ready = threading.Event()

    async def beside() -> None:
        ready.set()
        await watch.run(lambda _: None, lambda error: run.failures.append(repr(error)))

    thread = threading.Thread(
        target=serve, args=(app, listening, beside, run.failures.append, servers.append), daemon=True
    )
    thread.start()
    assert ready.wait(10)
    try:
        yield run
    finally:
        servers[0].should_exit = True
        thread.join(10)
        assert not thread.is_alive()


def waited(seconds: float) -> None:
    asyncio.run(asyncio.sleep(seconds))
