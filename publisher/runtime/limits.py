"""How long one post may take, and how much memory: the last guard, behind the bounds of size and number.

Time is the processor's, not the clock's: a busy machine makes no other book. What is made in this process is
stopped by a signal, what is made in another by the system: see https://man7.org/linux/man-pages/man2/setrlimit.2.html
"""

import contextlib
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from publisher.errors import OverrunError
from publisher.phrase import _

if sys.platform != "win32":
    import resource

Item = TypeVar("Item")
Made = TypeVar("Made")
_WAITS = 10  # times as long as it may work: a post may wait for programs that draw diagrams
_AGAIN = 1.0  # seconds after which a post that takes no notice is stopped again


@dataclass(frozen=True, slots=True)
class Limits:
    """What one post may take in one stage."""

    seconds: float = 60  # of the processor
    memory: float = 1000  # MB beside what the process has before

    def times(self, posts: int) -> "Limits | None":
        """Return what so many posts may take together; None for what is no post's: it has no limits."""
        return Limits(self.seconds * posts, self.memory * posts) if posts else None

    @property
    def wait(self) -> float:
        """Return seconds of the clock after which nobody waits any longer."""
        return self.seconds * _WAITS

    @property
    def too_long(self) -> OverrunError:
        return OverrunError(_("it takes more than {seconds:g} seconds", seconds=self.seconds))

    @property
    def too_large(self) -> OverrunError:
        return OverrunError(_("it takes more than {memory:g} MB of memory", memory=self.memory))


def here(limits: Limits, make: Callable[[Item], Made], item: Item) -> Made:
    """make(item) within the time, in this process; memory cannot be limited here.

    Raises OverrunError where it takes longer, which no handler between takes for a fault of its own.
    """
    if sys.platform == "win32" or threading.current_thread() is not threading.main_thread():
        return make(item)  # signals come to the main thread only

    def stop(*_: object) -> None:
        raise limits.too_long

    before = signal.signal(signal.SIGPROF, stop)
    try:
        signal.setitimer(signal.ITIMER_PROF, limits.seconds, _AGAIN)
        return make(item)
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def within(limits: Limits | None) -> Iterator[None]:
    """Limit what this process takes meanwhile: over the time it is ended, over the memory MemoryError is
    raised. None: no limit, as for the book as a whole.
    """
    if sys.platform == "win32":
        yield
        return
    if limits:
        _set(resource.RLIMIT_CPU, int(time.process_time() + limits.seconds) + 1)
        _set(resource.RLIMIT_DATA, _held() + int(limits.memory * 1e6))
    try:
        yield
    finally:
        _set(resource.RLIMIT_CPU, resource.RLIM_INFINITY)
        _set(resource.RLIMIT_DATA, resource.RLIM_INFINITY)


def _set(kind: int, most: int) -> None:
    """As far as the system lets it: it may have a lower limit of its own."""
    _, hard = resource.getrlimit(kind)
    least = most if hard == resource.RLIM_INFINITY else hard if most < 0 else min(most, hard)
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(kind, (least, hard))


def _held() -> int:
    """Bytes of data that this process has. See https://man7.org/linux/man-pages/man5/proc_pid_statm.5.html"""
    try:
        return int(Path("/proc/self/statm").read_text("ascii").split()[5]) * resource.getpagesize()
    except (OSError, ValueError):
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def was_too_long(exit_code: int | None) -> bool:
    """Tell whether a process was ended for the time it took."""
    return sys.platform != "win32" and exit_code == -signal.SIGXCPU
