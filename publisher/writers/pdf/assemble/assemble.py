"""Fragments -> one PDF: pages in their places, numbers drawn, fonts and pictures once, links and outline.

Nothing is laid out here, and no object of a fragment is looked into: its references are filled in, and it
is written; or it is copied from the last file, where the same stands. See layout/relocatable.py, file.py,
segments.py and index.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from publisher.book.paper import Paper
from publisher.model import BookMeta
from publisher.writers.pdf.assemble.catalog import Catalog
from publisher.writers.pdf.assemble.context import Work
from publisher.writers.pdf.assemble.embedder import FontEmbedder
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.index import Parts, SegmentIndex, Share, Stand
from publisher.writers.pdf.assemble.pages import Around, Numbers, Pages
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.assemble.segment import Objects
from publisher.writers.pdf.assemble.segments import Segment, segments
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
        pdf = PdfFile(out)
        root, tags = pdf.reserve(), Tags(pdf)
        case = FontEmbedder(pdf, (font for fragment in bound.fragments for font in fragment.fonts))
        parts = Parts(pdf, case, last)
        return Binder(Work(bound, keys, paper, pdf, root, tags, case, parts, store)).bind(meta)


class Binder:
    """One book on its way into one file."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._around = Around(work)
        self._pages: list[int] = []  # objects of the pages so far
        self._nodes: list[int] = []  # of the page tree
        self._anew: set[int] = set()
        self._numbered: list[tuple[int, range]] = []
        self._turned: set[int] = set()

    def bind(self, meta: BookMeta) -> Assembled:
        work = self._work
        for segment in segments(work.bound):
            self._segment(segment)
        tree = b"<</Type/Pages/Count %d/Kids%b>>" % (len(self._pages), array_of(self._nodes))
        work.file.put(work.root, tree)
        work.case.close()
        catalog = Catalog(work.file, work.bound, self._pages, meta)
        work.file.close(catalog.write(work.root, work.tags.close()), catalog.information())
        return Assembled(
            work.parts.shares(), frozenset(self._anew), tuple(self._numbered), frozenset(self._turned)
        )

    def _segment(self, segment: Segment) -> None:
        work = self._work
        objects = Objects(segment, work)
        stand, is_new = work.parts.put(objects.key, range(0), objects.write)
        self._note(segment, stand)
        self._anew.update(segment.fragments if is_new else ())
        numbers = Numbers(segment, work, objects)
        drawn, is_new = work.parts.put(numbers.key(), range(0), numbers.write)
        self._numbered += [(drawn.numbers, segment.pages)] if is_new else []
        leaves = Pages(segment, work, self._around, objects, stand._replace(numbers=drawn.numbers))
        shown, is_new = work.parts.put(leaves.key(), objects.reserved, leaves.write)
        self._turned.update(segment.pages if is_new else ())
        self._nodes.append(objects.node)
        self._pages += shown.pages

    def _note(self, segment: Segment, stand: Stand) -> None:
        """What the rest of the book must know of a segment's objects."""
        work = self._work
        work.pictures.update(stand.pictures)
        work.tags.add_branch(stand.tags)
        for number, base in zip(segment.fragments, stand.bases, strict=True):
            fragment = work.bound.fragments[number]
            work.tags.fragment(base + fragment.section, [(name, base + own) for name, own in fragment.ids])
