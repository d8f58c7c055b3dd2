"""What a shelf shows, by address: the folder that `static` writes and the answers of `serve` are the same.

A server that looks addresses up here, and nowhere else, can serve no file that is not on the shelf.
"""

import codecs
import hashlib
import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from publisher.assets.themes import Theme
from publisher.library import editions, links, opds1, opds2, page
from publisher.library.books import BookFile, ShelfBook
from publisher.library.feeds import feeds
from publisher.library.shelf import Catalog


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing at one address."""

    media_type: str  # "application/epub+zip", "text/html; charset=utf-8"
    body: bytes | Path  # made by us, or a file of the shelf
    size: int  # bytes
    digest: str  # SHA-256 in hexadecimal: the ETag, the checksum of a download
    modified: datetime  # UTC
    name: str = ""  # file name to download it under: "모래 묻은 키보드.epub"; empty: shown in place


@dataclass(frozen=True, slots=True)
class Website:
    """Resources by address below the root: "index.html", "opds/index.xml", "book/모래-묻은-키보드.epub".

    Addresses are NFC, not percent-encoded, "/" between names, no "." or ".." in them. A folder's page is at
    "…/index.html". Links between resources are relative, so a website can stand anywhere.
    """

    resources: Mapping[str, Resource]


def website(shelf: Catalog, theme: Theme) -> Website:
    """Return all that a shelf shows: pages, feeds, covers, books. Nothing else can be asked for."""
    resources = {address: _file(book, file) for book, file, address in _files(shelf)}
    for address, media_type, body in itertools.chain(_of_books(shelf, theme), _of_feeds(shelf, theme)):
        digest = hashlib.sha256(body).hexdigest()
        resources[address] = Resource(media_type, body, len(body), digest, shelf.updated)
    return Website(resources)


def _files(shelf: Catalog) -> Iterator[tuple[ShelfBook, BookFile, str]]:
    for book in shelf.books:
        for file in book.files:
            yield book, file, links.of_file(book, file)


def _file(book: ShelfBook, file: BookFile) -> Resource:
    name = links.file_name(book, file)
    return Resource(file.media_type, file.path, file.size, file.digest, book.modified, name)


_Made = Iterator[tuple[str, str, bytes]]  # address, media type, bytes of what we make


def _of_books(shelf: Catalog, theme: Theme) -> _Made:
    for book in shelf.books:
        yield links.of_cover(book), "image/jpeg", book.cover.full.data
        yield links.of_thumbnail(book), "image/jpeg", book.cover.thumbnail.data
        yield links.of_book(book, "xml"), opds1.ENTRY, opds1.entry(shelf, book)
        yield links.of_book(book, "json"), opds2.PUBLICATION, opds2.publication(shelf, book)
        yield links.of_book(book, "html"), page.TYPE, page.book(shelf, book, theme)


def _of_feeds(shelf: Catalog, theme: Theme) -> _Made:
    for feed in feeds(shelf):
        yield links.of_feed(feed.path, feed.page, "xml"), opds1.TYPES[feed.kind], opds1.feed(shelf, feed)
        yield links.of_feed(feed.path, feed.page, "json"), opds2.FEED, opds2.feed(shelf, feed)
        # The root's page is that of all books; the complete feed is for programs alone.
        if feed.path and not feed.complete:
            yield links.of_feed(feed.path, feed.page, "html"), page.TYPE, page.feed(shelf, feed, theme)
    yield links.EDITIONS, editions.TYPE, editions.feed(shelf)
    yield links.ICON, "image/svg+xml", page.icon(theme)
    yield links.STYLE, page.STYLE_TYPE, page.style(theme)
    # A fragment has no head to say its encoding in, for whoever opens it to look.
    yield links.SNIPPET, page.TYPE, codecs.BOM_UTF8 + page.snippet(shelf, theme)
