"""Pieces -> one PDF: pages in their places, numbers drawn, fonts and pictures once, links and outline.

Nothing is laid out here, and no object of a piece is looked into: its references are filled in, and it
is written. See movable.py and file.py.
"""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from publisher.model import BookMeta
from publisher.writers.pdf import holes
from publisher.writers.pdf.bound import Bound, furniture
from publisher.writers.pdf.catalog import Catalog
from publisher.writers.pdf.file import PdfFile
from publisher.writers.pdf.movable import Movable, array_of, settled
from publisher.writers.pdf.pagination import Spot
from publisher.writers.pdf.paper import Paper
from publisher.writers.pdf.piece import Hole, Leaf, Piece
from publisher.writers.pdf.tags import Tags
from publisher.writers.pdf.typecase import Typecase

_MM = 72 / 25.4
_NODE = 32  # pages below a node of the page tree


def bind(
    bound: Bound,
    paper: Paper,
    meta: BookMeta,
    file: Path,
    picture: Callable[[str], Sequence[Movable]],
) -> None:
    """Write the book; `picture` has the pictures, by their digests. Raises OSError."""
    with file.open("wb") as out:
        Binder(bound, paper, PdfFile(out), picture).bind(meta)


class Binder:
    """One book on its way into one file."""

    def __init__(
        self, bound: Bound, paper: Paper, file: PdfFile, picture: Callable[[str], Sequence[Movable]]
    ) -> None:
        self._bound = bound
        self._paper = paper
        self._file = file
        self._pages = file.reserve(len(bound.spots))
        self._root = file.reserve()
        nodes = -(-len(bound.spots) // _NODE)
        self._nodes = file.reserve(nodes)
        self._case = Typecase(file)
        self._tags = Tags(file, len(bound.spots))
        self._picture_of = picture
        self._pictures: dict[str, int] = {}
        self._around: dict[tuple[int, int], list[int]] = {}  # streams of heads, by piece and place
        self._before = file.add_stream(b"q", packed=False)
        # Heads are laid out on paper as it is, and belong on what is seen of a page for both sides.
        self._behind = [
            file.add_stream(b"Q /Artifact BMC 1 0 0 1 %.4f 0 cm" % self._left(recto=recto), packed=False)
            for recto in (False, True)
        ]

    def bind(self, meta: BookMeta) -> None:
        base = 0  # the number of the first object of the piece whose pages are written
        for number, spot in enumerate(self._bound.spots):
            if spot.piece < 0:
                self._blank(number)
                continue
            if spot.leaf == 0:
                base = self._piece(self._bound.pieces[spot.piece], number)
            self._page(number, spot, base)
        self._page_tree()
        self._case.close()
        catalog = Catalog(self._file, self._bound, self._pages, meta)
        self._file.close(catalog.write(self._root, self._tags.close()), catalog.information())

    def _piece(self, piece: Piece, first: int) -> int:
        """The piece's objects in the book's file, its pages from `first` on; the number of the first."""
        links = [link for leaf in piece.leaves for link in leaf.links]
        keys = self._tags.keys(len(links))
        meant = {"document": self._tags.document}
        meant |= {f"page:{n}": self._pages + first + n for n in range(len(piece.leaves))}
        meant |= {f"font:{font.name}": self._case.take(font) for font in piece.fonts}
        meant |= {f"picture:{digest}": self._picture(digest, things) for digest, things in piece.pictures}
        meant |= {f"key:{n}": key for n, key in enumerate(keys)}
        named = [meant[name] for name in piece.names]
        base = self._file.reserve(piece.count)
        for number, thing in piece.streams:
            self._put(base + number, thing, base, named)
        for bundle in piece.bundles:
            numbers = [base + number for number in bundle.numbers]
            self._file.put_bundle(numbers, bundle.begins, settled(bundle, base, named))
        self._tags.piece(base + piece.section, [(name, base + number) for name, number in piece.ids])
        linked = [number for leaf in piece.leaves for number in leaf.linked]
        for key, number in zip(keys, linked, strict=True):
            self._tags.link(key, base + number if number >= 0 else 0)
        return base

    def _picture(self, digest: str, things: Sequence[Movable]) -> int:
        """A picture's object; the same for all chapters that show it."""
        if digest not in self._pictures:
            things = things or self._picture_of(digest)
            base = self._pictures[digest] = self._file.reserve(len(things))
            for number, thing in enumerate(things):
                self._put(base + number, thing, base, ())
        return self._pictures[digest]

    def _put(self, number: int, thing: Movable, base: int, named: Sequence[int]) -> None:
        value = settled(thing, base, named)
        if thing.data is None:
            self._file.put(number, value)
        else:
            self._file.put_stream(number, value, thing.data)

    def _blank(self, number: int) -> None:
        box = self._seen(recto=True)
        self._file.put(self._pages + number, b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources<<>>>>" % (
            self._parent(number), box,
        ))  # fmt: skip

    def _page(self, number: int, spot: Spot, base: int) -> None:
        piece = self._bound.pieces[spot.piece]
        leaf = piece.leaves[spot.leaf]
        contents = list(self._filled(leaf.holes, [base + number for number in leaf.contents], spot))
        if piece.furniture:
            contents = [self._before, *contents, *self._heads(leaf, spot)]
        key = self._tags.page(number, base + leaf.elements)
        self._file.put(
            self._pages + number,
            b"<</Type/Page/Parent %d 0 R/MediaBox%b/Resources %d 0 R/Contents%b/Annots%b/StructParents %d"
            b"/Tabs/S>>"
            % (
                self._parent(number),
                self._box(leaf, spot),
                base + piece.resources,
                array_of(contents),
                array_of(base + link for link in leaf.links),
                key,
            ),
        )

    def _heads(self, leaf: Leaf, spot: Spot) -> Iterator[int]:
        """Head and number of a page, behind its own content, as an artifact.

        What stands around the number is the same on many pages of a chapter, and there once.
        """
        yield self._behind[spot.recto]
        place = spot.piece, furniture(leaf, spot)
        heads = self._bound.pieces[spot.piece].furniture[place[1]]
        if place not in self._around:
            self._around[place] = [self._stream(one) for one in heads.drawing]
        yield from self._filled(heads.holes, self._around[place], spot)

    def _stream(self, thing: Movable) -> int:
        number = self._file.reserve()
        self._put(number, thing, 0, ())
        return number

    def _filled(self, own: Sequence[Hole], streams: Sequence[int], spot: Spot) -> Iterator[int]:
        """Content streams with the numbers drawn between them."""
        yield from streams[:1]
        for hole, stream in zip(own, streams[1:], strict=True):
            drawn = holes.drawn(hole, self._bound.said(hole, spot), self._case.compose)
            yield self._file.add_stream(drawn, packed=False)
            yield stream

    def _page_tree(self) -> None:
        count = len(self._bound.spots)
        starts = range(0, count, _NODE)
        for node, start in enumerate(starts, self._nodes):
            kids = range(self._pages + start, self._pages + min(start + _NODE, count))
            about = b"<</Type/Pages/Parent %d 0 R/Count %d/Kids%b>>"
            self._file.put(node, about % (self._root, len(kids), array_of(kids)))
        nodes = array_of(range(self._nodes, self._nodes + len(starts)))
        self._file.put(self._root, b"<</Type/Pages/Count %d/Kids%b>>" % (count, nodes))

    def _parent(self, number: int) -> int:
        return self._nodes + number // _NODE

    def _box(self, leaf: Leaf, spot: Spot) -> bytes:
        """What is seen of a page: all of it, or the side that it stands on."""
        if abs(leaf.width - self._paper.width * _MM) < 1:
            return b"[0 0 %.4f %.4f]" % (leaf.width, leaf.height)
        return self._seen(recto=spot.recto)

    def _seen(self, *, recto: bool) -> bytes:
        """What is seen of a page that was laid out for both sides: see Paper.sheet_box()."""
        left = self._left(recto=recto)
        return b"[%.4f 0 %.4f %.4f]" % (left, left + self._paper.width * _MM, self._paper.height * _MM)

    def _left(self, *, recto: bool) -> float:
        """Where on a page for both sides the seen one begins, in PDF points."""
        return self._paper.left_of(recto=recto) * _MM
