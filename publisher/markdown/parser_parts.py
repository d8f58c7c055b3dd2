"""markdown-it-py beyond its documented calls: its own rules, called by ours, and what rules are made with.

Seen with markdown-it-py 4.3.0 and mdit-py-plugins 0.7.0. Assumed, and asserted by
tests/contracts/test_markdown_it.py:

- a rule is a function of a state that is called by hand as the parser calls it, also on another text's state;
- `parser.block` and `parser.inline` may be parsers of ours, whose states are ours; a method of the parser may
  be exchanged (normalizeLink, normalizeLinkText, validateLink), and `options` may hold what is ours;
- states of blocks have bMarks, eMarks, tShift, sCount, blkIndent, listIndent, parentType, tight and
  is_code_block; states of lines have pending, linkLevel, delimiters and scanDelims;
- delimiters are matched by the second rules of lines (`ruler2`), which may be called on a state.
"""

from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.common.html_blocks import block_names
from markdown_it.common.utils import isLinkClose, isLinkOpen, isPunctChar, isWhiteSpace, unescapeAll
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import (
    blockquote,
    code,
    fence,
    heading,
    html_block,
    lheading,
    list_block,
    paragraph,
    table,
)
from markdown_it.rules_core import linkify, smartquotes
from markdown_it.rules_inline import html_inline, image, link, newline
from markdown_it.rules_inline.state_inline import Delimiter, Scanned
from markdown_it.token import Token
from mdit_py_plugins.footnote.index import footnote_def, footnote_ref

__all__ = [
    "Delimiter",
    "ParserBlock",
    "ParserInline",
    "RuleOptionsType",
    "Scanned",
    "block_names",
    "blockquote",
    "code",
    "fence",
    "footnote_def",
    "footnote_ref",
    "heading",
    "html_block",
    "html_inline",
    "image",
    "isLinkClose",
    "isLinkOpen",
    "isPunctChar",
    "isWhiteSpace",
    "lheading",
    "link",
    "linkify",
    "list_block",
    "newline",
    "paragraph",
    "render_as",
    "smartquotes",
    "table",
    "unescapeAll",
]


def render_as(parser: MarkdownIt, **html: Callable[[Token], str]) -> None:
    """Show tokens, by their types, as HTML that is made of each alone."""
    for name, made in html.items():
        parser.add_render_rule(name, lambda self, tokens, index, options, env, made=made: made(tokens[index]))
