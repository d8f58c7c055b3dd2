"""How long a post will be on paper, by its Markdown: in lines of a page, and in 원고지.

The figures were fitted to 91 chapters of three blogs, laid out by the theme `base`: their lines are met
within one in a hundred, a single chapter within a page (of 91, but two).
"""

import re
from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

from publisher.book.paper import Paper
from publisher.model import Post

_MM = 25.4 / 72  # to a point
_SPACE, _LATIN = 0.3, 0.5  # of a Korean letter
_CODE_LETTER = 0.43  # of a letter of the body
# Lines that each takes, with what stands around it.
_OPENING, _HEADING, _PICTURE, _FENCE_ROWS, _CODE = 11.3, 2.75, 11.0, 1.05, 0.65
_TABLE, _ROW, _FORMULA = 2.3, 1.5, 1.0
_FENCE = re.compile(r"\s*(```|~~~|\{%\s*(end)?(highlight|codeblock|code)\b)")
_PICTURES = re.compile(r"!\[|<img\b|\{%\s{0,9}asset_img\b|\{\{<\s{0,9}figure\b")
# Addresses of links, tags, and signs. Each begins with a letter of its own: so the search is quick.
_UNSEEN = re.compile(r"\]\([^()\n]{0,500}\)|</?\w[^<>]{0,300}>|\[|\]|\*\*?|`")
_SIGNS = re.compile(r"[][<{*`]")  # most lines have none
_STARTS, _FENCES = ("#", "|", "$$"), ("```", "~~~", "{%")
_BEGINS = (*_STARTS, *_FENCES, "-", ">", "![")  # of lines that end a paragraph
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s")


class Measure(NamedTuple):
    """How long a post is."""

    lines: float  # of a page
    manuscript: float  # 200자 원고지, 매


def measured(post: Post, paper: Paper) -> Measure:
    """Return how long a post is on some paper; nothing of it is laid out."""
    letters = paper.measure / (paper.size * _MM)
    lines, rows = _OPENING, 1
    for more, of_twenty in _blocks(post.markdown, letters, breaks=post.dialect.breaks):
        lines += more
        rows += of_twenty
    return Measure(lines, rows / 10)


def _blocks(markdown: str, letters: float, *, breaks: bool) -> Iterator[tuple[float, int]]:
    """Lines on paper and rows of twenty letters of each line, or of lines that flow together."""
    is_code = is_table = False
    flowing = cells = 0.0  # of a paragraph that goes on, in letters
    for line in markdown.split("\n"):
        start = line.lstrip()[:3]
        if cells and (breaks or start.startswith(_BEGINS) or not start or _ITEM.match(line)):
            yield ceil(flowing / letters), ceil((cells + 1) / 20)
            flowing = cells = 0.0
        if start.startswith(_FENCES) and _FENCE.match(line):
            is_code = not is_code
            yield _FENCE_ROWS, 0
        elif is_code:
            wide, narrow, spaces = _counted(line)
            width = (2 * wide + narrow + spaces) * _CODE_LETTER
            yield _CODE * max(1, ceil(width / letters)), ceil((wide + (narrow + spaces) / 2) / 20)
        elif _SIGNS.search(line) and (pictures := len(_PICTURES.findall(line))):
            yield pictures * _PICTURE, 0
        elif start.startswith(_STARTS):
            yield _structure(start, is_table=is_table), ceil(len(line) / 20)
        elif start:
            wide, narrow, spaces = _counted(_UNSEEN.sub("", line) if _SIGNS.search(line) else line)
            flowing += wide + narrow * _LATIN + spaces * _SPACE
            cells += wide + spaces + narrow / 2
        is_table = start.startswith("|")
    if cells:
        yield ceil(flowing / letters), ceil((cells + 1) / 20)


def _structure(start: str, *, is_table: bool) -> float:
    """A heading, a row of a table, the bound of a formula."""
    if start.startswith("|"):
        return _ROW if is_table else _TABLE + _ROW
    return _HEADING if start.startswith("#") else _FORMULA


def _counted(text: str) -> tuple[int, int, int]:
    """Wide letters, narrow ones, spaces. In UTF-8 a Korean letter has three bytes: counting is quick so."""
    wide, spaces = (len(text.encode("utf-8", "replace")) - len(text)) // 2, text.count(" ")
    return wide, len(text) - wide - spaces, spaces
