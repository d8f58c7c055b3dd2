"""What a process that reads a stranger's post may touch: the files that it needs, and no network.

Linux alone has what this takes: Landlock for files (https://docs.kernel.org/userspace-api/landlock.html) and
seccomp for the network (https://docs.kernel.org/userspace-api/seccomp_filter.html). Where the kernel, or a
container around us, refuses either, work goes on without it: limits.py holds everywhere, and
`publisher doctor` says what does here.

Seen with CPython 3.11. Assumed, and asserted by tests/contracts/test_python.py: `tempfile.tempdir` is where
temporary files go.
"""

import ctypes
import os
import platform
import struct
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from publisher.runtime.leaving import leave

_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446  # the same on every processor
_VERSION, _PATH_BENEATH = 1, 1
_NO_NEW_PRIVILEGES, _SET_SECCOMP, _FILTER = 38, 22, 2  # of prctl(2)

# Rights to files: https://docs.kernel.org/userspace-api/landlock.html#filesystem-flags
_WRITE, _READ, _LIST = 2, 4, 8
_TRUNCATE = 1 << 14
_OF_A_FILE = _WRITE | _READ | _TRUNCATE
_MAY_READ = _READ | _LIST
# Folders and files made, removed and moved; nothing is run.
_MAY_WRITE = _MAY_READ | _WRITE | _TRUNCATE | 1 << 4 | 1 << 5 | 1 << 7 | 1 << 8 | 1 << 13
_OLDEST = 2  # ABI that lets files be moved from folder to folder
_RIGHTS = {2: 14, 3: 15, 4: 15}  # ABI -> how many rights it knows; later ones: 16
_TCP = 0b11  # to bind and to connect; from ABI 4
_SCOPES = 0b11  # abstract sockets and signals of others; from ABI 6

# The processor's name -> its number in a filter, and that of socket(2).
_MACHINES = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198), "riscv64": (0xC00000F3, 198)}
_IO_URING = 425  # which opens sockets too
_X32 = 0x40000000  # calls of a second kind on x86_64
_ALLOW, _REFUSE = 0x7FFF0000, 0x00050000 | 13  # EACCES
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06


@dataclass(frozen=True, slots=True)
class Confinement:
    """Files and folders that a process may read, and folders that it may write too."""

    read: tuple[str, ...]
    write: tuple[str, ...]
    temporary: str  # where it keeps temporary files: one of those that it may write
    trusted: bool = False  # whether it may touch all that it likes


@dataclass(frozen=True, slots=True)
class Holds:
    """What a process is held to on this machine."""

    files: bool
    network: bool


def confine(to: Confinement) -> Holds:
    """Hold this process, and all that it starts, to these files and to no network, for ever."""
    tempfile.tempdir = to.temporary
    if to.trusted or sys.platform != "linux":
        return Holds(files=False, network=False)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return Holds(files=False, network=False)
    return Holds(files=_files(libc, to), network=_network(libc))


def own_files() -> tuple[str, ...]:
    """Return what Python, its libraries and the system's read on their own: programs, fonts, time zones."""
    home = Path.home()
    system = (
        *("/usr", "/lib", "/lib64", "/opt", "/nix/store", "/gnu/store", "/System", "/var/cache/fontconfig"),
        *(f"/etc/{name}" for name in ("fonts", "ld.so.cache", "localtime", "alternatives", "mime.types")),
        *(
            "/dev/null",
            "/dev/urandom",
            "/proc/self",
            "/proc/meminfo",
            "/proc/cpuinfo",
            "/sys/devices/system/cpu",
        ),
    )
    fonts = (
        home / name for name in (".fonts", ".local/share/fonts", ".cache/fontconfig", ".config/fontconfig")
    )
    # A folder of Python's that holds the whole home, or is where we happen to be, is no folder of Python's.
    python = [Path(one) for one in (sys.prefix, sys.base_prefix, *sys.path) if one]
    kept = (one for one in python if not home.is_relative_to(one) and one.absolute() != Path.cwd())
    ours = Path(__file__).parents[1]
    return tuple(map(str, (*system, *fonts, *kept, ours, ours.parent / "styles")))


def _files(libc: ctypes.CDLL, to: Confinement) -> bool:
    """Landlock; False where there is none."""
    abi = libc.syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _VERSION)
    if abi < _OLDEST:
        return False
    handled = (1 << _RIGHTS.get(abi, 16)) - 1
    about = struct.pack("QQQ", handled, _TCP if abi >= 4 else 0, _SCOPES if abi >= 6 else 0)
    about = about[: 8 if abi < 4 else 16 if abi < 6 else 24]
    rules = libc.syscall(_CREATE_RULESET, about, ctypes.c_size_t(len(about)), 0)
    if rules < 0:
        return False
    try:
        _allow(libc, rules, to.read, _MAY_READ & handled)
        _allow(libc, rules, (*to.write, "/dev/null"), _MAY_WRITE & handled)
        return bool(libc.syscall(_RESTRICT_SELF, rules, 0) == 0)
    finally:
        os.close(rules)


def _allow(libc: ctypes.CDLL, rules: int, paths: Iterable[str], rights: int) -> None:
    """What is not there is not asked for."""
    for path in dict.fromkeys(paths):
        try:
            place = os.open(path, os.O_PATH | os.O_CLOEXEC)
        except OSError:
            continue
        own = rights if Path(path).is_dir() else rights & _OF_A_FILE
        libc.syscall(_ADD_RULE, rules, _PATH_BENEATH, struct.pack("=Qi", own, place), 0)
        os.close(place)


def _network(libc: ctypes.CDLL) -> bool:
    """Seccomp: no socket of any kind can be made. False where there is no such filter."""
    known = _MACHINES.get(platform.machine())
    if not known or sys.maxsize < 2**32:
        return False
    machine, socket = known
    program = [  # code, jump where true, jump where false, value
        (_LOAD, 0, 0, 4),  # the kind of the call
        (_EQUAL, 0, 5, machine),  # another kind has other numbers: refused
        (_LOAD, 0, 0, 0),  # its number
        (_AT_LEAST, 3, 0, _X32),
        (_EQUAL, 2, 0, socket),
        (_EQUAL, 1, 0, _IO_URING),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    ]
    code = ctypes.create_string_buffer(b"".join(struct.pack("HBBI", *line) for line in program))
    about = ctypes.create_string_buffer(struct.pack("HP", len(program), ctypes.addressof(code)))
    return bool(libc.prctl(_SET_SECCOMP, _FILTER, about, 0, 0) == 0)


def holds_here() -> Holds:
    """Try it in a process of its own; where there is no fork (Windows), nothing holds."""
    if not hasattr(os, "fork"):
        return Holds(files=False, network=False)
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        held = confine(Confinement((), (), tempfile.gettempdir()))
        os.write(writer, bytes((held.files, held.network)))
        leave(0)
    os.close(writer)
    said = os.read(reader, 2).ljust(2, b"\0")
    os.close(reader)
    os.waitpid(child, 0)
    return Holds(bool(said[0]), bool(said[1]))
