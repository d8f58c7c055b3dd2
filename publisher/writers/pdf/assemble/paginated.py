"""Pieces and where their pages stand: all that binding, and the proof of what was bound, go by."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from publisher.writers.pdf.assemble.pagination import Spot
from publisher.writers.pdf.layout.fragment import Hole, Leaf, Piece


@dataclass(frozen=True)
class Bound:
    """A book of pieces, paginated."""

    pieces: Sequence[Piece]
    spots: Sequence[Spot]

    @cached_property
    def labels(self) -> dict[str, str]:
        """Id -> the number of the page on which it stands, as it is printed."""
        return {name: self.spots[number].label for name, number in self.pages.items()}

    @cached_property
    def pages(self) -> dict[str, int]:
        """Id -> the page of the book, from 0."""
        where = {(spot.piece, spot.leaf): number for number, spot in enumerate(self.spots)}
        return {
            name: where[number, leaf]
            for number, piece in enumerate(self.pieces)
            for name, (leaf, _, _) in piece.places.items()
        }

    def said(self, hole: Hole, spot: Spot) -> str:
        """What is drawn in a hole."""
        page = self.labels[hole.target] if hole.target else spot.label
        return hole.text.replace("{page}", page).replace("{total}", self.spots[-1].label)

    def drawn(self, spot: Spot) -> Iterator[tuple[int, Hole]]:
        """Where among the streams of a page each of its numbers is drawn; see assemble.py."""
        piece = self.pieces[spot.piece]
        leaf = piece.leaves[spot.leaf]
        before = 1 if piece.furniture else 0
        yield from ((before + 2 * place + 1, hole) for place, hole in enumerate(leaf.holes))
        if piece.furniture:
            start = before + 2 * len(leaf.holes) + 2
            heads = piece.furniture[furniture(leaf, spot)]
            yield from ((start + 2 * place + 1, hole) for place, hole in enumerate(heads.holes))


def furniture(leaf: Leaf, spot: Spot) -> int:
    """Which of its piece's furniture a page carries: see Piece.furniture."""
    place = (0 if leaf.opens else 2) if spot.recto else (3 if leaf.opens else 1)
    return 4 * leaf.heads + place
