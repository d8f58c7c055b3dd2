"""The feeds of a catalogue, once for OPDS 1.2, OPDS 2.0 and the pages.

A feed leads on (navigation) or lists books (acquisition), in pages of 50. There are: what is new, all, and
by author, tag, year and series. On a shelf of files no two facets can be asked for at once: choosing one
leads to all its books.
See https://specs.opds.io/opds-1.2 and https://drafts.opds.io/opds-2.0
"""

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from publisher.library.books import ShelfBook
from publisher.library.shelf import PLURAL, Catalog, Group, Sort, folded

PER_PAGE = 50
_MOST_FACETS = 30  # of a group: a client shows them all at once; the feed "authors" has every one
NEW = "http://opds-spec.org/sort/new"
_FACETED: tuple[Sort, ...] = ("author", "tag", "year")

Kind = Literal["navigation", "acquisition"]


@dataclass(frozen=True, slots=True)
class Section:
    """An entry of a navigation feed."""

    id: str
    title: str
    path: str  # of the feed it leads to
    kind: Kind
    rel: str  # "subsection", or a relation of OPDS
    count: int  # of books, or of groups
    about: str  # "300 books"
    updated: datetime


@dataclass(frozen=True, slots=True)
class Facet:
    """A link to some of the books of a feed."""

    title: str
    path: str
    count: int
    active: bool


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """Facets of one sort: "지은이"."""

    title: str
    facets: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed: sections, or books."""

    id: str  # of all its pages
    path: str  # "" is the root; "all", "author/윤서해", "search"
    title: str
    kind: Kind
    up: str  # path of the feed above
    updated: datetime
    sections: tuple[Section, ...] = ()
    books: tuple[ShelfBook, ...] = ()
    facets: tuple[FacetGroup, ...] = ()
    total: int = 0  # of sections or books, on all pages
    page: int = 1
    pages: int = 1
    per_page: int = PER_PAGE
    complete: bool = False  # every book with all that is known of it, for crawlers
    query: str = ""  # of a search


def feeds(shelf: Catalog) -> Iterator[Feed]:
    """Yield every page of every feed, the root first."""
    yield _navigation(shelf, "", shelf.title, _sections(shelf))
    yield from acquisition(shelf, "new", shelf.words["new"], newest(shelf.books))
    yield from acquisition(shelf, "all", shelf.words["all"], shelf.books)
    yield _complete(shelf)
    for sort, groups in shelf.groups.items():
        if groups:
            yield _navigation(shelf, PLURAL[sort], shelf.words[f"by_{sort}"], _group_sections(shelf, groups))
        for group in groups:
            yield from acquisition(shelf, group.path, group.name, group.books, PLURAL[sort])


def search(shelf: Catalog, query: str, page: int = 1) -> Feed:
    """Return the books in which every word of the query stands: page `page`, empty where there is no such
    page."""
    words = folded(query).split()
    texts = ((book, _searched(book)) for book in shelf.books)
    found = [book for book, text in texts if all(word in text for word in words)]
    title = shelf.words["found"].format(query)
    pages = list(acquisition(shelf, "search", title, found, query=query))
    return pages[page - 1] if 1 <= page <= len(pages) else replace(pages[0], books=(), page=page)


def _searched(book: ShelfBook) -> str:
    said = (book.title, book.subtitle, book.series, book.publisher, book.description, book.isbn)
    return folded("\n".join((*said, *book.authors, *book.subjects)))


def acquisition(
    shelf: Catalog, path: str, title: str, books: Sequence[ShelfBook], up: str = "", query: str = ""
) -> Iterator[Feed]:
    """Yield the pages of a feed of books: at least one, which may be empty."""
    whole = Feed(
        id=_id(shelf, f"{path}?{query}" if query else path),
        path=path,
        title=title,
        kind="acquisition",
        up=up,
        updated=max((book.modified for book in books), default=shelf.updated),
        facets=tuple(_facets(shelf, path)),
        total=len(books),
        pages=max(1, -(-len(books) // PER_PAGE)),
        query=query,
    )
    for page in range(1, whole.pages + 1):
        yield replace(whole, page=page, books=tuple(books[(page - 1) * PER_PAGE : page * PER_PAGE]))


def _complete(shelf: Catalog) -> Feed:
    """See https://specs.opds.io/opds-1.2#25-complete-acquisition-feeds"""
    (*_, last) = acquisition(shelf, "complete", shelf.title, ())
    books = tuple(newest(shelf.books))
    return replace(last, books=books, total=len(books), per_page=len(books), complete=True, facets=())


def newest(books: Iterable[ShelfBook]) -> list[ShelfBook]:
    """Return the latest edition first; of one moment, by title."""
    return sorted(books, key=lambda book: book.modified, reverse=True)


def _navigation(shelf: Catalog, path: str, title: str, sections: Iterable[Section]) -> Feed:
    found = tuple(sections)
    return Feed(
        id=_id(shelf, path),
        path=path,
        title=title,
        kind="navigation",
        up="",
        updated=max((section.updated for section in found), default=shelf.updated),
        sections=found,
        total=len(found),
        per_page=len(found),
    )


def _sections(shelf: Catalog) -> Iterator[Section]:
    """What the root leads to."""
    total = len(shelf.books)
    for path, rel in (("new", NEW), ("all", "subsection")):
        about = shelf.count(total)
        yield Section(
            _id(shelf, path), shelf.words[path], path, "acquisition", rel, total, about, shelf.updated
        )
    for sort, groups in shelf.groups.items():
        if groups:
            path, about = PLURAL[sort], ", ".join(group.name for group in groups[:5])
            more = "…" if len(groups) > 5 else ""
            title = shelf.words[f"by_{sort}"]
            count = len(groups)
            one = _id(shelf, path)
            yield Section(one, title, path, "navigation", "subsection", count, about + more, shelf.updated)


def _group_sections(shelf: Catalog, groups: Iterable[Group]) -> Iterator[Section]:
    for group in groups:
        count = len(group.books)
        updated = max(book.modified for book in group.books)
        yield Section(
            _id(shelf, group.path), group.name, group.path, "acquisition", "subsection", count,
            shelf.count(count), updated,
        )  # fmt: skip


def steps(page: Feed) -> list[tuple[str, int]]:
    """Return the relations to the other pages of a feed, and their numbers; none where it has one page."""
    near = {"first": 1, "previous": page.page - 1, "next": page.page + 1, "last": page.pages}
    return [(rel, number) for rel, number in near.items() if 1 <= number <= page.pages and page.pages > 1]


def _facets(shelf: Catalog, path: str) -> Iterator[FacetGroup]:
    """By author, tag and year, each with the most books; a group of one leads nowhere."""
    if len(shelf.books) < 2:
        return
    for sort in _FACETED:
        groups = shelf.groups[sort]
        much = sorted(groups, key=lambda group: (group.path != path, -len(group.books)))[:_MOST_FACETS]
        kept = {group.path for group in much}
        shown = [group for group in groups if group.path in kept]
        if len(shown) > 1:
            facets = (Facet(g.name, g.path, len(g.books), g.path == path) for g in shown)
            yield FacetGroup(shelf.words[sort], tuple(facets))


def _id(shelf: Catalog, path: str) -> str:
    """The same as long as the shelf has its address: an atom:id."""
    return f"urn:uuid:{uuid.uuid5(uuid.UUID(shelf.id.removeprefix('urn:uuid:')), path)}"
