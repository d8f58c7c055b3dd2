"""Hugo's Markdown: markdown-it-py, set up to read as goldmark does with the site's `markup` settings.

See https://gohugo.io/configuration/markup/. What a site leaves as it is, is as in Hugo's own defaults:
typographer, definition lists, footnotes, tables, bare links, task lists on; raw HTML off.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publisher.dialect import Dialect, GoldmarkOptions
from publisher.markdown.brackets import use_closed_brackets
from publisher.markdown.code_options import code_options
from publisher.markdown.emoji_names import sign
from publisher.markdown.goldmark import attributes, blackfriday, inline, lines
from publisher.markdown.goldmark.alerts import alerts
from publisher.markdown.goldmark.cjk import escaped_space, joined_lines, line_end
from publisher.markdown.goldmark.definitions import definitions
from publisher.markdown.goldmark.footnotes import use_footnotes
from publisher.markdown.goldmark.math import formula_html, formulas, math_in_text
from publisher.markdown.goldmark.pairs import closed, opened, pairs_of
from publisher.markdown.goldmark.tables import heading_or_table, paragraph_or_table
from publisher.markdown.goldmark.typographer import typographer
from publisher.markdown.html import code_block, omitted
from publisher.markdown.parser_parts import render_as
from publisher.markdown.placeholders import use_placeholders

FILLER = "\ufdd1\n"  # a line break that stands for lines of a shortcode: it is not in the text
_MORE = "<!--more-->"
_DANGEROUS = re.compile(r"\s*(?:javascript|vbscript|file|data(?!:image/(?:png|gif|jpeg|webp)[;,])):", re.I)
_NAME = re.compile(r":[a-z0-9_+-]+:")


def goldmark(dialect: Dialect) -> Callable[[str], str]:
    """Return the function that turns the text of a Hugo page, shortcodes gone, into HTML."""
    parser = MarkdownIt("commonmark")
    parser.block = lines.Block()
    parser.inline = inline.Inline(
        _marks(dialect), dialect.linkify, f"{dialect.goldmark.www}://", _flanking(dialect.goldmark)
    )
    parser.configure("commonmark", {"html": True, "breaks": dialect.breaks, "xhtmlOut": True})
    # A post is untrusted: the cap keeps the parser's time bounded on nested brackets and quotes.
    parser.options["maxNesting"] = 40
    parser.validateLink = lambda url: True  # type: ignore[method-assign]
    parser.normalizeLinkText = lambda link: link  # type: ignore[method-assign]
    use_placeholders(parser)
    _lines(parser, dialect)
    _blocks(parser, dialect)
    _rendering(parser, dialect)
    if dialect.goldmark.blackfriday:
        blackfriday.use_blackfriday(parser, dialect.smart)

    def convert(text: str) -> str:
        text = text.replace(FILLER, "").replace(_MORE, "\n\n", 1)
        if dialect.goldmark.blackfriday:
            text = blackfriday.with_whole_quotations(text)
        return str(parser.render(_with_emoji(text) if dialect.emoji else text))

    return convert


def _flanking(options: GoldmarkOptions) -> inline.Flanking:
    if options.blackfriday:
        return blackfriday.flanking
    return inline.flanking_with_symbols if options.since_128 else inline.flanking


def _marks(dialect: Dialect) -> str:
    """Signs that mean something in this dialect only."""
    options = dialect.goldmark
    pairs = "".join(pair.sign for pair in pairs_of(options))
    return ("\"'" if dialect.smart else "") + pairs + "".join(opening[0] for opening, _ in options.delimiters)


def _lines(parser: MarkdownIt, dialect: Dialect) -> None:
    rules, options = parser.inline.ruler, dialect.goldmark
    rules.at("text", _rule(inline.text))
    rules.at("html_inline", _rule(inline.raw_html))
    if pairs := tuple(pairs_of(options)):
        rules.at("strikethrough", _rule(opened(pairs)))
        parser.inline.ruler2.at("strikethrough", closed(pairs))
        parser.enable("strikethrough")
    if options.escaped_space:
        rules.before("escape", "escaped_space", escaped_space)
    if dialect.linkify:
        rules.before("text", "bare_link", _rule(inline.linkify))
    if options.delimiters:
        rules.before("escape", "formula", formulas(options.delimiters))
    elif dialect.math:
        parser.core.ruler.push("math_in_text", math_in_text)
    if dialect.smart:
        rules.after("html_inline", "typographer", _rule(typographer(dialect.quotes)))
    use_closed_brackets(parser)
    rules.before("link", "lonely", _rule(inline.lonely))
    if options.task_lists:
        rules.before("lonely", "task", _rule(inline.first_task if options.since_128 else inline.task))
    rules.push("brackets", _rule(inline.brackets))


def _rule(rule: Callable[[inline.State, bool], bool]) -> Callable[[StateInline, bool], bool]:
    """A rule on our own state, which is the one that `Inline` hands to every rule."""
    return cast(Callable[[StateInline, bool], bool], rule)


def _blocks(parser: MarkdownIt, dialect: Dialect) -> None:
    rules, core, options = parser.block.ruler, parser.core.ruler, dialect.goldmark
    core.at("inline", inline.in_order)
    rules.at("code", lines.indented_code)
    rules.at("blockquote", lines.quotation, {"alt": ["paragraph", "reference", "blockquote", "list"]})
    rules.at("html_block", lines.html, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.at("heading", lines.heading_with_spaces, {"alt": ["paragraph", "reference", "blockquote"]})
    rules.at("lheading", heading_or_table if options.tables else lines.lheading)
    rules.at("paragraph", paragraph_or_table if options.tables else lines.paragraph)
    if dialect.footnotes:
        use_footnotes(parser)
    if options.definition_lists:
        rules.before("lheading", "definitions", definitions, {"alt": ["paragraph", "reference"]})
    if options.block_attributes:
        rules.before(
            "paragraph",
            "attribute_line",
            attributes.attribute_line,
            {"alt": ["paragraph", "reference", "blockquote"]},
        )
    if options.joined_lines:
        parser.inline.ruler.at("newline", line_end)
        core.push("joined_lines", joined_lines(options.joined_lines == "simple"))
    if options.alerts:
        core.before("inline", "alerts", alerts)
    if options.title_attributes:
        core.before("inline", "heading_attributes", attributes.heading_attributes)


def _with_emoji(text: str) -> str:
    """:smile: as 😄, by the names that GitHub knows: Hugo does this before it reads Markdown, in code too."""
    return _NAME.sub(lambda match: sign(match[0]) or match[0], text)


# Rendering


def _rendering(parser: MarkdownIt, dialect: Dialect) -> None:
    render_as(
        parser,
        fence=_fence,
        task=_task,
        formula=formula_html,
        footnote_ref=_footnote_ref,
        footnote_block_open=lambda _: '<section class="footnotes" role="doc-endnotes">\n<hr />\n<ol>\n',
        footnote_anchor_name=lambda token: f":{token.meta['id'] + 1}",
    )
    if not dialect.unsafe:
        render_as(parser, html_inline=omitted, html_block=omitted)
        parser.add_render_rule("link_open", _link)
        parser.add_render_rule("image", _image)
    if dialect.goldmark.bare_images:
        parser.core.ruler.push("bare_images", _bare_images)


Tokens = Sequence[Token]
Options = Mapping[str, Any]


def _fence(token: Token) -> str:
    """A fenced block; what stands behind the language are the highlighter's options."""
    info = token.info.strip()
    language = re.split(r"[\s{]", info, maxsplit=1)[0]
    return code_block(token.content, language, options=code_options(info[len(language) :]))


