"""python -m publisher, and the `publisher` command: quick to begin, and quick to be gone."""

import gc
import sys
from typing import NoReturn

from publisher.runtime.leaving import leave, leave_when_asked, run_exit_functions


def main() -> None:
    """Load the command line, and run it. Ctrl-C is quiet also while the program is loaded."""
    leave_when_asked()
    gc.disable()
    from publisher.cli.speech import choose

    choose(sys.argv[1:])
    from publisher.cli.main import main as run  # a quarter of a second of imports, none of which is garbage

    gc.freeze()
    gc.enable()
    try:
        run(prog_name="publisher")
    except SystemExit as done:
        _leave(done)


def _leave(done: SystemExit) -> NoReturn:
    """End as a program does, but for taking apart all that it holds: see runtime/leaving.py."""
    if not isinstance(done.code, int | None):
        raise done
    run_exit_functions()
    try:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
    except OSError:  # Python has something to say of it
        raise done from None
    leave(done.code or 0)


if __name__ == "__main__":
    main()
