"""The one way to open a file of a blog, which is untrusted and may change while it is read.

A file is opened once, name by name from the descriptor of the blog's folder, and no link is followed on the
way: what is swapped for a link at any moment is not there. What was opened is looked at by its descriptor, so
that a pipe or device holds nobody up; and it is read once: the bytes that were proved are those that go on.
A link that leads to another place in the blog is resolved first, and that place is opened in the same way.

The folder itself may be reached through links: whoever named it has chosen them.
See https://man7.org/linux/man-pages/man2/openat.2.html
"""

import errno
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from publisher.phrase import _

_CLOSED = getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
# A pipe in a file's place holds nobody up; a device does not become our terminal.
_ANY_FILE = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _CLOSED
_FILE = _ANY_FILE | getattr(os, "O_NOFOLLOW", 0)
_ROOT = getattr(os, "O_PATH", 0) | getattr(os, "O_DIRECTORY", 0) | _CLOSED
_FOLDER = _ROOT | getattr(os, "O_NOFOLLOW", 0)
_BY_FOLDER = os.open in os.supports_dir_fd
_LINKED = (errno.ELOOP, errno.ENOTDIR, errno.EMLINK)  # what systems say of a link that is not followed
_SOCKET = (errno.ENXIO, errno.EOPNOTSUPP)
_BLOCK = 1 << 20  # bytes


class OutsideError(OSError):
    """A path or a link that leads out of the folder."""

    def __init__(self, path: Path) -> None:
        super().__init__(errno.EXDEV, _("it leads out of the blog; copy the file into the blog"), str(path))


class TooLargeError(OSError):
    """A file of more bytes than were wanted."""

    def __init__(self, path: Path, size: int, most: float) -> None:
        what = _("{size:.1f} MB is more than {most:g} MB", size=size / 1e6, most=most / 1e6)
        super().__init__(errno.EFBIG, what, str(path))


class FileRead(NamedTuple):
    """What a file held when it was opened."""

    data: bytes
    status: os.stat_result  # of that very file


def read(path: Path, below: Path | None, most: float) -> FileRead:
    """Return what is in a file below that folder, if it is no more than `most` bytes.

    `below` is None for a file that the user has named, wherever that lies and however it is reached.
    Raises OutsideError, TooLargeError, and OSError for what cannot be read or is no file of bytes.
    """
    with os.fdopen(opened(path, below), "rb", buffering=0) as file:
        status = os.fstat(file.fileno())
        if status.st_size > most:
            raise TooLargeError(path, status.st_size, most)
        data = file.read(status.st_size + 1)
        while len(data) <= most and (more := file.read(_BLOCK)):  # somebody writes to it
            data += more
    if len(data) > most:
        raise TooLargeError(path, len(data), most)
    return FileRead(data, status)


def opened(path: Path, below: Path | None) -> int:
    """Return a descriptor of a file of bytes, which the caller closes. See read()."""
    try:
        descriptor = os.open(path, _ANY_FILE) if below is None else _opened_below(path, below)
    except ValueError as error:  # a name with a zero in it
        raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT), str(path)) from error
    except OSError as error:
        raise _no_file(path) if error.errno in _SOCKET else error from error
    try:
        _check_kind(os.fstat(descriptor).st_mode, path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def leads_outside(path: Path, folder: Path) -> bool:
    """Tell whether a path ends outside a folder, through a link or by itself. Only to say so in time: what
    is true now may be otherwise when the file is opened."""
    # Not Path.resolve, which raises where a link leads to itself.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(folder))


def walked(root: Path, names: Sequence[str]) -> int:
    """Return a descriptor of what stands there, name by name from the root, following no link below it.

    It may be of anything: its caller looks. Raises OSError.
    """
    if not _BY_FOLDER:
        return _checked(root, names)
    *folders, name = names or (".",)
    folder = os.open(root, _ROOT)
    try:
        for inner_name in folders:
            inner = os.open(inner_name, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = inner
        return os.open(name, _FILE, dir_fd=folder)
    finally:
        os.close(folder)


def _checked(root: Path, names: Sequence[str]) -> int:
    """The same where a folder has no descriptor (Windows): what was opened must be what stands within."""
    path = root.joinpath(*names)
    descriptor = os.open(path, _FILE)
    try:
        real = Path(os.path.realpath(path))
        if leads_outside(real, root) or not os.path.samestat(real.lstat(), os.fstat(descriptor)):
            raise OutsideError(path)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _opened_below(path: Path, root: Path) -> int:
    """Most files have no link on their way, and are opened at the first try."""
    if path.is_relative_to(root) and ".." not in path.parts:
        try:
            return walked(root, path.relative_to(root).parts)
        except OSError as error:
            if error.errno not in _LINKED:
                raise
    # Whoever makes a link of a name after this look only has it refused.
    if leads_outside(path, root):
        raise OutsideError(path)
    return walked(root, Path(os.path.realpath(path)).relative_to(os.path.realpath(root)).parts)


def _check_kind(mode: int, path: Path) -> None:
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if not stat.S_ISREG(mode):
        raise _no_file(path)


def _no_file(path: Path) -> OSError:
    return OSError(errno.EINVAL, _("a pipe, socket or device"), str(path))
