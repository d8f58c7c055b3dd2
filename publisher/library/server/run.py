"""A listening socket and the server behind it, from its start to Ctrl-C."""

import asyncio
import contextlib
import errno
import logging
import socket
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import uvicorn
from starlette.types import ASGIApp

from publisher.errors import ConfigError
from publisher.library.server.app import HEAD
from publisher.library.server.connection import CONNECTIONS, IDLE, Client, Connection, Measured
from publisher.phrase import _

LOOPBACK, EVERYWHERE = "127.0.0.1", "0.0.0.0"  # noqa: S104 - with --lan alone
_SENT = 256 * 1024  # bytes on their way to one client
_LAST = 3  # seconds that downloads have to end after Ctrl-C
_NOWHERE = ("192.0.2.1", 9)  # TEST-NET-1: no packet is sent, but the way there is known


def listen(port: int, *, lan: bool) -> socket.socket:
    """Return a socket on this machine, or on its network. Raises ConfigError where the port cannot be had."""
    try:
        listening = socket.create_server((EVERYWHERE if lan else LOOPBACK, port), backlog=128)
    except OverflowError as error:
        raise ConfigError(
            _("there is no port {port}", port=port), hint=_("ports are numbers from 1 to 65535")
        ) from error
    except OSError as error:
        known = {
            errno.EADDRINUSE: _("port {port} is taken by another program", port=port),
            errno.EACCES: _("port {port} is not for everyone", port=port),
        }
        other = _("port {port} cannot be had: {strerror}", port=port, strerror=error.strerror or error)
        raise ConfigError(
            known.get(error.errno or 0, other), hint=_("choose another: --port 8081")
        ) from error
    # Else the system keeps megabytes for each client that does not read.
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SENT)
    # asyncio does it for sockets of IPPROTO_TCP alone, and create_server's have proto 0: without it the last
    # part of every answer waits 40 ms for the client's delayed acknowledgement.
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listening


def lan_address() -> str:
    """Return this machine's address on its network; that of the machine alone where it is on none."""
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asked:
        asked.connect(_NOWHERE)
        return str(asked.getsockname()[0])
    return LOOPBACK


def machine_name() -> str:
    return socket.gethostname()


def address(listening: socket.socket) -> str:
    """Find where the shelf is found: from the network where it listens there, else from this machine."""
    host, port = listening.getsockname()[:2]
    return f"http://{lan_address() if host == EVERYWHERE else host}:{port}/"


def serve(
    app: ASGIApp,
    listening: socket.socket,
    beside: Callable[[], Coroutine[Any, Any, None]],
    failed: Callable[[str], None],
    started: Callable[[uvicorn.Server], None] = lambda _: None,
) -> None:
    """Answer until Ctrl-C or SIGTERM; downloads under way have a moment to end.

    `beside` goes on as long. `failed` is told in a line of answers that could not be made.
    """
    server = uvicorn.Server(_config(app))
    _room_for_files()
    with _heard(failed), contextlib.suppress(KeyboardInterrupt):  # Ctrl-C is the usual end
        started(server)
        asyncio.run(_together(server, listening, beside))


def _config(app: ASGIApp) -> uvicorn.Config:
    """uvicorn's own settings, and our limits on both sides of its protocol."""
    connections: dict[Client, Connection] = {}
    config = uvicorn.Config(
        Measured(app, connections),
        http="h11",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # who asks is who is connected: a field could say anything
        server_header=False,
        h11_max_incomplete_event_size=HEAD,
        timeout_keep_alive=IDLE,
        timeout_graceful_shutdown=_LAST,
    )
    config.load()
    protocol = config.http_protocol_class

    def made(**options: Any) -> asyncio.Protocol:
        return Connection(protocol(**options), connections)

    config.http_protocol_class = made  # type: ignore[assignment] # it is called, and nothing else
    return config


async def _together(
    server: uvicorn.Server, listening: socket.socket, beside: Callable[[], Coroutine[Any, Any, None]]
) -> None:
    task = asyncio.create_task(beside())
    try:
        await server.serve(sockets=[listening])
    finally:
        task.cancel()


def _room_for_files() -> None:
    """Each connection may hold a file open besides itself; macOS gives 256 descriptors at first."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * CONNECTIONS + 112
    if soft < wanted and (hard == resource.RLIM_INFINITY or hard >= wanted):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))


class _Ear(logging.Handler):
    """Faults of ours in one line; what clients do wrong is no news, and never a traceback."""

    def __init__(self, failed: Callable[[str], None]) -> None:
        super().__init__(logging.ERROR)
        self._failed = failed

    def emit(self, record: logging.LogRecord) -> None:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None and not isinstance(error, asyncio.CancelledError):
            self._failed(f"{type(error).__name__}: {error}")


@contextlib.contextmanager
def _heard(failed: Callable[[str], None]) -> Iterator[None]:
    ear = _Ear(failed)
    loggers = [logging.getLogger(name) for name in ("uvicorn.error", "asyncio")]
    before = [logger.propagate for logger in loggers]
    for logger in loggers:
        logger.addHandler(ear)
        logger.propagate = False
    try:
        yield
    finally:
        for logger, propagated in zip(loggers, before, strict=True):
            logger.removeHandler(ear)
            logger.propagate = propagated
