"""A space at the end of a text takes no room where a line ends with it.

WeasyPrint 70 measures it all the same where the text ends there, before something emphasised, say: where all
but the space fits, it finds no place to end the line but behind the first word.
See https://www.w3.org/TR/css-text-3/#white-space-phase-2

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from functools import wraps
from math import inf
from typing import Any

_LETTERS = 8  # for each em of a line's width: more do not fit

Function = Callable[..., Any]


def hung(split: Function) -> Function:
    """Return WeasyPrint's splitting of a line off a text, which lets a space at the text's end hang."""

    @wraps(split)
    def split_before_space(
        text: str, style: Any, context: Any, width: float | None, *rest: Any, **named: Any
    ) -> Any:
        line = split(text, style, context, width, *rest, **named)
        if line[2] is None or not text.endswith(" ") or not _may_fit(text, style, width):
            return line
        bare = text.rstrip(" ")
        all_but_space = split(bare, style, context, width, *rest, **named)
        layout, length, resume_at, *size = all_but_space
        return line if resume_at is not None or not bare else (layout, length, len(bare.encode()), *size)

    return split_before_space


def _may_fit(text: str, style: Any, width: float | None) -> bool:
    """Whether a text that ends with a space is so short that it may be one line."""
    if width is None or width == inf or style["white_space"] != "normal":
        return False
    return bool(len(text) * style["font_size"] <= width * _LETTERS)
