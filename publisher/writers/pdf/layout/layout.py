"""A unit -> a fragment: laid out by WeasyPrint without numbers and sides. A pure function of its request.

Where the unit carries heads and numbers (its margin boxes), blank pages stand before it: for each of its
chapters an opening page and a following one for each side. They are numbered from 88881 on, so their
numbers are found in what is drawn. A gauge, four pages of a document of their own with the numbers 5 to 8,
tells how numbers are aligned; it is the same for all units of a book.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from typing import TypeVar
from urllib.parse import unquote

from lxml import html as lxml_html

from publisher.errors import IncompleteError, LayoutError, Severity
from publisher.phrase import Phrase, _
from publisher.writers.pdf.compose.exchange import File
from publisher.writers.pdf.layout import engine, fit
from publisher.writers.pdf.layout.context import FIRST, GAUGE, LayoutContext
from publisher.writers.pdf.layout.earlier import EarlierLayout, LaidChapter
from publisher.writers.pdf.layout.extract import extract, numbered
from publisher.writers.pdf.layout.findings import Told
from publisher.writers.pdf.layout.fragment import Fragment, Place, Shown
from publisher.writers.pdf.layout.images import Print, stand_ins
from publisher.writers.pdf.layout.inside import outside
from publisher.writers.pdf.layout.overlaid import on_others, overlaid
from publisher.writers.pdf.layout.reading import missing, words_of
from publisher.writers.pdf.layout.repeated import said_again
from publisher.writers.pdf.layout.request import LayoutRequest
from publisher.writers.pdf.layout.resolution import coarse
from publisher.writers.pdf.layout.slots import Numbered

Made = TypeVar("Made")
_FIRST_PAGES = re.compile(r"@page[^{@]*:first\b", re.I)
_REPORT = _("this is a fault of ours, or of a theme that hides things: please report it")
_SINGLE_PAGES = re.compile(r"@page[^{@]*:nth\(", re.I)


def lay_out(request: LayoutRequest) -> Fragment:
    """Return the unit's pages as a fragment. Raises LayoutError where the engine did what we do not know."""
    return laid_chapter(request).fragment


def laid_chapter(request: LayoutRequest) -> LaidChapter:
    """Return the same, and what a layout of some of its pages begins with. Raises LayoutError, as above."""
    return gauged(request, lambda gauge: _laid_chapter(Around.of(request, gauge)))


def gauged(request: LayoutRequest, make: Callable[[Sequence[Numbered]], Made]) -> Made:
    """Make something of a unit with the gauge of its margin boxes. Raises LayoutError, as above."""
    if not request.margin_boxes:
        return make(())
    if _SINGLE_PAGES.search(request.context.css):
        raise LayoutError(_("the theme has rules for single pages of the book, @page :nth()"))
    try:
        return make(request.gauge or gauge_of(request.context, request.head, request.margin_boxes))
    except LayoutError:  # a number that is one text with a head is known by a gauge with that head
        own = _measured(request.context, request.head, request.margin_boxes, _opening(request.sections[0]))
        return make(own)


@dataclass(frozen=True, slots=True)
class Around:
    """A unit's margin boxes, which stand before its own pages, and its files."""

    request: LayoutRequest
    gauge: Sequence[Numbered]
    front: range
    files: Mapping[str, File]
    prints: Mapping[bytes, Print]

    @classmethod
    def of(cls, request: LayoutRequest, gauge: Sequence[Numbered]) -> "Around":
        front = _front(request.context, 4 * len(request.sections) if gauge else 0)
        files, prints = stand_ins(dict(request.files), grey=request.context.ink == "grey")
        return cls(request, gauge, front, files, prints)

    def rendered(self, text: str, first: int | None = None) -> engine.Rendered:
        """Lay out sections. `first`: see engine.rendered()."""
        request, front = self.request, self.front
        openings = map(_opening, request.sections if self.gauge else ())
        margin_boxes = "".join(_four(one, request.margin_boxes) for one in openings)
        style = f"@page :nth(n+{front.stop + 1}) {request.page_box}" if request.page_box else ""
        html = _html(request.head, front, FIRST, style, request.margin_boxes, margin_boxes + text)
        return engine.rendered(html, self.files, request.context, first)

    def fragment(self, rendered: engine.Rendered) -> tuple[Fragment, engine.Laid]:
        """Take the pages apart that the engine has laid out."""
        request = self.request
        is_cover = not request.page_box  # which is printed apart, in all colours
        context = replace(request.context, ink="colour") if is_cover else request.context
        laid = engine.written(
            rendered, context, boxes=context.fonts.faces, uncompressed_pdf=True, pdf_tags=True
        )
        fonts = request.context.fonts
        return extract(laid, fonts, request.starts, self.front, self.gauge, self.prints), laid


