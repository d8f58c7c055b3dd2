"""Fragments on segments: some thirty stand together in the file, under numbers of their own.

A book of which a post was edited is bound anew in a fraction of the time, since all that stands in other
segments is copied from the last one. For that a segment's objects must have the same numbers in both files,
and yet the same book must be the same bytes, whatever was bound before it. So numbers are left unused behind
each segment, and where a segment begins is told by the chapters' names alone.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.assemble.pagination import Spot
from publisher.writers.pdf.layout.fragment import Fragment

STEP = 2048  # each segment begins at a multiple of this number: a chapter has some 160 objects
_FRAGMENTS = 32  # on a segment, about


class Segment(NamedTuple):
    """Fragments and pages that stand together."""

    fragments: range
    pages: range  # of the book; a blank page stands with the fragment that it makes room for


def segments(bound: Paginated) -> Iterator[Segment]:
    """Yield all segments, in the order of the book."""
    owners = _owners(bound.spots)
    begins = [number for number, fragment in enumerate(bound.fragments) if not number or _opens(fragment)]
    for first, last in zip(begins, [*begins[1:], len(bound.fragments)], strict=True):
        pages = range(bisect_left(owners, first), bisect_left(owners, last))
        yield Segment(range(first, last), pages)


def _opens(fragment: Fragment) -> bool:
    return crc32(fragment.start.encode()) % _FRAGMENTS == 0


def _owners(spots: Sequence[Spot]) -> list[int]:
    """The fragment of every page; of a blank one, the fragment behind it."""
    owners, behind = [], 0
    for spot in reversed(spots):
        behind = spot.fragment if spot.fragment >= 0 else behind
        owners.append(behind)
    return owners[::-1]
