"""The preview, from its start to Ctrl-C: this thread makes snapshots, one answers, one watches the files.

Editions are made by the main thread, since there alone a post that takes too long can be stopped: see
runtime/limits.py.
"""

import socket
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from publisher import build
from publisher.config.load import Config
from publisher.errors import ConfigError, LayoutError, PublisherError
from publisher.library.server import run as runs
from publisher.phrase import _
from publisher.preview.app import Preview
from publisher.preview.desk import Desk, Trouble
from publisher.preview.drafts import Wish
from publisher.preview.lent import Lent
from publisher.preview.making import Maker
from publisher.preview.watching import changes
from publisher.storage import cache_folder
from publisher.writers.job import silent

if TYPE_CHECKING:
    import uvicorn

_LAST = 2.0  # seconds in which a thread ends


def run(wish: Wish, listening: socket.socket, secret: str, lent: Lent) -> None:
    """Show a book until Ctrl-C. Raises PublisherError where there is none to show from the start: later, the
    page says so, and the last one stays."""
    desk = Desk(wish)
    with tempfile.TemporaryDirectory(prefix="publisher-preview-") as nowhere:

        def settled() -> Config:
            config = lent.load(desk.wish.overlay)
            keeps = config.cache and not cache_folder.trouble()
            return replace(config, out=Path(nowhere), formats=("pdf",), cache=keeps)

        first = settled()
        with _beside(desk, first.source, listening, secret, lent), build.at_work(first) as work:
            maker = Maker(work, lent.sift, silent)
            while wished := desk.next_wish(maker.get_ready_for):
                error = _make(maker, desk, settled, wished)
                if error and not desk.shown.snapshot:
                    raise error


def _make(maker: Maker, desk: Desk, settled: Callable[[], Config], wish: Wish) -> PublisherError | None:
    """Show one edition after another until all is as it is wished for; return why there is no book."""
    if desk.lost():
        maker.forget_damaged()
    try:
        for snapshot in maker.snapshots(settled(), wish, desk.is_stale):
            desk.show(snapshot)
            desk.let_draw(snapshot)
        desk.rest()
    except PublisherError as error:
        faults = error.faults if isinstance(error, ConfigError) else ()
        desk.rest(Trouble(error.message, error.hint, faults))
        return error
    except LayoutError as error:
        hint = _("publisher export makes the book as one document, which takes longer")
        desk.rest(Trouble(error.message, hint, ()))
    return None


@contextmanager
def _beside(desk: Desk, folder: Path, listening: socket.socket, secret: str, lent: Lent) -> Iterator[None]:
    """The threads that answer and watch, ended with this one."""
    over = threading.Event()
    servers: list[uvicorn.Server] = []
    app = Preview(desk, folder, lent).app(listening.getsockname()[1], secret)

    async def nothing() -> None:
        """The server of the shelf looks at its folder meanwhile."""

    def serve() -> None:
        runs.serve(app, listening, nothing, lent.failed, servers.append)

    def watch() -> None:
        for files in changes(folder, [cache_folder.folder()], over):
            desk.changed(files)

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
