"""Files that are exchanged at the very moment in which they are opened: a race that is lost each time.

Python announces each opening before it happens: https://docs.python.org/3/library/audit_events.html
"""

import sys
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from itertools import count
from pathlib import Path
from threading import RLock


@dataclass
class _Swap:
    """A name that becomes a link at the n-th opening that concerns it."""

    path: Path
    target: Path
    moment: int
    names: Collection[str]
    openings: int = 0
    alone: RLock = field(default_factory=RLock)

    def announced(self, name: str) -> None:
        if not any(fnmatch(name, pattern) for pattern in self.names):
            return
        with self.alone:  # threads open files too
            if self.openings == self.moment:
                self.path.rename(self._before)
                self.path.symlink_to(self.target)
            self.openings += 1

    @property
    def happened(self) -> bool:
        return self.openings > self.moment

    def undo(self) -> None:
        if self.happened:
            self.path.unlink()
            self._before.rename(self.path)

    @property
    def _before(self) -> Path:
        return self.path.with_name(f"{self.path.name}-before")


def at_each_opening(
    path: Path, target: Path, names: Collection[str]
) -> Iterator[AbstractContextManager[None]]:
    """Yield a context for each moment: in the first, `path` becomes a link when something is opened for the
    first time whose name is like one of these; in the second, for the second time; to the last."""
    for moment in count():
        swap = _Swap(path, target, moment, names)
        yield _listening(swap)
        if not swap.happened:
            return


_listener: _Swap | None = None


@contextmanager
def _listening(swap: _Swap) -> Iterator[None]:
    global _listener
    _listener = swap
    try:
        yield
    finally:
        _listener = None
        swap.undo()


def _hook(event: str, args: tuple[object, ...]) -> None:
    if _listener and event in ("open", "os.scandir", "os.listdir") and isinstance(args[0], str | Path):
        _listener.announced(Path(args[0]).name)


sys.addaudithook(_hook)
