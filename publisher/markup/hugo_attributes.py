"""Attributes of blocks, as Hugo's parser, goldmark, reads them: {#id .class name=value}.

See https://gohugo.io/content-management/markdown-attributes/.
"""

import re

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_ATTRIBUTE = r"(?:#[^\s{}.\"'=,]*|\.[^\s{}\"'=,]*|[A-Za-z_:][\w:.-]*=(?:\"[^\"]*\"|[^\s\"'{},]+))"
_ATTRIBUTES = rf"(?<!\\)\{{(?:[ \t]*(?:{_ATTRIBUTE}[ \t,]*)+)?\}}[ \t]*"
_HEADING_TAIL = re.compile(rf"(?:[ \t]+#+)?[ \t]*({_ATTRIBUTES})\Z")
_ATTRIBUTE_LINE = re.compile(_ATTRIBUTES)
_ID = re.compile(r"[{\s,]#([^\s{}.#\"'=,]+)|[{\s,]id=[\"']?([^\s\"'},]+)")


def heading_attributes(state: StateCore) -> None:
    """## A heading {#id .class}: the braces are not shown, the id is the heading's."""
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and (match := _HEADING_TAIL.search(token.content[-1000:])):
            token.content = token.content[: -len(match[0])]
            _give_id(opening, match[1])


def attribute_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """{.class #id} on a line below a block speaks of that block; what else is on the line is not shown."""
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if state.is_code_block(start) or not line.startswith("{") or not _ATTRIBUTE_LINE.match(line):
        return False
    if silent:
        return True
    if state.tokens:
        level = state.level
        opening = (token for token in reversed(state.tokens) if token.level == level and token.nesting >= 0)
        _give_id(next(opening, state.tokens[-1]), line)
    state.line = start + 1
    return True


def _give_id(token: Token, attributes: str) -> None:
    if found := _ID.search(attributes):
        token.attrSet("id", found[1] or found[2])
