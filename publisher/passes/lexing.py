"""Pygments' lexers, quicker: rules that cannot match at a letter are not tried there.

A lexer of Pygments is a table of states, each with some dozen regular expressions, which are tried one after
another for each token. What may begin with a letter is tried as ever, so that the tokens are the same: see
first_letters.py. Without it an EPUB of many posts takes a tenth longer.
See https://pygments.org/docs/lexerdevelopment/

Seen with Pygments 2.21. Assumed, and asserted by tests/contracts/test_pygments.py: the class of a lexer that
follows its table alone has it in `_tokens` once there is a lexer of it, state -> rules of (method of an
expression, action, next state); a lexer with a table of its own has it among its own values. A lexer without
such a table stays as it is.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from typing import Any

from pygments.lexer import Lexer, RegexLexer
from pygments.token import Error, Whitespace
from pygments.token import _TokenType as TokenType

from publisher.passes.first_letters import can_begin

__all__ = ["TokenType", "quick"]

Token = tuple[int, TokenType, str]
Rule = tuple[Callable[[str, int], re.Match[str] | None], Any, Any]  # match, action, next state
_WORTH_IT = 1500  # tokens of a state: about what it takes to read its expressions for all letters


def quick(lexer: Lexer) -> Lexer:
    """Return the lexer, made quick where it is one that does no more than follow its table."""
    plain = type(lexer).get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed
    # Some have a table of their own for their options.
    if plain and isinstance(lexer, RegexLexer) and "_tokens" not in vars(lexer) and _table(type(lexer)):
        lexer.get_tokens_unprocessed = partial(_quick_tokens, lexer)  # type: ignore[method-assign]
    return lexer


def _quick_tokens(lexer: RegexLexer, text: str, stack: Iterable[str] = ("root",)) -> Iterator[Token]:
    states, names, at = _states(type(lexer)), list(stack), 0
    state = states[names[-1]]
    while True:
        for match_at, action, then in state[text[at : at + 1]]:
            if match := match_at(text, at):
                if type(action) is TokenType:
                    yield at, action, match.group()
                elif action is not None:
                    yield from action(lexer, match)
                at = match.end()
                if then is not None:
                    _step(names, then)
                    state = states[names[-1]]
                break
        else:
            if at >= len(text):
                return
            end_of_line = text[at] == "\n"
            yield at, Whitespace if end_of_line else Error, text[at]
            names, at = ["root"] if end_of_line else names, at + 1
            state = states[names[-1]]


def _step(names: list[str], then: Any) -> None:
    """From state to state: a name goes deeper, -2 two back, "#push" once more into the same."""
    if isinstance(then, int):
        del names[max(1, len(names) + then) :]
        return
    for name in then if isinstance(then, tuple) else (then,):
        if name == "#pop":
            del names[max(1, len(names) - 1) :]
        else:
            names.append(names[-1] if name == "#push" else name)


class _State(dict[str, Sequence[Rule]]):
    """The rules of a state that may match where a letter stands, in their order. "": at the end of a text."""

    def __init__(self, rules: Sequence[Rule]) -> None:
        self._all = rules
        self._asked = 0

    def __missing__(self, letter: str) -> Sequence[Rule]:
        self._asked += 1
        # Of what begins with a letter beyond ASCII, most is words and comments. Of control characters, \s has
        # some or not, by an expression's flags.
        if self._asked < _WORTH_IT or not letter or not letter.isascii() or "\r" < letter < " ":
            return self._all
        self[letter] = [rule for rule in self._all if can_begin(rule[0].__self__, letter)]  # type: ignore[attr-defined]
        return self[letter]


@lru_cache(maxsize=64)
def _states(kind: type[RegexLexer]) -> dict[str, _State]:
    return {name: _State(rules) for name, rules in _table(kind).items()}


def _table(kind: type[RegexLexer]) -> dict[str, Sequence[Rule]]:
    """Of a lexer's class, whose table Pygments makes when the first lexer of it is made; empty for none."""
    return getattr(kind, "_tokens", {})
