"""Books -> a shelf: in order, in the groups they fall into, with the words that pages and feeds say."""

import unicodedata
import uuid
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from publisher.assets.themes import Theme
from publisher.collation import key
from publisher.library.about import line
from publisher.library.books import ShelfBook
from publisher.library.names import unique_slugs

Sort = Literal["author", "tag", "year", "series"]
PLURAL: Mapping[Sort, str] = {"author": "authors", "tag": "tags", "year": "years", "series": "series"}


@dataclass(frozen=True, slots=True)
class ShelfSettings:
    """What the owner of a shelf says of it; empty: found from the books."""

    title: str = ""
    url: str = ""  # where it will stand: "https://example.org/books/"; empty: not known
    language: str = ""  # "ko", "en"
    searchable: bool = False  # by a server; a static host cannot search
    readable: bool = False  # in the browser, by a server that has the reader


@dataclass(frozen=True, slots=True)
class Group:
    """The books of one author, tag, year or series."""

    sort: Sort
    name: str
    path: str  # of its feed: "author/윤서해"
    books: tuple[ShelfBook, ...]


@dataclass(frozen=True, slots=True)
class Catalog:
    """A shelf: its books, and the groups they fall into."""

    id: str
    title: str
    language: str
    url: str
    searchable: bool
    readable: bool
    words: Mapping[str, str]  # what its pages and feeds say
    books: tuple[ShelfBook, ...]  # by title
    groups: Mapping[Sort, tuple[Group, ...]]
    paths: Mapping[tuple[str, str], str]  # of feeds, by sort and folded name
    updated: datetime  # of the newest book: no clock

    def path_of(self, sort: Sort, name: str) -> str:
        """Return the feed of an author, tag, year or series of a book on the shelf."""
        return self.paths[sort, folded(name)]

    def count(self, number: int) -> str:
        """ "1 book", "300 books", "책 300권"."""
        return self.words["one_book" if number == 1 else "many_books"].format(f"{number:,}")


def catalog(books: Sequence[ShelfBook], settings: ShelfSettings, theme: Theme) -> Catalog:
    """Return the books, at least one, as a shelf."""
    language = settings.language or _language(books)
    words = theme.shelf_words_in(language)
    title = line(settings.title) or _title(books, words)
    ordered = tuple(sorted(books, key=lambda book: (key(book.title), book.identifier)))
    groups = {sort: tuple(_groups(sort, ordered)) for sort in PLURAL}
    return Catalog(
        id=f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, settings.url or title)}",
        title=title,
        language=language,
        url=settings.url,
        searchable=settings.searchable,
        readable=settings.readable,
        words=words,
        books=ordered,
        groups=groups,
        paths={(sort, folded(one.name)): one.path for sort, some in groups.items() for one in some},
        updated=max(book.modified for book in books),
    )


def _language(books: Iterable[ShelfBook]) -> str:
    """That of most books; Korean where they say none."""
    counted = Counter(book.language.partition("-")[0] for book in books if book.language)
    return min(counted, key=lambda name: (-counted[name], name), default="ko")


def _title(books: Sequence[ShelfBook], words: Mapping[str, str]) -> str:
    authors = {book.authors for book in books}
    alone = len(authors) == 1 and len(books[0].authors) == 1
    return words["shelf_of"].format(books[0].authors[0]) if alone else words["shelf"]


# Groups

_NAMES: Mapping[Sort, Callable[[ShelfBook], tuple[str, ...]]] = {
    "author": lambda book: book.authors,
    "tag": lambda book: book.subjects,
    "year": lambda book: (f"{book.published.year:04}",) if book.published else (),
    "series": lambda book: (book.series,) if book.series else (),
}


def _groups(sort: Sort, books: Iterable[ShelfBook]) -> Iterator[Group]:
    """Every author, tag, year or series, by name; the latest year first. "Jazz" and "jazz" are one."""
    spelt: dict[str, str] = {}
    within: dict[str, list[ShelfBook]] = {}
    for book in books:
        for one, name in {folded(name): name for name in _NAMES[sort](book)}.items():
            spelt.setdefault(one, name)
            within.setdefault(one, []).append(book)
    slugs = unique_slugs(spelt.items())
    for one in sorted(spelt, key=lambda one: key(spelt[one]), reverse=sort == "year"):
        yield Group(sort, spelt[one], f"{sort}/{slugs[one]}", tuple(_ordered(sort, within[one])))


def _ordered(sort: Sort, books: list[ShelfBook]) -> list[ShelfBook]:
    return sorted(books, key=lambda book: book.position) if sort == "series" else books


def folded(text: str) -> str:
    """As names and words are compared: whatever their letter case and form in Unicode."""
    return unicodedata.normalize("NFKC", text).casefold()
