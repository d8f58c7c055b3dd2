"""Quotes as marked reads them."""

import re
from dataclasses import dataclass

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from publisher.markdown.hexo.blocks import ENDS, line_at
from publisher.markdown.hexo.containers import DEEPEST, generation, parsed, reach

_QUOTE = re.compile(r" {0,3}>[ \t]?")
_QUOTES = re.compile(r"(?> {0,3}>[ \t]?)+")
_LISTS = ("bullet_list_close", "ordered_list_close")
# Blocks that take the empty lines below them along: such a line between two blocks spaces no list.
_OPEN_ENDED = frozenset(("blockquote_close", *_LISTS))


def use(made: MarkdownIt) -> None:
    made.block.ruler.at("blockquote", _quote, ENDS)


@dataclass(slots=True)
class _Run:
    """Lines of a quote that all have marks, or that all have none."""

    marked: bool
    lines: list[str]  # as they are written
    inner: list[str]  # the same without their marks


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _QUOTE.match(line_at(state, start)) or state.level > DEEPEST:
        return False
    if silent:
        return True
    runs = _runs(state, start, reach(state, start, end))
    runs = _at_once(runs) if generation(state).quotes_at_once else runs
    opening = state.push("blockquote_open", "blockquote", 1)
    tokens, taken = _quoted(state, runs)
    state.line = start + sum(len(run.lines) for run in runs[:taken])
    opening.map = [start, state.line]
    state.tokens += tokens
    state.push("blockquote_close", "blockquote", -1)
    return True


def _runs(state: StateBlock, start: int, end: int) -> list[_Run]:
    """The lines of a quote: those with marks, and lazy ones between them."""
    rules = state.md.block.ruler.getRules("blockquote")
    runs: list[_Run] = []
    lazy = False  # whether a lazy line may follow
    for number in range(start, end):
        line = line_at(state, number)
        mark = _QUOTE.match(line)
        if mark:
            marks = mark if generation(state).quotes_at_once else _QUOTES.match(line) or mark
            lazy = marks.end() < len(line)
        elif not lazy or not line.strip(" ") or any(rule(state, number, end, True) for rule in rules):
            break
        if not runs or runs[-1].marked != bool(mark):
            runs.append(_Run(bool(mark), [], []))
        runs[-1].lines.append(line)
        runs[-1].inner.append(line[mark.end() :] if mark else line)
    return runs


def _at_once(runs: list[_Run]) -> list[_Run]:
    """All lines of a quote as one run."""
    lines = [line for run in runs for line in run.lines]
    return [_Run(True, lines, [line for run in runs for line in run.inner])]


def _quoted(state: StateBlock, runs: list[_Run]) -> tuple[list[Token], int]:
    """The tokens of a quote, and how many of its runs are in it.

    Each run is read by itself. But a list or quote at the end of one goes on in those that follow, whose
    marks then are its own; and behind code no lazy line follows.
    """
    tokens: list[Token] = []
    taken = 0
    goes_on = False
    while taken < len(runs):
        lines = runs[taken].inner
        goes_on = goes_on and bool(tokens) and tokens[-1].type == "paragraph_close" and bool(lines[0].strip())
        lines = _with_indented(tokens[-2], lines) if goes_on else lines
        made, taken = parsed(state, lines), taken + 1
        ending = made[-1].type if made and taken < len(runs) else ""
        left = len(lines[-1]) - len(lines[-1].rstrip(" ")) if ending in _LISTS else 0
        if ending in _OPEN_ENDED and left < 2:  # of spaces that end a list, marked keeps a line without text
            rest = [line for run in runs[taken:] for line in run.lines]
            made = parsed(state, [*lines, *[""] * left, *rest])
            taken = len(runs)
        if goes_on and made and made[0].type == "paragraph_open":
            _add(tokens[-2], made[1].content)
            made = made[3:]
        tokens += made
        if ending in ("code_block", "fence"):
            break
        goes_on = not lines or bool(lines[-1].strip())
    for token in tokens:
        token.content = "\n".join(token.meta.pop("lines", (token.content,)))
    return tokens, taken


def _with_indented(paragraph: Token, lines: list[str]) -> list[str]:
    """Lines behind a paragraph, less those that would be code elsewhere: they go on with it."""
    count = next((at for at, line in enumerate(lines) if not re.match(r" {4}| {0,3}\t", line)), len(lines))
    for line in lines[:count]:
        _add(paragraph, line.strip(" \t"))
    return lines[count:]


def _add(paragraph: Token, line: str) -> None:
    paragraph.meta.setdefault("lines", [paragraph.content]).append(line)
