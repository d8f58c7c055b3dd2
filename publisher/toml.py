"""TOML that a stranger has written, no deeper than anyone needs; and a stranger's text as TOML.

`a.a.a…` = 1 is a table in a table for each step, and Python's reader copies the whole name for each:
40 KB take it 11 seconds and 1.7 GB. So the steps of a name are counted before it sees them. See https://toml.io/en/v1.0.0
"""

import json
import re
import tomllib
from collections.abc import Callable
from typing import Any

DEEPEST = 50  # steps of one name
# Texts and comments, as TOML has them: where they are read in another way, a long name can hide behind one.
_TEXT = re.compile(
    r"""\"{3}(?>(?:[^"\\]|\\.|"(?!""))*)(?:"{3,5}|\Z)|'{3}(?>(?:[^']|'(?!''))*)(?:'{3,5}|\Z)"""
    r"""|"(?>(?:[^"\\\n]|\\[^\n])*)"?|'[^'\n]*'?|\#[^\n]*""",
    re.S,
)
_DEEP = re.compile(rf"(?<![\w-])[\w-]+(?:[ \t]*\.[ \t]*[\w-]+){{{DEEPEST}}}")
# What JSON leaves as it is, and TOML does not allow, or an editor would obey: controls, line and paragraph
# separators, marks of direction. See https://toml.io/en/v1.0.0#string
_UNSEEN = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufffe\uffff]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class TooDeepError(tomllib.TOMLDecodeError):
    """A name has too many steps. Python 3.14 gives the line of such an error itself, older ones do not."""

    def __init__(self, line: int) -> None:
        ValueError.__init__(self, f"a name of more than {DEEPEST} steps (at line {line}, column 1)")


def loads(source: str, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Return the values. Raises tomllib.TOMLDecodeError, which is a ValueError, and RecursionError."""
    bare = _TEXT.sub(lambda text: "_" + "\n" * text[0].count("\n"), source)
    if deep := _DEEP.search(bare):
        raise TooDeepError(bare.count("\n", 0, deep.start()) + 1)
    return tomllib.loads(source, parse_float=parse_float)


def quoted(text: str) -> str:
    """Return a text as TOML has it, on one line and with nothing unseen in it: a title is a stranger's, and
    a line end in it would begin a setting."""
    escaped = json.dumps(_SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text), ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", escaped)
