"""Feeds and books as OPDS Catalog 2.0: JSON. See https://drafts.opds.io/opds-2.0

Metadata are those of https://readium.org/webpub-manifest/contexts/default/
"""

import json
from typing import Any

from publisher.library import links
from publisher.library.atom import stamp
from publisher.library.books import BookFile, ShelfBook
from publisher.library.feeds import Facet, Feed, Section, steps
from publisher.library.shelf import Catalog, Sort

FEED = "application/opds+json"
PUBLICATION = "application/opds-publication+json"
_OPEN = "http://opds-spec.org/acquisition/open-access"
Json = dict[str, Any]


def feed(shelf: Catalog, page: Feed) -> bytes:
    """Return a page of a feed as a JSON document."""
    here = links.of_feed(page.path, page.page, "json", page.query)
    made: Json = {"metadata": _metadata(page), "links": _links(shelf, page, here)}
    if page.kind == "navigation":
        made["navigation"] = [_section(section, here) for section in page.sections]
    else:
        made["publications"] = [_publication(shelf, book, here) for book in page.books]
    if page.facets:
        made["facets"] = [
            {"metadata": {"title": group.title}, "links": [_facet(facet, here) for facet in group.facets]}
            for group in page.facets
        ]
    return _document(made)


def publication(shelf: Catalog, book: ShelfBook) -> bytes:
    """Return a book as a document of its own."""
    return _document(_publication(shelf, book, links.of_book(book, "json")))


def _metadata(page: Feed) -> Json:
    made: Json = {"title": page.title, "modified": stamp(page.updated)}
    if page.kind == "acquisition":
        made |= {"numberOfItems": page.total, "itemsPerPage": page.per_page, "currentPage": page.page}
    return made


def _links(shelf: Catalog, page: Feed, here: str) -> list[Json]:
    web = links.of_feed(page.path, page.page, "html", page.query)
    made = [
        _link(here, here, "self", FEED),
        _link(here, links.of_feed("", 1, "json"), "start", FEED),
    ]
    if page.path:
        made.append(_link(here, links.of_feed(page.up, 1, "json"), "up", FEED))
    if not page.complete:
        made.append(_link(here, web, "alternate", "text/html"))
        for rel, number in steps(page):
            there = links.of_feed(page.path, number, "json", page.query)
            made.append(_link(here, there, rel, FEED))
    if shelf.searchable:
        there = links.reference(here, links.of_feed("search", 1, "json")) + "{?query}"
        made.append({"href": there, "type": FEED, "rel": "search", "templated": True})
    return made


def _section(section: Section, here: str) -> Json:
    link = _link(here, links.of_feed(section.path, 1, "json"), section.rel, FEED)
    return {**link, "title": section.title, "properties": {"numberOfItems": section.count}}


def _facet(facet: Facet, here: str) -> Json:
    there = links.reference(here, links.of_feed(facet.path, 1, "json"))
    made: Json = {"href": there, "type": FEED, "title": facet.title}
    if facet.active:
        made["rel"] = "self"
    return {**made, "properties": {"numberOfItems": facet.count}}


def _publication(shelf: Catalog, book: ShelfBook, here: str) -> Json:
    return {
        "metadata": _about(shelf, book, here),
        "links": [
            _link(here, links.of_book(book, "json"), "self", PUBLICATION),
            _link(here, links.of_book(book, "html"), "alternate", "text/html"),
            *(_acquisition(book, file, here) for file in book.files),
        ],
        "images": [
            _image(here, links.of_cover(book), book.cover.full.width, book.cover.full.height),
            _image(here, links.of_thumbnail(book), book.cover.thumbnail.width, book.cover.thumbnail.height),
        ],
    }


def _about(shelf: Catalog, book: ShelfBook, here: str) -> Json:
    made: Json = {
        "@type": "http://schema.org/Book",
        "identifier": book.identifier,
        "title": book.title,
        "subtitle": book.subtitle,
        "author": [_named(shelf, "author", name, here) for name in book.authors],
        "language": book.language,
        "publisher": book.publisher,
        "published": book.published.isoformat() if book.published else "",
        "modified": stamp(book.modified),
        "description": book.description,
        "subject": [_named(shelf, "tag", name, here) for name in book.subjects],
        "numberOfPages": max(file.pages for file in book.files),
    }
    if book.series:
        number = int(book.position) if book.position.is_integer() else book.position
        place = {"position": number} if number else {}
        made["belongsTo"] = {"series": [_named(shelf, "series", book.series, here) | place]}
    return {name: value for name, value in made.items() if value}


def _named(shelf: Catalog, sort: Sort, name: str, here: str) -> Json:
    """A contributor, subject or series, with the feed of its books."""
    path = shelf.path_of(sort, name)
    return {
        "name": name,
        "links": [{"href": links.reference(here, links.of_feed(path, 1, "json")), "type": FEED}],
    }


def _acquisition(book: ShelfBook, file: BookFile, here: str) -> Json:
    link = _link(here, links.of_file(book, file), _OPEN, file.media_type)
    return {**link, "title": file.form.upper(), "size": file.size}


def _image(here: str, there: str, width: int, height: int) -> Json:
    reference = links.reference(here, there)
    return {"href": reference, "type": "image/jpeg", "width": width, "height": height}


def _link(here: str, there: str, rel: str, media_type: str) -> Json:
    return {"href": links.reference(here, there), "type": media_type, "rel": rel}


def _document(made: Json) -> bytes:
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
