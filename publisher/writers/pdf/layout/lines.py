"""A line that was filled once is not filled again: it is moved to where it stands now.

Where a block does not fit on a page, or pages are made anew, WeasyPrint 70 breaks and shapes the same lines
again, which takes most of the time of a layout. A line of nothing but text depends on its paragraph, on where
in it it begins, and on how wide it may be.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, NamedTuple

from publisher.writers.pdf.layout.boxes import InlineBox, LineBox, TextBox

_MOST = 20_000  # lines that are remembered: of more pages than are made anew
_TEXT = (LineBox, InlineBox, TextBox)

Function = Callable[..., Any]


class _Filled(NamedTuple):
    line: Any
    resume_at: Any
    left: float  # where its block began
    x: float  # where it stood then itself


def remembered(next_line: Function) -> Function:
    """Return WeasyPrint's making of a line, which remembers those of nothing but text."""

    @wraps(next_line)
    def known(context: Any, box: Any, y: float, space: float, skip: Any, around: Any, *rest: Any) -> Any:
        *_, first_letter, first_line = rest
        if first_letter or first_line or context.excluded_shapes:
            return next_line(context, box, y, space, skip, around, *rest)
        lines, left = context.__dict__.setdefault("lines", {}), around.content_box_x()
        wishes = (getattr(context, name, {}).get(box.element) for name in ("parts", "shorter_lines"))
        key = box, repr(skip), around.width, box.text_indent, *wishes
        if found := lines.get(key):
            return _moved(found, left, y), found.resume_at
        line, resume_at = next_line(context, box, y, space, skip, around, *rest)
        if line is not None and _is_text(line):
            if len(lines) >= _MOST:
                lines.clear()
            lines[key] = _Filled(line, resume_at, left, line.position_x)
        return line, resume_at

    return known


def _moved(found: _Filled, left: float, y: float) -> Any:
    """Return the line as it is at another place; it may have been moved itself since it was filled."""
    line = found.line.deepcopy()
    line.translate(left - found.left + found.x - line.position_x, y - line.position_y)
    line.position_y = y
    return line


def _is_text(box: Any) -> bool:
    if type(box) not in _TEXT or box.footnote is not None or box.is_leader:  # which is filled afterwards
        return False
    return all(_is_text(child) for child in getattr(box, "children", ()))
