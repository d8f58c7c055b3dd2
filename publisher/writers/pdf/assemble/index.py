"""Parts of a bound file that are copied into the next one: by a digest of all that they are made of.

Objects of a copied part keep their numbers. Only the place of the whole part in the file is another: each
object stands as far from the part's beginning as before.
"""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from publisher.storage.records import decoded, encoded
from publisher.writers.pdf.assemble.embedder import Drawn, FontEmbedder
from publisher.writers.pdf.assemble.file import Copy, Note, PdfFile


class Stand(NamedTuple):
    """Where things of a part stand: numbers of objects."""

    bases: tuple[int, ...] = ()  # the first object of each fragment
    pictures: tuple[tuple[str, int], ...] = ()  # those that no part before it shows, by their digests
    tags: int = 0  # the branch of the structure's tree of keys
    numbers: int = 0  # the first of the streams of page numbers
    pages: tuple[int, ...] = ()  # of the book, in their order


class Share(NamedTuple):
    """A part of a file."""

    at: int  # where it begins, in bytes
    size: int
    places: tuple[tuple[int, bytes], ...]  # first number of some objects, and where each stands: Copy's
    stand: Stand
    drawn: Drawn  # glyphs of its page numbers
    digest: bytes  # of its bytes


@dataclass(frozen=True)
class SegmentIndex:
    """A bound file, and its parts."""

    shares: Mapping[str, Share] = field(default_factory=dict)
    data: memoryview = field(default_factory=lambda: memoryview(b""))

    @classmethod
    def of(cls, parts: bytes, data: memoryview) -> "SegmentIndex":
        """Return a file, and its parts as kept() has made them."""
        shares = decoded(parts, dict[str, Share])
        return cls(shares, data) if shares else cls()


def kept(shares: Mapping[str, Share]) -> bytes | None:
    """Return the parts of a file, for the cache."""
    return encoded(shares)


class Parts:
    """The parts of a file that is being written."""

    def __init__(self, file: PdfFile, case: FontEmbedder, last: SegmentIndex) -> None:
        self._file = file
        self._case = case
        self._last = last
        self._all: list[_Part] = []

    def put(self, key: str, numbers: range, write: Callable[[], Stand]) -> tuple[Stand, bool]:
        """Copy a part, or write it; where its things stand, and whether it was written.

        `numbers`: objects of it that have their numbers already. The others' follow all that there are.
        """
        first, noted = self._file.flush(), list[tuple[int, int, bytes]]()
        known = self._last.shares.get(key)
        drawn_before, self._case.drawn = self._case.drawn, set()
        if known:
            data = self._last.data[known.at : known.at + known.size]
            places = [(first, array("Q", rows)) for first, rows in known.places]
            self._file.copy(Copy(data, known.at, places, known.digest), _into(noted))
            stand, drawn = known.stand, known.drawn
        else:
            self._file.begin_part()
            stand, drawn = write(), frozenset(self._case.drawn)
            self._file.flush()
            self._file.end_part(_into(noted))
        self._case.drawn = drawn_before | drawn
        end = self._file.flush()
        self._all.append(_Part(key, noted, (numbers, range(first, end)), stand, drawn))
        return stand, not known

    def shares(self) -> dict[str, Share]:
        """Return all parts, when all is written."""
        return {part.key: self._share(part) for part in self._all}

    def _share(self, part: "_Part") -> Share:
        ((at, size, digest),) = part.noted
        places = tuple((numbers.start, self._file.places(numbers).tobytes()) for numbers in part.numbers)
        return Share(at, size, places, part.stand, part.drawn, digest)


def _into(noted: list[tuple[int, int, bytes]]) -> Note:
    return lambda *what: noted.append(what)


class _Part(NamedTuple):
    """A part on its way into the file."""

    key: str
    noted: list[tuple[int, int, bytes]]  # where it begins, its size and digest: when it is written
    numbers: tuple[range, ...]  # of its objects
    stand: Stand
    drawn: Drawn
