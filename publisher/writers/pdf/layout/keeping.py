"""A note at a page's foot stays there, whatever is set below its mark.

WeasyPrint 70 makes room for a line that would begin its block in vain: it sends notes of other blocks to the
next page. So a block without notes does not see those of the page; their room is taken all the same.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable
from typing import Any

Layout = Callable[..., Any]


def keeping_notes(lay_out: Layout) -> Layout:
    """Return WeasyPrint's layout of a block, which sends no notes of other blocks away."""

    def at_home(context: Any, box: Any, *rest: Any, **named: Any) -> Any:
        notes = context.current_page_footnotes
        if not notes or any(one.footnote is not None for one in box.descendants()):
            return lay_out(context, box, *rest, **named)
        context.current_page_footnotes = []
        try:
            return lay_out(context, box, *rest, **named)
        finally:
            context.current_page_footnotes = notes

    return at_home
