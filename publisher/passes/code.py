"""Code: coloured by Pygments, with as few elements as the themes have colours for."""

from collections.abc import Iterator
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

from publisher.assets.xhtml import Element, classes, each
from publisher.passes.chapter_build import ChapterBuild
from publisher.passes.lexing import TokenType, quick

# Beyond, colours are not worth the time: a lexer may take its text's square, as where nothing is closed.
_LARGEST = 30_000  # characters of a block
_MOST = 150_000  # characters of a chapter
# Token type -> class in book.css. Types not named here, most of any code, need no element.
_CLASSES: tuple[tuple[TokenType, str], ...] = (
    (Comment, "c"), (Keyword, "k"), (String, "s"), (Number, "m"),
    (Name.Function, "n"), (Name.Class, "n"), (Name.Decorator, "n"), (Name.Tag, "n"),
    (Generic.Deleted, "gd"), (Generic.Inserted, "gi"),
)  # fmt: skip


def apply(build: ChapterBuild) -> None:
    left = _MOST
    for code in each(build.root, "code"):
        parent = code.getparent()
        if parent is None or parent.tag != "pre" or len(code):
            continue
        code.text = (code.text or "").expandtabs(4)
        name = next((name[9:] for name in classes(code) if name.startswith("language-")), "")
        lexer = _lexer(name) if name else None
        if lexer and len(code.text) <= min(_LARGEST, left):
            left -= len(code.text)
            _colour(code, lexer)


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
