"""Lists (syntax: "Lists"): the marker's width, lazy lines, and when an item's text is a paragraph."""

import re
from dataclasses import dataclass, field

from publisher.markdown.kramdown import attributes
from publisher.markdown.kramdown.blocks import Reader
from publisher.markdown.kramdown.boundaries import (
    interrupts,
    is_indented,
    item_mark,
    line_at,
    starts_item,
)
from publisher.markdown.kramdown.patterns import BLANK, ID_NAME, WHITE
from publisher.markdown.kramdown.tree import BLANK as BLANK_TAG
from publisher.markdown.kramdown.tree import END, Node, Source
from publisher.markdown.scan import is_rule

_DEFINES = re.compile(rf"(?:{ID_NAME})?:", re.A)
_STOP = re.compile(r"[}\\]")
_BLANKS = re.compile(rf"(?:{BLANK})+", re.A)
_END = re.compile(rf"\^{BLANK}", re.A)
_BOX = re.compile(r"\s*\[([ xX])\]\s+", re.A)


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
        starts = not self.whole and starts_item(line)
        if starts and indented and not self.nested:
            self.parts.append([])
            self.nested = True
        elif starts and self.nested and not indented:
            line = " " * (self.width + 4) + line
        self.parts[-1].append(line)


def first_line(reader: Reader, marker: str, content: str) -> Item:
    """Return an item from its first line: the column its text begins in, and its attribute list.

    Text that begins on the next line stands in the fourth column.
    """
    space = content[: len(content) - len(content.lstrip(" \t"))]
    text = content.lstrip(WHITE)
    end = _list_end(text)
    below = not content.strip() or (end > 0 and not text[end:].strip(WHITE))
    item = Item(4 if below else len(f"{marker}{space}".expandtabs(4)))
    if end > 0:
        attributes.parse(text[2 : end - 1], reader.document.attributes, item.attributes)
        text = text[end:].lstrip(WHITE)
    item.nested = starts_item(text)
    item.parts.append([text])
    return item


def _list_end(text: str) -> int:
    """Find the end of the attribute list that an item begins with; 0: it has none.

    What has a name and a colon, or a slash, is a definition or a tag. A backslash stands before a sign that
    closes nothing.
    """
    if not text.startswith("{:") or text.startswith(("}", "/"), 2) or _DEFINES.match(text, 2):
        return 0
    at = 2
    while stop := _STOP.search(text, at):
        if stop[0] == "}":
            return stop.end()
        if text.startswith("\n", stop.end()):
            return 0
        at = stop.end() + 1
    return 0


def collect(reader: Reader, tag: str) -> tuple[list[Item], bool]:
    """Return the items of a list, and whether an end-of-block marker ended it."""
    items: list[Item] = []
    source, after_blank = reader.source, False
    while not source.done:
        line = line_at(source.text, source.pos)
        if after_blank and tag != "dl" and is_rule(line):
            break
        if reader.scan(_END):
            return items, True
        mark = item_mark(line, 0, tag, items[-1].width if items else 4)
        if mark >= 0:
            source.line()
            items.append(first_line(reader, line[:mark], f"{line[mark:]}\n"))
            items[-1].late, items[-1].whole = after_blank, tag == "dl"
            after_blank = False
        elif _belongs(source, line, items[-1].width, after_blank=after_blank):
            items[-1].add(source.line())
            after_blank = False
        elif match := reader.scan(_BLANKS):
            items[-1].nested = after_blank = True
            items[-1].parts[-1].append(match[0])
        else:
            break
    return items, False


def _belongs(source: Source, line: str, width: int, *, after_blank: bool) -> bool:
    """True for a line indented as far as the item's text, and for a lazy one below a line of text."""
    if not line.strip(WHITE):
        return False
    return is_indented(line, width) or not (after_blank or interrupts(source.text, source.pos, min(width, 3)))


def lists(reader: Reader) -> bool:
    """Read a list of either kind."""
    line = line_at(reader.source.text, reader.source.pos)
    tag = next((tag for tag in ("ul", "ol") if item_mark(line, 0, tag) >= 0), None)
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
