"""책등: how wide a book is, and what stands on its spine.

Korean spines read from top to bottom: letters stand one under another where all of them are Korean, else the
line lies, turned to the right. A spine below 5 mm carries nothing: binding is not exact enough for it.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

NARROWEST = 5.0  # mm that can carry text
_MARGIN = 1.1  # mm left free on both sides of the letters: a fold may lie a millimetre beside its place
_LARGEST, _SMALLEST = 19.0, 6.5  # points
_PT = 25.4 / 72  # mm
_STANDING = 1.16  # height of a standing letter, in its size
_TITLE, _REST = 0.58, 0.27  # of the spine's length
_UPRIGHT = re.compile(r"[가-힣一-鿿 ]+")  # what can stand: letters in squares


@dataclass(frozen=True, slots=True)
class Spine:
    """The text of a spine and how it is set."""

    way: Literal["standing", "lying", "none"]
    title: str
    number: str  # in its series; "" where there is none, or the title says it
    author: str
    imprint: str
    size: float  # points, of the title
    small: float  # points, of the rest


def width(pages: int, gsm: float) -> float:
    """Millimetres: pages × g/㎡ × 0.0006, as Kyobo's Purple counts: 100 × 80 g = 4.8 mm."""
    return round(pages * gsm * 0.0006, 1)


def spine_of(title: str, authors: str, imprint: str, wide: float, high: float, number: str = "") -> Spine:
    """Return what fits on a spine of that width and length, in mm. A title too long for it is cut with
    "…"."""
    if wide < NARROWEST:
        return Spine("none", "", "", "", "", _SMALLEST, _SMALLEST)
    largest = min((wide - 2 * _MARGIN) / _PT, _LARGEST)
    rest = f"{authors} {imprint}"
    upright = all(_UPRIGHT.fullmatch(text) for text in (title, authors, imprint) if text)
    if upright:
        size = min(largest, high * _TITLE / _PT / max(_stood(title) + (1.4 if number else 0), 1))
        small = min(size * 0.72, 11, high * _REST / _PT / max(_stood(rest) + 1.6, 1))
        if size >= max(_SMALLEST, largest * 0.6) and small >= 5:
            return Spine("standing", title, number, authors, imprint, round(size, 2), round(small, 2))
    title = f"{title} {number}".rstrip()
    size = max(min(largest, high * _TITLE / _PT / max(width_of(title), 1)), _SMALLEST)
    small = max(min(size * 0.8, 11, high * _REST / _PT / max(width_of(rest) + 2, 1)), 5.5)
    fits = high * (_TITLE + 0.03) / _PT / size
    return Spine("lying", _cut(title, fits), "", authors, imprint, round(size, 2), round(small, 2))


def _stood(text: str) -> float:
    """Height of standing letters, in their size."""
    return sum(0.42 if letter == " " else _STANDING for letter in text)


def width_of(text: str) -> float:
    """About the width of a line, in its size: a Korean letter is about as wide as high, a Latin one half."""
    return sum(0.96 if unicodedata.east_asian_width(letter) in "WF" else 0.56 for letter in text)


def _cut(text: str, fits: float) -> str:
    if width_of(text) <= fits:
        return text
    while text and width_of(text) > fits - 1:
        text = text[:-1]
    return text.rstrip() + "…"
