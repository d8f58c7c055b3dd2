"""A chapter whose last page has too few lines is laid out again where a change may help: its tree, its styles
and the pages before stay what they are. See endings.py for what is changed.

WeasyPrint makes pages anew from where a number was not known; here also from where a line is wanting. What it
does not keep of the beginning of a page, notes and floats that go on, is kept here.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from typing import Any

from publisher.writers.pdf.layout.boxes import shown_ends
from publisher.writers.pdf.layout.endings import Change, Endings, now_seen
from publisher.writers.pdf.layout.filling import put_back
from publisher.writers.pdf.layout.stretching import more_lines

_PAGES = 300  # of a chapter that is made anew only to look better: many times as long as one, not a volume
_WHITE = 0.15  # of a page

Function = Callable[..., Any]


def ended_well(make_all: Function) -> Function:
    """Return WeasyPrint's making of all pages, which gives the last one the lines that it lacks, or as many
    as it can have."""

    def with_last_lines(context: Any, root: Any, html: Any, pages: list[Any]) -> list[Any]:
        context.lines = {}  # a number that was not known may be another now: see lines.py
        made, found = [*make_all(context, root, html, pages)], now_seen()
        if found is None or found.first is None or pages or len(made) > _PAGES:
            return made

        high = made[-1].height

        def whiteness() -> int:
            """Return how many pages are white; one that is half white is as three."""
            whites = [_left(page, high, found.line) / high for page in made[found.first : -1]]
            return sum((one > _WHITE) + 2 * (one > 2 * _WHITE) for one in whites)

        def again(change: Change, start: int) -> int:
            _mark(context, change, start, len(made))
            made[:] = make_all(context, root, html, [*made])
            return whiteness()

        if found.wanted > 0:
            found.white = _white(made[-2], high) if len(made) > 1 else 0.0
            _improve(found, again, whiteness())
        return made

    return with_last_lines


def _improve(found: Endings, again: Callable[[Change, int], int], white: int) -> None:
    """Try the changes until nothing is wanting, and no more pages are white for it; leave the pages as the
    best has them. A whole chapter is not changed for white ones, and one page may be white for the last."""
    best, least = _NONE, (found.wanted, white)
    current = best
    for change in [*found.changes()]:
        if least[0] <= 0 and change.start == found.first:
            break
        reached = again(change, min(change.start, current.start))
        current, wants = change, max(found.wanted, 0)
        if (wants, reached) < least and reached <= white + (not wants):
            best, least = change, (wants, reached)
        if least <= (0, white):
            return
    if current is not best:
        again(best, min(best.start, current.start))


def _left(page: Any, high: float, line: float) -> float:
    """How many px of it are empty when there is more room between its blocks."""
    return _white(page, high) - sum(more_lines(page, page.content_box_y() + high, line)) * line


def _white(page: Any, high: float) -> float:
    """How many px of a page that is so high are empty at its foot."""
    top = page.content_box_y()
    last = max((one for one in shown_ends(page) if one <= top + 1.1 * high), default=top)
    return float(top + high - last)


_NONE = Change(start=1_000_000)


def _mark(context: Any, change: Change, start: int, pages: int) -> None:
    """Have all pages from `start` on made anew."""
    context.parts, context.foot, context.resumed = change.parts, (change.start, change.foot), start
    context.cut, context.cut_picture = (change.start, change.cut), None
    for *_, state in context.page_maker[start:pages]:
        state["content_changed"] = True


def resumed(remake: Function) -> Function:
    """Return WeasyPrint's making of a page, which finds what goes on from the one before it as it was."""

    def from_there(index: int, context: Any, *rest: Any) -> Any:
        starts = context.__dict__.setdefault("starts", {})
        if getattr(context, "resumed", None) == index:
            context.footnotes, context.reported_footnotes, context.broken_out_of_flow = starts[index]
            context.resumed = None
            put_back(context, index)
        # Each is changed while the page is made.
        starts[index] = [*context.footnotes], [*context.reported_footnotes], {**context.broken_out_of_flow}
        context.made = index
        return remake(index, context, *rest)

    return from_there


def shorter(page_height: Function) -> Function:
    """Return WeasyPrint's height of a page, which leaves more room, or less, at its foot."""

    def with_foot(box: Any, context: Any, *rest: Any) -> Any:
        start, foot = getattr(context, "foot", (0, 0.0))
        if context.made >= start:
            box.padding_bottom = max(0.0, box.padding_bottom + foot)
        return page_height(box, context, *rest)

    return with_foot
