"""Work on other machines: a Dask cluster, through its `concurrent.futures` interface.

A worker has publisher installed, and nothing of the blog: the files that a job needs are sent by their
content, once to each worker, which keeps them in a folder of its own under the digests of their bytes.
See https://distributed.dask.org/en/stable/client.html
"""

import hashlib
import logging
import re
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, wait
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Protocol, Self, TypeVar
from weakref import WeakValueDictionary

from publisher.errors import ConfigError, WriteError
from publisher.phrase import Phrase, _
from publisher.storage import cache_folder
from publisher.storage.cache import write_whole

_ADDRESS = re.compile(r"(tcp|tls|ucx)://[^\s/]+:\d+")
_ANSWER = 5  # seconds in which a scheduler must answer
_PATIENCE = 30  # seconds to wait for a worker where there is none
_TRIES = 3  # for a job whose worker died


class Sendable(Protocol):
    """A value that names files, which lie elsewhere on another machine."""

    def paths(self) -> Iterable[str]:
        """Return the files that it names."""
        ...

    def moved(self, places: Mapping[str, str]) -> Self:
        """Return the same with other files: path -> path."""
        ...


Item = TypeVar("Item", bound=Sendable)
Made = TypeVar("Made", bound=Sendable)


@dataclass(slots=True)
class _Sent:
    """A job on its way, and what was sent for it: Dask forgets what nobody holds."""

    item: Any
    future: Future[Any]
    files: Sequence[Any]


class Cluster:
    """The workers of a scheduler. Raises ConfigError where there are none to be had."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _connected(address)
        self._executor = self._client.get_executor()
        self._known: WeakValueDictionary[str, Any] = WeakValueDictionary()
        self._check_versions()

    def each(self, make: Callable[[Item], Made], items: Iterable[Item]) -> Iterator[Made]:
        """make(item) for every item, in their order; work begins at once.

        Raises WriteError where the cluster is lost.
        """
        rest = (self._send(make, item) for item in items)
        waiting = deque(islice(rest, 4 * max(1, self._threads())))

        def received() -> Iterator[Made]:
            while waiting:
                made = self._received(make, waiting.popleft())
                waiting.extend(islice(rest, 1))
                yield made

        return received()

    def close(self) -> None:
        self._client.close(timeout=5)

    def _send(self, make: Callable[[Item], Made], item: Item) -> _Sent:
        places = {path: _digest(path, Path(path).stat().st_mtime_ns) for path in item.paths()}
        files = {digest: self._file(digest, path) for path, digest in places.items()}
        future = self._executor.submit(_work, make, item, places, list(files), *files.values())
        return _Sent(item, future, list(files.values()))

    def _file(self, digest: str, path: str) -> Any:
        """The file's bytes on the cluster."""
        sent = self._known.get(digest)
        if sent is None or sent.status in ("cancelled", "lost", "error"):
            sent = self._known[digest] = self._client.scatter(Path(path).read_bytes(), hash=True)
        return sent

    def _received(self, make: Callable[[Item], Made], sent: _Sent) -> Made:
        """What became of a job. One whose worker died, and its files with it, is sent again."""
        from distributed import KilledWorker

        for _turn in range(_TRIES):
            try:
                made: Made = self._waited(sent)
                return made
            except (CancelledError, KilledWorker):
                if self._client.status != "running":
                    break
                sent.future.cancel()
                self._known.clear()
                sent = self._send(make, sent.item)
            except OSError as error:
                raise self._lost(_("{error}", error=error)) from None
        raise self._lost(_("it stopped, or its workers died again and again"))

    def _waited(self, sent: _Sent) -> Any:
        """What the job gave back. Raises CancelledError where it never will: Dask would wait for ever."""
        alone_since = 0.0
        while not wait([sent.future], timeout=2).done:
            alone_since = 0.0 if self._threads() else alone_since or time.monotonic()
            if alone_since and time.monotonic() - alone_since > _PATIENCE:
                raise self._lost(_("it has no workers any more"))
            if self._client.status != "running" or self._files_lost(sent):
                raise CancelledError
        return sent.future.result()

    def _files_lost(self, sent: _Sent) -> bool:
        """Whether a file went down with the only worker that had it."""
        return bool(sent.files) and not all(self._client.who_has(sent.files).values())

    def _threads(self) -> int:
        return sum(worker["nthreads"] for worker in self._client.scheduler_info(-1)["workers"].values())

    def _lost(self, why: Phrase) -> WriteError:
        hint = _("what was laid out is kept: run it again, with the cluster up or without --workers")
        return WriteError(
            _("the Dask cluster {address} is lost: {why}", address=self._address, why=why), hint
        )

    def _check_versions(self) -> None:
        """Other code would make another book."""
        hint = _("install the same publisher, under the same Python, on every worker")
        try:
            self._client.wait_for_workers(1, timeout=_PATIENCE)
            versions = self._client.run(cache_folder.version)
        except ImportError:
            raise ConfigError(
                _("a worker of {address} has no publisher", address=self._address), hint=hint
            ) from None
        except (TimeoutError, OSError) as error:
            hint = _("start one: dask worker {address}", address=self._address)
            raise ConfigError(_("{address} has no workers", address=self._address), hint=hint) from error
        if other := next(
            (worker for worker, version in versions.items() if version != cache_folder.version()), ""
        ):
            raise ConfigError(
                _("the worker {other} has another version of publisher", other=other), hint=hint
            )


def _connected(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise ConfigError(_("--workers needs Dask"), hint=_("pip install distributed")) from error
    hint = _("start one with `dask scheduler`, which says its address: tcp://127.0.0.1:8786")
    if not _ADDRESS.fullmatch(address):
        raise ConfigError(
            _("--workers: {address} is no address of a Dask scheduler", address=address), hint=hint
        )
    _hush()
    try:
        connect: Any = Client  # it has no types
        return connect(address, timeout=_ANSWER, set_as_default=False)
    except (OSError, ValueError) as error:  # no such host, nobody there
        raise ConfigError(_("no Dask scheduler answers at {address}", address=address), hint=hint) from error


def _hush() -> None:
    """Dask's own words about a lost cluster are tracebacks: we say it in a line."""
    for name in logging.root.manager.loggerDict:
        if name.partition(".")[0] in ("distributed", "tornado", "asyncio"):
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@lru_cache(maxsize=4096)
def _digest(path: str, _changed: int) -> str:
    """The name of a file on the workers."""
    return hashlib.sha256(Path(path).read_bytes()).hexdigest() + Path(path).suffix.lower()


def _work(
    make: Callable[[Item], Made], item: Item, places: Mapping[str, str], names: Sequence[str], *files: bytes
) -> Made:
    """A job on a worker, with the files that were sent for it."""
    from distributed import get_worker

    folder = Path(get_worker().local_directory) / "publisher"
    for name, data in zip(names, files, strict=True):
        if not (folder / name).is_file():
            write_whole(folder / name, data)
    here = {path: str(folder / name) for path, name in places.items()}
    return make(item.moved(here)).moved({there: path for path, there in here.items()})
