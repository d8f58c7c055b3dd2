"""Markdown -> HTML by the grammar the blog speaks: the only place where parsers are set up.

The HTML is as the post's writer made it: raw HTML included, nothing cleaned yet (passes/sanitize.py).
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from html import escape
from typing import Any

import markdown as python_markdown
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.tasklists import tasklists_plugin

from publisher.model import Dialect

ToHtml = Callable[[str], str]

_OPEN_SINGLE = re.compile(r"(^|[-—–/(\[{\"\s])'")
_OPEN_DOUBLE = re.compile(r"(^|[-—–/(\[{‘\s])\"")


@lru_cache(maxsize=16)
def grammar(dialect: Dialect) -> ToHtml:
    """The function that turns this dialect's Markdown into HTML."""
    return GRAMMARS[dialect.grammar](dialect)


def _commonmark(dialect: Dialect) -> ToHtml:
    """CommonMark with GitHub's tables, strikethrough, task lists and bare links, and footnotes."""
    parser = MarkdownIt("commonmark", {"html": True, "breaks": dialect.breaks, "linkify": dialect.linkify})
    # A post is untrusted: the cap keeps the parser's time bounded on nested brackets and quotes.
    parser.options["maxNesting"] = 60
    parser.enable(["table", "strikethrough", *(["linkify"] if dialect.linkify else [])])
    parser.use(footnote_plugin).use(tasklists_plugin).use(deflist_plugin)
    if dialect.linkify:
        # Like GitHub: www.example.org and https://…, but not readme.md or ec2.amazonaws.com.
        parser.linkify.set({"fuzzy_link": False, "fuzzy_email": False})  # type: ignore[union-attr]
        parser.linkify.add("www.", {"validate": _www, "normalize": _as_http})  # type: ignore[union-attr]
    if dialect.math:
        parser.use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=_formula)
    if dialect.smart:
        parser.core.ruler.push("smart_punctuation", _smart_punctuation)
    parser.add_render_rule("fence", _fence)
    return parser.render


def _www(linkify: Any, text: str, position: int) -> int:
    """The length of the host and path behind "www."; 0 where there is none."""
    address = linkify.re["src_host_port_strict"] + linkify.re["src_path"]
    found = re.compile(address, re.I).match(text, position)
    return len(found[0]) if found else 0


def _as_http(linkify: Any, match: Any) -> None:
    match.url = "http://" + match.url


def _python_markdown(dialect: Dialect) -> ToHtml:
    """Markdown.pl's heirs (Pelican, MkDocs): Python-Markdown with the extensions they switch on."""
    extensions = [
        "extra",
        "sane_lists",
        *(["nl2br"] if dialect.breaks else []),
        *(["smarty"] if dialect.smart else []),
    ]

    def convert(text: str) -> str:
        return python_markdown.markdown(text, extensions=extensions)

    return convert


GRAMMARS: Mapping[str, Callable[[Dialect], ToHtml]] = {
    "hexo": _commonmark,
    "commonmark": _commonmark,
    "markdown": _python_markdown,
}


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


def code_block(code: str, language: str = "", caption: str = "") -> str:
    """Code as HTML, the language in a class as HTML 5 recommends."""
    name = re.sub(r"[^\w+#.-]", "", language.partition("{")[0].partition(":")[0])
    attribute = f' class="language-{escape(name)}"' if name else ""
    block = f"<pre><code{attribute}>{escape(code, quote=False)}</code></pre>\n"
    # The first newline inside <pre> is HTML's to drop; the code's own must stay.
    block = block.replace("<pre><code>\n", "<pre><code>\n\n") if code.startswith("\n") else block
    if not caption:
        return block
    return f'<figure class="code"><figcaption>{escape(caption)}</figcaption>{block}</figure>\n'


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
