"""What a link's label means: `[label]: address "title" {.name}`, the title here or on the next line.

See https://pandoc.org/MANUAL.html#reference-links. Read from the line's end: a pattern that lets an address
end at any space would try each of them.
"""

import re
from typing import NamedTuple

_LABEL = re.compile(
    r" {0,3}\[(?!\^)(?P<label>(?:[^\[\]]|\[[^\[\]]*\])+)\]: *(?:<(?P<far>[^<>]*)>|(?=[^\s<]))"
)
_ATTRIBUTES = re.compile(r"(?<! ) *\{[^{}]*\}\Z")
_OPENING = {'"': '"', "'": "'", ")": "("}  # by the sign that closes a title


class Definition(NamedTuple):
    label: str
    address: str
    title: str
    lines: int


def definition_at(text: str) -> Definition | None:
    """Return what these two lines define, if they do."""
    label = _LABEL.match(text)
    if label is None:
        return None
    far, lines = label["far"], 1 + text.count("\n", 0, label.end())
    line, _, below = text[label.end() :].partition("\n")
    line = line.rstrip(" ")
    bare = _ATTRIBUTES.sub("", line) or (line if far is None else "")
    address, title = _titled(bare)
    behind, said = _titled(" " + _ATTRIBUTES.sub("", below.strip(" ")))
    if title is None and bare == line and said is not None and not behind:
        title, lines = said, lines + 1
    if far is not None and address:
        return None
    return Definition(label["label"], address if far is None else far, title or "", lines)


def _titled(line: str) -> tuple[str, str | None]:
    """The address of a line and the title that ends it; None: it has none."""
    opening = _OPENING.get(line[-1:])
    at = line.find(f" {opening}") if opening else -1
    if at < 0 or at + 2 >= len(line):
        return line, None
    return line[:at].rstrip(" "), line[at + 2 : -1]
