"""Whether all words of laid out pages are on the paper, as another program than the engine sees them."""

from collections.abc import Iterator
from pathlib import Path

import pypdfium2

_SLACK = 1.0  # points: a letter's box may be a hair wider than what is drawn of it


def outside(pdf: bytes, first: int, cut: float) -> Iterator[tuple[int, str]]:
    """Find the words that a reader of the printed page would not see, page by page from 0.

    `first`: the page to begin with. `cut`: points at the left and at the right of a page that may be trimmed.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(first, len(document)):
            page = document[number]
            width, height = page.get_size()
            box = (cut - _SLACK, -_SLACK, width - cut + _SLACK, height + _SLACK)
            yield from ((number, words) for words in _beyond(page.get_textpage(), box))
            page.close()
    finally:
        document.close()


def text(file: Path | bytes) -> str:
    """Take out all that the pages of a file say."""
    document = pypdfium2.PdfDocument(file)
    try:
        return "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()


def _beyond(text: pypdfium2.PdfTextPage, box: tuple[float, float, float, float]) -> Iterator[str]:
    """The words of those boxes of text that leave a box. Text without any letter is drawn by nobody."""
    for index in range(text.count_rects()):
        left, foot, right, head = text.get_rect(index)
        if left < box[0] or foot < box[1] or right > box[2] or head > box[3]:
            words = text.get_text_bounded(left, foot, right, head).strip()
            if any(map(str.isalnum, words)):
                yield words
    text.close()
