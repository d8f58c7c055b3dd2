"""Parts of a note that others embed: what stands below a heading, and a block by its id.

See https://help.obsidian.md/links#Link+to+a+block+in+a+note.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import dropwhile, islice, takewhile

from publisher.assets.urls import slug
from publisher.markdown.obsidian.wiki import folded

_HEADING = re.compile(r" {0,3}(#{1,6})[ \t]+(\S.*)")
_FENCE = re.compile(r"[ \t>]*+(?P<mark>`{3,}+(?=[^`]*\Z)|~{3,}+)(?P<info>.*)")  # ```말``` is none
_ITEM = re.compile(r"([ \t]*)(?:[-*+]|\d{1,9}[.)])[ \t]")
_NOTE_SIGN = re.compile(r"\[\^([^\[\]\s]+)\]")
_NOTE = re.compile(r"^ {0,3}\[\^([^\[\]\s]+)\]:.*(?:\n[ \t]+\S.*)*", re.M)
_BLOCK_ID = re.compile(r"(?:^|(?<=\s))\^([A-Za-z0-9-]+)$")


class Sections:
    """The parts of a note's text. What they are called is looked for once, however many are asked for."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = text.split("\n")

    def part(self, place: str) -> str:
        """Return the part that "소제목", "장#절" or "^a1b2" names; "" for none."""
        found = self._block(place[1:]) if place.startswith("^") else self._below(place.split("#"))
        return self._with_notes("\n".join(found)) if found else ""

    def _with_notes(self, part: str) -> str:
        """The part, and the footnotes of the whole text that it refers to."""
        wanted = {*_NOTE_SIGN.findall(part)} - {*_NOTE.findall(part)}
        notes = (note for label, note in self._notes if label in wanted) if wanted else ()
        return "\n\n".join((part, *notes))

    def _below(self, names: Sequence[str]) -> Sequence[str]:
        """From the heading of the last name, below those of the others, to the next that is no lower."""
        at, level = -1, 0
        for name in names:
            same = self._named.get(_folded(name), [])
            later = same[bisect_right(same, at) :]
            at = next((one for one in later if self._headings[one][1] > level), -1)
            if at < 0:
                return ()
            level = self._headings[at][1]
        ends = (line for line, depth, _ in islice(self._headings, at + 1, None) if depth <= level)
        return self._lines[self._headings[at][0] : next(ends, len(self._lines))]

    def _block(self, name: str) -> Sequence[str]:
        line = self._ids.get(folded(name), -1)
        if line < 0:
            return ()
        alone = not _BLOCK_ID.sub("", self._lines[line].rstrip()).strip(" \t>")
        return _above(self._lines[:line]) if alone else _around(self._lines, line)

    @cached_property
    def _headings(self) -> list[tuple[int, int, str]]:
        return list(_headings(self._lines))

    @cached_property
    def _named(self) -> dict[str, list[int]]:
        """Headings by what they are called."""
        named: dict[str, list[int]] = {}
        for number, (_line, _depth, words) in enumerate(self._headings):
            named.setdefault(_folded(words), []).append(number)
        return named

    @cached_property
    def _ids(self) -> dict[str, int]:
        """Lines by the ids of their blocks; the first of equals has it."""
        ids: dict[str, int] = {}
        for number, line in enumerate(self._lines):
            if found := _BLOCK_ID.search(line.rstrip()):
                ids.setdefault(folded(found[1]), number)
        return ids

    @cached_property
    def _notes(self) -> list[tuple[str, str]]:
        return [(note[1], note[0]) for note in _NOTE.finditer(self._text)]


def without_title(text: str, title: str) -> str:
    """Return a note's text without a heading at its top that says its title again."""
    first, _, rest = text.lstrip("\n").partition("\n")
    heading = _HEADING.fullmatch(first)
    return rest if heading and _folded(heading[2]) == _folded(title) else text


def _headings(lines: Sequence[str]) -> Iterator[tuple[int, int, str]]:
    """Each heading's line, level and words; none in a fence."""
    fence = ""
    for at, line in enumerate(lines):
        if found := _FENCE.match(line):
            ends = fence and found["mark"].startswith(fence) and not found["info"].strip()
            fence = "" if ends else fence or found["mark"]
        elif not fence and (heading := _HEADING.fullmatch(line)):
            yield at, len(heading[1]), heading[2]


def _folded(words: str) -> str:
    """What a heading is called, marks and letter case aside."""
    return folded(slug(words))


def _above(lines: Sequence[str]) -> Sequence[str]:
    """The block that ends with these lines, empty ones behind it aside."""
    backwards = dropwhile(lambda line: not line.strip(), reversed(lines))
    return [*takewhile(_is_inner, backwards)][::-1]


def _is_inner(line: str) -> bool:
    """Whether a block goes on with this line."""
    return bool(line.strip()) and not _HEADING.match(line)


def _around(lines: Sequence[str], at: int) -> Sequence[str]:
    """The item of a list, with what is in it, or the lines up to the next empty one on both sides."""
    item = _ITEM.match(lines[at])
    if item:
        inner = takewhile(lambda line: line.startswith((f"{item[1]} ", f"{item[1]}\t")), lines[at + 1 :])
        return [lines[at], *inner]
    above = [*takewhile(_is_inner, reversed(lines[:at]))][::-1]
    return [*above, lines[at], *takewhile(_is_inner, lines[at + 1 :])]
