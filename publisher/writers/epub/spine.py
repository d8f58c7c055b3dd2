"""Which file of the EPUB a page stands in: places in the spine stay from edition to edition.

Reading apps look for the page of a highlight by its place in the spine ("/6/14"), whatever ids say. So each
page keeps the place that it had in the last edition: one that is new stands behind another in the file of
that, and where one is gone, an empty file stays that no reader turns to.
See https://idpf.org/epub/linking/cfi/ and, for `linear`, https://www.w3.org/TR/epub-33/#sec-itemref-elem
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from publisher.book.matter import BACK, FRONT
from publisher.book.slots import Slots, fitted
from publisher.book.tree import Part, contents, walk
from publisher.config.schema import BookToml
from publisher.model import Book
from publisher.writers import matter

GONE = "place-"  # how the files without a page are called


def ids(book: Book, settings: BookToml) -> list[str]:
    """Return all pages of a book by their ids, in reading order."""
    return [page for page, _key in _pages(book, settings)]


def places(book: Book, settings: BookToml) -> Slots:
    """Return what stands at each place of the spine, as an edition keeps it. A book that is ordered anew, in
    which most pages would lose their places in any case, begins with none."""
    now = [key for _page, key in _pages(book, settings) if _stands(key, settings)]
    found, texts = fitted(book.spine, now), {chapter.id for chapter in book.texts}
    known = texts.intersection(key for slot in book.spine for key in slot)
    stayed = [known.intersection(before, slot) for before, slot in zip(book.spine, found, strict=False)]
    return found if 2 * sum(map(len, stayed)) >= len(known) else fitted((), now)


def _stands(page: str, settings: BookToml) -> bool:
    """Whether it is in the spine: a book without a contents page has the list that reading apps show."""
    return page != "nav" or settings.order.contents


def _pages(book: Book, settings: BookToml) -> Iterator[tuple[str, str]]:
    """Ids, and by what a page is known in any edition: a part by its name, whatever its number is."""
    around = matter.there(book, settings.matter)

    def some(*kinds: str) -> Iterator[tuple[str, str]]:
        return ((page, page) for kind, page in around if kind in kinds)

    yield "cover", "cover"
    yield from some("half_title")
    yield "title", "title"
    yield from some(*FRONT)
    yield "nav", "nav"
    for node in walk(contents(book.chapters)):
        yield node.id, f"part:{'/'.join(node.section)}" if isinstance(node, Part) else node.id
    yield from some(*BACK)
    yield "colophon", "colophon"
    yield from some("ads")


@dataclass(frozen=True, slots=True)
class Spine:
    """The files of a book's pages."""

    files: tuple[tuple[str, ...], ...]  # the pages in each by their ids; none: what stood there is gone
    hosts: Mapping[str, str]  # of pages that stand behind another one: the first of the file

    @classmethod
    def of(cls, book: Book, settings: BookToml) -> "Spine":
        """Return where each page stands; without an earlier edition, in a file of its own."""
        pages = iter([page for page in ids(book, settings) if _stands(page, settings)])
        files = tuple(tuple(next(pages) for _key in slot) for slot in places(book, settings))
        return cls(files, {guest: host for host, *guests in filter(None, files) for guest in guests})

    @property
    def names(self) -> list[str]:
        """Return what the files are called, without ending."""
        return [pages[0] if pages else f"{GONE}{place}" for place, pages in enumerate(self.files)]

    def href(self, page: str) -> str:
        """Return where a page begins."""
        return f"{self.hosts[page]}.xhtml#at-{page}" if page in self.hosts else f"{page}.xhtml"
