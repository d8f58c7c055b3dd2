"""Fragments -> one PDF: pages in their places, numbers drawn, fonts and pictures once, links and outline.

Nothing is laid out here, and no object of a fragment is looked into: its references are filled in, and it
is written; or it is copied from the last file, where the same stands. See layout/relocatable.py, file.py,
segments.py and index.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from publisher.book.paper import Paper
from publisher.model import BookMeta
from publisher.writers.pdf.assemble.catalog import Catalog
from publisher.writers.pdf.assemble.embedder import FontEmbedder
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.index import Parts, SegmentIndex, Share, Stand
from publisher.writers.pdf.assemble.pages import (
    Around,
    NumbersInputs,
    PagesInputs,
    Side,
    write_numbers,
    write_pages,
)
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.assemble.pagination import Spot
from publisher.writers.pdf.assemble.segment import KeyedFragment, ObjectsInputs, write_objects
from publisher.writers.pdf.assemble.segments import STEP, Segment, segments
from publisher.writers.pdf.assemble.tags import Tags
from publisher.writers.pdf.layout.relocatable import array_of
from publisher.writers.pdf.layout.store import FragmentStore


@dataclass(frozen=True, slots=True)
class Assembled:
    """What is known of a bound file."""

    shares: Mapping[str, Share]  # its parts, for the next one
    anew: frozenset[int]  # fragments whose objects were not copied
    numbered: tuple[tuple[int, range], ...]  # the first of some numbers that were drawn, for which pages
    turned: frozenset[int]  # pages that were not copied


def bind(
    bound: Paginated,
    keys: Sequence[str],
    paper: Paper,
    meta: BookMeta,
    file: Path,
    store: FragmentStore,
    last: SegmentIndex,
) -> Assembled:
    """Write the book. `keys`: of its fragments, each a digest of all that one is made of. Raises OSError."""
    with file.open("wb") as out:
        return Binder(bound, keys, paper, PdfFile(out), store, last).bind(meta)


class Binder:
    """One book on its way into one file."""

    def __init__(
        self,
        bound: Paginated,
        keys: Sequence[str],
        paper: Paper,
        file: PdfFile,
        store: FragmentStore,
        last: SegmentIndex,
    ) -> None:
        self._bound, self._file = bound, file
        self._fragments = tuple(map(KeyedFragment, bound.fragments, keys))
        self._root, self._tags = file.reserve(), Tags(file)
        self._fonts = FontEmbedder(file, (fragment.fonts for fragment in bound.fragments))
        self._parts, self._around = Parts(file, last), Around.of(paper, file)
        self._write_objects = partial(write_objects, store=store)
        self._pictures: dict[str, int] = {}  # digest -> object, of what is written so far
        self._pages: list[int] = []  # objects of the pages so far
        self._nodes: list[int] = []  # of the page tree
        self._anew: set[int] = set()
        self._numbered: list[tuple[int, range]] = []
        self._turned: set[int] = set()

    def bind(self, meta: BookMeta) -> Assembled:
        for segment in segments(self._bound):
            self._segment(segment)
        tree = b"<</Type/Pages/Count %d/Kids%b>>" % (len(self._pages), array_of(self._nodes))
        self._file.put(self._root, tree)
        self._fonts.close()
        catalog = Catalog(self._file, self._bound, self._pages, meta)
        self._file.close(catalog.write(self._root, self._tags.close()), catalog.information())
        return Assembled(
            self._parts.shares(), frozenset(self._anew), tuple(self._numbered), frozenset(self._turned)
        )

    def _segment(self, segment: Segment) -> None:
        spots = self._bound.spots[segment.pages.start : segment.pages.stop]
        objects = self._objects(segment)
        reserved = range(objects.node, objects.pages[-1])
        self._file.reserve(len(reserved) - 1)
        stand, is_new = self._parts.put(objects, self._write_objects)
        self._note(objects, stand)
        self._anew.update(segment.fragments if is_new else ())
        numbers = self._numbers(spots)
        drawn, is_new = self._parts.put(numbers, write_numbers)
        self._fonts.drawn |= numbers.letters
        self._numbered += [(drawn.numbers, segment.pages)] if is_new else []
        first = segment.fragments.start
        sides = tuple(Side(max(-1, spot.fragment - first), spot.page, spot.recto) for spot in spots)
        pages = PagesInputs(objects, stand.bases, drawn.numbers, sides, self._around, self._root)
        shown, is_new = self._parts.put(pages, write_pages, reserved)
        self._turned.update(segment.pages if is_new else ())
        self._nodes.append(objects.node)
        self._pages += shown.pages

    def _objects(self, segment: Segment) -> ObjectsInputs:
        self._file.align(STEP)
        fragments = self._fragments[segment.fragments.start : segment.fragments.stop]
        shown = dict.fromkeys(digest for one in fragments for digest, _ in one.fragment.pictures)
        return ObjectsInputs(
            self._file.reserve(),
            self._tags.document,
            fragments,
            tuple(self._fonts.numbers[segment.fragments.start : segment.fragments.stop]),
            {digest: self._pictures[digest] for digest in shown if digest in self._pictures},
        )

    def _numbers(self, spots: Sequence[Spot]) -> NumbersInputs:
        said = tuple(
            (slot, self._bound.said(slot, spot))
            for spot in spots
            if spot.fragment >= 0
            for _, slot in self._bound.drawn(spot)
        )
        return NumbersInputs(said, {slot.font: self._fonts.face_of(slot.font) for slot, _ in said})

    def _note(self, objects: ObjectsInputs, stand: Stand) -> None:
        """What the rest of the book must know of a segment's objects."""
        self._pictures.update(stand.pictures)
        self._tags.add_branch(stand.tags)
        for (fragment, _), base in zip(objects.fragments, stand.bases, strict=True):
            self._tags.fragment(base + fragment.section, [(name, base + own) for name, own in fragment.ids])
