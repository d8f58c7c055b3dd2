"""A justified line that would be short takes in the first syllable of the next word.

Words are parted where two syllables or more stand on both sides; many of three, which Korean has most, stay
whole so, and spaces cannot take up the room that is left where one does not fit. The first syllable of such a
word stays in the line then. Where, U+FEFF says: see compose/joiners.py.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

import re
from functools import wraps
from typing import Any

from publisher.writers.pdf.compose.breaks import HERE
from publisher.writers.pdf.compose.joiners import SOFT
from publisher.writers.pdf.layout import spacing
from publisher.writers.pdf.layout.boxes import LineBox, around

_WORD = re.compile(rf" ?[^\w\s]?\w{SOFT}")


def taken_in(fill: spacing.Function) -> spacing.Function:
    """Return WeasyPrint's filling of a line, which takes in a syllable of the next word where it is short."""

    def longer_line(context: Any, box: Any, start: float, end: float, *rest: Any) -> Any:
        if not isinstance(box, LineBox) or context.excluded_shapes:
            return fill(context, box, start, end, *rest)
        filled = spacing.Filled(rest)
        line = fill(context, box, start, end, *rest)
        if not (spacing.lacks(line[0], end) and _WORD.match(around(box, line[1])[-1])):
            return line
        filled.forget()
        context.parts_syllables = True
        try:
            return fill(context, box, start, end, *rest)
        finally:
            context.parts_syllables = False

    return longer_line


def softened(split: spacing.Function) -> spacing.Function:
    """Return WeasyPrint's splitting of a line off a text, which may part words there too."""

    @wraps(split)
    def split_soft(text: str, style: Any, context: Any, *rest: Any, **named: Any) -> Any:
        if getattr(context, "parts_syllables", False):
            text = text.replace(SOFT, HERE)  # as many bytes
        return split(text, style, context, *rest, **named)

    return split_soft
