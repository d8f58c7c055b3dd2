"""What stands in a line of text as marked reads it: strikethrough, tags, emphasis, quotes and dashes."""

import re
import string
from bisect import bisect_right
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.common.utils import isPunctChar, isWhiteSpace
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import html_inline as commonmark_html
from markdown_it.rules_inline.state_inline import Delimiter, StateInline
from markdown_it.token import Token

from publisher.markdown.hexo.blocks import TAG
from publisher.markdown.hexo.generations import Marked
from publisher.markdown.smart import smart

_OPENS = re.compile(r"(?<!~)(~~?)(?=[^\s~])")
_TILDES = re.compile(r"(?:\\\S|[^\s~\\])(~{1,2})(?!~)|\\.|~+", re.S)
_LETTER = re.compile(r"\w", re.A)
_CLOSING = re.compile(r"(?<=[^\s*])\*(?!\*|[^\s!-/:-@\[-`{-~])")
_ONE_LETTER = re.compile(r"(?<!\*)\*[^\s*<\[]\Z")
_MARKS = re.compile(r"\*+|_+")
_TAG = re.compile(TAG, re.A)
# Possessive: brackets and signs that nothing closes are looked at once.
_SKIPPED = re.compile(
    r"\[[^\[\]]*+\]\((?>(?:\\.|[^\\()]|\((?>(?:\\.|[^\\()])*)\))*)\)|`[^`]*+`|<[^<>]*+>", re.S
)
_VERBATIM = re.compile(r"<(/?)(?:pre|code|kbd|script)(?=[\s>])", re.I)
_CHANGED = re.compile(r"[\"'.-]")
_ENTITY = "\ue001"  # stands for an entity while quotes are set


def use(made: MarkdownIt, generation: Marked, *, smart_quotes: str) -> None:
    made.inline.ruler.at("newline", _newline)
    made.inline.ruler.at("strikethrough", _strike)
    made.inline.ruler2.disable("strikethrough")
    made.inline.ruler.at("html_inline", _tag)
    made.inline.ruler.at("emphasis", _emphasis)
    if generation.strong_outside:
        made.core.ruler.push("strong_outside", _strong_outside)
    if smart_quotes:
        made.core.ruler.disable("smart_punctuation", True)
        made.core.ruler.before("text_join", "marked_smart", _smart(smart_quotes))


def _newline(state: StateInline, silent: bool) -> bool:
    """A line's end; the spaces at the start of the next line stay, and so may tell " :" from ":"."""
    if state.src[state.pos] != "\n":
        return False
    if state.linkLevel and not state.src[state.pos : state.posMax].strip():
        end = state.posMax  # what ends a link's words breaks no line
        state.pending += "" if silent else state.src[state.pos : end]
        state.pos = end
        return True
    if not silent:
        kept = state.pending.rstrip(" ")
        hard = len(state.pending) - len(kept) > 1
        state.pending = kept
        state.push("hardbreak" if hard else "softbreak", "br", 0)
    state.pos += 1
    return True


def _strike(state: StateInline, silent: bool) -> bool:
    """~가~ and ~~가~~: up to the next run of as many, whatever stands between."""
    opening = _OPENS.match(state.src, state.pos)
    if opening is None or silent:  # a link's words end where they end, whatever is struck out
        return False
    ends = _ends(state.src, len(opening[1]))
    index = bisect_right(ends, opening.end())
    if index == len(ends) or ends[index] + len(opening[1]) > state.posMax:
        return False
    end = ends[index]
    state.push("s_open", "s", 1).markup = opening[1]
    _parse_within(state, opening.end(), end)
    state.push("s_close", "s", -1).markup = opening[1]
    state.pos = end + len(opening[1])
    return True


@lru_cache(maxsize=8)
def _ends(text: str, length: int) -> list[int]:
    """Where runs of so many tildes stand that can close."""
    return [found.start(1) for found in _TILDES.finditer(text) if found[1] and len(found[1]) == length]


def _parse_within(state: StateInline, start: int, end: int) -> None:
    inner = StateInline(state.src[start:end], state.md, state.env, [])
    inner.level, inner.linkLevel = state.level, state.linkLevel
    state.md.inline.tokenize(inner)
    for rule in state.md.inline.ruler2.getRules(""):
        rule(inner)
    state.tokens += inner.tokens


