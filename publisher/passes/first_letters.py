"""With which letters a regular expression can begin, read from how Python itself has parsed it.

Seen with CPython 3.11 to 3.14. Assumed, and asserted by tests/contracts/test_python.py: `re._parser.parse`
makes of an expression what `re.compile` compiles, a row of (kind, value) with the kinds of `re._constants`.
A kind that is not understood here may begin with any letter.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from typing import Any

_WIDTHLESS = (op.AT, op.ASSERT, op.ASSERT_NOT)
_REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
# Letters that are the same as one of ASCII where case does not count.
_OTHER_CASE = {"s": "\u017f", "k": "\u212a", "i": "\u0130\u0131"}


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
