"""A page for the browsers of e-readers: no script, no style younger than 2009, links as large as a thumb.

What they can download is known from use: Kobo's takes what its address says it is (".kepub.epub", ".epub",
".pdf"), Kindle's takes no format of ours, so there the page says how else a book gets there. See
https://github.com/janeczku/calibre-web/issues/146 and https://github.com/janeczku/calibre-web/issues/2990
(Kobo), https://github.com/rvolz/BicBucStriim/issues/287 (Kindle: "Only files with extension .AZW, .PRC,
.MOBI or .TXT"), https://thorgalle.me/notes/documentation-for-the-kindle-browser (its letters are small).
"""

import re
from collections.abc import Iterator
from typing import Literal
from urllib.parse import urlencode

from publisher.assets.themes import Theme
from publisher.library import links
from publisher.library.about import Form
from publisher.library.books import ShelfBook
from publisher.library.feeds import Feed
from publisher.library.page import size
from publisher.library.shelf import Catalog

Device = Literal["", "kobo", "kindle", "other"]
ADDRESS = "plain.html"
POLICY = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'"
_TABLETS = re.compile(r"Silk|Kindle Fire", re.I)
_DEVICES: tuple[tuple[Device, re.Pattern[str]], ...] = (
    ("kindle", re.compile(r"Kindle", re.I)),
    ("kobo", re.compile(r"Kobo|eReader", re.I)),  # since 2024 new ones call themselves "eReader"
    ("other", re.compile(r"PocketBook|Tolino|NOOK|BNRV|Crema", re.I)),
)
_ORDER: tuple[Form, ...] = ("epub", "kepub", "pdf")
_ORDER_ON_KOBO: tuple[Form, ...] = ("kepub", "epub", "pdf")


def device(agent: str) -> Device:
    """Return the e-reader whose browser calls itself so; "" for phones, tablets and computers."""
    if _TABLETS.search(agent):
        return ""
    return next((name for name, pattern in _DEVICES if pattern.search(agent)), "")


def page(shelf: Catalog, feed: Feed, theme: Theme, reader: Device = "", host: str = "") -> bytes:
    """Return a page of books (all, or those found) for an e-reader. `host`: where other devices find this
    shelf."""
    order = _ORDER_ON_KOBO if reader == "kobo" else _ORDER
    text = theme.fill(
        "shelf/plain.j2",
        language=shelf.language,
        words=shelf.words,
        query=feed.query,
        title=feed.title if feed.query else shelf.title,
        device=reader,
        host=host,
        books=[_shown(shelf, book, order) for book in feed.books],
        steps=list(_steps(shelf, feed)),
    )
    return text.encode()


def _shown(shelf: Catalog, book: ShelfBook, order: tuple[Form, ...]) -> dict[str, object]:
    files = [
        {
            "address": links.reference(ADDRESS, links.of_file(book, file)),
            "label": shelf.words[f"get_{file.form}"],
            "size": size(file.size),
        }
        for file in sorted(book.files, key=lambda file: order.index(file.form))
    ]
    return {"title": book.title, "subtitle": book.subtitle, "authors": book.authors, "files": files}


def _steps(shelf: Catalog, feed: Feed) -> Iterator[dict[str, str]]:
    """Links to the pages before and after."""
    asked = {"query": feed.query} if feed.query else {}
    for number, word in ((feed.page - 1, "previous"), (feed.page + 1, "next")):
        if 1 <= number <= feed.pages:
            address = f"{ADDRESS}?{urlencode(asked | {'page': str(number)})}"
            yield {"address": address, "label": shelf.words[word]}
