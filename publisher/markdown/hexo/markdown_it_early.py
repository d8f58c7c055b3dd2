"""markdown-it 5, which hexo-renderer-markdown-it had up to its version 3: CommonMark as it was in 2015.

Written from https://spec.commonmark.org/0.24/ and from what the program prints (markdown-it 5.1.0).
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from html import escape

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publisher.markdown.parser_parts import lheading, list_block, render_as, table
from publisher.markdown.scan import is_underline

_BLANKS = re.compile(r"\n[ \t]*(?=\n[ \t]*\n)")
_SPACES = re.compile(r"[ \n]+")


def use_early(made: MarkdownIt) -> None:
    made.core.ruler.before("block", "blanks", _blanks)
    made.block.ruler.at("list", _list, {"alt": ["paragraph", "reference", "blockquote"]})
    made.block.ruler.at("lheading", _heading)
    made.block.ruler.at("table", _table, {"alt": ["paragraph", "reference"]})
    made.core.ruler.push("strong_outside", _strong_outside)
    render_as(made, code_inline=_code)


def _blanks(state: StateCore) -> None:
    """Remember where two empty lines stand together."""
    starts = [found.start() for found in _BLANKS.finditer("\n" + state.src)]
    lines, at, count = [], 0, 0
    for start in starts:
        count += state.src.count("\n", at, start)
        at = start
        lines.append(count)
    state.env["blanks"] = lines


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Two empty lines end a list with all that is in it, and any number starts one below text."""
    blanks: Sequence[int] = state.env.get("blanks", ())
    index = bisect_left(blanks, start)
    end = min(end, blanks[index]) if index < len(blanks) else end
    kind = state.parentType
    state.parentType = "root" if kind == "paragraph" and _numbered(state, start) else kind
    found = list_block(state, start, end, silent)
    state.parentType = kind
    return found


def _numbered(state: StateBlock, line: int) -> bool:
    return state.src[state.bMarks[line] + state.tShift[line]].isdecimal()


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading that is underlined has one line."""
    if start + 1 >= end or state.sCount[start + 1] < state.blkIndent:
        return False
    below = state.getLines(start + 1, start + 2, state.blkIndent, False)
    return is_underline(below) and lheading(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A line without a bar ends a table."""
    if start + 1 >= end or "-" not in _text(state, start + 1):
        return False
    rows = range(start + 2, end)
    return table(state, start, next((row for row in rows if "|" not in _text(state, row)), end), silent)


def _text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] : state.eMarks[line]]


def _strong_outside(state: StateCore) -> None:
    """***x*** is emphasis within strong, not the other way round."""
    for block in state.tokens:
        block.children = [token for token in block.children or [] if token.type != "text" or token.content]
        _turn(block.children)


def _turn(children: list[Token]) -> None:
    opened: list[int] = []
    closed: dict[int, int] = {}  # where strong opens -> where it is closed
    for index, token in enumerate(children):
        if token.type in ("em_open", "strong_open"):
            opened.append(index)
        elif token.type in ("em_close", "strong_close") and opened:
            first = opened.pop()
            closed[first] = index
            same = children[min(first + 1, index)].markup == token.markup * 2
            if token.type == "em_close" and same and closed.get(first + 1) == index - 1:
                _swap(children, first, first + 1)
                _swap(children, index - 1, index)


def _swap(children: list[Token], one: int, two: int) -> None:
    children[one], children[two] = children[two], children[one]


def _code(token: Token) -> str:
    """Code in a line has no space at its ends, and one between two words."""
    return f"<code>{escape(_SPACES.sub(' ', token.content).strip(), quote=False)}</code>"
