"""What a layout has held in hand is let go when its pages are done.

WeasyPrint 70 leaves its context in a ring with the pages, and a page in one with the room for its notes. So
nothing of a chapter would go before Python looks for garbage, through all that there is; without those rings
it goes as soon as nobody needs it.

What it assumes of WeasyPrint's insides stands in boxes.py.
"""

from collections.abc import Callable, Iterator
from typing import Any

# What an SVG asks for when it is drawn.
_DRAWN_WITH = frozenset(("font_config", "get_image_from_uri", "tables", "dictionaries"))


def released(lay_out: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
    """Return WeasyPrint's layout of a document, which keeps no more of its context than drawing needs."""

    def pages(html: Any, root: Any, context: Any) -> Iterator[Any]:
        for page in lay_out(html, root, context):
            yield page
            for area in page.children:
                vars(area).pop("page", None)
        for name in vars(context).keys() - _DRAWN_WITH:
            delattr(context, name)

    return pages
