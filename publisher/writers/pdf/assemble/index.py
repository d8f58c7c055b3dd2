"""Parts of a bound file that are copied into the next one: by a digest of all that they are made of.

Objects of a copied part keep their numbers. Only the place of the whole part in the file is another: each
object stands as far from the part's beginning as before.
"""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

from publisher.storage.keys import key_of
from publisher.storage.records import decoded, encoded
from publisher.writers.pdf.assemble.file import Copy, PdfFile

T = TypeVar("T")


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

    def __init__(self, file: PdfFile, last: SegmentIndex) -> None:
        self._file = file
        self._last = last
        self._all: list[_Part] = []

    def put(
        self, inputs: T, write: Callable[[T, PdfFile], Stand], numbers: range = range(0)
    ) -> tuple[Stand, bool]:
        """Copy a part, or write it; where its things stand, and whether it was written.

        `write` sees nothing but the inputs and which number is the next, so these are the part's key.
        `numbers`: objects of it that have their numbers already. The others' follow all that there are.
        """
        first, noted = self._file.flush(), list[tuple[int, int, bytes]]()
        key = key_of(first, inputs)
        known = self._last.shares.get(key)
        if known:
            data = self._last.data[known.at : known.at + known.size]
            places = [(start, array("Q", rows)) for start, rows in known.places]
            self._file.copy(Copy(data, known.at, places, known.digest), noted.append)
            stand = known.stand
        else:
            self._file.begin_part()
            stand = write(inputs, self._file)
            self._file.flush()
            self._file.end_part(noted.append)
        self._all.append(_Part(key, noted, (numbers, range(first, self._file.flush())), stand))
        return stand, not known

    def shares(self) -> dict[str, Share]:
        """Return all parts, when all is written."""
        return {part.key: self._share(part) for part in self._all}

    def _share(self, part: "_Part") -> Share:
        ((at, size, digest),) = part.noted
        places = tuple((numbers.start, self._file.places(numbers).tobytes()) for numbers in part.numbers)
        return Share(at, size, places, part.stand, digest)


class _Part(NamedTuple):
    """A part on its way into the file."""

    key: str
    noted: list[tuple[int, int, bytes]]  # where it begins, its size and digest: when it is written
    numbers: tuple[range, ...]  # of its objects
    stand: Stand
