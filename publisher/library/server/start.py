"""What the command asks for -> a server that is ready, and its run."""

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from starlette.types import ASGIApp

from publisher.assets.themes import Theme
from publisher.config.credentials import first_line
from publisher.errors import ConfigError, PublisherError
from publisher.library.books import Earlier
from publisher.library.server import run as runs
from publisher.library.server.app import application
from publisher.library.server.contents import read_contents
from publisher.library.server.hosts import Hosts
from publisher.library.server.password import Gate
from publisher.library.server.shelves import Shelf
from publisher.library.server.watch import Watch
from publisher.library.shelf import ShelfSettings
from publisher.phrase import _

ENVIRONMENT = "PUBLISHER_PASSWORD"
_USER = "reader"


@dataclass(frozen=True, slots=True)
class Asked:
    """The command line."""

    folder: Path
    port: int
    lan: bool
    host_name: tuple[str, ...]
    user: str
    password_file: Path | None
    title: str
    language: str


@dataclass(frozen=True, slots=True)
class Started:
    """A server that listens, and need only run."""

    address: str  # "http://192.168.0.7:8080/"
    watch: Watch
    app: ASGIApp
    listening: socket.socket


def password(asked: Asked, environ: Mapping[str, str], prompt: Callable[[str], str]) -> str:
    """Return the password that readers must know; "" where none is asked for. Never on the command line,
    which everyone on this machine can read. Raises ConfigError."""
    if asked.password_file:
        return first_line(asked.password_file)
    if ENVIRONMENT in environ:
        found = environ[ENVIRONMENT]
    elif asked.user:
        found = prompt(asked.user)
    else:
        return ""
    if not found:
        hint = _("put it into a file for --password-file, or into {environment}", environment=ENVIRONMENT)
        raise ConfigError(_("the password is empty"), hint=hint)
    return found


def prepare(asked: Asked, secret: str, theme: Theme) -> Started:
    """Port taken, books read. Raises ConfigError, SourceError."""
    listening = runs.listen(asked.port, lan=asked.lan)
    try:
        return _started(asked, secret, theme, listening)
    except PublisherError:
        listening.close()
        raise


def _started(asked: Asked, secret: str, theme: Theme, listening: socket.socket) -> Started:
    # Codes on the pages are for phones, which this machine's own address would lead nowhere.
    address = runs.address(listening)
    settings = ShelfSettings(asked.title, address if asked.lan else "", asked.language)
    known: Earlier = {}
    watch = Watch(asked.folder, lambda moment: read_contents(asked.folder, settings, theme, moment, known))
    gate = Gate(asked.user or _USER, secret) if secret else None
    hosts = Hosts(runs.machine_name(), asked.host_name)
    return Started(address, watch, application(watch, hosts, gate), listening)


def run(started: Started, changed: Callable[[Shelf], None], failed: Callable[[str], None]) -> None:
    """Until Ctrl-C."""
    watch = started.watch
    runs.serve(
        started.app,
        started.listening,
        lambda: watch.run(changed, lambda error: failed(str(error))),
        failed,
    )
