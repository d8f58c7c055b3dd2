"""Fragments that are kept from build to build, and the pictures of all of them.

A fragment lies in three places: its outline, which is all that a build must know of what it does not bind
anew, with those of other fragments in few files; the whole fragment in a file of its own; its pictures in one
file each, once for all that show them.
"""

from collections.abc import Sequence
from dataclasses import replace

from publisher.storage.cache import Cache
from publisher.storage.records import decoded, encoded
from publisher.storage.sharded import ShardedStore
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
        """Tell whether there is such a fragment, which begins with `start`; it may be damaged."""
        return bool(self._outlines.get(start, key)) or self._whole.has(key)

    def keeps(self, key: str) -> bool:
        """Tell whether a whole fragment lies on the disk."""
        return self._whole.has(key)

    def get(self, start: str, key: str) -> Fragment | None:
        """Return a fragment, without its body where that need not be read; None where it is damaged."""
        if outlined := decoded(self._outlines.get(start, key), Fragment):
            self._in_use(key, outlined)
            return outlined
        if whole := decoded(self._whole.get(key), Fragment):
            self._outline(key, whole)
        return whole

    def put(self, key: str, fragment: Fragment) -> Fragment:
        """Keep a new fragment; the same without what lies on the disk once for all that show it."""
        bare = []
        for digest, things in fragment.pictures:
            if not self._pictures.has(digest):
                self._pictures.put(digest, encoded(things))
            bare.append((digest, () if self._pictures.has(digest) else things))
        fragment = replace(fragment, pictures=tuple(bare))
        self._whole.put(key, encoded(fragment))
        self._outline(key, fragment)
        return fragment

    def _in_use(self, key: str, fragment: Fragment) -> None:
        """What is copied from the last file is not read, and would go first when the cache is full: then an
        edit would lay out anew all that stands on its segment."""
        self._whole.use(key)
        for digest, _ in fragment.pictures:
            self._pictures.use(digest)

    def _outline(self, key: str, fragment: Fragment) -> None:
        self._outlines.put(fragment.start, key, encoded(replace(fragment, body=None)))

    def body(self, key: str) -> Body:
        """Return the body of a fragment that was got without. Raises LostError."""
        whole = decoded(self._whole.get(key), Fragment)
        if not whole or not whole.body:
            raise LostError(key)
        return whole.body

    def picture(self, digest: str) -> tuple[Relocatable, ...]:
        """Return a picture of some fragment. Raises LostError."""
        things = decoded(self._pictures.get(digest), tuple[Relocatable, ...])
        if things is None:
            raise LostError(digest)
        return things

    def damaged_pictures(self, fragments: Sequence[Fragment]) -> frozenset[str]:
        """Return pictures of these fragments that are damaged, or gone; they are forgotten."""
        digests = dict.fromkeys(digest for fragment in fragments for digest, _ in fragment.pictures)
        lost = frozenset(digest for digest in digests if self._pictures.get(digest) is None)
        for digest in lost:
            self._pictures.drop(digest)
        return lost

    def is_whole(self, key: str, fragment: Fragment, lost: frozenset[str]) -> bool:
        """Tell whether a fragment can be bound without these pictures; else it is forgotten."""
        if lost.isdisjoint(dict(fragment.pictures)) and (
            fragment.body or decoded(self._whole.get(key), Fragment)
        ):
            return True
        self._whole.drop(key)
        self._outlines.drop(fragment.start, key)
        return False

    def close(self) -> None:
        """Write what is new; see ShardedStore.close()."""
        self._outlines.close()
