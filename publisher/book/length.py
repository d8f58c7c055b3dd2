"""How many pages a post will fill, about: known before anything is laid out, the same every time."""

import re
import unicodedata
from collections.abc import Iterator
from math import ceil

from publisher.book.paper import paper_of
from publisher.model import Post

_CELL = 1.75  # mm: half a Korean letter of the body, as themes set it
_ROW = 5.6  # mm: from line to line
_CODE = 0.7  # how much smaller code is
_OPENING = 6  # rows of a chapter's title and what is around it
_PICTURE_ROWS = 9
_PICTURE = re.compile(r"!\[|<img\b|\{%\s*asset_img\b|\{\{<\s*figure\b")
_UNSEEN = re.compile(r"\]\([^)]*\)|</?\w[^>]*>")  # addresses of links, tags
_FENCE = re.compile(r"\s*(```|~~~|\{%\s*(end)?(highlight|codeblock|code)\b)")


def pages_of(post: Post, trim: str) -> int:
    """Return pages of a post on paper of a 판형; every post begins on one of its own."""
    paper = paper_of(trim)
    cells = (paper.width - paper.inner - paper.outer) / _CELL
    rows = (paper.height - paper.top - paper.bottom) / _ROW
    return max(1, ceil((_OPENING + sum(_rows(post.markdown, cells))) / rows))


def _rows(markdown: str, cells: float) -> Iterator[float]:
    """Lines of a page that each line of Markdown takes."""
    code = False
    for line in markdown.split("\n"):
        if _FENCE.match(line):
            code = not code
        elif code:
            yield _CODE * max(1, ceil(_width(line) * _CODE / cells))
        elif pictures := len(_PICTURE.findall(line)):
            yield pictures * _PICTURE_ROWS
        else:
            yield ceil(_width(_UNSEEN.sub("", line).strip()) / cells) or 0.3


def _width(text: str) -> int:
    """In cells: a Korean letter takes two."""
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)
