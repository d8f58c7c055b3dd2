"""A heading that would begin the next page for want of a line is set closer, and stays with two lines of its
text: the page is not left white.

A theme says how close, in lines of <html> above and below it, in its print.css: `h2 { --at-foot: 1 0 }`. A
page before which such a heading stands is made once more, and again as it was where that does not help.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from typing import Any

from publisher.writers.pdf.layout.boxes import Dimension, LineBox, ReplacedBox, TableBox, end, said_numbers
from publisher.writers.pdf.layout.grid import line_of

_TEXT = 2  # lines that stand below a heading

Function = Callable[..., Any]


def squeezed(remake: Function) -> Function:
    """Return WeasyPrint's making of a page, which keeps a heading on it that fits where it is set closer."""

    def with_heading(index: int, context: Any, root: Any, html: Any) -> Any:
        close = context.__dict__.setdefault("close_headings", {})  # page -> heading, its own style
        _loosen(close, index)
        made = remake(index, context, root, html)
        heading = _first(root, made[1])
        if heading is None or not _may_fit(heading, made[0], context.page_bottom):
            return made
        close[index], context.resumed = (heading, heading.style), index
        heading.style = _closer(heading.style)
        nearer = remake(index, context, root, html)
        if _first(root, nearer[1]) is not heading:
            return nearer
        _loosen(close, index)
        context.resumed = index
        return remake(index, context, root, html)

    return with_heading


def _loosen(close: dict[int, tuple[Any, Any]], index: int) -> None:
    """Give the heading at the foot of a page its own style back."""
    if index in close:
        heading, style = close.pop(index)
        heading.style = style


def _first(root: Any, resume_at: Any) -> Any:
    """The heading with such a wish with which the next page begins."""
    box = root
    while resume_at:
        ((number, resume_at),) = resume_at.items()
        if number >= len(getattr(box, "children", ())):
            return None
        box = box.children[number]
    return box if said_numbers(box.style, "__at_foot") else None


def _may_fit(heading: Any, page: Any, foot: float) -> bool:
    """Whether there is room for the heading, in one line, and the text below it."""
    line = line_of(heading.style)
    shown = (box for box in page.descendants() if isinstance(box, LineBox | ReplacedBox | TableBox))
    ends = (end(box) for box in shown if hasattr(box, "position_y") and hasattr(box, "height"))
    wanted = 1 + sum(said_numbers(heading.style, "__at_foot")) + _TEXT
    return foot - max(ends, default=foot) > (wanted - 0.1) * line


def _closer(style: Any) -> Any:
    above, below = said_numbers(style, "__at_foot")
    closer = style.copy()
    closer["margin_top"] = Dimension(above * line_of(style), "px")
    closer["padding_bottom"] = Dimension(below * line_of(style), "px")
    return closer
