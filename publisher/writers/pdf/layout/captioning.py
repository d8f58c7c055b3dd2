"""A caption that is wider than its table: it may be as wide as the room in which the table stands.

CSS has a caption as wide as its table, https://www.w3.org/TR/CSS22/tables.html#model: above one short column
two letters stand in a line. A caption that is too long for its table stands above, or below, its middle, its
left or its right edge, as its text is aligned, but not beyond the room that the table has.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from copy import copy
from typing import Any

_AROUND = 2  # place of what is around the block in what a layout is given
_SHARES = {"center": 0.5, "right": 1.0, "end": 1.0}  # of what it is wider, how much stands left of the table

Layout = Callable[..., Any]


def captioned(lay_out: Layout, width_of: Layout) -> Layout:
    """Return WeasyPrint's layout of a block, which gives captions of tables the room that they need.

    `width_of`: WeasyPrint's measure of a block whose lines end only where they must.
    """

    def with_room(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        table = rest[_AROUND]
        if not getattr(table, "is_table_wrapper", False) or box is table.get_wrapped_table():
            return lay_out(context, box, *rest, **named)
        wider = width_of(context, box, outer=True) - table.width
        if wider > 0:
            rest = (*rest[:_AROUND], _widened(table, wider, box), *rest[_AROUND + 1 :])
        return lay_out(context, box, *rest, **named)

    return with_room


def _widened(table: Any, wider: float, caption: Any) -> Any:
    """Return the table's wrapper as a caption sees it which it shall not crowd; move the caption there."""
    before, behind = (max(0.0, side) for side in (table.margin_left, table.margin_right))
    wider = min(wider, before + behind)
    left = min(before, max(wider - behind, wider * _SHARES.get(caption.style["text_align_all"], 0.0)))
    caption.position_x -= left
    seen = copy(table)
    seen.width = table.width + wider
    return seen
