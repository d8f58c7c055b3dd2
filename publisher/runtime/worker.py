"""A process that works for another: what it does first, and the line by which it gets its work.

What comes home over the line is a pickle, and the process that wrote it has read what strangers wrote. So
nothing is made of it at home but plain values: see _Plain.

It ends at once: what it has left in the folder of temporary files goes with that folder, which the process
that started it takes away.
"""

import gc
import io
import multiprocessing
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from enum import Enum
from multiprocessing.connection import Connection
from typing import Any, TypeVar

from publisher.errors import said
from publisher.runtime import isolation
from publisher.runtime.garbage import collect, patient
from publisher.runtime.isolation import Confinement
from publisher.runtime.leaving import leave
from publisher.runtime.limits import within
from publisher.runtime.task import Task

Made = TypeVar("Made")

READY = b"ready"
MADE, RAISED, ASKS = "made", "raised", "asks"  # what a message is
_HOMES = ("publisher.", "pathlib", "datetime", "zoneinfo", "collections")
_BUILTINS = frozenset("bytearray complex frozenset range set slice".split())
# What no process sees while it starts; but for Ctrl-C, it ends by these then.
HELD = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}
_lines: list[Connection] = []  # of this process, where it works for another


def work(line: Connection, confinement: Confinement) -> None:
    """Do one task after another, until nobody asks for more."""
    if sys.platform != "win32":  # which has no such masks
        signal.pthread_sigmask(signal.SIG_UNBLOCK, HELD - {signal.SIGINT})
    patient()
    isolation.confine(confinement)
    gc.freeze()  # what is imported stays: it need not be looked through again
    try:
        threading.Thread(target=_leave_with_parent, daemon=True).start()
    except RuntimeError:  # no memory for a thread: who has started this one sees that it is gone
        leave(1)
    _lines.append(line)
    line.send_bytes(READY)
    while True:
        try:
            task, items = line.recv()
        except EOFError:
            leave(0)
        _do(task, items, line)


def _do(task: Task[Any, Any], items: Sequence[Any], line: Connection) -> None:
    """Every item, one after another, up to the first that fails."""
    for item in items:
        with within(task.limits_of(item)):
            try:
                made = task.done(item)
            except Exception as error:  # noqa: BLE001 - it is raised at home
                line.send((RAISED, _sendable(error)))
                return
        line.send((MADE, made))
        collect()


def _sendable(error: Exception) -> Exception:
    """An exception that _Plain lets pass."""
    known = _is_plain(type(error), type(error).__module__)
    return error if known else RuntimeError(said(error))


def outside(make: Callable[..., Made], *given: object) -> Made:
    """Return make(*given): done at home where this process may not do it, and home knows how to."""
    if not _lines:
        return make(*given)
    line = _lines[0]
    line.send((ASKS, name_of(make), given))
    kind, answer = line.recv()
    if kind == RAISED:
        raise answer
    made: Made = answer
    return made


def name_of(make: Callable[..., Any]) -> str:
    return f"{make.__module__}.{make.__qualname__}"


def plain(data: bytes) -> Any:
    """Return the values of a message. Raises pickle.UnpicklingError where it asks for more than values."""
    return _Plain(io.BytesIO(data)).load()


class _Plain(pickle.Unpickler):
    """Makes our own values and Python's plain ones. A pickle can call whatever it can name: it can name no
    function, and no class of another module by way of one of ours ("publisher.x", "subprocess.Popen")."""

    def find_class(self, module: str, name: str) -> Any:
        found = super().find_class(module, name) if module.startswith((*_HOMES, "builtins")) else None
        if not _is_plain(found, module):
            raise pickle.UnpicklingError(f"{module}.{name} is no plain value")
        return found


def _is_plain(found: object, module: str) -> bool:
    if not isinstance(found, type) or found.__module__ != module:
        return False
    if module == "builtins":
        return found.__name__ in _BUILTINS or issubclass(found, Exception)
    if module.startswith("publisher."):  # values: no class that starts processes, or connects to a cluster
        return is_dataclass(found) or issubclass(found, (BaseException, Enum, tuple, str, dict))
    return module.startswith(_HOMES)


def _leave_with_parent() -> None:
    """A build that is killed leaves no process behind: these would wait for work for ever."""
    if parent := multiprocessing.parent_process():
        parent.join()
        leave(1)
