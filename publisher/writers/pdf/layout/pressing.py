"""A page that would be white because the next picture does not fit has smaller pictures above it, so that it
does.

Text goes before a picture where it can (see filling.py); nothing can before one in an item of a list, say, or
at a chapter's end. Pictures above are set as small as their `--shrink-to` has it, half as far first; the page
is made once more for that, and again as it was where it does not help.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from typing import Any

from publisher.writers.pdf.layout.boxes import at, pictures, said_numbers, shown_ends

_WHITE = 0.15  # of a page: as much may stay empty
_PARTS = (0.5, 1.0)  # of what they may be smaller

Function = Callable[..., Any]


def pressed(remake: Function) -> Function:
    """Return WeasyPrint's making of a page, which makes room for the picture that would begin the next."""

    def with_picture(index: int, context: Any, root: Any, html: Any) -> Any:
        context.press = None
        made = remake(index, context, root, html)
        picture = _first(root, made[1])
        if picture is None or not _is_white(made[0], context) or not [*pictures(made[0])]:
            return made
        for part in _PARTS:
            context.press, context.resumed = (picture, part), index
            fuller = remake(index, context, root, html)
            if _first(root, fuller[1]) is not picture:
                context.press = None
                return fuller
        context.press, context.resumed = None, index
        return remake(index, context, root, html)

    return with_picture


def may_be_small(context: Any) -> bool:
    """Whether a picture may be smaller than its own size asks for: not while less of others may do."""
    return (getattr(context, "press", None) or (None, 1.0))[1] == 1


def cut_above(context: Any, box: Any, most: float, made: Any) -> float:
    """Return how many px smaller a picture is set for the sake of one below it, at `most` of its height."""
    picture, part = getattr(context, "press", None) or (box, 0.0)
    return 0.0 if box is picture else part * most * next((one.height for one in pictures(made)), 0.0)


def _first(root: Any, resume_at: Any) -> Any:
    """The picture with which the next page begins."""
    box = at(root, resume_at)
    return box if box is not None and said_numbers(box.style, "__shrink_to") else None


def _is_white(page: Any, context: Any) -> bool:
    foot, top = context.page_bottom, page.content_box_y()
    return bool(foot - max(shown_ends(page), default=top) > _WHITE * (foot - top))
