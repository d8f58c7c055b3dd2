"""Lists as marked reads them."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.token import Token

from publisher.markdown.hexo.blocks import ENDS, in_item, line_at
from publisher.markdown.hexo.containers import DEEPEST, generation, parsed, reach
from publisher.markdown.hexo.generations import Marked
from publisher.markdown.scan import is_rule

_MARK = re.compile(r"[*+-]|[0-9]{1,9}[.)]")  # https://spec.commonmark.org/0.31.2/#list-marker
_DEFINED = re.compile(r"\[[^\[\]]+\]: *\S")
_OPENINGS = ("```", "~~~", "#")  # of fences and headings
_FIRST_MARKS = ("*", "+", "-", "1.", "1)")  # of a list that ends a paragraph
_TASK = re.compile(r"\[([ xX])\] +")
_TAKING = frozenset(("heading_close", "hr", "html_block", "table_close", "code_block", "fence"))


def use(made: MarkdownIt, *, tasks: bool) -> None:
    made.options["marked_tasks"] = tasks
    made.block.ruler.at("list", _list, ENDS)


class _Bullet(NamedTuple):
    """A list's mark and what stands around it."""

    indent: int  # spaces before it
    mark: str  # "-", "3."
    rest: str  # of the line

    @property
    def width(self) -> int:
        return self.indent + len(self.mark)


def _bullet(line: str) -> _Bullet | None:
    text = line.lstrip(" ")
    mark = _MARK.match(text)
    rest = text[mark.end() :] if mark else ""
    if mark is None or len(line) - len(text) > 3 or (rest and rest[0] not in " \t"):
        return None
    return _Bullet(len(line) - len(text), mark[0], rest)


@dataclass(slots=True)
class _Item:
    """One item, collected."""

    lines: list[str]
    spaced: bool = False  # an empty line stands behind it


def _list(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    first = _bullet(line_at(state, start))
    if silent and not in_item(state):  # it ends a paragraph
        return first is not None and first.rest.startswith(" ") and first.mark in _FIRST_MARKS
    own = generation(state)
    if first is None or state.level > DEEPEST:
        return False
    if not first.rest if own.early_lists else first.rest in (" ", "\t"):
        return False
    if first.mark.endswith(")") and not own.brackets_number:
        return False
    if not silent:
        _write_list(state, first.mark, *_items(state, first.mark, start, reach(state, start, end)))
    return True


def _items(state: StateBlock, mark: str, start: int, end: int) -> tuple[list[_Item], int]:
    """The items with the same kind of bullet, and the line behind them."""
    items: list[_Item] = []
    number = start
    while number < end:
        line = line_at(state, number)
        bullet = _bullet(line)
        if bullet is None or bullet.mark[-1] != mark[-1] or (items and is_rule(line)):
            break
        item, number = _item(state, bullet, number, end)
        items.append(item)
    while number > start + 1 and not line_at(state, number - 1).strip(" \t"):
        number -= 1  # an empty line behind the list is none of it
    if items and not _TASK.fullmatch(items[-1].lines[-1]):
        items[-1].lines[-1] = items[-1].lines[-1].rstrip(" \t")
    return items, number


def _item(state: StateBlock, bullet: _Bullet, start: int, end: int) -> tuple[_Item, int]:
    """The lines that belong to the item which starts here, less its indentation; and the line behind it."""
    rest = bullet.rest
    depth = len(rest) - len(rest.lstrip(" "))
    rest = re.sub(r"^\t+", lambda tabs: "   " * len(tabs[0]), rest)
    empty = not rest.strip()
    depth = 1 if empty or depth > 4 else depth
    indent = bullet.width + depth
    item = _Item([rest[depth:]])
    before, above, number = rest, empty, start + 1
    if empty and number < end and not line_at(state, number).strip(" \t"):
        return _Item([""], spaced=True), number + 1
    own = generation(state)
    most = min(3, indent - 1)
    empty = empty and own.empty_items_end
    while number < end:
        source = line_at(state, number)
        line = source.replace("\t", "    ")
        blank = not line.strip(" ")
        inside = blank or len(line) - len(line.lstrip(" ")) >= indent
        alone = empty or (not own.early_lists and _starts_block(before))
        kept = inside or (own.a_space_goes_on and line.startswith(" "))
        void = blank and not (own.spaces_hold and source)
        apart = own.early_lists and void and above and not before.strip(" ")
        if _ends_item(source, bullet, most, own) or (alone and not kept) or apart:
            break
        outdented = inside or own.same_indents
        item.lines.append(re.sub(f" {{0,{indent}}}", "", line, count=1) if outdented else source)
        before, above = line[indent:], void
        empty = void if blank and own.spaces_hold else empty or blank
        number += 1
    _trim(item)
    return item, number


def _trim(item: _Item) -> None:
    while len(item.lines) > 1 and not item.lines[-1].strip(" \t"):
        item.lines.pop()
        item.spaced = True


def _starts_block(line: str) -> bool:
    """Whether no text below this line goes on with it: it is code, or the start of a block."""
    return line.startswith("    ") or is_rule(line) or line.lstrip(" ").startswith(_OPENINGS)


def _ends_item(line: str, item: _Bullet, most: int, own: Marked) -> bool:
    """Whether a line ends an item when it is at most so far in: a bullet, fence, heading, rule or tag."""
    text = line.lstrip(" ")
    depth = len(line) - len(text)
    if depth > most:
        return False
    if _bullet(text) and (depth == item.indent or not own.same_indents):
        return True
    if own.early_lists:
        return is_rule(text) or _DEFINED.match(text) is not None
    return is_rule(text) or text.startswith(_OPENINGS) or (own.tags_end_items and _looks_like_tag(text))


def _looks_like_tag(text: str) -> bool:
    named = text[1:2].isascii() and text[1:2].isalpha() and ">" in text[2:]
    return text.startswith("<") and (named or text.startswith("<!--"))


def _write_list(state: StateBlock, bullet: str, items: list[_Item], last: int) -> None:
    ordered = len(bullet) > 1
    name, tag = ("ordered_list", "ol") if ordered else ("bullet_list", "ul")
    opening = state.push(f"{name}_open", tag, 1)
    opening.map = [state.line, last]
    if ordered and int(bullet[:-1]) != 1:
        opening.attrs = {"start": int(bullet[:-1])}
    texts = [_content(state, item) for item in items]
    loose = any(item.spaced for item in items[:-1]) or any(_spaced(tokens) for tokens, _ in texts)
    if generation(state).early_lists:
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
        return parsed(state, item.lines, item=True), False
    tokens = parsed(state, [item.lines[0][task.end() :], *item.lines[1:]], item=True)
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
