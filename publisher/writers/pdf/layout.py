"""A sheet -> a piece: laid out by WeasyPrint without numbers and sides. A pure function of its order.

Where the sheet carries heads and numbers (its furniture), blank pages stand before it: for each of its
chapters an opening page and a following one for each side. They are numbered from 88881 on, so their
numbers are found in what is drawn; four pages more, numbered 1 to 4, tell how the numbers are aligned.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from lxml import html as lxml_html

from publisher.errors import IncompleteError
from publisher.glyphs import alike
from publisher.writers.pdf import engine
from publisher.writers.pdf.extract import extract
from publisher.writers.pdf.order import Order
from publisher.writers.pdf.piece import Piece, Place
from publisher.writers.pdf.press import GAUGE
from publisher.writers.pdf.reading import missing, tally, words_of


def lay_out(order: Order) -> Piece:
    """The sheet's pages as a piece. Raises LayoutError where the engine did what we do not know."""
    furniture = _furniture(order.sections, order.furniture) if order.furniture else ""
    first = GAUGE + 4 * len(order.sections) + 1 if furniture else 1
    style = f"<style>@page :nth(n+{first}) {order.page_box}</style>" if order.page_box else ""
    text = "".join(order.sections)
    html = f"{order.head}{style}{furniture}{text}</body></html>"
    laid = engine.lay_out(html, dict(order.files), order.press, uncompressed_pdf=True, pdf_tags=True)
    piece = extract(laid, order.press.fonts, order.starts, 4 * len(order.sections) if furniture else 0)
    root = lxml_html.fragment_fromstring(text, create_parent=True)
    places = dict(_places(root, piece))
    _prove(words_of(root), piece, order)
    return replace(piece, places=places, text="", letters=sum(tally(piece.text).values()))


def _prove(words: str, piece: Piece, order: Order) -> None:
    """Raises IncompleteError where the pages do not say all words of the sheet."""
    if lost := missing(words, piece.text, (alike(face) for face in order.press.fonts.faces)):
        raise IncompleteError(
            f"{order.name}: the layout has lost letters of it: {lost[:40]}",
            "no book was written; this is a fault of ours, or of a theme that hides text: please report it",
        )


def _places(root: lxml_html.HtmlElement, piece: Piece) -> Iterator[tuple[str, Place]]:
    """The place of every id; what the engine makes no box of (a column, <rp>) stands where the one before
    it does: a link to it has to lead somewhere."""
    last = next(iter(piece.places.values()), (0, 0.0, 0.0))
    for name in root.xpath("//@id"):
        last = piece.places.get(name, last)
        yield name, last


def _furniture(sections: Sequence[str], page: str) -> str:
    """Blank pages with the sheet's heads and numbers, where its openings set them as the theme says."""
    blank = _blank("\u200b", page)
    fours = [opening + blank * 2 + opening for opening in (_blank(_opening(one), page) for one in sections)]
    return fours[0] + "".join(fours)


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
