"""The words of back and flaps, as they fit there."""

import math
import re
from dataclasses import dataclass

from publisher.book.paper import Paper
from publisher.config.schema import CoverTable
from publisher.writers.pdf.cover.design import PT, Fit
from publisher.writers.pdf.cover.lines import Fitted
from publisher.writers.pdf.cover.spine import width_of

NARROWEST_FLAP = 40.0  # mm that can carry text
BARCODE = (38, 22)  # mm: the field that is kept for it
PERSON = 25.0  # mm: height of the author's row on the back
_BLURB_SIZES = (10, 9.5, 9, 8.5, 8)  # points
_QUOTE_SIZES = (17.0, 15, 13.5, 12, 10.5, 9)  # these and the next on A5
_ABOUT_SIZES = (9.0, 8.5, 8, 7.5, 7)
_GAP = 7.0  # mm between quote, text and author
_ROOM = 0.76  # of the back's width


@dataclass(frozen=True, slots=True)
class Blurb:
    """The text of the back, as it fits there."""

    paragraphs: tuple[str, ...]
    size: float  # points
    whole: bool  # nothing had to be cut off


@dataclass(frozen=True, slots=True)
class Back:
    """All words of back and flaps."""

    quote: Fitted
    blurb: Blurb
    about: Fitted  # of the author
    flap: float  # mm; 0: the author stands on the back
    person: bool  # whether there is anything of the author

    @property
    def whole(self) -> bool:
        return self.quote.whole and self.blurb.whole and self.about.whole


def back_of(text: str, table: CoverTable, paper: Paper, fit: Fit) -> Back:
    """Return the words of back and flaps. `text`: paragraphs parted by empty lines."""
    on_flap = table.flap >= NARROWEST_FLAP
    person = bool(table.portrait or table.about)
    quote = fit(table.quote, _ROOM, 0.18, _QUOTE_SIZES)
    room, tall = _ROOM - (24 / paper.width if table.portrait else 0), (PERSON - 6) / paper.height
    if on_flap:
        room, tall = (table.flap - 18) / paper.width, 0.46
    about = fit(table.about, room, tall, _ABOUT_SIZES, "heading")
    taken = (quote.high * PT + _GAP if quote.lines else 0) + (PERSON + _GAP if person and not on_flap else 0)
    return Back(quote, blurb_of(text, paper, taken), about, table.flap if on_flap else 0, person)


def blurb_of(back: str, paper: Paper, taken: float = 0) -> Blurb:
    """Paragraphs, in the largest size in which they leave room for barcode and price; cut where none does.

    `taken`: mm that something else takes.
    """
    parts = tuple(" ".join(part.split()) for part in re.split(r"\n\s*\n", back) if part.strip())
    for size in _BLURB_SIZES:
        if _lines(parts, size, paper) <= _room(size, paper, taken):
            return Blurb(parts, size, whole=True)
    size, text = _BLURB_SIZES[-1], "\n".join(parts)
    while text and _lines(tuple(text.split("\n")), size, paper) > _room(size, paper, taken):
        text = text[: -max(len(text) // 50, 1)]
    return Blurb(tuple(f"{text.rstrip()}…".split("\n")), size, whole=False)


def _lines(parts: tuple[str, ...], size: float, paper: Paper) -> float:
    """How many lines paragraphs take, an eighth of them unused where words do not part."""
    wide = paper.width * _ROOM / (size * PT) * 0.88
    return sum(math.ceil(width_of(part) / wide) + 0.5 for part in parts)


def _room(size: float, paper: Paper, taken: float) -> float:
    """Lines between the top of the back and what stands at its foot."""
    return (paper.height * 0.62 - taken) / (size * PT * 1.85)
