"""Struck-out text as goldmark reads it: by the rules of emphasis, whichever tildes its generation takes.

Until Hugo 0.127 two tildes and more strike, from 0.128 on one or two do, and longer runs are text. See
https://github.github.com/gfm/#strikethrough-extension- and
https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis.
"""

from collections.abc import Callable, Sequence

from markdown_it.rules_inline import StateInline
from markdown_it.rules_inline.state_inline import Delimiter
from markdown_it.token import Token

from publisher.markup.hugo_inline import State

_TILDE = ord("~")


def tildes(least: int, most: int) -> Callable[[State, bool], bool]:
    """The rule that takes runs of so many tildes for marks, and any other run for text."""

    def rule(state: State, silent: bool) -> bool:
        if silent or state.src[state.pos] != "~":
            return False
        found = state.scanDelims(state.pos, True)
        state.pos += found.length
        if not least <= found.length <= most:
            state.append_pending("~" * found.length)
            return True
        for _ in range(found.length):
            state.push("text", "", 0).content = "~"
            token = len(state.tokens) - 1
            state.delimiters.append(
                Delimiter(_TILDE, found.length, token, -1, found.can_open, found.can_close)
            )
        return True

    return rule


def strike(state: StateInline) -> None:
    """Tags for the pairs of marks that were found; what is left of a run is text."""
    inner = [meta["delimiters"] for meta in state.tokens_meta if meta and "delimiters" in meta]
    for delimiters in (state.delimiters, *inner):
        _strike(state.tokens, delimiters)


def _strike(tokens: Sequence[Token], delimiters: Sequence[Delimiter]) -> None:
    index = len(delimiters) - 1
    while index >= 0:
        opening = delimiters[index]
        if opening.marker == _TILDE and opening.end >= 0:
            _tag(tokens[opening.token], "s_open", 1)
            _tag(tokens[delimiters[opening.end].token], "s_close", -1)
            if index and _is_double(delimiters, index):
                index -= 1
                tokens[delimiters[index].token].content = ""
                tokens[delimiters[delimiters[index].end].token].content = ""
        index -= 1


def _is_double(delimiters: Sequence[Delimiter], index: int) -> bool:
    """Whether another pair stands right around this one: the two are one mark of two tildes."""
    inner, outer = delimiters[index], delimiters[index - 1]
    if outer.marker != _TILDE or outer.end != inner.end + 1 or outer.token != inner.token - 1:
        return False
    return delimiters[outer.end].token == delimiters[inner.end].token + 1


def _tag(token: Token, kind: str, nesting: int) -> None:
    token.type, token.tag, token.nesting, token.content = kind, "s", nesting, ""  # type: ignore[assignment]
