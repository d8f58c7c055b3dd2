"""Where a block of code, or a table, is parted between two pages.

Code: at an empty line where one is near, which is not seen then, and never so that a line or two stand alone.
A theme says `--part: 3 4` in its print.css: at least 3 lines that say something stand on either side, and up
to 4 that would still fit go on to the next page for the sake of an empty line. A line of code that goes on
over several of paper is parted where the page would be white without it. WeasyPrint 70 has `orphans`
and `widows` for this, which hold within a block only: long lines of code have blocks of their own.

A table: `--part-rows: 3 0.34 0.15 0.25`. One that is no higher than 0.34 of a page begins the next page where
that leaves no more than 0.15 of this one white, or 0.25 where its rows are too few to be parted well; else at
least 3 of them stand on either side, or half of them, as far as that leaves no more than 0.25 white.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import accumulate
from typing import Any, NamedTuple

from publisher.assets.xhtml import classes
from publisher.writers.pdf.layout.boxes import LineBox, end, said_numbers, says

_ENDLESS = 1e6  # px: no page is as long
_AHEAD = (
    250  # px of what goes on that is looked at: all of it, on each page, would take a long block's square
)
_SLACK = 0.1  # px
_WHITE = 0.15  # of a page: as much may stay empty for an empty line's sake
_GIVEN = ("where it goes on", "around it", "nothing above", "absolute", "fixed", "margins that meet its own")

_ROWS = (3, 4)  # numbers of --part-rows

Layout = Callable[..., Any]


class _Line(NamedTuple):
    foot: float  # px from the top of the page
    is_said: bool  # whether there are letters in it
    is_end: bool  # of a line of code, which may go on over several of paper


class _Lines(NamedTuple):
    least: int  # on either side
    far: int  # that would fit may go on, for an empty one


class _Rows(NamedTuple):
    least: float  # on either side
    whole: float  # of a page: as high a table is not parted
    white: float  # of a page: as much it may leave for that
    short: float = 0.0  # the same of one that has not so many rows for either side


class _Block(NamedTuple):
    """A block that does not fit on what is left of a page."""

    box: Any
    made: Any  # what fits of it
    resume_at: Any
    goes_on: bool  # from the page before
    is_empty: bool  # the page above it
    top: float  # px from the top of the page
    page: tuple[float, float]  # where its text begins and ends
    highest: float  # no empty line above is looked for, in px from the top of the page
    to: Callable[[float], Any]  # lays it out to a place in px from the top of the page
    rest_to: Callable[[float, Any], Any]  # the same for what goes on, as if it stood here


def parted(lay_out: Layout) -> Layout:
    """Return WeasyPrint's layout of a block, which is parted where the theme wishes it."""

    def well_parted(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
        notes, part = len(context.current_page_footnotes), _wish(box)
        if part is None or len(rest) < len(_GIVEN):
            return lay_out(context, box, bottom_space, *rest, **named)
        skip_stack, around, is_empty, absolute, fixed, margins, *others = rest
        before, top = [*margins], box.position_y
        result = lay_out(context, box, bottom_space, *rest, **named)
        made, resume_at = result[:2]
        if made is None or resume_at is None:
            return result
        if len(context.current_page_footnotes) != notes:  # laid out twice, a note would stand there twice
            return result

        def again(foot: float, skip: Any, *, empty: bool) -> Any:
            box.position_y, space = top, context.page_bottom - foot
            return lay_out(
                context, box, space, skip, around, empty, absolute, fixed, [*before], *others, **named
            )

        page = getattr(context, "grid", (top, 0.0))[0], context.page_bottom
        white = math.inf if notes else _WHITE * (page[1] - page[0])  # notes stand at the foot, below it
        block = _Block(
            box, made, resume_at, bool(skip_stack), is_empty, top, page, page[1] - white,
            lambda foot: again(foot, skip_stack, empty=is_empty),
            lambda foot, skip: again(foot, skip, empty=True),
        )  # fmt: skip
        return part(block) or result

    return well_parted


def _wish(box: Any) -> Callable[[_Block], Any] | None:
    """How the theme wishes a block to be parted, where it says so."""
    if box.is_table_wrapper:
        rows = said_numbers(box.get_wrapped_table().style, "__part_rows")
        return partial(_part_table, _Rows(*rows)) if len(rows) in _ROWS else None
    lines = said_numbers(box.style, "__part")
    return partial(_part_code, _Lines(*map(int, lines))) if len(lines) == len(_Lines._fields) else None


def _part_code(wish: _Lines, block: _Block) -> Any:
    """None: as it is."""
    lines, then = [*_lines(block.made)], [*_lines(block.rest_to(block.top + _AHEAD, block.resume_at)[0])]
    place = _place(lines, sum(line.is_said for line in then), block.highest, block.top < block.highest, *wish)
    if not place:
        return None if block.is_empty else block.to(-_ENDLESS)
    said = max((n for n, line in enumerate(lines[:place], 1) if line.is_said), default=place)
    begins = next((n for n, line in enumerate([*lines, *then]) if n >= place and line.is_said), place)
    if said == begins:
        return None if said == len(lines) else block.to(lines[said - 1].foot + _SLACK)
    resume_at = _resumed(block, lines, then, begins)
    made, _, *others = block.to(lines[said - 1].foot + _SLACK)
    return made, resume_at, *others


def _resumed(block: _Block, lines: Sequence[_Line], then: Sequence[_Line], begins: int) -> Any:
    """Where the line `begins` of both does: no empty line begins the next page."""
    if begins > len(lines):
        return block.rest_to(then[begins - len(lines) - 1].foot + _SLACK, block.resume_at)[1]
    return block.to(lines[begins - 1].foot + _SLACK)[1] if begins < len(lines) else block.resume_at


def _place(lines: Sequence[_Line], more: int, highest: float, is_white: bool, least: int, far: int) -> int:
    """Behind how many of the lines that fit the block is parted, where `more` follow that say something; 0:
    it begins the next page. No empty line above `highest` is looked for; it is parted within a line of code
    only where that leaves the page white."""
    said = [*accumulate(line.is_said for line in lines)]
    able = [at for at, above in enumerate(said, 1) if above >= least and said[-1] - above + more >= least]
    places = [at for at in able if lines[at - 1].is_end] or (able if is_white else [])
    last = max(places, default=0)
    ends = {at: max((n for n in range(1, at + 1) if lines[n - 1].is_said), default=0) for at in places}
    near = (at for at, end in ends.items() if last - far - 1 <= end < at and lines[end - 1].foot >= highest)
    return max(near, default=last)


def _lines(box: Any) -> Iterator[_Line]:
    for child in getattr(box, "children", ()):
        if isinstance(child, LineBox):
            is_end = child.resume_at is None or "goes-on" not in classes(box.element)
            yield _Line(float(child.position_y + child.height), says(child), is_end)
        else:
            yield from _lines(child)


def _part_table(wish: _Rows, block: _Block) -> Any:
    """None: as it is."""
    top, foot = block.page
    if not block.made.get_wrapped_table():  # a caption alone
        return None if block.is_empty else block.to(-_ENDLESS)
    here, rows = _rows(block.made), _rows(block.box)
    white = max(wish.white, wish.short if len(rows) < 2 * wish.least else 0.0)
    if not block.goes_on and not block.is_empty and foot - block.top <= white * (foot - top):
        made, resume_at, *_ = block.to(block.top + wish.whole * (foot - top))
        if made is not None and resume_at is None:
            return block.to(-_ENDLESS)
    begun = _begun(block.box, block.resume_at)
    if begun is None or not here or any(cell.rowspan > 1 for row in rows for cell in row.children):
        return None
    least = min(int(wish.least), len(rows) // 2)
    cut = len(here) - max(0, least - (len(rows) - begun))
    most = max(wish.white, wish.short) * (foot - top)
    if cut < least and not block.goes_on and (block.is_empty or foot - block.top <= most):
        return None if block.is_empty else block.to(-_ENDLESS)
    cut = next((n for n in range(max(1, cut), len(here)) if foot - end(here[n - 1]) <= most), len(here))
    return block.to((end(here[cut - 1]) + end(here[cut])) / 2) if cut < len(here) else None


def _rows(wrapper: Any) -> list[Any]:
    """The rows of a table's body."""
    groups = wrapper.get_wrapped_table().children
    return [row for group in groups if not (group.is_header or group.is_footer) for row in group.children]


def _begun(wrapper: Any, resume_at: Any) -> int | None:
    """How many of these stand before the place where it goes on; None: that is within one."""
    (groups,) = resume_at.values()
    ((group, rows),) = groups.items() if groups else ((0, None),)
    row, within = next(iter(rows.items())) if rows else (0, None)
    before = wrapper.get_wrapped_table().children[:group]
    count = row + sum(len(one.children) for one in before if not (one.is_header or one.is_footer))
    return None if within else count
