"""A letter that is a picture is unpacked once, however often it stands in a text.

Seen with WeasyPrint 70.0. Assumed, and asserted by tests/contracts/test_weasyprint.py: draw.text makes the
bitmap of a glyph by RasterImage(picture, name of font and glyph, file); to draw it does not change it.
"""

from collections.abc import Callable
from typing import Any

from PIL.Image import Image

_KEPT = 1000  # pictures of some KB each
Unpack = Callable[[Image, str, bytes], Any]


def unpacked_once(make: Unpack) -> Unpack:
    """Return the same function, which remembers: to unpack one takes as long as to set a line of text."""
    known: dict[tuple[str, bytes], Any] = {}

    def unpacked(picture: Image, name: str, file: bytes) -> Any:
        if (name, file) not in known:
            if len(known) == _KEPT:
                known.clear()
            known[name, file] = make(picture, name, file)
        return known[name, file]

    return unpacked
