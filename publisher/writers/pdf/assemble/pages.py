"""The pages of one segment: their numbers, and the side that each stands on.

Where pages before them came or went, the numbers are drawn anew; where that turns their sides too, so is
what names the contents of each page. The contents are not touched.
"""

from collections.abc import Iterator, Sequence
from itertools import count

from publisher.storage.keys import key_of
from publisher.writers.pdf.assemble.context import Work
from publisher.writers.pdf.assemble.index import Stand
from publisher.writers.pdf.assemble.paginated import margin_boxes
from publisher.writers.pdf.assemble.pagination import Spot
from publisher.writers.pdf.assemble.segment import Objects, put
from publisher.writers.pdf.assemble.segments import Segment
from publisher.writers.pdf.layout import slots
from publisher.writers.pdf.layout.fragment import FragmentPage
from publisher.writers.pdf.layout.relocatable import Relocatable, array_of

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

    def box(self, page: FragmentPage, spot: Spot) -> bytes:
        """What is seen of a page: all of it, or the side that it stands on."""
        size = page.width, page.height, spot.recto
        if size not in self._boxes:
            self._boxes[size] = self._box(*size)
        return self._boxes[size]

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


class Numbers:
    """The page numbers of a segment on their way into the file: a stream each."""

    def __init__(self, segment: Segment, work: Work, objects: Objects) -> None:
        """`objects`: of the same segment."""
        self._work = work
        self._objects = objects
        bound = work.bound
        spots = bound.spots[segment.pages.start : segment.pages.stop]
        self._drawn = [
            (slot, bound.said(slot, spot))
            for spot in spots
            if spot.fragment >= 0
            for _, slot in bound.drawn(spot)
        ]

    def key(self) -> str:
        """A digest of all that they are made of."""
        return key_of("numbers", self._objects.key, self._work.file.reserve(0), self._drawn)

    def write(self) -> Stand:
        file, compose = self._work.file, self._work.case.compose
        first = file.reserve(0)
        for slot, said in self._drawn:
            file.add_stream(slots.drawn(slot, said, compose), packed=False)
        return Stand(numbers=first)


class Pages:
    """The pages of a segment on their way into the file."""

    def __init__(self, segment: Segment, work: Work, around: Around, objects: Objects, stand: Stand) -> None:
        """`objects`: of the same segment; `stand`: where they, and its numbers, stand."""
        self._work = work
        self._around = around
        self._objects = objects
        self._numbers = stand.numbers
        self._spots = work.bound.spots[segment.pages.start : segment.pages.stop]
        self._base = dict(zip(segment.fragments, stand.bases, strict=True))
        self._first = dict(zip(segment.fragments, objects.pages, strict=True))
        self._heads: dict[tuple[int, int], list[int]] = {}  # streams of heads, by fragment and place

    def key(self) -> str:
        """A digest of all that they are made of."""
        around = (self._around.before, self._around.behind, self._work.root, self._work.paper)
        sides = [(spot.fragment < 0, spot.recto) for spot in self._spots]
        return key_of("pages", self._objects.key, self._numbers, self._work.file.reserve(0), around, sides)

    def write(self) -> Stand:
        file, node = self._work.file, self._objects.node
        number = count(self._numbers)
        pages = tuple(
            self._blank() if spot.fragment < 0 else self._page(spot, number) for spot in self._spots
        )
        about = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids%b>>"
        file.put(node, about % (self._work.root, len(pages), array_of(pages)))
        return Stand(pages=pages)

    def _blank(self) -> int:
        box = self._around.seen(recto=True)
        about = b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources<<>>>>"
        return self._work.file.add(about % (self._objects.node, box))

    def _page(self, spot: Spot, numbers: Iterator[int]) -> int:
        """Write a page, which shows the next of the numbers."""
        fragment, base = self._work.bound.fragments[spot.fragment], self._base[spot.fragment]
        own = self._first[spot.fragment] + spot.page
        page = fragment.pages[spot.page]
        contents = [*_between([base + stream for stream in page.contents], numbers)]
        if fragment.margin_boxes:
            heads = _between(self._head(page, spot), numbers)
            contents = [self._around.before, *contents, self._around.behind[spot.recto], *heads]
        self._work.file.put(
            own,
            b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources %d 0 R/Contents%b/Annots%b/StructParents %d"
            b"/Tabs/S>>"
            % (
                self._objects.node,
                self._around.box(page, spot),
                base + fragment.resources,
                array_of(contents),
                array_of([base + link for link in page.links]),
                own,
            ),
        )
        return own

    def _head(self, page: FragmentPage, spot: Spot) -> list[int]:
        """Head and number of a page, behind its own content, as an artifact.

        What stands around the number is the same on many pages of a chapter, and there once.
        """
        place = spot.fragment, margin_boxes(page, spot)
        if place not in self._heads:
            drawing = self._work.bound.fragments[spot.fragment].margin_boxes[place[1]].drawing
            self._heads[place] = [self._stream(one) for one in drawing]
        return self._heads[place]

    def _stream(self, thing: Relocatable) -> int:
        number = self._work.file.reserve()
        put(self._work.file, number, thing, 0, ())
        return number


def _between(streams: Sequence[int], numbers: Iterator[int]) -> Iterator[int]:
    """Content streams with the next numbers between them."""
    yield from streams[:1]
    for stream in streams[1:]:
        yield next(numbers)
        yield stream
