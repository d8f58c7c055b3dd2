"""Pieces that are kept from build to build, and the pictures of all of them.

A piece lies in three places: its outline, which is all that a build must know of what it does not bind anew,
with those of other pieces in few files; the whole piece in a file of its own; its pictures in one file each,
once for all that show them.
"""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from publisher.storage.cache import Cache, NoCache
from publisher.storage.sharded import Pack, unpickled
from publisher.writers.pdf.layout.fragment import Body, Piece
from publisher.writers.pdf.layout.relocatable import Movable


class LostError(Exception):
    """A picture, or a piece's body, that is to be bound is damaged, or gone."""


class Stock:
    """The pieces of one book, by their keys."""

    def __init__(self, keep_in: Path, book: str, *, keeps: bool) -> None:
        """`book`: its identifier. Not `keeps`: pictures lie in the folder, pieces nowhere."""
        self._whole = Cache(keep_in / "pieces") if keeps else NoCache()
        self._outlines = Pack(Cache(keep_in / "outlines") if keeps else NoCache(), book)
        self._pictures = Cache(keep_in / "prints")

    def has(self, start: str, key: str) -> bool:
        """Whether there is such a piece, which begins with `start`; it may be damaged."""
        return bool(self._outlines.get(start, key)) or self._whole.has(key)

    def get(self, start: str, key: str) -> Piece | None:
        """A piece, without its body where that need not be read; None where it is damaged."""
        if outlined := _read(self._outlines.get(start, key)):
            self._in_use(key, outlined)
            return outlined
        if whole := _read(self._whole.get(key)):
            self._outline(key, whole)
        return whole

    def put(self, key: str, piece: Piece) -> Piece:
        """Keep a new piece; the same without what lies on the disk once for all that show it."""
        bare = []
        for digest, things in piece.pictures:
            if not self._pictures.has(digest):
                self._pictures.put(digest, _flat(things))
            bare.append((digest, () if self._pictures.has(digest) else things))
        piece = replace(piece, pictures=tuple(bare))
        self._whole.put(key, pickle.dumps(piece))
        self._outline(key, piece)
        return piece

    def _in_use(self, key: str, piece: Piece) -> None:
        """What is copied from the last file is not read, and would go first when the cache is full: then an
        edit would lay out anew all that stands on its shelf."""
        self._whole.use(key)
        for digest, _ in piece.pictures:
            self._pictures.use(digest)

    def _outline(self, key: str, piece: Piece) -> None:
        self._outlines.put(piece.start, key, pickle.dumps(replace(piece, body=None)))

    def body(self, key: str) -> Body:
        """The body of a piece that was got without. Raises LostError."""
        whole = _read(self._whole.get(key))
        if not whole or not whole.body:
            raise LostError(key)
        return whole.body

    def picture(self, digest: str) -> tuple[Movable, ...]:
        """A picture of some piece. Raises LostError."""
        data = self._pictures.get(digest)
        if data is None:
            raise LostError(digest)
        return tuple(_apart(data))

    def damaged_pictures(self, pieces: Sequence[Piece]) -> frozenset[str]:
        """Pictures of these pieces that are damaged, or gone; they are forgotten."""
        digests = dict.fromkeys(digest for piece in pieces for digest, _ in piece.pictures)
        lost = frozenset(digest for digest in digests if self._pictures.get(digest) is None)
        for digest in lost:
            self._pictures.drop(digest)
        return lost

    def is_whole(self, key: str, piece: Piece, lost: frozenset[str]) -> bool:
        """Whether a piece can be bound without these pictures; else it is forgotten."""
        if lost.isdisjoint(dict(piece.pictures)) and (piece.body or _read(self._whole.get(key))):
            return True
        self._whole.drop(key)
        self._outlines.drop(piece.start, key)
        return False

    def close(self) -> None:
        """Write what is new; see Pack.close()."""
        self._outlines.close()


def _read(data: bytes | None) -> Piece | None:
    """A piece from the cache; the store is this user's own, and its entries carry a checksum."""
    piece = unpickled(data)
    return piece if isinstance(piece, Piece) else None


def _flat(things: Sequence[Movable]) -> bytes:
    """Objects as bytes: what is large can be read without being copied."""
    sizes = [-1 if thing.data is None else len(thing.data) for thing in things]
    head = pickle.dumps(
        [(one.template, one.references, size) for one, size in zip(things, sizes, strict=True)]
    )
    return b"".join((len(head).to_bytes(4), head, *(thing.data or b"" for thing in things)))


def _apart(data: bytes) -> Iterator[Movable]:
    """The objects of _flat()."""
    rest = memoryview(data)
    at = 4 + int.from_bytes(rest[:4])
    for template, references, size in pickle.loads(rest[4:at]):  # noqa: S301 - written by _flat
        yield Movable(template, references, None if size < 0 else rest[at : at + size])
        at += max(size, 0)
