"""Editions of a book: what each held, paragraph by paragraph, and what is other in the next one. Pure.

A paragraph is known by its words: one that stays keeps its name from edition to edition.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from publisher.assets.xhtml import Element, fragment
from publisher.book.slots import Slots, blocks, fitted, weights
from publisher.model import Book, ChangedPost, Changes, Chapter

_BLOCKS = frozenset("p li dt dd h2 h3 h4 h5 h6 pre td th figcaption caption blockquote summary div".split())
_MOST = 4_000_000  # pairs that are looked at to find how two texts go together


@dataclass(frozen=True, slots=True)
class Kept:
    """A chapter as an edition had it."""

    id: str
    title: str
    path: str  # of its post
    paragraphs: tuple[str, ...]
    slots: Slots  # where its blocks stand in the EPUB

    @property
    def words(self) -> tuple[object, ...]:
        """All that a reader reads of it."""
        return self.id, self.title, self.paragraphs


@dataclass(frozen=True, slots=True)
class Edition:
    """What was published."""

    number: int
    name: str  # "초판 1쇄"
    published: str  # "2024-12-20"
    titles: tuple[str, ...]  # of the book, or of the volumes
    isbns: tuple[str, ...]
    chapters: tuple[Kept, ...]
    spines: Mapping[str, Slots] = field(default_factory=dict)  # of each book's EPUB, by its identifier


@dataclass(frozen=True, slots=True)
class Difference:
    """Neighbouring paragraphs that are other ones; one side is empty where some came, or went."""

    place: int  # of the first among the chapter's, from 1
    old: tuple[str, ...]
    new: tuple[str, ...]

    @property
    def count(self) -> int:
        return max(len(self.old), len(self.new))


def edition_of(books: Sequence[Book], number: int, name: str = "") -> Edition:
    """Return what these books hold now, as an edition of that number."""
    first = books[0].meta
    return Edition(
        number,
        name or first.edition or f"{number}판",
        first.published.isoformat(),
        tuple(book.meta.title for book in books),
        tuple(book.meta.isbn for book in books if book.meta.isbn),
        tuple(
            _kept(chapter, book.slots.get(chapter.id, ()))
            for book in books
            if not book.box_set  # it has the chapters of the volumes
            for chapter in book.chapters
        ),
    )


def digest(paragraph: str) -> str:
    """Return the name of a paragraph: that of the same words in any edition."""
    return hashlib.sha256(paragraph.encode()).hexdigest()[:12]


def paragraphs(root: Element) -> Iterator[str]:
    """Yield the words of a text, block by block: of one with others in it, its own come first."""
    for element in root.iter(*_BLOCKS):
        words = " ".join("".join(_own(element)).split())
        yield from [words] if words else []


def _own(element: Element) -> Iterator[str]:
    """The words of a block without those of the blocks in it."""
    yield element.text or ""
    for inner in element:
        yield from _own(inner) if inner.tag not in _BLOCKS else "\n"
        yield inner.tail or ""


def differences(old: Kept, new: Kept) -> list[Difference]:
    """Return where two states of a chapter differ."""
    before, after = old.paragraphs, new.paragraphs
    if len(before) * len(after) > _MOST:
        return [*_differing_sets(before, after)]
    found = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [
        Difference(start + 1, before[a:b], after[start:end])
        for kind, a, b, start, end in found
        if kind != "equal"
    ]


def _differing_sets(before: Sequence[str], after: Sequence[str]) -> Iterator[Difference]:
    """The same for very long texts, without a look at the order."""
    gone, new = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if gone or new:
        yield Difference(1, tuple(gone.elements()), tuple(new.elements()))


def compared(old: Edition, new: Edition) -> Changes:
    """Return what is other in the new one, post by post."""
    before = {chapter.id: chapter for chapter in old.chapters}
    after = {chapter.id: chapter for chapter in new.chapters}
    counts = {
        name: sum(one.count for one in differences(before[name], chapter))
        + (before[name].title != chapter.title)
        for name, chapter in after.items()
        if name in before and before[name].words != chapter.words
    }
    return Changes(
        old.name,
        tuple(ChangedPost(one.title, one.id) for name, one in after.items() if name not in before),
        tuple(ChangedPost(after[name].title, name, count) for name, count in counts.items() if count),
        tuple(ChangedPost(one.title) for name, one in before.items() if name not in after),
    )


def in_words(old: str, new: str) -> str:
    """Show how one paragraph became another: "바다가 [-파랗다-] {+푸르다+}"."""
    before, after = old.split(), new.split()
    if len(before) * len(after) > _MOST:
        return f"[-{old}-] {{+{new}+}}"
    pieces: list[str] = []
    for kind, a, b, start, end in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces += after[start:end]
            continue
        pieces += [f"[-{' '.join(before[a:b])}-]"] if a < b else []
        pieces += [f"{{+{' '.join(after[start:end])}+}}"] if start < end else []
    return " ".join(pieces)


def same(one: Edition, other: Edition) -> bool:
    """Tell whether two editions have the same words."""
    return [chapter.words for chapter in one.chapters] == [chapter.words for chapter in other.chapters]


def latest_other(editions: Iterable[Edition], now: Edition) -> Edition | None:
    """Return the last edition of other words than the book has now: that which this one follows."""
    others = [one for one in editions if not same(one, now)]
    return max(others, key=lambda one: one.number, default=None)


def with_slots(book: Book, last: Edition) -> Book:
    """Return the book with the places of blocks that the last edition had."""
    here = {chapter.id for chapter in book.chapters}
    slots = {one.id: one.slots for one in last.chapters if one.id in here}
    return replace(book, slots=slots, spine=last.spines.get(book.meta.identifier, ()))


def _kept(chapter: Chapter, slots: Slots) -> Kept:
    root = fragment(chapter.xhtml)
    words = tuple(paragraphs(root))
    return Kept(
        chapter.id, chapter.title, chapter.where.path, words, fitted(slots, blocks(root), weights(root))
    )
