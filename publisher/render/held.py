"""Chapters that are held in memory from one book to the next: see storage/memory.py."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from publisher.model import Chapter, Entry, Post
from publisher.passes.chapter_build import Found
from publisher.storage.memory import Memory
from publisher.storage.sharded import ShardedStore


@dataclass(frozen=True, slots=True)
class Kept:
    """A cached chapter, and the picture files it was made with: another file makes it stale."""

    chapter: Chapter
    looked_for: Mapping[str, Found]  # pictures, by their addresses


class _Held(NamedTuple):
    """A chapter, and what it was made of."""

    post: Post
    common: str
    kept: Kept
    placed: Chapter


class HeldChapters:
    """The chapters of the last book, by the ids of their entries."""

    def __init__(self, memory: Memory, common: str, pack: ShardedStore) -> None:
        """`common`: the key of what all chapters are made with. `pack`: where they are kept on the disk."""
        self.common, self.pack, self.is_sure = common, pack, memory.only_posts_changed
        self._held: dict[str, _Held] = memory.of("chapters")

    def kept(self, entry: Entry) -> Kept | None:
        """Return the chapter that was made of this very post, with the same."""
        held = self._held.get(entry.id)
        is_same = held and held.common == self.common and (held.post is entry.post or held.post == entry.post)
        if not held or not is_same:
            return None
        self.pack.use(entry.id)
        return held.kept

    def placed(self, entry: Entry, kept: Kept) -> Chapter:
        """Return a chapter in its place in the book, which may change while the chapter stays; hold it."""
        held = self._held.get(entry.id)
        before = held.placed if held and held.kept is kept else kept.chapter
        chapter = placed(before, entry)
        self._held[entry.id] = _Held(entry.post, self.common, kept, chapter)
        return chapter


def placed(chapter: Chapter, entry: Entry) -> Chapter:
    """Return a chapter in its place in the book, which may change while the chapter stays."""
    if (chapter.number, chapter.section) == (entry.number, entry.section):
        return chapter
    return replace(chapter, number=entry.number, section=entry.section)
