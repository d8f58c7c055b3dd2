"""What a layout of a block is given, always by its place: WeasyPrint 70 names some of it in a grid.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from inspect import signature
from typing import Any

Layout = Callable[..., Any]


def by_place(lay_out: Layout, of: Layout) -> Layout:
    """Return a layout of a block that is given everything by its place, as the hooks count on.

    `of`: WeasyPrint's own, which says the names.
    """
    names = signature(of)

    def in_order(*given: Any, **named: Any) -> Any:
        return lay_out(*(names.bind(*given, **named).args if named else given))

    return in_order
