"""Tables as Hugo's parser, goldmark, reads them: they are made of paragraphs.

Whatever lines a paragraph has, lazy ones included, are rows behind a line of hyphens. So an empty line
above a table loosens no list, and no heading or definition list has a table's rows for its words.
See https://github.com/yuin/goldmark#built-in-extensions and https://github.github.com/gfm/#tables-extension-.
"""

import re
from collections.abc import Iterator

from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from publisher.markdown.goldmark.lines import lheading, paragraph

_INDENTED = re.compile(r" {4}| {0,3}\t")
_ALIGN = {(True, False): "left", (False, True): "right", (True, True): "center"}
_CELL_END = re.compile(r"(?<!\\)\|")
_MOST_FILLED = 50_000  # cells


def paragraph_or_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a paragraph; where it holds a line of hyphens and bars, the table from the line above on."""
    paragraph(state, start, end, silent)
    if "-" in state.tokens[-2].content:
        state.tokens[-3:] = _table(state.tokens[-3:])
    return True


def heading_or_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Read a heading with a line below it; what stands there under a table is a rule, a list or text."""
    if not lheading(state, start, end, silent):
        return False
    heading = state.tokens[-3:]
    if "-" in heading[1].content and (made := _table(heading)) != heading:
        words = made[:3] if made[0].type == "heading_open" else []
        state.tokens[-3:] = [*made[len(words) :], *words]
        state.line -= not words
    return True


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
        paragraph[1].content = before.rstrip(" \t\n")
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
    if "-" not in line or line.strip(" \t|:-") or _INDENTED.match(line):
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
