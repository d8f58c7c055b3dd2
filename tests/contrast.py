"""How well the words of a page can be read: their colours against all that is drawn behind them.

Read by PDFium from the finished file; see https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio
"""

from collections.abc import Iterator
from contextlib import closing
from ctypes import c_uint
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
from numpy.typing import NDArray

_SCALE = 2.0  # pixels to a point


def contrasts(pdf: Path | bytes) -> list[float]:
    """Return for each piece of text of the first page its contrast with the worst pixel behind it."""
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
        words = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]))
        seen = [(_ink(word), word.get_bounds()) for word in words]
        for word in words:
            page.remove_obj(word)
        behind = np.asarray(page.render(scale=_SCALE).to_pil().convert("RGB"))
        return [_worst(ink, behind, box, page.get_mediabox()) for ink, box in seen]


def _ink(word: Any) -> NDArray[Any]:
    parts = [c_uint() for _ in range(4)]
    pdfium.FPDFPageObj_GetFillColor(word, *parts)
    return np.array([part.value for part in parts[:3]])


def _worst(ink: NDArray[Any], behind: NDArray[Any], box: Any, whole: Any) -> float:
    left, foot, right, top = (
        round(side * _SCALE)
        for side in (box[0] - whole[0], whole[3] - box[1], box[2] - whole[0], whole[3] - box[3])
    )
    pixels = _luminance(behind[max(top, 0) : foot + 1, max(left, 0) : right + 1].reshape(-1, 3))
    return min(_ratio(float(_luminance(ink)), float(end)) for end in (pixels.min(), pixels.max()))


def _luminance(colours: NDArray[Any]) -> NDArray[Any]:
    parts = colours / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]))


def _ratio(one: float, other: float) -> float:
    return (max(one, other) + 0.05) / (min(one, other) + 0.05)


def below(pdf: Path | bytes, least: float) -> Iterator[float]:
    """Yield the contrasts that are not enough."""
    return (found for found in contrasts(pdf) if found < least)
