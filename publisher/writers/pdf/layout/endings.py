"""How chapters and their paragraphs end: what the last page of a chapter lacks, and who can give it a line.

A theme, or book.toml, says how many lines a last page has at least: `--min-last-lines: 5`. Where it has
fewer, paragraphs whose last lines are nearly full end their lines a little earlier, and have one line more
then; or pages before the last, as few as may do, are a line shorter, or longer. What is changed so is laid
out again by remaking.py.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from publisher.writers.pdf.layout import spacing
from publisher.writers.pdf.layout.boxes import LineBox, ReplacedBox, said, says
from publisher.writers.pdf.layout.grid import grid_of

_EARLIEST = -1.2  # of what a line can take in, how much it may go without
_NEAR = 5  # last pages whose paragraphs may have a line more: all from there on are made anew
_SURE = 0.07  # of a line: no break is where it would have to be
_LEAST = "__min_last_lines"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that stands on one page."""

    lines: int
    last: float  # how much of a line its last one fills
    give: float  # how much of a line each other one can take in
    page: int  # from 0

    @property
    def part(self) -> float:
        """Of that, how much its lines may take in for it to have one line more: 1 is all, as ever."""
        room = self.give * (self.lines - 1)
        return 1 - (1 - self.last + _SURE) / room if room > 0 else -math.inf


@dataclass(frozen=True, slots=True)
class Change:
    """What a chapter is laid out with for its last page's sake."""

    start: int  # the first page that it may change, from 0
    parts: Mapping[object, float] = field(default_factory=dict)  # paragraph -> Paragraph.part
    foot: float = 0.0  # px that pages are shorter
    cut: float = 0.0  # px that a picture on the page `start` is smaller


@dataclass(slots=True)
class Endings:
    """What was seen of a layout. Pages may be laid out more than once: the last counts."""

    first: int | None = None  # the chapter's first page, from 0, where its last one may be given lines
    least: int = 0  # lines of a last page
    missing: dict[object, int] = field(default_factory=dict)  # chapter -> lines that its last page lacks
    paragraphs: dict[object, Paragraph] = field(default_factory=dict)  # by their elements
    pictures: set[int] = field(default_factory=set)  # pages, from 1, with one that may be smaller
    pages: int = 0
    line: float = 0.0  # px
    white: float = 0.0  # px at the foot of the page before the last
    begun: Any = None  # how pages begin: see starting.py

    @property
    def wanted(self) -> int:
        """How many lines the last pages lack, at most."""
        return max(self.missing.values(), default=0)

    def changes(self) -> Iterator[Change]:
        """Return what may help, the least seen first."""
        if self.first is not None and self.wanted > 0:
            near = [row for row in self.paragraphs.items() if row[1].page >= self.pages - _NEAR]
            able = sorted(
                ((one.part, n, element, one.page) for n, (element, one) in enumerate(near)), reverse=True
            )
            chosen = [one for one in able if one[0] >= _EARLIEST][: self.wanted]
            if len(chosen) == self.wanted:
                # A longer paragraph may begin, or be parted, on the page before.
                start = max(self.first, min(page for *_, page in chosen) - 1)
                yield Change(start, {element: part for part, _, element, _ in chosen})
            yield from self._other_pages()

    def _other_pages(self) -> Iterator[Change]:
        """Return changes of a line or two of the pages before the last, of as few as may do first, then of
        all; pages that take in the last one's lines are longer, or a picture gives way to them. At last one
        page gives all lines, or as many as a last page has."""
        few = (self.wanted, 1), (self.least - self.wanted, -1), ((self.wanted + 1) // 2, 2)
        ways = [*sorted(few[:2]), few[2]]
        before = max(self.first or 0, self.pages - 2)
        yield from self._shorter(ways)
        if before + 1 in self.pictures:
            yield Change(before, cut=(self.least - self.wanted + 1) * self.line)
        yield from self._shorter([(self.pages, lines) for _, lines in few])
        for lines in (self.wanted, self.least):
            yield Change(before, foot=self.white + lines * self.line)

    def _shorter(self, ways: Iterable[tuple[int, int]]) -> Iterator[Change]:
        """Return changes of so many pages before the last by so many lines."""
        starts = [(max(self.first or 0, self.pages - 1 - count), lines) for count, lines in ways]
        for start, lines in dict.fromkeys(starts):
            if lines != 1 or self.wanted < self.pages:
                yield Change(start, foot=lines * self.line)


_SEEN: ContextVar[Endings | None] = ContextVar("_SEEN", default=None)
now_seen = _SEEN.get


@contextmanager
def seen(first: int | None) -> Iterator[Endings]:
    """Collect how what is laid out meanwhile ends. `first`: see Endings."""
    found = Endings(first)
    token = _SEEN.set(found)
    try:
        yield found
    finally:
        _SEEN.reset(token)


def watched(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """Return WeasyPrint's layout of a block, of which is noted how it ends."""

    def noted(
        context: Any, box: Any, bottom_space: float, skip_stack: Any, containing_block: Any, *rest: Any
    ) -> Any:
        result = lay_out(context, box, bottom_space, skip_stack, containing_block, *rest)
        made, resume_at = result[0], result[1]
        found, begun, around = _SEEN.get(), bool(skip_stack), containing_block
        line = grid_of(context)[1]
        if found is None or made is None or resume_at is not None:
            return result
        if box.element_tag == "body":
            found.pages, found.line = context.current_page, line
        if not line:  # lines are as high as their letters want: there is nothing to count
            return result
        if least := said(box.style, _LEAST, "number"):
            found.least = int(least)
            found.missing[box.element] = found.least - _lines(made, line) if begun else 0
        elif box.element_tag == "p" and not begun and said(around.style, _LEAST, "number"):
            found.paragraphs[box.element] = _paragraph(made, context.current_page - 1)
        return result

    return noted


def _lines(box: Any, line: float) -> int:
    """How many lines a page has; a picture has as many as its height. What is white between them is none, nor
    an empty line of code, the mark of an item, which stands where it did, or what floats beside them."""
    rows, boxes, pictures = set[int](), [box], 0
    while boxes:
        one = boxes.pop()
        if isinstance(one, ReplacedBox):
            pictures += int(one.height / line)
        elif isinstance(one, LineBox) and says(one):
            rows.add(round(one.position_y))
        boxes.extend(child for child in getattr(one, "children", ()) if not child.is_floated())
    return len(rows) + pictures


def _paragraph(box: Any, page: int) -> Paragraph:
    lines = [line for line in box.children if isinstance(line, LineBox)]
    give = spacing.give(box.style)
    return Paragraph(len(lines), lines[-1].width / box.width if lines and box.width else 0.0, give, page)
