"""Used values of a style in which nothing is a part of something else are worked out once.

WeasyPrint 70 asks for the eighteen widths and heights of a box each time that it is laid out, most of which
are nothing: a twelfth of the time that a layout takes. Boxes share styles, and only percentages and formulas
depend on what is around a box. An empty box in a page's margins takes no room at all.
See https://www.w3.org/TR/css-cascade-5/#used

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from math import inf
from typing import Any

_SIZES = ("width", "height", "min_width", "min_height", "max_width", "max_height")
_SIDES = ("left", "right", "top", "bottom")
_LENGTHS = (*_SIZES, *(f"{around}_{side}" for around in ("margin", "padding") for side in _SIDES))
_ALL = (*_LENGTHS, *(f"border_{side}_width" for side in _SIDES))
_OF_SIZE = ("width", "height", "size")
_NOTHING = dict.fromkeys(_ALL, 0) | dict.fromkeys(("max_width", "max_height"), inf)

Resolve = Callable[[Any, Any], None]


def known_lengths(resolve: Resolve) -> Resolve:
    """Return WeasyPrint's setting of a box's used values, which remembers those of its style."""

    @wraps(resolve)
    def set_known(box: Any, containing_block: Any) -> None:
        style = box.style
        if _is_empty_margin(box):
            box.__dict__.update(_NOTHING)
            return
        sizes, used = style.__dict__.get("used", (None, None))
        # What stands side by side is told its size by its style.
        if used is not None and sizes == _sizes(style):
            box.__dict__.update(used)
            return
        resolve(box, containing_block)
        if sizes is None:
            style.used = _sizes(style), _used(box) if _is_fixed(style) else None

    return set_known


def _is_empty_margin(box: Any) -> bool:
    """Whether it is one of the boxes in a page's margins, with nothing in it, and no size of its own."""
    said = getattr(box.style, "cascaded", ())
    return not getattr(box, "is_generated", True) and not any(one.endswith(_OF_SIZE) for one in said)


def _sizes(style: Any) -> tuple[Any, ...]:
    return tuple([style[name] for name in _SIZES])


def _used(box: Any) -> Mapping[str, Any]:
    return {name: getattr(box, name) for name in _ALL}


def _is_fixed(style: Any) -> bool:
    """Whether no length is a percentage or a formula, and no border is shared with another box."""
    return style["border_collapse"] != "collapse" and all(_is_length(style[name]) for name in _LENGTHS)


def _is_length(value: Any) -> bool:
    return value == "auto" or getattr(value, "unit", None) == "px"
