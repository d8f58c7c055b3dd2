"""Heavy work on many things: here, on this machine's other cores, or on a cluster's.

The only home of processes.

Seen with CPython 3.11. Assumed, and asserted by tests/contracts/test_python.py: the fork server and the
resource tracker can be started by hand, and a Finalize runs at the end of a fork server's process, where
atexit does not.
"""

import contextlib
import gc
import multiprocessing
import multiprocessing.forkserver
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent import futures
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.util import Finalize
from tempfile import TemporaryDirectory
from typing import Self, TypeVar

from publisher.errors import PublisherError
from publisher.runtime import dask
from publisher.runtime.leaving import leave, run_exit_functions

Item = TypeVar("Item")
Made = TypeVar("Made")

# A forked copy of this process, with its threads (BLAS, fontconfig), can hang. A fork server has none, and
# imports for all processes at once what they need. Windows has no fork; on macOS the system's own libraries
# do not outlive one.
_FORKS = sys.platform == "linux"
_HELD = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}


class Executor:
    """Who does the heavy work of a build: this process, or others, which start when they are needed first.

    `jobs`: processes; 1 = none beside this one. `address`: of a Dask scheduler; empty: none.
    """

    def __init__(self, jobs: int, address: str = "") -> None:
        self._jobs = jobs
        self._address = address
        self.ready = False  # whether other processes are on their way
        self._pools: dict[bool, ProcessPoolExecutor] = {}  # by whether it is for little work
        self._scratch: TemporaryDirectory[str] | None = None  # for other processes' temporary files
        self._cluster: dask.Cluster | None = None

    @property
    def is_far(self) -> bool:
        """Whether other machines work for this one."""
        return bool(self._address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        if self._cluster:
            self._cluster.close()
        if self._scratch:  # also what a process has left that was killed
            self._scratch.cleanup()
        self._pools, self._cluster, self._scratch = {}, None, None

    def get_ready(self, modules: Sequence[str]) -> None:
        """Let other processes import what they will need, while this one does something else. They take
        time from it: not where there may be nothing for them to do."""
        if self.ready or self._pools or self._jobs < 2 or not _FORKS:
            return
        multiprocessing.get_context("forkserver").set_forkserver_preload([*modules])
        # Its socket lies in the folder of temporary files, whose name may be too long for one.
        with contextlib.suppress(OSError), _ctrl_c_held():
            multiprocessing.forkserver.ensure_running()
            self.ready = True

    def each(
        self,
        make: Callable[[Item], Made],
        items: Iterable[Item],
        *,
        worth: bool,
        chunk: int = 1,
        few: bool = False,
    ) -> Iterator[Made]:
        """make(item) for every item, in their order. `make` and what it is bound to must be picklable.

        `worth`: whether the work is worth more processes. They begin at once. Items are taken as they
        are needed, no more than a few ahead of the work. `few`: so little work that the one process which has
        got ready has done it before another one would be; see soon().
        """
        if self._jobs < 2 or not worth:
            return map(make, items)
        return _in_order(
            self._opened(few=few), partial(_all, make), _chunks(items, chunk), ahead=self._jobs * 4
        )

    def soon(self, make: Callable[[Item], object], item: Item) -> None:
        """Have make(item) done when another process is ready for it. Nobody waits for it, and it may never
        be done: it makes things ready there, for work that is `few`."""
        if self.ready:
            pool = self._opened(few=True)
            threading.Thread(target=_given, args=(pool, make, item), daemon=True).start()

    def anywhere(
        self,
        make: Callable[[dask.Item], dask.Made],
        items: Iterable[dask.Item],
        *,
        worth: bool,
        few: bool = False,
    ) -> Iterator[dask.Made]:
        """Return the same for work that needs no file of this machine but those that its items name."""
        if not self._address:
            return self.each(make, items, worth=worth, few=few)
        self._cluster = self._cluster or dask.Cluster(self._address)
        return self._cluster.each(make, items)

    def _opened(self, *, few: bool) -> ProcessPoolExecutor:
        if few not in self._pools:
            context = multiprocessing.get_context("forkserver" if self.ready else "spawn")
            count = 1 if few else self._jobs
            if not self._scratch:
                self._scratch = TemporaryDirectory(prefix="publisher-", ignore_cleanup_errors=True)
            given = (self._scratch.name,)
            self._pools[few] = ProcessPoolExecutor(count, context, initializer=_begin, initargs=given)
        return self._pools[few]


def aside(make: Callable[[], Made]) -> Callable[[], Made]:
    """Have something done by a thread; what waits for it. Files are read, written and hashed without the
    interpreter."""
    pool = ThreadPoolExecutor(1)
    made = pool.submit(make)
    pool.shutdown(wait=False)
    return made.result


def _given(pool: futures.Executor, make: Callable[[Item], object], item: Item) -> None:
    """Waits until the fork server has imported what it was told to."""
    with contextlib.suppress(RuntimeError), _ctrl_c_held():  # the build is over, or a process was killed
        pool.submit(make, item)


def _in_order(
    pool: futures.Executor, make: Callable[[list[Item]], list[Made]], chunks: Iterator[list[Item]], ahead: int
) -> Iterator[Made]:
    """What is made, as it is asked for; `ahead` chunks are given out before."""

    def given_out() -> Iterator[Future[list[Made]]]:
        for items in chunks:
            with _killed_is_said(), _ctrl_c_held():
                given = pool.submit(make, items)
            yield given

    rest = given_out()
    waiting = deque(islice(rest, ahead))

    def received() -> Iterator[Made]:
        while waiting:
            with _killed_is_said():
                made = waiting.popleft().result()
            waiting.extend(islice(rest, 1))
            yield from made

    return received()


@contextmanager
def _killed_is_said() -> Iterator[None]:
    try:
        yield
    except (BrokenExecutor, EOFError):  # EOFError: of the fork server, which could not fork
        hint = "was there enough memory? --jobs takes a smaller number; what is made is kept"
        raise PublisherError("a worker process was killed", hint) from None


def _all(make: Callable[[Item], Made], items: list[Item]) -> list[Made]:
    return [make(item) for item in items]


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _begin(scratch: str) -> None:
    if sys.platform != "win32":  # which has no such masks
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _HELD - {signal.SIGINT})
    tempfile.tempdir = scratch
    patient()
    gc.freeze()  # what is imported stays: it need not be looked through again
    Finalize(None, _tidy_up, exitpriority=0)
    try:
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    except RuntimeError:  # no memory for a thread: who has started this one sees that it is gone
        leave(1)


def _tidy_up() -> None:
    """What the end of a program does, and a fork server's process leaves out: the engine's own folders would
    stay behind."""
    run_exit_functions()
    gc.collect()


def _leave_with_parent() -> None:
    """A build that is killed leaves no process behind: these would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        leave(1)


def patient() -> None:
    """Look for rings of garbage less often: a chapter is made of much that is short-lived and no ring."""
    gc.set_threshold(500_000, 10, 20)


@contextmanager
def _ctrl_c_held() -> Iterator[None]:
    """Processes started meanwhile never see Ctrl-C: this one does, and stops them in silence. No signal comes
    while one is half started."""
    if sys.platform == "win32":  # which has no such masks
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _HELD - {signal.SIGINT, signal.SIGTERM})
    try:
        resource_tracker.ensure_running()  # before: where it has to start, it lets those two through again
        signal.pthread_sigmask(signal.SIG_BLOCK, _HELD)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
