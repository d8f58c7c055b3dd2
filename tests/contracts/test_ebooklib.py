"""EbookLib: what writers/epub/package.py assumes of it."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from ebooklib import epub
from lxml import etree

from tests.books import NCX, OPF

pytestmark = pytest.mark.contract
OPTIONS = {"raise_exceptions": True, "mtime": datetime(2021, 3, 4, 5, 6, 7, tzinfo=UTC), "epub2_guide": False}


def _book() -> epub.EpubBook:
    book = epub.EpubBook()
    book.set_identifier("urn:x")
    book.set_title("제목")
    book.set_language("ko")
    page = epub.EpubItem(uid="p", file_name="p.xhtml", media_type="application/xhtml+xml", content=b"")
    page.properties = ["svg", "mathml"]
    book.add_item(page)
    book.add_item(epub.EpubNcx())
    book.spine = [page]
    book.toc = [(epub.Section("부", href="p.xhtml"), [epub.Link("p.xhtml", "글", "ncx-p")])]
    book.add_metadata("OPF", "meta", "set", {"property": "collection-type", "refines": "#set"})
    return book


def _written(book: epub.EpubBook) -> dict[str, bytes]:
    out = io.BytesIO()
    epub.write_epub(out, book, OPTIONS)
    with zipfile.ZipFile(out) as made:
        return {name: made.read(name) for name in made.namelist()}


def test_package() -> None:
    """It writes into an open file, under these names; items keep their properties, the spine its items, and
    the time is the one that was given."""
    made = _written(_book())
    assert {"mimetype", "META-INF/container.xml", "EPUB/content.opf", "EPUB/toc.ncx"} <= set(made)
    root = etree.fromstring(made["EPUB/content.opf"])
    (item,) = (one for one in root.iter(f"{OPF}item") if one.get("id") == "p")
    assert ("p.xhtml", "svg mathml") == (item.get("href"), item.get("properties"))
    assert ["p"] == [one.get("idref") for one in root.iter(f"{OPF}itemref")]
    metas = {one.get("property"): one.text for one in root.iter(f"{OPF}meta")}
    assert ("2021-03-04T05:06:07Z", "set") == (metas["dcterms:modified"], metas["collection-type"])


def test_contents() -> None:
    """The NCX nests what a section holds."""
    points = etree.fromstring(_written(_book())["EPUB/toc.ncx"]).iter(f"{NCX}navPoint")
    assert ["부", "글"] == [point.findtext(f"{NCX}navLabel/{NCX}text") for point in points]


def test_what_goes_wrong_is_raised() -> None:
    """With raise_exceptions a book that cannot be written is no quiet False."""
    book = _book()
    book.spine = [object()]
    with pytest.raises(Exception, match="object"):
        _written(book)
