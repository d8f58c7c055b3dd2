"""A sheet -> a piece: laid out by WeasyPrint without numbers and sides. A pure function of its order.

Where the sheet carries heads and numbers (its furniture), blank pages stand before it: for each of its
chapters an opening page and a following one for each side. They are numbered from 88881 on, so their
numbers are found in what is drawn. A gauge, four pages of a document of their own with the numbers 5 to 8,
tells how numbers are aligned; it is the same for all sheets of a book.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from urllib.parse import unquote

from lxml import html as lxml_html

from publisher.errors import IncompleteError, LayoutError, Severity
from publisher.writers.pdf.layout import engine, fit
from publisher.writers.pdf.layout.context import FIRST, GAUGE, Press
from publisher.writers.pdf.layout.extract import extract, numbered
from publisher.writers.pdf.layout.fragment import Piece, Place, Shown, Told
from publisher.writers.pdf.layout.images import stand_ins
from publisher.writers.pdf.layout.inside import outside
from publisher.writers.pdf.layout.reading import missing, words_of
from publisher.writers.pdf.layout.request import Order
from publisher.writers.pdf.layout.slots import Numbered

_FIRST_PAGES = re.compile(r"@page[^{]*:first\b", re.I)
_REPORT = "this is a fault of ours, or of a theme that hides things: please report it"
_SINGLE_PAGES = re.compile(r"@page[^{]*:nth\(", re.I)


def lay_out(order: Order) -> Piece:
    """The sheet's pages as a piece. Raises LayoutError where the engine did what we do not know."""
    if not order.furniture:
        return _piece(order, ())
    if _SINGLE_PAGES.search(order.press.css):
        raise LayoutError("the theme has rules for single pages of the book, @page :nth()")
    try:
        return _piece(order, order.gauge or gauge_of(order.press, order.head, order.furniture))
    except LayoutError:  # a number that is one text with a head is known by a gauge with that head
        own = _measured(order.press, order.head, order.furniture, _opening(order.sections[0]))
        return _piece(order, own)


def _piece(order: Order, gauge: Sequence[Numbered]) -> Piece:
    furniture = "".join(_four(_opening(one), order.furniture) for one in order.sections) if gauge else ""
    front = _front(order.press, 4 * len(order.sections) if gauge else 0)
    style = f"@page :nth(n+{front.stop + 1}) {order.page_box}" if order.page_box else ""
    files, prints = stand_ins(dict(order.files))

    def whole(text: str) -> engine.Rendered:
        html = _html(order.head, front, FIRST, style, order.furniture, furniture + text)
        return engine.rendered(html, files, order.press)

    fitted = fit.fitted(order.sections, fit.Setting(whole, order.head, files, order.press))
    laid = engine.written(fitted.rendered, order.press, uncompressed_pdf=True, pdf_tags=True)
    piece = extract(laid, order.press.fonts, order.starts, front, gauge, prints)
    if beyond := next(outside(laid.pdf, front.stop, order.cut), None):
        raise _fault(
            order, f"words stand beyond the edge of page {beyond[0] - front.stop + 1}: {beyond[1][:40]}"
        )
    root = lxml_html.fragment_fromstring("".join(order.sections), create_parent=True)
    places = dict(_places(root, piece))
    told = tuple(_unseen(order, piece.shown)) if order.simplifies else ()
    _prove(words_of(root), piece, order)
    return replace(piece, places=places, shown=Shown(), told=(*fitted.told, *told))


@lru_cache(maxsize=16)
def gauge_of(press: Press, head: str, page: str) -> tuple[Numbered, ...]:
    """Pages with short numbers and no heads, for all sheets with this furniture."""
    return _measured(press, head, page, "\u200b")


def _measured(press: Press, head: str, page: str, opening: str) -> tuple[Numbered, ...]:
    front = _front(press, 4)
    html = _html(head, front, GAUGE, "", page, _four(opening, page))
    laid = engine.lay_out(html, {}, press, uncompressed_pdf=True)
    return numbered(laid, press.fonts, front, GAUGE)


def _front(press: Press, pages: int) -> range:
    """Which pages of the document are furniture: two stand before where the theme has rules for the first."""
    lead = 2 if pages and _FIRST_PAGES.search(press.css) else 0
    return range(lead, lead + pages)


def _html(head: str, front: range, first: int, style: str, page: str, text: str) -> str:
    """A document with furniture, which is numbered from `first` on, before the text."""
    if front.stop:
        style = f"@page :nth({front.start + 1}) {{ counter-reset: page {first} }} {style}"
    lead = _blank("\u200b", page) * front.start
    return f"{head}<style>{style}</style>{lead}{text}</body></html>"


def _prove(words: str, piece: Piece, order: Order) -> None:
    """Raises IncompleteError where the pages do not say all words of the sheet."""
    if lost := missing(words, piece.shown.text, order.press.fonts.draw):
        raise _fault(order, f"the layout has lost letters of it: {lost[:40]}")


def _unseen(order: Order, shown: Shown) -> Iterator[Told]:
    """Name the chapters some of whose pictures or links are not on the pages: their words are."""
    roots = [lxml_html.fragment_fromstring(section) for section in order.sections]
    pictures = [len(root.findall(".//img")) for root in roots]
    links = [{one for one in root.xpath(".//a/@href") if _leads_out(one)} for root in roots]
    for start, count, addresses in zip(order.starts, pictures, links, strict=True):
        if count and sum(pictures) > shown.figures:
            yield Told(start, "image-unseen", "a picture of it is not in the PDF", _REPORT, Severity.ERROR)
        if lost := addresses - {unquote(one) for one in shown.addresses} - shown.addresses:
            what = f"a link of it is not in the PDF: {min(lost)}"
            yield Told(start, "link-unseen", what, _REPORT, Severity.ERROR)


def _leads_out(address: str) -> bool:
    return address.startswith(("http:", "https:", "mailto:"))


def _fault(order: Order, what: str) -> IncompleteError:
    return IncompleteError(f"{order.name}: {what}", _REPORT)


def _places(root: lxml_html.HtmlElement, piece: Piece) -> Iterator[tuple[str, Place]]:
    """The place of every id; what the engine makes no box of (a column, <rp>) stands where the one before
    it does: a link to it has to lead somewhere."""
    last = next(iter(piece.places.values()), (0, 0.0, 0.0))
    for name in root.xpath(f"//@id[not(starts-with(., '{fit.MARK}'))]"):
        last = piece.places.get(name, last)
        yield name, last


def _four(opening: str, page: str) -> str:
    """Blank pages as the theme sets their heads and numbers: opening recto, verso, recto, opening verso."""
    blank = _blank("\u200b", page)
    return f"{_blank(opening, page)}{blank}{blank}{_blank(opening, page)}"


def _blank(inside: str, page: str) -> str:
    return f'<div class="furniture" style="page: {page}">{inside}</div>'


def _opening(section: str) -> str:
    """The sheet's own title, unseen, without ids: it is what the running heads are taken from."""
    root = lxml_html.fragment_fromstring(section)
    header = root.find(".//header")
    if header is None:
        return "\u200b"
    for element in header.iter():
        element.attrib.pop("id", None)
    for picture in list(header.iter("p")):
        if "thumbnail" in picture.get("class", ""):
            header.remove(picture)
    return lxml_html.tostring(header, encoding="unicode", with_tail=False)
