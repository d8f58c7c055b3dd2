"""The line grid: what is not running text takes up whole lines, so that the lines of facing pages stand side
by side and show through where they should.

A theme says which elements do in its print.css, `--line-grid: lines` for text, `--line-grid: block` for what
is as high as it is; a line is as high as those of <html>.
This is `block-step` of https://www.w3.org/TR/css-rhythm-1/, which WeasyPrint 70 does not have: what is
missing until a block ends where a line of the grid does is put half above and half below it. Where margins of
two blocks that meet are no whole lines, what begins with text is moved to the grid before it is laid out: so
all that is in it stands there too.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Sequence
from typing import Any

from publisher.writers.pdf.layout.boxes import LineBox, TableBox, end, own_style, said

# Places in what a layout is given: what is around the block, whether nothing is above it on the page, margins
# that meet its own.
_AROUND, _EMPTY, _MARGINS = 1, 2, 5

Layout = Callable[..., Any]


def grid_of(context: Any) -> tuple[float, float]:
    """Return where the grid of the page begins, and how high its lines are; 0: there is none, as where a
    theme takes <body> out of the flow."""
    begin, line = getattr(context, "grid", (0.0, 0.0))
    return float(begin), float(line)


def on_grid(lay_out: Layout, resolve: Callable[[Any, Any], None]) -> Layout:
    """Return WeasyPrint's layout of a block, which keeps to the grid where the theme wishes it."""

    def on_lines(context: Any, box: Any, bottom_space: float, *rest: Any, **named: Any) -> Any:
        if box.element_tag == "body":
            context.grid = box.position_y, line_of(box.style)
        wish, grid = _wish(box), grid_of(context)
        if wish == "lines" and len(rest) > _MARGINS and not rest[0] and box.position_y > grid[0]:
            if not hasattr(box, "margin_top"):  # it is laid out before its turn: see filling.py
                resolve(box, rest[_AROUND])
            box.position_y += _missing(_top(context, box, rest), *grid, most=0.5)
        made, resume_at, next_page, margins, is_empty, *others = lay_out(
            context, box, bottom_space, *rest, **named
        )
        if made is not None and not is_empty and wish in ("lines", "block"):
            room = context.page_bottom - bottom_space - end(made)
            if not rest[0]:
                _begin_line(made, wish, grid, room)
            if resume_at is None:
                margins = _fill_line(made, margins, grid, 0.0 if rest[0] or wish == "lines" else room)
        return made, resume_at, next_page, margins, is_empty, *others

    return on_lines


def _top(context: Any, box: Any, given: Sequence[Any]) -> float:
    """Return where what is in a block will begin: below the margins above it, which no page begins with."""
    is_gone = given[_EMPTY] and context.current_page > 1 and not context.forced_break
    own = 0.0 if box.margin_top == "auto" else box.margin_top
    margin = 0.0 if is_gone else _collapsed([*given[_MARGINS], own])
    return float(box.position_y + margin + box.border_top_width + box.padding_top)


def _begin_line(box: Any, wish: str, grid: tuple[float, float], room: float) -> None:
    """Move lines to the nearest ones of the grid. What is around lines follows what is in it."""
    if wish == "lines" and _begins_with_line(box):
        missing = _missing(box.content_box_y(), *grid, most=0.5)
        box.translate(0, missing if missing <= room else 0.0)


def _begins_with_line(box: Any) -> bool:
    """Whether its first line is its own: that of a list's item stands in a box beside its mark."""
    first = next((child for child in box.children if child.is_in_normal_flow()), None)
    is_own = first is not None and first.element is box.element
    return isinstance(first, LineBox) or (is_own and _begins_with_line(first))


def _fill_line(box: Any, margins: Sequence[float], grid: tuple[float, float], room: float) -> Sequence[float]:
    """Make the lower margin of the box, with those that meet it, end a line; return those that still do.

    `room`: how far the box may sink for that.
    """
    margin = _collapsed([*margins, box.margin_bottom])
    missing = _missing(end(box) + margin, *grid, most=0.75)
    above = max(0.0, min(missing / 2, room))
    box.translate(0, above)
    box.margin_bottom = margin + missing - above
    return []


def _wish(box: Any) -> str:
    """What the theme wishes for this very element."""
    if isinstance(box, TableBox):  # its margins are those of what is around it and its caption
        return ""
    return str(said(own_style(box), "__line_grid", "ident") or "")


def line_of(style: Any) -> float:
    """Return how high a line of <html> is, in px; 0: as high as its font wants, which makes no grid."""
    height, size = style.root_style["line_height"], style.root_style["font_size"]
    if height == "normal":
        return 0.0
    return float(height * size if isinstance(height, int | float) else height.value)


def _collapsed(margins: Sequence[float]) -> float:
    """What margins that meet come to: https://www.w3.org/TR/CSS22/box.html#collapsing-margins"""
    return max(0.0, *margins) + min(0.0, *margins)


def _missing(end: float, top: float, line: float, *, most: float) -> float:
    """How many px are missing to the end of a line; where that is more than `most` of a line, how far it is,
    as a negative number, to the end of the one before."""
    missing = -(end - top) % line if line else 0.0
    return missing if missing < most * line else missing - line
