"""What Hugo's first parser, Blackfriday, read in another way than goldmark: until Hugo 0.59, or where set.

It is not followed in all: marks beside Korean letters, lists and quotations right under a line of text, and
fractions are read as it read them, what else a page holds as goldmark reads it. See
https://gohugo.io/content-management/formats/ and https://daringfireball.net/projects/markdown/syntax.
"""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, list_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline.state_inline import Scanned
from markdown_it.token import Token

from publisher.markup.hugo_lines import BlockRule, quotation

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
    if smart:
        parser.core.ruler.push("fractions", _fractions)


def _below_empty(rule: BlockRule) -> BlockRule:
    """The rule, which ends no paragraph but one of a list item."""

    def wrapped(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        if silent and state.parentType == "paragraph" and state.listIndent < 0:
            return False
        return rule(state, start, end, silent)

    return wrapped


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
