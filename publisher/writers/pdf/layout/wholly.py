"""`line_break = "eojeol-first"`: a justified line ends within a word only where it would be loose without.

The style says `--words: whole`. A line that ends within a Korean word is filled again, without that word; it
stays so where spaces and letters can take the room up: see spacing.py. Any line that ends within a word is
full.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

import re
from typing import Any

from publisher.writers.pdf.layout import spacing
from publisher.writers.pdf.layout.boxes import LineBox, around

_PIECE = re.compile(r"\S*$")
_HANGUL = re.compile("[가-힣]")
_LATIN = 0.55  # em that another letter is wide, about
_UNDER = 0.6  # em that a word lacks when it is told not to fit


def whole_words(fill: spacing.Function) -> spacing.Function:
    """Return WeasyPrint's filling of a line, which ends it between words where it can."""

    def whole_line(context: Any, box: Any, start: float, end: float, *rest: Any) -> Any:
        wished = isinstance(box, LineBox) and not context.excluded_shapes and spacing.keeps_words(box.style)
        filled = spacing.Filled(rest if wished else ())
        line = fill(context, box, start, end, *rest)
        piece = _piece(box, line[1]) if wished else 0.0
        if not piece:
            return line
        filled.forget()
        without = start + line[0].width - piece + _UNDER * box.style["font_size"]
        shorter = fill(context, box, start, without, *rest)
        if not _piece(box, shorter[1]) and end - start - shorter[0].width <= spacing.most_wider(shorter[0]):
            return shorter
        filled.forget()
        return fill(context, box, start, end, *rest)

    return whole_line


def marked_parts(fill: spacing.Function) -> spacing.Function:
    """Return WeasyPrint's filling of a line, which marks it where it is short and ends within a word."""

    def marked_line(context: Any, box: Any, start: float, end: float, *rest: Any) -> Any:
        line = fill(context, box, start, end, *rest)
        is_short = isinstance(box, LineBox) and end - start - line[0].width > box.style["font_size"]
        line[0].is_parted = is_short and _piece(box, line[1]) > 0
        return line

    return marked_line


def _piece(box: Any, resume_at: Any) -> float:
    """How wide the part of a word is, in px, before the place where a line ends; 0: it ends between words."""
    ended, before, after = around(box, resume_at)
    if not (_HANGUL.match(after) and _HANGUL.search(before[-1:])):
        return 0.0
    piece = _PIECE.search(before)
    letters = len(_HANGUL.findall(piece[0])) if piece else 0
    others = len(re.sub("[\u2060\u2063]", "", piece[0])) - letters if piece else 0
    return float((letters + _LATIN * others) * ended.style["font_size"])
