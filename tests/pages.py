"""What stands on a PDF's pages, and where: read by PDFium, which knows nothing of how we made them."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pypdfium2

_SLACK = 1.0  # points: a letter's box is a little wider than its ink


@dataclass(frozen=True)
class Box:
    """A piece of a line of text; points from the page's lower left corner."""

    page: int  # from 1
    text: str
    left: float
    bottom: float
    right: float
    top: float


def boxes(pdf: Path | bytes) -> Iterator[Box]:
    """Every piece of text of the file: what stands in one line, in one font."""
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                for n in range(text.count_rects()):
                    rect = text.get_rect(n)
                    yield Box(number + 1, text.get_text_bounded(*rect), *rect)


def outside(pdf: Path | bytes, inset: tuple[float, float] = (0, 0)) -> list[tuple[int, str]]:
    """Pages and words that stand, wholly or in part, outside the trim.

    `inset`: points by which the room is smaller than the trim at the left and the right, and above and below.
    """
    found: list[tuple[int, str]] = []
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                room = _room(page, inset)
                for n in range(text.count_rects()):
                    rect = text.get_rect(n)
                    if not _within(rect, room):
                        found.append((number + 1, _said(text, rect)))
    return found


def _room(page: Any, inset: tuple[float, float]) -> tuple[float, float, float, float]:
    left, bottom, right, top = page.get_trimbox()
    across, along = inset
    return left + across, bottom + along, right - across, top - along


def _within(rect: tuple[float, ...], room: tuple[float, ...]) -> bool:
    left, bottom, right, top = rect
    return (
        left >= room[0] - _SLACK
        and bottom >= room[1] - _SLACK
        and right <= room[2] + _SLACK
        and top <= room[3] + _SLACK
    )


def _said(text: Any, rect: tuple[float, ...]) -> str:
    return str(text.get_text_bounded(*rect)).strip()
