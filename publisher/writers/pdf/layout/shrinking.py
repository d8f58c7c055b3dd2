"""A picture that is a little too high for what is left of a page is set a little smaller, and stays there.

A theme says how small at most, `--shrink-to: 0.7` of the height that it would have, in its print.css, and of
the page as `--shrink-to: 0.7 0.34 0.25`: one that no text can go before (see filling.py) may shrink further,
and still further where else the page would stay white.
WeasyPrint 70 has no way to say that: it moves the picture to the next page and leaves this one half empty.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from typing import Any

from publisher.writers.pdf.layout.anew import anew
from publisher.writers.pdf.layout.boxes import Dimension, end, pictures, said_numbers
from publisher.writers.pdf.layout.endings import now_seen
from publisher.writers.pdf.layout.grid import grid_of
from publisher.writers.pdf.layout.pressing import cut_above, may_be_small

_ENDLESS = 1e6  # px: no page is as long
_SLACK = 0.1  # px

Layout = Callable[..., Any]


def shrunk(lay_out: Layout) -> Layout:
    """Return WeasyPrint's layout of a block, which tries a smaller picture before it leaves the page."""

    def to_fit(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
        least = said_numbers(box.style, "__shrink_to")
        found = [*pictures(box)] if least else []
        if not found:
            return lay_out(context, box, bottom_space, *rest, **named)
        if seen := now_seen():
            seen.pictures.add(context.current_page)
        styles = context.__dict__.setdefault("whole_pictures", {})
        for one in found:  # it may have been smaller on another page, or in another layout of this one
            one.style = styles.setdefault(one, one.style)
        leaving = anew(lay_out, context, box, *rest, **named)
        made = leaving(bottom_space)
        room, cut = context.page_bottom - bottom_space, _cut(context, box)
        if _fits(made, room):
            cut = cut or cut_above(context, box, 1 - least[0], made[0])
        if len(found) != 1 or (_fits(made, room) and not cut):
            return made
        whole = leaving(bottom_space - _ENDLESS)[0]
        height = next((one.height for one in pictures(whole)), 0.0) if whole is not None else 0.0
        over = end(whole) - room if height else 0.0
        smaller = height - (max(0.0, over) + cut if cut else over) if height else 0.0
        page = context.page_bottom - grid_of(context)[0]
        pressed, far = getattr(context, "pressed", None) or (None, 0)
        further = least[1 : 1 + far] if pressed is box and may_be_small(context) else ()
        if not smaller or smaller < min(least[0] * height, *(part * page for part in further), height):
            return made
        found[0].style = found[0].style.copy()
        found[0].style["max_height"] = Dimension(smaller - _SLACK, "px")
        return leaving(bottom_space)

    return to_fit


def _cut(context: Any, box: Any) -> float:
    """How many px smaller a picture is set for a last page's sake: the first of its page, see endings.py."""
    page, cut = getattr(context, "cut", (0, 0.0))
    if not cut or context.made != page:
        return 0.0
    context.cut_picture = context.cut_picture or box
    return cut if context.cut_picture is box else 0.0


def _fits(result: Any, room: float) -> bool:
    made, resume_at, *_ = result
    return made is not None and resume_at is None and end(made) <= room
