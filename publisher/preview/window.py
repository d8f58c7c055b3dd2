"""A unit of the book as pages that can be seen: bound alone, with the numbers of the whole book, and drawn.

Pages are bound by the same writer as the finished file, and drawn by another program than the engine.
"""

import io
import threading
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from math import ceil

import pypdfium2

from publisher.book.paper import Paper
from publisher.model import BookMeta
from publisher.writers.pdf.assemble.assemble import Binder
from publisher.writers.pdf.assemble.file import PdfFile
from publisher.writers.pdf.assemble.index import SegmentIndex
from publisher.writers.pdf.assemble.paginated import Paginated
from publisher.writers.pdf.assemble.pagination import Spot
from publisher.writers.pdf.layout.fragment import Fragment
from publisher.writers.pdf.layout.store import FragmentStore

_HELD = 24  # units whose files are kept at hand
_BAND = 7.0  # points above and below a place that belong to its line
_QUICK = 1  # how hard a picture is packed: it goes no further than to this machine's own browser


@dataclass(frozen=True, slots=True)
class Sheets:
    """The pages of one unit, and all that they show of the rest of the book."""

    token: str  # another one where anything on them is another
    made_of: str  # the key of the fragment
    fragment: Fragment
    spots: tuple[Spot, ...]  # its own, in their order
    labels: Mapping[str, str]  # of the whole book: see Paginated
    total: str
    paper: Paper
    meta: BookMeta
    store: FragmentStore


@dataclass(frozen=True, slots=True)
class Words:
    """Some words on a page."""

    page: int  # of the unit
    y: float  # of their upper edge: 0 is the page's head, 1 its foot
    words: str


class _Labels(dict[str, str]):
    def __missing__(self, target: str) -> str:
        """A place in what is still to be laid out."""
        return "0"


@dataclass(frozen=True)
class _Excerpt(Paginated):
    """One fragment, numbered as in its book."""

    sheets: Sheets

    @cached_property
    def labels(self) -> dict[str, str]:
        return _Labels(self.sheets.labels)

    @property
    def total(self) -> str:
        return self.sheets.total


def bound(sheets: Sheets) -> bytes:
    """Return the pages as a file. Raises LostError where the cache has lost what they are made of."""
    spots = tuple(Spot(0, spot.page, spot.label, spot.recto) for spot in sheets.spots)
    excerpt = _Excerpt((sheets.fragment,), spots, sheets)
    out = io.BytesIO()
    file = PdfFile(out)
    Binder(excerpt, [sheets.made_of], sheets.paper, file, sheets.store, SegmentIndex()).bind(sheets.meta)
    return out.getvalue()


class Window:
    """Draws pages, and keeps the files of those that were drawn last."""

    def __init__(self) -> None:
        self._files: OrderedDict[str, bytes] = OrderedDict()
        self._drawing = threading.Lock()  # PDFium is no program for several threads

    def picture(self, sheets: Sheets, page: int, width: int) -> bytes:
        """Return a page as a PNG so many pixels wide. Raises IndexError, LostError."""
        with self._drawing:
            document = pypdfium2.PdfDocument(self._file(sheets))
            try:
                sheet = document[page]
                drawn = sheet.render(scale=width / sheet.get_width()).to_pil()
            finally:
                document.close()
        out = io.BytesIO()
        drawn.save(out, "PNG", compress_level=_QUICK)
        return out.getvalue()

    def words_from(self, sheets: Sheets, page: int, y: float) -> list[str]:
        """Return what lines say from a height of a page on; 0 is its head, 1 its foot."""
        with self._drawing:
            document = pypdfium2.PdfDocument(self._file(sheets))
            try:
                sheet = document[page]
                width, height = sheet.get_size()
                text, first = sheet.get_textpage(), height * (1 - y)
                heights = (first - n * _BAND for n in range(ceil(first / _BAND) + 1))
                return [text.get_text_bounded(0, at - _BAND, width, at + _BAND) for at in heights]
            finally:
                document.close()

    def lines(self, sheets: Sheets) -> list[Words]:
        """Return what stands on the pages, about line by line."""
        with self._drawing:
            document = pypdfium2.PdfDocument(self._file(sheets))
            try:
                return [
                    Words(number, 1 - box[3] / sheet.get_height(), text.get_text_bounded(*box))
                    for number, sheet in enumerate(document)
                    for text in [sheet.get_textpage()]
                    for box in map(text.get_rect, range(text.count_rects()))
                ]
            finally:
                document.close()

    def _file(self, sheets: Sheets) -> bytes:
        data = self._files.pop(sheets.token, None) or bound(sheets)
        self._files[sheets.token] = data
        while len(self._files) > _HELD:
            self._files.popitem(last=False)
        return data
