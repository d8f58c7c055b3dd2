"""Lines of a Hugo page, and the containers around them: where markdown-it-py and goldmark part ways.

A line that only continues a paragraph ("lazy": https://spec.commonmark.org/0.30/#lazy-continuation-line)
may be indented as code is, seen from the innermost container that it still belongs to: then nothing starts
on it. White space around a paragraph is spaces, tabs and line ends; U+00A0 is text.
"""

import re
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token
from markdown_it.utils import EnvType

from publisher.markdown.parser_parts import ParserBlock, blockquote, code, heading, html_block
from publisher.markdown.parser_parts import lheading as usual_lheading
from publisher.markdown.parser_parts import paragraph as usual_paragraph

# goldmark knows these end tags only together with their start tags, declarations only in upper case.
_NO_BLOCK = re.compile(r"</(?i:pre|script|style)\s*>|<![a-z]")
_TEXT = "\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))
# They came to be, or went away, after goldmark had looked for empty lines.
_NEVER_LOOSE = ("table_open", "footnote_reference_open")
BlockRule = Callable[[StateBlock, int, int, bool], bool]


class State(StateBlock):
    """The text's lines while they are read, with the indents of all containers around the present one."""

    def __init__(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> None:
        self.indents = [0]
        self.in_code = False  # while the lines of indented code are counted, a lazy one is none
        super().__init__(src, md, env, tokens)

    @property
    def blkIndent(self) -> int:  # noqa: N802 - the parser's name
        return self.indents[-1]

    @blkIndent.setter
    def blkIndent(self, indent: int) -> None:  # noqa: N802
        while self.indents and self.indents[-1] >= indent:
            self.indents.pop()
        self.indents.append(indent)

    def is_code_block(self, line: int) -> bool:
        """Tell whether only text can start on this line: it is indented as code, or lazy (-1) in a
        quotation."""
        indent = self.sCount[line]
        if self.in_code:
            return indent - self.indents[-1] >= 4
        if indent >= self.indents[-1]:
            return indent - self.indents[-1] >= 4
        return indent < 0 or indent - max(outer for outer in self.indents if outer <= indent) >= 4


class Block(ParserBlock):
    """The parser of blocks, on our own state."""

    def parse(self, src: str, md: MarkdownIt, env: EnvType, outTokens: list[Token]) -> list[Token] | None:  # noqa: N803
        if not src:
            return None
        state = State(src, md, env, outTokens)
        self.tokenize(state, state.line, state.lineMax)
        return state.tokens

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        """Blocks from line to line; `state.tight` tells a list whether an empty line stands between two."""
        rules = self.ruler.getRules("")
        loose = empty = False
        line = state.line = state.skipEmptyLines(startLine)
        while line < endLine and state.sCount[line] >= state.blkIndent:
            if state.level >= state.md.options.maxNesting:
                state.line = endLine
                break
            first = len(state.tokens)
            next(rule for rule in rules if rule(state, line, endLine, False))
            made = state.tokens[first].type if first < len(state.tokens) else ""
            loose = loose or (empty and made not in _NEVER_LOOSE)
            state.tight = not loose
            line = state.line
            empty = (line - 1 < endLine and state.isEmpty(line - 1)) or (
                line < endLine and state.isEmpty(line)
            )
            line = state.line = min(endLine, state.skipEmptyLines(line))


def quotation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a block quote; a ">" that is indented as code does not go on with it."""
    if silent or not _starts(state, start, ">") or state.is_code_block(start):
        return blockquote(state, start, end, silent)
    kept: dict[int, int] = {}
    line = start + 1
    while line < end and not state.isEmpty(line):
        if state.sCount[line] - state.blkIndent >= 4 and _starts(state, line, ">"):
            kept[line] = state.sCount[line]
            state.sCount[line] = -1
        line += 1
    found = blockquote(state, start, end, silent)
    for line, indent in kept.items():
        state.sCount[line] = indent
    return found


def _starts(state: StateBlock, line: int, mark: str) -> bool:
    return state.src.startswith(mark, state.bMarks[line] + state.tShift[line])


def indented_code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a block of code by its indent, which a lazy line is no part of."""
    if not isinstance(state, State):
        return False
    state.in_code = True
    found = code(state, start, end, silent)
    state.in_code = False
    return found


def html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a block of HTML, by goldmark's idea of what starts one."""
    at = state.bMarks[start] + state.tShift[start]
    if state.src.startswith("<", at) and _NO_BLOCK.match(state.src, at, state.eMarks[start]):
        return False
    return html_block(state, start, end, silent)


def _with_spaces(rule: BlockRule) -> BlockRule:
    """The rule, with the white space that is text to goldmark left at both ends of a paragraph."""

    def wrapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if not rule(state, start, end, silent):
            return False
        last = state.line - (state.tokens[-1].tag != "p")
        begins = state.src[state.bMarks[start] + state.tShift[start]]
        ends = state.src[state.bMarks[last - 1] : state.eMarks[last - 1]].rstrip(" \t")[-1:]
        if begins in _TEXT or ends in _TEXT:
            whole = state.getLines(start, last, state.blkIndent, False)
            state.tokens[-2].content = whole.strip(" \t\n")
        return True

    return wrapped


paragraph, lheading = _with_spaces(usual_paragraph), _with_spaces(usual_lheading)


def heading_with_spaces(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """# A heading, with the white space that is text to goldmark at both its ends."""
    found = heading(state, start, end, silent)
    if found and not silent:
        line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]].lstrip("#")
        words = unclosed(line.strip(" \t"))
        if words[:1] in _TEXT or words[-1:] in _TEXT:
            state.tokens[-2].content = words
    return found


def unclosed(heading: str) -> str:
    """Return a heading's words without the signs that close it: "가 ##" -> "가"."""
    words = heading.rstrip("#")
    return words.rstrip(" \t") if words.endswith((" ", "\t")) else heading
