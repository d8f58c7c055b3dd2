"""Files that appear whole or not at all, and a store of made things by the digest of what made them.

An entry is a file that is renamed into its place, whole: two builds at once do no more than the same work
twice. cache_folder.py says where entries lie, and which go when there are too many.
"""

import contextlib
import errno
import hashlib
import mmap
import os
import tempfile
import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from publisher.storage.placing import UNFINISHED, beside, is_left, place, restore

try:
    import fcntl
except ImportError:  # Windows: there nothing is cleared away
    fcntl = None  # type: ignore[assignment]

_BLOCK = 1 << 20  # bytes
_DIGEST = 32  # bytes of SHA-256 in front of each entry: of its kind, its key and what is kept
_STALE = 600  # seconds after which an entry's time of use is set anew


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it: a new file beside it takes its place.

    Raises OSError (disk full, no permission); what was there before is then still there.
    """
    with placed_together((path,)) as (file,):
        file.write_bytes(data)


def try_to_write(folder: Path) -> None:
    """Make a folder, and find out whether something can be written there. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile(dir=folder) as file:
        file.write(bytes(1 << 16))  # a full disk gives a name, and no room


def write_new(path: Path, data: bytes) -> None:
    """Write a file where nothing stands, also no link: it is there whole, or not at all. Raises
    FileExistsError, and OSError (disk full…)."""
    with swept(path.parent):
        file = beside(path, UNFINISHED)
        try:
            file.write_bytes(data)
            _on_the_disk(file)
            _name(file, path)
        finally:
            file.unlink(missing_ok=True)


