"""python -m publisher, and the `publisher` command: Ctrl-C is quiet also while the program is loaded."""

import gc
import os
import signal


def main() -> None:
    """Load the command line, and run it."""
    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # not where Ctrl-C is ignored: nohup, a shell's "&"
        signal.signal(signal.SIGINT, lambda *_: os._exit(130))
    gc.disable()
    from publisher.cli import main as run  # a quarter of a second of imports, none of which is garbage

    gc.freeze()
    gc.enable()
    signal.signal(signal.SIGINT, before)
    try:
        run(prog_name="publisher")
    finally:
        gc.freeze()  # all goes with the process: Python need not look through it once more


if __name__ == "__main__":
    main()
