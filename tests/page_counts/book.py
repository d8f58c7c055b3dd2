"""A book's own measures, found in its pages: body type, leading, grid, text block, chapters.

Points from the upper left corner of the trimmed page, but where em is said.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, takewhile
from statistics import fmean, median

from tests.page_counts.lines import Box, Destination, File, Line, Page, Style

GRID = 0.35  # points that a baseline may lie off its grid
_EDGE = 0.6  # points by which the ends of justified lines differ
_COMMON = 0.01  # of all lines end at a common edge
_QUOTED = 6  # em by which a quotation is set in at most
_LONGER = 20  # of so many pages one may have a line more than others, for a short last page's sake
_ONE_MORE = 1.05  # lines that it has above the commonest first one, or below the last
_INDENTED = 0.05  # of the lines above one at the edge begin paragraphs, where these are indented
_CHAPTERS = 0.6  # of a level's entries begin a page, where they are chapters
_NOTE = re.compile(r"[\[(]?\d{1,3}[\])\s]|[*†‡]")


@dataclass(frozen=True)
class Side:
    """The edges of the text block on left or right pages."""

    left: float
    right: float
    ends: tuple[float, ...]  # where justified lines end: that of the block, and of quotations


@dataclass(frozen=True)
class Block:
    """A page without its running head and folio, and without its notes but for `depth`."""

    number: int  # from 1
    lines: tuple[Line, ...]  # from top to foot
    body: tuple[Line, ...]  # of these, those of body type
    pictures: tuple[Box, ...]  # what is not text
    depth: float  # the foot of the lowest ink, notes too; 0 on an empty page
    numbered: bool  # whether it has a running head or a folio


@dataclass(frozen=True)
class Chapter:
    """Pages from where a chapter begins a page to where the next does; empty ones at its end left out."""

    title: str
    pages: tuple[Block, ...]
    ends: bool  # whether a next one begins a page, or the book ends


@dataclass(frozen=True)
class Book:
    file: File
    body: Style
    leading: float
    top: float  # the first baseline of the text block
    foot: float  # its last
    sides: tuple[Side, Side]  # of pages with even numbers, and with odd
    justified: bool
    chapters: tuple[Chapter, ...]  # those that have body text

    def side(self, line: Line) -> Side:
        return self.sides[line.page % 2]

    @property
    def height(self) -> float:
        """That of the text block."""
        return self.foot - self.top + self.leading

    @cached_property
    def pages(self) -> tuple[Block, ...]:
        return tuple(page for chapter in self.chapters for page in chapter.pages)

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """All lines of body type."""
        return tuple(line for page in self.pages for line in page.body)

    @cached_property
    def phase(self) -> float:
        """The commonest distance of a baseline from the grid that begins at 0."""
        return _phase([line.baseline for line in self.lines], self.leading)

    @cached_property
    def indent(self) -> float:
        """The commonest indent of a first line, em; 0 where paragraphs have none."""
        found = Counter[float]()
        for page in self.pages:
            for line, below in pairwise(page.body):
                if abs(below.left - self.side(below).left) < 1 and line.marker == line.left:
                    found[round(self.inset(line), 1)] += 1
        indents = Counter({em: count for em, count in found.items() if 0.4 < em < 2.6})
        em, count = next(iter(indents.most_common(1)), (0.0, 0))
        return em if count > _INDENTED * found.total() else 0.0

    def inset(self, line: Line) -> float:
        """How far a line's text begins within the text block, em."""
        return (line.marker - self.side(line).left) / self.body.size

    def off(self, line: Line) -> float:
        """How far a line lies off the grid, points."""
        return abs(apart(line.baseline, self.phase, self.leading))

    def at_edge(self, line: Line) -> bool:
        """Whether a line ends where justified ones do; a mark may hang."""
        hang = 0.0 if line.text[-1].isalnum() else 0.6 * self.body.size
        return any(-_EDGE <= line.right - end <= _EDGE + hang for end in self.side(line).ends)


def apart(one: float, other: float, leading: float) -> float:
    """The distance between two baselines, whole lines taken off."""
    return (one - other + leading / 2) % leading - leading / 2


