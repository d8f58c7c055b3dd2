"""What earlier builds have read: a file that is as it was need not be read again.

As in git's index: a file with the same size, times and number is the same, unless it was written so shortly
before it was read that a later change may not show in them. See https://git-scm.com/docs/racy-git.
What is kept of a file depends on nothing but its bytes, its time, and what its reader names.
"""

import hashlib
import pickle
import time
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from operator import is_not
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, TypeVarTuple, get_type_hints
from zlib import crc32

from publisher.errors import Diagnostic, PublisherError, Report, Where, said
from publisher.phrase import _
from publisher.readers.files import read_file, shown_path
from publisher.storage.cache import Cache
from publisher.storage.keys import key_of
from publisher.storage.memory import Memory
from publisher.storage.records import decoded, encoded
from publisher.storage.stamp import Stamp

T = TypeVar("T")
Given = TypeVarTuple("Given")

_PARTS = 16  # files in which it is kept: a build that changes a post writes one of them


class _Reading(NamedTuple):
    """What came of one file."""

    stamp: Stamp
    sure: bool  # whether another file cannot have the same stamp
    digest: bytes  # of the file's bytes
    value: bytes  # as its maker's own type says: see Readings.of()
    told: tuple[Diagnostic, ...]


class _Held(NamedTuple):
    """What came of one file, in memory."""

    reading: _Reading
    value: Any  # in a tuple
    again: Callable[[Report], Any]  # reads the file anew, by itself


_Known = dict[str, dict[str, _Reading]]  # file -> what its reader names -> what came of it


def _made_of(values: tuple[object, ...]) -> str:
    """A key of what a reader looks at besides a file. Not key_of(): a value that a configuration names ever
    again would stand in it as often."""
    return hashlib.sha256(pickle.dumps(values)).hexdigest()


class Readings:
    """What came of the files of one blog; without a cache, of none.

    `some_are_new` is called at the first file that is new or another since an earlier build: what has to
    get ready for it can do so while the others are read.
    """

    def __init__(
        self,
        cache: Cache | None,
        blog: Path,
        some_are_new: Callable[[], None],
        memory: Memory | None = None,
    ) -> None:
        self._cache = cache
        self._blog = blog
        self._key = key_of(blog)
        self._memory = memory or Memory()
        self._values = self._memory.of("readings")  # file -> a reading, and its value
        self._known: _Known = self._memory.of("known").get(self._key) or _kept(cache, self._key)
        self._now: _Known = {}
        self._stale: set[int] = set()  # parts of what is kept that must be written anew
        self._some_are_new = some_are_new
        self._given: tuple[object, ...] = ()  # what made the last value, of what, and the key of that
        self._depends = ""

    def all_of(
        self,
        files: Iterable[Path],
        largest: float,
        report: Report,
        make: Callable[[Path, str, bytes, Report], T | None],
    ) -> list[T]:
        """Return what came of several files, without those of which nothing came."""
        named = ((file, shown_path(file, self._blog)) for file in files)
        return [made for file, shown in named if (made := self.of(file, shown, largest, report, make))]

    def of(
        self,
        file: Path,
        shown: str,
        largest: float,
        report: Report,
        make: Callable[[Path, str, *Given, bytes, Report], T | None],
        *given: *Given,
    ) -> T | None:
        """Return what `make` makes of a file's bytes and of what is given, now or in an earlier build; None
        where it cannot be read. `make` sees nothing else, but for the file's own time; `largest` in MB.

        What was told to `make`'s report is told again. What is kept is read as the type that `make` says it
        returns.
        """
        if not self._cache:
            found = read_file(file, self._blog, shown, report, largest)
            return None if found is None else _made(make, file, shown, given, found.data, report)
        again = partial(_read_again, make, file, shown, largest, self._blog, given)
        depends = self._key_of(make, given)
        kind: type[tuple[T | None]] = _kind_of(make)
        moment, stamp = time.time_ns(), _stamp(file)
        known = self._known.get(str(file), {}).get(depends)
        is_same = known and known.sure and known.stamp == stamp and stamp.size <= largest * 1e6
        if known and is_same and (kept := self._value(str(file), known, kind)):
            return self._told(str(file), depends, known, kept, report, again)
        found = read_file(file, self._blog, shown, report, largest)
        if found is None:
            return None
        stamp = Stamp.of(found.status)
        made = partial(_made, make, file, shown, given, found.data)
        sure = stamp.is_old(moment)
        reading, value = self._read(str(file), found.data, stamp, depends, made, kind, sure=sure)
        return self._told(str(file), depends, reading, value, report, again)

    def _told(
        self,
        file: str,
        depends: str,
        known: "_Reading",
        value: tuple[T],
        report: Report,
        again: Callable[[Report], T | None],
    ) -> T:
        self._now.setdefault(file, {})[depends] = known
        self._values[file] = _Held(known, value, again)
        report.extend(known.told)
        return value[0]

    def _value(self, file: str, known: "_Reading", kind: type[tuple[T]]) -> tuple[T] | None:
        held = self._values.get(file)
        return held.value if held and held.reading is known else decoded(known.value, kind)

    def _key_of(self, make: Callable[..., object], given: tuple[object, ...]) -> str:
        """The same is given for file after file; each engine's reader makes something else of it."""
        asked = make, *given
        if len(asked) != len(self._given) or any(map(is_not, asked, self._given)):
            self._given, self._depends = asked, _made_of((make.__module__, make.__qualname__, *given))
        return self._depends

    def close(self) -> None:
        """Keep what was read; a cache that cannot be written only costs time."""
        self._memory.of("known")[self._key] = self._now
        for gone in self._values.keys() - self._now.keys():
            del self._values[gone]
        for part in sorted(self._stale):
            own = {file: readings for file, readings in self._now.items() if _part(file) == part}
            if self._cache:
                self._cache.put(f"{self._key}-{part}", encoded(own))

    def _read(
        self,
        file: str,
        data: bytes,
        stamp: Stamp,
        depends: str,
        make: Callable[[Report], T],
        kind: type[tuple[T]],
        *,
        sure: bool,
    ) -> tuple[_Reading, tuple[T]]:
        digest = hashlib.sha256(data).digest()
        before = self._known.get(file, {})
        if self._known and all(one.digest != digest for one in before.values()):
            self._some_are_new()
        known = before.get(depends)
        is_same = known and (known.digest, known.stamp.modified) == (digest, stamp.modified)
        if known and is_same and (kept := decoded(known.value, kind)):
            reading = known._replace(stamp=stamp, sure=sure)
            if reading != known:
                self._stale.add(_part(file))
            return reading, kept
        self._stale.add(_part(file))
        found = Report()
        value = (make(found),)
        return _Reading(stamp, sure, digest, encoded(value) or b"", tuple(found.diagnostics)), value


