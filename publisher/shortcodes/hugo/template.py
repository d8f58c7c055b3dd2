"""A shortcode's own template, read: texts, values, pipes, if, with and range.

See https://gohugo.io/templates/introduction/. Whatever is beyond this little language is `GivenUpError`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from publisher.phrase import _
from publisher.shortcodes.hugo.functions import GivenUpError

_END = re.compile(r"(?<!\\)\"(?:\\.|[^\"\\])*\"|`[^`]*`|\}\}", re.S)
_COMMENT = re.compile(r"\{\{(?:-\s)?\s*/\*")
_WORD = re.compile(
    r"\s*(?:(?P<quoted>\"(?:\\.|[^\"\\])*\")|(?P<raw>`[^`]*`)|(?P<number>-?\d{1,15}(?:\.\d{1,15})?)"
    r"|(?P<name>\$\w*(?:\.\w+)*|[A-Za-z_]\w*(?:\.\w+)*|(?:\.\w+)+|\.)|(?P<sign>:=|=|[|(),]))"
)
OF_BRACKET = ">"  # in front of the .Name of (a bracket).Name
_ENDS = frozenset({"end", "else"})
LONGEST, DEEPEST = 100_000, 30  # characters of a text, blocks in blocks


@dataclass(frozen=True, slots=True)
class Node:
    """A text (no words), a value, or a block with what it holds and what its `else` holds."""

    text: str = ""
    words: tuple[str, ...] = ()
    block: str = ""  # "if", "with", "range"
    body: tuple["Node", ...] = ()
    other: tuple["Node", ...] = ()


@lru_cache(maxsize=256)
def parsed(source: str) -> tuple[Node, ...]:
    pieces = list(_without_comments(_pieces(source)))
    nodes, rest, _end = _nodes(pieces, 0, 0)
    if rest != len(pieces):
        raise GivenUpError(_("an end that ends nothing"))
    return nodes


def _pieces(source: str) -> Iterator[str | tuple[str, ...]]:
    """Texts, and the words of each action; {{- takes away the white space before it, -}} that behind it."""
    position, trimmed = 0, False
    while (start := source.find("{{", position)) >= 0:
        comment = _COMMENT.match(source, start)
        behind = source.find("*/", comment.end()) if comment else start + 2
        ends = _END.finditer(source, behind) if behind > 0 else ()
        end = next((found for found in ends if found[0] == "}}"), None)
        if end is None or len(source) > LONGEST:
            raise GivenUpError(_("an action has no end"))
        text, action = source[position:start], source[start + 2 : end.start()]
        before, after = action[:1] == "-" and action[1:2].isspace(), action[-2:].strip() == "-"
        text = text.lstrip() if trimmed else text
        yield text.rstrip() if before else text
        action = action[before : len(action) - after].strip()
        if not action.startswith("/*"):
            yield _words(action)
        position, trimmed = end.end(), after
    yield source[position:].lstrip() if trimmed else source[position:]


def _without_comments(pieces: Iterator[str | tuple[str, ...]]) -> Iterator[str | tuple[str, ...]]:
    """Comments of HTML, and what is done inside them, are not written: Go's html/template takes them out."""
    inside = False
    for piece in pieces:
        if isinstance(piece, str):
            text, inside = _outside(piece, inside)
            yield text
        elif not inside:
            yield piece


def _outside(text: str, inside: bool) -> tuple[str, bool]:
    """What of a text stands in no comment, and whether its end stands in one."""
    made, position = [], 0
    while position < len(text):
        sign = "-->" if inside else "<!--"
        at = text.find(sign, position)
        if not inside:
            made.append(text[position : at if at >= 0 else len(text)])
        if at < 0:
            break
        position, inside = at + len(sign), not inside
    return "".join(made), inside


def _words(action: str) -> tuple[str, ...]:
    words, position = [], 0
    action = action.strip()
    while position < len(action):
        match = _WORD.match(action, position)
        if not match or match.end() == position:
            raise GivenUpError(_("{action} is not understood", action=action[:40]))
        follows = match[0].startswith(".") and position and action[position - 1] == ")"
        words.append((OF_BRACKET if follows else "") + match[0].strip())
        position = match.end()
    return tuple(words)


def _nodes(
    pieces: Sequence[str | tuple[str, ...]], at: int, depth: int
) -> tuple[tuple[Node, ...], int, tuple[str, ...]]:
    """Nodes up to an end or else, where the next piece is, and that end's own words."""
    made: list[Node] = []
    if depth > DEEPEST:
        raise GivenUpError(_("its blocks stand too deep"))
    while at < len(pieces):
        piece = pieces[at]
        if isinstance(piece, str):
            made.append(Node(text=piece))
        elif piece and piece[0] in _ENDS:
            return tuple(made), at + 1, piece
        elif piece and piece[0] in ("if", "with", "range"):
            node, at = _block(pieces, at, depth)
            made.append(node)
            continue
        elif piece:
            made.append(Node(words=piece))
        at += 1
    return tuple(made), at, ()


def _block(pieces: Sequence[str | tuple[str, ...]], at: int, depth: int) -> tuple[Node, int]:
    words = tuple(pieces[at])
    words = words[1:] if words[0] == "else" else words  # else if
    body, at, end = _nodes(pieces, at + 1, depth + 1)
    other: tuple[Node, ...] = ()
    if end[:1] == ("else",):
        if end[1:]:
            node, at = _block(pieces, at - 1, depth + 1)
            return Node(words=words[1:], block=words[0], body=body, other=(node,)), at
        other, at, end = _nodes(pieces, at, depth + 1)
    if end != ("end",):
        raise GivenUpError(_("a block without its end"))
    return Node(words=words[1:], block=words[0], body=body, other=other), at
