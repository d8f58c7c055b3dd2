"""TOML that a stranger has written: no deeper than anyone needs.

`a.a.a…` = 1 is a table in a table for each step, and Python's reader copies the whole name for each:
40 KB take it 11 seconds and 1.7 GB. So the steps of a name are counted before it sees them. See https://toml.io/en/v1.0.0
"""

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


def loads(source: str, parse_float: Callable[[str], Any] = float) -> dict[str, Any]:
    """Return the values. Raises tomllib.TOMLDecodeError, which is a ValueError, and RecursionError."""
    bare = _TEXT.sub(lambda text: "_" + "\n" * text[0].count("\n"), source)
    if deep := _DEEP.search(bare):
        line = bare.count("\n", 0, deep.start()) + 1
        raise tomllib.TOMLDecodeError(f"a name of more than {DEEPEST} steps (at line {line}, column 1)")
    return tomllib.loads(source, parse_float=parse_float)
