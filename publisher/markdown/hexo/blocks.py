"""Blocks that marked reads in its own way: paragraphs, headings, raw HTML, tables, unclosed fences.

Containers (containers.py) parse their text anew, so no line here is ever indented by one around it.
Inside a list item a text is read line by line: anything that starts a block ends it.
See https://marked.js.org and https://spec.commonmark.org/0.31.2/#html-blocks.
"""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from publisher.markdown.parser_parts import RuleOptionsType, block_names
from publisher.markdown.parser_parts import fence as commonmark_fence
from publisher.markdown.parser_parts import lheading as commonmark_heading
from publisher.markdown.parser_parts import table as commonmark_table
from publisher.markdown.scan import is_delimiter, is_underline

ENDS: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote"]}  # what such a block may end

_SPACES = " \t\n"  # what is trimmed: not the no-break and ideographic spaces, which authors indent with
_ATTRIBUTE = r"\s+[A-Za-z_:][\w.:-]*(?:\s*=\s*(?:\"[^\"\n]*\"|'[^'\n]*'|[^\s\"'=<>`]+))?"
# "_" in a name is marked's own: a placeholder such as <EC2_IP> is a tag, and not shown.
TAG = rf"<[A-Za-z][\w-]*(?:{_ATTRIBUTE})*\s*/?>|</[A-Za-z][\w:-]*\s*>"
_ALONE = re.compile(rf"(?:{TAG})[ \t]*(?=\n|\Z)", re.A)
_RAW = re.compile(r"<(script|pre|style|textarea)(?=[\s>]|\Z)", re.I)
_RAW_END = re.compile(r"</(?:script|pre|style|textarea)\b", re.I)
_BLOCK = re.compile(rf"</?(?:{'|'.join(block_names)})(?=\s|/?>)", re.I)
_TO_ITS_END = (
    (re.compile(r"<\?"), re.compile(r"\?>")),
    (re.compile(r"<!\[CDATA\["), re.compile(r"\]\]>")),
    (re.compile(r"<![A-Za-z]"), re.compile(">")),
    (re.compile(r"<!--"), re.compile("-->|<!--?>")),
)


def use(made: MarkdownIt) -> None:
    """Put marked's rules in the place of CommonMark's."""
    ruler = made.block.ruler
    # A table is looked for last: a line that starts a list or quote is no table's head.
    ruler.disable("table")
    ruler.before("lheading", "marked_table", _table, {"alt": ["paragraph", "reference"]})
    ruler.at("fence", _fence, ENDS)
    ruler.at("html_block", _html, ENDS)
    ruler.at("heading", _heading, ENDS)
    ruler.at("lheading", _underlined)
    ruler.at("paragraph", _paragraph)


def line_at(state: StateBlock, number: int) -> str:
    if state.blkIndent:  # only in a footnote's text, which a plug-in reads
        return state.getLines(number, number + 1, state.blkIndent, False)
    return state.src[state.bMarks[number] : state.eMarks[number]]


def indent_at(state: StateBlock, number: int) -> int:
    return state.sCount[number] - state.blkIndent


def in_item(state: StateBlock) -> bool:
    """Tell whether this is the text of a list item itself."""
    return state.listIndent >= 0


