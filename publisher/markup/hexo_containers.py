"""Quotes and lists as marked reads them: their lines are collected first, then parsed as a text of their own.

What is collected decides what a reader sees: a lazy line below a quote or item belongs to it and may start
a table or another list there. Written from marked's documented behaviour and from what its pages show.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from publisher.markup.hexo_blocks import ENDS, in_item, indent_at, line_at
from publisher.markup.hexo_generations import Marked

_DEEPEST = 40  # levels; what is nested deeper stays text
_QUOTE = re.compile(r" {0,3}>[ \t]?")
_QUOTES = re.compile(r"(?: {0,3}>[ \t]?)+")
_LIST = re.compile(r"( {0,3})([*+-]|\d{1,9}[.)])([ \t].*)?\Z", re.S)
_ENDS_PARAGRAPH = re.compile(r" {0,3}(?:[*+-]|1[.)]) ")
_RULE = r"(?:(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:\*[ \t]*){3,})\Z"
_STARTS = re.compile(rf" {{0,3}}(?:```|~~~|#|{_RULE})")
_TASK = re.compile(r"\[([ xX])\] +")
_LISTS = ("bullet_list_close", "ordered_list_close")
# Blocks that take the empty lines below them along: such a line between two blocks spaces no list.
_OPEN_ENDED = frozenset(("blockquote_close", *_LISTS))
_TAKING = frozenset(("heading_close", "hr", "html_block", "table_close", "code_block", "fence"))


def use(made: MarkdownIt, generation: Marked, *, tasks: bool) -> None:
    made.options["marked_tasks"] = tasks
    made.options["marked"] = generation
    made.block.ruler.at("blockquote", _quote, ENDS)
    made.block.ruler.at("list", _list, ENDS)


def _parsed(state: StateBlock, lines: Sequence[str], *, item: bool = False) -> list[Token]:
    """The tokens of a container's own text."""
    inner = StateBlock("\n".join(lines), state.md, state.env, [])
    inner.level = state.level + 1
    inner.listIndent = 0 if item else -1
    state.md.block.tokenize(inner, inner.line, inner.lineMax)
    return inner.tokens


def _reach(state: StateBlock, start: int, end: int) -> int:
    """The line behind the last that a container may reach: a footnote ends where its indentation does."""
    if not state.blkIndent:
        return end
    outside = (number for number in range(start, end) if indent_at(state, number) < 0)
    return next((number for number in outside if not state.isEmpty(number)), end)


# Quotes


@dataclass(slots=True)
class _Run:
    """Lines of a quote that all have marks, or that all have none."""

    marked: bool
    lines: list[str]  # as they are written
    inner: list[str]  # the same without their marks


