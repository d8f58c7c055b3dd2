"""A connection to the very address that was checked, within a time that all of it shares.

httpcore asks its network backend for a connection to a host's name; ours judges the addresses of that name
and connects to one of them. Nothing resolves the name again, so an answer that changes (DNS rebinding) is of
no use; TLS still proves the name. No proxy is used: it would do the resolving.

Seen with httpx 0.28, httpcore 1.0. Their public interfaces: https://www.encode.io/httpcore/network-backends/,
https://www.python-httpx.org/advanced/transports/.
"""

import ssl
import time
from collections.abc import Iterable, Iterator
from ipaddress import ip_address
from typing import Any

import httpcore
import httpx

from publisher.fetch.internet import FetchError, Internet
from publisher.phrase import _

_PATIENCE = 10.0  # seconds to wait for a connection, or for the next bytes


class Deadline:
    """The moment at which patience ends."""

    def __init__(self, seconds: float) -> None:
        self._end = time.monotonic() + seconds

    def left(self, timeout: float | None = None) -> float:
        """Return the seconds that may still be waited. Raises httpcore.ReadTimeout where there are none."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("it takes too long")
        return min(left, timeout if timeout is not None else _PATIENCE)


class Backend(httpcore.NetworkBackend):
    """Connects to public hosts, and to nothing else."""

    def __init__(self, internet: Internet, deadline: Deadline) -> None:
        self._internet, self._deadline = internet, deadline
        self._plain = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        """Raises FetchError where it may not be reached, httpcore.ConnectError where nobody answers."""
        fault: Exception = httpcore.ConnectError("nobody answers")
        for checked in self._internet.addresses(host.strip("[]"), port, self._deadline.left()):
            # Digits only: what is given here is no name that could be resolved to something else.
            numeric = str(ip_address(checked))
            try:
                stream = self._plain.connect_tcp(numeric, port, self._deadline.left(timeout), local_address)
                return _Stream(stream, self._deadline)
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
        raise fault

    def connect_unix_socket(self, *_path: Any, **_options: Any) -> httpcore.NetworkStream:
        """Never: a picture comes from a host."""
        raise FetchError(_("that is no host"), _("mend the address"))

    def sleep(self, seconds: float) -> None:
        """Wait, as httpcore does before it tries again."""
        time.sleep(min(seconds, self._deadline.left(seconds)))


class _Stream(httpcore.NetworkStream):
    """A connection of which each wait is taken from the time of the whole: one byte every nine seconds, in
    headers or a handshake, would else never end."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: Deadline) -> None:
        self._stream, self._deadline = stream, deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._deadline.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._deadline.left(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        wait = self._deadline.left(timeout)
        return _Stream(self._stream.start_tls(ssl_context, server_hostname, wait), self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class Transport(httpx.BaseTransport):
    """httpx over a pool of httpcore that has our backend."""

    def __init__(self, internet: Internet, deadline: Deadline, trusted: ssl.SSLContext) -> None:
        backend = Backend(internet, deadline)
        self._pool = httpcore.ConnectionPool(
            ssl_context=trusted, max_keepalive_connections=0, network_backend=backend
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            extensions=request.extensions,
        )
        answer = self._pool.handle_request(asked)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Body(httpx.SyncByteStream):
    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        self._answer.close()
