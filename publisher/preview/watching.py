"""Files of a blog that change, as the system tells it; where it has no more ears, they are looked at.

No link is followed: one to / would have us listen to the whole machine.
"""

import logging
import os
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import SimpleQueue

from watchfiles import Change, DefaultFilter, watch

_GROUPED = 200  # ms: changes within are one
_QUIET = 12  # ms without a change: the editor has finished
_OF_ENGINES = ("public", "_site", "resources", "upload")  # what blogs' own engines write into the blog
_BOOKS = (".epub", ".pdf")
_HEARS = 500  # ms after which listening is sure to have begun


def changes(folder: Path, passed_over: Sequence[Path], over: threading.Event) -> Iterator[frozenset[Path]]:
    """Yield files that have changed together, until `over`. `passed_over`: folders that are written to."""
    wanted = _Wanted(folder, passed_over)
    logging.getLogger("watchfiles").setLevel(logging.WARNING)
    polls, missed = False, frozenset[Path]()  # what has come before anyone listened in it
    while not over.is_set():
        try:
            for found in _heard(wanted.folders(), wanted, over, polls=polls):
                paths = frozenset(Path(path) for _kind, path in found) | missed
                missed = frozenset()
                if paths:
                    yield paths
                came = (Path(path) for kind, path in found if kind is Change.added)
                if missed := frozenset(path for path in came if wanted.is_folder(path)):
                    break
        except FileNotFoundError:  # a folder that went between two looks, or the blog, for a moment
            over.wait(_HEARS / 1000)
        except OSError:  # inotify's watches are used up: see fs.inotify.max_user_watches
            if polls:
                return
            polls = True


def _heard(
    folders: Sequence[Path], wanted: "_Wanted", over: threading.Event, *, polls: bool
) -> Iterator[set[tuple[Change, str]]]:
    """What changes right in these folders."""
    return watch(
        *folders,
        watch_filter=wanted,
        debounce=_GROUPED,
        step=_QUIET,
        stop_event=over,
        force_polling=polls,
        raise_interrupt=False,
        ignore_permission_denied=True,
        rust_timeout=_HEARS,
        yield_on_timeout=True,
        recursive=False,
    )


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
        super().__init__()  # its own `ignore_paths` take book.toml for a file in book/
        self._folder = folder
        written = [one.absolute() for one in passed_over]
        self._around = [one for one in written if folder.is_relative_to(one)]  # the blog, by `-o .`
        engines = [folder / name for name in _OF_ENGINES]
        self._passed_over = [*(one for one in written if one not in self._around), *engines]

    def folders(self) -> list[Path]:
        """Return the folders of the blog in which files may be that are wanted."""
        found = [self._folder]
        for place, inner, _files in os.walk(self._folder):
            inner[:] = [name for name in inner if self.is_folder(Path(place, name))]
            found += [Path(place, name) for name in inner]
        return found

    def is_folder(self, path: Path) -> bool:
        return path.is_dir() and not path.is_symlink() and self(Change.added, str(path))

    def __call__(self, change: Change, path: str) -> bool:
        file = Path(path)
        below = file.relative_to(self._folder) if file.is_relative_to(self._folder) else file
        is_hidden = file != below and any(part.startswith(".") for part in below.parts)
        return not (is_hidden or self._is_ours(file)) and super().__call__(change, str(below))

    def _is_ours(self, file: Path) -> bool:
        """Whether it is what is made here, or by the blog's engine."""
        is_book = file.suffix.lower() in _BOOKS and file.parent in self._around
        return is_book or any(file.is_relative_to(one) for one in self._passed_over)
