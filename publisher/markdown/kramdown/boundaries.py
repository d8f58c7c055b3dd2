"""Where a block ends, and what begins the next (syntax: "Block Boundaries").

White space is ASCII's. See https://kramdown.gettalong.org/syntax.html.
"""

import re

from publisher.markdown.kramdown.patterns import BLANK, BLOCK_LIST, NAME, SPAN_ELEMENTS, WHITE

_BEHIND_MARK = "\t |"  # kramdown takes a bar behind the mark of an item for a blank
_BLANK = re.compile(BLANK, re.A)
_MARKER = re.compile(rf"\^{BLANK}", re.A)
_ATTRIBUTES = re.compile(BLOCK_LIST, re.A)
_TAG = re.compile(rf"<(?P<end>/?)(?P<name>{NAME})", re.A)
_TAG_END = re.compile(r"\s*>", re.A)
_WORD = re.compile(r"\w+", re.A)
_IN_TEXT = SPAN_ELEMENTS | {"script"}
_LIST_MARK = re.compile(r"[+*-]|\d+\.", re.A)
_MARKS = {"ul": re.compile(r"[+*-]"), "ol": re.compile(r"\d+\.", re.A), "dl": re.compile(":")}


def line_at(text: str, at: int) -> str:
    """Return the rest of the line, without its end."""
    end = text.find("\n", at)
    return text[at : end if end >= 0 else None]


def indent(text: str, at: int, room: int = 3) -> int:
    """Count the spaces here; -1: they are more than there is room for."""
    end = at
    while text.startswith(" ", end):
        end += 1
        if end - at > room:
            return -1
    return end - at


def opens_html(text: str, at: int) -> bool:
    """Say whether a tag of an element stands here that is none of a text: a start tag, or a whole end tag.

    What counts is the name's first word: <b-c> is taken for <b>.
    """
    tag = _TAG.match(text, at)
    word = _WORD.match(tag["name"]) if tag else None
    if tag is None or (word and word[0] in _IN_TEXT):
        return False
    return not tag["end"] or _TAG_END.match(text, tag.end()) is not None


def interrupts(text: str, at: int, room: int = 3) -> bool:
    """Say whether an attribute list or a tag of a block stands here: no lazy line begins so."""
    spaces = indent(text, at, room)
    start = at + spaces
    return (
        spaces >= 0
        and text.startswith(("{:", "<"), start)
        and (_ATTRIBUTES.match(text, start) is not None or opens_html(text, start))
    )


def ends_block(text: str, at: int) -> bool:
    """Say whether a block may end here that needs an empty line after it."""
    if at >= len(text) or _BLANK.match(text, at) or _MARKER.match(text, at):
        return True
    spaces = indent(text, at)
    return spaces >= 0 and _ATTRIBUTES.match(text, at + spaces) is not None


def ends_lazily(text: str, at: int) -> bool:
    """Say whether here no line goes on lazily with a quote or a text."""
    return ends_block(text, at) or interrupts(text, at)


def ends_paragraph(text: str, at: int, *, early: bool) -> bool:
    """Say whether a paragraph ends here; `early`: at the start of most blocks, as GFM has it."""
    if ends_lazily(text, at):
        return True
    spaces = indent(text, at)
    if spaces < 0:
        return False
    line = line_at(text, at + spaces)
    if line.startswith(":") and line[1:2] in tuple(_BEHIND_MARK):
        return True
    if not early:
        return False
    heading = spaces == 0 and line.startswith("#") and gfm_heading(line) is not None
    return heading or line.startswith((">", "```", "~~~")) or starts_item(line)


def gfm_heading(line: str) -> tuple[int, str] | None:
    """Level and text of a heading after one to six `#`, with a blank behind them."""
    behind = line.lstrip("#")
    level, text = len(line) - len(behind), behind.lstrip(" \t")
    return (level, text) if 0 < level < 7 and text and text != behind else None


def starts_item(line: str) -> bool:
    """Say whether a list's mark stands here, not indented too far."""
    spaces = indent(line, 0)
    mark = _LIST_MARK.match(line, spaces) if spaces >= 0 else None
    return mark is not None and line[mark.end() : mark.end() + 1] in tuple(_BEHIND_MARK)


def item_mark(text: str, at: int, tag: str, width: int = 4) -> int:
    """Find the end of the mark of an item, which stands left of where the text of the last one is; -1: none.

    `tag` is the list's, `width` the column of that text.
    """
    spaces = indent(text, at, max(0, min(3, width - 1)))
    mark = _MARKS[tag].match(text, at + spaces) if spaces >= 0 else None
    return mark.end() if mark and text[mark.end() : mark.end() + 1] in tuple(_BEHIND_MARK) else -1


def is_indented(line: str, width: int) -> bool:
    """Say whether a line is indented so far at least; a tab counts as four spaces."""
    at = 0
    for _ in range(width // 4):
        at += 1 if line.startswith("\t", at) else 4 if line.startswith("    ", at) else len(line) + 1
    return line.startswith((" " * (width % 4), "\t"), at) if at <= len(line) else False


def code_end(text: str, at: int) -> int:
    """Find the end of indented code: lines indented by four, lazy ones below, and empty ones between such."""
    end = at
    while True:
        start = end
        while blank := _BLANK.match(text, start):
            start = blank.end()
        if start >= len(text) or not (is_indented(line_at(text, start), 4) and _has_text(text, start)):
            return end
        end = text.find("\n", start) + 1 or len(text)
        while end < len(text) and _goes_on(text, end):
            end = text.find("\n", end) + 1 or len(text)


def _goes_on(text: str, at: int) -> bool:
    indented = is_indented(line_at(text, at), 4)
    return _has_text(text, at) and (indented or not (_MARKER.match(text, at) or interrupts(text, at)))


def _has_text(text: str, at: int) -> bool:
    """Say whether something stands in a line, behind spaces and tabs."""
    line = line_at(text, at).lstrip(" \t")
    return bool(line) and line[0] not in WHITE
