"""Pieces -> one PDF: pages in their places, numbers drawn, fonts and pictures once, links and outline.

Nothing is laid out here. See "laid out by chapter, bound late" in README, "How it works".
"""

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name

from publisher.model import BookMeta
from publisher.writers.pdf import holes
from publisher.writers.pdf.bound import Bound, furniture
from publisher.writers.pdf.catalog import finish
from publisher.writers.pdf.pagination import Spot
from publisher.writers.pdf.paper import Paper
from publisher.writers.pdf.piece import Leaf, Piece
from publisher.writers.pdf.structure import Joined
from publisher.writers.pdf.typecase import Typecase

_MM = 72 / 25.4


class Binder:
    """One book on its way into one file."""

    def __init__(self, bound: Bound, paper: Paper) -> None:
        self._bound = bound
        self._paper = paper
        self._pdf = pikepdf.new()
        self._sources: list[pikepdf.Pdf] = []  # open until the file is written: streams are copied then
        self._case = Typecase()
        self._pictures: dict[str, Any] = {}
        self._tree = Joined(self._pdf)
        self._save = self._pdf.make_stream(b"q\n")
        self._artifacts = {recto: self._artifact(recto=recto) for recto in (True, False)}
        self._end = self._pdf.make_stream(b"EMC\n")

    def bind(self, meta: BookMeta, file: Path) -> None:
        """Write the book. Raises OSError."""
        pages = self._pages()
        self._case.fill(self._pdf)
        self._tree.finish()
        finish(self._pdf, self._bound.pieces, self._bound.spots, pages, meta)
        self._pdf.save(
            file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True, linearize=False
        )

    def _pages(self) -> list[Any]:
        """Every page as an object of the book, in a page tree with a node for each run of 32."""
        copies = [self._copied(piece) for piece in self._bound.pieces]
        pages = [self._page(spot, copies) for spot in self._bound.spots]
        for page in pages:
            self._tree.page(page)
        root = self._pdf.make_indirect(Dictionary(Type=Name.Pages, Count=len(pages)))
        nodes = []
        for start in range(0, len(pages), 32):
            some = pages[start : start + 32]
            node = self._pdf.make_indirect(
                Dictionary(Type=Name.Pages, Parent=root, Count=len(some), Kids=Array(some))
            )
            for page in some:
                page.Parent = node
            nodes.append(node)
        root.Kids = Array(nodes)
        self._pdf.Root.Pages = root
        return pages

    def _copied(self, piece: Piece) -> Any:
        """The piece's pages in the book's file, with the book's fonts and pictures."""
        source = pikepdf.open(io.BytesIO(piece.pdf))
        self._sources.append(source)
        resources = source.Root.Piece.Resources
        known = {name: self._pictures[d] for name, d in piece.images.items() if d in self._pictures}
        for name in known:
            del resources.XObject[name]
        copy = self._pdf.copy_foreign(source.Root.Piece)
        for name, digest in piece.images.items():
            if name in known:
                copy.Resources.XObject[name] = known[name]
            else:
                self._pictures[digest] = copy.Resources.XObject[name]
        self._case.take(self._pdf, piece, copy.Resources)
        self._tree.piece(copy.Section, copy.Ids)
        return copy

    def _page(self, spot: Spot, copies: Sequence[Any]) -> Any:
        if spot.piece < 0:
            blank = Dictionary(Type=Name.Page, MediaBox=self._seen(recto=True), Resources=Dictionary())
            return self._pdf.make_indirect(blank)
        piece, copy = self._bound.pieces[spot.piece], copies[spot.piece]
        page = copy.Pages[spot.leaf]
        page.Type = Name.Page
        streams = self._filled(page.get("/Contents", Array()), piece.leaves[spot.leaf], spot)
        if piece.furniture:
            place = furniture(piece.leaves[spot.leaf], spot)
            heads = self._filled(copy.Furniture[place], piece.furniture[place], spot)
            streams = [self._save, *streams, self._artifacts[spot.recto], *heads, self._end]
        page.Contents = Array(streams)
        if self._is_wide(page):
            page.MediaBox = self._seen(recto=spot.recto)
        return page

    def _filled(self, contents: Any, leaf: Leaf, spot: Spot) -> list[Any]:
        """A page's content streams with the numbers drawn between them."""
        streams = list(contents) if isinstance(contents, Array) else [contents]
        filled = streams[:1]
        for hole, stream in zip(leaf.holes, streams[1:], strict=True):
            drawn = holes.drawn(hole, self._bound.said(hole, spot), self._case.compose)
            filled += [self._pdf.make_stream(drawn), stream]
        return filled

    def _is_wide(self, page: Any) -> bool:
        return abs(float(page.MediaBox[2]) - self._paper.width * _MM) > 1

    def _artifact(self, *, recto: bool) -> Any:
        """What stands before heads: they are laid out on paper as it is, and belong on what is seen."""
        return self._pdf.make_stream(f"Q /Artifact BMC 1 0 0 1 {self._left(recto=recto):g} 0 cm\n".encode())

    def _seen(self, *, recto: bool) -> Array:
        """What is seen of a page that was laid out for both sides: see Paper.sheet_css()."""
        left = self._left(recto=recto)
        right = left + self._paper.width * _MM
        return Array([round(left, 4), 0, round(right, 4), round(self._paper.height * _MM, 4)])

    def _left(self, *, recto: bool) -> float:
        """Where on a page for both sides the seen one begins, in PDF points."""
        side = max(self._paper.inner, self._paper.outer)
        return (side - (self._paper.inner if recto else self._paper.outer)) * _MM
