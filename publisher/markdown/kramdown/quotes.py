"""Typographic quotes (syntax: "Typographic Symbols"): the letters on both sides tell an opening one from a
closing one, as in SmartyPants. What a rule has taken before the quote (a mark, an element) is no letter.
"""

import re
from string import punctuation

from publisher.markdown.kramdown.spans import Spans

_QUOTES = "\"'"
_SPACES = " \t\r\n"
_OPENS_BEHIND = _SPACES + "[{(-"  # letters behind which a quote opens
_EMPHASIS = re.compile(r"[_*]{1,2}\S", re.A)  # opens before what is emphasised
_DECADE = re.compile(r"\d\ds", re.A)  # '90s
_ENDING = re.compile(r"(?a:\s)|s\b|$", re.M)  # *Anna*'s
_LETTER = re.compile(r"\w")
_PUNCTUATION = punctuation.replace("&", "")
_WORD = re.compile(r"\w", re.A)


def quote(spans: Spans) -> bool:
    """Read a straight quote, and the one right behind it where both open or the first one stays."""
    if not spans.document.dialect.smart:
        return False
    text, at, marks = spans.text, spans.pos, spans.document.dialect.quotes
    before = text[at - 1] if at > spans.base and text[at - 1] != "\\" else ""
    doubled = text[at + 1 : at + 2] in set(_QUOTES)
    if doubled and text[at] != text[at + 1] and _free(before) and _WORD.match(text, at + 2):
        return spans.symbol(
            at + 2, _mark(text[at], marks, closing=False) + _mark(text[at + 1], marks, closing=False)
        )
    closing = _closes_behind(text, at, before) if before else _closes_alone(text, at)
    if closing is None:  # kramdown keeps the first of two
        return spans.symbol(at + 2, text[at] + _mark(text[at + 1], marks, closing=True))
    return spans.symbol(at + 1, _mark(text[at], marks, closing=closing))


def _free(before: str) -> bool:
    return not before or before in _SPACES


def _closes_behind(text: str, at: int, before: str) -> bool:
    """True where the letter before the quote says that it closes."""
    if before in _SPACES:
        return text[at] == "'" and _DECADE.match(text, at + 1) is not None
    return before not in _OPENS_BEHIND


def _closes_alone(text: str, at: int) -> bool | None:
    """Nothing stands before the quote: what follows decides; None where another quote follows."""
    if _EMPHASIS.match(text, at + 1):
        return False
    if _before_mark(text, at + 1) or (text[at] == "'" and _DECADE.match(text, at + 1)):
        return True
    if text[at + 1 : at + 2] in set(_QUOTES):
        return None
    return _ENDING.match(text, at + 1) is not None


def _before_mark(text: str, at: int) -> bool:
    """True before a punctuation mark that no word follows; an ellipsis is none."""
    mark, in_word = text[at : at + 1], _LETTER.match(text, at + 1) is not None
    if not mark or mark not in _PUNCTUATION or text.startswith("..", at + 1):
        return False
    return in_word == (mark == "_")


def _mark(typed: str, marks: str, *, closing: bool) -> str:
    return marks[(0 if typed == '"' else 2) + closing]
