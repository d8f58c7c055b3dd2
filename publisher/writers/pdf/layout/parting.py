"""Where a block of code is parted between two pages: at an empty line where one is near, and never so that
a line or two stand alone.

A theme says `--part: 3 6` in its print.css: at least 3 lines that say something stand on either side, and up
to 6 that would still fit go on to the next page for the sake of an empty line. WeasyPrint 70 has `orphans`
and `widows` for this, which hold within a block only: long lines of code have blocks of their own.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from publisher.assets.xhtml import classes
from publisher.writers.pdf.layout.boxes import LineBox, TextBox, said_numbers

_ENDLESS = 1e6  # px: no page is as long
_SLACK = 0.1  # px
_LIMITS = ("lines a side", "lines that go on")
_EMPTY = 2  # of what a layout is given behind the room: whether nothing stands above on the page

Layout = Callable[..., Any]


class _Line(NamedTuple):
    foot: float  # px from the top of the page
    is_said: bool  # whether there are letters in it
    is_end: bool  # of a line of code, which may go on over several of paper


def parted(lay_out: Layout) -> Layout:
    """Return WeasyPrint's layout of a block, which is parted where the theme wishes it."""

    def well_parted(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
        notes, limits = len(context.current_page_footnotes), said_numbers(box.style, "__part")
        result = lay_out(context, box, bottom_space, *rest, **named)
        made, resume_at = result[:2]
        if made is None or resume_at is None or len(limits) != len(_LIMITS):
            return result
        if len(context.current_page_footnotes) != notes:  # laid out twice, a note would stand there twice
            return result
        whole = lay_out(context, box, bottom_space - _ENDLESS, *rest, **named)[0]
        lines, fit, is_first = [*_lines(whole)], len([*_lines(made)]), rest[_EMPTY]
        place = _place(lines, fit, *map(int, limits))
        if place == fit or (not place and is_first):
            return result
        foot = lines[place - 1].foot + _SLACK if place else -_ENDLESS
        return lay_out(context, box, context.page_bottom - foot, *rest, **named)

    return well_parted


def _place(lines: Sequence[_Line], fit: int, least: int, far: int) -> int:
    """Behind how many lines the block is parted, of those that fit; 0: it begins the next page."""
    said = [0]
    for line in lines:
        said.append(said[-1] + line.is_said)
    places = [
        at for at in range(1, fit + 1)
        if lines[at - 1].is_end and said[at] >= least and said[-1] - said[at] >= least
    ]  # fmt: skip
    last = max(places, default=0)
    return max((at for at in places if not lines[at - 1].is_said and at >= last - far), default=last)


def _lines(box: Any) -> Iterator[_Line]:
    children = getattr(box, "children", ())
    for number, child in enumerate(children, 1):
        if isinstance(child, LineBox):
            is_end = number == len(children) or "goes-on" not in classes(box.element)
            yield _Line(float(child.position_y + child.height), any(_texts(child)), is_end)
        else:
            yield from _lines(child)


def _texts(box: Any) -> Iterator[bool]:
    if isinstance(box, TextBox):
        yield bool(box.text.strip(" \t\n\u200b\u2060"))
    for child in getattr(box, "children", ()):
        yield from _texts(child)
