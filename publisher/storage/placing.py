"""Several files that take their places as one: all of them, or the old ones are put back.

While it is done, each old file is kept beside its place, and a note in the folder says which these are. A
note that is still there when nobody is at work was left by a process that was killed in between.
"""

import contextlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from publisher.storage.records import decoded, encoded

UNFINISHED = ".publisher"  # ending of files on their way to their places, and of old ones meanwhile
_NOTE = ".publisher-note"
_LARGEST = 10_000_000  # bytes of a note


class _Old(NamedTuple):
    """A place, and what stood there; paths below the note's folder."""

    place: str
    aside: str  # a second name of the old file; "": there was none


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
    old: list[_Old] = []
    note = beside(folder / "books", _NOTE)
    try:
        old.extend(_Old(str(target.relative_to(folder)), _kept(target, folder)) for _, target in moves)
        if noted:
            _write(note, encoded(old) or b"")
        for file, target in moves:
            file.replace(target)
        note.unlink(missing_ok=True)
    except BaseException:
        _put_back(old, folder)
        note.unlink(missing_ok=True)
        raise
    for one in old:
        with contextlib.suppress(OSError):  # it is hidden, and the next build removes it
            (folder / one.aside).unlink() if one.aside else None


def restore(folder: Path) -> None:
    """Put old files back where a process was killed while it placed new ones. Raises OSError.

    A note may come with a blog: none leads out of the folder, none takes a file but ours to another place. At
    worst it removes a file of this folder, where books are made.
    """
    for note in folder.glob(f".*{_NOTE}"):
        found = note.lstat()
        if not stat.S_ISREG(found.st_mode):
            continue
        old = decoded(note.read_bytes(), tuple[_Old, ...]) if found.st_size <= _LARGEST else None
        _put_back([one for one in old or () if _is_ours(one, folder)], folder)
        note.unlink()


def _put_back(old: Iterable[_Old], folder: Path) -> None:
    """What is done once may be done again: it may itself be cut short."""
    for one in old:
        aside, target = folder / one.aside, folder / one.place
        if not one.aside:
            target.unlink(missing_ok=True)
        elif os.path.lexists(aside):
            aside.replace(target)
            aside.unlink(missing_ok=True)  # two names of one file: to rename it does nothing


def _is_ours(one: _Old, folder: Path) -> bool:
    if "\0" in one.place + one.aside or (folder / one.place).is_dir():  # no file's name
        return False
    places = [folder / name for name in one if name]
    inside = all(place.parent.resolve().is_relative_to(folder.resolve()) for place in places)
    return inside and (not one.aside or one.aside.endswith(UNFINISHED))


def _kept(target: Path, folder: Path) -> str:
    """A second name for what stands there, or a copy where the file system has no such names."""
    if not os.path.lexists(target):
        return ""
    aside = beside(target, UNFINISHED)
    try:
        os.link(target, aside, follow_symlinks=False)
    except OSError:
        shutil.copy2(target, aside, follow_symlinks=False)
    return str(aside.relative_to(folder))


def beside(target: Path, ending: str) -> Path:
    """Return a hidden name beside a file, which no other has."""
    return target.with_name(f".{target.name[:40]}.{secrets.token_hex(4)}{ending}")


def _write(note: Path, data: bytes) -> None:
    with note.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
