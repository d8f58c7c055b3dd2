"""Brackets, links and pictures in time that grows with the text alone, however many stand open in it."""

import re
from collections.abc import Callable
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from publisher.markdown.parser_parts import image, link

_PARENTHESIS = re.compile(r"\\.|[()]", re.S)  # one behind a backslash is none
InlineRule = Callable[[StateInline, bool], bool]


def use_closed_brackets(made: MarkdownIt) -> None:
    """The parser's rules, where a bracket closes at all: open ones alone cost number times depth."""
    made.inline.ruler.at("link", _closed(link))
    made.inline.ruler.at("image", _closed(image))


def _closed(rule: InlineRule) -> InlineRule:
    def closed(state: StateInline, silent: bool) -> bool:
        return state.src[state.pos] in "[!" and last_bracket(state.src) > state.pos and rule(state, silent)

    return closed


@lru_cache(maxsize=8)
def last_bracket(text: str) -> int:
    """Find where the last ] stands; asked again and again of one line of text."""
    return text.rfind("]")


def balanced_end(text: str, start: int, *, deepest: int) -> int:
    """Find the place behind the ) that closes the ( at `start`; 0 where none does, or too many stand in it.

    Reads to the first bracket that is too deep, so that many attempts together read the text once or twice.
    """
    depth = 0
    for sign in _PARENTHESIS.finditer(text, start) if text.startswith("(", start) else ():
        depth += (sign[0] == "(") - (sign[0] == ")")
        if not depth:
            return sign.end()
        if depth > deepest:
            break
    return 0
