"""WeasyPrint, given a unit and nothing else: no network, no file but those the unit is made of.

Seen with WeasyPrint 70.0. Assumed beyond its public API, and asserted by
tests/contracts/test_weasyprint.py: it complains to the log of its name, of letters without a glyph with
that word; what it stamps has the time of SOURCE_DATE_EPOCH. What it writes is engine_pdf.py's.
"""

import atexit
import gc
import logging
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from publisher.assets import allowed
from publisher.assets.font_files import Face
from publisher.assets.fonts import FontSet
from publisher.errors import LayoutError
from publisher.phrase import _
from publisher.runtime.clock import still_clock
from publisher.writers.pdf.compose.exchange import File, Places
from publisher.writers.pdf.layout import ink
from publisher.writers.pdf.layout.balance import balanced, shortened
from publisher.writers.pdf.layout.behind_marks import anywhere, between, parted_words
from publisher.writers.pdf.layout.captioning import captioned
from publisher.writers.pdf.layout.centring import centred
from publisher.writers.pdf.layout.context import LayoutContext, context
from publisher.writers.pdf.layout.counted import counted_once, of_its_own
from publisher.writers.pdf.layout.earlier import Pages
from publisher.writers.pdf.layout.emoji import unpacked_once
from publisher.writers.pdf.layout.endings import seen, watched
from publisher.writers.pdf.layout.filling import filled
from publisher.writers.pdf.layout.first_syllables import softened, taken_in
from publisher.writers.pdf.layout.given import by_place
from publisher.writers.pdf.layout.grid import on_grid
from publisher.writers.pdf.layout.hanging import hung
from publisher.writers.pdf.layout.keeping import keeping_notes
from publisher.writers.pdf.layout.leaders import joined
from publisher.writers.pdf.layout.libraries import by_file_name
from publisher.writers.pdf.layout.lines import remembered
from publisher.writers.pdf.layout.nearby import nearby
from publisher.writers.pdf.layout.parting import parted
from publisher.writers.pdf.layout.pressing import pressed
from publisher.writers.pdf.layout.programs import boxed, boxes_for
from publisher.writers.pdf.layout.release import released
from publisher.writers.pdf.layout.remaking import ended_well, resumed, shorter
from publisher.writers.pdf.layout.shrinking import shrunk
from publisher.writers.pdf.layout.spacing import closer, evenly, fuller
from publisher.writers.pdf.layout.squeezing import squeezed
from publisher.writers.pdf.layout.starting import noted, some_alone
from publisher.writers.pdf.layout.stretching import stretched
from publisher.writers.pdf.layout.styles import at_once, of_marks_there
from publisher.writers.pdf.layout.used import known_lengths
from publisher.writers.pdf.layout.wholly import whole_words

with by_file_name():
    from weasyprint import CSS, HTML, document, layout
    from weasyprint.css import ComputedStyle, StyleFor
    from weasyprint.document import Document
    from weasyprint.draw import text
    from weasyprint.layout import block, inline, page, preferred, table
    from weasyprint.pdf import pydyf
    from weasyprint.pdf.fonts import Font
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher, URLFetcherResponse

_LOG = logging.getLogger("weasyprint")
# Elements stand in one another up to MAX_DEPTH of passes/sanitize.py, and to lay out each takes 14 calls.
sys.setrecursionlimit(max(sys.getrecursionlimit(), 4_000))
warnings.filterwarnings("ignore", "No fonts configured in FontConfig")  # a book's fonts are files we know

block.resolve_percentages = inline.resolve_percentages = known_lengths(block.resolve_percentages)
page.resolve_percentages = table.resolve_percentages = block.resolve_percentages
whole_block = block.block_level_layout
block.block_level_layout = captioned(balanced(whole_block), preferred.max_content_width)
block.block_level_layout = on_grid(parted(block.block_level_layout), block.resolve_percentages)
block.block_level_layout = keeping_notes(block.block_level_layout)
block.block_level_layout = shrunk(centred(block.block_level_layout, preferred.max_content_width))
block.block_level_layout = by_place(filled(watched(block.block_level_layout)), whole_block)
inline.handle_leader = joined(inline.handle_leader)
inline.get_next_linebox = remembered(inline.get_next_linebox)
inline.split_first_line = preferred.split_first_line = nearby(inline.split_first_line)
inline.split_first_line = anywhere(softened(hung(inline.split_first_line)))
inline.split_inline_box = whole_words(fuller(shortened(inline.split_inline_box)))
inline.split_inline_box = parted_words(taken_in(inline.split_inline_box))
inline.can_break_text = between(inline.can_break_text)
inline.text_align = closer(inline.text_align, inline.justify_line)
inline.justify_line = evenly(inline.justify_line)
page.remake_page, page.page_height = squeezed(resumed(page.remake_page)), shorter(page.page_height)
page.remake_page = some_alone(pressed(page.remake_page))
layout.make_all_pages = noted(stretched(ended_well(layout.make_all_pages)))
document.layout_document = released(document.layout_document)
page.set_page_type_computed_styles = of_its_own(page.set_page_type_computed_styles)
pydyf.PDF.page_references = property(counted_once(pydyf.PDF.page_references.fget))
ComputedStyle.__missing__ = at_once(ComputedStyle.__missing__)
StyleFor.set_computed_styles = of_marks_there(StyleFor.set_computed_styles)
Font.subset = boxed(Font.subset)
text.RasterImage = unpacked_once(text.RasterImage)


