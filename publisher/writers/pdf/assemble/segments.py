"""Pieces on shelves: some thirty stand together in the file, under numbers of their own.

A book of which a post was edited is bound anew in a fraction of the time, since all that stands on other
shelves is copied from the last one. For that a shelf's objects must have the same numbers in both files, and
yet the same book must be the same bytes, whatever was bound before it. So numbers are left unused behind
each shelf, and where a shelf begins is told by the chapters' names alone.
"""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple
from zlib import crc32

from publisher.writers.pdf.assemble.paginated import Bound
from publisher.writers.pdf.assemble.pagination import Spot
from publisher.writers.pdf.layout.fragment import Piece

STEP = 2048  # each shelf begins at a multiple of this number: a chapter has some 160 objects
_PIECES = 32  # on a shelf, about


class Shelf(NamedTuple):
    """Pieces and pages that stand together."""

    pieces: range
    pages: range  # of the book; a blank page stands with the piece that it makes room for


def shelves(bound: Bound) -> Iterator[Shelf]:
    """All shelves, in the order of the book."""
    owners = _owners(bound.spots)
    begins = [number for number, piece in enumerate(bound.pieces) if not number or _opens(piece)]
    for first, last in zip(begins, [*begins[1:], len(bound.pieces)], strict=True):
        pages = range(bisect_left(owners, first), bisect_left(owners, last))
        yield Shelf(range(first, last), pages)


def _opens(piece: Piece) -> bool:
    return crc32(piece.start.encode()) % _PIECES == 0


def _owners(spots: Sequence[Spot]) -> list[int]:
    """The piece of every page; of a blank one, the piece behind it."""
    owners, behind = [], 0
    for spot in reversed(spots):
        behind = spot.piece if spot.piece >= 0 else behind
        owners.append(behind)
    return owners[::-1]
