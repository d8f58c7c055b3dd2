"""Heavy work on many things: here, or spread over this machine's cores. The only home of processes."""

import gc
import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")


def each(
    make: Callable[[Item], Made], items: Iterable[Item], jobs: int, *, worth: bool, chunk: int = 1
) -> Iterator[Made]:
    """make(item) for every item, in their order. `make` and what it is bound to must be picklable.

    `worth`: whether the work is worth more processes. Items are taken as they are needed, no more than
    a few ahead of the work.
    """
    if jobs < 2 or not worth:
        yield from map(make, items)
        return
    # spawn: a forked copy of a process with threads (BLAS, fontconfig) can hang.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(jobs, mp_context=context, initializer=patient)
    try:
        yield from _in_order(pool, partial(_all, make), _chunks(items, chunk), ahead=jobs * 4)
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


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
