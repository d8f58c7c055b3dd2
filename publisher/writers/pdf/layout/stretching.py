"""A page that is white at its foot, since what comes next does not fit, has more room between its blocks.

A theme says how many lines more may stand above and below one in its print.css: `h2 { --stretch: 1 0 }`.
These are whole lines: what stands on the line grid stays on it. Nothing is laid out again, blocks are moved;
and a chapter's last page is as short as it is.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import Any

from publisher.writers.pdf.layout.boxes import end, own_style, said_numbers
from publisher.writers.pdf.layout.grid import grid_of

_WHITE = 0.15  # of a page: as much may stay empty
_SLACK = 0.1  # px
_AROUND = frozenset(("body", "section"))

Function = Callable[..., Any]


def stretched(make_all: Function) -> Function:
    """Return WeasyPrint's making of all pages, of which white ones are filled by the room between blocks."""

    def to_the_foot(context: Any, *rest: Any) -> list[Any]:
        made, done = [*make_all(context, *rest)], context.__dict__.setdefault("stretched", set())
        for number, page in enumerate(made):
            if page not in done and _goes_on(context, number + 1, len(made)):
                _stretch(page, _foot(context, number, page), grid_of(context)[1])
        done.update(made)  # which may be asked for again
        return made

    return to_the_foot


def _goes_on(context: Any, number: int, count: int) -> bool:
    """Whether text goes on, on the next page, which nobody asked for; also where that is not made."""
    resume_at, after, *_ = context.page_maker[number]
    is_behind = number == count and getattr(context, "behind", None) is not None  # see starting.py
    return (resume_at is not None or is_behind) and after["break"] == "any"


def _foot(context: Any, number: int, page: Any) -> float:
    """Where a page ends, in px from its top: at its notes, or where it would if it were not made shorter."""
    notes, (start, shorter) = page.children[1], getattr(context, "foot", (0, 0.0))
    if notes.children:
        return float(notes.position_y)
    return float(page.content_box_y() + page.height + (shorter if number >= start else 0.0))


def _stretch(page: Any, foot: float, line: float) -> None:
    around, lines = [*_around(page.children[0])], more_lines(page, foot, line)
    for block, more in zip(around[-1].children[1:], accumulate(lines), strict=False):
        block.translate(0, more * line)
    for box in around:
        box.height += sum(lines) * line


def more_lines(page: Any, foot: float, line: float) -> list[int]:
    """Return how many lines more there are above each block of a page but its first, where it is white."""
    *_, around = _around(page.children[0])
    blocks, top = around.children, page.content_box_y()
    white = foot - end(blocks[-1]) if blocks else 0.0
    if not line or white <= _WHITE * (foot - top) or not all(one.is_in_normal_flow() for one in blocks):
        return []
    return _lines([_room(*pair) for pair in pairwise(blocks)], int((white + _SLACK) / line))


def _around(box: Any) -> Iterator[Any]:
    """The boxes around the blocks of a page, the outermost first."""
    yield box
    last = box.children[-1] if box.children else None
    if last is not None and last.element_tag in _AROUND:
        yield from _around(last)


def _room(above: Any, below: Any) -> int:
    """How many lines more there may be between two blocks; none where either wants none."""
    said = [*_wish(above)[1:], *_wish(below)[:1]]
    return max(said) if said and min(said) > 0 else 0


def _wish(box: Any) -> list[int]:
    return [int(lines) for lines in said_numbers(own_style(box), "__stretch")]


def _lines(wishes: Sequence[int], room: int) -> list[int]:
    """How many lines there are more for each wish: as evenly as can be, of the largest first."""
    turns = sorted((turn, -wish, number) for number, wish in enumerate(wishes) for turn in range(wish))
    given = Counter(number for *_, number in turns[:room])
    return [given[number] for number in range(len(wishes))]
