"""WeasyPrint's shared libraries: found at once, and their versions.

Seen with WeasyPrint 70.0 and cffi 2.1. Assumed, and asserted by tests/contracts/test_cffi.py: cffi
looks for a library by ctypes.util.find_library, and one of the names that WeasyPrint tries is the file's.
"""

import contextlib
import ctypes.util
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from publisher.assets.font_files import machine_key
from publisher.errors import LibraryError
from publisher.phrase import _

_OTHERWISE = {"darwin": "{}.dylib", "win32": "{}-0.dll"}  # than on Linux, which has a number behind ".so"
_VERSIONS = (  # a library, the number that Linux knows it by, what says its version, and as what
    ("libpango-1.0", 0, "pango_version_string", ctypes.c_char_p),
    ("libharfbuzz", 0, "hb_version_string", ctypes.c_char_p),
    ("libfontconfig", 1, "FcGetVersion", ctypes.c_int),
)

_NEEDED = (
    "libpango-1.0.so.0", "libpangoft2-1.0.so.0", "libharfbuzz.so.0", "libfontconfig.so.1",
    "libgobject-2.0.so.0",
)  # fmt: skip


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


def machine() -> tuple[str, ...]:
    """Return all of this machine that pages are made of besides the files of a book: versions(), and fonts
    that a theme's style sheet may name, or that have letters which those of the book lack."""
    return (*versions(), machine_key())


def check() -> None:
    """Raise LibraryError for what WeasyPrint cannot do without, where that is known for certain: on Linux it
    loads these very files. Elsewhere it looks in places of its own, and says itself what it lacks."""
    for file in _NEEDED if sys.platform == "linux" else ():
        try:
            ctypes.CDLL(file)
        except OSError as error:
            name = file.partition("-")[0].partition(".")[0]
            what = _("{name}, which sets the pages, does not load: {why}", name=name, why=error)
            raise LibraryError(what, _("`publisher doctor` shows what else is missing"), name) from error


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
