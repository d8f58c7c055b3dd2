"""찾아보기 in both formats: words that are marked in chapters, and the lines that lead to them."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

from publisher.model import Book, IndexEntry, Mark


class Locator(NamedTuple):
    """Where a line leads."""

    text: str  # "37–39"; in the EPUB, the title of a chapter
    href: str


class IndexLine(NamedTuple):
    """A line of the index, as templates see it."""

    term: str
    see: str
    locators: Sequence[Locator]


Groups = list[tuple[str, list[IndexLine]]]  # by their heads: ㄱ, A, 0–9


def marked(xhtml: str, marks: Iterable[Mark]) -> str:
    """Return a chapter's fragment with its marked words in elements of their own."""
    pieces, at = [], 0
    for mark in marks:
        pieces += [xhtml[at : mark.start], f'<span id="{mark.id}">', xhtml[mark.start : mark.end], "</span>"]
        at = mark.end
    return "".join((*pieces, xhtml[at:]))


def anchored(xhtml: str, marks: Iterable[Mark]) -> str:
    """Return a chapter's fragment in which the blocks of marked words have ids: no word stands otherwise
    than without an index, so that places that readers have marked stay as words are added to it."""
    pieces, at = [], 0
    for place, block in dict.fromkeys((mark.at, mark.block) for mark in marks if mark.at >= 0):
        pieces += [xhtml[at:place], f' id="{block}"']
        at = place
    return "".join((*pieces, xhtml[at:]))


def grouped(entries: Iterable[IndexEntry], locate: Callable[[Sequence[str]], Iterable[Locator]]) -> Groups:
    """Return the lines under their heads, those that lead somewhere. `locate`: ids -> where they are."""
    lines = ((entry.head, IndexLine(entry.term, entry.see, [*locate(entry.places)])) for entry in entries)
    there = [(head, line) for head, line in lines if line.see or line.locators]
    return [(head, [line for _head, line in rows]) for head, rows in groupby(there, key=lambda row: row[0])]


def on_pages(
    places: Iterable[str], number: Callable[[str], int], href: Callable[[str], str]
) -> Iterator[Locator]:
    """Yield pages, each once, and those that follow one another as one: 5, 37–39. `number`: 0: not known."""
    first: dict[int, str] = {}
    for place in places:
        first.setdefault(number(place), place)
    first.pop(0, None)
    for _gap, run in groupby(enumerate(sorted(first)), key=lambda row: row[1] - row[0]):
        start, *others = (page for _place, page in run)
        yield Locator(f"{start}–{others[-1]}" if others else str(start), href(first[start]))


def in_chapters(places: Iterable[str], chapters: Container[str]) -> dict[str, str]:
    """Return the first of some places in each chapter, by the chapters' ids, in book order."""
    found: dict[str, str] = {}
    for place in places:
        found.setdefault(place if place in chapters else place.rpartition("-w")[0], place)
    return found


def first_marks(book: Book) -> Mapping[str, tuple[Mark, ...]]:
    """Return the marks to which an index leads that names chapters, not pages."""
    chapters = {chapter.id for chapter in book.chapters}
    wanted = {place for entry in book.index.entries for place in in_chapters(entry.places, chapters).values()}
    kept = {
        chapter: tuple(mark for mark in marks if mark.id in wanted)
        for chapter, marks in book.index.marks.items()
    }
    return {chapter: marks for chapter, marks in kept.items() if marks}
