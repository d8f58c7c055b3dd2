"""Processes that work for this one, each with a thread here that gives it work and watches over it.

A process may end at any moment: killed, out of memory, by a crash in a library, or for the time it took. That
costs one try of the one item it was at: this is tried again alone, in a new process; where it ends that one
too, something simpler takes its place. What was made before is kept, what comes behind is made.

Seen with CPython 3.11. Assumed, and asserted by tests/contracts/test_python.py: the resource tracker can be
started by hand.
"""

import pickle
import signal
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from queue import SimpleQueue
from typing import Any, TypeVar

from publisher.errors import NoProcessError, OverrunError
from publisher.phrase import _
from publisher.runtime.isolation import Confinement
from publisher.runtime.limits import Limits, was_too_long
from publisher.runtime.task import Task, Tried
from publisher.runtime.worker import HELD, MADE, RAISED, name_of, plain, work

Item = TypeVar("Item")
Made = TypeVar("Made")
# What a process may not do itself, done here for it: by the function that it would call.
Outside = Mapping[Callable[..., Any], Callable[..., Any]]

_MAIN = _("a program that makes books has to start them under if __name__ == '__main__'")
_TRIES = 3  # again, for what nothing simpler can take the place of
_GOES = 1.0  # seconds in which a process that has closed its line is gone
_starting = threading.Lock()


class Pool:
    """So many processes, which start when they are needed first."""

    def __init__(
        self,
        count: int,
        context: BaseContext,
        confinement: Callable[[], Confinement],
        outside: Outside,
    ) -> None:
        """`confinement`: what they are held to, see isolation.py; it is asked for when the first starts."""
        self._threads = ThreadPoolExecutor(count)
        self._idle: SimpleQueue[_Worker] = SimpleQueue()
        self._workers = [_Worker(context, confinement, outside) for _turn in range(count)]
        for worker in self._workers:
            self._idle.put(worker)

    def submit(self, task: Task[Item, Made], items: Sequence[Item]) -> Future[list[Made]]:
        """Have it done; raises RuntimeError when the pool is closed."""
        return self._threads.submit(self._done, task, items)

    def _done(self, task: Task[Item, Made], items: Sequence[Item]) -> list[Made]:
        worker = self._idle.get()
        try:
            return worker.done(task, items)
        finally:
            self._idle.put(worker)

    def close(self, *, now: bool) -> None:
        """End the processes; `now`: whatever they are at."""
        for worker in self._workers if now else ():
            worker.kill()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.end()


class _Worker:
    """One process, or the one that took its place."""

    def __init__(
        self, context: BaseContext, confinement: Callable[[], Confinement], outside: Outside
    ) -> None:
        self._context, self._confinement = context, confinement
        self._outside = {name_of(one): done for one, done in outside.items()}
        self._process: BaseProcess | None = None
        self._line: Connection | None = None
        self._over = False

    def done(self, task: Task[Item, Made], items: Sequence[Item]) -> list[Made]:
        """Raises PublisherError where a process ends again and again, and nothing is simpler."""
        rest, made, deaths = deque(Tried(task, item) for item in items), list[Made](), 0
        while rest:
            batch = [one.item for one in islice(rest, 1 if deaths else None)]  # the suspect alone
            try:
                for one in self._each(task, batch):
                    made.append(one)
                    rest.popleft()
                    deaths = 0
            except OverrunError as error:
                deaths += 1
                if deaths > (1 if task.simpler else _TRIES) or not error.again:
                    rest[0].simplify(error)
                    deaths = 2
        return made

    def _each(self, task: Task[Item, Made], batch: Sequence[Item]) -> Iterator[Made]:
        """What comes back. Raises OverrunError where the process ends, or has to be ended."""
        line = self._open_line()
        with self._lost_is_said(task):
            line.send((task, batch))
        for item in batch:
            with self._lost_is_said(task):
                kind, made = self._received(line, task.limits_of(item))
            if kind == RAISED:  # by what it does, and no fault of the line: a full disk is an OSError too
                raise made
            yield made

    @contextmanager
    def _lost_is_said(self, task: Task[Item, Made]) -> Iterator[None]:
        try:
            yield
        except (EOFError, OSError):
            raise self._ended(task) from None
        except pickle.UnpicklingError as error:
            self._bury()
            raise OverrunError(_("its process sent what is no value: {error}", error=error)) from None

    def _received(self, line: Connection, limits: Limits | None) -> tuple[str, Any]:
        """What it has made, or raised; what is asked for meanwhile is done."""
        while True:
            if not line.poll(limits.wait if limits else None):
                self._bury()
                raise limits.too_long if limits else EOFError
            kind, *given = _message(line)
            if kind in (MADE, RAISED):
                return kind, given[0]
            line.send(self._answer(*given))

    def _answer(self, name: str, given: Sequence[object]) -> tuple[str, object]:
        try:
            return MADE, self._outside[name](*given)
        except Exception as error:  # noqa: BLE001 - it is raised where it was asked for
            return RAISED, error

    def _open_line(self) -> Connection:
        if self._over:
            raise CancelledError
        if self._line:
            return self._line
        for _turn in range(_TRIES):
            with _starting, ctrl_c_held():
                self._process, self._line = self._started()
            try:
                self._line.recv_bytes()  # READY
                return self._line
            except (EOFError, OSError):
                self._bury()
        raise NoProcessError(_("no worker process starts"), _MAIN)

    def _started(self) -> tuple[BaseProcess, Connection]:
        line, theirs = self._context.Pipe()
        given = (theirs, self._confinement())
        process = self._context.Process(target=work, args=given)  # type: ignore[attr-defined]
        process.start()
        theirs.close()
        return process, line

    def _ended(self, task: Task[Item, Made]) -> OverrunError:
        """Why the process is no more."""
        if self._over:
            raise CancelledError
        code = self._bury()
        return task.limits.too_long if was_too_long(code) else OverrunError(_("its process died"), again=True)

    def _bury(self) -> int | None:
        """End the process, if it has not; its exit code."""
        process, line, self._process, self._line = self._process, self._line, None, None
        if line:
            line.close()
        if process is None:
            return None
        process.join(_GOES)
        process.kill()
        process.join()
        return process.exitcode

    def kill(self) -> None:
        """End it whatever it is at, and start no other."""
        self._over = True
        if process := self._process:
            process.kill()

    def end(self) -> None:
        """Let it end what it is at, and wait until it is gone."""
        if self._line and self._process:
            self._line.close()
            self._process.join()


def _message(line: Connection) -> Any:
    return plain(line.recv_bytes())


@contextmanager
def ctrl_c_held() -> Iterator[None]:
    """Processes started meanwhile never see Ctrl-C: this one does, and stops them in silence. No signal comes
    while one is half started."""
    if sys.platform == "win32":  # which has no such masks
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGHUP})
    try:
        resource_tracker.ensure_running()  # before: where it has to start, it lets the others through again
        signal.pthread_sigmask(signal.SIG_BLOCK, HELD)
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
