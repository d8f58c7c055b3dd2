"""How a process ends at once: Python's own exit functions, run by hand, and no taking apart.

Seen with CPython 3.11 to 3.14. Assumed, and asserted by tests/contracts/test_python.py: what was given to
atexit.register() is run by `atexit._run_exitfuncs`, the only name it has, once and last in first out; and
`os._exit` neither runs it nor flushes the streams. To leave so is worth a quarter of a second after a book of
thousands of pages: it is what taking apart all that it holds takes.
"""

import atexit
import os
from typing import NoReturn


def run_exit_functions() -> None:
    """Do what the end of a program does, while it goes on."""
    atexit._run_exitfuncs()  # noqa: SLF001 - the only name it has


def leave(code: int) -> NoReturn:
    """End this process now, with that exit code: nothing is tidied up, nothing is flushed."""
    os._exit(code)
