"""What Hugo's first parser, Blackfriday, read in another way than goldmark: until Hugo 0.59, or where set.

It is not followed in all: marks beside Korean letters, where lists and quotations begin and end, which items
are paragraphs, and fractions are read as it read them, what else a page holds as goldmark reads it. See
https://gohugo.io/content-management/formats/ and https://daringfireball.net/projects/markdown/syntax.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

from publisher.markdown.goldmark.lines import BlockRule, quotation
from publisher.markdown.parser_parts import Scanned, list_block

_LIST_STARTS = ("bullet_list_open", "ordered_list_open")
_LIST_ENDS = ("bullet_list_close", "ordered_list_close")
_BLOCKS = ("fence", "heading_open", "code_block", "hr")
_FRACTION = re.compile(r"(?<![\w/.-])([0-9]{1,6})/([0-9]{1,6})(?![\w/])")


def flanking(before: str, after: str, length: int, split_word: bool) -> Scanned:
    """Marks open before and close behind anything but white space; one alone only at a word's edge."""
    opens, closes = not after.isspace(), not before.isspace()
    if length == 1:
        opens, closes = opens and not before.isalnum(), closes and not after.isalnum()
    return Scanned(opens, closes, length)


def use_blackfriday(parser: MarkdownIt, smart: bool) -> None:
    """Lists and quotations need an empty line before them; 1/2 is a fraction."""
    above = ["paragraph", "reference", "blockquote"]
    parser.block.ruler.at("list", _below_empty(list_block), {"alt": above})
    parser.block.ruler.at("blockquote", _below_empty(quotation), {"alt": [*above, "list"]})
    parser.core.ruler.before("inline", "lists", _lists)
    if smart:
        parser.core.ruler.push("fractions", _fractions)


def _below_empty(rule: BlockRule) -> BlockRule:
    """The rule, which ends no paragraph but one of a list item."""

    def wrapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent and state.parentType == "paragraph" and state.listIndent < 0:
            return False
        return rule(state, start, end, silent)

    return wrapped


def with_whole_quotations(text: str) -> str:
    """Return the text with ">" before each line of a quotation, which goes on up to an empty line."""
    made, inside, fence = [], False, ""
    lines = text.split("\n")
    for line, following in zip(lines, [*lines[1:], ""], strict=True):
        if not inside and line.startswith(("```", "~~~")):
            fence = "" if fence and line.startswith(fence) else fence or line[:3]
        inside = not fence and (
            line.startswith(">") or (inside and bool(line.strip() or following[:1] == ">"))
        )
        made.append(f"> {line}" if inside and not line.startswith(">") else line)
    return "\n".join(made)


def _lists(state: StateCore) -> None:
    """Code below a list is its last item's; from an item with an empty line on, items hold paragraphs."""
    tokens: list[Token] = []
    for token in state.tokens:
        last = tokens[-1].type if tokens else ""
        if last in _LIST_ENDS and token.type == "fence" and token.level == tokens[-1].level:
            token.level += 2
            tokens[-2:-2] = [token]
        elif last in _LIST_ENDS and token.type in _LIST_STARTS and token.level == tokens[-1].level:
            tokens.pop()  # two lists are one
        else:
            tokens.append(token)
    state.tokens = _balanced(tokens)
    lines = [not line.strip() for line in state.src.split("\n")]
    for index, token in enumerate(state.tokens):
        if token.type in _LIST_STARTS:
            _loosen(state.tokens, index, lines)


def _balanced(tokens: list[Token]) -> list[Token]:
    """Each end of a list has the kind of its start: Blackfriday does not tell 1. from -."""
    opened: list[Token] = []
    for token in tokens:
        if token.type in _LIST_STARTS:
            opened.append(token)
        elif token.type in _LIST_ENDS:
            start = opened.pop()
            token.type, token.tag = start.type.replace("open", "close"), start.tag
    return tokens


def _loosen(tokens: list[Token], start: int, empty: list[bool]) -> None:
    """An item before the first empty line of its list, or before code in it, holds no paragraph."""
    level, loose = tokens[start].level + 1, False
    items: list[int] = []
    index = start + 1
    while tokens[index].level >= level:
        if tokens[index].type == "list_item_open" and tokens[index].level == level:
            items.append(index)
        index += 1
    for item, end in zip(items, [*items[1:], index], strict=True):
        first = (tokens[item].map or [0, 0])[0]
        last = (tokens[end].map or [0, 0])[0] if end != index else _last_line(tokens[item:end])
        inner = [token for token in tokens[item + 1 : end] if token.level == level + 1]
        loose = loose or any(empty[first:last]) or any(token.type in _BLOCKS for token in inner)
        for token in inner:
            if token.type in ("paragraph_open", "paragraph_close"):
                token.hidden = not loose


def _last_line(tokens: list[Token]) -> int:
    return max((token.map[1] - 1 for token in tokens if token.map and token.type == "inline"), default=0)


def _fractions(state: StateCore) -> None:
    for token in state.tokens:
        if any("/" in child.content for child in token.children or ()):
            token.children = list(_with_fractions(token.children or []))


def _with_fractions(children: list[Token]) -> Iterator[Token]:
    for child in children:
        position = 0
        for found in _FRACTION.finditer(child.content) if child.type == "text" else ():
            yield Token("text", "", 0, content=child.content[position : found.start()])
            html = f"<sup>{found[1]}</sup>⁄<sub>{found[2]}</sub>"
            yield Token("html_inline", "", 0, content=html)
            position = found.end()
        if position:
            child.content = child.content[position:]
        yield child
