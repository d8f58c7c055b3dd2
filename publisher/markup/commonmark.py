"""CommonMark with GitHub's tables, strikethrough, task lists and bare links: markdown-it-py, set up."""

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from publisher.markup.html import code_block
from publisher.model import Dialect

_OPEN_SINGLE = re.compile(r"(^|[-—–/(\[{\"\s])'")
_OPEN_DOUBLE = re.compile(r"(^|[-—–/(\[{‘\s])\"")


def commonmark(dialect: Dialect) -> Callable[[str], str]:
    """CommonMark with GitHub's tables, strikethrough, task lists and bare links, and footnotes."""
    parser = MarkdownIt("commonmark", {"html": True, "breaks": dialect.breaks, "linkify": dialect.linkify})
    # A post is untrusted: the cap keeps the parser's time bounded on nested brackets and quotes.
    parser.options["maxNesting"] = 60
    parser.enable(["table", "strikethrough", *(["linkify"] if dialect.linkify else [])])
    parser.use(footnote_plugin).use(tasklists_plugin).use(deflist_plugin)
    if dialect.linkify:
        # Like GitHub: www.example.org and https://…, but not readme.md or ec2.amazonaws.com.
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]
    if dialect.math:
        parser.use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=_formula)
    if dialect.smart:
        parser.core.ruler.push("smart_punctuation", _smart_punctuation)
    parser.add_render_rule("fence", _fence)
    return parser.render


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


def _formula(tex: str, options: Mapping[str, Any]) -> str:
    """The TeX of a formula, for passes/math.py."""
    tag = "div" if options.get("display_mode") else "span"
    return f'<{tag} class="math">{escape(tex.strip(), quote=False)}</{tag}>'


def _smart_punctuation(state: StateCore) -> None:
    for token in state.tokens:
        for child in token.children or ():
            if child.type == "text":
                child.content = smart(child.content)


def smart(text: str) -> str:
    """Quotes, dashes and ellipses as SmartyPants sets them, in one run of text."""
    text = text.replace("---", "—").replace("--", "–")
    text = _OPEN_SINGLE.sub("\\1‘", text).replace("'", "’")
    text = _OPEN_DOUBLE.sub("\\1“", text).replace('"', "”")
    return text.replace("...", "…")
