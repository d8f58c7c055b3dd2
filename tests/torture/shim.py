"""Counts what a build asks of the file system, and lets one of these calls fail, or be the build's last.

Counted are opens, writes, renames, links, fsyncs and unlinks below one folder, by Python's own code; what C
libraries and other programs do is not seen.
"""

import builtins
import errno
import io
import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

KINDS = ("EIO", "ENOSPC", "EACCES", "KILL")


class Shim:
    """Stands before the calls of this process, from install() on."""

    def __init__(self, root: Path, number: int, kind: str) -> None:
        """`number`: of the call that fails, from 0; -1: none does. ENOSPC stays: a disk that is full is full
        for all writes that follow."""
        self._root, self._number, self._kind = f"{root}{os.sep}", number, kind
        self.seen: list[str] = []  # "open:w out/book.epub"

    def _meet(self, what: str, path: Any) -> None:
        name = os.fsdecode(path) if isinstance(path, str | bytes | os.PathLike) else ""
        if not name.startswith(self._root):
            return
        number = len(self.seen)
        self.seen.append(f"{what} {name.removeprefix(self._root)}")
        follows = self._kind == "ENOSPC" and 0 <= self._number < number and what in ("write", "open:w")
        if number != self._number and not follows:
            return
        if self._kind == "KILL":
            os.kill(os.getpid(), signal.SIGKILL)
        code = getattr(errno, self._kind)
        raise OSError(code, os.strerror(code), name)

    def install(self) -> None:
        shutil._USE_CP_SENDFILE = False  # type: ignore[attr-defined] # so that each block is a write
        for name in ("replace", "rename", "link", "unlink", "remove", "mkdir"):
            setattr(os, name, self._met(getattr(os, name), name))
        fsync = os.fsync
        os.fsync = lambda fd: (self._meet("fsync", _path(fd)), fsync(fd))[1]  # type: ignore[assignment]
        opened = os.open

        def os_open(path: Any, flags: int, *args: Any, **options: Any) -> int:
            self._meet("open:w" if flags & (os.O_WRONLY | os.O_RDWR) else "open:r", path)
            return opened(path, flags, *args, **options)

        os.open = os_open  # type: ignore[assignment]
        io.open = builtins.open = self._open  # type: ignore[assignment]

    def _met(self, call: Callable[..., Any], what: str) -> Callable[..., Any]:
        def met(path: Any, *args: Any, **options: Any) -> Any:
            self._meet(what, path)
            return call(path, *args, **options)

        return met

    def _open(self, file: Any, mode: str = "r", buffering: int = -1, *args: Any, **options: Any) -> Any:
        """As io.open() does it, with a raw file that is seen."""
        writes = bool({*mode} & {*"wax+"})
        if not isinstance(file, int):
            self._meet("open:w" if writes else "open:r", file)
        plain = mode.replace("b", "").replace("t", "")
        raw = _Raw(file, plain, options.pop("closefd", True), options.pop("opener", None))
        raw.meet = self._meet
        if buffering == 0:
            return raw
        kind: Any = io.BufferedRandom if "+" in mode else io.BufferedWriter if writes else io.BufferedReader
        buffered = kind(raw)
        return buffered if "b" in mode else io.TextIOWrapper(buffered, *args, **options)


class _Raw(io.FileIO):
    """A file whose writes are seen."""

    meet: Callable[[str, Any], None] = staticmethod(lambda *_: None)

    def write(self, data: Any) -> int:
        self.meet("write", _path(self.fileno()))
        return super().write(data)


def _path(fd: int) -> str:
    return os.readlink(f"/proc/self/fd/{fd}")  # noqa: PTH115 - no Path: that would be seen
