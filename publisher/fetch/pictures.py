"""All pictures that a book wants from the web: a few at a time, no host in a hurry, each kept as it comes."""

import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from publisher.fetch import lock as locking
from publisher.fetch.download import Download, download
from publisher.fetch.internet import FetchError, Internet
from publisher.fetch.lock import Locked, Pictures, Step
from publisher.phrase import _
from publisher.storage.cache import Cache
from publisher.storage.keys import key_of

_AT_ONCE = 8  # pictures
_PER_HOST = 2
_REST = _("fetch the rest with the next build")
Wanted = tuple[str, ...]  # the addresses that a picture may be had from, the best first


def fetch(wanted: Sequence[Wanted], blog: Path, cache: Cache, internet: Internet, step: Step) -> Pictures:
    """Fetch what the blog has not, and lock it. Raises WriteError where the blog cannot be written.

    What was fetched is locked also where the rest is stopped.
    """
    known = locking.read(blog)
    whole = {address: one for address, one in known.items() if locking.is_whole(blog, one)}
    missing = [one for one in dict.fromkeys(wanted) if whole.keys().isdisjoint(one)]
    work = _Work(blog, cache, internet, step, len(missing))
    try:
        work.run(missing)
    finally:
        locked = {**known, **work.made}
        if locked != known:  # who watches the blog would take any writing for a change
            locking.write(blog, locked)
    return Pictures({**whole, **work.made}, work.faults)


@dataclass
class _Work:
    """Fetching, while it goes on: several threads write what they have made, one at a time."""

    blog: Path
    cache: Cache
    internet: Internet
    step: Step
    of: int
    made: dict[str, Locked] = field(default_factory=dict)
    faults: dict[str, FetchError] = field(default_factory=dict)
    done: int = 0
    size: int = 0  # bytes of all
    stopped: bool = False
    door: threading.Lock = field(default_factory=threading.Lock)
    trusted: ssl.SSLContext = field(default_factory=httpx.create_ssl_context)
    day: str = field(default_factory=lambda: datetime.now(UTC).date().isoformat())

    def __post_init__(self) -> None:
        self.end = time.monotonic() + self.internet.patience

    def run(self, missing: Sequence[Wanted]) -> None:
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            try:
                for _done in threads.map(self._lane, _lanes(missing[: self.internet.most])):
                    pass
            finally:
                self.stopped = True  # Ctrl-C: what is on its way ends, nothing new begins
        for one in missing[self.internet.most :]:
            self.faults[one[0]] = FetchError(
                _("over {most:,} pictures in a build", most=self.internet.most), _REST
            )

    def _lane(self, lane: Iterable[Wanted]) -> None:
        for one in lane:
            if self.stopped:
                return
            self._one(one)

    def _one(self, addresses: Wanted) -> None:
        """The picture from the first of its addresses that has one; the fault is the first's."""
        faults = []
        for address in addresses:
            try:
                found = self._had(address)
            except FetchError as error:
                faults.append(error)
                continue
            with self.door:
                self.made[address] = locking.keep(
                    self.blog, found.data, found.ending, found.media_type, self.day
                )
            faults = []
            break
        with self.door:
            self.done += 1
            if faults:
                self.faults[addresses[0]] = faults[0]
            self.step(_("pictures from the web"), addresses[0], done=self.done, of=self.of)

    def _had(self, address: str) -> Download:
        """From the cache, else from the web, at a second try where the first may have been unlucky."""
        key = key_of(address)
        if kept := self.cache.get(key):
            ending, media_type, data = kept.split(b"\n", 2)
            return Download(data, ending.decode(), media_type.decode())
        if self.size > self.internet.altogether:
            limit = f"{self.internet.altogether / 1e6:,g} MB"
            raise FetchError(_("all pictures together are over {limit}", limit=limit), _REST)
        if time.monotonic() > self.end:
            raise FetchError(_("all pictures together take too long"), _REST)
        try:
            found = download(address, self.internet, self.trusted)
        except FetchError as error:
            if not error.passing:
                raise
            time.sleep(self.internet.pause)
            found = download(address, self.internet, self.trusted)
        with self.door:
            self.size += len(found.data)
        self.cache.put(key, b"\n".join((found.ending.encode(), found.media_type.encode(), found.data)))
        return found


def _lanes(missing: Iterable[Wanted]) -> Iterator[list[Wanted]]:
    """The pictures of each host in as many lanes as it may be asked for at once."""
    by_host: dict[str, list[Wanted]] = {}
    for one in missing:
        by_host.setdefault(_host(one[0]), []).append(one)
    for pictures in by_host.values():
        yield from (lane for n in range(_PER_HOST) if (lane := pictures[n::_PER_HOST]))


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
