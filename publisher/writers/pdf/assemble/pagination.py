"""Which page of which fragment stands where, and what its number is: pure, and quick for any book.

Front matter is numbered in Roman, the text from 1 in Arabic figures; both begin on a right-hand page.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from publisher.writers.numerals import roman


@dataclass(frozen=True, slots=True)
class UnitPages:
    """What pagination must know of a fragment."""

    pages: int
    recto: bool  # begins on a right-hand page
    front: bool
    verso: bool = False  # begins on a left-hand page


@dataclass(frozen=True, slots=True)
class Spot:
    """One page of the book."""

    fragment: int  # -1: a blank page
    page: int  # page of the fragment, from 0
    label: str  # as it is printed: "iv", "37"
    recto: bool


def paginate(extents: Sequence[UnitPages]) -> tuple[Spot, ...]:
    """Return every page of the book in its order."""
    return tuple(_numbered(_in_order(extents)))


def _in_order(extents: Iterable[UnitPages]) -> Iterator[tuple[int, int, bool]]:
    """Fragment, page and whether it is front matter, with the blank pages that openings of a side need."""
    count, front = 0, True
    for number, extent in enumerate(extents):
        if count % 2 and (extent.recto or (front and not extent.front)):
            yield -1, 0, front
            count += 1
        front = extent.front
        if extent.verso and count % 2 == 0:
            yield -1, 0, front
            count += 1
        for page in range(extent.pages):
            yield number, page, front
        count += extent.pages


def _numbered(pages: Iterable[tuple[int, int, bool]]) -> Iterator[Spot]:
    before = 0  # pages of front matter
    for count, (fragment, page, front) in enumerate(pages, 1):
        before = count if front else before
        label = roman(count) if front else str(count - before)
        yield Spot(fragment, page, label, recto=count % 2 == 1)
