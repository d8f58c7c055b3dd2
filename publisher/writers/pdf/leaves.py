"""The pages of one shelf: the side that each stands on, and its numbers.

They are made anew where pages before them came or went; what they show beside that is not touched.
"""

from collections.abc import Iterator, Sequence

from publisher.cache import key_of
from publisher.writers.pdf import holes
from publisher.writers.pdf.bound import furniture
from publisher.writers.pdf.ledger import Stand
from publisher.writers.pdf.movable import Movable, array_of
from publisher.writers.pdf.pagination import Spot
from publisher.writers.pdf.piece import Hole, Leaf
from publisher.writers.pdf.shelf import Objects, put
from publisher.writers.pdf.shelves import Shelf
from publisher.writers.pdf.work import Work

_MM = 72 / 25.4


class Around:
    """What stands around the contents of all pages."""

    def __init__(self, work: Work) -> None:
        self._paper = work.paper
        self.before = work.file.add_stream(b"q", packed=False)
        # Heads are laid out on paper as it is, and belong on what is seen of a page for both sides.
        self.behind = [
            work.file.add_stream(b"Q /Artifact BMC 1 0 0 1 %.4f 0 cm" % self._left(recto=recto), packed=False)
            for recto in (False, True)
        ]

        self._boxes: dict[tuple[float, float, bool], bytes] = {}

    def box(self, leaf: Leaf, spot: Spot) -> bytes:
        """What is seen of a page: all of it, or the side that it stands on."""
        page = leaf.width, leaf.height, spot.recto
        if page not in self._boxes:
            self._boxes[page] = self._box(*page)
        return self._boxes[page]

    def _box(self, width: float, height: float, recto: bool) -> bytes:
        if abs(width - self._paper.width * _MM) < 1:
            return b"[0 0 %.4f %.4f]" % (width, height)
        return self.seen(recto=recto)

    def seen(self, *, recto: bool) -> bytes:
        """What is seen of a page that was laid out for both sides: see Paper.sheet_box()."""
        left = self._left(recto=recto)
        return b"[%.4f 0 %.4f %.4f]" % (left, left + self._paper.width * _MM, self._paper.height * _MM)

    def _left(self, *, recto: bool) -> float:
        """Where on a page for both sides the seen one begins, in PDF points."""
        return self._paper.left_of(recto=recto) * _MM


class Leaves:
    """The pages of a shelf on their way into the file."""

    def __init__(self, shelf: Shelf, work: Work, around: Around, objects: Objects, stand: Stand) -> None:
        """`objects`: of the same shelf; `stand`: where they stand."""
        self._work = work
        self._around = around
        self._objects = objects
        self._spots = work.bound.spots[shelf.pages.start : shelf.pages.stop]
        self._base = dict(zip(shelf.pieces, stand.bases, strict=True))
        self._first = dict(zip(shelf.pieces, objects.pages, strict=True))
        self._heads: dict[tuple[int, int], list[int]] = {}  # streams of heads, by piece and place

    def key(self) -> str:
        """A digest of all that they are made of."""
        bound, around = self._work.bound, self._around
        common = (around.before, around.behind, self._work.root, self._work.paper)
        shown = [
            (spot.recto, *(bound.said(hole, spot) for _, hole in bound.drawn(spot)))
            if spot.piece >= 0
            else ()
            for spot in self._spots
        ]
        return key_of("leaves", self._objects.key, common, shown)

    def write(self) -> Stand:
        file, node = self._work.file, self._objects.node
        pages = tuple(self._blank() if spot.piece < 0 else self._page(spot) for spot in self._spots)
        about = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids%b>>"
        file.put(node, about % (self._work.root, len(pages), array_of(pages)))
        return Stand(pages=pages)

    def _blank(self) -> int:
        box = self._around.seen(recto=True)
        about = b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources<<>>>>"
        return self._work.file.add(about % (self._objects.node, box))

    def _page(self, spot: Spot) -> int:
        piece, base = self._work.bound.pieces[spot.piece], self._base[spot.piece]
        number = self._first[spot.piece] + spot.leaf
        leaf = piece.leaves[spot.leaf]
        contents = list(self._filled(leaf.holes, [base + own for own in leaf.contents], spot))
        if piece.furniture:
            contents = [self._around.before, *contents, *self._head(leaf, spot)]
        self._work.file.put(
            number,
            b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources %d 0 R/Contents%b/Annots%b/StructParents %d"
            b"/Tabs/S>>"
            % (
                self._objects.node,
                self._around.box(leaf, spot),
                base + piece.resources,
                array_of(contents),
                array_of(base + link for link in leaf.links),
                number,
            ),
        )
        return number

    def _head(self, leaf: Leaf, spot: Spot) -> Iterator[int]:
        """Head and number of a page, behind its own content, as an artifact.

        What stands around the number is the same on many pages of a chapter, and there once.
        """
        yield self._around.behind[spot.recto]
        place = spot.piece, furniture(leaf, spot)
        heads = self._work.bound.pieces[spot.piece].furniture[place[1]]
        if place not in self._heads:
            self._heads[place] = [self._stream(one) for one in heads.drawing]
        yield from self._filled(heads.holes, self._heads[place], spot)

    def _stream(self, thing: Movable) -> int:
        number = self._work.file.reserve()
        put(self._work.file, number, thing, 0, ())
        return number

    def _filled(self, own: Sequence[Hole], streams: Sequence[int], spot: Spot) -> Iterator[int]:
        """Content streams with the numbers drawn between them."""
        yield from streams[:1]
        for hole, stream in zip(own, streams[1:], strict=True):
            drawn = holes.drawn(hole, self._work.bound.said(hole, spot), self._work.case.compose)
            yield self._work.file.add_stream(drawn, packed=False)
            yield stream
