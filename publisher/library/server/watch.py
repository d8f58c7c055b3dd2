"""The shelf as it is now: the folder is looked at again and again, and read again where it has changed.

A shelf that is being replaced serves its downloads to their end: they hold their files.
"""

import asyncio
import contextlib
import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from publisher.library.server.opening import Files
from publisher.library.server.shelves import Contents, Prints, Shelf
from publisher.library.website import Website
from publisher.storage.stamp import Stamp

_EVERY = 2.0  # seconds between two looks
_SHARE = 20  # times as long as a look took it is waited for the next: a twentieth of one core at most
_SHARE_OF_READING = 2  # the same where books have come, and were read, which is seldom
_TRIES = 5  # a folder that is being written to is read again, as often as this


class Watch:
    """Reads a folder, and reads it again where it has changed."""

    def __init__(self, folder: Path, read: Callable[[datetime], Contents]) -> None:
        """`read` is given the moment of the folder's last change. Raises what `read` raises."""
        self._folder, self._read = folder, read
        self._asked = asyncio.Event()
        self._failed: Prints | None = None  # of a folder that cannot be read: said once
        self.shelf = self._made()

    def look(self) -> None:
        """Look at once: something is not as it was."""
        self._asked.set()

    async def run(self, changed: Callable[[Shelf], None], failed: Callable[[Exception], None]) -> None:
        """Until cancelled. `changed` is told of each new shelf, `failed` of each that cannot be read."""
        pause = _EVERY
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), pause)
            self._asked.clear()
            pause = await self._again(changed, failed)

    async def _again(self, changed: Callable[[Shelf], None], failed: Callable[[Exception], None]) -> float:
        """Look, and read what has changed; how many seconds to wait for the next look."""
        started = time.monotonic()
        prints = await asyncio.to_thread(_prints, self._folder)
        looked = time.monotonic()
        if prints not in (self.shelf.prints, self._failed):
            await self._read_again(prints, changed, failed)
        reading = time.monotonic() - looked
        return max(_EVERY, _SHARE * (looked - started), _SHARE_OF_READING * reading)

    async def _read_again(
        self, prints: Prints, changed: Callable[[Shelf], None], failed: Callable[[Exception], None]
    ) -> None:
        try:
            before, self.shelf = self.shelf, await asyncio.to_thread(self._made)
            # What was wrong before has been said.
            found = tuple(one for one in self.shelf.found if one not in before.found)
            if found or _stamps(self.shelf) != _stamps(before):
                changed(replace(self.shelf, found=found))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with the folder, the server goes on
            self._failed = prints
            failed(error)

    def _made(self) -> Shelf:
        """Read until the folder was the same before and after: then its digests are those of its files."""
        prints = _prints(self._folder)
        for _ in range(_TRIES):
            contents = self._read(_moment(prints))
            files = _files(contents.website, self._folder)
            before, prints = prints, _prints(self._folder)
            if before == prints:
                break
        return Shelf(contents.title, contents.serving(files), contents.found, before)


def _files(website: Website, root: Path) -> Files:
    bodies = (resource.body for resource in website.resources.values())
    return Files(root, (body for body in bodies if isinstance(body, Path)))


def _prints(folder: Path) -> Prints:
    """What would be another if a file or a folder had come, gone or changed; and once more when what has just
    changed is old, since it may have been read between two changes of one moment. Hidden ones are passed
    over."""
    moment, found = time.time_ns(), []
    for place, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if not name.startswith(".")]
        seen = (Path(place), *(Path(place, name) for name in files if not name.startswith(".")))
        for path in seen:
            with contextlib.suppress(OSError):
                stamp = Stamp.of(path.stat())
                found.append((str(path), stamp, stamp.is_old(moment)))
    return frozenset(found)


def _stamps(shelf: Shelf) -> set[tuple[str, Stamp]]:
    return {(path, stamp) for path, stamp, _old in shelf.prints}


def _moment(prints: Prints) -> datetime:
    """When something last changed, a whole second of UTC, never in the future."""
    newest = max((stamp.modified for _path, stamp, _old in prints), default=0) / 1e9
    return datetime.fromtimestamp(int(min(newest, time.time())), UTC)
