"""The pages of one segment: their numbers, and the side that each stands on.

Where pages before them came or went, the numbers are drawn anew; where that turns their sides too, so is
what names the contents of each page. The contents are not touched.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from typing import NamedTuple

from publisher.assets import glyphs
from publisher.assets.font_files import Face
from publisher.book.paper import Paper
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.index import Stand
from publisher.writers.pdf.assemble.paginated import margin_boxes
from publisher.writers.pdf.assemble.segment import ObjectsInputs, put
from publisher.writers.pdf.layout import slots
from publisher.writers.pdf.layout.fragment import FragmentPage, Slot
from publisher.writers.pdf.layout.relocatable import Relocatable, array_of

_MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class Around:
    """What stands around the contents of all pages."""

    paper: Paper
    before: int  # object: a stream
    behind: tuple[int, int]  # the same, of a left-hand page and of a right-hand one

    @classmethod
    def of(cls, paper: Paper, file: PdfFile) -> "Around":
        """Write it. Heads are laid out on paper as it is, and belong on what is seen of a page for both
        sides."""
        before = file.add_stream(b"q", packed=False)
        left, right = (
            file.add_stream(
                b"Q /Artifact BMC 1 0 0 1 %.4f 0 cm" % (paper.left_of(recto=recto) * _MM), packed=False
            )
            for recto in (False, True)
        )
        return cls(paper, before, (left, right))

    def box(self, page: FragmentPage, *, recto: bool) -> bytes:
        """Return the boxes of what is seen of a page: all of it, or the side that it stands on."""
        if abs(page.width - self.paper.width * _MM) < 1:
            return self._boxes(0, page.width, page.height)
        return self.seen(recto=recto)

    def seen(self, *, recto: bool) -> bytes:
        """Return the same of a page that was laid out for both sides: see Paper.sheet_box()."""
        left = self.paper.left_of(recto=recto) * _MM
        return self._boxes(left, self.paper.width * _MM, self.paper.height * _MM)

    def _boxes(self, left: float, width: float, height: float) -> bytes:
        """The page as it is cut, and the paper around it. See PDF 32000-1, 14.11.2"""
        bleed = self.paper.bleed * _MM
        cut = b"[%.4f 0 %.4f %.4f]" % (left, left + width, height)
        if not bleed:
            return b"/MediaBox%b" % cut
        around = b"[%.4f %.4f %.4f %.4f]" % (left - bleed, -bleed, left + width + bleed, height + bleed)
        return b"/MediaBox%b/BleedBox%b/TrimBox%b" % (around, around, cut)


@dataclass(frozen=True, slots=True)
class NumbersInputs:
    """All that the page numbers of a segment are made of, but for the numbers of their streams."""

    said: tuple[tuple[Slot, str], ...]
    faces: Mapping[str, Face]  # of the fonts that they are set in, by their names

    @property
    def letters(self) -> set[tuple[str, str]]:
        """Return fonts, and the letters that are drawn in them."""
        return {(slot.font, letter) for slot, text in self.said for letter in text}

    def shaped(self, font: str, text: str) -> tuple[bytes, float]:
        """Return glyphs of a font, as hexadecimal digits, and their width in ems."""
        shaped = glyphs.shaped(self.faces[font], text)
        return b"".join([b"%04x" % glyph for glyph in shaped.glyphs]), sum(shaped.widths) / 1000


def write_numbers(inputs: NumbersInputs, file: PdfFile) -> Stand:
    """Write a segment's page numbers: a stream each. Raises OSError."""
    first = file.reserve(0)
    for slot, text in inputs.said:
        file.add_stream(slots.drawn(slot, text, inputs.shaped), packed=False)
    return Stand(numbers=first)


class Side(NamedTuple):
    """Where a page of a segment stands."""

    fragment: int  # of the segment's; -1: a blank page
    page: int  # of the fragment
    recto: bool


@dataclass(frozen=True, slots=True)
class PagesInputs:
    """All that the pages of a segment are made of, but for the numbers of those that are blank."""

    objects: ObjectsInputs  # of the same segment
    bases: tuple[int, ...]  # the first object of each of its fragments
    numbers: int  # the first of the streams of its page numbers
    sides: tuple[Side, ...]
    around: Around
    root: int  # object: of the page tree


def write_pages(inputs: PagesInputs, file: PdfFile) -> Stand:
    """Write a segment's pages. Raises OSError."""
    pages = tuple(_Pages(inputs, file).written())
    about = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids%b>>"
    file.put(inputs.objects.node, about % (inputs.root, len(pages), array_of(pages)))
    return Stand(pages=pages)


class _Pages:
    """The pages of a segment on their way into the file."""

    def __init__(self, inputs: PagesInputs, file: PdfFile) -> None:
        self._inputs, self._file = inputs, file
        self._heads: dict[tuple[int, int], list[int]] = {}  # streams of heads, by fragment and place

    def written(self) -> Iterator[int]:
        number = count(self._inputs.numbers)
        for side in self._inputs.sides:
            yield self._blank() if side.fragment < 0 else self._page(side, number)

    def _blank(self) -> int:
        box = self._inputs.around.seen(recto=True)
        about = b"<</Type/Page/Parent %d 0 R%b/Resources<<>>>>"
        return self._file.add(about % (self._inputs.objects.node, box))

    def _page(self, side: Side, numbers: Iterator[int]) -> int:
        """Write a page, which shows the next of the numbers."""
        objects, around = self._inputs.objects, self._inputs.around
        fragment, base = objects.fragments[side.fragment].fragment, self._inputs.bases[side.fragment]
        own = objects.pages[side.fragment] + side.page
        page = fragment.pages[side.page]
        contents = [*_between([base + stream for stream in page.contents], numbers)]
        if fragment.margin_boxes:
            heads = _between(self._head(page, side), numbers)
            contents = [around.before, *contents, around.behind[side.recto], *heads]
        self._file.put(
            own,
            b"<</Type/Page/Parent %d 0 R%b/Resources %d 0 R/Contents%b/Annots%b/StructParents %d"
            b"/Tabs/S>>"
            % (
                objects.node,
                around.box(page, recto=side.recto),
                base + fragment.resources,
                array_of(contents),
                array_of([base + link for link in page.links]),
                own,
            ),
        )
        return own

    def _head(self, page: FragmentPage, side: Side) -> list[int]:
        """Head and number of a page, behind its own content, as an artifact.

        What stands around the number is the same on many pages of a chapter, and there once.
        """
        place = side.fragment, margin_boxes(page, recto=side.recto)
        if place not in self._heads:
            heads = self._inputs.objects.fragments[side.fragment].fragment.margin_boxes
            self._heads[place] = [self._stream(one) for one in heads[place[1]].drawing]
        return self._heads[place]

    def _stream(self, thing: Relocatable) -> int:
        number = self._file.reserve()
        put(self._file, number, thing, 0, ())
        return number


def _between(streams: Sequence[int], numbers: Iterator[int]) -> Iterator[int]:
    """Content streams with the next numbers between them."""
    yield from streams[:1]
    for stream in streams[1:]:
        yield next(numbers)
        yield stream