def _name(file: Path, path: Path) -> None:
    """Let a file be seen under a name that no other has."""
    try:
        os.link(file, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without second names
        path.open("xb").close()
        file.replace(path)


@contextmanager
def placed_together(targets: Sequence[Path], *, synced: bool = True) -> Iterator[list[Path]]:
    """New empty files beside the targets, to be written; at the end each takes its target's place. One that
    was deleted leaves its target as it is.

    All of them or none: where one cannot take its place, and after a signal, those before it give theirs
    back. Then every target is as it was, and no new file stays. Raises OSError (disk full…).

    A process that is killed (SIGKILL) leaves new files beside the targets. Where that was while they took
    their places, some targets are new and some are old, each of them whole, until the next build comes to the
    folder and puts all the old ones back: see swept(). Not `synced`: faster, for files that the next run
    compares byte by byte; after a kill they stay as they are, after a power cut they may be empty.
    """
    files: list[Path] = []
    try:
        files.extend(_beside(target) for target in targets)
        yield files
        written = [(file, target) for file, target in zip(files, targets, strict=True) if file.exists()]
        for file, _ in written if synced else ():
            _on_the_disk(file)
        place(written, noted=synced)
    except BaseException:
        for file in files:
            with contextlib.suppress(OSError):
                file.unlink()
        raise


@contextmanager
def placed_anew(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """The same for files of a blog; what a killed run has left of them is put right before."""
    parents = {target.parent for target in targets}
    with swept(Path(os.path.commonpath(parents)), parents), placed_together(targets) as files:
        yield files


@contextmanager
def swept(folder: Path, below: Collection[Path] = ()) -> Iterator[None]:
    """A folder for new files, without those that killed builds have left there, or in those `below` it; books
    that one of them was placing are the old ones again.

    Builds that write to it hold its lock together; who can have it alone knows that nobody is at work.
    See https://man7.org/linux/man-pages/man2/flock.2.html
    """
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # a file system without locks: nothing is cleared away
            folder.mkdir(parents=True, exist_ok=True)
            _sweep_if_alone(folder, below, stack)
        yield


def _sweep_if_alone(folder: Path, below: Collection[Path], stack: contextlib.ExitStack) -> None:
    if not fcntl:
        return
    lock = os.open(folder, os.O_RDONLY)
    stack.callback(os.close, lock)
    with contextlib.suppress(BlockingIOError):
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        restore(folder)
        for left in (one for place in {folder, *below} for one in place.glob(f".*{UNFINISHED}")):
            if is_left(left):
                left.unlink(missing_ok=True)
    fcntl.flock(lock, fcntl.LOCK_SH)


def _beside(target: Path) -> Path:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    file = beside(target, UNFINISHED)
    file.touch(exist_ok=False)  # readable as the user's other files are; no link is followed
    return file


def _on_the_disk(file: Path) -> None:
    """Wait until what was written is there, and not on its way."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())


def used(path: Path) -> None:
    """Note that a file of the cache is in use: what is not used goes first when there is no room."""
    with contextlib.suppress(OSError):
        if time.time() - path.stat().st_mtime > _STALE:
            os.utime(path)


class Cache:
    """Bytes by key, below a folder of their kind. An entry that is damaged, that lies where another should,
    or cannot be read counts as not there."""

    keeps = True  # whether anything is there later

    def __init__(self, place: Path) -> None:
        self._place = place

    def has(self, key: str) -> bool:
        """Tell whether there is an entry; it may be damaged."""
        return self._path(key).exists()

    def get(self, key: str) -> bytes | None:
        path = self._path(key)
        try:
            stored = path.read_bytes()
        except OSError:
            return None
        digest, data = self._bound(key), stored[_DIGEST:]
        digest.update(data)
        if digest.digest() != stored[:_DIGEST]:
            return None
        used(path)
        return data

    def put(self, key: str, data: bytes | None) -> None:
        """Keep it; a cache that cannot be written, or a value that has no bytes, only costs time."""
        if data is not None:
            self.place(key, self._written(key, (data,)))

    def get_file(self, key: str, target: Path) -> bool:
        """Write what is kept into `target`, however large; False where nothing is. Raises OSError."""
        path, digest = self._path(key), self._bound(key)
        try:
            stored = path.open("rb")
        except OSError:
            return False
        with stored, target.open("wb") as out:
            wanted = stored.read(_DIGEST)
            while block := stored.read(_BLOCK):
                digest.update(block)
                out.write(block)
        used(path)
        return digest.digest() == wanted

    def mapped(self, key: str) -> memoryview | None:
        """Return what is kept, however large, without being read into memory."""
        try:
            with self._path(key).open("rb") as stored:
                held = memoryview(mmap.mmap(stored.fileno(), 0, access=mmap.ACCESS_READ))
        except (OSError, ValueError):  # ValueError: it is empty
            return None
        data, digest = held[_DIGEST:], self._bound(key)
        digest.update(data)
        return data if digest.digest() == held[:_DIGEST] else None

    def is_file(self, key: str, file: Path) -> bool:
        """Tell whether a file has the bytes that are kept."""
        try:
            with self._path(key).open("rb") as stored, file.open("rb") as there:
                wanted, size = stored.read(_DIGEST), os.fstat(stored.fileno()).st_size - _DIGEST
                same = os.fstat(there.fileno()).st_size == size
                return same and hashlib.file_digest(there, lambda: self._bound(key)).digest() == wanted
        except OSError:
            return False

    def copied(self, key: str, source: Path) -> Path | None:
        """Return a file's bytes, written to where place() lets them be seen; None where that cannot be."""
        with contextlib.suppress(OSError), source.open("rb") as data:
            return self._written(key, iter(partial(data.read, _BLOCK), b""))
        return None

    def place(self, key: str, made: Path | None) -> None:
        """Keep what copied() has made."""
        path = self._path(key)
        with contextlib.suppress(OSError):
            path.parent.mkdir(exist_ok=True)
            if made:
                made.replace(path)

    def use(self, key: str) -> None:
        """Note that an entry is in use, though nobody reads it: see used()."""
        used(self._path(key))

    def drop(self, key: str) -> None:
        """Forget it."""
        with contextlib.suppress(OSError):
            self._path(key).unlink()

    def _bound(self, key: str) -> "hashlib._Hash":
        """The beginning of an entry's digest: one that was swapped for another is none."""
        return hashlib.sha256(f"{self._place.name}/{key}\0".encode())

    def _written(self, key: str, blocks: Iterable[bytes]) -> Path | None:
        digest = self._bound(key)
        with contextlib.suppress(OSError):
            self._place.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(prefix=".", dir=self._place)
            # No fsync: an entry that a crash cuts short is found by its digest.
            with os.fdopen(handle, "wb") as file:
                file.write(bytes(_DIGEST))
                for block in blocks:
                    digest.update(block)
                    file.write(block)
                file.seek(0)
                file.write(digest.digest())
            return Path(name)
        return None

    def _path(self, key: str) -> Path:
        return self._place / key[:2] / key


class NoCache(Cache):
    """Keeps nothing: there is no such place, and nothing is written to it."""

    keeps = False

    def __init__(self) -> None:
        super().__init__(Path(os.devnull))

    def place(self, key: str, made: Path | None) -> None:
        return None

    def _written(self, key: str, blocks: Iterable[bytes]) -> Path | None:
        return None
