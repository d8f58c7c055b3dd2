"""How a process ends: for a signal as for Ctrl-C; then at once, with Python's own exit functions run by hand,
and no taking apart.

Seen with CPython 3.11 to 3.14. Assumed, and asserted by tests/contracts/test_python.py: what was given to
atexit.register() is run by `atexit._run_exitfuncs`, the only name it has, once and last in first out; and
`os._exit` neither runs it nor flushes the streams. To leave so is worth a quarter of a second after a book of
thousands of pages: it is what taking apart all that it holds takes.
"""

import atexit
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO
from types import FrameType
from typing import NoReturn

# Besides Ctrl-C: `kill`, a service that is stopped, a terminal that is closed. Windows has no SIGHUP.
_ASKING = tuple(getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name))


class Stopped(KeyboardInterrupt):
    """A signal asks this process to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.exit_code = 128 + number  # as shells say it: 143, 129


def leave_when_asked() -> None:
    """End at once for such a signal, and for Ctrl-C: nothing has begun that would have to be tidied up. One
    that is ignored (nohup, a shell's "&") stays so."""
    for number in (signal.SIGINT, *_ASKING):
        if signal.getsignal(number) in (signal.SIG_DFL, signal.default_int_handler):
            signal.signal(number, _leave)


@contextmanager
def stopped_when_asked() -> Iterator[None]:
    """Raises Stopped for such a signal, KeyboardInterrupt for Ctrl-C.

    What is tidied up then is not interrupted: a terminal that is closed says so twice. Where
    leave_when_asked() was not called, all stays as it is.
    """
    heeded = [number for number in (signal.SIGINT, *_ASKING) if signal.getsignal(number) is _leave]
    for number in heeded:
        signal.signal(number, _stop if number in _ASKING else signal.default_int_handler)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, _leave)


def _leave(number: int, _: FrameType | None) -> NoReturn:
    leave(128 + number)


def _stop(number: int, _: FrameType | None) -> NoReturn:
    for other in _ASKING:
        signal.signal(other, signal.SIG_IGN)
    raise Stopped(number)


def run_exit_functions() -> None:
    """Do what the end of a program does, while it goes on. What then fails (a temporary folder that somebody
    has removed) is nobody's concern, and is not shown."""
    with redirect_stderr(StringIO()):
        atexit._run_exitfuncs()  # noqa: SLF001 - the only name it has


def leave(code: int) -> NoReturn:
    """End this process now, with that exit code: nothing is tidied up, nothing is flushed."""
    os._exit(code)
