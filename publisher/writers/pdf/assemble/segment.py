"""The objects of the fragments on one segment: all of a book but for what changes with its page numbers."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from publisher.storage.keys import key_of
from publisher.writers.pdf.assemble.context import Work
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.index import Stand
from publisher.writers.pdf.assemble.segments import STEP, Segment
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.relocatable import Relocatable, settled


class Objects:
    """A segment's objects on their way into the file."""

    def __init__(self, segment: Segment, work: Work) -> None:
        self._work = work
        self._segment = segment
        self._fragments = work.bound.fragments[segment.fragments.start : segment.fragments.stop]
        work.file.align(STEP)
        self.node = work.file.reserve()  # of the page tree
        counts = [len(fragment.pages) for fragment in self._fragments]
        self.reserved = range(self.node, work.file.reserve(sum(counts)) + sum(counts))
        self.pages = tuple(accumulate(counts[:-1], initial=self.node + 1))  # the first of each fragment
        self._pictures: list[tuple[str, int]] = []

    @cached_property
    def key(self) -> str:
        """A digest of all that they are made of."""
        work = self._work
        keys = work.keys[self._segment.fragments.start : self._segment.fragments.stop]
        shown = {digest for fragment in self._fragments for digest, _ in fragment.pictures}
        others = sorted((digest, work.pictures[digest]) for digest in shown & work.pictures.keys())
        fonts = [
            (font.name, work.case.number_of(font)) for fragment in self._fragments for font in fragment.fonts
        ]
        return key_of("objects", self.node, keys, others, fonts, work.tags.document)

    def write(self) -> Stand:
        bases = tuple(map(self._fragment, self._segment.fragments, self._fragments, self.pages))
        elements = dict((*self._of_pages(bases), *self._of_links(bases)))
        return Stand(bases, tuple(self._pictures), self._work.tags.branch(elements))

    def _fragment(self, number: int, fragment: Fragment, page: int) -> int:
        """Write a fragment; the number of its first object."""
        work, file = self._work, self._work.file
        body = fragment.body or work.store.body(work.keys[number])
        meant = {"document": work.tags.document}
        meant |= {f"page:{n}": page + n for n in range(len(fragment.pages))}
        meant |= {f"font:{font.name}": work.case.number_of(font) for font in fragment.fonts}
        meant |= {f"picture:{digest}": self._picture(digest, things) for digest, things in fragment.pictures}
        named = [meant[name] for name in fragment.names]
        base = file.reserve(fragment.count)
        for own, thing in body.streams:
            put(file, base + own, thing, base, named)
        for bundle in body.bundles:
            numbers = [base + own for own in bundle.numbers]
            file.put_bundle(numbers, bundle.begins, settled(bundle, base, named))
        return base

    def _picture(self, digest: str, things: Sequence[Relocatable]) -> int:
        """A picture's object; the same for all chapters that show it."""
        pictures = self._work.pictures
        if digest not in pictures:
            things = things or self._work.store.picture(digest)
            base = pictures[digest] = self._work.file.reserve(len(things))
            self._pictures.append((digest, base))
            for number, thing in enumerate(things):
                put(self._work.file, base + number, thing, base, ())
        return pictures[digest]

    def _of_pages(self, bases: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pages, and the array of the elements of each one's marked contents."""
        for fragment, base, first in zip(self._fragments, bases, self.pages, strict=True):
            yield from ((number, base + page.elements) for number, page in enumerate(fragment.pages, first))

    def _of_links(self, bases: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Links, and the element of each."""
        for fragment, base in zip(self._fragments, bases, strict=True):
            links = (pair for page in fragment.pages for pair in zip(page.links, page.linked, strict=True))
            yield from ((base + link, base + element) for link, element in links if element >= 0)


def put(file: PdfFile, number: int, thing: Relocatable, base: int, named: Sequence[int]) -> None:
    """Write an object, its references filled in."""
    value = settled(thing, base, named)
    if thing.data is None:
        file.put(number, value)
    else:
        file.put_stream(number, value, thing.data)
