"""An Atom feed of new editions, for feed readers. See https://www.rfc-editor.org/rfc/rfc4287"""

from publisher.assets.xhtml import Element
from publisher.library import links
from publisher.library.atom import add, document, heads, link, root
from publisher.library.books import ShelfBook
from publisher.library.feeds import newest
from publisher.library.shelf import Catalog

TYPE = "application/atom+xml; charset=utf-8"
_MOST = 50


def feed(shelf: Catalog) -> bytes:
    """Return the newest editions. Where the shelf knows its address, links are absolute: feed readers need
    that."""
    made = root("feed", shelf.language)
    heads(made, shelf.words["editions"].format(shelf.title), shelf.id, shelf.updated, (shelf.title,))
    link(made, "self", _address(shelf, links.EDITIONS), "application/atom+xml")
    link(made, "alternate", _address(shelf, "index.html"), "text/html")
    for book in newest(shelf.books)[:_MOST]:
        _edition(add(made, "entry"), shelf, book)
    return document(made)


def _edition(made: Element, shelf: Catalog, book: ShelfBook) -> None:
    heads(made, book.title, book.identifier, book.modified, book.authors)
    for subject in book.subjects:
        add(made, "category").set("term", subject)
    text = "\n".join(part for part in (book.subtitle, book.description) if part)
    if text:
        add(made, "summary", text).set("type", "text")
    link(made, "alternate", _address(shelf, links.of_book(book, "html")), "text/html")
    for file in book.files:
        enclosure = link(made, "enclosure", _address(shelf, links.of_file(book, file)), file.media_type)
        enclosure.set("length", str(file.size))


def _address(shelf: Catalog, there: str) -> str:
    return links.absolute(shelf.url, there) if shelf.url else links.reference(links.EDITIONS, there)
