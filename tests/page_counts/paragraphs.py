"""Which lines of body type make a paragraph, decided by what one sees.

A line begins one: below a gap or anything that is no body text, with a list's mark, at the book's indent, or
after a line that ended though its first word had room. The last is a hard break within a paragraph where the
book marks its paragraphs in another way: both pieces count, but none is a widow or an orphan there.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum

from tests.page_counts.book import Block, Book
from tests.page_counts.lines import Box, Line

_GAP = 1.3  # leadings between two baselines that part two paragraphs
_SAME = 0.25  # em by which lines with the same edge differ
_EXACT = 0.1  # em by which indents differ: quotations are set in by about as much
_ENDS = (".", "?", "!", "”", "’", "」")  # of a sentence
_LETTER = 0.3  # em: the height of the least ones, of which formulas are drawn
_SPACE = 0.25  # em: the least word space


class Beginning(Enum):
    """What tells that a line begins a paragraph."""

    MARKED = 1
    SHORT_BEFORE = 2


@dataclass(frozen=True)
class Paragraph:
    lines: tuple[Line, ...]  # over as many pages as there are
    beginning: Beginning
    follows: bool = False  # a hard break
    goes_on: bool = False  # after one


def paragraphs(book: Book) -> tuple[Paragraph, ...]:
    """Those of all chapters, in the order of reading."""
    found = [one for chapter in book.chapters for one in _paragraphs(_stream(chapter.pages, book), book)]
    short = [one.beginning is Beginning.SHORT_BEFORE for one in found]
    if sum(short) > len(found) / 2:  # nothing else marks them
        return tuple(found)
    after = [*short, False][1:]
    return tuple(
        replace(one, follows=follows, goes_on=goes_on)
        for one, follows, goes_on in zip(found, short, after, strict=True)
    )


def _paragraphs(stream: Iterator[Line | None], book: Book) -> Iterator[Paragraph]:
    lines: list[Line] = []
    beginning, stands_out = Beginning.MARKED, True
    for line in stream:
        new = _begins(lines, line, stands_out, book) if line and lines else Beginning.MARKED
        if new:
            stands_out = new is Beginning.MARKED or _stands_out(lines, line, stands_out, book)
            if lines:
                yield Paragraph(tuple(lines), beginning)
            lines = []
        if line:
            lines.append(line)
            beginning = new or beginning
    if lines:
        yield Paragraph(tuple(lines), beginning)


def _stands_out(before: Sequence[Line], line: Line | None, does_first: bool, book: Book) -> bool:
    """Whether a line below a short one is set in, or as the only line of a paragraph is that was set in."""
    moved = book.inset(line) - book.inset(before[-1]) if line else 0.0
    return moved > _SAME or (does_first and len(before) == 1 and abs(moved) < _SAME)


def _stream(pages: Sequence[Block], book: Book) -> Iterator[Line | None]:
    """Body lines; None where anything else stands between two of them."""
    for page in pages:
        body = set(page.body)
        if page.lines and picture_above(page, page.lines[0], book):
            yield None
        yield from (line if line in body else None for line in page.lines)
        if page.lines and picture_below(page, page.lines[-1], book):
            yield None
    yield None


def picture_above(page: Block, line: Line, book: Book) -> bool:
    """Whether a picture, a drawing or a formula of a letter's height stands above a line."""
    highest = line.baseline - book.body.size / 2
    return any(one.bottom < highest and _is_picture(one, book) for one in page.pictures)


def picture_below(page: Block, line: Line, book: Book) -> bool:
    """The same below it."""
    return any(one.top > line.baseline and _is_picture(one, book) for one in page.pictures)


def _is_picture(box: Box, book: Book) -> bool:
    """Not a rule."""
    return box.bottom - box.top > _LETTER * book.body.size


def _begins(before: Sequence[Line], line: Line, stands_out: bool, book: Book) -> Beginning | None:
    """Whether a line begins a paragraph, given the lines of the one before, and whether that one's first
    stands in another way than the line above it."""
    last = before[-1]
    step = (line.baseline - last.baseline) / book.leading
    if (last.page == line.page and step > _GAP) or _is_item(last, line, book):
        return Beginning.MARKED
    moved = book.inset(line) - book.inset(last)
    ended = Beginning.SHORT_BEFORE if _ended(last, line, book) else None
    is_first = len(before) == 1 and stands_out
    full = book.justified and book.at_edge(last) and not last.text.endswith(_ENDS)
    if is_first and _indented(last, book) and (moved >= _SAME or (moved > -_SAME and not full)):
        return Beginning.MARKED
    if abs(moved) < _SAME:
        return ended
    if moved > 0:
        is_apart = _indented(line, book) or last.page < line.page  # no verse that is turned over: a quotation
        return Beginning.MARKED if is_apart else ended
    from_indent = is_first and abs(moved + book.indent) < _SAME
    return ended if from_indent else Beginning.MARKED


def _is_item(last: Line, line: Line, book: Book) -> bool:
    """Whether a line begins with a list's mark, and not with a number that a full line has left over."""
    beneath = abs(line.left - book.side(line).left - last.left + book.side(last).left) < 1
    left_over = beneath and last.marker == last.left and book.justified and book.at_edge(last)
    return line.marker > line.left and not left_over


def _indented(line: Line, book: Book) -> bool:
    return 0 < book.indent and line.marker == line.left and abs(book.inset(line) - book.indent) < _EXACT


def _ended(last: Line, line: Line, book: Book) -> bool:
    """Whether a line is a paragraph's last: the next one's first word had room in it."""
    white = (book.side(last).right - last.right) / book.body.size
    if book.justified and book.at_edge(last):
        return False
    if book.justified and not book.indent:
        return white > 2 * _SPACE
    return white > line.first / book.body.size + _SPACE
