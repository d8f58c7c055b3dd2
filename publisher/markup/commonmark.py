"""CommonMark with GitHub's tables, strikethrough, task lists and bare links: markdown-it-py, set up."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from publisher.markup.html import code_block
from publisher.markup.smart import smart_punctuation
from publisher.model import Dialect


def commonmark(dialect: Dialect) -> Callable[[str], str]:
    """CommonMark with GitHub's tables, strikethrough, task lists and bare links, and footnotes."""
    render: Callable[[str], str] = parser(dialect).render
    return render


def parser(dialect: Dialect) -> MarkdownIt:
    """The parser that the other grammars of this family start from."""
    made = MarkdownIt("commonmark", {"html": True, "breaks": dialect.breaks, "linkify": dialect.linkify})
    # A post is untrusted: the cap keeps the parser's time bounded on nested brackets and quotes.
    made.options["maxNesting"] = 60
    made.enable(["table", "strikethrough", *(["linkify"] if dialect.linkify else [])])
    made.use(tasklists_plugin).use(deflist_plugin)
    if dialect.footnotes:
        made.use(footnote_plugin)
    if dialect.linkify:
        # Like GitHub: www.example.org and https://…, but not readme.md or ec2.amazonaws.com.
        made.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]
        made.linkify.add("www.", {"validate": _www, "normalize": _as_http})  # type: ignore[union-attr]
    if dialect.math:
        made.use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=formula)
    if dialect.smart:
        made.core.ruler.push("smart_punctuation", smart_punctuation)
    made.add_render_rule("fence", _fence)
    return made


def _www(linkify: Any, text: str, position: int) -> int:
    """The length of the host and path behind "www."; 0 where there is none."""
    address = linkify.re["src_host_port_strict"] + linkify.re["src_path"]
    found = re.compile(address, re.I).match(text, position)
    return len(found[0]) if found else 0


def _as_http(linkify: Any, match: Any) -> None:
    match.url = "http://" + match.url


def _fence(
    self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: Mapping[str, Any],
    env: Mapping[str, Any],
) -> str:
    """A fenced block; words behind the language are a caption, as Hexo shows them."""
    info = tokens[index].info.strip()
    language, _, caption = info.partition(" ")
    return code_block(tokens[index].content, language, "" if caption.startswith("{") else caption.strip())


def formula(tex: str, options: Mapping[str, Any]) -> str:
    """The TeX of a formula, for passes/math.py."""
    tag = "div" if options.get("display_mode") else "span"
    return f'<{tag} class="math">{escape(tex.strip(), quote=False)}</{tag}>'
