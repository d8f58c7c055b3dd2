"""Fragments that are kept from build to build, and the pictures of all of them.

A fragment lies in three places: its outline, which is all that a build must know of what it does not bind
anew, with those of other fragments in few files; the whole fragment in a file of its own; its pictures in one
file each, once for all that show them.
"""

import pickle
from collections.abc import Iterator, Sequence
from dataclasses import replace

from publisher.storage.cache import Cache
from publisher.storage.sharded import ShardedStore, unpickled
from publisher.writers.job import Job
from publisher.writers.pdf.layout.fragment import Body, Fragment
from publisher.writers.pdf.layout.relocatable import Relocatable


class LostError(Exception):
    """A picture, or a fragment's body, that is to be bound is damaged, or gone."""


class FragmentStore:
    """The fragments of one book, by their keys."""

    def __init__(self, job: Job) -> None:
        """Where a job keeps nothing, pictures lie in its folder, fragments nowhere."""
        self._whole = job.cache("fragments")
        self._outlines = ShardedStore(job.cache("outlines"), job.book.meta.identifier)
        self._pictures = Cache(job.keep_in / "images")

    def has(self, start: str, key: str) -> bool:
        """Whether there is such a fragment, which begins with `start`; it may be damaged."""
        return bool(self._outlines.get(start, key)) or self._whole.has(key)

    def get(self, start: str, key: str) -> Fragment | None:
        """A fragment, without its body where that need not be read; None where it is damaged."""
        if outlined := _read(self._outlines.get(start, key)):
            self._in_use(key, outlined)
            return outlined
        if whole := _read(self._whole.get(key)):
            self._outline(key, whole)
        return whole

    def put(self, key: str, fragment: Fragment) -> Fragment:
        """Keep a new fragment; the same without what lies on the disk once for all that show it."""
        bare = []
        for digest, things in fragment.pictures:
            if not self._pictures.has(digest):
                self._pictures.put(digest, _flat(things))
            bare.append((digest, () if self._pictures.has(digest) else things))
        fragment = replace(fragment, pictures=tuple(bare))
        self._whole.put(key, pickle.dumps(fragment))
        self._outline(key, fragment)
        return fragment

    def _in_use(self, key: str, fragment: Fragment) -> None:
        """What is copied from the last file is not read, and would go first when the cache is full: then an
        edit would lay out anew all that stands on its segment."""
        self._whole.use(key)
        for digest, _ in fragment.pictures:
            self._pictures.use(digest)

    def _outline(self, key: str, fragment: Fragment) -> None:
        self._outlines.put(fragment.start, key, pickle.dumps(replace(fragment, body=None)))

    def body(self, key: str) -> Body:
        """The body of a fragment that was got without. Raises LostError."""
        whole = _read(self._whole.get(key))
        if not whole or not whole.body:
            raise LostError(key)
        return whole.body

    def picture(self, digest: str) -> tuple[Relocatable, ...]:
        """A picture of some fragment. Raises LostError."""
        data = self._pictures.get(digest)
        if data is None:
            raise LostError(digest)
        return tuple(_apart(data))

    def damaged_pictures(self, fragments: Sequence[Fragment]) -> frozenset[str]:
        """Pictures of these fragments that are damaged, or gone; they are forgotten."""
        digests = dict.fromkeys(digest for fragment in fragments for digest, _ in fragment.pictures)
        lost = frozenset(digest for digest in digests if self._pictures.get(digest) is None)
        for digest in lost:
            self._pictures.drop(digest)
        return lost

    def is_whole(self, key: str, fragment: Fragment, lost: frozenset[str]) -> bool:
        """Whether a fragment can be bound without these pictures; else it is forgotten."""
        if lost.isdisjoint(dict(fragment.pictures)) and (fragment.body or _read(self._whole.get(key))):
            return True
        self._whole.drop(key)
        self._outlines.drop(fragment.start, key)
        return False

    def close(self) -> None:
        """Write what is new; see ShardedStore.close()."""
        self._outlines.close()


def _read(data: bytes | None) -> Fragment | None:
    """A fragment from the cache; the store is this user's own, and its entries carry a checksum."""
    fragment = unpickled(data)
    return fragment if isinstance(fragment, Fragment) else None


def _flat(things: Sequence[Relocatable]) -> bytes:
    """Objects as bytes: what is large can be read without being copied."""
    sizes = [-1 if thing.data is None else len(thing.data) for thing in things]
    head = pickle.dumps(
        [(one.template, one.references, size) for one, size in zip(things, sizes, strict=True)]
    )
    return b"".join((len(head).to_bytes(4), head, *(thing.data or b"" for thing in things)))


def _apart(data: bytes) -> Iterator[Relocatable]:
    """The objects of _flat()."""
    rest = memoryview(data)
    at = 4 + int.from_bytes(rest[:4])
    for template, references, size in pickle.loads(rest[4:at]):  # noqa: S301 - written by _flat
        yield Relocatable(template, references, None if size < 0 else rest[at : at + size])
        at += max(size, 0)
