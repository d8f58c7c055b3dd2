"""Files that appear whole or not at all, and a store of made things by the digest of what made them."""

import contextlib
import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import platformdirs

_DIGEST = 32  # bytes of SHA-256 in front of each entry


def folder() -> Path:
    """Where this user's machine keeps caches; PUBLISHER_CACHE overrides it."""
    return Path(os.environ.get("PUBLISHER_CACHE") or platformdirs.user_cache_path("publisher"))


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that nobody ever sees half of it: a new file beside it takes its place.

    Raises OSError (disk full, no permission); what was there before is then still there.
    """
    with placed_together((path,)) as (file,):
        file.write_bytes(data)


@contextmanager
def placed_together(targets: Sequence[Path]) -> Iterator[list[Path]]:
    """New empty files beside the targets, to be written; at the end each takes its target's place.

    All of them or none: what is slow, or can go wrong, is done before the first takes its place. Else
    (Ctrl-C too) every target stays as it was and no new file stays. Raises OSError (disk full…).
    """
    files: list[Path] = []
    try:
        files.extend(_beside(target) for target in targets)
        yield files
        for file in files:
            _finish(file)
        for file, target in zip(files, targets, strict=True):
            file.replace(target)
    except BaseException:
        for file in files:
            with contextlib.suppress(OSError):
                file.unlink()
        raise


def _beside(target: Path) -> Path:
    if target.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(target))
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{target.name[:40]}.", dir=target.parent)
    os.close(handle)
    return Path(name)


def _finish(file: Path) -> None:
    """On the disk, not on its way to it; readable as the user's other files are."""
    with file.open("rb") as opened:
        os.fsync(opened.fileno())
    mask = os.umask(0)
    os.umask(mask)
    file.chmod(0o666 & ~mask)  # mkstemp makes files that only their owner can read


class Cache:
    """Bytes by key. An entry that is damaged or cannot be read counts as not there."""

    def __init__(self, place: Path) -> None:
        self._place = place

    def get(self, key: str) -> bytes | None:
        try:
            stored = self._path(key).read_bytes()
        except OSError:
            return None
        digest, data = stored[:_DIGEST], stored[_DIGEST:]
        return data if hashlib.sha256(data).digest() == digest else None

    def put(self, key: str, data: bytes) -> None:
        """Keep it; a cache that cannot be written only costs time."""
        with contextlib.suppress(OSError):
            write_whole(self._path(key), hashlib.sha256(data).digest() + data)

    def _path(self, key: str) -> Path:
        return self._place / key[:2] / key


class NoCache(Cache):
    """Keeps nothing."""

    def __init__(self) -> None:
        super().__init__(Path(os.devnull))

    def get(self, key: str) -> bytes | None:
        return None

    def put(self, key: str, data: bytes) -> None:
        return None
