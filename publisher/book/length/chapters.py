"""How long a chapter is whose text is a tree already."""

from collections.abc import Iterable
from math import ceil

from publisher.assets.xhtml import Element
from publisher.book.paper import A5, Paper

_MM = 25.4 / 72  # to a point
_CODE = 0.7  # how much smaller code is
_OPENING = 6  # rows of a chapter's title and what is around it
_LETTERS = 66  # half Korean letters in a line of 111 mm, as the theme `base` sets it
_CODE_LETTERS = 72
_TEXTS = ("p", "li", "dd", "dt", "figcaption", "summary")
_ALONE = {"h2": 3.0, "h3": 2.6, "h4": 2.2, "h5": 2.2, "h6": 2.2, "img": 11.0, "hr": 2.0, "table": 1.5}
_SEEN = ("pre", "tr", *_TEXTS, *_ALONE)  # of code, most elements are only colours


def rows(root: Element) -> int:
    """Return lines of 111 mm, about; a block's own words, with what stands around it."""
    total = 0.0
    for element in root.iter(*_SEEN):
        tag = str(element.tag)
        if tag == "pre":
            lines = "".join(element.itertext()).rstrip("\n").split("\n")
            total += 2.2 + _CODE * sum(max(1, ceil(_cells(line) / _CODE_LETTERS)) for line in lines)
        elif tag == "tr":
            total += (
                1.1
                + max((ceil(_own(cell) * len(element) * 0.8 / _LETTERS) for cell in element), default=0) * 0.8
            )
        elif tag in _TEXTS and not _in_cell(element):
            total += ceil(_own(element) / _LETTERS) + (0.15 if tag == "li" else 0.0)
        else:
            total += _ALONE.get(tag, 0.0)
    return ceil(total)


def _own(element: Element) -> int:
    """Cells of its words, but for those of lists and paragraphs in it."""
    inside = sum(
        _cells("".join(child.itertext())) for child in element if child.tag in ("ul", "ol", "p", "pre")
    )
    return max(0, _cells("".join(element.itertext())) - inside)


def _in_cell(element: Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in ("td", "th")


def _cells(text: str) -> int:
    """A Korean letter is as wide as two others, or nearly."""
    return len(text) if text.isascii() else 2 * len(text) - len(text.encode("ascii", "ignore"))


def rows_on(paper: Paper) -> float:
    """Return how many of these lines a page of some paper holds."""
    wide = paper.measure / 111 * A5.size / paper.size
    return wide * (paper.height - paper.top - paper.bottom) / (paper.leading * _MM)


def pages_in(rows: Iterable[int], paper: Paper) -> int:
    """Return pages of chapters of so many of these lines, about."""
    a_page = rows_on(paper)
    return sum(ceil((_OPENING + of_chapter) / a_page) for of_chapter in rows)
