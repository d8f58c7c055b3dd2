"""A line is split off what stands near it, however much text comes after.

WeasyPrint 70 looks for a line's end in four letters for each em of its width; where these do not decide it
(they all fit, or no line can end behind the first one), it shapes all that is left of the paragraph, once a
line: a word of n letters, or n letters with accents, took the time of n². Here what is looked at grows
step by step until the line ends within it: so a paragraph takes the time of its length.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from functools import wraps
from math import inf
from typing import Any

_LETTERS = 4  # for each em of a line's width: what WeasyPrint looks at first
_LEAST = 64  # letters
_MORE = 2  # times as many, each time that they do not decide it
_WITHIN = 0.75  # of what is looked at: what comes behind a line's end may change its last letters

Function = Callable[..., Any]


def nearby(split: Function) -> Function:
    """Return WeasyPrint's splitting of a line off a text, which looks no further than it must."""

    @wraps(split)
    def split_nearby(
        text: str, style: Any, context: Any, width: float | None, *rest: Any, **named: Any
    ) -> Any:
        if width is None or width == inf or not style["font_size"]:
            return split(text, style, context, width, *rest, **named)
        room = max(_LEAST, int(width / style["font_size"] * _LETTERS))
        while room < len(text):
            near = text[:room].rstrip(" ") or text[:room]  # at a space at its end a line might end
            line = split(near, style, context, width, *rest, **named)
            if line[2] is not None and line[2] <= len(near[: int(len(near) * _WITHIN)].encode()):
                return line
            room *= _MORE
        return split(text, style, context, width, *rest, **named)

    return split_nearby
