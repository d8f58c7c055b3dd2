"""Code: coloured by Pygments, with as few elements as the themes have colours for; its lines numbered, or
standing out, where the post or book.toml wishes it."""

import re
from collections.abc import Iterator, Sequence, Set
from functools import lru_cache

from lxml import etree
from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import (
    Comment,
    Generic,
    Keyword,
    Name,
    Number,
    String,
    is_token_subtype,
)
from pygments.util import ClassNotFound

from publisher.assets.lines import Line, lines_of
from publisher.assets.xhtml import Element, classes, each, fill
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.lexing import TokenType, quick
from publisher.phrase import _

# Beyond, colours are not worth the time: a lexer may take its text's square, as where nothing is closed.
_LARGEST = 30_000  # characters of a block
_MOST = 150_000  # characters of a chapter
_MOST_LINES = 5_000  # of a chapter that have boxes of their own
_RANGE = re.compile(r"([0-9]{1,6})(?:-([0-9]{1,6}))?")
_OPEN = re.compile(r"^(```|~~~)[ \t]+$", re.M)
# Token type -> class in book.css. Types not named here, most of any code, need no element.
_CLASSES: tuple[tuple[TokenType, str], ...] = (
    (Comment, "c"), (Keyword, "k"), (String, "s"), (Number, "m"),
    (Name.Function, "n"), (Name.Class, "n"), (Name.Decorator, "n"), (Name.Tag, "n"),
    (Generic.Deleted, "gd"), (Generic.Inserted, "gi"),
)  # fmt: skip


def apply(build: ChapterBuild) -> None:
    left, lines = _MOST, _MOST_LINES
    for code in each(build.root, "code"):
        parent = code.getparent()
        if parent is None or parent.tag != "pre" or len(code):
            continue
        code.text = (code.text or "").expandtabs(4)
        if build.entry.post.dialect.marked.hexo_fences:
            _name_open(code.text, build)
        name = next((name[9:] for name in classes(code) if name.startswith("language-")), "")
        lexer = _lexer(name) if name else None
        if lexer and len(code.text) <= min(_LARGEST, left):
            left -= len(code.text)
            _colour(code, lexer)
        lines -= _dress(code, parent, build.context.line_numbers, lines)


def _name_open(text: str, build: ChapterBuild) -> None:
    """Name a fence that Hexo takes for code: behind one that ends a block it allows one space."""
    if found := _OPEN.search(text):
        hint = _("take out the spaces behind it; what follows is code up to the next fence")
        build.warning(
            "fence-open", _("spaces behind {fence}: it ends no code", fence=found[1]), found[0], hint
        )


@lru_cache(maxsize=64)
def _lexer(name: str) -> Lexer | None:
    try:
        return quick(get_lexer_by_name(name.lower(), stripnl=False, ensurenl=False))
    except ClassNotFound:
        return None


def _colour(code: Element, lexer: Lexer) -> None:
    text, code.text = code.text or "", None
    last: Element | None = None
    for css, piece in _runs(lexer, text):
        if css:
            last = etree.SubElement(code, "span", {"class": css})
            last.text = piece
        elif last is None:
            code.text = piece
        else:
            last.tail = piece


def _runs(lexer: Lexer, text: str) -> Iterator[tuple[str, str]]:
    """Neighbouring tokens of one class as one."""
    css, run = "", ""
    for token, value in lexer.get_tokens(text):
        kind = _class(token)
        if kind != css and (not run or value.strip()):
            if run:
                yield css, run
            css, run = kind, ""
        run += value
    if run:
        yield css, run


@lru_cache(maxsize=256)
def _class(token: TokenType) -> str:
    """The class of a token's type or of the nearest type above it."""
    return next((css for kind, css in _CLASSES if is_token_subtype(token, kind)), "")


def _dress(code: Element, block: Element, numbered: str, most: int) -> int:
    """Give lines elements of their own where they have numbers or stand out; how many. Each holds its end."""
    first, marks = _number(code.attrib.pop("data-first-line", "")), code.attrib.pop("data-marked-lines", "")
    text = "".join(code.itertext())
    count = text.rstrip("\n").count("\n") + 1
    if numbered == "none":
        first = 0
    elif numbered == "all" and count > 1:
        first = first or 1
    marked = _marked(marks, count)
    if count > most or not (first or marked):
        return 0
    fill(code, _dressed(lines_of(code)[:count], first, marked))
    if first:
        block.set("class", "numbered")
    return count if first else len(marked)


def _dressed(lines: Sequence[Line], first: int, marked: Set[int]) -> Iterator[str | Element]:
    for place, line in enumerate(lines, 1):
        if not first and place not in marked:
            yield from (*line, "\n")
            continue
        box = etree.Element("mark" if place in marked else "span", {"class": "line"})
        if first:
            box.set("data-line", str(first + place - 1))
        fill(box, [*line, "\n"])
        yield box


def _marked(marks: str, count: int) -> set[int]:
    """The lines that "1,3-4" says, of so many."""
    ranges = [(_number(start), _number(end or start)) for start, end in _RANGE.findall(marks[:1000])]
    return {place for start, end in ranges for place in range(start, min(end, count) + 1)}


def _number(text: str) -> int:
    return int(text) if re.fullmatch(r"[0-9]{1,6}", text) else 0
