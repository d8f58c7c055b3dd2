"""Heavy work on many things: here, on this machine's other cores, or on a cluster's.

Seen with CPython 3.11. Assumed, and asserted by tests/contracts/test_python.py: the fork server can be
started by hand.
"""

import contextlib
import multiprocessing
import multiprocessing.forkserver
import shutil
import sys
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Self, TypeVar

from publisher.errors import NoProcessError
from publisher.runtime import dask, isolation
from publisher.runtime.isolation import Confinement
from publisher.runtime.limits import Limits
from publisher.runtime.pool import Outside, Pool, ctrl_c_held
from publisher.runtime.task import Simpler, Task, one_post

Item = TypeVar("Item")
Made = TypeVar("Made")

# A forked copy of this process, with its threads (BLAS, fontconfig), can hang. A fork server has none, and
# imports for all processes at once what they need. Windows has no fork; on macOS the system's own libraries
# do not outlive one.
_FORKS = sys.platform == "linux"


@dataclass(frozen=True, slots=True)
class Guard:
    """What work on posts of strangers is held to."""

    limits: Limits = field(default_factory=Limits)
    # Files and folders that other processes may read besides the system's, and those that they may write:
    # asked for when the first one starts. None: they are not confined.
    files: Callable[[], tuple[Sequence[Path], Sequence[Path]]] | None = None
    outside: Outside = field(default_factory=dict)  # what they ask this process for: see pool.py


class Executor:
    """Who does the heavy work of a build: this process, or others, which start when they are needed first.

    `jobs`: processes; 1 = none beside this one, but for what may take too much. `address`: of a Dask
    scheduler; empty: none.
    """

    def __init__(self, jobs: int, address: str = "", guard: Guard | None = None) -> None:
        self._jobs = jobs
        self._address = address
        self._guard = guard or Guard()
        self.ready = False  # whether other processes are on their way
        self._pools: dict[bool, Pool] = {}  # by whether it is for little work
        self._cluster: dask.Cluster | None = None
        self._temporary = ""  # where other processes keep temporary files

    @property
    def is_far(self) -> bool:
        """Whether other machines work for this one."""
        return bool(self._address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, *_: object) -> None:
        try:
            self._close(now=kind is not None)
        except BaseException:  # Ctrl-C while they tidy up: one that is left would be waited for without end
            self._close(now=True)
            raise
        if self._cluster:
            self._cluster.close()
        if self._temporary:
            shutil.rmtree(self._temporary, ignore_errors=True)
        self._pools, self._cluster, self._temporary = {}, None, ""

    def _close(self, *, now: bool) -> None:
        for pool in self._pools.values():
            pool.close(now=now)

    def get_ready(self, modules: Sequence[str]) -> None:
        """Let other processes import what they will need, while this one does something else. They take
        time from it: not where there may be nothing for them to do."""
        if self.ready or self._pools or self._jobs < 2 or not _FORKS:
            return
        multiprocessing.get_context("forkserver").set_forkserver_preload([*modules])
        # Its socket lies in the folder of temporary files, whose name may be too long for one.
        with contextlib.suppress(OSError), ctrl_c_held():
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
        simpler: Simpler[Item] | None = None,
        large: Callable[[Item], bool] = lambda item: False,
        posts: Callable[[Item], int] = one_post,
    ) -> Iterator[Made]:
        """make(item) for every item, in their order. `make` and what it is bound to must be picklable.

        `worth`: whether the work is worth more processes. They begin at once. Items are taken as they
        are needed, no more than a few ahead of the work. `few`: so little work that the one process which has
        got ready has done it before another one would be; see soon().
        `simpler`: what is made where an item fails, takes too much or ends its process; see task.py. An item
        that is `large` is made by another process in any case: only there its memory can be limited.
        `posts`: how many there are in an item; 0: no limit holds for it.
        """
        task = Task(make, simpler, self._guard.limits, posts)
        if self._jobs < 2 or not worth:
            return (self._away(task, item) if simpler and large(item) else task.here(item) for item in items)
        return _in_order(self._opened(few=few), task, _chunks(items, chunk), ahead=self._jobs * 4)

    def _away(self, task: Task[Item, Made], item: Item) -> Made:
        try:
            (made,) = self._opened(few=True).submit(task, (item,)).result()
        except NoProcessError:  # then without a limit to its memory
            return task.here(item)
        return made

    def soon(self, make: Callable[[Item], object], item: Item) -> None:
        """Have make(item) done when another process is ready for it. Nobody waits for it, and it may never
        be done: it makes things ready there, for work that is `few`."""
        if self.ready:
            self._opened(few=True).submit(Task(make), (item,))

    def anywhere(
        self,
        make: Callable[[dask.Item], dask.Made],
        items: Iterable[dask.Item],
        *,
        worth: bool,
        few: bool = False,
        simpler: Simpler[dask.Item] | None = None,
        large: Callable[[dask.Item], bool] = lambda item: False,
        posts: Callable[[dask.Item], int] = one_post,
    ) -> Iterator[dask.Made]:
        """Return the same for work that needs no file of this machine but those that its items name."""
        if not self._address:
            return self.each(make, items, worth=worth, few=few, simpler=simpler, large=large, posts=posts)
        self._cluster = self._cluster or dask.Cluster(self._address)
        return self._cluster.each(Task(make, simpler).done, items)

    def _opened(self, *, few: bool) -> Pool:
        if few not in self._pools:
            context = multiprocessing.get_context("forkserver" if self.ready else "spawn")
            count = 1 if few else self._jobs
            self._pools[few] = Pool(count, context, self._confinement, self._guard.outside)
        return self._pools[few]

    def _confinement(self) -> Confinement:
        self._temporary = self._temporary or tempfile.mkdtemp(prefix="publisher-work-")
        if not self._guard.files:
            return Confinement((), (), self._temporary, trusted=True)
        read, write = self._guard.files()
        mine = (*isolation.own_files(), *map(str, read))
        return Confinement(mine, (self._temporary, *map(str, write)), self._temporary)


def aside(make: Callable[[], Made]) -> Callable[[], Made]:
    """Have something done by a thread; what waits for it. Files are read, written and hashed without the
    interpreter."""
    pool = ThreadPoolExecutor(1)
    made = pool.submit(make)
    pool.shutdown(wait=False)
    return made.result


def _in_order(
    pool: Pool, task: Task[Item, Made], chunks: Iterator[Sequence[Item]], ahead: int
) -> Iterator[Made]:
    """What is made, as it is asked for; `ahead` chunks are given out before."""
    rest = (pool.submit(task, items) for items in chunks)
    waiting: deque[Future[list[Made]]] = deque(islice(rest, ahead))

    def received() -> Iterator[Made]:
        while waiting:
            made = waiting.popleft().result()
            waiting.extend(islice(rest, 1))
            yield from made

    return received()


def _chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
