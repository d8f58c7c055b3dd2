"""Code on paper: a line that is too long for the page goes on below, further in, with a mark before it.

The mark is a drawing, so that no ↪ is copied with the code. Only lines that may be too long, have numbers or
stand out get a box of their own: many boxes in a block of code take an engine long.
"""

import re
import unicodedata
from collections.abc import Sequence, Set
from itertools import groupby

from lxml import etree

from publisher.assets.lines import Line, is_line, lines_of
from publisher.assets.xhtml import Element, classes, fill
from publisher.writers.pdf.compose.breaks import HERE

MARK = "drawing:goes-on.svg"
DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 12 10" width="12" height="10">'
    b'<path d="M1 1 V4 Q1 6 3 6 H9 M7 3.8 L9.4 6 L7 8.2" fill="none" stroke="#8d867a"/></svg>'
)
_COLUMN = 5.1  # px: half an em in the size that themes set code in
_SURE = 0.6  # of the columns of a page: no line of so few is too long, also in a list

_WORD = re.compile(r"\S{30,}")


def hang(root: Element, width: float) -> bool:
    """Give long lines and those by themselves their boxes, on a page whose text is so many px wide; whether
    there were any."""
    most = int(width / _COLUMN * _SURE)
    found = [
        block for block in root.iter("pre") if _has_line(block) or _is_long("".join(block.itertext()), most)
    ]
    for block in found:
        _hang(block, most)
    return bool(found)


def _has_line(block: Element) -> bool:
    return any("line" in classes(one) for one in block.iter("span", "mark"))


def _is_long(text: str, most: int) -> bool:
    return any(len(line) * 2 > most and _columns(line) > most for line in text.split("\n"))


def _columns(line: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in line)


def _hang(block: Element, most: int) -> None:
    holder = block[0] if len(block) == 1 and not (block.text or block[0].tail or "").strip() else block
    lines = lines_of(holder)
    if not any(map(_said, lines[-1:])) and not is_line(lines[-1]):  # the newline that ends the last line
        lines.pop()
    block.set("class", " ".join([*classes(block), "hung"]))
    boxes: list[str | Element] = []
    for is_alone, run in groupby(lines, key=lambda line: is_line(line) or _columns(_said(line)) > most):
        same = list(run)
        boxes += map(_alone, same) if is_alone else [_short(same)]
    fill(holder, boxes)


def _said(line: Line) -> str:
    return "".join(piece if isinstance(piece, str) else "".join(piece.itertext()) for piece in line)


def _alone(line: Line) -> Element:
    """The engine parts no word where a first line begins further out: long words get places for that."""
    box = etree.Element("span", {"class": "goes-on"})
    fill(box, line if _said(line) else [*line, HERE])
    words = [found.span() for found in _WORD.finditer("".join(box.itertext()))]
    places = {place for start, end in words for place in range(start + 4, end, 4)}
    _part(box, places, 0)
    return box


def _part(element: Element, places: Set[int], at: int) -> int:
    """Let the text be parted at these places, counted in letters from `at` on; the place behind it."""
    element.text, at = _parted(element.text or "", places, at)
    for child in element:
        at = _part(child, places, at)
        child.tail, at = _parted(child.tail or "", places, at)
    return at


def _parted(text: str, places: Set[int], at: int) -> tuple[str, int]:
    letters = (HERE + letter if at + n in places else letter for n, letter in enumerate(text))
    return "".join(letters), at + len(text)


def _short(lines: Sequence[Line]) -> Element:
    """Lines that need no box of their own. One that is empty at the end would not be seen."""
    box = etree.Element("span", {"class": "lines"})
    text: Line = []
    for number, line in enumerate(lines):
        text += ["\n", *line] if number else line
    fill(box, text if _said(lines[-1]) else [*text, HERE])
    return box
