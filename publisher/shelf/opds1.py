"""Feeds and books as OPDS Catalog 1.2: Atom. See https://specs.opds.io/opds-1.2

In feeds an entry is partial and leads to its complete one; only the complete feed, for crawlers, holds all.
"""

from datetime import datetime

from lxml import etree

from publisher.shelf import links
from publisher.shelf.books import ShelfBook
from publisher.shelf.catalog import Catalog
from publisher.shelf.feeds import Facet, Feed, Kind, Section

NAVIGATION = "application/atom+xml;profile=opds-catalog;kind=navigation"
ACQUISITION = "application/atom+xml;profile=opds-catalog;kind=acquisition"
ENTRY = "application/atom+xml;type=entry;profile=opds-catalog"
TYPES: dict[Kind, str] = {"navigation": NAVIGATION, "acquisition": ACQUISITION}
_RELATION = "http://opds-spec.org"
_ATOM = "http://www.w3.org/2005/Atom"
_SPACES = {
    None: _ATOM,
    "dc": "http://purl.org/dc/terms/",
    "opds": "http://opds-spec.org/2010/catalog",
    "thr": "http://purl.org/syndication/thread/1.0",
    "fh": "http://purl.org/syndication/history/1.0",
    "opensearch": "http://a9.com/-/spec/opensearch/1.1/",
    "schema": "http://schema.org/",
}
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def feed(shelf: Catalog, page: Feed) -> bytes:
    """A page of a feed as an Atom document."""
    here = links.of_feed(page.path, page.page, "xml", page.query)
    root = etree.Element(_named("feed"), nsmap=_SPACES)
    root.set(_LANG, shelf.language)
    _head(root, shelf, page, here)
    for section in page.sections:
        _section(root, section, here)
    for book in page.books:
        _entry(_add(root, "entry"), book, here, complete=page.complete)
    return _document(root)


def entry(shelf: Catalog, book: ShelfBook) -> bytes:
    """A book's complete entry as a document of its own."""
    root = etree.Element(_named("entry"), nsmap=_SPACES)
    root.set(_LANG, shelf.language)
    here = links.of_book(book, "xml")
    _entry(root, book, here, complete=True)
    if not book.authors:
        _author(root, shelf.title)
    _link(root, "self", here, here, ENTRY)
    return _document(root)


def _head(root: etree._Element, shelf: Catalog, page: Feed, here: str) -> None:
    _add(root, "id", page.id)
    _add(root, "title", page.title)
    _add(root, "updated", stamp(page.updated))
    # The shelf itself stands for books that name no author: Atom wants one.
    _author(root, shelf.title)
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


def _paging(root: etree._Element, page: Feed, here: str) -> None:
    """See https://www.rfc-editor.org/rfc/rfc5005 and OpenSearch's response elements."""
    if page.complete:
        _add(root, "fh:complete")
        return
    for rel, number in steps(page):
        _link(root, rel, here, links.of_feed(page.path, number, "xml", page.query), ACQUISITION)
    _add(root, "opensearch:totalResults", str(page.total))
    _add(root, "opensearch:itemsPerPage", str(page.per_page))
    _add(root, "opensearch:startIndex", str((page.page - 1) * page.per_page + 1))


def steps(page: Feed) -> list[tuple[str, int]]:
    """The relations to the other pages of a feed, and their numbers; none where it has one page."""
    near = {"first": 1, "previous": page.page - 1, "next": page.page + 1, "last": page.pages}
    return [(rel, number) for rel, number in near.items() if 1 <= number <= page.pages and page.pages > 1]


def _facet(root: etree._Element, group: str, facet: Facet, here: str) -> None:
    made = _link(root, f"{_RELATION}/facet", here, links.of_feed(facet.path, 1, "xml"), ACQUISITION)
    made.set("title", facet.title)
    made.set(_named("opds:facetGroup"), group)
    made.set(_named("thr:count"), str(facet.count))
    if facet.active:
        made.set(_named("opds:activeFacet"), "true")


def _section(root: etree._Element, section: Section, here: str) -> None:
    made = _add(root, "entry")
    _add(made, "title", section.title)
    _add(made, "id", section.id)
    _add(made, "updated", stamp(section.updated))
    _add(made, "content", section.about).set("type", "text")
    link = _link(made, section.rel, here, links.of_feed(section.path, 1, "xml"), TYPES[section.kind])
    link.set(_named("thr:count"), str(section.count))


def _entry(made: etree._Element, book: ShelfBook, here: str, *, complete: bool) -> None:
    _add(made, "title", book.title)
    _add(made, "id", book.identifier)
    _add(made, "updated", stamp(book.modified))
    for author in book.authors:
        _author(made, author)
    for subject in book.subjects:
        category = _add(made, "category")
        category.set("term", subject)
        category.set("label", subject)
    if book.rights:
        _add(made, "rights", book.rights)
    _dublin_core(made, book, complete=complete)
    _texts(made, book, complete=complete)
    _book_links(made, book, here)


def _dublin_core(made: etree._Element, book: ShelfBook, *, complete: bool) -> None:
    if book.language:
        _add(made, "dc:language", book.language)
    if book.published:
        _add(made, "dc:issued", book.published.isoformat())
    if not complete:
        return
    if book.publisher:
        _add(made, "dc:publisher", book.publisher)
    _add(made, "dc:identifier", book.identifier)
    if book.series:
        series = _add(made, "schema:Series")
        series.set(_named("schema:name"), book.series)
        if book.position:
            series.set(_named("schema:position"), f"{book.position:g}")


def _texts(made: etree._Element, book: ShelfBook, *, complete: bool) -> None:
    said = [book.subtitle, book.description, *(book.contents if complete else ())]
    text = "\n".join(part for part in said if part)
    if complete and text:
        _add(made, "content", text).set("type", "text")
    elif text:
        _add(made, "summary", text).set("type", "text")


def _book_links(made: etree._Element, book: ShelfBook, here: str) -> None:
    _link(made, "alternate", here, links.of_book(book, "xml"), ENTRY)
    _link(made, "alternate", here, links.of_book(book, "html"), "text/html")
    _link(made, f"{_RELATION}/image", here, links.of_cover(book), "image/jpeg")
    _link(made, f"{_RELATION}/image/thumbnail", here, links.of_thumbnail(book), "image/jpeg")
    for file in book.files:
        there = links.of_file(book, file)
        link = _link(made, f"{_RELATION}/acquisition/open-access", here, there, file.media_type)
        link.set("length", str(file.size))
        link.set("title", file.form.upper())


def stamp(moment: datetime) -> str:
    """See https://www.rfc-editor.org/rfc/rfc3339"""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def _author(made: etree._Element, name: str) -> None:
    _add(_add(made, "author"), "name", name)


def _link(made: etree._Element, rel: str, here: str, there: str, media_type: str) -> etree._Element:
    link = _add(made, "link")
    link.set("rel", rel)
    link.set("href", links.reference(here, there))
    link.set("type", media_type)
    return link


def _add(parent: etree._Element, name: str, text: str = "") -> etree._Element:
    made = etree.SubElement(parent, _named(name))
    if text:
        made.text = text
    return made


def _named(name: str) -> str:
    space, _, local = name.rpartition(":")
    return f"{{{_SPACES[space or None]}}}{local}"


def _document(root: etree._Element) -> bytes:
    etree.indent(root)
    return etree.tostring(root, encoding="utf-8", xml_declaration=True)
