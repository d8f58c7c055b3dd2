"""Lists (syntax: "Lists"): the marker's width, lazy lines, and when an item's text is a paragraph."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from publisher.markdown.kramdown import attributes
from publisher.markdown.kramdown.blocks import RULE, Reader
from publisher.markdown.kramdown.patterns import (
    ATTRIBUTE_LIST,
    BLANK,
    BLOCK_LIST,
    END_OF_BLOCK,
    HTML_START,
    HTML_STOP,
    LIST_START,
)
from publisher.markdown.kramdown.tree import BLANK as BLANK_TAG
from publisher.markdown.kramdown.tree import END, Node

_START = re.compile(LIST_START, re.A)
_FIRST = {
    "ul": re.compile(r"( {0,3}[+*-])([\t| ][^\n]*\n)", re.A),
    "ol": re.compile(r"( {0,3}\d+\.)([\t| ][^\n]*\n)", re.A),
}
_ITEM_LIST = re.compile(rf"\s*{ATTRIBUTE_LIST}\s*", re.A)
_ONLY_LIST = re.compile(rf"\s*{ATTRIBUTE_LIST}\s*\n", re.A)
_BLANKS = re.compile(rf"(?:{BLANK})+", re.A)
_END = re.compile(END_OF_BLOCK, re.A)
_BOX = re.compile(r"\s*\[([ xX])\]\s+", re.A)


@lru_cache(maxsize=256)
def item_start(tag: str, indentation: int) -> re.Pattern[str]:
    """The marker of the next item: it stands left of this item's text."""
    mark = {"ul": "[+*-]", "ol": r"\d+\.", "dl": ":"}[tag]
    return re.compile(rf"( {{0,{max(0, min(3, indentation - 1))}}}{mark})([\t| ][^\n]*\n)", re.A)


@lru_cache(maxsize=256)
def own_line(indentation: int) -> re.Pattern[str]:
    """A line indented as far as the item's text."""
    tabs, spaces = divmod(indentation, 4)
    return re.compile(
        rf"(?:(?:\t| {{4}}){{{tabs}}} {{{spaces}}}|(?:\t| {{4}}){{{tabs + 1}}})[^\n]*?\S[^\n]*\n", re.A
    )


@lru_cache(maxsize=256)
def lazy_line(indentation: int) -> re.Pattern[str]:
    """A line of text that belongs to the item although it is not indented."""
    room = min(indentation, 3)
    return re.compile(rf"(?! {{0,{room}}}(?:{BLOCK_LIST}|{HTML_STOP}|{HTML_START}))[^\n]*?\S[^\n]*\n", re.A)


@dataclass
class Item:
    """An item while its lines are collected; each part is read on its own."""

    width: int
    parts: list[list[str]] = field(default_factory=list)
    nested: bool = False
    attributes: dict[str, str] = field(default_factory=dict)
    late: bool = False
    whole: bool = False  # a definition: lists in it begin no part of their own

    def add(self, line: str) -> None:
        """A line that belongs to the item."""
        tabs = len(line) - len(line.lstrip("\t"))
        line = " " * (4 * tabs) + line[tabs:]
        indented = line.startswith(" " * self.width)
        line = line[self.width :] if indented else line
        starts = not self.whole and _START.match(line) is not None
        if starts and indented and not self.nested:
            self.parts.append([])
            self.nested = True
        elif starts and self.nested and not indented:
            line = " " * (self.width + 4) + line
        self.parts[-1].append(line)


def first_line(reader: Reader, marker: str, content: str) -> Item:
    """An item from its first line: the column its text begins in, and its attribute list.

    Text that begins on the next line stands in the fourth column.
    """
    space = content[: len(content) - len(content.lstrip(" \t"))]
    empty = not content.strip() or _ONLY_LIST.fullmatch(content)
    width = 4 if empty else len(f"{marker}{space}".expandtabs(4))
    item = Item(width)
    text = content.lstrip(" \t\r\f\v\n")
    if match := _ITEM_LIST.match(text):
        attributes.parse(match[1], reader.document.attributes, item.attributes)
        text = text[match.end() :]
    item.nested = _START.match(text) is not None
    item.parts.append([text])
    return item


