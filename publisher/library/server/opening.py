"""The files behind a website: opened only where and as they were when the website was made.

Every name on the way is opened without following links, and what is found must be the very file that was
measured then: a file or a folder that has been swapped since (for a link to a secret, say) is not there.
"""

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from publisher.storage.opening import walked


@dataclass(frozen=True, slots=True)
class Known:
    """One file as it was measured."""

    names: tuple[str, ...]  # from the root: ("2024", "모래.epub"); no link among them
    device: int
    inode: int
    size: int
    changed: int  # nanoseconds

    def same(self, found: os.stat_result) -> bool:
        now = (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
        return now == (self.device, self.inode, self.size, self.changed) and stat.S_ISREG(found.st_mode)


class GoneError(Exception):
    """The file is not there any more, or is another."""


class Files:
    """The files of one folder that may be opened: those that were known when it was looked at."""

    def __init__(self, root: Path, paths: Iterable[Path]) -> None:
        self._root = Path(os.path.realpath(root))
        self._known = {path: known for path in paths if (known := _measured(path, self._root))}

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Files) and self._known == other._known

    __hash__ = None  # type: ignore[assignment]

    def open(self, path: Path) -> int:
        """Return a descriptor to read from; the caller closes it. Raises GoneError."""
        known = self._known.get(path)
        if known is None:
            raise GoneError(path)
        try:
            descriptor = walked(self._root, known.names)
        except OSError as error:
            raise GoneError(path) from error
        if not known.same(os.fstat(descriptor)):
            os.close(descriptor)
            raise GoneError(path)
        return descriptor


def _measured(path: Path, root: Path) -> Known | None:
    """None where it is no file, or not below the root."""
    real = Path(os.path.realpath(path))
    try:
        found = real.stat(follow_symlinks=False)
        names = real.relative_to(root).parts
    except (OSError, ValueError):
        return None
    if not stat.S_ISREG(found.st_mode):
        return None
    return Known(names, found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns)
