"""How many lines of text a chapter is about as long as: before anything is laid out."""

from math import ceil

from publisher.assets.xhtml import Element

_CELLS = 66  # half Korean letters in a line of A5, as the theme `base` sets it
_CODE_CELLS = 72
_CODE = 0.7  # height of a line of code
_TEXTS = ("p", "li", "dd", "dt", "figcaption", "summary")
_ALONE = {"h2": 3.0, "h3": 2.6, "h4": 2.2, "h5": 2.2, "h6": 2.2, "img": 11.0, "hr": 2.0, "table": 1.5}
_SEEN = ("pre", "tr", *_TEXTS, *_ALONE)  # of code, most elements are only colours


def rows(root: Element) -> int:
    """Return lines of a page of A5, about; a block's own words, with what stands around it."""
    total = 0.0
    for element in root.iter(*_SEEN):
        tag = str(element.tag)
        if tag == "pre":
            lines = "".join(element.itertext()).rstrip("\n").split("\n")
            total += 2.2 + _CODE * sum(max(1, ceil(_cells(line) / _CODE_CELLS)) for line in lines)
        elif tag == "tr":
            total += (
                1.1
                + max((ceil(_own(cell) * len(element) * 0.8 / _CELLS) for cell in element), default=0) * 0.8
            )
        elif tag in _TEXTS and not _in_cell(element):
            total += ceil(_own(element) / _CELLS) + (0.15 if tag == "li" else 0.0)
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
