"""WeasyPrint's shared libraries, found at once.

Seen with WeasyPrint 70.0 and cffi 2.1. Assumed, and asserted by tests/contracts/test_cffi.py: cffi
looks for a library by ctypes.util.find_library, and one of the names that WeasyPrint tries is the file's.
"""

import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def by_file_name() -> Iterator[None]:
    """Let libraries be loaded by the names of their files alone.

    WeasyPrint tries the names that a library has on every system. For one that is no file's name, cffi has
    Python ask ldconfig, gcc and ld: a fifth of a second, in each process, before the file's name is tried,
    which on Linux is always the one. See https://docs.python.org/3/library/ctypes.html#finding-shared-libraries
    """
    real = ctypes.util.find_library
    if sys.platform == "linux":
        ctypes.util.find_library = lambda name: None
    try:
        yield
    finally:
        ctypes.util.find_library = real