def _task(token: Token) -> str:
    checked = ' checked=""' if token.meta["done"] else ""
    return f'<input{checked} disabled="" type="checkbox"> '


def _footnote_ref(token: Token) -> str:
    number, count = token.meta["id"] + 1, token.meta.get("subId", 0)
    identifier = f"fnref{count or ''}:{number}"
    link = f'<a href="#fn:{number}" class="footnote-ref" role="doc-noteref">{number}</a>'
    return f'<sup id="{identifier}">{link}</sup>'


def _link(self: RendererHTML, tokens: Tokens, index: int, options: Options, env: Options) -> str:
    """A link; one whose address a browser would run leads nowhere."""
    token = tokens[index]
    if _DANGEROUS.match(str(token.attrGet("href") or "")):
        token.attrSet("href", "")
    return self.renderToken(tokens, index, options, env)  # type: ignore[arg-type]


def _image(self: RendererHTML, tokens: Tokens, index: int, options: Options, env: Options) -> str:
    token = tokens[index]
    if _DANGEROUS.match(str(token.attrGet("src") or "")):
        token.attrSet("src", "")
    return self.image(tokens, index, options, env)  # type: ignore[arg-type]


def _bare_images(state: Any) -> None:
    """wrapStandAloneImageWithinParagraph = false: a picture alone in a paragraph stands without it."""
    for opening, line, closing in zip(state.tokens, state.tokens[1:], state.tokens[2:], strict=False):
        if opening.type == "paragraph_open" and [child.type for child in line.children or ()] == ["image"]:
            opening.hidden = closing.hidden = True
