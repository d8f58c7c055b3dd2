"""CommonMark with GitHub's tables, strikethrough, task lists and bare links: markdown-it-py, set up."""

import re
from collections.abc import Callable, Iterator, Mapping
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.footnote import footnote_plugin

from publisher.dialect import CommonMarkOptions, Dialect
from publisher.markdown.bare_links import use_bare_links
from publisher.markdown.brackets import last_bracket
from publisher.markdown.code_options import PLAIN, code_options, has_options
from publisher.markdown.goldmark.math import formula_html, formulas
from publisher.markdown.html import code_block, omitted
from publisher.markdown.parser_parts import render_as
from publisher.markdown.placeholders import use_placeholders
from publisher.markdown.smart import smart_punctuation
from publisher.markdown.tasks import use_tasks

_OPENING = re.compile(r"(?:!?\[)+")


def commonmark(dialect: Dialect) -> Callable[[str], str]:
    """CommonMark with GitHub's tables, strikethrough, task lists and bare links, and footnotes."""
    made = parser(dialect)
    made.disable([*_off(dialect.commonmark)])
    if not dialect.unsafe:
        render_as(made, html_inline=omitted, html_block=omitted)
    if dialect.linkify:
        use_bare_links(made)
    if dialect.math:
        made.inline.ruler.before("escape", "formula", formulas((("\\(", "\\)"), ("\\[", "\\]"))))
        render_as(made, formula=formula_html)
    render: Callable[[str], str] = made.render
    return render


def _off(options: CommonMarkOptions) -> Iterator[str]:
    """The rules of extensions that are not on."""
    rules = {
        "table": options.tables,
        "strikethrough": options.strikethrough,
        "github-tasklists": options.task_lists,
        "deflist": options.definition_lists,
    }
    yield from (rule for rule, is_on in rules.items() if not is_on)


def parser(dialect: Dialect) -> MarkdownIt:
    """Return the parser that the other grammars of this family start from."""
    made = MarkdownIt("commonmark", {"html": True, "breaks": dialect.breaks})
    # A post is untrusted: the cap keeps the parser's time bounded on nested brackets and quotes.
    made.options["maxNesting"] = 60
    made.enable(["table", "strikethrough"])
    use_placeholders(made)
    made.inline.ruler.before("link", "lonely", _lonely)
    use_tasks(made)
    made.use(deflist_plugin)
    if dialect.footnotes:
        made.use(footnote_plugin)
    if dialect.math:
        made.use(dollarmath_plugin, allow_space=False, double_inline=True, renderer=formula)
    if dialect.smart:
        made.core.ruler.push("smart_punctuation", smart_punctuation)
    render_as(made, fence=_fence)
    return made


def _lonely(state: StateInline, silent: bool) -> bool:
    """Brackets with no end behind them are text, without a look ahead for each."""
    match = _OPENING.match(state.src, state.pos)
    if match is None or state.pos < last_bracket(state.src):
        return False
    if not silent:
        state.pending += match[0]
    state.pos = match.end()
    return True


def _fence(token: Token) -> str:
    """A fenced block; words behind the language are a caption, as Hexo shows them."""
    info = token.info.strip()
    language, _, rest = info.partition(" ")
    behind = info[len(language.partition("{")[0]) :]
    said = code_options(behind)
    caption = "" if said != PLAIN or rest.startswith("{") or has_options(behind) else rest.strip()
    return code_block(token.content, language, caption, said)


def formula(tex: str, options: Mapping[str, Any]) -> str:
    """Return the TeX of a formula and its marks, for passes/math.py."""
    tag, mark = ("div", "$$") if options.get("display_mode") else ("span", "$")
    return f'<{tag} class="math">{mark}{escape(tex.strip(), quote=False)}{mark}</{tag}>'
