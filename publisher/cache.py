"""Files that appear whole or not at all, and a store of made things by the digest of what made them."""

import contextlib
import hashlib
import os
import tempfile
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
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        mask = os.umask(0)
        os.umask(mask)
        Path(name).chmod(0o666 & ~mask)  # mkstemp makes files that only their owner can read
        Path(name).replace(path)
    except BaseException:  # Ctrl-C too: no half-written file stays
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


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