def _read_again(
    make: Callable[[Path, str, *Given, bytes, Report], T],
    file: Path,
    shown: str,
    largest: float,
    blog: Path,
    given: tuple[*Given],
    report: Report,
) -> T | None:
    found = read_file(file, blog, shown, report, largest)
    return None if found is None else _made(make, file, shown, given, found.data, report)


def again(memory: Memory, file: Path, report: Report) -> tuple[Any, Any]:
    """Return what came of a file when the blog was read last, and what comes of it now, by the same reader;
    None for what is not known, or cannot be read."""
    held: _Held | None = memory.of("readings").get(str(file))
    return (held.value[0], held.again(report)) if held else (None, None)


@lru_cache
def _kind_of(make: Callable[..., object]) -> Any:
    """The type that a reader says it returns. In a tuple: None is something that it may return."""
    returned = get_type_hints(make)["return"]
    return tuple[returned]  # type: ignore[valid-type]


def _made(
    make: Callable[[Path, str, *Given, bytes, Report], T],
    file: Path,
    shown: str,
    given: tuple[*Given],
    data: bytes,
    report: Report,
) -> T | None:
    try:
        return make(file, shown, *given, data, report)
    except PublisherError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever is wrong with one file, the others are read
        report.error(
            "post-unreadable",
            _("cannot be read: {error}", error=said(error)),
            Where(shown),
            _("please report this"),
        )
        return None


def _stamp(file: Path) -> Stamp | None:
    try:
        return Stamp.of(file.stat())
    except OSError:
        return None


def _part(file: str) -> int:
    return crc32(file.encode("utf-8", "surrogatepass")) % _PARTS


def _kept(cache: Cache | None, key: str) -> _Known:
    """What cannot be read counts as nothing."""
    parts = [decoded(cache.get(f"{key}-{part}"), _Known) for part in range(_PARTS)] if cache else []
    return {file: readings for part in parts if part for file, readings in part.items()}
