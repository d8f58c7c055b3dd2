"""A sheet -> a piece: laid out by WeasyPrint without numbers and sides. A pure function of its job.

Where the sheet carries heads and numbers (its furniture), six blank pages stand before it: an opening
page and a following one for each side, then two that are there to tell how the theme's page numbers
are aligned. Their page numbers are 88881 to 88884, then 1 and 2, so they are found in what is drawn.
"""

from dataclasses import replace

from lxml import html as lxml_html

from publisher.errors import IncompleteError
from publisher.glyphs import alike
from publisher.trees import inner
from publisher.writers.pdf import engine
from publisher.writers.pdf.extract import extract
from publisher.writers.pdf.order import Order
from publisher.writers.pdf.piece import Piece
from publisher.writers.pdf.reading import missing, tally, words_of

FURNITURE = 6  # pages


def lay_out(order: Order) -> Piece:
    """The sheet's pages as a piece. Raises LayoutError where the engine did what we do not know."""
    furniture = _furniture(order.section, order.furniture) if order.furniture else ""
    html = f"{order.head}{furniture}{order.section}</body></html>"
    laid = engine.lay_out(html, dict(order.files), order.press, uncompressed_pdf=True, pdf_tags=True)
    piece = extract(laid, order.press.fonts, FURNITURE if order.furniture else 0, order.id)
    faces = order.press.fonts.faces
    if lost := missing(words_of(order.section), piece.text, (alike(face) for face in faces)):
        raise IncompleteError(
            f"{order.name}: the layout has lost letters of it: {lost[:40]}",
            "no book was written; this is a fault of ours, or of a theme that hides text: please report it",
        )
    return replace(piece, text="", letters=sum(tally(piece.text).values()))


def _furniture(section: str, page: str) -> str:
    """Blank pages with the sheet's heads and numbers, where its opening sets them as the theme says."""
    opening = f'<div class="furniture" style="page: {page}">{_opening(section)}</div>'
    blank = f'<div class="furniture" style="page: {page}">\u200b</div>'
    return opening + blank * 2 + opening + blank * 2


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
    return inner(_in_a_box(header), "html")


def _in_a_box(header: lxml_html.HtmlElement) -> lxml_html.HtmlElement:
    box = lxml_html.Element("div")
    header.tail = None
    box.append(header)
    return box
