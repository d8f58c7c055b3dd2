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

_COLUMN = 2.0  # em: what is farther apart stands in two columns
_MONOSPACED, _BOLD = 8, 16  # flags of fonts: https://pymupdf.readthedocs.io/en/latest/textpage.html
_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE
_LEVEL = 0.99  # the cosine of what is read from left to right
_SAME = 0.6  # points by which the baselines of a line differ
_OBJECT = "\ufffc"  # stands for a picture in a line: Unicode's object replacement character
_RAISED = 0.1  # em above the baseline: a note mark
_PAPER = 0.9  # of the page: what is larger is its ground
_WHITE = 0.99
# What stands before an item of a list; "다." is the end of a sentence.
_SIGN = re.compile("[•·◦▪▫‣∙–○●□■☐☑✓①-⑳]")
_MARK = re.compile(rf"{_SIGN.pattern}|\(?(\d{{1,2}}|[A-Za-z가-하])\)|(\d{{1,2}}|[A-Za-z])\.")
_BEHIND = 0.1  # em that are empty behind a sign with no space


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
    found = [
        line for block in page.get_text("rawdict", flags=_FLAGS)["blocks"] for line in block.get("lines", ())
    ]
    level = [list(_glyphs(line["spans"], across, down)) for line in found if line["dir"][0] > _LEVEL]
    turned = [line["bbox"][3] - down for line in found if line["dir"][0] <= _LEVEL]
    ink = tuple(_ink(page, across, down))
    number = page.number + 1
    lines = sorted(
        (_line(number, one) for one in _lines(level, ink)), key=lambda one: (one.baseline, one.left)
    )
    return Page(number, trim.width, trim.height, _besides(lines), ink, max(turned, default=0.0))


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


def _lines(pieces: Iterable[list[Glyph]], ink: Sequence[Box]) -> Iterator[list[Glyph]]:
    """The glyphs of each line, of which MuPDF makes several where a formula stands in its midst."""
    for row in _rows(pieces):
        glyphs = sorted([*row, *_objects(row, ink)], key=lambda one: one.left)
        ends = [n for n, (one, other) in enumerate(pairwise(glyphs), 1) if _is_far(one, other)]
        for start, end in pairwise([0, *ends, len(glyphs)]):
            if any(_is_letter(one) for one in glyphs[start:end]):
                yield glyphs[start:end]


def _rows(pieces: Iterable[list[Glyph]]) -> Iterator[list[Glyph]]:
    """What stands on one baseline."""
    row: list[Glyph] = []
    kept = [one for one in pieces if any(_is_letter(glyph) for glyph in one)]
    for piece in sorted(kept, key=_baseline):
        if row and _baseline(piece) - _baseline(row) > _SAME:
            yield row
            row = []
        row = [*row, *piece]
    yield from [row] if row else []


def _objects(row: Sequence[Glyph], ink: Sequence[Box]) -> Iterator[Glyph]:
    """Small pictures in a row, as formulas and emoji are drawn: no underline, no ground, no border."""
    baseline, style = _baseline(row), row[0].style
    for box in ink:
        height, width, middle = box.bottom - box.top, box.right - box.left, (box.top + box.bottom) / 2
        inside = -style.size < middle - baseline < 0.35 * style.size and height < 1.6 * style.size
        if (
            inside
            and width > 0.05 * style.size
            and not any(_overlap(box, one) for one in row if _is_letter(one))
        ):
            yield Glyph(_OBJECT, box.left, box.right, baseline, style)


def _overlap(box: Box, glyph: Glyph) -> bool:
    return min(box.right, glyph.right) - max(box.left, glyph.left) > 1


def _is_far(one: Glyph, other: Glyph) -> bool:
    return other.left - one.right > _COLUMN * max(one.style.size, other.style.size)


def _is_letter(glyph: Glyph) -> bool:
    return not glyph.char.isspace() and glyph.char != _OBJECT


def _baseline(glyphs: Sequence[Glyph]) -> float:
    """That of most letters, by their area: what is raised has another, and is smaller."""
    areas = Counter[float]()
    for one in filter(_is_letter, glyphs):
        areas[one.baseline] += one.style.size**2
    return max(areas, key=lambda baseline: areas[baseline])


def _line(page: int, glyphs: list[Glyph]) -> Line:
    baseline = _baseline(glyphs)
    while glyphs[0].char.isspace():
        glyphs = glyphs[1:]
    shown = [one for one in glyphs if not one.char.isspace()]
    style = Counter(one.style for one in shown if _is_letter(one)).most_common(1)[0][0]
    words = _words([one for one in glyphs if abs(one.baseline - baseline) < _RAISED * one.style.size])
    texts = ["".join(one.char for one in word) for word in words]
    return Line(
        page,
        baseline,
        shown[0].left,
        shown[-1].right,
        style,
        frozenset(one.style for one in shown),
        " ".join(texts),
        glyphs[-1].char.isspace(),
        tuple(_spaces(glyphs, style.size)),
        _tracking(glyphs, style.size),
        words[0][-1].right - words[0][0].left,
        _behind_mark(words),
        beside=False,
    )


def _behind_mark(words: Sequence[Sequence[Glyph]]) -> float:
    """Where the text of a line begins: its left edge, or behind a list's mark."""
    first, second, *_ = [*words[0], *(word[0] for word in words[1:2]), words[0][0]]
    is_apart = second.left - first.right > _BEHIND * first.style.size
    if is_apart and _SIGN.fullmatch(first.char):
        return second.left
    is_mark = len(words) > 1 and _MARK.fullmatch("".join(one.char for one in words[0]))
    return words[1][0].left if is_mark else first.left


def _words(glyphs: Sequence[Glyph]) -> list[list[Glyph]]:
    words: list[list[Glyph]] = [[]]
    for glyph in glyphs:
        if not glyph.char.isspace():
            words[-1].append(glyph)
        elif words[-1]:
            words.append([])
    return [word for word in words if word]


def _spaces(glyphs: Sequence[Glyph], size: float) -> Iterator[float]:
    """The word spaces of a line, from the end of a letter to the beginning of the next, em; those of code,
    which are as wide as its other letters, are none."""
    letters = [(one, number) for number, one in enumerate(glyphs) if not one.char.isspace()]
    for (one, at), (other, beyond) in pairwise(letters):
        if beyond > at + 1 and not (one.style.monospaced and other.style.monospaced):
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
