"""A block that is laid out more than once begins each time where it did at first.

WeasyPrint 70 moves a block down by the margin above it while it is laid out, and adds its own to that one.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from typing import Any

_MARGINS = 5  # their place in what is given behind the room that stays free
Layout = Callable[..., Any]


def anew(lay_out: Layout, context: Any, box: Any, *rest: Any, **named: Any) -> Callable[[float], Any]:
    """Return the layout of a block from where it stands, for as many px as stay free below it."""
    place, above = (box.position_x, box.position_y), [[*one] for one in rest[_MARGINS : _MARGINS + 1]]

    def leaving(bottom_space: float) -> Any:
        box.position_x, box.position_y = place
        given = *rest[:_MARGINS], *([*one] for one in above), *rest[_MARGINS + 1 :]
        return lay_out(context, box, bottom_space, *given, **named)

    return leaving
