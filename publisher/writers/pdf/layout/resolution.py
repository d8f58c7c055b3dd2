"""Pictures with fewer dots to the inch than print wants, at the size at which they stand on the page."""

from collections.abc import Iterable
from typing import Any

from publisher.writers.pdf.layout.boxes import pictures_on
from publisher.writers.pdf.layout.findings import LEAST, SEEN, Coarse

_PX = 96 / 25.4  # to a millimetre


def coarse(pages: Iterable[Any], chapters: tuple[str, ...]) -> tuple[Coarse, ...]:
    """Return the pictures of the engine's pages that have too few dots, each where it is the largest."""
    found: dict[str, int] = {}
    for box in (box for page in pages for box in pictures_on(page)):
        dots = getattr(box.replacement, "width", 0)  # none of a drawing
        address = box.element.get("src", "")
        if not dots or max(box.width, box.height) < SEEN * _PX or not address.startswith("asset:"):
            continue
        dpi = int(min(dots / box.width, box.replacement.height / box.height) * 96)
        if dpi < LEAST:
            name = address.removeprefix("asset:")
            found[name] = min(dpi, found.get(name, dpi))
    return tuple(Coarse(chapters, name, dpi) for name, dpi in found.items())
