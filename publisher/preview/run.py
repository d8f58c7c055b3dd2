"""The preview, from its start to Ctrl-C: this thread makes editions, one answers, one watches the files.

Editions are made by the main thread, since there alone a post that takes too long can be stopped: see
runtime/limits.py.
"""

import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import build
from publisher.config.load import Config
from publisher.errors import ConfigError, LayoutError, PublisherError
from publisher.library.server import run as runs
from publisher.phrase import _
from publisher.preview.app import Preview
from publisher.preview.desk import Desk, Trouble
from publisher.preview.drafts import Overlay, Wish
from publisher.preview.making import Maker, Sift
from publisher.preview.model import Speak
from publisher.preview.watching import changes
from publisher.storage import cache_folder
from publisher.writers.job import silent

if TYPE_CHECKING:
    import uvicorn

Load = Callable[[Overlay], Config]
_LAST = 2.0  # seconds in which a thread ends


@dataclass(frozen=True, slots=True)
class Voice:
    """What the command lends to the preview."""

    speak: Speak
    language: str
    sift: Sift
    failed: Callable[[str], None]  # is told in a line of what could not be answered


def run(wish: Wish, load: Load, listening: socket.socket, secret: str, voice: Voice) -> None:
    """Show a book until Ctrl-C. `load` reads the settings, again for each edition. Raises ConfigError where
    they cannot be used at all, UnkeptError where no working file can be kept."""
    desk = Desk(wish)
    with tempfile.TemporaryDirectory(prefix="publisher-preview-") as nowhere:

        def settled() -> Config:
            config = load(desk.wish.overlay)
            keeps = config.cache and not cache_folder.trouble()
            return replace(config, out=Path(nowhere), formats=("pdf",), cache=keeps)

        first = settled()
        with _beside(desk, first.source, listening, secret, voice), build.at_work(first) as work:
            maker = Maker(work, voice.sift, silent)
            while wished := desk.next_wish():
                _make(maker, desk, settled, wished)


def _make(maker: Maker, desk: Desk, settled: Callable[[], Config], wish: Wish) -> None:
    if desk.lost():
        maker.forget_damaged()
    try:
        for edition in maker.editions(settled(), wish, desk.is_stale):
            desk.show(edition)
        desk.rest()
    except PublisherError as error:
        faults = error.faults if isinstance(error, ConfigError) else ()
        desk.rest(Trouble(error.message, error.hint, faults))
    except LayoutError as error:
        hint = _("publisher export makes the book as one document, which takes longer")
        desk.rest(Trouble(error.message, hint, ()))


@contextmanager
def _beside(desk: Desk, folder: Path, listening: socket.socket, secret: str, voice: Voice) -> Iterator[None]:
    """The threads that answer and watch, ended with this one."""
    over = threading.Event()
    servers: list[uvicorn.Server] = []
    app = Preview(desk, voice.speak, voice.language).app(listening.getsockname()[1], secret)

    async def nothing() -> None:
        """The server of the shelf looks at its folder meanwhile."""

    def serve() -> None:
        runs.serve(app, listening, nothing, voice.failed, servers.append)

    def watch() -> None:
        for _files in changes(folder, [cache_folder.folder()], over):
            desk.ask()

    threads = [threading.Thread(target=target, daemon=True) for target in (serve, watch)]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        desk.close()
        for server in servers:
            server.should_exit = True
        for thread in threads:
            thread.join(_LAST)
