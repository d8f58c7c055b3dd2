"""What stands on a PDF's pages: lines of text with their baselines, the boxes of other ink, the outline.

Read by MuPDF. Points from the upper left corner of the trimmed page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import pymupdf

COLUMN = 3.0  # em: what is farther apart stands in two columns
_MONOSPACED, _BOLD = 8, 16  # flags of fonts: https://pymupdf.readthedocs.io/en/latest/textpage.html
_RAISED = 0.1  # em above the baseline: a note mark
_PAPER = 0.9  # of the page: what is larger is its ground
_WHITE = 0.99
_MARK = re.compile(r"[•·◦▪▫‣∙–○●□■☐☑✓①-⑳]|\(?(\d{1,2}|[A-Za-z가-하])\)|(\d{1,2}|[A-Za-z])\.")


class Style(NamedTuple):
    """How a letter looks; the size in tenths of a point."""

    font: str  # "Type3" for each font that a file has drawn rather than named: Chromium's of CFF
    size: float
    monospaced: bool
    bold: bool


class Glyph(NamedTuple):
    char: str
    left: float
    right: float
    baseline: float
    style: Style


@dataclass(frozen=True)
class Line:
    """A line of text in one column; lengths in points but where em is said."""

    page: int  # from 1
    baseline: float
    left: float
    right: float  # of the last letter that is no space
    style: Style  # of most letters
    styles: frozenset[Style]
    text: str  # raised marks left out
    ends_in_space: bool
    spaces: tuple[float, ...]  # word spaces, em
    tracking: float  # what is added between two letters, em: the median
    first: float  # the first word's width
    marker: float  # where the text begins behind a list's mark; else `left`
    beside: bool  # another column has a line on this baseline


class Box(NamedTuple):
    """A picture or a drawing."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Page:
    number: int  # from 1
    width: float
    height: float
    lines: tuple[Line, ...]  # from top to foot
    ink: tuple[Box, ...]  # other than text
    turned: float  # the foot of text that does not run from left to right; 0 if there is none


class Destination(NamedTuple):
    """Where an entry of the outline leads."""

    level: int
    title: str
    page: int  # from 1
    top: float


@dataclass(frozen=True)
class File:
    name: str
    pages: tuple[Page, ...]
    outline: tuple[Destination, ...]


def read(path: Path) -> File:
    """Raises what pymupdf raises where a file is no PDF."""
    with pymupdf.open(path, filetype="pdf") as document:
        pages = tuple(_page(page) for page in document)
        return File(path.stem, pages, tuple(_outline(document)))


def _outline(document: pymupdf.Document) -> Iterator[Destination]:
    for level, title, page, target in document.get_toc(simple=False):
        if page > 0:
            yield Destination(level, title, page, target["to"].y if "to" in target else 0.0)


