"""A word that begins with marked letters, `*a*bcd…`, is parted too where no line has room for it.

WeasyPrint 70 parts a word that is too long (`overflow-wrap`) where its text begins a line. Letters of an
emphasis before it, to which it belongs, begin the line instead: it ran off the paper. A line that is too
long is filled again, and what does not fit of any text goes on in the next one.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from functools import wraps
from typing import Any

from publisher.writers.pdf.layout import spacing
from publisher.writers.pdf.layout.boxes import LineBox

_TOO_LONG = 1.0  # em that stand out


def parted_words(fill: spacing.Function) -> spacing.Function:
    """Return WeasyPrint's filling of a line, which parts words where else it would be too long."""

    def line_within(context: Any, box: Any, start: float, end: float, *rest: Any) -> Any:
        filled = spacing.Filled(rest if isinstance(box, LineBox) else ())
        line = fill(context, box, start, end, *rest)
        stands_out = -spacing.white(line[0], end) if isinstance(box, LineBox) else 0.0
        if stands_out <= _TOO_LONG * box.style["font_size"]:
            return line
        filled.forget()
        context.parts_words = True
        try:
            return fill(context, box, start, end, *rest)
        finally:
            context.parts_words = False

    return line_within


def anywhere(split: spacing.Function) -> spacing.Function:
    """Return WeasyPrint's splitting of a line off a text, which parts it there as at a line's beginning."""

    @wraps(split)
    def split_anywhere(text: str, style: Any, context: Any, *rest: Any, **named: Any) -> Any:
        if getattr(context, "parts_words", False):
            named["is_line_start"] = True
        return split(text, style, context, *rest, **named)

    return split_anywhere
