"""Hexo's Markdown where a blog has hexo-renderer-markdown-it: markdown-it itself, behind Hexo's own fences.

See https://github.com/hexojs/hexo-renderer-markdown-it#options.
"""

import re
from collections.abc import Callable, Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from publisher.dialect import Dialect, MarkdownItOptions
from publisher.markdown.brackets import use_closed_brackets
from publisher.markdown.commonmark import formula
from publisher.markdown.hexo.fences import Fences
from publisher.markdown.hexo.links import image_root
from publisher.markdown.hexo.markdown_it_early import use_early
from publisher.markdown.parser_parts import isLinkClose, isLinkOpen, linkify, smartquotes
from publisher.markdown.placeholders import use_placeholders
from publisher.markdown.tasks import use_tasks

_SCHEME = re.compile(r"(?:^|[^a-z0-9.+-])(https?|ftp)\Z", re.I)
_LONGEST_ADDRESS = 2000
_PIECE = 50  # tokens
_MOST_QUOTES = 2000  # in one paragraph: each costs the parser the paragraph's length, and is matched with all


def hexo_markdown_it(dialect: Dialect) -> Callable[[str], str]:
    made = MarkdownIt(
        "js-default",
        {
            "html": dialect.unsafe,
            "breaks": dialect.breaks,
            "linkify": dialect.linkify,
            "typographer": dialect.smart,
            "quotes": dialect.quotes,
            # A post is untrusted: the cap keeps the parser's time bounded on nested brackets and quotes.
            "maxNesting": 60,
        },
    )
    use_closed_brackets(made)
    use_placeholders(made)
    made.inline.ruler.at("linkify", _address)
    made.core.ruler.at("linkify", _hosts)
    made.core.ruler.at("smartquotes", _quotes)
    _extend(made, dialect.markdown_it)
    if dialect.math:
        made.use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=formula)
    if dialect.root:
        made.core.ruler.push("image_root", image_root(dialect.root))

    def to_html(text: str) -> str:
        fences = Fences()
        html: str = made.render(fences.taken_out(text))
        return fences.put_back(html)

    return to_html


def _extend(made: MarkdownIt, options: MarkdownItOptions) -> None:
    if options.early:
        use_early(made)
    if options.definition_lists:
        made.use(deflist_plugin)
    if options.task_lists:
        use_tasks(made)
    if options.footnotes:
        made.use(footnote_plugin)


def _address(state: StateInline, silent: bool) -> bool:
    """https://… anywhere in a text, as the parser's own rule reads it; that takes the whole rest for each."""
    if not state.src.startswith("://", state.pos) or state.linkLevel > 0 or not state.md.options.linkify:
        return False
    scheme = _SCHEME.search(state.pending[-8:])
    near = state.src[state.pos : state.pos + _LONGEST_ADDRESS]
    found = state.md.linkify.match_at_start(scheme[1] + near) if scheme and state.md.linkify else None
    if not scheme or not found:
        return False
    shown = found.url.rstrip("*")
    address = state.md.normalizeLink(shown)
    if not state.md.validateLink(address):
        return False
    if not silent:
        state.pending = state.pending[: -len(scheme[1])]
        opening = state.push("link_open", "a", 1)
        opening.attrs, opening.info = {"href": address}, "auto"
        state.push("text", "", 0).content = state.md.normalizeLinkText(shown)
        state.push("link_close", "a", -1).info = "auto"
    state.pos += len(shown) - len(scheme[1])
    return True


def _hosts(state: StateCore) -> None:
    """Bare addresses by the parser's own rule; its time is the square of what it is given at once."""
    every = state.tokens
    reader = state.md.linkify if state.md.options.linkify else None
    for block in (token for token in every if reader and reader.pretest(token.content)):
        state.tokens = [_inline(piece) for piece in _pieces(block.children or ())]
        linkify(state)
        block.children = [child for made in state.tokens for child in made.children or ()] or block.children
    state.tokens = every


def _inline(children: list[Token]) -> Token:
    return Token("inline", "", 0, content="\n".join(child.content for child in children), children=children)


def _pieces(children: Sequence[Token]) -> Iterator[list[Token]]:
    """Children that can be read by themselves: cut in no link, counted from the end as the parser does."""
    links = tags = 0
    cuts = [len(children)]
    for index in range(len(children) - 1, 0, -1):
        token = children[index]
        links += (token.type == "link_close") - (token.type == "link_open")
        if token.type == "html_inline" and not links:
            tags = max(0, tags - isLinkOpen(token.content)) + isLinkClose(token.content)
        if not links and not tags and token.type != "text" and cuts[-1] - index >= _PIECE:
            cuts.append(index)
    cuts.append(0)
    for end, start in zip(reversed(cuts[:-1]), reversed(cuts[1:]), strict=True):
        yield list(children[start:end])


def _quotes(state: StateCore) -> None:
    """Quotes as the blog's settings name them; in a paragraph that is made of quotes they stay straight."""
    every = state.tokens
    state.tokens = [token for token in every if sum(map(token.content.count, "\"'")) <= _MOST_QUOTES]
    smartquotes(state)
    state.tokens = every
