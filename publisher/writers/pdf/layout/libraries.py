"""WeasyPrint's shared libraries: found at once, and their versions.

Seen with WeasyPrint 70.0 and cffi 2.1. Assumed, and asserted by tests/contracts/test_cffi.py: cffi
looks for a library by ctypes.util.find_library, and one of the names that WeasyPrint tries is the file's.
"""

import contextlib
import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_OTHERWISE = {"darwin": "{}.dylib", "win32": "{}-0.dll"}  # than on Linux, which has a number behind ".so"
_VERSIONS = (  # a library, the number that Linux knows it by, what says its version, and as what
    ("libpango-1.0", 0, "pango_version_string", ctypes.c_char_p),
    ("libharfbuzz", 0, "hb_version_string", ctypes.c_char_p),
    ("libfontconfig", 1, "FcGetVersion", ctypes.c_int),
)


def versions() -> tuple[str, ...]:
    """Return the versions of what shapes text and finds fonts: another makes other pages, and no package of
    Python's says so. One that is not found has none."""
    found = []
    for name, number, function, kind in _VERSIONS:
        with contextlib.suppress(OSError, AttributeError):
            file = _OTHERWISE.get(sys.platform, "{}.so." + str(number)).format(name)
            said = getattr(ctypes.CDLL(file), function)
            said.restype = kind
            found.append(f"{name} {said()}")
    return tuple(found)


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
