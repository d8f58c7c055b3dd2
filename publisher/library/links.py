"""Where everything on a shelf is: addresses below its root, and how one refers to another.

Addresses are as in `Website`: NFC, not escaped. References are relative and percent-encoded, so the
whole may stand anywhere, also in a folder of the reader's own disk.
"""

import posixpath
from typing import Literal
from urllib.parse import quote, urlencode

from publisher.library.about import FORMS
from publisher.library.books import BookFile, ShelfBook

Kind = Literal["xml", "json", "html"]
STYLE = "shelf.css"
ICON = "icon.svg"
EDITIONS = "feed.xml"
SNIPPET = "snippet.html"
OPENSEARCH = "opds/opensearch.xml"
READER = "read.html"


def of_feed(path: str, page: int, kind: Kind, query: str = "") -> str:
    """Return the address of a page of a feed; for a search, with its query: "opds/search.xml?query=…&page=2".

    The first page of all books is the shelf's own page, index.html.
    """
    if kind == "html" and path in ("", "all") and page == 1:
        return "index.html"
    place = path or "index"
    if query:
        fields = {"query": query} | ({"page": str(page)} if page > 1 else {})
        tail = f".{kind}?{urlencode(fields, quote_via=quote)}"
    else:
        tail = f"/{page}.{kind}" if page > 1 else f".{kind}"
    return f"{place}{tail}" if kind == "html" else f"opds/{place}{tail}"


def of_book(book: ShelfBook, kind: Kind) -> str:
    """Return the book's page, its complete OPDS 1.2 entry, its OPDS 2.0 publication."""
    return f"book/{book.name}.{kind}"


def of_reader(book: ShelfBook) -> str:
    """Find where the server shows a book's EPUB in the browser."""
    return f"{READER}?{urlencode({'book': book.name}, quote_via=quote)}"


def of_file(book: ShelfBook, file: BookFile) -> str:
    return f"book/{book.name}{FORMS[file.form][0]}"


def of_cover(book: ShelfBook) -> str:
    return f"book/{book.name}.jpg"


def of_thumbnail(book: ShelfBook) -> str:
    return f"book/{book.name}.small.jpg"


def file_name(book: ShelfBook, file: BookFile) -> str:
    """Return what a download is called."""
    return f"{book.name}{FORMS[file.form][0]}"


def reference(here: str, there: str) -> str:
    """From one address to another: "opds/all.xml", "book/파도.epub" -> "../book/%ED%8C%8C%EB%8F%84.epub".

    See https://www.rfc-editor.org/rfc/rfc3986#section-4.2
    """
    path, mark, query = there.partition("?")
    folder = posixpath.dirname(here.partition("?")[0])
    return quote(posixpath.relpath(path, folder or ".")) + mark + query


def absolute(url: str, address: str) -> str:
    """Return an address on the web, below the shelf's own; a folder's page is at the folder's address."""
    path, mark, query = address.partition("?")
    folder, _, name = path.rpartition("/")
    below = path if name != "index.html" else f"{folder}/" if folder else ""
    return url.rstrip("/") + "/" + quote(below) + mark + query