class BookFetcher(URLFetcher):  # type: ignore[misc]
    """Serves asset:, drawing: and font: addresses from the book; refuses every other one.

    A post is untrusted: this is what keeps file:// and http:// out of the PDF, whatever its HTML says.
    """

    def __init__(self, files: Mapping[str, File]) -> None:
        super().__init__(allowed_protocols=("asset", "drawing", "font"))
        self._files = files
        self._unread: OSError | None = None

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        found = self._files.get(url)
        if found is None:
            raise ValueError(f"{url} is not part of the book")
        try:
            data = found.read_bytes() if isinstance(found, Path) else found
        except OSError as error:
            self._unread = error
            raise
        kind = {"Content-Type": "image/svg+xml"} if url.endswith(".svg") else {}
        return URLFetcherResponse(url, data, kind)

    def all_read(self) -> None:
        """Raises OSError where a file could not be read: the engine goes on without it."""
        if self._unread:
            raise self._unread


@dataclass(frozen=True, slots=True)
class Rendered:
    """A page of HTML laid out, but not yet written."""

    document: Document
    complaints: tuple[str, ...]
    begun: Pages

    @property
    def places(self) -> tuple[Places, ...]:
        """For each page, where its ids are."""
        return tuple(page.anchors for page in self.document.pages)


@dataclass(frozen=True, slots=True)
class Laid:
    """What the engine made of a page of HTML."""

    document: Document
    pdf: bytes
    complaints: tuple[str, ...]
    boxed: Mapping[str, Face]  # name of a font in its resources -> the face that boxes stand for


def lay_out(html: str, files: Mapping[str, File], on: LayoutContext, **options: Any) -> Laid:
    """Return one document; `options` are WeasyPrint's for write_pdf."""
    return written(rendered(html, files, on), on, **options)


def rendered(html: str, files: Mapping[str, File], on: LayoutContext, first: int | None = None) -> Rendered:
    """Lay out one document, without writing its file. Raises LayoutError where it holds what no book may.

    `first`: the page, from 0, on which a chapter begins whose last one is given the lines that it lacks.
    """
    config, unit = set_up(on)
    fetcher = BookFetcher({**files, **dict(on.files)})
    with _heard() as messages, seen(first) as found:
        source = HTML(string=html, base_url="asset:", url_fetcher=fetcher)
        # As the engine itself has read it; and what it writes leads where what it was given leads.
        if stray := allowed.outside(source.etree_element, allowed.PAPER):
            raise LayoutError(_("no book holds {stray}", stray=stray))
        document = source.render(font_config=config, stylesheets=[unit])
        fetcher.all_read()
    return Rendered(document, tuple(messages), found.begun)


def written(done: Rendered, on: LayoutContext, *, boxes: Iterable[Face] = (), **options: Any) -> Laid:
    """Write the file of a document that is laid out. `boxes`: faces that boxes stand for in it."""
    with _heard() as messages, still_clock(on.epoch), warnings.catch_warnings(), boxes_for(boxes) as found:
        warnings.simplefilter("ignore", ResourceWarning)  # it leaves the file of its colours to be closed
        pdf: bytes = done.document.write_pdf(**options)
    pdf = ink.printed(pdf, on.ink)
    # fonts.check_coverage has said which letters are missing, with the cure.
    heard = dict.fromkeys((*done.complaints, *messages))
    said = tuple(message for message in heard if "glyph" not in message)
    return Laid(done.document, pdf, said, found)


def draw(
    html: str, fonts: FontSet, keep_in: Path, files: Mapping[str, File] | None = None, **options: Any
) -> bytes:
    """Return a single page that needs fonts and perhaps some files, as a PDF: the cover."""
    return lay_out(html, files or {}, context("", fonts, keep_in, 0), **options).pdf


@lru_cache(maxsize=2)
def set_up(on: LayoutContext) -> tuple[FontConfiguration, CSS]:
    """Fonts and style sheet, parsed once a process: a chapter alone would take twice the time."""
    config = FontConfiguration()
    fetcher = BookFetcher(dict(on.files))
    css = CSS(string=on.css, font_config=config, url_fetcher=fetcher)
    fetcher.all_read()
    return config, css


@atexit.register
def _forget() -> None:
    """Let font configurations go, each with its folder: documents in rings still hold them."""
    set_up.cache_clear()
    gc.collect()


@contextmanager
def _heard() -> Iterator[list[str]]:
    """What the engine complains about: a fault of the theme, or of an inline style."""
    handler = _Listener()
    _LOG.addHandler(handler)
    propagate, _LOG.propagate = _LOG.propagate, False
    try:
        yield handler.messages
    finally:
        _LOG.removeHandler(handler)
        _LOG.propagate = propagate


class _Listener(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())
