"""Pygments' lexers, quicker: rules that cannot match at a letter are not tried there.

A lexer of Pygments is a table of states, each with some dozen regular expressions, which are tried one after
another for each token. With which letters an expression can begin is read from how Python itself has parsed
it; what is not understood is tried as ever, so that the tokens are the same.
See https://pygments.org/docs/lexerdevelopment/
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

from pygments.lexer import Lexer, RegexLexer
from pygments.token import Error, Whitespace, _TokenType

Token = tuple[int, _TokenType, str]
Rule = tuple[Callable[[str, int], re.Match[str] | None], Any, Any]  # match, action, next state
_WORTH_IT = 1500  # tokens of a state: about what it takes to read its expressions for all letters
_WIDTHLESS = (op.AT, op.ASSERT, op.ASSERT_NOT)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
# Letters that are the same as one of ASCII where case does not count.
_OTHER_CASE = {"s": "\u017f", "k": "\u212a", "i": "\u0130\u0131"}


def quick(lexer: Lexer) -> Lexer:
    """The lexer, made quick where it is one that does no more than follow its table."""
    plain = type(lexer).get_tokens_unprocessed is RegexLexer.get_tokens_unprocessed
    # Some have a table of their own for their options.
    if plain and isinstance(lexer, RegexLexer) and "_tokens" not in vars(lexer):
        lexer.get_tokens_unprocessed = partial(_tokens, lexer)  # type: ignore[method-assign]
    return lexer


def _tokens(lexer: RegexLexer, text: str, stack: Iterable[str] = ("root",)) -> Iterator[Token]:
    states, names, at = _states(type(lexer)), list(stack), 0
    state = states[names[-1]]
    while True:
        for match_at, action, then in state[text[at : at + 1]]:
            if match := match_at(text, at):
                if type(action) is _TokenType:
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
    """Of a lexer's class, whose table Pygments makes when the first lexer of it is made."""
    table: dict[str, Sequence[Rule]] = kind._tokens  # type: ignore[attr-defined] # noqa: SLF001 - its only name
    return {name: _State(rules) for name, rules in table.items()}


def can_begin(pattern: re.Pattern[str], letter: str) -> bool:
    """False where no text that begins with the letter, of ASCII, can match; True where that is not known."""
    letters = letter
    if pattern.flags & re.I:
        letters = letter.lower() + letter.upper() + _OTHER_CASE.get(letter.lower(), "")
    parsed = _parsed(pattern)
    return any(any(_begins(parsed, one, pattern.flags)) for one in letters)


@lru_cache(maxsize=4096)
def _parsed(pattern: re.Pattern[str]) -> Any:
    return parser.parse(pattern.pattern, pattern.flags)


def _begins(items: Iterable[Any], letter: str, flags: int) -> tuple[bool, bool]:
    """Whether it can take the letter first, and whether it can take nothing."""
    for kind, value in items:
        takes, nothing = _one_begins(kind, value, letter, flags)
        if takes or not nothing:
            return takes, nothing
    return False, True


def _one_begins(kind: Any, value: Any, letter: str, flags: int) -> tuple[bool, bool]:
    if kind in _WIDTHLESS:
        return False, True
    if kind in (op.LITERAL, op.NOT_LITERAL):
        return (value == ord(letter)) == (kind is op.LITERAL), False
    if kind is op.ANY:
        return letter != "\n" or bool(flags & re.S), False
    if kind is op.IN:
        return _is_in(value, letter, flags), False
    if kind is op.BRANCH:
        each = [_begins(branch, letter, flags) for branch in value[1]]
        return any(takes for takes, _ in each), any(nothing for _, nothing in each)
    if kind in _REPEATS:
        takes, nothing = _begins(value[2], letter, flags)
        return takes, nothing or value[0] == 0
    if kind is op.SUBPATTERN and not value[1] and not value[2]:  # no flags of its own
        return _begins(value[3], letter, flags)
    if kind is op.ATOMIC_GROUP:
        return _begins(value, letter, flags)
    return True, True


def _is_in(items: Sequence[Any], letter: str, flags: int) -> bool:
    """Whether a letter is in [a set]."""
    negated = items[0][0] is op.NEGATE
    found = any(_is_one(kind, value, letter, flags) for kind, value in items[negated:])
    return found != negated


def _is_one(kind: Any, value: Any, letter: str, flags: int) -> bool:
    if kind is op.LITERAL:
        return bool(value == ord(letter))
    if kind is op.RANGE:
        return bool(value[0] <= ord(letter) <= value[1])
    name = str(value).lower()  # category_not_digit
    is_one = {"digit": str.isdecimal, "space": str.isspace, "word": _is_word}[name.rpartition("_")[2]]
    return is_one(letter) != ("not" in name)


def _is_word(letter: str) -> bool:
    return letter.isalnum() or letter == "_"
