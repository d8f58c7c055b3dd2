"""What one client may hold: slow, silent, greedy and endless ones are cut off, and the others go on."""

import contextlib
import socket
import struct
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.library.server import connection
from tests.library.servers import Running, everything, parsed, resource, running

BIG = 64_000_000  # bytes: more than all buffers on the way hold
HELLO = b"GET /index.html HTTP/1.1\r\nHost: 127.0.0.1\r\n"


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seconds become tenths: what is proved is that there is an end, not when."""
    monkeypatch.setattr(connection, "REQUEST", 1.0)
    monkeypatch.setattr(connection, "STALLED", 1.0)


@pytest.fixture
def server(tmp_path: Path, quick: None) -> Iterator[Running]:
    with (tmp_path / "big.pdf").open("wb") as file:
        file.truncate(BIG)
    resources = {
        "index.html": resource(b"<p>hello", "html"),
        "big.pdf": resource(tmp_path / "big.pdf", "x/y"),
        "big.js": resource(bytes(BIG), "x/y"),
    }
    with running(tmp_path, resources) as run:
        yield run
        assert run.failures == []


def _answers(run: Running) -> None:
    """The server still serves others, at once."""
    started = time.monotonic()
    assert run.get("/").body == b"<p>hello"
    assert time.monotonic() - started < 2


def test_a_head_that_never_ends(server: Running) -> None:
    """A byte now and then keeps no connection: the time for a request runs from its first byte."""
    with server.connect() as client:
        started = time.monotonic()
        try:
            for byte in HELLO * 20:
                client.send(bytes([byte]))
                time.sleep(0.1)
        except (BrokenPipeError, ConnectionResetError):
            pass
        assert time.monotonic() - started < 5
    _answers(server)


def test_silence(server: Running) -> None:
    """Who connects and says nothing is sent away."""
    with server.connect() as client:
        started = time.monotonic()
        assert everything(client) == b""
        assert time.monotonic() - started < 5


def test_a_second_request_that_never_ends(server: Running) -> None:
    """The same limit holds on a connection that has had its answer."""
    with server.connect() as client:
        client.sendall(HELLO + b"\r\n")
        got = b""
        while b"<p>hello" not in got:
            got += client.recv(4096)
        client.sendall(HELLO)
        started = time.monotonic()
        assert everything(client) == b""
        assert time.monotonic() - started < 5


def test_an_idle_connection(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is kept open waits for a next request no longer than IDLE."""
    assert 5 <= connection.IDLE <= 60


@pytest.mark.parametrize(
    "more",
    [
        b"X: " + b"a" * 100_000,
        b"\r\n".join(b"X-%d: a" % number for number in range(20_000)),
        b"Cookie: " + b"a=b; " * 20_000,
        b"X:\r\n " + b"a" * 100_000,
    ],
)
def test_huge_heads(server: Running, more: bytes) -> None:
    """Long fields, many fields: refused, without reading on to their end."""
    with server.connect() as client:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            client.sendall(HELLO + more + b"\r\n\r\n")
        got = everything(client)
    assert got == b"" or parsed_status(got) in (400, 414, 431)
    _answers(server)


def test_a_huge_address(server: Running) -> None:
    """A request line is bounded as the fields are."""
    with server.connect() as client:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            client.sendall(b"GET /" + b"a" * 200_000 + b" HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        assert parsed_status(everything(client) or b"x 414") in (400, 414)


@pytest.mark.parametrize(
    "sent",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 200,
        b"GET\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: -1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nBad Field: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX: a\x00b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked, identity\r\n\r\n",
    ],
)
def test_what_is_no_request(server: Running, sent: bytes) -> None:
    """TLS, half requests, two hosts, two lengths: 400 and an end; nothing is guessed at."""
    got = server.raw(sent)
    assert got == b"" or parsed_status(got) in (400, 501, 505)
    _answers(server)


def parsed_status(got: bytes) -> int:
    return int(got.split()[1])


def test_a_body_without_end(server: Running) -> None:
    """A client that goes on sending after its answer is cut off."""
    with server.connect() as client:
        client.sendall(HELLO + b"Transfer-Encoding: chunked\r\n\r\n")
        started = time.monotonic()
        with pytest.raises((BrokenPipeError, ConnectionResetError)):
            while time.monotonic() - started < 8:
                client.sendall(b"1000\r\n" + b"a" * 4096 + b"\r\n")
                time.sleep(0.02)
        assert time.monotonic() - started < 6


@pytest.mark.parametrize("place", ["/big.pdf", "/big.js"])
def test_who_does_not_read_is_cut_off(server: Running, place: str) -> None:
    """A download that nobody takes ends, and holds no more memory than a block until then."""
    before = _memory()
    clients = [server.connect() for _ in range(40)]
    for client in clients:
        client.sendall(f"GET {place} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    time.sleep(0.7)
    _answers(server)
    assert _memory() - before < 40 * connection.BLOCK * 4 + 20_000_000
    time.sleep(2.5)
    for client in clients:
        with client:
            assert len(everything(client)) < BIG
    _answers(server)


def test_who_does_not_read_a_short_answer_is_cut_off(server: Running) -> None:
    """Answers that lie in our own buffer count too: many on one connection, none of them read."""
    with server.connect() as client:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        client.settimeout(1)
        started = time.monotonic()
        with pytest.raises((BrokenPipeError, ConnectionResetError, TimeoutError)):
            while time.monotonic() - started < 10:
                client.sendall((HELLO + b"\r\n") * 100)
        client.settimeout(5)
        time.sleep(1.5)
        everything(client)
    _answers(server)


@pytest.mark.parametrize("place", ["/big.pdf", "/big.js"])
@pytest.mark.parametrize("field", ["", "Range: bytes=9-\r\n", "Range: bytes=0-9,20-\r\n"])
def test_who_leaves_in_the_middle(server: Running, place: str, field: str) -> None:
    """A reader that is switched off while it loads, whole or in parts, costs nothing more."""
    head = f"GET {place} HTTP/1.1\r\nHost: 127.0.0.1\r\n{field}\r\n"
    for number in range(30):
        with server.connect() as client:
            client.sendall(head.encode())
            client.recv(1000)
            client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", number % 2, 0))
    _answers(server)


def test_crowds(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """One address may have so many connections; one more is told to come again, and then may."""
    monkeypatch.setattr(connection, "OF_ONE", 5)
    clients = [server.connect() for _ in range(5)]
    time.sleep(0.2)
    reply = parsed(server.raw(b""))
    assert (503, "5") == (reply.status, reply.fields["retry-after"])
    for client in clients:
        client.close()
    time.sleep(0.2)
    _answers(server)


def test_limits_leave_room() -> None:
    """All clients together hold less than 64 MB of blocks, and one cannot take every connection."""
    assert connection.CONNECTIONS * connection.BLOCK <= 64_000_000
    assert connection.OF_ONE < connection.CONNECTIONS


def _memory() -> int:
    """Bytes that this process has in memory; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return 0
    return pages * 4096
