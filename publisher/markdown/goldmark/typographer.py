"""Typographic signs as Hugo's typographer sets them: sign by sign, while the line is read.

Which way a quote turns depends on its neighbours: behind a Hangul syllable and before another, a
straight double quote stays as it is. See https://gohugo.io/configuration/markup/#typographer
"""

import re
import unicodedata
from collections.abc import Callable
from typing import NamedTuple

from publisher.markdown.goldmark.inline import State, is_punctuation

_SIGNS = {"---": "—", "--": "–", "...": "…", "<<": "«", ">>": "»"}
_SIGN = re.compile(r"---|--|\.\.\.|<<|>>")
_DECADE = re.compile(r"'\d\ds(?![^\W_])")
_ELISION = re.compile(r"'[tenl]")
_SHORTENED = re.compile(r"'(?:[mtsd]|ve|ll|re)(?=[ \t\n\r\f\v!-/:-@\[-`{-~]|\Z)")


class _Quote(NamedTuple):
    """A straight quote and its neighbours; a missing one is a space."""

    before: str
    rest: str  # from the quote to the end of the line, its newline included
    opens: bool
    closes: bool


def typographer(quotes: str) -> Callable[[State, bool], bool]:
    """Return the rule for these quotes: double open and close, single open and close."""

    def rule(state: State, silent: bool) -> bool:
        mark = state.src[state.pos]
        if mark not in "'\"-.<>":
            return False
        if silent:
            return False
        made = _quote(state, quotes) if mark in "'\"" else _sign(state)
        if not made:
            return False
        source, sign = made
        state.push("text", "", 0).content = sign
        state.pos += len(source)
        return True

    return rule


def _sign(state: State) -> tuple[str, str] | None:
    found = _SIGN.match(state.src, state.pos, state.posMax)
    return (found[0], _SIGNS[found[0]]) if found else None


def _quote(state: State, quotes: str) -> tuple[str, str] | None:
    mark, start = state.src[state.pos], state.pos
    end = state.run_end(start)
    before = state.src[start - 1] if start else "\n"
    after = state.src[end] if end < len(state.src) else " "
    scanned = state.flanking(before, after, end - start, True)
    rest = state.src[start : start + 8].partition("\n")
    quote = _Quote(before, rest[0] + rest[1], scanned.can_open, scanned.can_close)
    turned = _single(quote, state) if mark == "'" else _double(quote, state)
    return (mark, quotes["<>".index(turned) + 2 * (mark == "'")]) if turned else None


def _single(quote: _Quote, state: State) -> str:
    """ "<" for an opening sign, ">" for a closing one or an apostrophe, "" for none."""
    if _is_apostrophe(quote):
        return ">"
    if quote.opens and not quote.closes:
        if _SHORTENED.match(quote.rest):
            return ">"
        state.quotes["'"] += 1
        return "<"
    # Any other sign with text behind it, such as the one in Smiths' house.
    if len(quote.rest.encode()) > 2 and not quote.rest[1].isdigit():
        return ">"
    return _closing(quote, state, "'")


def _is_apostrophe(quote: _Quote) -> bool:
    """In '90s, 'em and 'til, and between two letters: don't, 형's."""
    if quote.opens and not quote.closes and _DECADE.match(quote.rest):
        return True
    if _ELISION.match(quote.rest) and (quote.before.isspace() or _is_mark(quote.before)):
        return True
    return quote.before.isalnum() and quote.rest[1:2].isalpha()


def _double(quote: _Quote, state: State) -> str:
    if quote.opens and not quote.closes:
        state.quotes['"'] += 1
        return "<"
    if quote.rest[1:2] == '"' and quote.before.isdigit():
        return ""  # 21"": inches, then the end of the quotation
    return _closing(quote, state, '"')


def _closing(quote: _Quote, state: State, mark: str) -> str:
    """A sign that closes what was opened; between two letters only before punctuation at a word's end."""
    if not state.quotes[mark] or not quote.closes:
        return ""
    beyond = quote.rest.encode()[2:3].decode("ascii", "replace")
    word_end = _is_mark(quote.rest[1:2]) and (not beyond or beyond.isspace() or _is_ascii_mark(beyond))
    if quote.opens and not word_end:
        return ""
    state.quotes[mark] -= 1
    return ">"


def _is_mark(character: str) -> bool:
    """Punctuation in Unicode's sense: + and ~ are symbols."""
    return bool(character) and unicodedata.category(character).startswith("P")


def _is_ascii_mark(character: str) -> bool:
    return is_punctuation(character) and character < "\x80"
