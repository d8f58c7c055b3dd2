"""Books of strangers are read in a process of its own, which is held to what workers are held to.

It can open no other file than these books and the system's, write none, ask no network, and take so much time
and memory for a book. One that hangs, crashes or takes over what reads it costs itself and nothing else.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Self, TypeVar

from publisher.errors import said
from publisher.library.about import BookError
from publisher.phrase import _
from publisher.runtime.executor import Executor, Guard
from publisher.runtime.limits import Limits

Made = TypeVar("Made")
_LIMITS = Limits(seconds=10)
_PARSERS = ("publisher.library.epub", "publisher.library.pdf", "publisher.library.covers")
_AGAIN = _("make or download it again")


@dataclass(frozen=True, slots=True)
class _Asked:
    """What is done with a file, or why it cannot be."""

    make: Callable[[Path], Any]
    path: Path
    fault: Exception | None = None


class Apart:
    """The process that reads these files, while this is open; it starts when it is needed first."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._executor = Executor(2, guard=Guard(_LIMITS, lambda: (paths, ())))

    def __enter__(self) -> Self:
        self._executor.get_ready(_PARSERS)
        return self

    def __exit__(self, kind: type[BaseException] | None, *rest: object) -> None:
        self._executor.__exit__(kind, *rest)

    def made(self, make: Callable[[Path], Made], path: Path) -> Made:
        """Return make(path), a value. `make` must be picklable. Raises BookError where it cannot be made,
        OSError where the file cannot be read."""
        asked = (_Asked(make, path),)
        (made,) = self._executor.each(_made, asked, worth=False, simpler=_faulty, large=lambda _asked: True)
        if isinstance(made, Exception):
            raise made
        value: Made = made
        return value


def _made(asked: _Asked) -> Any:
    return asked.fault or asked.make(asked.path)


def _faulty(asked: _Asked, error: BaseException) -> _Asked:
    if asked.fault:  # no process can say it: nothing is simpler
        raise asked.fault
    fault = error if isinstance(error, BookError | OSError) else _unreadable(error)
    return replace(asked, fault=fault)


def _unreadable(error: BaseException) -> BookError:
    return BookError("book-unreadable", _("it cannot be read: {error}", error=said(error)), _AGAIN)
