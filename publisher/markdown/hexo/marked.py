"""Hexo's Markdown: marked with hexo-renderer-marked's settings, on markdown-it-py.

Which generation is meant stands in the dialect (generations.py); marked 0.3 is read by early/document.py.
The two parsers agree on CommonMark; here is where they part. Written from marked's and Hexo's documented
behaviour (https://marked.js.org, https://hexo.io/docs/tag-plugins, and
https://github.com/hexojs/hexo-renderer-marked) and from what their pages show.
"""

import re
from collections.abc import Callable, Sequence
from html import escape

from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from publisher.dialect import Dialect
from publisher.markdown.commonmark import parser
from publisher.markdown.hexo import blocks, inline, links, lists, quotes
from publisher.markdown.hexo.early.document import hexo_early
from publisher.markdown.hexo.early.rules import EARLY
from publisher.markdown.hexo.fences import Fences, dedented
from publisher.markdown.hexo.generations import GENERATIONS, Marked
from publisher.markdown.html import code_block
from publisher.markdown.parser_parts import render_as

_DEFINITION = re.compile(r"^( {0,3}\[[^\[\]\n]+\]: *\S+ *\n)(?=.)", re.M)
_COLON = re.compile(r"<br>:\s+(?=\S.)")  # before a description


def hexo(dialect: Dialect) -> Callable[[str], str]:
    return hexo_early(dialect) if dialect.marked.generation in EARLY else _marked(dialect)


def _marked(dialect: Dialect) -> Callable[[str], str]:
    options = dialect.marked
    generation = GENERATIONS.get(options.generation, Marked())
    made = parser(dialect)
    made.disable(["deflist", "github-tasklists"], True)
    blocks.use(made)
    made.options["marked"] = generation
    quotes.use(made)
    lists.use(made, tasks=dialect.gfm)
    links.use(made, bare=dialect.linkify, only_safe=options.only_safe_links)
    inline.use(made, generation, smart_quotes=dialect.quotes if dialect.smart else "")
    render_as(made, fence=_open_fence, hardbreak=lambda _: "<br>")
    if dialect.breaks:
        render_as(made, softbreak=lambda _: "<br>")
    if not generation.early_lists:
        made.core.ruler.before("inline", "late_definitions", _late_definitions)
    if not dialect.gfm:
        made.disable(["marked_table", "strikethrough"])
    if generation.code_is_trimmed:
        render_as(
            made,
            code_inline=lambda token: f"<code>{escape(token.content.strip())}</code>",
            code_block=lambda token: code_block(dedented(token.content)),
        )
    if options.captions:
        made.add_render_rule("image", _captioned)
    if dialect.root:
        made.core.ruler.push("image_root", links.image_root(dialect.root))

    def to_html(text: str) -> str:
        fences = Fences(apart=options.fences_apart)
        text = fences.taken_out(text) if options.hexo_fences else text
        if generation.spaces_are_plain:
            text = text.replace("\t", "    ").replace("\u00a0", " ")
        html: str = made.render(text)
        return fences.put_back(_definitions(html) if options.description_lists else html)

    return to_html


def _open_fence(fence: Token) -> str:
    """A fence that nothing closes is marked's own: it has no caption."""
    return code_block(fence.content, fence.info.strip().partition(" ")[0])


def _captioned(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    """A picture with its words below (`figcaption`)."""
    image = self.image(tokens, index, options, env)
    words = self.renderInlineAsText(tokens[index].children, options, env)
    return f"<figure>{image}<figcaption>{escape(words)}</figcaption></figure>" if words else image


def _late_definitions(state: StateCore) -> None:
    """In a list item a link's definition right under text stays text, with an empty line behind it.

    marked reads items line by line, finds the definition, and puts it back with its own line end.
    """
    depth = 0
    for token in state.tokens:
        depth += (token.type == "list_item_open") - (token.type == "list_item_close")
        if depth and token.type == "inline" and "]:" in token.content:
            first, newline, rest = token.content.partition("\n")
            token.content = first + newline + _DEFINITION.sub(r"\1\n", rest)


# What hexo-renderer-marked adds


def _definitions(html: str) -> str:
    """A line that starts with a colon makes its paragraph a definition list (`description_lists`)."""
    made, done = [], 0
    start = html.find("<p>") if "<br>:" in html else -1
    while start >= 0 and (end := html.find("</p>", start)) >= 0:
        words = html[start + 3 : end]
        if "<br>:" in words and (described := _described(words)):
            made += [html[done:start], described]
            done = end + 4
        start = html.find("<p>", end)
    return "".join(made) + html[done:]


def _described(words: str) -> str:
    """The first line with a description, its last one, as a list; empty: no line has one behind a term."""
    colon: re.Match[str] | None = None
    first = -1
    for found in _COLON.finditer(words):
        line = words.rfind("\n", 0, found.start()) + 1
        term = line + len(words[line : found.start()]) - len(words[line : found.start()].lstrip())
        if colon and term != first:
            break
        if found.start() - term > 1:
            colon, first = found, term
    if colon is None:
        return ""
    named = words[first : colon.start()]
    description, newline, rest = words[colon.end() :].partition("\n")
    return f"{words[:first]}<dl><dt>{named}</dt><dd>{description}</dd></dl>{newline}{rest}"
