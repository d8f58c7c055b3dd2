"""Text between two equal marks as goldmark reads it, by the rules of emphasis: ~~struck~~, ==marked==, x^2^.

Until Hugo 0.127 two tildes and more strike, from 0.128 on one or two do, and longer runs are text; the other
marks are extras that a site turns on. See https://github.github.com/gfm/#strikethrough-extension-,
https://gohugo.io/configuration/markup/#extras and
https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from publisher.dialect import GoldmarkOptions
from publisher.markdown.goldmark.inline import State
from publisher.markdown.parser_parts import Delimiter

_LONGEST = 1000  # marks in a run; more are a line drawn by hand


class Pair(NamedTuple):
    """A sign, how many of it make a mark, and what stands between one or two of them."""

    sign: str
    least: int
    most: int
    single: str
    double: str


STRUCK_BEFORE_128, STRUCK = Pair("~", 2, _LONGEST, "s", "s"), Pair("~", 1, 2, "s", "s")
SUBSCRIPT, DELETED = Pair("~", 1, 1, "sub", "sub"), Pair("~", 2, 2, "del", "del")
SUBSCRIPT_OR_DELETED = Pair("~", 1, 2, "sub", "del")
INSERTED, MARKED = Pair("+", 2, 2, "ins", "ins"), Pair("=", 2, 2, "mark", "mark")
SUPERSCRIPT = Pair("^", 1, 2, "sup", "sup")


def pairs_of(options: GoldmarkOptions) -> Iterator[Pair]:
    """Yield what is on; struck text goes before what else tildes may mean."""
    if options.strikethrough:
        yield STRUCK if options.since_128 else STRUCK_BEFORE_128
    elif options.subscript:
        yield SUBSCRIPT_OR_DELETED if options.delete else SUBSCRIPT
    elif options.delete:
        yield DELETED
    others = ((options.insert, INSERTED), (options.mark, MARKED), (options.superscript, SUPERSCRIPT))
    yield from (pair for is_on, pair in others if is_on)


def opened(pairs: Iterable[Pair]) -> Callable[[State, bool], bool]:
    """Return the rule that takes runs of these signs for marks where there are as many as one needs."""
    by_sign = {pair.sign: pair for pair in pairs}

    def rule(state: State, silent: bool) -> bool:
        pair = by_sign.get(state.src[state.pos])
        if silent or pair is None:
            return False
        found = state.scanDelims(state.pos, True)
        state.pos += found.length
        if not pair.least <= found.length <= pair.most:
            state.append_pending(pair.sign * found.length)
            return True
        for _ in range(found.length):
            state.push("text", "", 0).content = pair.sign
            state.delimiters.append(
                Delimiter(
                    ord(pair.sign),
                    found.length,
                    len(state.tokens) - 1,
                    -1,
                    found.can_open,
                    found.can_close,
                )
            )
        return True

    return rule


def closed(pairs: Iterable[Pair]) -> Callable[[StateInline], None]:
    """Return the rule that makes tags of the marks that belong together; what is left of a run is text."""
    by_marker = {ord(pair.sign): pair for pair in pairs}

    def rule(state: StateInline) -> None:
        inner = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
        for delimiters in (state.delimiters, *inner):
            _tag_all(state.tokens, delimiters, by_marker)

    return rule


def _tag_all(tokens: Sequence[Token], delimiters: Sequence[Delimiter], pairs: Mapping[int, Pair]) -> None:
    index = len(delimiters) - 1
    while index >= 0:
        opening = delimiters[index]
        pair = pairs.get(opening.marker)
        if pair and opening.end >= 0:
            is_double = index > 0 and _is_double(delimiters, index)
            tag = pair.double if is_double else pair.single
            _turn(tokens[opening.token], f"{tag}_open", tag, 1)
            _turn(tokens[delimiters[opening.end].token], f"{tag}_close", tag, -1)
            if is_double:
                index -= 1
                tokens[delimiters[index].token].content = ""
                tokens[delimiters[delimiters[index].end].token].content = ""
        index -= 1


def _is_double(delimiters: Sequence[Delimiter], index: int) -> bool:
    """Whether another pair stands right around this one: the two are one mark of two signs."""
    inner, outer = delimiters[index], delimiters[index - 1]
    if outer.marker != inner.marker or outer.end != inner.end + 1 or outer.token != inner.token - 1:
        return False
    return delimiters[outer.end].token == delimiters[inner.end].token + 1


def _turn(token: Token, kind: str, tag: str, nesting: int) -> None:
    token.type, token.tag, token.nesting, token.content = kind, tag, nesting, ""  # type: ignore[assignment]