def _quote(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not _QUOTE.match(line_at(state, start)) or state.level > _DEEPEST:
        return False
    if silent:
        return True
    runs = _runs(state, start, _reach(state, start, end))
    runs = _at_once(runs) if _generation(state).quotes_at_once else runs
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
            marks = _QUOTES.match(line) or mark
            lazy = marks.end() < len(line)
        elif not lazy or not line.strip(" ") or any(rule(state, number, end, True) for rule in rules):
            break
        if not runs or runs[-1].marked != bool(mark):
            runs.append(_Run(bool(mark), [], []))
        runs[-1].lines.append(line)
        runs[-1].inner.append(line[mark.end() :] if mark else line)
    return runs


def _generation(state: StateBlock) -> Marked:
    found: Marked = state.md.options["marked"]
    return found


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
        made, taken = _parsed(state, lines), taken + 1
        ending = made[-1].type if made and taken < len(runs) else ""
        left = len(lines[-1]) - len(lines[-1].rstrip(" ")) if ending in _LISTS else 0
        if ending in _OPEN_ENDED and left < 2:  # of spaces that end a list, marked keeps a line without text
            rest = [line for run in runs[taken:] for line in run.lines]
            made = _parsed(state, [*lines, *[""] * left, *rest])
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


# Lists


@dataclass(slots=True)
class _Item:
    """One item, collected."""

    lines: list[str]
    spaced: bool = False  # an empty line stands behind it


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = line_at(state, start)
    if silent and not in_item(state):
        return bool(_ENDS_PARAGRAPH.match(line))
    first = _LIST.match(line)
    if first is None or first[3] in (" ", "\t") or state.level > _DEEPEST:
        return False
    generation = _generation(state)
    if not (generation.lone_bullets or first[3] or start + 1 < end):
        return False
    if first[2].endswith(")") and not generation.brackets_number:
        return False
    if not silent:
        _write_list(state, first[2], *_items(state, first[2], start, _reach(state, start, end)))
    return True


def _items(state: StateBlock, bullet: str, start: int, end: int) -> tuple[list[_Item], int]:
    """The items with the same kind of bullet, and the line behind them."""
    items: list[_Item] = []
    number = start
    while number < end:
        line = line_at(state, number)
        match = _LIST.match(line)
        if match is None or match[2][-1] != bullet[-1] or (items and re.match(f" {{0,3}}{_RULE}", line)):
            break
        item, number = _item(state, match, number, end)
        items.append(item)
    while number > start + 1 and not line_at(state, number - 1).strip(" \t"):
        number -= 1  # an empty line behind the list is none of it
    if items and not _TASK.fullmatch(items[-1].lines[-1]):
        items[-1].lines[-1] = items[-1].lines[-1].rstrip(" \t")
    return items, number


def _item(state: StateBlock, bullet: re.Match[str], start: int, end: int) -> tuple[_Item, int]:
    """The lines that belong to the item which starts here, less its indentation; and the line behind it."""
    width = bullet.end(2)
    rest = bullet[3] or ""
    depth = len(rest) - len(rest.lstrip(" "))
    rest = re.sub(r"^\t+", lambda tabs: "   " * len(tabs[0]), rest)
    empty = not rest.strip()
    depth = 1 if empty or depth > 4 else depth
    indent = width + depth
    item = _Item([rest[depth:]])
    before, number = rest, start + 1
    if empty and number < end and not line_at(state, number).strip(" \t"):
        return _Item([""], spaced=True), number + 1
    generation = _generation(state)
    ends = _end_of_item(min(3, indent - 1), generation)
    empty = empty and generation.empty_items_end
    while number < end:
        source = line_at(state, number)
        line = source.replace("\t", "    ")
        blank = not line.strip(" ")
        inside = blank or len(line) - len(line.lstrip(" ")) >= indent
        alone = empty or (not generation.early_lists and _starts_block(before))
        apart = generation.early_lists and blank and not before.strip(" ")
        if ends.match(source) or (alone and not inside) or apart:
            break
        item.lines.append(line[indent:] if inside else source)
        before = line[indent:]
        empty = empty or blank
        number += 1
    _trim(item)
    return item, number


def _trim(item: _Item) -> None:
    while len(item.lines) > 1 and not item.lines[-1].strip(" \t"):
        item.lines.pop()
        item.spaced = True


def _starts_block(line: str) -> bool:
    """Whether no text below this line goes on with it: it is code, or the start of a block."""
    return line.startswith("    ") or bool(_STARTS.match(line))


@cache
def _end_of_item(most: int, generation: Marked) -> re.Pattern[str]:
    """What ends an item when it is indented by no more than this: a bullet, fence, heading, rule or tag."""
    tag = r"|<(?:[a-zA-Z].*>|!--)" if generation.tags_end_items else ""
    block = r"\[[^\[\]]+\]: *\S" if generation.early_lists else f"```|~~~|#{tag}"
    return re.compile(rf" {{0,{most}}}(?:(?:[*+-]|\d{{1,9}}[.)])(?:[ \t]|\Z)|{block}|{_RULE})")


def _write_list(state: StateBlock, bullet: str, items: list[_Item], last: int) -> None:
    ordered = len(bullet) > 1
    name, tag = ("ordered_list", "ol") if ordered else ("bullet_list", "ul")
    opening = state.push(f"{name}_open", tag, 1)
    opening.map = [state.line, last]
    if ordered and int(bullet[:-1]) != 1:
        opening.attrs = {"start": int(bullet[:-1])}
    texts = [_content(state, item) for item in items]
    loose = any(item.spaced for item in items[:-1]) or any(_spaced(tokens) for tokens, _ in texts)
    if _generation(state).early_lists:
        loose = any(item.spaced for item in items[:-1]) or any(
            "" in map(str.strip, item.lines) for item in items
        )
    for tokens, task in texts:
        state.push("list_item_open", "li", 1).attrs = {"class": "task-list-item"} if task else {}
        state.tokens += tokens if loose else _tight(tokens)
        state.push("list_item_close", "li", -1)
    state.push(f"{name}_close", tag, -1).meta = {"spaced": loose}
    state.line = last


def _content(state: StateBlock, item: _Item) -> tuple[list[Token], bool]:
    """An item's tokens, and whether a box stands before them."""
    task = _TASK.match(item.lines[0]) if state.md.options["marked_tasks"] else None
    if task is None:
        return _parsed(state, item.lines, item=True), False
    tokens = _parsed(state, [item.lines[0][task.end() :], *item.lines[1:]], item=True)
    checked = "" if task[1] == " " else ' checked="checked"'
    box = f'<input class="task-list-item-checkbox"{checked} disabled="disabled" type="checkbox"> '
    if tokens and tokens[0].type == "paragraph_open" and tokens[0].map and tokens[0].map[0] == 0:
        tokens[1].content = box + tokens[1].content
        return tokens, True
    level = state.level + 1
    return [
        Token("paragraph_open", "p", 1, level=level),
        Token("inline", "", 0, level=level + 1, content=box, children=[]),
        Token("paragraph_close", "p", -1, level=level),
        *tokens,
    ], True


def _spaced(tokens: list[Token]) -> bool:
    """Whether an empty line stands between two blocks of an item, and belongs to neither."""
    level = tokens[0].level if tokens else 0
    behind: Token | None = None
    line = 0
    for token in tokens:
        if token.level != level or token.nesting < 0:
            behind = token if token.level == level else behind
            continue
        if token.map is None:
            continue
        if behind is not None and token.map[0] > line and behind.type not in _TAKING:
            return True
        behind, line = token, token.map[1]
    return False


def _tight(tokens: list[Token]) -> list[Token]:
    """Paragraphs without their marks, but for one right below a list whose items are spaced."""
    level = tokens[0].level if tokens else 0
    spaced, kept = False, False
    for token in tokens:
        if token.level != level:
            continue
        if token.type == "paragraph_open":
            kept = spaced
        if token.type in ("paragraph_open", "paragraph_close"):
            token.hidden = not kept
        spaced = token.nesting < 0 and bool(token.meta.get("spaced"))
    return tokens