def collect(reader: Reader, tag: str) -> tuple[list[Item], bool]:
    """The items of a list, and whether an end-of-block marker ended it."""
    items: list[Item] = []
    source, start, after_blank = reader.source, item_start(tag, 4), False
    while not source.done:
        if after_blank and tag != "dl" and reader.at(RULE):
            break
        if reader.scan(_END):
            return items, True
        if match := reader.scan(start):
            items.append(first_line(reader, match[1], match[2]))
            items[-1].late, items[-1].whole = after_blank, tag == "dl"
            start = item_start(tag, items[-1].width)
            after_blank = False
        elif match := _line(reader, items[-1].width, after_blank):
            items[-1].add(match[0])
            after_blank = False
        elif match := reader.scan(_BLANKS):
            items[-1].nested = after_blank = True
            items[-1].parts[-1].append(match[0])
        else:
            break
    return items, False


def _line(reader: Reader, width: int, after_blank: bool) -> re.Match[str] | None:
    match = reader.scan(own_line(width))
    return match if match or after_blank else reader.scan(lazy_line(width))


def lists(reader: Reader) -> bool:
    """A list of either kind."""
    tag = next((tag for tag, first in _FIRST.items() if reader.at(first)), None)
    if tag is None:
        return False
    node = reader.block(tag)
    items, ended = collect(reader, tag)
    for item in items:
        fill(reader, item, node.add("li", attributes={k: v for k, v in item.attributes.items() if k}))
    _tighten(node, ended)
    blank = None
    for child in node:
        if len(child) and child[-1].tag == BLANK_TAG:
            blank = child[-1]
            child.remove(blank)
        else:
            blank = None
    if blank is not None and not ended:
        reader.parent.append(blank)
    return True


def fill(reader: Reader, item: Item, node: Node) -> None:
    """Read an item's parts into its element."""
    for part in item.parts:
        if any(part):
            reader.inside("".join(part), node)
    if len(node) > 1 and node[0].tag == "p" and node[1].tag == END and node[1].get("list"):
        node.remove(node[1])
    if node.tag == "li" and reader.document.dialect.gfm and len(node) and node[0].tag == "p":
        followed = any(child.tag not in (END, BLANK_TAG) for child in node[1:])
        _task(node, node[0], followed)  # type: ignore[arg-type]


def _task(item: Node, text: Node, followed: bool) -> None:
    """`[ ]` and `[x]` are boxes (a GFM addition), but for one with nothing behind and below it."""
    box = _BOX.match(text.source or "")
    if box is None or (not followed and not (text.source or "")[box.end() :].strip()):
        return
    checked = ' checked="checked"' if box[1] != " " else ""
    html = f'<input type="checkbox" class="task-list-item-checkbox" disabled="disabled"{checked} />'
    text.source = html + (text.source or "")[box.end() :]
    item.set("class", f"task-list-item {item.get('class', '')}".strip())


def _tighten(node: Node, ended: bool) -> None:
    """Take the paragraph from the items whose text has no empty line behind it."""
    items: list[Node] = list(node)  # type: ignore[arg-type]
    any_tight = False
    for item in items:
        is_last = item is items[-1]
        if not len(item) or item[0].tag != "p":
            any_tight = True
            continue
        alone = len(item) < 2 or item[1].tag != BLANK_TAG or (is_last and len(item) == 2 and not ended)
        if alone and (not is_last or len(items) == 1 or any_tight):
            plain(item)
            any_tight = True


def plain(item: Node) -> None:
    """Take the paragraph's element from an item's text; no backslash breaks a line above other blocks."""
    text: Node = item[0]  # type: ignore[assignment]
    text.plain, text.followed = True, len(item) > 1 and item[1].tag != BLANK_TAG
