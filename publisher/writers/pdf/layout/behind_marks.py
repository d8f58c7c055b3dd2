"""A word that has marked letters, `*a*bcd…` or `a*b*a*b*…`, is parted too where no line has room for it.

WeasyPrint 70 parts a word that is too long (`overflow-wrap`) where its text begins a line. Letters of an
emphasis before it, to which it belongs, begin the line instead: it ran off the paper. A line that is too
long is filled again: what does not fit of any text goes on in the next one, as do the word's further texts.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from dataclasses import dataclass
from functools import wraps
from typing import Any

from publisher.writers.pdf.layout import spacing
from publisher.writers.pdf.layout.boxes import LineBox

_TOO_LONG = 1.0  # em that stand out
_MANY = 60  # texts of one word, of which no line has so many: the engine looks at all of them for each


@dataclass
class _Parting:
    """What is known of the line that is filled: the engine asks where it may end without its context."""

    parts: bool = False  # whether it may end anywhere
    held: int = 0  # places in a row at which it may not end


_now = _Parting()


def parted_words(fill: spacing.Function) -> spacing.Function:
    """Return WeasyPrint's filling of a line, which parts words where else it would be too long."""

    def line_within(context: Any, box: Any, start: float, end: float, *rest: Any) -> Any:
        if not isinstance(box, LineBox):
            return fill(context, box, start, end, *rest)
        _now.held = 0
        filled = spacing.Filled(rest)
        line = fill(context, box, start, end, *rest)
        if -spacing.white(line[0], end) <= _TOO_LONG * box.style["font_size"]:
            return line
        filled.forget()
        before, _now.parts = _now.parts, True
        try:
            return fill(context, box, start, end, *rest)
        finally:
            _now.parts = before

    return line_within


def anywhere(split: spacing.Function) -> spacing.Function:
    """Return WeasyPrint's splitting of a line off a text, which parts it there as at a line's beginning."""

    @wraps(split)
    def split_anywhere(*given: Any, **named: Any) -> Any:
        if _now.parts:
            named["is_line_start"] = True
        return split(*given, **named)

    return split_anywhere


def between(can_break: spacing.Function) -> spacing.Function:
    """Return WeasyPrint's answer whether a line may end between two letters, which are those of two texts."""

    @wraps(can_break)
    def can_break_there(text: str, *rest: Any) -> Any:
        can = can_break(text, *rest)
        if len(text) != 2:
            return can
        _now.held = 0 if can else _now.held + 1
        return can or _now.parts or _now.held > _MANY

    return can_break_there
