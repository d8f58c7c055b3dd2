"""Heavy work on many things: here, or spread over this machine's cores. The only home of processes."""

import gc
import multiprocessing
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import TypeVar

Item = TypeVar("Item")
Made = TypeVar("Made")

_WORTH_IT = 200  # a second process takes about a second to start: as long as this many chapters take
_CHUNK = 8


def each(make: Callable[[Item], Made], items: Sequence[Item], jobs: int) -> Iterator[Made]:
    """make(item) for every item, in their order. `make` and what it is bound to must be picklable."""
    if jobs < 2 or len(items) < _WORTH_IT:
        yield from map(make, items)
        return
    # spawn: a forked copy of a process with threads (BLAS, fontconfig) can hang.
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(min(jobs, len(items)), mp_context=context, initializer=patient)
    try:
        with _ctrl_c_held():
            made = pool.map(make, items, chunksize=_CHUNK)
        yield from made
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


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
