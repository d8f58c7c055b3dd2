"""A heading that would begin the next page for want of a line is set closer, and stays with two lines of its
text: the page is not left white.

A theme says how close, in lines of <html> above and below it, in its print.css: `h2 { --at-foot: 1 0 }`. A
page before which such a heading stands is made once more, and again as it was where that does not help.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Sequence
from typing import Any

from publisher.writers.pdf.layout.boxes import (
    BlockBox,
    Dimension,
    at,
    said_numbers,
    shown_ends,
)
from publisher.writers.pdf.layout.grid import line_of

_TEXT = 2  # lines that stand below a heading

Function = Callable[..., Any]
Headings = dict[int, list[tuple[Any, Any]]]  # page -> those set closer there, each with its own style


def squeezed(remake: Function) -> Function:
    """Return WeasyPrint's making of a page, which keeps a heading on it that fits where it is set closer, or
    where another one above it is too."""

    def with_heading(index: int, context: Any, root: Any, html: Any) -> Any:
        close: Headings = context.__dict__.setdefault("close_headings", {})
        _loosen(close, index)
        made = remake(index, context, root, html)
        heading = _first(root, made[1])
        spare = _spare(heading, made[0], context.page_bottom) if heading is not None else -1.0
        if spare < 0:
            return made
        for one in (heading, *(_above(context, root, made[0]) if spare < 1 else ())):
            close.setdefault(index, []).append((one, one.style))
            one.style, context.resumed = _closer(one.style), index
            nearer = remake(index, context, root, html)
            if _first(root, nearer[1]) is not heading:
                return nearer
        _loosen(close, index)
        context.resumed = index
        return remake(index, context, root, html)

    return with_heading


def _loosen(close: Headings, index: int) -> None:
    """Give the headings of a page their own styles back."""
    for heading, style in close.pop(index, ()):
        heading.style = style


def _above(context: Any, root: Any, page: Any) -> Sequence[Any]:
    """The last heading with such a wish that stands on a page, but for one that begins it."""
    if "headings" not in context.__dict__:
        context.headings = {box.element: box for box in root.descendants() if _has_wish(box)}
    here = [box.element for box in page.descendants() if _has_wish(box) and box.margin_top]
    return [context.headings[element] for element in here[-1:]]


def _has_wish(box: Any) -> bool:
    return isinstance(box, BlockBox) and bool(said_numbers(box.style, "__at_foot"))


def _first(root: Any, resume_at: Any) -> Any:
    """The heading with such a wish with which the next page begins."""
    box = at(root, resume_at)
    return box if box is not None and said_numbers(box.style, "__at_foot") else None


def _spare(heading: Any, page: Any, foot: float) -> float:
    """How many lines are left, where the heading, in one line, and the text below it are taken off."""
    line = line_of(heading.style)
    wanted = 1 + sum(said_numbers(heading.style, "__at_foot")) + _TEXT - 0.1
    return float((foot - max(shown_ends(page), default=foot)) / line - wanted) if line else -1.0


def _closer(style: Any) -> Any:
    above, below = said_numbers(style, "__at_foot")
    closer = style.copy()
    closer["margin_top"] = Dimension(above * line_of(style), "px")
    closer["padding_bottom"] = Dimension(below * line_of(style), "px")
    return closer
