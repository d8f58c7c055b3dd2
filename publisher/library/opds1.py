"""Feeds and books as OPDS Catalog 1.2: Atom. See https://specs.opds.io/opds-1.2

In feeds an entry is partial and leads to its complete one; only the complete feed, for crawlers, holds all.
"""

from publisher.assets.xhtml import Element
from publisher.library import atom, links
from publisher.library.atom import add, author, document, heads, link, named
from publisher.library.books import ShelfBook
from publisher.library.feeds import Facet, Feed, Kind, Section, steps
from publisher.library.shelf import Catalog

NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ENTRY = "application/atom+xml;type=entry;profile=opds-catalog"
TYPES: dict[Kind, str] = {"navigation": NAVIGATION, "acquisition": ACQUISITION}
_RELATION = "http://opds-spec.org"


def feed(shelf: Catalog, page: Feed) -> bytes:
    """Return a page of a feed as an Atom document."""
    here = links.of_feed(page.path, page.page, "xml", page.query)
    root = atom.root("feed", shelf.language)
    _head(root, shelf, page, here)
    for section in page.sections:
        _section(root, section, here)
    for book in page.books:
        _entry(add(root, "entry"), book, here, complete=page.complete)
    return document(root)


def entry(shelf: Catalog, book: ShelfBook) -> bytes:
    """Return a book's complete entry as a document of its own."""
    root = atom.root("entry", shelf.language)
    here = links.of_book(book, "xml")
    _entry(root, book, here, complete=True)
    if not book.authors:
        author(root, shelf.title)
    _link(root, "self", here, here, ENTRY)
    return document(root)


def _head(root: Element, shelf: Catalog, page: Feed, here: str) -> None:
    # The shelf itself stands for books that name no author: Atom wants one.
    heads(root, page.title, page.id, page.updated, (shelf.title,))
    _link(root, "self", here, here, TYPES[page.kind])
    _link(root, "start", here, links.of_feed("", 1, "xml"), NAVIGATION)
    if page.path:
        _link(root, "up", here, links.of_feed(page.up, 1, "xml"), NAVIGATION)
    if not page.complete:
        _link(root, "alternate", here, links.of_feed(page.path, page.page, "html", page.query), "text/html")
        _link(root, f"{_RELATION}/crawlable", here, links.of_feed("complete", 1, "xml"), ACQUISITION)
    if shelf.searchable:
        _link(root, "search", here, links.OPENSEARCH, "application/opensearchdescription+xml")
    if page.kind == "acquisition":
        _paging(root, page, here)
    for group in page.facets:
        for facet in group.facets:
            _facet(root, group.title, facet, here)


def _paging(root: Element, page: Feed, here: str) -> None:
    """See https://www.rfc-editor.org/rfc/rfc5005 and OpenSearch's response elements."""
    if page.complete:
        add(root, "fh:complete")
        return
    for rel, number in steps(page):
        _link(root, rel, here, links.of_feed(page.path, number, "xml", page.query), ACQUISITION)
    add(root, "opensearch:totalResults", str(page.total))
    add(root, "opensearch:itemsPerPage", str(page.per_page))
    add(root, "opensearch:startIndex", str((page.page - 1) * page.per_page + 1))


def _facet(root: Element, group: str, facet: Facet, here: str) -> None:
    made = _link(root, f"{_RELATION}/facet", here, links.of_feed(facet.path, 1, "xml"), ACQUISITION)
    made.set("title", facet.title)
    made.set(named("opds:facetGroup"), group)
    made.set(named("thr:count"), str(facet.count))
    if facet.active:
        made.set(named("opds:activeFacet"), "true")


def _section(root: Element, section: Section, here: str) -> None:
    made = add(root, "entry")
    heads(made, section.title, section.id, section.updated, ())
    add(made, "content", section.about).set("type", "text")
    leading = _link(made, section.rel, here, links.of_feed(section.path, 1, "xml"), TYPES[section.kind])
    leading.set(named("thr:count"), str(section.count))


def _entry(made: Element, book: ShelfBook, here: str, *, complete: bool) -> None:
    heads(made, book.title, book.identifier, book.modified, book.authors)
    for subject in book.subjects:
        category = add(made, "category")
        category.set("term", subject)
        category.set("label", subject)
    if book.rights:
        add(made, "rights", book.rights)
    _dublin_core(made, book, complete=complete)
    _texts(made, book, complete=complete)
    _book_links(made, book, here)


def _dublin_core(made: Element, book: ShelfBook, *, complete: bool) -> None:
    if book.language:
        add(made, "dc:language", book.language)
    if book.published:
        add(made, "dc:issued", book.published.isoformat())
    if not complete:
        return
    if book.publisher:
        add(made, "dc:publisher", book.publisher)
    add(made, "dc:identifier", book.identifier)
    if book.series:
        series = add(made, "schema:Series")
        series.set(named("schema:name"), book.series)
        if book.position:
            series.set(named("schema:position"), f"{book.position:g}")


def _texts(made: Element, book: ShelfBook, *, complete: bool) -> None:
    said = [book.subtitle, book.description, *(one.title for one in book.contents if complete)]
    text = "\n".join(part for part in said if part)
    if complete and text:
        add(made, "content", text).set("type", "text")
    elif text:
        add(made, "summary", text).set("type", "text")


def _book_links(made: Element, book: ShelfBook, here: str) -> None:
    _link(made, "alternate", here, links.of_book(book, "xml"), ENTRY)
    _link(made, "alternate", here, links.of_book(book, "html"), "text/html")
    _link(made, f"{_RELATION}/image", here, links.of_cover(book), "image/jpeg")
    _link(made, f"{_RELATION}/image/thumbnail", here, links.of_thumbnail(book), "image/jpeg")
    for file in book.files:
        there = links.of_file(book, file)
        download = _link(made, f"{_RELATION}/acquisition/open-access", here, there, file.media_type)
        download.set("length", str(file.size))
        download.set("title", file.form.upper())


def _link(made: Element, rel: str, here: str, there: str, media_type: str) -> Element:
    return link(made, rel, links.reference(here, there), media_type)
