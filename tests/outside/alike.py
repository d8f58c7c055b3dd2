"""Whether programs that are not ours show the same page and say the same words.

The bounds were measured on plain WeasyPrint files of Korean text: there pictures of a page correlate by
0.96 to 0.99, their ink differs by under 1.6 %, and no spot of a letter's size is darker in one than in
another by more than 0.053. A page whose letters are blank or boxes: below 0.75, above 11 %, above 0.3.
"""

import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path

import numpy as np

from tests.outside.renderers import DRAW, READ, Picture, here

CORRELATION, INK, SPOT = 0.9, 0.05, 0.15
_SMOOTH, _LETTER = 3, 12  # pixels: smoothed edges, a letter of 10 points
_TINT = 0.15  # the grounds of code and tables, in which a step of colour is much ink
_LITTLE = 40  # pixels of ink that a blank page may have
_HAIRLINE = 150  # a grey rule across a page: one row of pixels darker than a tint, or two lighter ones
_UNSEEN = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFE))


def faults(path: Path, pages: Sequence[int], *without: str) -> list[str]:
    """Let all programs that are here look at some pages: where two do not agree, by page, pair and what."""
    names = [name for name in here() if name not in without]
    pictures = {name: DRAW[name](path, pages) for name in names}
    texts = {name: READ[name](path, pages) for name in names}
    return sorted([*unlike_pictures(pictures), *unlike_texts(texts)], key=natural)


def natural(fault: str) -> tuple[int, str]:
    """Sort by page."""
    return int(fault.split()[1].rstrip(":")), fault


def unlike_pictures(pictures: Mapping[str, Mapping[int, Picture]]) -> list[str]:
    """Name each page that two programs draw differently."""
    numbers = sorted(next(iter(pictures.values())))
    pages = ((n, {name: drawn[n] for name, drawn in pictures.items()}) for n in numbers)
    return [f"page {number}: {fault}" for number, drawn in pages for fault in _unlike(drawn)]


def _unlike(drawn: Mapping[str, Picture]) -> Iterator[str]:
    """Yield what is not the same in all pictures of one page."""
    pictures = _stacked(list(drawn.values()))
    ink = np.where(pictures > _TINT, pictures, 0).sum((1, 2))
    middle = np.median(ink)
    if ink.max() < _LITTLE:  # a blank page
        return
    for name, one in zip(drawn, ink, strict=True):
        if abs(one - middle) > INK * middle + _HAIRLINE:
            yield f"{name}: ink differs by {one / middle - 1:+.0%}"
    smooth, spots = _blurred(pictures, _SMOOTH), _blurred(pictures, _LETTER)
    for (one, name), (two, other) in combinations(enumerate(drawn), 2):
        measured = [*_apart(smooth[one], smooth[two]), *_a_spot_apart(spots[one], spots[two])]
        if measured:
            yield f"{name}, {other}: {', '.join(measured)}"


def _stacked(pictures: Sequence[Picture]) -> Picture:
    """All in one array, as large as the smallest: programs round a page's size differently."""
    height, width = np.array([picture.shape for picture in pictures]).min(0)
    return np.stack([picture[:height, :width] for picture in pictures])


def _apart(one: Picture, other: Picture) -> Iterator[str]:
    blank = not one.std() or not other.std()
    alike = 0.0 if blank else float(np.corrcoef(one.ravel(), other.ravel())[0, 1])
    if alike < CORRELATION:
        yield f"correlate by {alike:.2f}"


def _a_spot_apart(one: Picture, other: Picture) -> Iterator[str]:
    spot = np.abs(one - other)
    if spot.max() > SPOT:
        y, x = np.unravel_index(spot.argmax(), spot.shape)
        yield f"a spot {x} right, {y} down differs by {spot.max():.2f}"


def _blurred(pictures: Picture, size: int) -> Picture:
    """Each pixel as the mean of a square of `size` pixels."""
    sums = np.pad(pictures, ((0, 0), (1, 0), (1, 0))).cumsum(1, np.float64).cumsum(2)
    below, above = sums[:, size:], sums[:, :-size]
    squares = below[:, :, size:] - below[:, :, :-size] - above[:, :, size:] + above[:, :, :-size]
    blurred: Picture = (squares / size**2).astype(np.float32)
    return blurred


def unlike_texts(texts: Mapping[str, Mapping[int, str]]) -> list[str]:
    """Name each page of which a program says other letters or words than Poppler."""
    found: list[str] = []
    for number, said in texts["poppler"].items():
        for name in texts.keys() - {"poppler"}:
            unlike = _garbled if name == "ghostscript" else _unsaid
            differences = unlike(said, texts[name][number])
            shown = ", ".join(f"{what} {' '.join(which)}" for what, which in differences if which)
            found += [f"page {number}: poppler, {name}: {shown}"] if shown else []
    return found


def _unsaid(text: str, other: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the letters that one has and the other not, and words that stand in one piece in one alone."""
    yield "lost", sorted((_letters(text) - _letters(other)).elements())
    yield "more", sorted((_letters(other) - _letters(text)).elements())
    yield "torn", _torn(text, other)


def _garbled(text: str, other: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the letters that Ghostscript 10.00 has lost. Of ligatures and beyond U+FFFF it makes others."""
    lost = _letters(text) - _letters(other)
    yield "lost", [letter for letter in lost if letter not in "fijlt" and letter <= "\uffff"]


def plain(text: str) -> str:
    """Text in one form: what cannot be seen goes before NFKC, since a joiner keeps jamo from composing."""
    return unicodedata.normalize("NFKC", text.translate(_UNSEEN))


def _letters(text: str) -> Counter[str]:
    return Counter(character for character in plain(text) if character.isalnum())


def _torn(text: str, other: str) -> list[str]:
    """Words of a text that do not stand in another in one piece; programs part words as they like."""
    whole = _unspaced(other)
    return sorted({word for word in plain(text).split() if _unspaced(word) not in whole})


def _unspaced(text: str) -> str:
    return "".join(character for character in plain(text) if character.isalnum())
