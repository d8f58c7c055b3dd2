"""Lines of a title or a caption that are about as long as each other: `--wrap: balance` in a style sheet.

That is https://www.w3.org/TR/css-text-4/#text-wrap-style, which WeasyPrint 70 does not have: a block of some
lines is laid out again with shorter ones, as short as can be for as many, where no word is parted for it.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

import re
from collections.abc import Callable
from typing import Any

from publisher.writers.pdf.compose.joiners import JOINER
from publisher.writers.pdf.layout.anew import anew
from publisher.writers.pdf.layout.boxes import LineBox, around, said
from publisher.writers.pdf.layout.spacing import Filled

_TRIES = 5  # halvings: to a thirtieth of what a line could lose
_MOST = 6  # lines: a longer text is none that is taken in at a glance

_PARTED = re.compile(r"\w\w")

Function = Callable[..., Any]


def balanced(lay_out: Function) -> Function:
    """Return WeasyPrint's layout of a block, which evens out its lines where the style wishes it."""

    def in_even_lines(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        if said(box.style, "__wrap", "ident") != "balance" or rest[1]:  # not what goes on from another page
            return lay_out(context, box, *rest, **named)
        shorter = context.__dict__.setdefault("shorter_lines", {})
        shorter.pop(box.element, None)
        bottom_space, *others = rest
        leaving = anew(lay_out, context, box, *others, **named)
        result = leaving(bottom_space)
        count = _lines(result)
        if not 1 < count <= _MOST:
            return result
        least, most = 0.0, result[0].width * (1 - 1 / count)
        for _ in range(_TRIES):
            shorter[box.element] = (least + most) / 2
            fits = _lines(leaving(bottom_space)) == count
            least, most = (shorter[box.element], most) if fits else (least, shorter[box.element])
        shorter[box.element] = least
        return leaving(bottom_space)

    return in_even_lines


def shortened(fill: Function) -> Function:
    """Return WeasyPrint's filling of a line, which ends it early in such a block."""

    def shorter_line(context: Any, box: Any, start: float, end: float, *rest: Any) -> Any:
        less = getattr(context, "shorter_lines", {}).get(box.element) if isinstance(box, LineBox) else None
        if not less:
            return fill(context, box, start, end, *rest)
        filled = Filled(rest)
        line = fill(context, box, start, end - less, *rest)
        _, before, after = around(box, line[1])
        if not _PARTED.search(before.rstrip(JOINER)[-1:] + after.lstrip(JOINER)[:1]):
            return line
        filled.forget()
        return fill(context, box, start, end, *rest)

    return shorter_line


def _lines(result: Any) -> int:
    """How many lines a block has that stands on one page; else 0."""
    made, resume_at = result[0], result[1]
    whole = made is not None and resume_at is None
    return sum(isinstance(child, LineBox) for child in made.children) if whole else 0