def _emphasis(state: StateInline, silent: bool) -> bool:
    """Marks of emphasis by CommonMark's rules, but that "~" is no punctuation: **가~**나 is bold."""
    match = _MARKS.match(state.src, state.pos, state.posMax)
    if match is None or silent:
        return False
    before = state.src[match.start() - 1] if match.start() else " "
    behind = state.src[match.end()] if match.end() < state.posMax else " "
    marks = state.md.options["marked"].marks
    mark_before, mark_behind = _mark(before, marks), _mark(behind, marks)
    left = not _space(behind) and (not mark_behind or _space(before) or mark_before)
    right = not _space(before) and (not mark_before or _space(behind) or mark_behind)
    opens = left and (match[0][0] == "*" or not right or mark_before)
    closes = right and (match[0][0] == "*" or not left or mark_behind) and not _passed_over(state)
    if not marks and marks is not None:
        opens, closes = _early(match[0], before, behind, left), right and _may_close(match, behind)
    for character in match[0]:
        state.push("text", "", 0).content = character
        state.delimiters.append(
            Delimiter(ord(character), len(match[0]), len(state.tokens) - 1, -1, opens, closes)
        )
    state.pos = match.end()
    return True


def _early(run: str, before: str, behind: str, left: bool) -> bool:
    """Whether marks open emphasis in marked 0.6: * does not before what looks like a quote, link or tag."""
    return left and (not _LETTER.match(before) if run[0] == "_" else len(run) > 1 or behind not in '"<[')


def _may_close(found: re.Match[str], behind: str) -> bool:
    """Whether marks close emphasis in marked 0.6.

    A lone * before a letter does so only around a single letter, or if no better one follows.
    """
    if len(found[0]) > 1 or _space(behind) or behind in string.punctuation:
        return True
    if _ONE_LETTER.search(found.string[max(0, found.start() - 3) : found.start()]):
        return True
    return found[0] == "*" and _last_closing(found.string) < found.start()


@lru_cache(maxsize=8)
def _last_closing(text: str) -> int:
    """Where the last lone * stands that no letter follows."""
    return max((found.start() for found in _CLOSING.finditer(text)), default=-1)


def _strong_outside(state: StateCore) -> None:
    """***x*** as <strong><em>x</em></strong>."""
    for block in state.tokens:
        children = block.children or []
        for pair in pairwise(token for token in children if token.content or token.type != "text"):
            if [token.type for token in pair] in (["em_open", "strong_open"], ["strong_close", "em_close"]):
                one, two = pair
                one.type, two.type, one.tag, two.tag = two.type, one.type, two.tag, one.tag
                one.markup, two.markup = two.markup, one.markup


def _passed_over(state: StateInline) -> bool:
    """Whether marks here close nothing: marked looks for them outside of what may be code, link or tag."""
    if state.linkLevel or state.posMax < len(state.src):
        return False
    spans = _skipped(state.src)
    index = bisect_right(spans, (state.pos, len(state.src))) - 1
    return index >= 0 and state.pos < spans[index][1]


@lru_cache(maxsize=8)
def _skipped(text: str) -> list[tuple[int, int]]:
    return [found.span() for found in _SKIPPED.finditer(text)]


def _space(character: str) -> bool:
    return isWhiteSpace(ord(character))


def _mark(character: str, marks: frozenset[str] | None) -> bool:
    return character in marks if marks is not None else character != "~" and isPunctChar(character)


def _tag(state: StateInline, silent: bool) -> bool:
    """A tag's name may hold "_": a placeholder such as <USER_NAME> is a tag, and not shown."""
    if commonmark_html(state, silent):
        return True
    match = _TAG.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("html_inline", "", 0).content = match[0]
    state.pos = match.end()
    return True


# Quotes and dashes


def _smart(quotes: str) -> Callable[[StateCore], None]:
    def rule(state: StateCore) -> None:
        # One sequence: a <code> that nothing closes leaves quotes straight up to the text's end.
        for run in _runs([child for token in state.tokens for child in (*(token.children or ()), token)]):
            _set(run, quotes)

    return rule


def _runs(tokens: list[Token]) -> Iterator[list[Token]]:
    """Runs of text and entities; none in addresses, and none in <code>, <kbd> and <pre>."""
    verbatim = False
    run: list[Token] = []
    for token in tokens:
        if token.info == "auto":
            verbatim = token.nesting > 0
        elif token.type == "html_inline" and (match := _VERBATIM.match(token.content)):
            verbatim = not match[1]
        if not verbatim and (token.type == "text" or _is_entity(token)):
            run.append(token)
        elif run:
            yield run
            run = []
    if run:
        yield run


def _is_entity(token: Token) -> bool:
    """What marked leaves in the run of text: entities, and a backslash that escapes nothing."""
    return token.type == "text_special" and (token.info == "entity" or len(token.content) > 1)


def _set(run: list[Token], quotes: str) -> None:
    if not any(_CHANGED.search(token.content) for token in run):
        return
    texts = [_ENTITY if token.info == "entity" else token.content for token in run]
    made = smart("\0".join(texts), quotes).split("\0")
    for token, text in zip(run, made, strict=True):
        if token.type == "text":
            token.content = text
