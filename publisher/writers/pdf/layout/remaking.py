"""A chapter whose last page has too few lines is laid out again where a change may help: its tree, its styles
and the pages before stay what they are. See endings.py for what is changed.

WeasyPrint makes pages anew from where a number was not known; here also from where a line is wanting. What it
does not keep of the beginning of a page, notes and floats that go on, is kept here.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from typing import Any

from publisher.writers.pdf.layout.endings import Change, Endings, now_seen

_PAGES = 300  # of a chapter that is made anew only to look better: many times as long as one, not a volume

Function = Callable[..., Any]


def ended_well(make_all: Function) -> Function:
    """Return WeasyPrint's making of all pages, which gives the last one the lines that it lacks, or as many
    as it can have."""

    def with_last_lines(context: Any, root: Any, html: Any, pages: list[Any]) -> list[Any]:
        context.lines = {}  # a number that was not known may be another now: see lines.py
        made, found = [*make_all(context, root, html, pages)], now_seen()
        if found is None or found.first is None or pages or len(made) > _PAGES:
            return made

        def again(change: Change, start: int) -> None:
            _mark(context, change, start, len(made))
            made[:] = make_all(context, root, html, [*made])

        _improve(found, again)
        return made

    return with_last_lines


def _improve(found: Endings, again: Callable[[Change, int], None]) -> None:
    """Try the changes until nothing is wanting; leave the pages as the best has them."""
    best, wanted = _NONE, found.wanted
    current = best
    for change in [*found.changes()]:
        again(change, min(change.start, current.start))
        current = change
        if found.wanted < wanted:
            best, wanted = change, found.wanted
        if wanted <= 0:
            return
    if current is not best:
        again(best, min(best.start, current.start))


_NONE = Change(start=1_000_000)


def _mark(context: Any, change: Change, start: int, pages: int) -> None:
    """Have all pages from `start` on made anew."""
    context.parts, context.foot, context.resumed = change.parts, (change.start, change.foot), start
    for *_, state in context.page_maker[start:pages]:
        state["content_changed"] = True


def resumed(remake: Function) -> Function:
    """Return WeasyPrint's making of a page, which finds what goes on from the one before it as it was."""

    def from_there(index: int, context: Any, *rest: Any) -> Any:
        starts = context.__dict__.setdefault("starts", {})
        if getattr(context, "resumed", None) == index:
            context.footnotes, context.reported_footnotes, context.broken_out_of_flow = starts[index]
            context.resumed = None
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
