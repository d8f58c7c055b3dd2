"""What Hugo's parser, goldmark, reads in a line of text differently from CommonMark's reference parser.

Written from https://github.com/yuin/goldmark#extensions, https://gohugo.io/configuration/markup/ and from
what Hugo shows: which characters count as punctuation beside `**`, where a bare address becomes a link.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publisher.markdown.parser_parts import ParserInline, Scanned, html_inline

PUNCTUATION, AND_SYMBOLS = "P", "PS"  # Unicode's categories
_MARKS = "\n!&*<[\\]_`~"
_SIGNS = r"|>>|--|\.\.\."
# Each alternative starts with a character: so the search jumps from one to the next.
_WEB_AHEAD = r"|[ (](?=[hfw])(?=(?:https?|ftp)://|www\.)"
_MAIL_AHEAD = r"|[ (](?=[A-Za-z0-9][^\s@]{0,63}@)"
_MOST_LABELS = 100  # brackets opened and not closed
_PATH = r"""(?:[/#?][-a-zA-Z0-9@:%_+.~#$!?&/=();,'">^{}\[\]`]*)?"""
_HOST = r"[-a-zA-Z0-9@:%._+~#=]{1,256}\.[a-z]+"
_WEB = re.compile(rf"(?:https?|ftp)://{_HOST}(?::\d+)?{_PATH}")
_WWW = re.compile(rf"www\.{_HOST}{_PATH}")
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAIL = re.compile(rf"[A-Za-z0-9][\w.!#$%&'*+/=?^`{{|}}~-]{{0,63}}@(?>{_LABEL}(?:\.{_LABEL})+)(?![-_])", re.A)
_TASK = re.compile(r"\[([ \txX])\][ \t\n\r\f\v]*")
_DECLARATION = re.compile(r"<![a-z]")
_ENTITY_TAIL = re.compile(r"&[A-Za-z0-9]+;\Z")


class State(StateInline):
    """A line's text while it is read, with what goldmark remembers of it."""

    def __init__(self, src: str, md: MarkdownIt, env: Any, out: list[Token]) -> None:
        super().__init__(src, md, env, out)
        # Opened and not yet closed: goldmark counts them through the whole page.
        self.quotes: dict[str, int] = env.setdefault("quotes", {"'": 0, '"': 0})
        self.in_item = bool(env.get("in_item"))  # in an item's first block boxes stand
        self.labels = 0  # "[" opened and not yet closed
        self.last_label = src.rfind("]")
        self.run = (0, 0)  # of equal marks, last looked at
        inline = md.inline if isinstance(md.inline, Inline) else Inline("", False)
        self.stop = inline.stops["@" in src]
        self.flanking = inline.flanking

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803 - the parser's names
        """Tell whether the run of marks at `start` may open or close, and its length."""
        end = self.run_end(start)
        before = self.src[start - 1] if start else " "
        after = self.src[end] if end < len(self.src) else " "
        return self.flanking(before, after, end - start, canSplitWord)

    def run_end(self, start: int) -> int:
        """Find where the run of equal marks that `start` stands in ends."""
        if not self.run[0] <= start < self.run[1]:
            mark, end = self.src[start], start
            while end < len(self.src) and self.src[end] == mark:
                end += 1
            self.run = (start, end)
        return min(self.run[1], self.posMax)


class Inline(ParserInline):
    """The parser of lines, on our own state; `marks` start something besides Markdown's own marks."""

    def __init__(
        self, marks: str, linkify: bool, www: str = "https://", flanks: "Flanking | None" = None
    ) -> None:
        super().__init__()
        self.www = www  # what an address without a protocol gets
        self.flanking = flanks or flanking  # whether a mark may open or close
        self.stops = _stops(marks, linkify)

    def parse(self, src: str, md: MarkdownIt, env: Any, tokens: list[Token]) -> list[Token]:
        state = State(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def _stops(marks: str, linkify: bool) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What ends a run of plain text, in a line without @ and in one with it."""
    stop = f"[{re.escape(_MARKS + marks)}]" + (_SIGNS if '"' in marks else "")
    stop += _WEB_AHEAD if linkify else ""
    return re.compile(stop), re.compile(stop + (_MAIL_AHEAD if linkify else ""))


Flanking = Callable[[str, str, int, bool], Scanned]


def flanking(before: str, after: str, length: int, split_word: bool, kinds: str = PUNCTUATION) -> Scanned:
    """https://spec.commonmark.org/0.31.2/#left-flanking-delimiter-run; `kinds` are punctuation."""
    punctuation_before, punctuation_after = is_punctuation(before, kinds), is_punctuation(after, kinds)
    space_before, space_after = before.isspace(), after.isspace()
    left = not space_after and (not punctuation_after or space_before or punctuation_before)
    right = not space_before and (not punctuation_before or space_after or punctuation_after)
    opens = left and (split_word or not right or punctuation_before)
    closes = right and (split_word or not left or punctuation_after)
    return Scanned(opens, closes, length)


def flanking_with_symbols(before: str, after: str, length: int, split_word: bool) -> Scanned:
    return flanking(before, after, length, split_word, AND_SYMBOLS)


@lru_cache(maxsize=4096)
def is_punctuation(character: str, kinds: str = PUNCTUATION) -> bool:
    if character < "\x80":
        return character in "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
    return unicodedata.category(character)[0] in kinds


def text(state: State, silent: bool) -> bool:
    """Read a run of text without markup."""
    start = state.pos
    found = state.stop.search(state.src, start, state.posMax)
    end = state.posMax if not found else found.end() if found[0] in " (" else found.start()
    if end == start:
        return False
    if not silent:
        state.append_pending(state.src[start:end])
    state.pos = end
    return True


def lonely(state: State, silent: bool) -> bool:
    """Read a bracket with no end behind it, or too many of them: plain text, without a look ahead for
    each."""
    if state.src[state.pos] != "[" or (state.pos < state.last_label and state.labels < _MOST_LABELS):
        return False
    return brackets(state, silent)


def brackets(state: State, silent: bool) -> bool:
    """Brackets that make no link: between them no bare address becomes one either."""
    mark = state.src[state.pos]
    if mark not in "[]":
        return False
    if not silent:
        state.labels = max(0, state.labels + (1 if mark == "[" else -1))
        state.append_pending(mark)
    state.pos += 1
    return True


def in_order(state: StateCore) -> None:
    """Every line of the page, with what goldmark remembers from one to the next."""
    before = ["", ""]
    for token in state.tokens:
        if token.type == "inline":
            state.env["in_item"] = before[0] == "list_item_open"
            token.children = state.md.inline.parse(token.content, state.md, state.env, [])
        before = [before[1], token.type]


def first_task(state: State, silent: bool) -> bool:
    """[ ] or [x] at the head of a list item is a box, as it is since Hugo 0.128."""
    return state.pos == 0 and task(state, silent)


def task(state: State, silent: bool) -> bool:
    """[ ] or [x], anywhere in the first block of a list item, is a box."""
    match = _TASK.match(state.src, state.pos, state.posMax) if state.in_item else None
    if not match or state.src[state.pos - 1 : state.pos] == "!":
        return False
    if not silent:
        state.push("task", "", 0).meta["done"] = match[1] in "xX"
    state.pos = match.end()
    return True


def raw_html(state: State, silent: bool) -> bool:
    """Read a tag; an address between <a> and </a> becomes a link nevertheless."""
    if _DECLARATION.match(state.src, state.pos):
        return False
    level = state.linkLevel
    found = html_inline(state, silent)
    state.linkLevel = level
    return found


def linkify(state: State, silent: bool) -> bool:
    """Read a bare address, at the head of a line, behind a space, ( * _ ~ or markup."""
    if silent or state.linkLevel or state.labels or not _may_start(state):
        return False
    www = state.md.inline.www if isinstance(state.md.inline, Inline) else ""
    found = _address(state.src[state.pos : min(state.posMax, state.pos + 2048)], www)
    if not found:
        return False
    shown, href = found
    opening = state.push("link_open", "a", 1)
    opening.attrs = {"href": state.md.normalizeLink(href)}
    state.push("text", "", 0).content = shown
    state.push("link_close", "a", -1)
    state.pos += len(shown)
    return True


def _may_start(state: State) -> bool:
    if not state.pos or not state.src[state.pos].isalnum():
        return not state.pos
    if state.pending or not state.tokens:
        return state.src[state.pos - 1] in " \n(~`"
    return state.tokens[-1].type != "text_special" or state.src[state.pos - 1] == " "


def _address(line: str, www: str) -> tuple[str, str] | None:
    """The text and the target of the address that `line` starts with."""
    for pattern, before in ((_WEB, ""), (_WWW, www), (_MAIL, "mailto:")):
        if match := pattern.match(line):
            shown = _trimmed(match[0])
            return shown, before + shown
    return None


def _trimmed(address: str) -> str:
    """Without the signs that belong to the sentence around it."""
    if address.endswith(")"):
        excess = address.count(")") - address.count("(")
        address = address[: -excess or None] if 0 < excess < len(address) else address
    elif entity := _ENTITY_TAIL.search(address):
        address = address[: entity.start()]
    return address.rstrip("?!.,:*_~")
