"""The printed cover in one fragment: flaps, back, spine and front, with bleed, for a printer.

MediaBox and BleedBox are the unit with its bleed, TrimBox the cover as it is cut: a printer's programs put
marks around it by themselves. Colours are RGB, fonts are embedded.

"""

import math
import re
from dataclasses import dataclass, replace
from pathlib import Path

from PIL import Image

from publisher.assets.fonts import FontSet
from publisher.assets.themes import Theme
from publisher.assets.urls import shown
from publisher.book.paper import Paper
from publisher.config.isbn import isbn13
from publisher.config.schema import CoverTable
from publisher.model import BookMeta
from publisher.writers.pdf import archival
from publisher.writers.pdf.compose.joiners import join
from publisher.writers.pdf.cover.back import PERSON, back_of
from publisher.writers.pdf.cover.barcode import bars, field_of
from publisher.writers.pdf.cover.colours import Palette, palette
from publisher.writers.pdf.cover.design import Design, design_of, fitting, series_of, values_of
from publisher.writers.pdf.cover.front import pdf_of
from publisher.writers.pdf.cover.pictures import OWN, PORTRAIT, Pictures, asked_for, opened
from publisher.writers.pdf.cover.spine import Spine, spine_of

BLEED = 3.0  # mm on every side
DPI = 300  # below it, print looks soft
_MM = 25.4
_BARS = "asset:barcode.svg"


@dataclass(frozen=True, slots=True)
class Wrap:
    """The size of a cover in one fragment, in mm, without its bleed."""

    trim_width: float
    height: float
    spine: float
    flap: float = 0
    bleed: float = BLEED

    @property
    def width(self) -> float:
        return round(2 * self.trim_width + self.spine + 2 * self.flap, 2)

    @property
    def spine_left(self) -> float:
        """Where the back ends, from the left edge."""
        return round(self.flap + self.trim_width, 2)

    @property
    def front_left(self) -> float:
        """Where the front begins."""
        return round(self.spine_left + self.spine, 2)

    def around(self, spine: Spine) -> tuple[tuple[float, float], ...]:
        """Return where what goes around the book is drawn, each by its left edge and its width: the letters
        of a spine are left free."""
        if spine.way == "none":
            return ((-self.bleed, self.width + 2 * self.bleed),)
        right = self.width - self.front_left + self.bleed
        return ((-self.bleed, self.spine_left + self.bleed), (self.front_left, right))


def wrap_pdf(
    meta: BookMeta,
    given: Pictures,
    table: CoverTable,
    theme: Theme,
    fonts: FontSet,
    paper: Paper,
    spine: float,
    back: str,
    keep_in: Path,
) -> bytes:
    """Return a PDF of one page.

    `given`: see pictures_of(). `back`: the text of the back, paragraphs parted by empty lines.
    """
    wrap = Wrap(paper.width, paper.height, spine, table.flap)
    design = design_of(theme, table, meta.identifier)
    if given.own:
        design = replace(design, palette=_going_on(opened(given.own)))
    words = _words(meta, design, given, table, fonts, paper, wrap, back)
    html = theme.fill("wrap.j2", **words)
    files = {**asked_for(html, given, paper.width / paper.height), _BARS: bars(meta.isbn)}
    return archival.made(pdf_of(html, fonts, keep_in, files, **archival.ENGINE), meta)


def _words(
    meta: BookMeta,
    design: Design,
    given: Pictures,
    table: CoverTable,
    fonts: FontSet,
    paper: Paper,
    wrap: Wrap,
    back: str,
) -> dict[str, object]:
    """What wrap.j2 is filled with."""
    words = back_of(back, table, paper, fitting(fonts, paper))
    authors, number = ", ".join(meta.authors), series_of(meta)[1]
    spine = spine_of(meta.title, authors, meta.publisher, wrap.spine, paper.height, number)
    return {
        **values_of(meta, design, paper, fonts, given, wrap.bleed, wrap.front_left),
        "wrap": wrap,
        "whole": wrap.width,
        "around": wrap.around(spine),
        "spine": spine,
        "picture": OWN if given.own else "",
        "portrait": PORTRAIT if given.portrait else "",
        "barcode": _BARS if isbn13(meta.isbn) else "",
        "field": field_of(meta.isbn),
        "person_height": PERSON,
        "digits": isbn13(meta.isbn),
        "back": words,
        "blurb": [join(part) for part in words.blurb.paragraphs],
        "blurb_size": words.blurb.size,
        "facts": [fact for fact in (meta.price, _site(meta.source)) if fact],
    }


def pixels_wanted(paper: Paper) -> tuple[int, int]:
    """Return width and height of a cover picture that fills the front and its bleed at 300 dpi."""
    return math.ceil((paper.width + BLEED) / _MM * DPI), math.ceil((paper.height + 2 * BLEED) / _MM * DPI)


def _going_on(picture: Image.Image) -> Palette:
    """Spine and back go on with the colour of the picture's left edge."""
    edge = picture.crop((0, 0, max(picture.width // 25, 1), picture.height))
    colour = "#" + edge.resize((1, 1), Image.Resampling.BOX).tobytes().hex()
    return palette(colour, colour, "#fdfbf5", "#fdfbf5")


def _site(address: str) -> str:
    return re.sub(r"^https?://|/$", "", shown(address))