def _page(page: pymupdf.Page) -> Page:
    trim, crop = page.trimbox, page.cropbox
    across, down = trim.x0 - crop.x0, trim.y0 - crop.y0
    pieces = []
    turned = 0.0
    for block in page.get_text("rawdict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
        for line in block.get("lines", ()):
            if line["dir"][0] < 0.99:
                turned = max(turned, line["bbox"][3] - down)
            elif glyphs := list(_glyphs(line["spans"], across, down)):
                pieces.append(glyphs)
    number = page.number + 1
    lines = sorted((_line(number, one) for one in _joined(pieces)), key=lambda one: (one.baseline, one.left))
    return Page(number, trim.width, trim.height, _besides(lines), tuple(_ink(page, across, down)), turned)


def _glyphs(spans: Iterable[Any], across: float, down: float) -> Iterator[Glyph]:
    for span in spans:
        name = "Type3" if span["font"].startswith("Type3") else span["font"]
        style = Style(
            name, round(span["size"], 1), bool(span["flags"] & _MONOSPACED), bool(span["flags"] & _BOLD)
        )
        for char in span["chars"]:
            left, _, right, _ = char["bbox"]
            if char["c"].isprintable() or char["c"].isspace():
                yield Glyph(char["c"], left - across, right - across, char["origin"][1] - down, style)


def _joined(pieces: list[list[Glyph]]) -> Iterator[list[Glyph]]:
    """Lines of which MuPDF made several, as a wide space or a change of font made it."""
    pieces = [one for one in pieces if any(not glyph.char.isspace() for glyph in one)]
    pieces.sort(key=lambda one: (round(_baseline(one)), one[0].left))
    line: list[Glyph] = []
    for piece in pieces:
        if line and abs(_baseline(line) - _baseline(piece)) < 0.6 and _near(line, piece):
            line = [*line, *piece]
        else:
            yield from [line] if line else []
            line = piece
    yield from [line] if line else []


def _near(line: list[Glyph], piece: list[Glyph]) -> bool:
    em = max(line[-1].style.size, piece[0].style.size)
    return -em < piece[0].left - line[-1].right < COLUMN * em


def _baseline(glyphs: Sequence[Glyph]) -> float:
    """That of most letters: a raised mark has another."""
    return Counter(one.baseline for one in glyphs if not one.char.isspace()).most_common(1)[0][0]


def _line(page: int, glyphs: list[Glyph]) -> Line:
    baseline = _baseline(glyphs)
    while glyphs[0].char.isspace():
        glyphs = glyphs[1:]
    letters = [one for one in glyphs if not one.char.isspace()]
    on_line = [one for one in glyphs if abs(one.baseline - baseline) < _RAISED * one.style.size]
    style = Counter(one.style for one in letters).most_common(1)[0][0]
    words = _words(on_line)
    return Line(
        page,
        baseline,
        letters[0].left,
        letters[-1].right,
        style,
        frozenset(one.style for one in letters),
        " ".join("".join(one.char for one in word) for word in words),
        glyphs[-1].char.isspace(),
        tuple(_spaces(glyphs, style.size)),
        _tracking(glyphs, style.size),
        words[0][-1].right - words[0][0].left,
        words[1][0].left
        if len(words) > 1 and _is_mark("".join(one.char for one in words[0]))
        else letters[0].left,
        False,
    )


def _words(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    words: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if not glyph.char.isspace():
            words[-1].append(glyph)
        elif words[-1]:
            words.append([])
    return [word for word in words if word]


def _is_mark(word: str) -> bool:
    """Whether a word is what stands before an item of a list; "다." is the end of a sentence."""
    return _MARK.fullmatch(word) is not None


def _spaces(glyphs: Sequence[Glyph], size: float) -> Iterator[float]:
    """The word spaces of a line, from the end of a letter to the beginning of the next, em."""
    letters = [(one, number) for number, one in enumerate(glyphs) if not one.char.isspace()]
    for (one, at), (other, beyond) in pairwise(letters):
        if beyond > at + 1:
            yield (other.left - one.right) / size


def _tracking(glyphs: Sequence[Glyph], size: float) -> float:
    pairs = [
        (other.left - one.right) / size
        for one, other in pairwise(glyphs)
        if is_hangul(one.char) and is_hangul(other.char) and one.style == other.style
    ]
    return median(pairs) if pairs else 0.0


def is_hangul(char: str) -> bool:
    """Whether it is a syllable of modern Hangul."""
    return "가" <= char <= "힣"


def _besides(lines: Sequence[Line]) -> tuple[Line, ...]:
    """The same lines; those that stand in a row of columns say so."""
    shared = Counter(round(one.baseline, 1) for one in lines)
    return tuple(replace(one, beside=shared[round(one.baseline, 1)] > 1) for one in lines)


def _ink(page: pymupdf.Page, across: float, down: float) -> Iterator[Box]:
    """Pictures and drawings that one sees: no white ground, nothing as large as the page."""
    area = abs(page.rect)
    rects = [pymupdf.Rect(one["bbox"]) for one in page.get_image_info()]
    rects += [pymupdf.Rect(one["rect"]) for one in page.get_cdrawings() if _seen(one)]
    for rect in rects:
        if abs(rect & page.rect) < _PAPER * area:
            yield Box(rect.x0 - across, rect.y0 - down, rect.x1 - across, rect.y1 - down)


def _seen(drawing: Any) -> bool:
    """Stroked, or filled with what is not white."""
    paint = drawing.get("fill") or (1.0,)
    return "s" in drawing["type"] or (min(paint) < _WHITE and drawing.get("fill_opacity", 1) > 0)
