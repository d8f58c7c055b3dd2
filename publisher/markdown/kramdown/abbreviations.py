"""Abbreviations where they are used: `<abbr title="…">` (syntax: "Abbreviations").

However many names there are, a text is read about once: each place of it asks only for names of the lengths
that names with that first letter have.
"""

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from publisher.markdown.kramdown.tree import Node

_LONGEST = 100  # letters of a name; a longer one is no abbreviation
_WORD = re.compile(r"\w", re.A)
_VERBATIM = ("code", "#code", "#raw", "abbr", "script", "style")


def expand(root: Node, meanings: Mapping[str, str]) -> None:
    """Mark every abbreviation of a tree with what it means."""
    _mark(root, _Names(meanings))


class _Names:
    """Abbreviations, found in a text: the first is taken, and of those that start there the longest."""

    def __init__(self, meanings: Mapping[str, str]) -> None:
        self.meanings = meanings
        lengths: dict[str, set[int]] = {}
        for name in meanings:
            if 0 < len(name) <= _LONGEST:
                lengths.setdefault(name[0], set()).add(len(name))
        self.lengths = {first: sorted(some, reverse=True) for first, some in lengths.items()}
        first = "".join(map(re.escape, lengths)) or r"^\s\S"
        self.starts = re.compile(rf"(?<!\w)[{first}]", re.A)

    def found(self, text: str) -> Iterator[tuple[int, int]]:
        """Yield where each starts and ends."""
        at = 0
        while start := self.starts.search(text, at):
            if end := self._end(text, start.start()):
                yield start.start(), end
            at = end or start.end()

    def _end(self, text: str, at: int) -> int:
        """Where the longest one that starts here ends, before no letter of a word; 0: none does."""
        ends = (at + length for length in self.lengths[text[at]])
        return next((end for end in ends if text[at:end] in self.meanings and not _WORD.match(text, end)), 0)


def _mark(node: Node, names: _Names) -> None:
    """All texts of an element: the one that it begins with, and those behind its children."""
    if node.tag in _VERBATIM:
        return
    node.text, made = _parted(node.text or "", names)
    for child in list(node):
        assert isinstance(child, Node)  # noqa: S101
        _mark(child, names)
        child.tail, behind = _parted(child.tail or "", names)
        made += [child, *behind]
    node[:] = made


def _parted(text: str, names: _Names) -> tuple[str, list[Node]]:
    """The text up to the first abbreviation, and each with the text behind it."""
    places = [*names.found(text), (len(text), len(text))]
    made = []
    for (start, end), (stop, _) in pairwise(places):
        name = text[start:end]
        node = Node("abbr", {"title": names.meanings[name]} if names.meanings[name] else {})
        node.text, node.tail = name, text[end:stop]
        made.append(node)
    return text[: places[0][0]], made
