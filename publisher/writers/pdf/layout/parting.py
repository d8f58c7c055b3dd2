"""Where a block of code is parted between two pages: at an empty line where one is near, and never so that
a line or two stand alone.

A theme says `--part: 3 4` in its print.css: at least 3 lines that say something stand on either side, and up
to 4 that would still fit go on to the next page for the sake of an empty line. WeasyPrint 70 has `orphans`
and `widows` for this, which hold within a block only: long lines of code have blocks of their own.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Any, NamedTuple

from publisher.assets.xhtml import classes
from publisher.writers.pdf.layout.boxes import LineBox, TextBox, said_numbers

_ENDLESS = 1e6  # px: no page is as long
_AHEAD = (
    250  # px of what goes on that is looked at: all of it, on each page, would take a long block's square
)
_SLACK = 0.1  # px
_GIVEN = ("where it goes on", "around it", "nothing above", "absolute", "fixed", "margins that meet its own")
_LIMITS = ("lines a side", "lines that go on")

Layout = Callable[..., Any]


class _Line(NamedTuple):
    foot: float  # px from the top of the page
    is_said: bool  # whether there are letters in it
    is_end: bool  # of a line of code, which may go on over several of paper


def parted(lay_out: Layout) -> Layout:
    """Return WeasyPrint's layout of a block, which is parted where the theme wishes it."""

    def well_parted(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
        notes, limits = len(context.current_page_footnotes), said_numbers(box.style, "__part")
        if len(limits) != len(_LIMITS) or len(rest) < len(_GIVEN):
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

        then = again(top + _AHEAD, resume_at, empty=True)[0]
        lines, more = [*_lines(made)], sum(line.is_said for line in _lines(then))
        place = _place(lines, more, *map(int, limits))
        if place == len(lines) or (not place and is_empty):
            return result
        return again(lines[place - 1].foot + _SLACK if place else -_ENDLESS, skip_stack, empty=is_empty)

    return well_parted


def _place(lines: Sequence[_Line], more: int, least: int, far: int) -> int:
    """Behind how many of the lines that fit the block is parted, where `more` follow that say something; 0:
    it begins the next page."""
    said = [*accumulate(line.is_said for line in lines)]
    places = [
        place
        for place, (line, above) in enumerate(zip(lines, said, strict=True), 1)
        if line.is_end and above >= least and said[-1] - above + more >= least
    ]
    last = max(places, default=0)
    return max((at for at in places if not lines[at - 1].is_said and at >= last - far), default=last)


def _lines(box: Any) -> Iterator[_Line]:
    for child in getattr(box, "children", ()):
        if isinstance(child, LineBox):
            is_end = child.resume_at is None or "goes-on" not in classes(box.element)
            yield _Line(float(child.position_y + child.height), any(_texts(child)), is_end)
        else:
            yield from _lines(child)


def _texts(box: Any) -> Iterator[bool]:
    if isinstance(box, TextBox):
        yield bool(box.text.strip(" \t\n\u200b\u2060"))
    for child in getattr(box, "children", ()):
        yield from _texts(child)
