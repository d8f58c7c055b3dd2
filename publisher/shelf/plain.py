"""A page for the browsers of e-readers: no script, no style younger than 2009, links as large as a thumb.

What they can download is known from use: Kobo's takes what its address says it is (".kepub.epub", ".epub",
".pdf"), Kindle's takes no format of ours, so there the page says how else a book gets there. See
https://github.com/janeczku/calibre-web/issues/146 and https://github.com/janeczku/calibre-web/issues/2990
(Kobo), https://github.com/rvolz/BicBucStriim/issues/287 (Kindle: "Only files with extension .AZW, .PRC,
.MOBI or .TXT"), https://thorgalle.me/notes/documentation-for-the-kindle-browser (its letters are small).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlencode

from publisher.shelf import links
from publisher.shelf.about import Form
from publisher.shelf.books import ShelfBook
from publisher.shelf.catalog import Catalog
from publisher.shelf.feeds import Feed
from publisher.themes import Theme

Device = Literal["", "kobo", "kindle", "other"]
ADDRESS = "plain.html"
_TABLETS = re.compile(r"Silk|Kindle Fire", re.I)
_DEVICES: tuple[tuple[Device, re.Pattern[str]], ...] = (
    ("kindle", re.compile(r"Kindle", re.I)),
    ("kobo", re.compile(r"Kobo|eReader", re.I)),  # since 2024 new ones call themselves "eReader"
    ("other", re.compile(r"PocketBook|Tolino|NOOK|BNRV|Crema", re.I)),
)
_ORDER: tuple[Form, ...] = ("epub", "kepub", "pdf")
_ORDER_ON_KOBO: tuple[Form, ...] = ("kepub", "epub", "pdf")
_LABELS = {"kepub": "plain_kobo", "epub": "plain_epub", "pdf": "plain_pdf"}


@dataclass(frozen=True, slots=True)
class Link:
    """A link with its words."""

    address: str
    label: str
    size: str = ""  # "1.2 MB"


def device(agent: str) -> Device:
    """The e-reader whose browser calls itself so; "" for phones, tablets and computers."""
    if _TABLETS.search(agent):
        return ""
    return next((name for name, pattern in _DEVICES if pattern.search(agent)), "")


def page(shelf: Catalog, feed: Feed, theme: Theme, reader: Device = "", host: str = "") -> bytes:
    """A page of books (all, or those found) for an e-reader. `host`: where other devices find this shelf."""
    template = theme.templates.get_template("shelf/plain.j2")
    order = _ORDER_ON_KOBO if reader == "kobo" else _ORDER
    made = template.render(
        shelf=shelf,
        words=shelf.words,
        feed=feed,
        title=feed.title if feed.query else shelf.title,
        device=reader,
        host=host,
        files=lambda book: list(_files(shelf, book, order)),
        steps=list(_steps(shelf, feed)),
    )
    return made.encode()


def _files(shelf: Catalog, book: ShelfBook, order: tuple[Form, ...]) -> Iterator[Link]:
    for file in sorted(book.files, key=lambda file: order.index(file.form)):
        address = links.reference(ADDRESS, links.of_file(book, file))
        yield Link(address, shelf.words[_LABELS[file.form]], f"{max(0.1, file.size / 1e6):.1f} MB")


def _steps(shelf: Catalog, feed: Feed) -> Iterator[Link]:
    for number, word in ((feed.page - 1, "plain_back"), (feed.page + 1, "plain_on")):
        if 1 <= number <= feed.pages:
            asked = {"query": feed.query} if feed.query else {}
            yield Link(f"{ADDRESS}?{urlencode(asked | {'page': str(number)})}", shelf.words[word])