def _laid_chapter(on: Around) -> LaidChapter:
    request, front = on.request, on.front
    is_alone = len(request.sections) == 1
    whole = partial(on.rendered, first=front.stop if is_alone else None)
    setting = fit.Setting(whole, request.head, on.files, request.context)
    fitted = fit.fitted(request.sections, setting)
    fragment, laid = on.fragment(fitted.rendered)
    if beyond := next(outside(laid.pdf, front.stop, request.cut), None):
        raise _fault(
            request,
            _(
                "words stand beyond the edge of page {value}: {beyond}",
                value=beyond[0] - front.stop + 1,
                beyond=beyond[1][:40],
            ),
        )
    if request.own_theme and (over := next(overlaid(laid.document.pages[front.stop :]), None)):
        raise _fault(request, on_others(*over))
    root = lxml_html.fragment_fromstring("".join(request.sections), create_parent=True)
    places = dict(_places(root, fragment))
    told = tuple(_unseen(request, fragment.shown)) if request.simplifies else ()
    again = said_again(laid.document.pages[front.stop :]) if root.find(".//thead") is not None else ""
    _prove(f"{words_of(root)} {again}", fragment, request)
    soft = coarse(laid.document.pages[front.stop :], request.starts)
    whole_of_it = replace(fragment, places=places, shown=Shown(), told=(*fitted.told, *told), coarse=soft)
    begun = fitted.rendered.begun.behind(front.stop)
    earlier = EarlierLayout(request.sections[0], fitted.sections[0], begun) if is_alone else None
    return LaidChapter(whole_of_it, earlier)


@lru_cache(maxsize=16)
def gauge_of(context: LayoutContext, head: str, page: str) -> tuple[Numbered, ...]:
    """Return pages with short numbers and no heads, for all units with this margin boxes."""
    return _measured(context, head, page, "\u200b")


def _measured(context: LayoutContext, head: str, page: str, opening: str) -> tuple[Numbered, ...]:
    front = _front(context, 4)
    html = _html(head, front, GAUGE, "", page, _four(opening, page))
    laid = engine.lay_out(html, {}, context, boxes=context.fonts.faces, uncompressed_pdf=True)
    return numbered(laid, context.fonts, front, GAUGE)


def _front(context: LayoutContext, pages: int) -> range:
    """Which pages have margin boxes only: two stand before where the theme has rules for the first."""
    lead = 2 if pages and _FIRST_PAGES.search(context.css) else 0
    return range(lead, lead + pages)


def _html(head: str, front: range, first: int, style: str, page: str, text: str) -> str:
    """A document with margin boxes, which is numbered from `first` on, before the text."""
    if front.stop:
        style = f"@page :nth({front.start + 1}) {{ counter-reset: page {first} }} {style}"
    lead = _blank("\u200b", page) * front.start
    return f"{head}<style>{style}</style>{lead}{text}</body></html>"


def _prove(words: str, fragment: Fragment, request: LayoutRequest) -> None:
    """Raises IncompleteError where the pages do not say all words of the unit."""
    if lost := missing(words, fragment.shown.text, request.context.fonts.draw):
        raise _fault(request, _("the layout has lost letters of it: {lost}", lost=lost[:40]))


def _unseen(request: LayoutRequest, shown: Shown) -> Iterator[Told]:
    """Name the chapters some of whose pictures or links are not on the pages: their words are."""
    roots = [lxml_html.fragment_fromstring(section) for section in request.sections]
    pictures = [len(root.findall(".//img")) for root in roots]
    links = [{one for one in root.xpath(".//a/@href") if _leads_out(one)} for root in roots]
    for start, count, addresses in zip(request.starts, pictures, links, strict=True):
        if count and sum(pictures) > shown.figures:
            yield Told(start, "image-unseen", _("a picture of it is not in the PDF"), _REPORT, Severity.ERROR)
        if lost := addresses - {unquote(one) for one in shown.addresses} - shown.addresses:
            what = _("a link of it is not in the PDF: {min}", min=min(lost))
            yield Told(start, "link-unseen", what, _REPORT, Severity.ERROR)


def _leads_out(address: str) -> bool:
    return address.startswith(("http:", "https:", "mailto:"))


def _fault(request: LayoutRequest, what: Phrase) -> IncompleteError:
    return IncompleteError(_("{name}: {what}", name=request.name, what=what), _REPORT)


def _places(root: lxml_html.HtmlElement, fragment: Fragment) -> Iterator[tuple[str, Place]]:
    """The place of every id; what the engine makes no box of (a column, <rp>) stands where the one before
    it does: a link to it has to lead somewhere."""
    last = next(iter(fragment.places.values()), (0, 0.0, 0.0))
    for name in root.xpath(f"//@id[not(starts-with(., '{fit.MARK}'))]"):
        last = fragment.places.get(name, last)
        yield str(name), last


def _four(opening: str, page: str) -> str:
    """Blank pages as the theme sets their heads and numbers: opening recto, verso, recto, opening verso."""
    blank = _blank("\u200b", page)
    return f"{_blank(opening, page)}{blank}{blank}{_blank(opening, page)}"


def _blank(inside: str, page: str) -> str:
    return f'<div class="margin-boxes" style="page: {page}">{inside}</div>'


def _opening(section: str) -> str:
    """The unit's own title, unseen, without ids: it is what the running heads are taken from."""
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
