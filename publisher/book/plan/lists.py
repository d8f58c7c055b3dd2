"""Where the lists of posts stand in the text of a plan, letter by letter.

tomllib, which says what they hold, says no places; and a writer of TOML would set a person's lines anew. The
text is one that tomllib has read. See https://toml.io/en/v1.0.0
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""(?P<comment>\#[^\n]*)
    |(?P<text>\"\"\"(?:[^"\\]|\\.|"{1,2}(?!"))*"{0,5}|'''(?:[^']|'{1,2}(?!'))*'{0,5}
      |"(?:[^"\\\n]|\\.)*"?|'[^'\n]*'?)
    |(?P<mark>[\[\]{},=])
    |(?P<end>\n)
    |(?P<word>[^\s\#"'\[\]{},=]+)""",
    re.S | re.X,
)
Span = tuple[int, int]


def sign_behind(text: str, offset: int) -> str:
    """Return what comes next behind line ends and comments: "," or "]", say; "" at the end."""
    found = (token for token in _TOKEN.finditer(text, offset) if token.lastgroup not in ("comment", "end"))
    return next((token[0] for token in found), "")


@dataclass(frozen=True, slots=True)
class List:
    """A list `posts` of a table."""

    opened: int  # behind its bracket
    items: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class TableAt:
    """A table, and its list where it has one."""

    name: str  # "part", "drop"
    start: int  # of its head
    posts: List | None


def tables(text: str) -> Iterator[TableAt]:
    """Yield the tables of a plan in their order."""
    tokens = _Tokens(text)
    name, start, posts = "", 0, None
    for kind, said, at in tokens:
        if kind == "mark" and said == "[":
            if name:
                yield TableAt(name, start, posts)
            name, start, posts = tokens.head(), at, None
        elif kind in ("word", "text"):
            found = tokens.value()
            posts = found if said.strip("\"'") == "posts" and found else posts
    if name:
        yield TableAt(name, start, posts)


class _Tokens:
    """The tokens of a text, one after the other."""

    def __init__(self, text: str) -> None:
        self._found = _TOKEN.finditer(text)

    def __iter__(self) -> "_Tokens":
        return self

    def __next__(self) -> tuple[str, str, int]:
        """Return the next that is no comment: its kind, its letters, and where it begins."""
        token = next(self._found)
        while token.lastgroup == "comment":
            token = next(self._found)
        return token.lastgroup or "", token[0], token.start()

    def head(self) -> str:
        """Return the name in the head of a table, to the end of its line."""
        return "".join(said.strip("\"'") for kind, said, _ in self._line() if kind != "mark")

    def _line(self) -> Iterator[tuple[str, str, int]]:
        for token in self:
            if token[0] == "end":
                return
            yield token

    def value(self) -> List | None:
        """Return the list that is a key's value; None for any other value. Ends where the value does."""
        depth, first, opened = 0, True, None
        items: list[Span] = []
        begun: Span | None = None
        for kind, said, at in self:
            if kind == "mark" and said == "=" and not depth:
                continue
            if kind == "end" and not depth:
                break
            if first and said == "[":
                opened = at + 1
            first = False
            closes = kind == "mark" and said in "]}"
            depth -= closes
            if begun and ((depth == 1 and said == "," and kind == "mark") or (not depth and closes)):
                items.append(begun)
                begun = None
            elif kind != "end" and (depth or closes) and at + 1 != opened:
                begun = (begun[0] if begun else at, at + len(said))
            depth += kind == "mark" and said in "[{"
        return None if opened is None else List(opened, tuple(items))
