"""Obsidian's Markdown: CommonMark with GitHub's tables, and what Obsidian adds to it.

See https://help.obsidian.md/obsidian-flavored-markdown and https://help.obsidian.md/callouts. Links in
brackets, embeds and comments are taken out before: see shortcodes/obsidian.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publisher.dialect import Dialect
from publisher.markdown.bare_links import use_bare_links
from publisher.markdown.commonmark import parser
from publisher.markdown.goldmark.alerts import callouts, without_empty
from publisher.markdown.obsidian.wiki import TAG, sized

_BLOCK_ID = re.compile(r"\^[A-Za-z0-9-]+")
_TASK = re.compile(r"\A\[[^\s\[\]]\](?=\s)")  # [x], [-], [>]: to Obsidian all of these are done
_TAG = re.compile(TAG)
_CODE = re.compile(r"(`+[^`]*`+)")
_FIELD = re.compile(r"(?m)^([ \t]*(?:[*_]{0,3})[^\W\d_][\w -]{0,40}(?:[*_]{0,3}))::(?=\s|$)")
_IN_BRACKETS = re.compile(r"\[([^\W\d_][\w -]{0,40})::[ \t]*+([^\[\]\n]*+)\]")
_IN_PARENTHESES = re.compile(r"\([^\W\d_][\w -]{0,40}::[ \t]*+([^()\n]*+)\)")
_MARK = re.compile(r"==(?=[^\s=])(?:(?!==).)*?(?<=\S)==(?!=)", re.S)
_PART = "docId"  # in what the parser is given with a text: it is a part of another note, and which


def obsidian(dialect: Dialect) -> Callable[[str], str]:
    """Return the function that turns the text of a note into HTML."""
    render: Callable[[str], str] = _parser(dialect).render
    return render


def part(dialect: Dialect, text: str, number: int) -> str:
    """Return the HTML of a text that stands inside another note, the `number`th there: its footnotes have ids
    of their own, its blocks none, and its headings are words in bold, none of the chapter's."""
    return str(_parser(dialect).render(text, {_PART: str(number)}))


@lru_cache(maxsize=4)
def _parser(dialect: Dialect) -> MarkdownIt:
    made = parser(dialect)
    made.disable(["deflist"])
    # What leads nowhere that a book can go is no text either: passes/links.py names it.
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    if dialect.linkify:
        use_bare_links(made)
    made.block.ruler.before("table", "block_id", _block_id, {"alt": ["paragraph", "blockquote", "list"]})
    made.core.ruler.before("inline", "callouts", callouts)
    made.core.ruler.before("inline", "lines", _lines)
    made.core.ruler.push("sizes", _sizes)
    made.inline.ruler.before("emphasis", "mark", _mark)
    made.add_render_rule("heading_open", _heading_open)
    made.add_render_rule("heading_close", _heading_close)
    return made


# Blocks


def _block_id(state: StateBlock, line: int, last: int, silent: bool) -> bool:
    """A line ^a1b2 alone: the name of the block above, a list or table as a whole."""
    text = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]].rstrip()
    if not _BLOCK_ID.fullmatch(text) or state.is_code_block(line):
        return False
    if not silent:
        _name(_last_block(state.tokens), text, state.env)
        state.line = line + 1
    return True


def _last_block(tokens: Sequence[Token]) -> Token | None:
    """The token that begins the block which ends with the last of these."""
    depth = 0
    for token in reversed(tokens):
        depth -= token.nesting
        if not depth:
            return token
    return None


def _name(block: Token | None, name: str, env: Mapping[str, Any]) -> None:
    if block and block.nesting >= 0 and _PART not in env:
        block.attrSet("id", name)


def _lines(state: StateCore) -> None:
    """What Obsidian and its plug-ins read in the lines of a block, before any Markdown in them."""
    for at, token in enumerate(state.tokens):
        if token.type != "inline":
            continue
        opening = state.tokens[at - 1]
        if opening.type == "paragraph_open":
            token.content = "\n".join(_without_tags(token.content))
            if state.tokens[at - 2].type == "list_item_open":
                token.content = _TASK.sub("[x]", token.content)
        text, _, word = token.content.rpartition(" ")
        if opening.tag not in ("th", "td") and _BLOCK_ID.fullmatch(word):
            token.content = text.rstrip()
            _name(state.tokens[at - 1 - opening.hidden], word, state.env)
        if "::" in token.content:
            token.content = "".join(_without_colons(token.content))
    state.tokens = list(without_empty(state.tokens))


def _without_tags(text: str) -> Iterator[str]:
    """The lines of a paragraph without those that hold nothing but #tags: the chapter's opening has them."""
    for line in text.split("\n"):
        if "#" not in line or not all(map(_TAG.fullmatch, line.split())):
            yield line


def _without_colons(text: str) -> Iterator[str]:
    """Fields of Dataview, outside code: "key:: value" is "key: value", "(key:: value)" is "value"."""
    for piece in _CODE.split(text):
        if piece.startswith("`"):
            yield piece
        else:
            plain = _IN_PARENTHESES.sub(r"\1", _IN_BRACKETS.sub(r"\1: \2", piece))
            yield _FIELD.sub(r"\1:", plain)


# Lines


def _mark(state: StateInline, silent: bool) -> bool:
    """==words==, whatever letters stand around the marks."""
    found = _MARK.match(state.src, state.pos, state.posMax) if state.src[state.pos] == "=" else None
    if not found:
        return False
    if not silent:
        end = state.posMax
        state.push("mark_open", "mark", 1)
        state.pos, state.posMax = found.start() + 2, found.end() - 2
        state.md.inline.tokenize(state)
        state.push("mark_close", "mark", -1)
        state.posMax = end
    state.pos = found.end()
    return True


def _sizes(state: StateCore) -> None:
    """![words|300](address): the picture's width."""
    images = (child for token in state.tokens for child in token.children or () if child.type == "image")
    for image in images:
        words, width, height = sized(image.content)
        if width and "|" in image.content:
            image.children = [Token("text", "", 0, content=words)]
            image.attrs |= {"width": width} | ({"height": height} if height else {})


# Rendering

Tokens = Sequence[Token]
Options = Mapping[str, Any]


def _heading_open(self: RendererHTML, tokens: Tokens, index: int, options: Options, env: Options) -> str:
    return "<p><strong>" if _PART in env else self.renderToken(tokens, index, options, env)  # type: ignore[arg-type]


def _heading_close(self: RendererHTML, tokens: Tokens, index: int, options: Options, env: Options) -> str:
    return "</strong></p>\n" if _PART in env else self.renderToken(tokens, index, options, env)  # type: ignore[arg-type]
