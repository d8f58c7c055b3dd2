"""How chapters and their paragraphs end: what the last page of a chapter lacks, and who can give it a line.

A theme, or book.toml, says how many lines a last page has at least: `--min-last-lines: 5`. Where it has
fewer, paragraphs whose last lines are nearly full end their lines a little earlier, and have one line more
then; or each page of the chapter is a line shorter, or longer.
"""

import math
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from publisher.book.paper import FOOT
from publisher.writers.pdf.layout import spacing
from publisher.writers.pdf.layout.boxes import LineBox, ReplacedBox, said

_EARLIEST = -1.2  # of what a line can take in, how much it may go without
_SURE = 0.07  # of a line: no break is where it would have to be
_LEAST = "__min_last_lines"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph that stands on one page."""

    lines: int
    last: float  # how much of a line its last one fills
    give: float  # how much of a line each other one can take in

    @property
    def part(self) -> float:
        """Of that, how much its lines may take in for it to have one line more: 1 is all, as ever."""
        room = self.give * (self.lines - 1)
        return 1 - (1 - self.last + _SURE) / room if room > 0 else -math.inf


@dataclass(slots=True)
class Endings:
    """What was seen of a layout."""

    missing: dict[object, int] = field(default_factory=dict)  # chapter -> lines that its last page lacks
    paragraphs: dict[int, Paragraph] = field(default_factory=dict)  # by their number among those of a chapter
    pages: int = 0
    line: float = 0.0  # px
    _numbers: dict[object, dict[object, int]] = field(default_factory=dict)  # chapter -> its paragraphs

    def number(self, chapter: Any, paragraph: Any) -> int:
        """Return which of the chapter's paragraphs it is, from 1: counted once, for a chapter may have
        thousands."""
        if chapter not in self._numbers:
            paragraphs = (one for one in chapter if one.tag == "p")
            self._numbers[chapter] = {one: number for number, one in enumerate(paragraphs, 1)}
        return self._numbers[chapter][paragraph]

    @property
    def wanted(self) -> int:
        """How many lines the last pages lack, at most."""
        return max(self.missing.values(), default=0)

    def styles(self) -> Iterator[str]:
        """Return the styles that may help, the least seen first. `{first}` stands for the first page."""
        if self.wanted > 0:
            able = sorted(((one.part, n) for n, one in self.paragraphs.items()), reverse=True)
            chosen = [one for one in able if one[0] >= _EARLIEST][: self.wanted]
            if len(chosen) == self.wanted:
                yield " ".join(map(_earlier, chosen))
            yield from map(self._foot, (1, -1, 2) if self.wanted < self.pages else (-1, 2))

    def _foot(self, lines: int) -> str:
        """All pages that many lines shorter."""
        return f"@page :nth(n+{{first}}) {{{{ padding-bottom: calc({FOOT}mm + {lines * self.line}px) }}}}"


def _earlier(chosen: tuple[float, int]) -> str:
    part, number = chosen
    return f".chapter-body > p:nth-of-type({number}) {{{{ --justify-fit: {part:.3f} }}}}"


_SEEN: ContextVar[Endings] = ContextVar("_SEEN")


@contextmanager
def seen() -> Iterator[Endings]:
    """Collect how what is laid out meanwhile ends. Pages may be laid out more than once: the last counts."""
    found = Endings()
    token = _SEEN.set(found)
    try:
        yield found
    finally:
        _SEEN.reset(token)


def watched(lay_out: Callable[..., Any]) -> Callable[..., Any]:
    """Return WeasyPrint's layout of a block, of which is noted how it ends."""

    def noted(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
        result = lay_out(context, box, bottom_space, *rest, **named)
        made, resume_at = result[0], result[1]
        found, begun, around = _SEEN.get(None), bool(rest[0]), rest[1]
        if found is None or made is None or resume_at is not None:
            return result
        if box.element_tag == "body":
            found.pages, found.line = context.current_page, context.grid[1]
        if not context.grid[1]:  # lines are as high as their letters want: there is nothing to count
            return result
        if least := said(box.style, _LEAST, "number"):
            found.missing[box.element] = int(least) - _lines(made, context.grid[1]) if begun else 0
        elif box.element_tag == "p" and not begun and said(around.style, _LEAST, "number"):
            found.paragraphs[found.number(around.element, box.element)] = _paragraph(made)
        return result

    return noted


def _lines(box: Any, line: float) -> int:
    """How many lines a page has; a picture has as many as its height. What is white between them is none."""
    rows, boxes, pictures = set[int](), [box], 0
    while boxes:
        one = boxes.pop()
        if isinstance(one, ReplacedBox):
            pictures += int(one.height / line)
        elif isinstance(one, LineBox) and hasattr(one, "position_y"):  # a mark of a list has a line of none
            rows.add(round(one.position_y))
        boxes.extend(getattr(one, "children", ()))
    return len(rows) + pictures


def _paragraph(box: Any) -> Paragraph:
    lines = [line for line in box.children if isinstance(line, LineBox)]
    give = spacing.give(box.style)
    return Paragraph(len(lines), lines[-1].width / box.width if lines and box.width else 0.0, give)
