"""python -m publisher, and the `publisher` command: quick to begin, and quick to be gone."""

import atexit
import gc
import os
import signal
import sys
from typing import NoReturn


def main() -> None:
    """Load the command line, and run it. Ctrl-C is quiet also while the program is loaded."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # not where Ctrl-C is ignored: nohup, a shell's "&"
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    gc.disable()
    from publisher.cli.main import main as run  # a quarter of a second of imports, none of which is garbage

    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGINT, before)
    try:
        run(prog_name="publisher")
    except SystemExit as done:
        _leave(done)


def _leave(done: SystemExit) -> NoReturn:
    """End as a program does, but for taking apart all that it holds: of a book of thousands of pages that
    takes a quarter of a second."""
    if not isinstance(done.code, int | None):
        raise done
    atexit._run_exitfuncs()  # noqa: SLF001 - the only name it has
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except OSError:  # Python has something to say of it
        raise done from None
    os._exit(done.code or 0)


if __name__ == "__main__":
    main()
