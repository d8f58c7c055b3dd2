"""Definition lists as Hugo's parser, goldmark, reads them: every line above a colon is a term.

See https://gohugo.io/configuration/markup/#definition-lists and
https://michelf.ca/projects/php-markdown/extra/#def-list.
"""

import re
from collections.abc import Callable, Sequence

from markdown_it.rules_block import StateBlock

_DEFINITION = re.compile(r":(?=[ \t])")
_HAS_DEFINITION = re.compile(r"^[ \t>]*:[ \t]", re.M)
_SETEXT = re.compile(r"(?:=+|-+)[ \t]*\Z")
Rule = Callable[[StateBlock, int, int, bool], bool]


def definitions(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read lines of a paragraph, then lines that start with a colon: terms and what is said of them."""
    if silent:
        return _defines(state, start)
    if "definitions" not in state.env:
        state.env["definitions"] = bool(_HAS_DEFINITION.search(state.src))
    if not state.env["definitions"]:
        return False
    if state.is_code_block(start) or _defines(state, start):
        return False
    if not (first := _behind_terms(state, start, end)):
        return False
    state.push("dl_open", "dl", 1)
    open_lists: list[int] = state.env.setdefault("dl", [])
    open_lists.append(state.blkIndent)
    while first:
        terms_end = first
        while state.isEmpty(terms_end - 1):
            terms_end -= 1
        for line in range(start, terms_end):
            _term(state, line)
        start = _descriptions(state, first, end)
        first = _behind_terms(state, start, end) if start < end else 0
    open_lists.pop()
    state.push("dl_close", "dl", -1)
    state.line = start
    return True


def _defines(state: StateBlock, line: int) -> bool:
    """Whether the line is a definition; one indented less than its block only where a list is open."""
    indent = state.sCount[line]
    if indent > state.blkIndent or state.isEmpty(line):
        return False
    if indent < state.blkIndent and indent not in state.env.get("dl", ()):
        return False
    return bool(_DEFINITION.match(state.src, state.bMarks[line] + state.tShift[line]))


def _behind_terms(state: StateBlock, line: int, end: int) -> int:
    """The line of the first definition behind the paragraph that starts at `line`; 0 where none is."""
    while line < end and state.isEmpty(line):
        line += 1
    first, rules = line, state.md.block.ruler.getRules("paragraph")
    while line < end and not state.isEmpty(line):
        if state.sCount[line] < state.blkIndent or (line == first and state.is_code_block(line)):
            return 0
        if _defines(state, line):
            return line if line > first else 0
        if _ends_paragraph(state, line, end, line == first, rules):
            return 0
        line += 1
    while line < end and state.isEmpty(line):
        line += 1
    return line if line < end and state.sCount[line] >= state.blkIndent and _defines(state, line) else 0


def _ends_paragraph(state: StateBlock, line: int, end: int, first: bool, rules: Sequence[Rule]) -> bool:
    if state.is_code_block(line):
        return False
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    if not first and _SETEXT.match(text):
        return True
    return any(rule(state, line, end, True) for rule in rules)


def _term(state: StateBlock, line: int) -> None:
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].strip(" \t")
    if not text:
        return
    state.push("dt_open", "dt", 1)
    token = state.push("inline", "", 0)
    token.content, token.children, token.map = text, [], [line, line + 1]
    state.push("dt_close", "dt", -1)


def _descriptions(state: StateBlock, line: int, end: int) -> int:
    """Every definition from this line on, as blocks; the line behind the last."""
    following = line
    while following < end and state.sCount[following] >= state.blkIndent and _defines(state, following):
        loose = following > 0 and state.isEmpty(following - 1)
        _description(state, following, end, loose)
        line = state.line
        following = line
        while following < end and state.isEmpty(following):
            following += 1
    return line


def _description(state: StateBlock, line: int, end: int, loose: bool) -> None:
    kept = state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent, state.parentType
    content = state.bMarks[line] + state.tShift[line] + 1
    width = _width(state.src[content : state.eMarks[line]])
    state.push("dd_open", "dd", 1)
    first = len(state.tokens)
    inner = state.sCount[line] + 1 + (width if width < 8 else 5)
    state.bMarks[line], state.blkIndent = content, inner
    text = state.src[content : state.eMarks[line]]
    state.tShift[line] = len(text) - len(text.lstrip(" \t"))
    state.sCount[line] = state.blkIndent + (width - 5 if width >= 8 else 0)
    state.parentType = "reference"
    state.md.block.tokenize(state, line, end)
    state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent, state.parentType = kept
    if not loose and state.tokens[first:] and state.tokens[first].tag == "p":
        state.tokens[first].hidden = state.tokens[first + 2].hidden = True
    state.push("dd_close", "dd", -1)


def _width(text: str) -> int:
    """Columns of white space that a text starts with."""
    spaces = text[: len(text) - len(text.lstrip(" \t"))]
    return len(spaces.expandtabs(4))
