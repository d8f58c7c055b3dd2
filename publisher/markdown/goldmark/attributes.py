"""Attributes of blocks, as Hugo's parser, goldmark, reads them: {#id .class name=value}.

See https://gohugo.io/content-management/markdown-attributes/.
"""

import re
from typing import NamedTuple

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publisher.markdown.goldmark.lines import unclosed

# One attribute, read to its end whatever follows: none is tried in parts.
_ATTRIBUTE = re.compile(
    r"#(?P<id>[^\s{}.\"'=,]*)|\.[^\s{}\"'=,]*"
    r"|(?P<key>[A-Za-z_:][\w:.-]*)=(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>[^\s\"'{},]+))"
)
_LONGEST = 1000  # characters


def heading_attributes(state: StateCore) -> None:
    """## A heading {#id .class}: the braces are not shown, the id is the heading's."""
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        start = _brace(token.content) if opening.type == "heading_open" else -1
        read = _read(token.content, start) if start >= 0 else None
        if read and not token.content[read.end :].strip(" \t"):
            token.content = unclosed(token.content[:start].rstrip(" \t"))
            _give_id(opening, read)


def attribute_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """{.class #id} on a line below a block speaks of that block; what else is on the line is not shown."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    read = None if state.is_code_block(start) or not line.startswith("{") else _read(line, 0)
    if not read:
        return False
    if silent:
        return True
    if state.tokens:
        level = state.level
        opening = (token for token in reversed(state.tokens) if token.level == level and token.nesting >= 0)
        _give_id(next(opening, state.tokens[-1]), read)
    state.line = start + 1
    return True


class _Read(NamedTuple):
    """What stands between braces."""

    id: str
    end: int  # behind them


def _brace(heading: str) -> int:
    """Where the braces at a heading's end open; -1 where there are none."""
    at = heading.rfind("{", -_LONGEST)
    return -1 if at > 0 and heading[at - 1] == "\\" else at


def _read(text: str, start: int) -> _Read | None:
    """The attributes in braces at `start`; None where something else stands in them."""
    identifier, at = "", start + 1
    limit = min(len(text), start + _LONGEST)
    while at < limit and text[at] != "}":
        if text[at] in " \t" or (text[at] == "," and at > start + 1):
            at += 1
            continue
        found = _ATTRIBUTE.match(text, at, limit)
        if not found:
            return None
        named = found["key"] == "id" and (found["quoted"] or found["bare"])
        identifier, at = identifier or found["id"] or named or "", found.end()
    is_empty = not text[start + 1 : at].strip(" \t") and at > start + 1
    return _Read(identifier, at + 1) if at < limit and not is_empty else None


def _give_id(token: Token, read: _Read) -> None:
    if read.id:
        token.attrSet("id", read.id)
