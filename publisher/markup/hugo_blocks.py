"""Blocks that Hugo's parser, goldmark, reads in its own way: tables, attributes.

Tables are made of paragraphs: whatever lines a paragraph has, lazy ones included, are rows behind a
line of hyphens. See https://github.com/yuin/goldmark#built-in-extensions.
"""

import re
from collections.abc import Iterator

from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

_DELIMITERS = re.compile(r"[ \t|:-]*-[ \t|:-]*\Z")
_INDENTED = re.compile(r" {4}| {0,3}\t")
_ALIGN = {(True, False): "left", (False, True): "right", (True, True): "center"}
_CELL_END = re.compile(r"(?<!\\)\|")
_ATTRIBUTE = r"(?:#[^\s{}.\"'=,]*|\.[^\s{}\"'=,]*|[A-Za-z_:][\w:.-]*=(?:\"[^\"]*\"|[^\s\"'{},]+))"
_ATTRIBUTES = rf"(?<!\\)\{{(?:[ \t]*(?:{_ATTRIBUTE}[ \t,]*)+)?\}}[ \t]*"
_HEADING_TAIL = re.compile(rf"(?:[ \t]+#+)?[ \t]*({_ATTRIBUTES})\Z")
_ATTRIBUTE_LINE = re.compile(rf"{_ATTRIBUTES}\Z")
_ID = re.compile(r"[{\s,]#([^\s{}.#\"'=,]+)|[{\s,]id=[\"']?([^\s\"'},]+)")
_MOST_FILLED = 50_000  # cells


# Tables


def tables(state: StateCore) -> None:
    """Paragraphs that hold a line of hyphens and bars below another line become tables."""
    made: list[Token] = []
    for index, token in enumerate(state.tokens):
        made.append(token)
        if token.type == "paragraph_close" and "-" in state.tokens[index - 1].content:
            made[-3:] = _table(made[-3:])
    state.tokens = made


def _table(paragraph: list[Token]) -> list[Token]:
    lines = paragraph[1].content.split("\n")
    for index, line in enumerate(lines[1:], 1):
        aligns = _aligns(line)
        if aligns is None:
            continue
        head = _cells(lines[index - 1])
        if len(head) > len(aligns):
            break
        head += [""] * (len(aligns) - len(head))
        rows = _rows(lines[index + 1 :], len(aligns))
        before = "\n".join(lines[: index - 1])
        paragraph[1].content = before.rstrip()
        level = paragraph[0].level
        return [*(paragraph if before.strip() else ()), *_table_tokens(head, rows, aligns, level)]
    return paragraph


def _rows(lines: list[str], count: int) -> list[list[str]]:
    """Rows of `count` cells; those that a huge table leaves out are not filled in for ever."""
    rows = []
    spare = _MOST_FILLED
    for line in lines:
        cells = _cells(line)[:count]
        spare -= count - len(cells)
        rows.append(cells + [""] * (count - len(cells)) if spare > 0 else cells)
    return rows


def _aligns(line: str) -> list[str] | None:
    """The alignments that a line of hyphens names: "|:--|--:|" -> ["left", "right"]."""
    if not _DELIMITERS.match(line) or _INDENTED.match(line):
        return None
    line = line.strip(" \t")
    cells = [cell.strip(" \t") for cell in line.removeprefix("|").removesuffix("|").split("|")]
    if not all(re.fullmatch(r":?-+:?", cell) for cell in cells):
        return None
    return [_ALIGN.get((cell.startswith(":"), cell.endswith(":")), "") for cell in cells]


def _cells(line: str) -> list[str]:
    cells = [cell.strip(" \t") for cell in _CELL_END.split(line.strip(" \t").removeprefix("|"))]
    if len(cells) > 1 and not cells[-1]:
        cells.pop()
    return [cell.replace("\\|", "|") for cell in cells]


def _table_tokens(head: list[str], rows: list[list[str]], aligns: list[str], level: int) -> Iterator[Token]:
    yield Token("table_open", "table", 1, level=level, block=True)
    yield Token("thead_open", "thead", 1, level=level + 1, block=True)
    yield from _row(head, "th", aligns, level + 2)
    yield Token("thead_close", "thead", -1, level=level + 1, block=True)
    if rows:
        yield Token("tbody_open", "tbody", 1, level=level + 1, block=True)
        for row in rows:
            yield from _row(row, "td", aligns, level + 2)
        yield Token("tbody_close", "tbody", -1, level=level + 1, block=True)
    yield Token("table_close", "table", -1, level=level, block=True)


def _row(cells: list[str], tag: str, aligns: list[str], level: int) -> Iterator[Token]:
    yield Token("tr_open", "tr", 1, level=level, block=True)
    for cell, align in zip(cells, aligns, strict=False):
        opening = Token(f"{tag}_open", tag, 1, level=level + 1, block=True)
        if align:
            opening.attrs = {"style": f"text-align: {align}"}
        yield opening
        yield Token("inline", "", 0, content=cell, children=[], level=level + 2, block=True)
        yield Token(f"{tag}_close", tag, -1, level=level + 1, block=True)
    yield Token("tr_close", "tr", -1, level=level, block=True)


# Attributes


def heading_attributes(state: StateCore) -> None:
    """## A heading {#id .class}: the braces are not shown, the id is the heading's."""
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and (match := _HEADING_TAIL.search(token.content[-1000:])):
            token.content = token.content[: -len(match[0])]
            _give_id(opening, match[1])


def attribute_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """{.class #id} on a line below a block speaks of that block."""
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


