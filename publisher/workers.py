"""Heavy work on many things: here, on this machine's other cores, or on a cluster's.

The only home of processes.
"""

import gc
import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import Self, TypeVar

from publisher import cluster
from publisher.errors import PublisherError

Item = TypeVar("Item")
Made = TypeVar("Made")


class Crew:
    """Who does the heavy work of a build: this process, or others, which start when they are needed first.

    `jobs`: processes; 1 = none beside this one. `address`: of a Dask scheduler; empty: none.
    """

    def __init__(self, jobs: int, address: str = "") -> None:
        self._jobs = jobs
        self._address = address
        self._pool: ProcessPoolExecutor | None = None
        self._cluster: cluster.Cluster | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._pool:
            self._pool.shutdown(wait=True, cancel_futures=True)
        if self._cluster:
            self._cluster.close()
        self._pool = self._cluster = None

    def each(
        self, make: Callable[[Item], Made], items: Iterable[Item], *, worth: bool, chunk: int = 1
    ) -> Iterator[Made]:
        """make(item) for every item, in their order. `make` and what it is bound to must be picklable.

        `worth`: whether the work is worth more processes. Items are taken as they are needed, no more
        than a few ahead of the work.
        """
        if self._jobs < 2 or not worth:
            yield from map(make, items)
            return
        try:
            chunks = _chunks(items, chunk)
            yield from _in_order(self._opened(), partial(_all, make), chunks, ahead=self._jobs * 4)
        except BrokenExecutor:
            hint = "was there enough memory? --jobs takes a smaller number; what is made is kept"
            raise PublisherError("a worker process was killed", hint) from None

    def anywhere(
        self, make: Callable[[cluster.Item], cluster.Made], items: Iterable[cluster.Item], *, worth: bool
    ) -> Iterator[cluster.Made]:
        """The same for work that needs no file of this machine but those that its items name."""
        if not self._address:
            return self.each(make, items, worth=worth)
        self._cluster = self._cluster or cluster.Cluster(self._address)
        return self._cluster.each(make, items)

    def _opened(self) -> ProcessPoolExecutor:
        if not self._pool:
            # spawn: a forked copy of a process with threads (BLAS, fontconfig) can hang.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_begin)
        return self._pool


def _in_order(
    pool: Executor, make: Callable[[list[Item]], list[Made]], chunks: Iterator[list[Item]], ahead: int
) -> Iterator[Made]:
    waiting: deque[Future[list[Made]]] = deque()
    for items in chunks:
        with _ctrl_c_held():
            waiting.append(pool.submit(make, items))
        if len(waiting) >= ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


def _all(make: Callable[[Item], Made], items: list[Item]) -> list[Made]:
    return [make(item) for item in items]


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _begin() -> None:
    patient()
    threading.Thread(target=_leave_with_parent, daemon=True).start()


def _leave_with_parent() -> None:
    """A build that is killed leaves no process behind: these would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)


def patient() -> None:
    """Look for rings of garbage less often: a chapter is made of much that is short-lived and no ring."""
    gc.set_threshold(50_000, 20, 50)


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Processes started meanwhile never see Ctrl-C: this one does, and stops them in silence."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
