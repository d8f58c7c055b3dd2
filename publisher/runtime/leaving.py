"""How a process ends: for a signal as for Ctrl-C; and then at once, Python's own exit functions run by hand, and
no taking apart.

Seen with CPython 3.11 to 3.14. Assumed, and asserted by tests/contracts/test_python.py: what was given to
atexit.register() is run by `atexit._run_exitfuncs`, the only name it has, once and last in first out; and
`os._exit` neither runs it nor flushes the streams. To leave so is worth a quarter of a second after a book of
thousands of pages: it is what taking apart all that it holds takes.
"""

import atexit
import os
import signal
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
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, lambda *_: leave(130))
    for number in _ASKING:
        if signal.getsignal(number) is signal.SIG_DFL:
            signal.signal(number, lambda number, _: leave(128 + number))


def stop_when_asked() -> None:
    """Raise Stopped for such a signal from now on, and KeyboardInterrupt for Ctrl-C."""
    if signal.getsignal(signal.SIGINT) not in (signal.SIG_IGN, None):
        signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in _ASKING:
        if signal.getsignal(number) not in (signal.SIG_IGN, None):
            signal.signal(number, _stopped)


def _stopped(number: int, _: FrameType | None) -> NoReturn:
    for other in _ASKING:  # a terminal that is closed says so twice: what is tidied up is not interrupted
        signal.signal(other, signal.SIG_IGN)
    raise Stopped(number)


def run_exit_functions() -> None:
    """Do what the end of a program does, while it goes on."""
    atexit._run_exitfuncs()  # noqa: SLF001 - the only name it has


def leave(code: int) -> NoReturn:
    """End this process now, with that exit code: nothing is tidied up, nothing is flushed."""
    os._exit(code)
