"""Several files that take their places as one: all of them, or the old ones are put back.

While it is done, each old file is kept beside its place, and a note beside the cache says which these are. A
note that is still there when nobody is at work was left by a process that was killed in between.

What lies in a folder of books may have come with a blog, so no note is looked for there. One of ours names
each file by what a stranger cannot know of it: see _Mark.
"""

import contextlib
import hashlib
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from publisher.storage import cache_folder
from publisher.storage.records import decoded, encoded

UNFINISHED = ".publisher"  # ending of files on their way to their places, and of old ones meanwhile
_BESIDE = re.compile(rf"\..{{1,40}}\.[0-9a-f]{{8}}{re.escape(UNFINISHED)}", re.DOTALL)
_LARGEST = 10_000_000  # bytes of a note


class _Mark(NamedTuple):
    """What tells a file from all others, and stays the same when it is moved."""

    inode: int
    size: int  # bytes
    changed: int  # nanoseconds since the epoch


class _Move(NamedTuple):
    """A place, and what stood there; paths below the folder that the note is about."""

    place: str
    new: _Mark
    aside: str = ""  # a second name of the old file; "": there was none
    old: _Mark | None = None


def place(moves: Sequence[tuple[Path, Path]], *, noted: bool) -> None:
    """Move each file to its place. Raises OSError where one cannot be; then, and after a signal, all places
    have their old files.

    `noted`: whether restore() shall know of it, when this process is killed.
    """
    if len(moves) == 1:  # that is whole as it is
        moves[0][0].replace(moves[0][1])
    if len(moves) < 2:
        return
    folder = Path(os.path.commonpath([target.parent for _, target in moves]))
    done: list[_Move] = []
    note = _notes() / f"{_digest(folder)}-{secrets.token_hex(4)}"
    try:
        done.extend(_kept(file, target, folder) for file, target in moves)
        if noted:
            _write(note, encoded(done) or b"")
        for file, target in moves:
            file.replace(target)
    except BaseException:
        _put_back(done, folder)
        _forget(note)
        raise
    _forget(note)
    for one in done:
        with contextlib.suppress(OSError):  # it is hidden, and the next build removes it
            (folder / one.aside).unlink() if one.aside else None


def restore(folder: Path) -> None:
    """Put old files back where a process was killed while it placed new ones. Raises OSError.

    Only places are touched that hold what was being placed there, or still what stood there before, and only
    old files take them.
    """
    for note in _notes().glob(f"{_digest(folder)}-*"):
        found = note.lstat()
        if not (stat.S_ISREG(found.st_mode) and _is_mine(found)):
            continue
        moves = decoded(note.read_bytes(), tuple[_Move, ...]) if found.st_size <= _LARGEST else None
        _put_back([one for one in moves or () if _is_ours(one, folder)], folder)
        note.unlink()


def _put_back(moves: Iterable[_Move], folder: Path) -> None:
    """What is done once may be done again: it may itself be cut short."""
    for one in moves:
        aside, target = folder / one.aside, folder / one.place
        if not one.aside:
            target.unlink(missing_ok=True)
        elif os.path.lexists(aside):
            aside.replace(target)
            aside.unlink(missing_ok=True)  # two names of one file: to rename it does nothing


def _is_ours(one: _Move, folder: Path) -> bool:
    """Whether both names stand for the files that the note is about, and none leads out of the folder."""
    names = [name for name in (one.place, one.aside) if name]
    if any("\0" in name or not _is_inside(folder / name, folder) for name in names):
        return False
    here = _mark(folder / one.place)
    if not one.aside:
        return here == one.new
    return here in (one.new, one.old) and one.old is not None and one.old == _mark(folder / one.aside)


def _is_inside(path: Path, folder: Path) -> bool:
    """Also where a link is on the way."""
    return path.parent.resolve().is_relative_to(folder.resolve())


def _mark(path: Path) -> _Mark | None:
    """None for what is no file: nothing is there, or a folder."""
    try:
        found = path.lstat()
    except OSError:
        return None
    is_file = stat.S_ISREG(found.st_mode) or stat.S_ISLNK(found.st_mode)
    return _Mark(found.st_ino, found.st_size, found.st_mtime_ns) if is_file else None


def _kept(file: Path, target: Path, folder: Path) -> _Move:
    """A move, and a second name for what stands there: or a copy, where the file system has no such names."""
    new, place = file.lstat(), str(target.relative_to(folder))
    mark = _Mark(new.st_ino, new.st_size, new.st_mtime_ns)
    if not os.path.lexists(target):
        return _Move(place, mark)
    aside = beside(target, UNFINISHED)
    try:
        os.link(target, aside, follow_symlinks=False)
    except OSError:
        shutil.copy2(target, aside, follow_symlinks=False)
    return _Move(place, mark, str(aside.relative_to(folder)), _mark(aside))


def _write(note: Path, data: bytes) -> None:
    """Where no note can be written, a kill meanwhile leaves old files and new ones: each of them whole."""
    with contextlib.suppress(OSError):
        note.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(note, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())


def _forget(note: Path) -> None:
    with contextlib.suppress(OSError):
        note.unlink()


def _notes() -> Path:
    return cache_folder.folder() / "placing"


def _digest(folder: Path) -> str:
    return hashlib.sha256(os.fsencode(folder.resolve())).hexdigest()[:32]


def _is_mine(found: os.stat_result) -> bool:
    """Whether this user has made it, and no other can write it. Windows says neither."""
    return os.name == "nt" or (found.st_uid == os.geteuid() and not found.st_mode & 0o022)


def is_left(path: Path) -> bool:
    """Whether it is a file of a name that beside() gives, which a killed build has left: whatever else is
    hidden there is a stranger's."""
    return bool(_BESIDE.fullmatch(path.name)) and _mark(path) is not None


def beside(target: Path, ending: str) -> Path:
    """Return a hidden name beside a file, which no other has."""
    return target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}{ending}")
