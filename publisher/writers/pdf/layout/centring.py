"""Verse that stands in the middle of the page by its longest line: `--centre: longest-line` in a style sheet.

That is `width: fit-content; margin: auto`, which WeasyPrint 70 does not have.
What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from typing import Any

from publisher.writers.pdf.layout.boxes import said

Layout = Callable[..., Any]


def centred(lay_out: Layout, width_of: Layout) -> Layout:
    """Return WeasyPrint's layout of a block, which moves it to the middle where the style wishes it.

    `width_of`: WeasyPrint's measure of a block whose lines end only where they must.
    """

    def in_the_middle(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        result = lay_out(context, box, *rest, **named)
        if result[0] is not None and said(box.style, "__centre", "ident") == "longest-line":
            free = result[0].width - width_of(context, box, outer=False)
            result[0].translate(max(0.0, free / 2), 0)
        return result

    return in_the_middle