def _paragraph(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    rules = state.md.block.ruler.getRules("paragraph")
    lines, last = [line_at(state, start)], start + 1
    while last < end and not _blank(state, last):
        code = _code_end(state, last, end) if in_item(state) else last
        if code > last:  # in an item it goes on with the text, with the empty lines in it
            chunk = "\n".join(line_at(state, number)[4:] for number in range(last, code))
            lines.append(chunk.rstrip("\n"))
            last = code
            continue
        if indent_at(state, last) < 4 and any(rule(state, last, end, True) for rule in rules):
            break
        lines.append(line_at(state, last))
        last += 1
    _write_paragraph(state, start, last, lines)
    return True


def _write_paragraph(state: StateBlock, start: int, last: int, lines: list[str]) -> None:
    state.line = last
    text = "\n".join(lines).rstrip(_SPACES)
    state.push("paragraph_open", "p", 1).map = [start, last]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = text.lstrip(_SPACES), [start, last], []
    state.push("paragraph_close", "p", -1)


def _code_end(state: StateBlock, start: int, end: int) -> int:
    """The line behind what is indented as code from `start` on, and behind the empty lines below it."""
    number = start
    while number < end and (indent_at(state, number) >= 4 or (number > start and state.isEmpty(number))):
        number += 1
    return number


def _blank(state: StateBlock, number: int) -> bool:
    """Spaces alone end a paragraph; a line with a tab in it goes on, but for a list item's."""
    return state.isEmpty(number) and (in_item(state) or "\t" not in line_at(state, number))


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """# A heading: any white space may follow the signs, a no-break space too."""
    line = line_at(state, start).lstrip(" ")
    level = len(line) - len(line.lstrip("#"))
    behind = line[level:]
    if not 0 < level < 7 or state.is_code_block(start) or (behind and not behind[0].isspace()):
        return False
    if not behind and state.md.options["marked"].headings_have_text:
        return False
    if silent:
        return True
    state.line = start + 1
    state.push("heading_open", f"h{level}", 1).map = [start, start + 1]
    token = state.push("inline", "", 0)
    token.content, token.map, token.children = _without_closing(behind.strip()), [start, start + 1], []
    state.push("heading_close", f"h{level}", -1)
    return True


def _without_closing(text: str) -> str:
    """A heading's words without the signs at its end, if a blank stands before them."""
    words = text.rstrip("#")
    return text if words and words[-1] not in " \t" else words.rstrip()


def _underlined(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Text over "===": what stands above a line of it that is indented as code is a paragraph."""
    made = len(state.tokens)
    one_line = state.md.options["marked"].underlines_one_line and not in_item(state)
    below = line_at(state, start + 1) if start + 1 < end else ""
    if one_line and not is_underline(below):
        return False
    if not commonmark_heading(state, start, end, silent):
        return False
    last = state.line - 1
    written = "\n".join(line_at(state, number) for number in range(start, last))
    state.tokens[-2].content = written.strip(_SPACES)
    equals = line_at(state, last).lstrip().startswith("=")
    indented = [number for number in range(start + 1, last) if indent_at(state, number) >= 4]
    if not indented:
        return True
    state.line = start
    del state.tokens[made:]
    if indented[-1] + 1 == last or equals:
        return False
    _write_paragraph(
        state, start, indented[-1] + 1, [line_at(state, n) for n in range(start, indented[-1] + 1)]
    )
    return commonmark_heading(state, state.line, end, silent)


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence that opens on a text's last line ends no paragraph. (Closed ones are gone already.)"""
    if silent and start + 1 >= end and not in_item(state) and not state.src.endswith("\n"):
        return False
    return commonmark_fence(state, start, end, silent)


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Under one column, hyphens without a bar or colon make a heading and no table.

    What looks like a table ends a paragraph, even where its lines have not as many columns.
    """
    below = line_at(state, start + 1) if start + 1 < end else ""
    signs = below[: len(below) - len(below.lstrip("-|: \t"))]
    if "|" not in signs and ":" not in signs:
        return False
    if silent and not in_item(state):
        return bool(state.md.options["marked"].tables_end_text) and _is_delimiter_row(below)
    return commonmark_table(state, start, end, silent)


def _is_delimiter_row(line: str) -> bool:
    """Hyphens for each column, with colons at the sides to which it is aligned.

    See https://github.github.com/gfm/#delimiter-row.
    """
    row = line.strip(" ").removeprefix("|").removesuffix("|")
    return len(line) - len(line.lstrip(" ")) < 4 and all(map(is_delimiter, row.split("|")))


# Raw HTML


def _html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A block of HTML. A paragraph is ended only by one at the line's very beginning."""
    line = line_at(state, start)
    text = line.lstrip(" ")
    if not text.startswith("<") or state.is_code_block(start):
        return False
    if silent and not in_item(state):
        return text == line and (text.startswith("<!--") or bool(_RAW.match(text) or _BLOCK.match(text)))
    last = _html_end(state, text, start, end)
    if last and not silent:
        token = state.push("html_block", "", 0)
        token.map, token.content = [start, last], state.getLines(start, last, state.blkIndent, True)
        state.line = last
    return bool(last)


def _html_end(state: StateBlock, text: str, start: int, end: int) -> int:
    """The line behind the block that starts here; 0 where none does."""
    if raw := _RAW.match(text):
        return _line_with(state, _end_tag(raw[1].lower()), start, end)
    for opening, closing in _TO_ITS_END:
        if opening.match(text):
            return _line_with(state, closing, start, end)
    alone = _ALONE.match(state.src, state.bMarks[start] + state.tShift[start])
    if (not alone and not _BLOCK.match(text)) or _RAW_END.match(text):
        return 0
    empty = _without_letters if state.md.options["marked"].spaces_hold else StateBlock.isEmpty
    last = next((number for number in range(start + 1, end) if empty(state, number)), end)
    # Empty lines behind the block are its own: they show where a tag such as <pre> is still open.
    return next((number for number in range(last, end) if not state.isEmpty(number)), end)


def _without_letters(state: StateBlock, number: int) -> bool:
    """Whether nothing stands in a line, spaces neither."""
    return not line_at(state, number)


def _line_with(state: StateBlock, closing: re.Pattern[str], start: int, end: int) -> int:
    found = closing.search(state.src, state.bMarks[start], state.eMarks[end - 1])
    if found is None:
        return end
    return next(number for number in range(start, end) if found.end() <= state.eMarks[number]) + 1


@cache
def _end_tag(name: str) -> re.Pattern[str]:
    return re.compile(rf"</{name}>", re.I)
