"""The objects of the pieces on one shelf: all of a book but for what changes with its page numbers."""

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate

from publisher.storage.cache import key_of
from publisher.writers.pdf.assemble.context import Work
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.index import Stand
from publisher.writers.pdf.assemble.segments import STEP, Shelf
from publisher.writers.pdf.layout.fragment import Piece
from publisher.writers.pdf.layout.relocatable import Movable, settled


class Objects:
    """A shelf's objects on their way into the file."""

    def __init__(self, shelf: Shelf, work: Work) -> None:
        self._work = work
        self._shelf = shelf
        self._pieces = work.bound.pieces[shelf.pieces.start : shelf.pieces.stop]
        work.file.align(STEP)
        self.node = work.file.reserve()  # of the page tree
        leaves = [len(piece.leaves) for piece in self._pieces]
        self.reserved = range(self.node, work.file.reserve(sum(leaves)) + sum(leaves))
        self.pages = tuple(accumulate(leaves[:-1], initial=self.node + 1))  # the first of each piece
        self._pictures: list[tuple[str, int]] = []

    @cached_property
    def key(self) -> str:
        """A digest of all that they are made of."""
        work = self._work
        keys = work.keys[self._shelf.pieces.start : self._shelf.pieces.stop]
        shown = {digest for piece in self._pieces for digest, _ in piece.pictures}
        others = sorted((digest, work.pictures[digest]) for digest in shown & work.pictures.keys())
        fonts = [(font.name, work.case.number_of(font)) for piece in self._pieces for font in piece.fonts]
        return key_of("objects", self.node, keys, others, fonts, work.tags.document)

    def write(self) -> Stand:
        bases = tuple(map(self._piece, self._shelf.pieces, self._pieces, self.pages))
        elements = dict((*self._of_pages(bases), *self._of_links(bases)))
        return Stand(bases, tuple(self._pictures), self._work.tags.branch(elements))

    def _piece(self, number: int, piece: Piece, page: int) -> int:
        """Write a piece; the number of its first object."""
        work, file = self._work, self._work.file
        body = piece.body or work.stock.body(work.keys[number])
        meant = {"document": work.tags.document}
        meant |= {f"page:{n}": page + n for n in range(len(piece.leaves))}
        meant |= {f"font:{font.name}": work.case.number_of(font) for font in piece.fonts}
        meant |= {f"picture:{digest}": self._picture(digest, things) for digest, things in piece.pictures}
        named = [meant[name] for name in piece.names]
        base = file.reserve(piece.count)
        for own, thing in body.streams:
            put(file, base + own, thing, base, named)
        for bundle in body.bundles:
            numbers = [base + own for own in bundle.numbers]
            file.put_bundle(numbers, bundle.begins, settled(bundle, base, named))
        return base

    def _picture(self, digest: str, things: Sequence[Movable]) -> int:
        """A picture's object; the same for all chapters that show it."""
        pictures = self._work.pictures
        if digest not in pictures:
            things = things or self._work.stock.picture(digest)
            base = pictures[digest] = self._work.file.reserve(len(things))
            self._pictures.append((digest, base))
            for number, thing in enumerate(things):
                put(self._work.file, base + number, thing, base, ())
        return pictures[digest]

    def _of_pages(self, bases: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Pages, and the array of the elements of each one's marked contents."""
        for piece, base, page in zip(self._pieces, bases, self.pages, strict=True):
            yield from ((number, base + leaf.elements) for number, leaf in enumerate(piece.leaves, page))

    def _of_links(self, bases: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Links, and the element of each."""
        for piece, base in zip(self._pieces, bases, strict=True):
            links = (pair for leaf in piece.leaves for pair in zip(leaf.links, leaf.linked, strict=True))
            yield from ((base + link, base + element) for link, element in links if element >= 0)


def put(file: PdfFile, number: int, thing: Movable, base: int, named: Sequence[int]) -> None:
    """Write an object, its references filled in."""
    value = settled(thing, base, named)
    if thing.data is None:
        file.put(number, value)
    else:
        file.put_stream(number, value, thing.data)
