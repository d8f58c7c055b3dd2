"""Files of a blog that change, as the system tells it; where it has no more ears, they are looked at."""

import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue

from watchfiles import Change, DefaultFilter, watch

_GROUPED = 200  # ms: changes within are one
_QUIET = 12  # ms without a change: the editor has finished
_OF_ENGINES = ("public", "_site", "resources", "upload")  # what blogs' own engines write into the blog


def changes(folder: Path, passed_over: Sequence[Path], over: threading.Event) -> Iterator[frozenset[Path]]:
    """Yield files that have changed together, until `over`. `passed_over`: folders that are written to."""
    wanted = _Wanted(folder, passed_over)
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    for polls in (False, True):
        try:
            for found in watch(
                folder,
                watch_filter=wanted,
                debounce=_GROUPED,
                step=_QUIET,
                stop_event=over,
                force_polling=polls,
                raise_interrupt=False,
                ignore_permission_denied=True,
                rust_timeout=500,
            ):
                yield frozenset(Path(path) for _kind, path in found)
        except OSError:  # inotify's watches are used up: see fs.inotify.max_user_watches
            continue
        return


def told(folder: Path, passed_over: Sequence[Path]) -> "SimpleQueue[frozenset[Path]]":
    """Return where changes are told from now on, also while nobody listens."""
    queue = SimpleQueue[frozenset[Path]]()

    def listen() -> None:
        for files in changes(folder, passed_over, threading.Event()):
            queue.put(files)

    threading.Thread(target=listen, daemon=True).start()
    return queue


class _Wanted(DefaultFilter):
    """No files of editors, of version control, of engines, and none that is made here."""

    def __init__(self, folder: Path, passed_over: Sequence[Path]) -> None:
        super().__init__(ignore_paths=[*passed_over, *(folder / name for name in _OF_ENGINES)])
        self._folder = folder

    def __call__(self, change: Change, path: str) -> bool:
        below = Path(path).relative_to(self._folder).parts if Path(path).is_relative_to(self._folder) else ()
        return not any(part.startswith(".") for part in below) and super().__call__(change, path)
