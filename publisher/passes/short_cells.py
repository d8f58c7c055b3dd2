"""Columns of short cells, such as days and prices: what stands in one is not parted where others have room.

An engine gives a column of long text nearly all of a table's width, and "8월 1일" beside it two lines.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from unicodedata import east_asian_width

from publisher.assets.xhtml import Element, each, text_of
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.words import BLOCKS

_SHORT, _LONG = 14, 40  # letters of half a width: of all cells of a column; of a cell that has room to give
_CODE = frozenset(("code", "kbd", "samp"))
_WHITE = " \t\n\r\f"  # of HTML
_SPACES = re.compile(rf"[{_WHITE}]+")
_WITHIN = re.compile(rf"(?<=\S)[{_WHITE}]+(?=\S)")  # words
_ALL = 20  # of a row's short cells: more of them leave the long ones little


def apply(build: ChapterBuild) -> None:
    for table in each(build.root, "table"):
        rows = [[cell for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")]
        if any(cell.get("colspan") or cell.get("rowspan") for row in rows for cell in row):
            continue
        columns = [[cell for cell in column if cell is not None] for column in zip_longest(*rows)]
        widest = [max(map(_width, map(text_of, column))) for column in columns]
        short = [width for width in widest if width <= _SHORT]
        if short and max(widest) >= _LONG and sum(short) <= _ALL:
            for cell in _cells(columns, widest):
                _bind(cell)


def _cells(columns: Sequence[Sequence[Element]], widest: Sequence[int]) -> Iterator[Element]:
    for column, width in zip(columns, widest, strict=True):
        yield from column if width <= _SHORT else ()


def _width(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _bind(cell: Element) -> None:
    """Let no space of a cell's own words part them; those of code stay, for who copies it, and those at a
    line's ends, which nobody sees."""
    is_line = next(cell.iter("br", *BLOCKS), None) is None
    spaces = _SPACES if is_line else _WITHIN
    if is_line:
        _trim(cell)
    for one in cell.iter():
        if one.tag not in _CODE:
            one.text = spaces.sub("\xa0", one.text or "") or None
        if one is not cell:
            one.tail = spaces.sub("\xa0", one.tail or "") or None


def _trim(cell: Element) -> None:
    """Take away the white space at both ends."""
    cell.text = (cell.text or "").lstrip(_WHITE)
    if len(cell):
        cell[-1].tail = (cell[-1].tail or "").rstrip(_WHITE)
    else:
        cell.text = cell.text.rstrip(_WHITE)
