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
_MISSING = 4.0  # what stands for a picture that is not there
_TABLE, _ROW, _FORMULA = 2.3, 1.5, 1.0
_FENCE = re.compile(r"\s*(```|~~~|\{%\s*(end)?(highlight|codeblock|code)\b)")
_PICTURES = re.compile(  # and their addresses, where they say them
    r"!\[(?:[^\[\]\n]{0,500}\]\(\s{0,9}<?([^()\s<>]{1,2000}))?|<img\b(?:[^<>]{0,500}?\bsrc=[\"']?([^\"'<>\s]{1,2000}))?"
    r"|\{%\s{0,9}asset_img\b(?:[^{}%]{0,200}?\s([^\s{}%]{1,500}\.\w{2,4})\b)?"
    r"|\{\{<\s{0,9}figure\b(?:[^{}]{0,500}?\bsrc=[\"']?([^\"'<>\s]{1,2000}))?"
)
# Addresses of links, tags, and signs. Each begins with a letter of its own: so the search is quick.
_UNSEEN = re.compile(r"\]\([^()\n]{0,500}\)|</?\w[^<>]{0,300}>|\[|\]|\*\*?|`")
_SIGNS = re.compile(r"[][<{*`]")  # most lines have none
_STARTS, _FENCES = ("#", "|", "$$"), ("```", "~~~", "{%")
_BEGINS = (*_STARTS, *_FENCES, "-", ">", "![")  # of lines that end a paragraph
_FIXED, _FLOW, _OF_CODE = range(3)  # kinds of what takes room
_ITEM = re.compile(r"\s*(?:[-*+]|\d{1,3}[.)])\s")


class Measure(NamedTuple):
    """How long a post is."""

    lines: float  # of a page
    manuscript: float  # 200자 원고지, 매


class Text(NamedTuple):
    """What of a post is as long on any paper, and what breaks into lines."""

    lines: float  # headings, pictures, tables, and what stands around blocks
    flows: tuple[float, ...]  # paragraphs, in letters
    code: tuple[float, ...]  # lines of it, in letters; an empty one is a line too
    rows: int  # of 원고지
    pictures: tuple[str, ...] = ()  # their addresses

    def on(self, paper: Paper, missing: int = 0) -> Measure:
        """Return how long it is on some paper, with so many of its pictures missing."""
        letters = paper.measure / (paper.size * _MM)
        flows, code = (
            sum(map(ceil, [width / letters for width in some])) for some in (self.flows, self.code)
        )
        return Measure(self.lines - missing * (_PICTURE - _MISSING) + flows + _CODE * code, self.rows / 10)


def measured(post: Post, paper: Paper) -> Measure:
    """Return how long a post is on some paper; nothing of it is laid out."""
    return text_of(post.markdown, breaks=post.dialect.breaks).on(paper)


def text_of(markdown: str, *, breaks: bool) -> Text:
    """Return what decides how long a post is; nothing of it is laid out. `breaks`: lines end where they do in
    the file."""
    found = [*_blocks(markdown, breaks=breaks)]
    return Text(
        _OPENING + sum(width for kind, width, _rows in found if kind == _FIXED),
        tuple(width for kind, width, _rows in found if kind == _FLOW),
        tuple(width for kind, width, _rows in found if kind == _OF_CODE),
        1 + sum(rows for _kind, _width, rows in found),
        tuple("".join(one) for one in _PICTURES.findall(markdown)),
    )


def pages_of(post: Post, paper: Paper) -> int:
    """Return pages of a post on some paper; every post begins on one of its own."""
    return max(1, ceil(measured(post, paper).lines / paper.lines))


def _blocks(markdown: str, *, breaks: bool) -> Iterator[tuple[int, float, int]]:
    """What each line is, or lines that flow together: how many lines or letters, and rows of twenty."""
    is_code = is_table = False
    flowing = cells = 0.0  # of a paragraph that goes on, in letters
    for line in markdown.split("\n"):
        start = line.lstrip()[:3]
        if cells and (breaks or start.startswith(_BEGINS) or not start or _ITEM.match(line)):
            yield _FLOW, flowing, ceil((cells + 1) / 20)
            flowing = cells = 0.0
        if start.startswith(_FENCES) and _FENCE.match(line):
            is_code = not is_code
            yield _FIXED, _FENCE_ROWS, 0
        elif is_code:
            wide, narrow, spaces = _counted(line)
            width = (2 * wide + narrow + spaces) * _CODE_LETTER
            yield _OF_CODE, width or 1.0, ceil((wide + (narrow + spaces) / 2) / 20)
        elif _SIGNS.search(line) and (pictures := len(_PICTURES.findall(line))):
            yield _FIXED, pictures * _PICTURE, 0
        elif start.startswith(_STARTS):
            yield _FIXED, _structure(start, is_table=is_table), ceil(len(line) / 20)
        elif start:
            wide, narrow, spaces = _counted(_UNSEEN.sub("", line) if _SIGNS.search(line) else line)
            flowing += wide + narrow * _LATIN + spaces * _SPACE
            cells += wide + spaces + narrow / 2
        is_table = start.startswith("|")
    if cells:
        yield _FLOW, flowing, ceil((cells + 1) / 20)


def _structure(start: str, *, is_table: bool) -> float:
    """A heading, a row of a table, the bound of a formula."""
    if start.startswith("|"):
        return _ROW if is_table else _TABLE + _ROW
    return _HEADING if start.startswith("#") else _FORMULA


def _counted(text: str) -> tuple[int, int, int]:
    """Wide letters, narrow ones, spaces. In UTF-8 a Korean letter has three bytes: counting is quick so."""
    wide, spaces = (len(text.encode("utf-8", "replace")) - len(text)) // 2, text.count(" ")
    return wide, len(text) - wide - spaces, spaces