def survey(file: File) -> Book | None:
    """None where a file has no text to speak of."""
    body = _body(file)
    pages = [[one for one in page.lines if body in one.styles and not one.beside] for page in file.pages]
    lines = [line for page in pages for line in page]
    if body is None or not lines:
        return None
    even, odd = ([line for line in lines if line.page % 2 == side] for side in (0, 1))
    sides = _side(even or lines), _side(odd or lines)
    leading = _leading(pages, body.size)
    top, foot = _block_ends(pages)
    blocks = [_block(page, body, sides, (top, foot, leading)) for page in file.pages]
    chapters = tuple(_chapters(file.outline, blocks))
    return Book(file, body, leading, top, foot, sides, _is_justified(lines, sides), chapters)


def _body(file: File) -> Style | None:
    """The style of most letters; code is left out, and so are the dots of contents."""
    letters = Counter[Style]()
    for line in (line for page in file.pages for line in page.lines):
        letters[line.style] += 0 if line.style.monospaced else sum(map(str.isalnum, line.text))
    return letters.most_common(1)[0][0] if letters else None


def _block_ends(pages: Sequence[Sequence[Line]]) -> tuple[float, float]:
    """The first baseline of the text block, and the last."""
    running = _running([line for page in pages for line in page])
    own = [[line for line in page if _place(line) not in running] for page in pages]
    filled = [page for page in (own if any(own) else pages) if page]
    lasts = sorted(page[-1].baseline for page in filled)
    return _extreme([page[0].baseline for page in filled]), lasts[-1 - len(lasts) // _LONGER]


def _is_justified(lines: Sequence[Line], sides: Sequence[Side]) -> bool:
    """Whether most lines that nearly fill the measure fill it, but for the room behind a last letter."""
    white = [sides[line.page % 2].right - line.right for line in lines]
    full = [one for one in white if one < 2 * lines[0].style.size]
    return sum(abs(one) < 2 * _EDGE for one in full) > 0.6 * len(full)


def _place(line: Line) -> tuple[int, str]:
    """Where a line stands, and what it says but for numbers."""
    return round(line.baseline), "".join(char for char in line.text if char.isalpha())


def _running(lines: Sequence[Line]) -> set[tuple[int, str]]:
    """Lines that stand at one height of several pages: running heads and folios in body type."""
    return {place for place, count in Counter(_place(one) for one in lines).items() if count > 2}


def _extreme(baselines: Sequence[float]) -> float:
    """The least but for one in two hundred: a page may hold what hangs over."""
    return sorted(baselines)[len(baselines) // 200]


def _side(lines: Sequence[Line]) -> Side:
    """The least left edge that is common, and the commonest right one; else the farthest but for a few."""
    lefts = Counter(round(one.left * 2) / 2 for one in lines)
    left = min(edge for edge, count in lefts.items() if count >= min(0.1 * len(lines), max(lefts.values())))
    left = median(one.left for one in lines if abs(one.left - left) < _EDGE)
    rights = Counter(round(one.right * 2) / 2 for one in lines)
    common, count = rights.most_common(1)[0]
    right = common if count > 0.2 * len(lines) else -_extreme([-one.right for one in lines])
    inner = right - _QUOTED * lines[0].style.size
    ends = [edge for edge, count in rights.items() if count > max(3, _COMMON * len(lines)) and edge > inner]
    ends = [median(one.right for one in lines if abs(one.right - edge) < 0.3) for edge in {*ends, right}]
    return Side(left, min(ends, key=lambda end: abs(end - right)), tuple(sorted(ends)))


def _leading(pages: Iterable[Sequence[Line]], size: float) -> float:
    """The commonest distance of two lines; a mean where it is rounded to pixels."""
    steps = [below.baseline - line.baseline for page in pages for line, below in pairwise(page)]
    steps = [step for step in steps if size < step < 3 * size]
    if not steps:
        return 1.6 * size
    commonest = Counter(round(step, 1) for step in steps).most_common(1)[0][0]
    near = [step for step in steps if abs(step - commonest) < 0.8]
    exact = [step for step in near if abs(step - commonest) < 0.1]
    return fmean(exact if len(exact) > 0.7 * len(near) else near)


def _phase(baselines: Sequence[float], leading: float) -> float:
    """Where most baselines lie, whole lines taken off."""
    bins = Counter(round(one % leading, 1) for one in baselines)
    near = {at: sum(n for one, n in bins.items() if abs(apart(one, at, leading)) < GRID) for at in bins}
    best = max(near, key=lambda at: (near[at], bins[at], -at), default=0.0)
    shifts = [apart(one, best, leading) for one in baselines]
    return best + median([one for one in shifts if abs(one) < GRID] or [0.0])


def _block(page: Page, body: Style, sides: Sequence[Side], measures: tuple[float, float, float]) -> Block:
    top, foot, leading = measures
    highest, lowest = top - _ONE_MORE * leading, foot + _ONE_MORE * leading
    inside = [one for one in page.lines if highest < one.baseline < lowest]
    pictures = [one for one in page.ink if one.bottom > top - leading and one.top < foot + leading / 2]
    notes = _notes(inside, pictures, body, foot - 1.5 * leading)
    lines = tuple(inside[: len(inside) - notes])
    right = sides[page.number % 2].right
    feet = [*(one.baseline for one in inside), *(one.bottom for one in pictures), page.turned]
    return Block(
        page.number,
        lines,
        tuple(one for one in lines if _is_body(one, body, right)),
        tuple(pictures),
        max([0.0, *feet]),
        len(inside) < len(page.lines),
    )


def _is_body(line: Line, body: Style, right: float) -> bool:
    """A line of body type, or with emphasis all through: in another family, or bold and not its last."""
    alike = line.style.size == body.size and not line.style.monospaced
    stressed = alike and (line.style.bold == body.bold or abs(line.right - right) < _EDGE)
    return (body in line.styles or stressed) and not line.beside


def _notes(lines: Sequence[Line], pictures: Sequence[Box], body: Style, lowest: float) -> int:
    """How many of a page's last lines are notes: small ones at its foot, below a rule or with a mark."""
    if not lines or lines[-1].baseline < lowest:
        return 0
    small = 0
    while small < len(lines) and _is_small(lines[-1 - small], body):
        small += 1
    for count in range(small, 0, -1):
        first = lines[-count]
        above = lines[-count - 1].baseline if count < len(lines) else 0.0
        rule = any(
            above < one.top and one.bottom < first.baseline and one.bottom - one.top < 1.5 for one in pictures
        )
        if rule or _NOTE.match(first.text):
            return count
    return 0


def _is_small(line: Line, body: Style) -> bool:
    """As notes are; the rows of a table are too."""
    return line.style.size < 0.9 * body.size and not line.style.monospaced and not line.beside


def _chapters(outline: Sequence[Destination], blocks: Sequence[Block]) -> Iterator[Chapter]:
    starts = _starts(outline, blocks)
    if not starts:
        yield Chapter("", tuple(one for one in blocks if one.depth), False)
        return
    for begin, end in pairwise([*sorted(starts), len(blocks) + 1]):
        pages, last = [*takewhile(_goes_on, blocks[begin - 1 : end - 1])], end > len(blocks)
        while last and pages and not pages[-1].body:
            pages.pop()
        while len(pages) > 1 and _is_plate(pages[-1], pages[-2]):
            pages.pop()
        if sum(len(page.body) for page in pages) > 2 and not _is_contents(pages):
            yield Chapter(starts[begin], tuple(pages), True)


def _goes_on(page: Block) -> bool:
    """Not where a page is empty, lists pages, or has neither text of the body nor code nor a picture, as a
    colophon: what stands behind it is no part of the chapter."""
    is_text = bool(page.body or page.pictures) or any(line.style.monospaced for line in page.lines)
    return is_text and not _is_contents([page])


def _is_plate(page: Block, before: Block) -> bool:
    """Whether a picture, on a page without a number among numbered ones, faces the chapter that begins then:
    the page before is the last."""
    return before.numbered and not page.numbered and not page.lines


def _starts(outline: Sequence[Destination], blocks: Sequence[Block]) -> dict[int, str]:
    """Pages that a chapter begins, with its title: of the levels of the outline that mostly begin a page."""
    begins = {one: _begins_page(one, blocks[one.page - 1]) for one in outline}
    levels = {
        level
        for level in {one.level for one in outline}
        if fmean(begins[one] for one in outline if one.level == level) > _CHAPTERS
    }
    return {one.page: one.title for one in outline if one.level in levels and begins[one]}


def _begins_page(entry: Destination, block: Block) -> bool:
    return not any(line.baseline < entry.top for line in block.body)


def _is_contents(pages: Sequence[Block]) -> bool:
    """Whether most lines end in a page number."""
    lines = [line for page in pages for line in page.lines]
    return sum(line.text[-1].isdigit() or line.text[-1] in "ivxl" for line in lines) > len(lines) / 2
