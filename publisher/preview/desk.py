"""What the maker of snapshots and those who look at them share: the wish, the last snapshot, and the news."""

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path

from publisher.errors import Diagnostic
from publisher.phrase import Phrase
from publisher.preview.drafts import Wish
from publisher.preview.snapshot import Snapshot
from publisher.preview.window import Sheets

_DRAWING = 0.2  # seconds in which a browser asks for a page, and gets it


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no newer snapshot."""

    what: Phrase
    hint: Phrase
    faults: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is to be seen."""

    number: int = 0  # counts what is new to be seen
    since: int = 0  # the number since when nothing but the altered unit of the snapshot is another
    snapshot: Snapshot | None = None
    working: bool = True  # whether a newer one is being made
    trouble: Trouble | None = None


class Desk:
    """Its methods may be called from any thread; news() belongs to the server's."""

    def __init__(self, wish: Wish) -> None:
        self.wish, self.shown = wish, Shown()
        self._before: Snapshot | None = None  # a browser may still ask for its pages
        self._state = threading.Condition()
        self._asked, self._over, self._looked = True, False, False
        self._lost, self._drawn = False, ""  # token of the pages that were drawn last
        self._loop: asyncio.AbstractEventLoop | None = None
        self._readers: set[asyncio.Event] = set()

    # The maker's side

    def next_wish(self, get_ready_for: Callable[[Wish], None]) -> Wish | None:
        """Wait until there is something to make; None at the end. `get_ready_for`: for edits of what is
        looked at meanwhile."""
        while not self._asked and not self._over:
            with self._state:
                self._state.wait_for(lambda: self._asked or self._over or self._looked)
                looked, self._looked = self._looked, False
            if looked and not self._asked:
                get_ready_for(self.wish)
        with self._state:
            self._asked, wish = False, self.wish
            self.wish = replace(wish, files=frozenset())
            return None if self._over else wish

    def is_stale(self) -> bool:
        """Tell whether what is being made is no longer what is wished for."""
        return self._asked or self._over

    def lost(self) -> bool:
        """Tell, once, whether the cache has lost something."""
        lost, self._lost = self._lost, False
        return lost

    def show(self, snapshot: Snapshot) -> None:
        """Show a new snapshot; one that looks like the last one only takes its place."""
        with self._state:
            last = self.shown.snapshot
            if last and not self.shown.trouble and snapshot.looks_like(last):
                self.shown = replace(self.shown, snapshot=snapshot.altered_as(last))
                return
            self._before, number = last, self.shown.number + 1
            goes_on = last and last.altered == snapshot.altered and not self.shown.trouble
            since = self.shown.since if goes_on else self.shown.number
            self._show(Shown(number, since, snapshot, working=True))

    def let_draw(self, snapshot: Snapshot) -> None:
        """Wait until a browser has the pages that come first, where it looks at them: what is made meanwhile
        would take time from it."""
        newer = snapshot.newer
        with self._state:
            if newer and self._readers and self.wish.at in snapshot.units[newer.unit].unit.inputs.starts:
                self._state.wait_for(
                    lambda: self._drawn == newer.token or self._asked or self._over, _DRAWING
                )

    def rest(self, trouble: Trouble | None = None) -> None:
        """All is made that can be."""
        with self._state:
            number = self.shown.number + (trouble != self.shown.trouble)
            shown = replace(self.shown, number=number, working=self._asked, trouble=trouble)
            self._show(shown)

    # The side of those who look

    def ask(self, change: Callable[[Wish], Wish] = lambda wish: wish, *, lost: bool = False) -> None:
        """Have a new snapshot made, of another wish or of files that have changed."""
        with self._state:
            self.wish, self._asked, self._lost = change(self.wish), True, lost or self._lost
            self._show(replace(self.shown, working=True))
            self._state.notify()

    def changed(self, files: frozenset[Path]) -> None:
        """Files have changed: have a new snapshot made."""
        self.ask(lambda wish: replace(wish, files=None if wish.files is None else wish.files | files))

    def drawn(self, token: str) -> None:
        """Note that a page is on its way to a browser."""
        with self._state:
            self._drawn = token
            self._state.notify()

    def look_at(self, chapter: str, page: int) -> None:
        """Note what is under the cursor: the next snapshot begins there."""
        with self._state:
            self.wish, self._looked = replace(self.wish, at=chapter, page=page), True
            self._state.notify()

    def close(self) -> None:
        """End both sides."""
        with self._state:
            self._over = True
            self._state.notify()
        self._ring()

    def sheets(self, token: str) -> Sheets | None:
        """Return the pages of this snapshot, or of the one before, that have a token."""
        snapshots = filter(None, (self.shown.snapshot, self._before))
        return next(filter(None, (snapshot.sheets(token) for snapshot in snapshots)), None)

    async def news(self) -> AsyncIterator[Shown]:
        """Yield what is to be seen, now and whenever it changes."""
        self._loop = asyncio.get_running_loop()
        rung = asyncio.Event()
        self._readers.add(rung)
        try:
            while not self._over:
                yield self.shown
                await rung.wait()
                rung.clear()
        finally:
            self._readers.discard(rung)

    def _show(self, shown: Shown) -> None:
        if shown != self.shown:
            self.shown = shown
            self._ring()

    def _ring(self) -> None:
        def ring() -> None:
            for rung in self._readers:
                rung.set()

        if self._loop and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(ring)
