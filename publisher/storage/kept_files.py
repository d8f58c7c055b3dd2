"""Files that others open by their paths, kept by their names: pictures and fonts that were made here.

Each has a seal: the digest of its bytes, and the file's stamp when they were read. A file with the same stamp
is the same; else its bytes are read again. One that was cut, swapped or altered counts as not there.
"""

import hashlib
import os
from pathlib import Path
from typing import NamedTuple

from publisher.errors import UnkeptError
from publisher.phrase import _, system_says
from publisher.storage.cache import Cache, used, write_whole
from publisher.storage.records import decoded, encoded
from publisher.storage.stamp import Stamp


class _Seal(NamedTuple):
    digest: bytes
    stamp: Stamp


class KeptFiles:
    """The files of one folder."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._seals = folder, Cache(folder / "seals")

    def find(self, name: str) -> Path | None:
        """Return a file that is whole, and note that it is in use; None where there is none."""
        path, known = self._folder / name, decoded(self._seals.get(name), _Seal)
        try:
            if not known or (_seal(path, known.digest) != known and _digest(path) != known.digest):
                return None
            used(path)
            if (now := _seal(path, known.digest)) != known:
                self._seals.put(name, encoded(now))
        except OSError:
            return None
        return path

    def put(self, name: str, data: bytes) -> Path:
        """Keep a file. Raises UnkeptError where it cannot be written."""
        path, digest = self._folder / name, hashlib.sha256(data).digest()
        try:
            write_whole(path, data)
            self._seals.put(name, encoded(_seal(path, digest)))
        except OSError as error:
            hint = _("free some space; TMPDIR names another folder for what a build needs on the way")
            raise UnkeptError(
                _("cannot write {path}: {strerror}", path=path, strerror=system_says(error)), hint
            ) from error
        return path


def _digest(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()


def _seal(path: Path, digest: bytes) -> _Seal:
    return _Seal(digest, Stamp.of(os.stat(path)))  # noqa: PTH116 - a Path takes longer than to look
