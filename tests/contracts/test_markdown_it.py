"""markdown-it-py and mdit-py-plugins: what markdown/parser_parts.py assumes of them."""

import pytest
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from publisher.markdown import parser_parts as parts

pytestmark = pytest.mark.contract


def _parser() -> MarkdownIt:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _block_state(text: str) -> StateBlock:
    return StateBlock(text, _parser(), {}, [])


@pytest.mark.parametrize(
    ("rule", "text", "first", "line"),
    [
        (parts.blockquote, "> a\nb\n\nc", "blockquote_open", 2),
        (parts.code, "    a\n\nb", "code_block", 1),
        (parts.fence, "```\na\n```\nb", "fence", 3),
        (parts.heading, "# a\nb", "heading_open", 1),
        (parts.html_block, "<div>\na\n\nb", "html_block", 2),
        (parts.lheading, "a\n---\nb", "heading_open", 2),
        (parts.list_block, "- a\n- b\n\nc", "bullet_list_open", 3),
        (parts.paragraph, "a\nb\n\nc", "paragraph_open", 2),
        (parts.table, "|a|\n|-|\n|b|\n\nc", "table_open", 3),
    ],
)
def test_rules_of_blocks(rule: object, text: str, first: str, line: int) -> None:
    """A rule called by hand on a state reads from a line, and leaves the state at the line behind."""
    state = _block_state(text)
    assert callable(rule) and rule(state, 0, state.lineMax, False)
    assert (first, line) == (state.tokens[0].type, state.line)


@pytest.mark.parametrize(
    ("rule", "text", "kind", "position"),
    [
        (parts.html_inline, "<b>a", "html_inline", 3),
        (parts.image, "![a](b)c", "image", 7),
        (parts.link, "[a](b)c", "link_open", 6),
        (parts.newline, "\n a", "softbreak", 2),
    ],
)
def test_rules_of_lines(rule: object, text: str, kind: str, position: int) -> None:
    """The same in a line; asked in silence it moves on, and writes nothing."""
    state = StateInline(text, _parser(), {}, [])
    assert callable(rule) and rule(state, False)
    assert (kind, position) == (state.tokens[0].type, state.pos)
    silent = StateInline(text, _parser(), {}, [])
    assert rule(silent, True)
    assert ([], position) == (silent.tokens, silent.pos)


def test_lines_of_blocks() -> None:
    """For each line a state has where it begins and ends, and how far it is indented."""
    state = _block_state("a\n   b\n\tc")
    assert ([0, 2, 7], [1, 6, 9]) == (state.bMarks[:3], state.eMarks[:3])
    assert ([0, 3, 1], [0, 3, 4]) == (state.tShift[:3], state.sCount[:3])
    assert (0, -1, "root", False, 3) == (
        state.blkIndent, state.listIndent, state.parentType, state.tight, state.lineMax,
    )  # fmt: skip
    assert state.is_code_block(2) and not state.is_code_block(1)


def test_what_lines_remember() -> None:
    """Text that is read stands in `pending` until a token is pushed."""
    state = StateInline("a**b**", _parser(), {}, [])
    assert ("", 0, []) == (state.pending, state.linkLevel, state.delimiters)
    state.pending += "x"
    state.push("softbreak", "br", 0)
    assert [("text", "x"), ("softbreak", "")] == [(token.type, token.content) for token in state.tokens]
    found = state.scanDelims(1, True)
    assert (True, True, 2) == (found.can_open, found.can_close, found.length)
    assert found == parts.Scanned(True, True, 2)


def test_marks_are_matched_by_the_second_rules() -> None:
    """Delimiters that a rule of ours pushes are made emphasis by `ruler2`, called on its state."""
    state = StateInline("", _parser(), {}, [])
    for opens in (True, False):
        state.push("text", "", 0).content = "*"
        state.delimiters.append(parts.Delimiter(ord("*"), 1, len(state.tokens) - 1, -1, opens, not opens))
        if opens:
            state.push("text", "", 0).content = "a"
    for rule in state.md.inline.ruler2.getRules(""):
        rule(state)
    assert ["em_open", "em_close"] == [one.type for one in state.tokens if one.nesting]


class _Inline(parts.ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: object, tokens: list[Token]) -> list[Token]:
        tokens.append(Token("text", "", 0, content=src.upper()))
        return tokens


class _Block(parts.ParserBlock):
    def parse(self, src: str, md: MarkdownIt, env: object, tokens: list[Token]) -> list[Token]:
        tokens += [
            Token("paragraph_open", "p", 1, block=True),
            Token("inline", "", 0, content=src, children=[]),
        ]
        tokens.append(Token("paragraph_close", "p", -1, block=True))
        return tokens


def test_parsers_of_ours() -> None:
    """`parser.block` and `parser.inline` may be exchanged, and are what a text is read by."""
    parser = _parser()
    parser.block, parser.inline = _Block(), _Inline()
    assert "<p># A</p>\n" == parser.render("# a")


def test_methods_are_exchanged() -> None:
    """Rules ask the parser's own attributes for how addresses are written, and whether they may stand."""
    parser = _parser()
    assert "<p>[a](javascript:x)</p>\n" == parser.render("[a](javascript:x)")
    parser.validateLink = lambda url: True
    parser.normalizeLink = lambda url: f"/{url}"
    parser.normalizeLinkText = lambda url: url.upper()
    made = parser.render("[a](javascript:x) <http://b>")
    assert '<p><a href="/javascript:x">a</a> <a href="/http://b">HTTP://B</a></p>\n' == made


def test_options_of_ours() -> None:
    """What is no option of the parser's may stand among its options."""
    parser = _parser()
    parser.options["marked"] = "x"
    assert "x" == parser.options["marked"]
    assert "<p>a</p>\n" == parser.render("a")


def test_core_rules() -> None:
    """linkify and smartquotes read the tokens of a state that is given to them."""
    parser = MarkdownIt("js-default", {"linkify": True, "typographer": True})
    words = Token("inline", "", 0, content='"a" www.b.org')
    words.children = [Token("text", "", 0, content=words.content)]
    state = StateCore(words.content, parser, {}, [words])
    parts.linkify(state)
    parts.smartquotes(state)
    shown = words.children or []
    assert ["text", "link_open", "text", "link_close"] == [token.type for token in shown]
    assert "“a” " == shown[0].content


def test_small_helpers() -> None:
    """Signs, spaces, tags of links and names of blocks."""
    assert parts.isPunctChar("「") and parts.isPunctChar("*") and not parts.isPunctChar("가")
    assert parts.isWhiteSpace(0x3000) and not parts.isWhiteSpace(ord("a"))
    assert parts.isLinkOpen("<A href=x>") and parts.isLinkClose("</a >") and not parts.isLinkOpen("<abbr>")
    assert "a*&" == parts.unescapeAll("a\\*&amp;")
    assert {"div", "table", "section"} <= set(parts.block_names)


def test_notes() -> None:
    """A note's definition is kept under ":label", its token has the label, and a reference asks for it."""
    parser = _parser().use(footnote_plugin, inline=False)
    env: dict[str, dict[str, object]] = {}
    tokens = parser.parse("a[^가]\n\n[^가]: b\n", env)
    assert [":가"] == [*env["footnotes"]["refs"]]  # type: ignore[misc]
    state = StateBlock("[^x]: b", parser, {}, [])
    assert parts.footnote_def(state, 0, 1, False)
    assert "x" == state.tokens[0].meta["label"]
    assert any(child.type == "footnote_ref" for token in tokens for child in token.children or ())
    known = StateInline("[^가]", parser, env, [])
    assert parts.footnote_ref(known, False) and known.pos == 4
